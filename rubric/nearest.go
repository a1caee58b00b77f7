package rubric

import (
	"strings"
	"unicode/utf8"
)

// Nearest is the sentence of the candidate that shares the most words with what a signal seeks, or nil when none shares any worth the name. It only
// points at a place to improve; it is no evidence.
func Nearest(sources []Source, s Signal) *Quote {
	want := map[string]bool{}
	add := func(text string) {
		for _, w := range Words(text) {
			if k := stemKey(w); k != "" {
				want[k] = true
			}
		}
	}
	add(s.Text)
	for _, group := range s.Concepts {
		for _, term := range group {
			if !strings.HasPrefix(term, "cue:") {
				add(term)
			}
		}
	}
	var best *Quote
	most := 1 // one shared word is chance
	for _, src := range sources {
		f := fold(src)
		for start := 0; start < len(f.runes); {
			end := start
			for end < len(f.runes) && !f.sentenceEnds(end) {
				end++
			}
			end = min(end+1, len(f.runes))
			shared := map[string]bool{}
			for _, w := range Words(string(f.runes[start:end])) {
				if k := stemKey(w); want[k] {
					shared[k] = true
				}
			}
			if len(shared) > most {
				most = len(shared)
				best = f.trimmed(start, end)
			}
			start = end
		}
	}
	return best
}

// trimmed is the quote of a stretch without the spaces around it.
func (f folded) trimmed(start, end int) *Quote {
	for start < end && f.runes[start] == ' ' {
		start++
	}
	for end > start && f.runes[end-1] == ' ' {
		end--
	}
	if start == end {
		return nil
	}
	q := f.quote(start, end)
	return &q
}

// stemKey is a word's first five letters, a stem that is good enough to point with; short words are mostly grammar and give none.
func stemKey(w string) string {
	if utf8.RuneCountInString(w) < 4 {
		return ""
	}
	r := []rune(w)
	return string(r[:min(5, len(r))])
}
