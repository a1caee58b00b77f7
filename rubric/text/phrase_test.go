package text

import (
	"strings"
	"testing"
)

func TestPhrases(t *testing.T) {
	cases := []struct {
		words, phrase string
		times         int
		starts        bool
	}{
		{"you know i do not know", "you know", 1, true},
		{"um um well um", "um", 3, true},
		{"no no no", "no no", 1, true},
		{"i do not know", "not know it", 0, false},
		{"i do not know", "do know", 0, false},
		{"we retried it", "we retr", 0, true},
		{"we retried it", "w retried", 0, false},
		{"known", "no", 0, false},
		{"anything", "", 0, false},
		{"", "no", 0, false},
	}
	for _, tc := range cases {
		words, phrase := strings.Fields(tc.words), strings.Fields(tc.phrase)
		if got := Times(words, phrase); got != tc.times {
			t.Errorf("%q stands %d times in %q, want %d", tc.phrase, got, tc.words, tc.times)
		}
		if got := Holds(words, phrase); got != (tc.times > 0) {
			t.Errorf("%q holds %q: %v", tc.words, tc.phrase, got)
		}
		if got := HoldsStart(words, phrase); got != tc.starts {
			t.Errorf("%q holds what begins with %q: %v", tc.words, tc.phrase, got)
		}
	}
}

func TestLongestRun(t *testing.T) {
	a, b := strings.Fields("how would you bound the queue"), strings.Fields("would you bound a queue")
	if got := LongestRun(a, b); got != 3 {
		t.Errorf("the longest run of both has %d words, want 3", got)
	}
}
