package offline

import (
	"strings"
	"unicode"
)

// English puts its small words in few places: "of the" and "we would" are everywhere, "the of" and "would is" nowhere. How much more often than by chance
// each kind of word follows another was counted over development answers by a committed program; text whose neighbours are on
// the whole no likelier than chance is words without an order.

// smallWords are the words with a kind of their own. The rest goes by its form.
const smallWords = `the a an of to in on at by for from with into as than and or but so because if when while until that which what who this these those it its they them their
	we i you he she my our your us is are was were be been being has have had do does did will would can could should may might must not no never only just then there
	each every all some any one two other same more most first also still again out up down off over back before after between without about per`

// kinds number the small words from 1; after them come the forms. Kind 0 is a border of a clause.
var kinds = func() map[string]uint8 {
	out := map[string]uint8{}
	for w := range strings.FieldsSeq(smallWords) {
		out[w] = uint8(len(out) + 1)
	}
	return out
}()

// The forms of words without a kind of their own, counted from the last small word.
const (
	formWord = iota + 1
	formNumber
	formVerb
	formPast
	formIng
	formLy
	formPlural
	forms
)

// orderKinds is the number of kinds.
const orderKinds = 128

// orderKind is the kind of a word.
func orderKind(w string, c class) uint8 {
	if k, ok := kinds[w]; ok {
		return k
	}
	n := len(w)
	form := formWord
	switch {
	case w == "" || unicode.IsDigit(rune(w[0])) || c&isNumber != 0:
		form = formNumber
	case c&isAux != 0 && strings.HasSuffix(w, "nt"), strings.Contains(w, "'"):
		form = formVerb
	case n > 4 && w[n-2:] == "ed":
		form = formPast
	case n > 5 && w[n-3:] == "ing":
		form = formIng
	case n > 4 && w[n-2:] == "ly":
		form = formLy
	case n > 3 && w[n-1] == 's' && w[n-2] != 's':
		form = formPlural
	case c&isVerb != 0:
		form = formVerb
	}
	return uint8(len(kinds) + form)
}

// eachPair calls f for every two neighbours of a run of tokens, a border of clauses between them being a neighbour of both.
func eachPair(tokens []token, f func(a, b uint8)) {
	var last uint8
	for i := range tokens {
		t := &tokens[i]
		if t.struck {
			last = 0
			continue
		}
		if t.gap >= gapComma && last != 0 {
			f(last, 0)
			last = 0
		}
		k := t.entry.kind
		f(last, k)
		last = k
	}
}

// order is how far the neighbours in a run of tokens are likelier than chance, in units of a tenth of a bit for each pair, and the number of pairs.
func (d *document) order(s span) (mean float64, pairs int) {
	sum := 0
	eachPair(d.tokens[s.from:s.to], func(a, b uint8) {
		sum += int(orderOdds[int(a)*orderKinds+int(b)]) - orderShift
		pairs++
	})
	return float64(sum) / float64(max(pairs, 1)), pairs
}

// OrderPairs gives the neighbours in a text by kind, for the program that counts them. Kinds are below the second result.
func (g *Grader) OrderPairs(text string, f func(a, b int)) (kinds int) {
	v := newVocabulary(g.lex)
	toks := tokenise(text)
	for i := range toks {
		toks[i].entry = v.lookup(toks[i].word)
	}
	eachPair(toks, func(a, b uint8) { f(int(a), int(b)) })
	return orderKinds
}

// Below these the neighbours are words without an order: by themselves, and when slots are broken as well; and how many neighbours it takes to tell.
const (
	noOrder      = 1.4
	littleOrder  = 2.2
	tellingPairs = 24
	manyPairs    = 60
	fewerPairs   = 0.4 // so much lower is the first where the neighbours are not many
	notesShare   = 8   // notes have a place that grammar fills for so many neighbours at most, and tell less by their order
	notesOrder   = -0.5
	saladPairs   = 12
	saladOrder   = -0.6
)

// disordered says whether the answer as a whole is words in no order. Only sentences to the matter in the candidate's own words are looked at, so that
// nothing that is put beside them gives them an order.
func (d *document) disordered() bool {
	if d.foreignLanguage() || d.heaped() { // a list of names has no order to lose
		return false
	}
	var sum float64
	pairs, want, broken := 0, 0, 0
	for i := range d.sentences {
		s := &d.sentences[i]
		words := span{d.clauses[s.clauses.from].from, d.clauses[s.clauses.to-1].to}
		if s.idle || d.echoed(words) {
			continue
		}
		mean, n := d.order(words)
		w, b := d.slots(words)
		sum, pairs, want, broken = sum+mean*float64(n), pairs+n, want+w, broken+b
	}
	if pairs < tellingPairs {
		return false
	}
	mean, least := sum/float64(pairs), noOrder
	switch {
	case notesShare*want < pairs:
		least = notesOrder
	case pairs < manyPairs:
		least -= fewerPairs
	}
	return mean < least || mean < littleOrder && broken >= 3 && 3*broken >= want
}

// echoed says whether most of some words are another's.
func (d *document) echoed(s span) bool {
	n := 0
	for k := s.from; k < s.to; k++ {
		if d.tokens[k].echo {
			n++
		}
	}
	return 2*n > s.len()
}
