// Package injection finds sentences that speak to the grader rather than to the interviewer.
//
// Two things tell them: phrases, each a run of words, which whoever makes a Filter brings along; and forms, such as an
// order to ignore what was said before, or a wish for marks, which are built in. Both are looked for in the sentence as
// it reads, and in what is left when a disguise is taken off: other alphabets' look-alikes, digits for letters, letters
// spaced out, text backwards, rot13, base64, hex, escapes.
//
// It errs on the side of the candidate: a technical sentence that shares words with an attack ("ignore all previous
// retries with this key") is left alone, and an attack in a form that nobody has thought of will pass. What it finds is
// struck, not punished.
//
// Words are cut here as an attacker may write them, every sign between letters parting them ("full_marks"), and not as
// package text does for comparing honest ones.
package injection

import (
	"slices"
	"strings"
	"sync"
)

// sentencesKept is how many sentences a Filter keeps in mind, a few dozen answers' worth.
const sentencesKept = 2000

// Filter recognises sentences that speak to the grader. It is safe for concurrent use.
type Filter struct {
	first  map[string][]phrase // the simple phrases, by their first word
	others []func(*spoken) bool
	heard  sync.Pool // sentences that were judged, for the memory of their words

	mu   sync.Mutex
	seen map[string]bool // what was said of the latest sentences
}

// phrase is a simple phrase, with the words after the first.
type phrase struct {
	text string
	rest []string
}

// New makes a filter that knows some phrases besides the forms.
func New(phrases []string) *Filter {
	f := &Filter{first: map[string][]phrase{}, seen: map[string]bool{}}
	for _, p := range phrases {
		if words := strings.Fields(p); simple(p) && len(words) > 0 {
			f.first[words[0]] = append(f.first[words[0]], phrase{p, words[1:]})
		} else {
			f.others = append(f.others, search(p))
		}
	}
	return f
}

// Addresses says whether a sentence speaks to the grader: instructions, claims of a grade, talk about the marking,
// pieces of a prompt or of a reply.
func (f *Filter) Addresses(sentence string) bool {
	f.mu.Lock()
	v, ok := f.seen[sentence]
	f.mu.Unlock()
	if ok {
		return v
	}
	v = f.judge(sentence)
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.seen) >= sentencesKept {
		clear(f.seen)
	}
	f.seen[sentence] = v
	return v
}

// Suspect says whether a sentence has a word of grading in it. Alone that means nothing; beside a sentence that
// addresses the grader it is most likely the rest of the same attempt.
func Suspect(sentence string) bool {
	for _, w := range tokens(unmask(sentence)) {
		switch w {
		case "shown", "verdict", "signal", "signals", "mark", "marks", "score", "grade", "rating", "level", "verified",
			"approved", "perfect", "excellent", "flawless",
			"outstanding", "examiner", "transcript", "evaluation", "evidence", "example", "sample", "criteria", "instructions",
			"rule", "rules", "obey", "comply", "everything",
			"assistant", "system", "hire", "pass", "strong", "answer", "response", "candidate", "submission", "thank", "thanks",
			"please", "exactly", "output", "reply", "same", "now", "ignore", "disregard", "forget", "override":
			return true
		}
	}
	return false
}

// search is that for a phrase that is not simple: for one with punctuation that makes it what it is ("10/10"), letter
// by letter, else as a run of words. A role with a colon ("system:") counts only at the very beginning and with talk of
// grading after it, because it is also how a list is written.
func search(phrase string) func(*spoken) bool {
	low := unmask(phrase)
	words := tokens(low)
	switch {
	case strings.HasSuffix(low, ":") && len(words) == 1:
		return func(s *spoken) bool {
			rest, ok := strings.CutPrefix(strings.TrimSpace(s.plain), low)
			return ok && Suspect(rest)
		}
	case len(words) > 0 && strings.ContainsAny(low, "/_:"):
		return func(s *spoken) bool { return strings.Contains(s.plain, low) && standsIn(" "+s.plain+" ", low) }
	}
	run := strings.Join(words, " ")
	return func(s *spoken) bool { return standsIn(s.text(), run) }
}

// judge judges a sentence as it reads and with a disguise taken off.
func (f *Filter) judge(sentence string) bool {
	as := f.hear(unmask(sentence))
	defer f.heard.Put(as)
	if f.found(as) {
		return true
	}
	return slices.ContainsFunc(disguises(sentence, as.plain, as.words),
		func(plain string) bool { return f.found(f.hear(plain)) })
}

// found judges a sentence without disguise.
func (f *Filter) found(as *spoken) bool {
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
		for _, rest := range l.topics {
			if as.goesOn(i, rest) && pushed(as.words, i, 1+len(rest)) {
				return true
			}
		}
		for _, p := range f.first[w] {
			if as.goesOn(i, p.rest) {
				return true
			}
		}
	}
	if strings.Contains(as.plain, "'") && f.quoted(as) {
		return true
	}
	return slices.ContainsFunc(f.others, func(stands func(*spoken) bool) bool { return stands(as) }) ||
		hasForm(as) || hasForeign(as.plain)
}

// spoken is a sentence without disguise, in lower case.
type spoken struct {
	plain  string
	words  []string
	kinds  []kind // of the words
	joined string // see text
}

func (f *Filter) hear(plain string) *spoken {
	as, ok := f.heard.Get().(*spoken)
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

// quoted says whether a phrase stands in a sentence with apostrophes, at which it may also begin or end, as in 'full
// marks'. Its first word has to stand somewhere by itself.
func (f *Filter) quoted(as *spoken) bool {
	asked := map[string]bool{}
	for _, w := range as.words {
		phrases := f.first[w]
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
