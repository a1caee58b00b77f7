package main

import (
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"mockinterview/interviewer"
)

func TestTextIsReadWhateverWroteIt(t *testing.T) {
	for in, want := range map[string]string{
		"one\r\ntwo\rthree\n":                 "one\ntwo\nthree\n",
		"\xef\xbb\xbfcafé":                    "café",
		"\xff\xfec\x00a\x00f\x00\xe9\x00":     "café",
		"\xfe\xff\x00c\x00a\x00f\x00\xe9":     "café",
		"a lone byte \xff in a line of words": "a lone byte \uFFFD in a line of words",
		"":                                    "",
	} {
		if got, err := plainText("the answer", strings.NewReader(in), 100); got != want || err != nil {
			t.Errorf("%q gives %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestWhatIsNoTextIsRefused(t *testing.T) {
	for in, want := range map[string]string{
		"%PDF-1.7\n%\xe2\xe3":                       "the answer is a PDF, which is not read",
		"PK\x03\x04\x14\x00":                        "the answer is a Word document or another archive, which is not read",
		"\x7fELF\x02\x01\x01\x00":                   "the answer is a binary file, which is not read",
		"\x7fELF\x02" + strings.Repeat("\x00", 200): "the answer is a binary file, which is not read",
		strings.Repeat("x", 101):                    "the answer is longer than 100 bytes",
	} {
		_, err := plainText("the answer", strings.NewReader(in), 100)
		var f *failure
		if !errors.As(err, &f) || f.code != exitUsage || err.Error() != want {
			t.Errorf("%.10q gives %v, want %q", in, err, want)
		}
	}
}

func TestNothingIsReadPastItsLimit(t *testing.T) {
	zero, err := os.Open("/dev/zero")
	if err != nil {
		t.Skip("there is no /dev/zero")
	}
	defer zero.Close()
	if _, err := plainText("the answer", zero, 1000); err == nil {
		t.Error("/dev/zero was read as an answer")
	}
	if at, err := zero.Seek(0, io.SeekCurrent); err == nil && at > 1001 {
		t.Errorf("%d bytes were read", at)
	}
}

func TestMinutesAddUp(t *testing.T) {
	p := interviewer.Pack{Questions: []interviewer.Question{
		{ID: "a", Minutes: 10}, {ID: "b", Minutes: 8}, {ID: "c", Minutes: 12}, {ID: "d", Minutes: 5},
	}}
	ids := []string{"a", "b", "c", "d"}
	for minutes, want := range map[int][]int{
		5: {5}, 18: {10, 8}, 20: {11, 9}, 30: {10, 8, 12}, 35: {10, 8, 12, 5}, 60: {17, 14, 20, 9},
	} {
		chosen := ids[:fitting(p, ids, minutes)]
		var got []int
		sum := 0
		for _, id := range chosen {
			q, _ := timed(p, chosen, minutes).Question(id)
			got, sum = append(got, q.Minutes), sum+q.Minutes
		}
		if sum != minutes || len(got) != len(want) || minutes < 60 && !slices.Equal(got, want) {
			t.Errorf("%d minutes are shared out as %v, want %v", minutes, got, want)
		}
	}
	if p.Questions[0].Minutes != 10 {
		t.Error("the pack itself was changed")
	}
}
