package offline

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// mended tries every single change of a word, in the order that mend promises.
func mended(known []string, w string) string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz"
	var tries []string
	for i := 1; i+1 < len(w); i++ {
		tries = append(tries, w[:i]+w[i+1:i+2]+w[i:i+1]+w[i+2:])
	}
	for i := 1; i < len(w); i++ {
		tries = append(tries, w[:i]+w[i+1:])
	}
	for i := 1; i <= len(w); i++ {
		for _, c := range alphabet {
			tries = append(tries, w[:i]+string(c)+w[i:])
		}
	}
	for i := 1; i < len(w); i++ {
		for _, c := range alphabet {
			tries = append(tries, w[:i]+string(c)+w[i+1:])
		}
	}
	for _, t := range tries {
		if slices.Contains(known, t) {
			return t
		}
	}
	return ""
}

func TestMendFindsTheWordThatTryingEveryChangeFinds(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	word := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte("abc"[r.IntN(3)]) // few letters, so that many words are neighbours
		}
		return b.String()
	}
	for range 40 {
		var known []string
		s := &spellings{}
		for range 30 {
			w := word(minFold + r.IntN(3))
			if !slices.Contains(known, w) {
				known = append(known, w)
				s.add(w)
			}
		}
		for range 300 {
			w := word(minFold + r.IntN(4))
			if slices.Contains(known, w) {
				continue // a word that is known is no error
			}
			if got, want := s.mend(w), mended(known, w); got != want {
				t.Fatalf("mend(%q) = %q, want %q of %v", w, got, want, known)
			}
		}
	}
}

func TestMendKeepsItsHandsOff(t *testing.T) {
	s := &spellings{}
	for _, w := range []string{"queue", "retries", "naïve", "x-axis"} {
		s.add(w)
	}
	for w, want := range map[string]string{
		"quueue": "queue", "qeueu": "", "qeuue": "queue", "retires": "retries", "betries": "", "retrie": "retries", "retries2": "", "naive": "", "": "", "que": "",
		strings.Repeat("q", maxWord+1): "",
	} {
		if got := s.mend(w); got != want {
			t.Errorf("mend(%q) = %q, want %q", w, got, want)
		}
	}
}
