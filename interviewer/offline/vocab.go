package offline

import (
	"strings"
	"sync"
	"unicode"

	"github.com/kljensen/snowball/english"

	"mockinterview/rubric"
)

// entry is what a word amounts to: the id of its stem, the id of its exact form, and its classes. An id of 0 means that no term uses it.
type entry struct {
	stem, surface int32
	class         class
	kind          uint8 // among its neighbours
}

// vocabulary knows the words of the lexicon and of one rubric. Ids are its own; results never depend on them, nor on what else was looked up.
type vocabulary struct {
	stems    map[string]int32
	surfaces map[string]int32
	classes  map[string]class
	known    map[string]bool // real words and their stems: never typing errors
	foldable map[string]bool // words that a typing error may stand for
	next     int32

	spellings spellings      // of what is foldable
	lettered  [1 << 9]uint64 // whether something foldable may be made of a set of letters; see madeOf

	mu    sync.RWMutex
	cache map[string]entry
}

// cacheLimit bounds the memory for words looked up; what does not fit is looked up anew, with the same result.
const cacheLimit = 1 << 15

func newVocabulary(lex rubric.Lexicon) *vocabulary {
	v := &vocabulary{
		stems: map[string]int32{}, surfaces: map[string]int32{}, classes: map[string]class{},
		known: map[string]bool{}, foldable: map[string]bool{}, cache: map[string]entry{},
	}
	for _, l := range wordLists {
		for w := range strings.FieldsSeq(l.words) {
			v.classify(w, l.class)
		}
	}
	for w := range strings.FieldsSeq(commonWords) {
		v.know(w)
	}
	for from, to := range irregular {
		v.know(from)
		v.know(to)
	}
	v.list(lex.Stopwords, isStop)
	v.list(lex.Negators, isNegator)
	v.list(lex.Units, isUnit)
	v.list(lex.Technologies, isTechnology)
	v.list(lex.Jargon, isJargon)
	for _, w := range lex.Verbs {
		for _, one := range words(w) {
			v.classify(one, isVerb)
			v.classes["\x00"+stem(one)] |= isVerb
		}
	}
	return v
}

// list gives a class to the phrases of one word; longer ones only make their words known.
func (v *vocabulary) list(phrases []string, c class) {
	for _, p := range phrases {
		ws := words(p)
		for _, w := range ws {
			v.know(w)
		}
		if len(ws) == 1 {
			v.classify(ws[0], c)
		}
	}
}

func (v *vocabulary) classify(w string, c class) {
	v.classes[w] |= c | isKnown
	v.know(w)
}

// know makes a word and its stem real words.
func (v *vocabulary) know(w string) {
	v.known[w] = true
	v.known[stem(w)] = true
}

// learn makes the words of a running text known.
func (v *vocabulary) learn(text string) {
	for _, w := range words(text) {
		v.know(w)
	}
}

// stemID interns the stem of a word of a term.
func (v *vocabulary) stemID(w string) int32 {
	v.know(w)
	if len(w) >= minFold && !v.foldable[w] {
		v.foldable[w] = true
		v.spellings.add(w)
		at := madeOf(letters(w))
		v.lettered[at>>6] |= 1 << (at & 63)
	}
	return v.intern(v.stems, stem(w))
}

func (v *vocabulary) surfaceID(w string) int32 {
	v.know(w)
	return v.intern(v.surfaces, w)
}

func (v *vocabulary) intern(m map[string]int32, s string) int32 {
	if id, ok := m[s]; ok {
		return id
	}
	v.next++
	m[s] = v.next
	return v.next
}

// madeOf is the place of a set of letters in vocabulary.lettered, which others may share.
func madeOf(letters uint32) uint32 { return letters * 0x9e3779b1 >> 17 }

// twoAsOne says whether two words written as one may be foldable. Few neighbours are, and the letters of most tell it.
func (v *vocabulary) twoAsOne(a, b string) bool {
	at := madeOf(letters(a) | letters(b))
	return v.lettered[at>>6]&(1<<(at&63)) != 0
}

// lookAll says of all words of a message what they amount to. Nearly all of them were looked up before.
func (v *vocabulary) lookAll(tokens []token) {
	var missed []int
	v.mu.RLock()
	for i := range tokens {
		e, ok := v.cache[tokens[i].word]
		if !ok {
			missed = append(missed, i)
		}
		tokens[i].entry = e
	}
	v.mu.RUnlock()
	for _, i := range missed {
		tokens[i].entry = v.lookup(tokens[i].word)
	}
}

// lookup says what a typed word amounts to.
func (v *vocabulary) lookup(w string) entry {
	v.mu.RLock()
	e, ok := v.cache[w]
	v.mu.RUnlock()
	if ok {
		return e
	}
	e = v.resolve(w)
	v.mu.Lock()
	if len(v.cache) < cacheLimit {
		v.cache[strings.Clone(w)] = e
	}
	v.mu.Unlock()
	return e
}

// resolve asks few of the maps about a word that is not known: there it has no form, no class of its own and no stem that a term uses.
func (v *vocabulary) resolve(w string) entry {
	st := stem(w)
	knownWord, knownStem := v.known[w], v.known[st]
	if !knownWord && !knownStem {
		if f := v.spellings.mend(w); f != "" {
			w, st, knownWord, knownStem = f, stem(f), true, true
		}
	}
	e := entry{class: v.classes["\x00"+st]}
	if knownWord {
		e.surface = v.surfaces[w]
		e.class |= v.classes[w]
	}
	if knownStem {
		e.stem = v.stems[st]
	}
	if knownWord || knownStem {
		e.class |= isKnown
	}
	if w != "" && unicode.IsDigit(rune(w[0])) {
		e.class |= isNumber
	}
	e.kind = orderKind(w, e.class)
	return e
}

// stem is the Snowball stem of a folded word, after irregular forms were brought to their base.
func stem(w string) string {
	if base, ok := irregular[w]; ok {
		w = base
	}
	if len(w) > maxWord || len(w) < 3 {
		return w
	}
	return english.Stem(w, true)
}
