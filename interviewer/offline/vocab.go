package offline

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/kljensen/snowball/english"
)

// entry is what a word amounts to: the id of its stem, the id of its exact form, and its classes. An id of 0 means that no term uses it.
type entry struct {
	stem, surface int32
	class         class
	kind          uint8 // among its neighbours
}

// vocabulary knows the words of the lexicon and of one rubric. Ids are its own; results never depend on them, nor on what else was looked up.
type vocabulary struct {
	base     *vocabulary // of the lexicon, which all rubrics share; nil if it is that itself
	stems    map[string]int32
	surfaces map[string]int32
	classes  map[string]class
	known    map[string]bool // real words and their stems: never typing errors
	foldable map[string]bool // words that a typing error may stand for
	next     int32

	spellings spellings      // of what is foldable, the base's as well
	lettered  [1 << 9]uint64 // whether something foldable may be made of a set of letters; see madeOf

	mu    sync.RWMutex
	cache map[string]entry
}

// extend gives a vocabulary that knows all words of v and learns its own.
func (v *vocabulary) extend() *vocabulary {
	own := emptyVocabulary()
	own.base, own.next, own.lettered = v, v.next, v.lettered
	for i := range v.spellings {
		for k, s := range v.spellings[i] {
			own.spellings[i][k] = slices.Clip(s) // so that what is added is added to a copy
		}
	}
	return own
}

func emptyVocabulary() *vocabulary {
	return &vocabulary{
		stems: map[string]int32{}, surfaces: map[string]int32{}, classes: map[string]class{},
		known: map[string]bool{}, foldable: map[string]bool{}, cache: map[string]entry{},
	}
}

func (v *vocabulary) isKnown(w string) bool { return v.known[w] || v.base != nil && v.base.known[w] }

func (v *vocabulary) isFoldable(w string) bool {
	return v.foldable[w] || v.base != nil && v.base.foldable[w]
}

// classOf is what a word is by itself. Only the lexicon says that.
func (v *vocabulary) classOf(w string) class {
	if v.base != nil {
		return v.base.classes[w]
	}
	return v.classes[w]
}

// byStem names a stem among the words that have a class.
func byStem(stem string) string { return "\x00" + stem }

// stemOf is the id of a stem, 0 if no term has it.
func (v *vocabulary) stemOf(stem string) int32 {
	if id, ok := v.stems[stem]; ok || v.base == nil {
		return id
	}
	return v.base.stems[stem]
}

// surfaceOf is the id of the exact form of a word, 0 if no cue has it.
func (v *vocabulary) surfaceOf(w string) int32 {
	if id, ok := v.surfaces[w]; ok || v.base == nil {
		return id
	}
	return v.base.surfaces[w]
}

// cacheLimit bounds the memory for words looked up; what does not fit is looked up anew, with the same result.
const cacheLimit = 1 << 15

func newVocabulary(lex Lexicon) *vocabulary {
	v := emptyVocabulary()
	for _, l := range wordLists {
		for w := range strings.FieldsSeq(l.words) {
			v.classify(w, l.class)
		}
	}
	for w := range strings.FieldsSeq(commonWords) {
		v.know(w)
	}
	for w := range strings.FieldsSeq(lookalikes) {
		v.known[w] = true
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
			v.classes[byStem(stem(one))] |= isVerb
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
	for _, k := range [2]string{w, stem(w)} {
		if !v.isKnown(k) {
			v.known[k] = true
		}
	}
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
	if len(w) >= minFold && !v.isFoldable(w) {
		v.foldable[w] = true
		v.spellings.add(w)
		at := madeOf(letters(w))
		v.lettered[at>>6] |= 1 << (at & 63)
	}
	return v.stem(stem(w))
}

func (v *vocabulary) surfaceID(w string) int32 {
	v.know(w)
	id := v.surfaceOf(w)
	if id == 0 {
		v.next++
		id = v.next
		v.surfaces[w] = id
	}
	return id
}

// stem is the id of a stem, a new one if it has none yet.
func (v *vocabulary) stem(stem string) int32 {
	id := v.stemOf(stem)
	if id == 0 {
		v.next++
		id = v.next
		v.stems[stem] = id
	}
	return id
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
	knownWord, knownStem := v.isKnown(w), v.isKnown(st)
	if !knownWord && !knownStem {
		if f := v.spellings.mend(w); f != "" {
			w, st, knownWord, knownStem = f, stem(f), true, true
		}
	}
	e := entry{class: v.classOf(byStem(st))}
	if knownWord {
		e.surface = v.surfaceOf(w)
		e.class |= v.classOf(w)
	}
	if knownStem {
		e.stem = v.stemOf(st)
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
