package interviewer

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible makes text safe to show on a terminal: whatever could move the cursor, change colours, reach the clipboard,
// reorder the line or hide in it is written out instead. C0 controls but LF and TAB become their Unicode pictures (␛),
// C1 controls, bidi controls and zero-width characters their code points (‹U+202E›), bytes that are not UTF-8 their
// values (‹0x9B›). A carriage return before a line feed is dropped.
//
// Joiners stay where a script or an emoji needs them: between two letters of the same kind of script, or between two
// symbols.
func Visible(s string) string {
	if harmless(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	before := rune(-1) // as it is shown
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		after, _ := utf8.DecodeRuneInString(s[i+n:])
		was := before
		before = '›'
		switch {
		case r == utf8.RuneError && n <= 1:
			fmt.Fprintf(&b, "‹0x%02X›", s[i])
		case r == '\r' && after == '\n':
		case r == '\n' || r == '\t':
			b.WriteRune(r)
		case r < 0x20:
			b.WriteRune('␀' + r)
		case r == 0x7f:
			b.WriteRune('␡')
		case hides(r) && !belongs(was, r, after):
			fmt.Fprintf(&b, "‹U+%04X›", r)
		default:
			b.WriteString(s[i : i+n])
			before = r
		}
		i += n
	}
	return b.String()
}

// harmless is the common case: printable ASCII with line feeds and tabs.
func harmless(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x7f || c < 0x20 && c != '\n' && c != '\t' {
			return false
		}
	}
	return true
}

// blanks are letters and marks that print nothing, though Unicode does not call them format characters.
var blanks = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x034f, Hi: 0x034f, Stride: 1}, // combining grapheme joiner
		{Lo: 0x115f, Hi: 0x1160, Stride: 1}, // Hangul fillers
		{Lo: 0x17b4, Hi: 0x17b5, Stride: 1},
		{Lo: 0x180b, Hi: 0x180f, Stride: 1}, // Mongolian selectors
		{Lo: 0x2028, Hi: 0x2029, Stride: 1}, // line and paragraph separators
		{Lo: 0x2065, Hi: 0x2065, Stride: 1},
		{Lo: 0x3164, Hi: 0x3164, Stride: 1},
		{Lo: 0xfe00, Hi: 0xfe0f, Stride: 1}, // variation selectors
		{Lo: 0xffa0, Hi: 0xffa0, Stride: 1},
		{Lo: 0xfff0, Hi: 0xfff8, Stride: 1},
	},
	R32: []unicode.Range32{{Lo: 0xe0000, Hi: 0xe0fff, Stride: 1}}, // tags, more variation selectors
}

// shown are format characters that do print.
var shown = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0600, Hi: 0x0605, Stride: 1}, {Lo: 0x06dd, Hi: 0x06dd, Stride: 1}, {Lo: 0x070f, Hi: 0x070f, Stride: 1},
		{Lo: 0x0890, Hi: 0x0891, Stride: 1}, {Lo: 0x08e2, Hi: 0x08e2, Stride: 1},
	},
	R32: []unicode.Range32{{Lo: 0x110bd, Hi: 0x110bd, Stride: 1}, {Lo: 0x110cd, Hi: 0x110cd, Stride: 1}},
}

// hides says whether a character controls the display or prints nothing.
func hides(r rune) bool {
	if r < 0x80 {
		return false
	}
	return r <= 0x9f || unicode.Is(blanks, r) || unicode.Is(unicode.Cf, r) && !unicode.Is(shown, r)
}

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
	textStyle          = '\ufe0e'
	emojiStyle         = '\ufe0f'
)

// belongs says whether an invisible character does honest work between its neighbours.
func belongs(before, r, after rune) bool {
	switch r {
	case textStyle, emojiStyle:
		return pictorial(before) || strings.ContainsRune("0123456789#*", before)
	case zeroWidthJoiner:
		return pictorial(after) && (pictorial(before) || before == emojiStyle) || joins(before) && joins(after)
	case zeroWidthNonJoiner:
		return joins(before) && joins(after)
	}
	return false
}

func pictorial(r rune) bool {
	return r != utf8.RuneError && unicode.In(r, unicode.So, unicode.Sk, unicode.Sm) || r == '‼' || r == '⁉'
}

// joins says whether a character is of a script that writes with joiners.
func joins(r rune) bool {
	return unicode.In(
		r,
		unicode.Arabic,
		unicode.Syriac,
		unicode.Mongolian,
		unicode.Devanagari,
		unicode.Bengali,
		unicode.Gurmukhi,
		unicode.Gujarati,
		unicode.Oriya,
		unicode.Tamil,
		unicode.Telugu,
		unicode.Kannada,
		unicode.Malayalam,
		unicode.Sinhala,
		unicode.Khmer,
		unicode.Myanmar,
	)
}
