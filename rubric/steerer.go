package rubric

import (
	"slices"
	"strings"
	"sync"
)

// sentencesKept is how many sentences a Steerer keeps in mind, a few dozen answers' worth.
const sentencesKept = 2000

// Steerer is Addresses made ready for many sentences: the phrases are sorted once by their first word, and what was said of a sentence is kept. The
// function is safe for concurrent use.
func (l Lexicon) Steerer() func(sentence string) bool {
	s := l.steering()
	var mu sync.Mutex
	seen := map[string]bool{}
	return func(sentence string) bool {
		mu.Lock()
		v, ok := seen[sentence]
		mu.Unlock()
		if ok {
			return v
		}
		v = s.addressed(sentence)
		mu.Lock()
		if len(seen) >= sentencesKept {
			clear(seen)
		}
		seen[sentence] = v
		mu.Unlock()
		return v
	}
}

// steering is the lexicon's phrases of steering, ready to be looked for.
type steering struct {
	first  map[string][]phrase // the simple ones, by their first word
	others []func(*spoken) bool
	heard  sync.Pool // sentences that were judged, for the memory of their words
}

// phrase is a simple phrase of the lexicon, with the words after the first.
type phrase struct {
	text string
	rest []string
}

func (l Lexicon) steering() *steering {
	s := &steering{first: map[string][]phrase{}}
	for _, p := range l.Cues["steering"] {
		if words := strings.Fields(p); simple(p) && len(words) > 0 {
			s.first[words[0]] = append(s.first[words[0]], phrase{p, words[1:]})
		} else {
			s.others = append(s.others, l.readied(p))
		}
	}
	return s
}

// readied is the search for a phrase that is not simple: for one with punctuation that makes it what it is ("10/10"), letter by letter, else as a run of words. A
// role with a colon ("system:") counts only at the very beginning and with talk of grading after it, because it is also how a list is written.
func (l Lexicon) readied(phrase string) func(*spoken) bool {
	low := unmask(phrase)
	words := tokens(low)
	switch {
	case strings.HasSuffix(low, ":") && len(words) == 1:
		return func(s *spoken) bool {
			rest, ok := strings.CutPrefix(strings.TrimSpace(s.plain), low)
			return ok && l.Suspect(rest)
		}
	case len(words) > 0 && strings.ContainsAny(low, "/_:"):
		return func(s *spoken) bool { return strings.Contains(s.plain, low) && standsIn(" "+s.plain+" ", low) }
	}
	run := strings.Join(words, " ")
	return func(s *spoken) bool { return standsIn(s.text(), run) }
}

// addressed says whether a sentence speaks to the grader, as it reads or with a disguise taken off.
func (s *steering) addressed(sentence string) bool {
	as := s.hear(unmask(sentence))
	defer s.heard.Put(as)
	if s.found(as) {
		return true
	}
	return slices.ContainsFunc(disguises(sentence, as.plain, as.words), func(plain string) bool { return s.found(s.hear(plain)) })
}

// found judges a sentence without disguise.
func (s *steering) found(as *spoken) bool {
	if marked(as.plain) {
		return true
	}
	if len(as.words) == 0 {
		return false
	}
	known := leads()
	for i, w := range as.words {
		l := known[w]
		as.kinds = append(as.kinds, l.kind)
		for _, rest := range l.runs {
			if as.goesOn(i, rest) {
				return true
			}
		}
		for _, p := range s.first[w] {
			if as.goesOn(i, p.rest) {
				return true
			}
		}
	}
	if strings.Contains(as.plain, "'") && s.quoted(as) {
		return true
	}
	return slices.ContainsFunc(s.others, func(stands func(*spoken) bool) bool { return stands(as) }) || steers(as) || steersForeign(as.plain)
}

// spoken is a sentence without disguise, in lower case.
type spoken struct {
	plain  string
	words  []string
	kinds  []kind // of the words
	joined string // see text
}

func (s *steering) hear(plain string) *spoken {
	as, ok := s.heard.Get().(*spoken)
	if !ok {
		as = &spoken{}
	}
	*as = spoken{plain: plain, words: appendTokens(as.words[:0], plain), kinds: as.kinds[:0]}
	return as
}

// text is the words with a space around each.
func (s *spoken) text() string {
	if s.joined == "" {
		s.joined = " " + strings.Join(s.words, " ") + " "
	}
	return s.joined
}

// says says whether a run of whole words stands in the sentence.
func (s *spoken) says(run string) bool { return strings.Contains(s.text(), " "+run+" ") }

// goesOn says whether these words follow word i.
func (s *spoken) goesOn(i int, rest []string) bool {
	return i+1+len(rest) <= len(s.words) && slices.Equal(s.words[i+1:i+1+len(rest)], rest)
}

// quoted says whether a phrase stands in a sentence with apostrophes, at which it may also begin or end, as in 'full marks'. Its first word has to stand
// somewhere by itself.
func (s *steering) quoted(as *spoken) bool {
	asked := map[string]bool{}
	for _, w := range as.words {
		phrases := s.first[w]
		if len(phrases) == 0 || asked[w] {
			continue
		}
		asked[w] = true
		if slices.ContainsFunc(phrases, func(p phrase) bool { return standsIn(as.text(), p.text) }) {
			return true
		}
	}
	return false
}
