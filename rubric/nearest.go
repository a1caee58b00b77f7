package rubric

import (
	"strings"
	"unicode/utf8"
)

// Sentences are what a candidate said, cut into sentences and ready for Nearest.
type Sentences struct{ all []sentenceKeys }

type sentenceKeys struct {
	quote Quote
	keys  map[string]bool
}

// SentencesOf cuts sources into sentences.
func SentencesOf(sources []Source) Sentences {
	var out Sentences
	for _, src := range sources {
		f := fold(src)
		for start := 0; start < len(f.runes); {
			end := start
			for end < len(f.runes) && !f.sentenceEnds(end) {
				end++
			}
			end = min(end+1, len(f.runes))
			if q := f.trimmed(start, end); q != nil {
				keys := map[string]bool{}
				for _, w := range Words(q.Text) {
					if k := stemKey(w); k != "" {
						keys[k] = true
					}
				}
				out.all = append(out.all, sentenceKeys{*q, keys})
			}
			start = end
		}
	}
	return out
}

// Nearest is the sentence that shares the most words with what a signal seeks, or nil when none shares any worth the name. It only points at a place to
// improve; it is no evidence.
func (s Sentences) Nearest(sig Signal) *Quote {
	shared := make([]int, len(s.all))
	seen := map[string]bool{}
	count := func(text string) {
		for _, w := range Words(text) {
			k := stemKey(w)
			if k == "" || seen[k] {
				continue
			}
			seen[k] = true
			for i, sentence := range s.all {
				if sentence.keys[k] {
					shared[i]++
				}
			}
		}
	}
	count(sig.Text)
	for _, group := range sig.Concepts {
		for _, term := range group {
			if !strings.HasPrefix(term, "cue:") {
				count(term)
			}
		}
	}
	best, most := -1, 1 // one shared word is chance
	for i, n := range shared {
		if n > most {
			best, most = i, n
		}
	}
	if best < 0 {
		return nil
	}
	q := s.all[best].quote
	return &q
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
