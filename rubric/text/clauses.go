package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clauseWords is the fewest words that a clause has on either side of a comma or an arrow: fewer are a list, or a chain
// of names.
const clauseWords = 3

// Clauses cuts a sentence of a text into its clauses, in order: at semicolons, colons and dashes, at a comma before a
// conjunction, and at an arrow; at the latter two only where three words or more stand on both sides, the conjunction
// not counted. A conjunction belongs to the clause that it opens, what parts the clauses to neither.
func Clauses(s string, sentence Span) []Span {
	words := Words(sentence.Of(s))
	for i := range words {
		words[i].Start, words[i].End = words[i].Start+sentence.Start, words[i].End+sentence.Start
	}
	var out []Span
	start, first := sentence.Start, 0 // of the clause: byte and word
	for i := 1; i < len(words); i++ {
		gap := Span{words[i-1].End, words[i].Start}
		at, kind := partition(gap.Of(s))
		switch kind {
		case partNone:
			continue
		case partComma:
			if !conjunction(words[i].Fold) || i-first < clauseWords || !reaches(s, words[i:], clauseWords+1) {
				continue
			}
		case partArrow:
			if i-first < clauseWords || !reaches(s, words[i:], clauseWords) {
				continue
			}
		}
		out = append(out, trim(s, Span{start, gap.Start + at.Start}))
		start, first = gap.Start+at.End, i
	}
	if last := trim(s, Span{start, sentence.End}); hasWord(last.Of(s)) {
		out = append(out, last)
	}
	return out
}

// parting is what parts two words.
type parting int

const (
	partNone parting = iota
	partComma
	partArrow
	partAlways
)

// partition finds the strongest thing that parts clauses in what stands between two words, and its place there.
func partition(gap string) (at Span, kind parting) {
	for i := 0; i < len(gap); {
		span, k := partingAt(gap, i)
		if k > kind {
			at, kind = span, k
		}
		i = span.End
	}
	return at, kind
}

// partingAt reads one sign of a gap.
func partingAt(gap string, i int) (Span, parting) {
	for _, arrow := range []string{"-->", "==>", "->", "=>"} {
		if strings.HasPrefix(gap[i:], arrow) {
			return Span{i, i + len(arrow)}, partArrow
		}
	}
	r, w := utf8.DecodeRuneInString(gap[i:])
	end := i + w
	switch r {
	case ',':
		return Span{i, end}, partComma
	case '→', '⇒':
		return Span{i, end}, partArrow
	case ';', '—', '；':
		return Span{i, end}, partAlways
	case ':': // not of a time, an address or a pair
		if spaceAt(gap, end) {
			return Span{i, end}, partAlways
		}
	case '-', '–':
		end = len(gap) - len(strings.TrimLeft(gap[i:], "-–"))
		if i > 0 && spaceBefore(gap, 0, i) && spaceAt(gap, end) {
			return Span{i, end}, partAlways
		}
	}
	return Span{i, end}, partNone
}

func spaceAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsSpace(r)
}

// reaches says whether there are at least n words before the next thing that parts clauses always.
func reaches(s string, words []Word, n int) bool {
	for i := 1; i < min(n, len(words)); i++ {
		if _, kind := partition(s[words[i-1].End:words[i].Start]); kind == partAlways {
			return false
		}
	}
	return len(words) >= n
}

func conjunction(word string) bool {
	switch word {
	case "and", "but", "or", "so", "yet", "nor", "because", "since", "while", "whereas", "although", "though", "unless",
		"until", "if", "when", "which", "then", "otherwise", "instead", "except", "as":
		return true
	}
	return false
}
