package evidence

import (
	"strings"
	"unicode/utf8"

	"mockinterview/rubric"
	"mockinterview/rubric/text"
)

// Said is what a candidate said, cut into sentences and ready for Nearest.
type Said struct {
	quotes []rubric.Quote
	having map[string][]int // by stem: the places in quotes of the sentences that have it
}

// Said cuts the sources of the checker into sentences.
func (c *Checker) Said() *Said {
	out := &Said{having: map[string][]int{}}
	for i := range c.sources {
		src := c.sources[i].src
		at, n := 0, 0 // the same place in bytes and in code points
		for _, span := range text.Sentences(src.Text) {
			own := strings.TrimRight(span.Of(src.Text), ", ") // a line that ends on a comma goes on
			n += utf8.RuneCountInString(src.Text[at:span.Start])
			end := n + utf8.RuneCountInString(own)
			for _, stem := range stems(own) {
				out.having[stem] = append(out.having[stem], len(out.quotes))
			}
			out.quotes = append(out.quotes, rubric.Quote{
				Text: own, Message: src.Message, Start: n, End: end, Prompted: src.Prompted,
			})
			at, n = span.Start+len(own), end
		}
	}
	return out
}

// Nearest is the sentence that shares the most words with what a signal seeks, or nil when none shares any worth the
// name. It only points at a place to improve; it is no evidence.
func (s *Said) Nearest(sig rubric.Signal) *rubric.Quote {
	sought := sig.Text
	for _, example := range sig.Shows {
		sought += "\n" + example
	}
	shared := make([]int, len(s.quotes))
	best, most := -1, 1 // one shared word is chance
	for _, stem := range stems(sought) {
		for _, i := range s.having[stem] {
			shared[i]++
		}
	}
	for i, n := range shared {
		if n > most {
			best, most = i, n
		}
	}
	if best < 0 {
		return nil
	}
	q := s.quotes[best]
	return &q
}

// A stem is a word's first letters, which is good enough to point with; short words are mostly grammar and have none.
const (
	stemLetters  = 5
	leastLetters = 4
)

// stems are those of a text's words, each once.
func stems(s string) []string {
	var out []string
	seen := map[string]bool{}
	for _, w := range text.Folded(s) {
		r := []rune(w)
		if len(r) < leastLetters {
			continue
		}
		stem := string(r[:min(len(r), stemLetters)])
		if !seen[stem] {
			seen[stem] = true
			out = append(out, stem)
		}
	}
	return out
}
