package text

import (
	"slices"
	"strings"
)

// Holds says whether a phrase stands among the words, side by side. All words are folded.
func Holds(words, phrase []string) bool { return Times(words, phrase) > 0 }

// HoldsStart is Holds for a phrase whose last word may go on: "we retr" stands in "we retried it".
func HoldsStart(words, phrase []string) bool {
	last := len(phrase) - 1
	for i := 0; last >= 0 && i+last < len(words); i++ {
		if slices.Equal(words[i:i+last], phrase[:last]) && strings.HasPrefix(words[i+last], phrase[last]) {
			return true
		}
	}
	return false
}

// Times is how often a phrase stands among the words, no word counted twice. No phrase at all stands nowhere.
func Times(words, phrase []string) int {
	n := 0
	for i := 0; len(phrase) > 0 && i+len(phrase) <= len(words); i++ {
		if slices.Equal(words[i:i+len(phrase)], phrase) {
			n++
			i += len(phrase) - 1
		}
	}
	return n
}

// LongestRun is the length of the longest run of words that stands in both texts, which are folded.
func LongestRun(a, b []string) int {
	best := 0
	for i := range a {
		for j := range b {
			n := 0
			for i+n < len(a) && j+n < len(b) && a[i+n] == b[j+n] {
				n++
			}
			best = max(best, n)
		}
	}
	return best
}
