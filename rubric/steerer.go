package rubric

import (
	"slices"
	"strings"
	"sync"
)

// sentencesKept is how many sentences a Steerer keeps in mind, a few dozen answers' worth.
const sentencesKept = 2000

// Steerer is Addresses made ready for many sentences: the phrases are sorted once by their first word, and what was said of a sentence is sentencesKept. The
// function is safe for concurrent use.
func (l Lexicon) Steerer() func(sentence string) bool {
	first := map[string][]string{}
	var others []func(plain, joined string) bool
	for _, p := range l.Cues["steering"] {
		if words := strings.Fields(p); simple(p) && len(words) > 0 {
			first[words[0]] = append(first[words[0]], p)
		} else {
			others = append(others, l.readied(p))
		}
	}
	phrases := func(plain, joined string, words []string) bool {
		for _, w := range words {
			for _, p := range first[w] {
				if standsIn(joined, p) {
					return true
				}
			}
		}
		return slices.ContainsFunc(others, func(stands func(plain, joined string) bool) bool { return stands(plain, joined) })
	}
	var mu sync.Mutex
	seen := map[string]bool{}
	return func(sentence string) bool {
		mu.Lock()
		v, ok := seen[sentence]
		mu.Unlock()
		if ok {
			return v
		}
		plain := unmask(sentence)
		judge := func(plain string) bool { return addresses(plain, phrases) }
		v = judge(plain) || slices.ContainsFunc(disguises(sentence, plain), judge)
		mu.Lock()
		if len(seen) >= sentencesKept {
			clear(seen)
		}
		seen[sentence] = v
		mu.Unlock()
		return v
	}
}
