// Package text cuts what a candidate typed into sentences, clauses and words, and finds what two texts share. Whatever
// compares or counts words does it through here, so that all of the program means the same by a word, a sentence and a
// copied run.
//
// Spans are half-open byte ranges of the text they were cut from: nothing is rewritten, so a span is always the
// candidate's own words. Only Fold and the folds of Words change characters, and only for comparing.
//
// Typed answers are messy: no capitals, no full stops, lists of all kinds, arrows. The rules of Unicode (UAX 29), which
// cut the words, would not end a sentence before a small letter; sentences therefore follow rules of our own, see
// Sentences.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Span is a half-open range of bytes.
type Span struct{ Start, End int }

// Of is the stretch of a text that the span marks.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Fold is a text in the form in which texts are compared: NFKC, lower case, typographic quotes, dashes and spaces as a
// typewriter has them, nothing invisible. Line breaks stay, runs of spaces too. Folding what was folded changes
// nothing.
func Fold(s string) string {
	if isASCII(s) {
		return plain(strings.ToLower(s))
	}
	// Lower case may compose anew ("T̈" has no single character, "ẗ" has), and NFKC may give other dashes.
	return plain(norm.NFKC.String(strings.ToLower(norm.NFKC.String(plain(s)))))
}

// Ignorable says whether a character is invisible: controls, zero-width and bidi characters. White space is not.
func Ignorable(r rune) bool {
	return !unicode.IsSpace(r) && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || (r >= 0xfe00 && r <= 0xfe0f))
}

// plain maps typography to the typewriter and drops what is invisible.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsSpace(r):
			return ' '
		case Ignorable(r):
			return -1
		}
		return Typewritten(r)
	}, s)
}

// Typewritten replaces a typographic quote or dash by the plain one of a keyboard, rune for rune, so that places
// counted in runes stay.
func Typewritten(r rune) rune {
	switch r {
	case '‘', '’', '‚', '‛', 'ʼ', '′', '´':
		return '\''
	case '“', '”', '„', '‟', '«', '»', '″':
		return '"'
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return '-'
	}
	return r
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// wordRune says whether a character makes a token a word.
func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func hasWord(s string) bool { return strings.ContainsFunc(s, wordRune) }

// trim takes white space off both ends of a span.
func trim(s string, span Span) Span {
	span.End = span.Start + len(strings.TrimRightFunc(span.Of(s), unicode.IsSpace))
	span.Start = span.End - len(strings.TrimLeftFunc(span.Of(s), unicode.IsSpace))
	return span
}
