package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Span is a piece of a text, in code points, the end exclusive. Sign stands before it: bold alone does not say why.
type Span struct {
	Start, End int
	Sign       string
}

// highlight escapes a text and sets its spans, which are in order, in bold with their sign: line by line, since bold
// does not cross a paragraph.
func highlight(text string, spans []Span) string {
	r := []rune(text)
	var b strings.Builder
	at := 0
	for _, s := range spans {
		if s.Start < at || s.End > len(r) {
			continue
		}
		s = trimmed(r, s)
		if s.Start == s.End {
			continue
		}
		b.WriteString(escapePiece(string(r[at:s.Start]), at == 0))
		lines := strings.Split(string(r[s.Start:s.End]), "\n")
		for i, line := range lines {
			if i > 0 {
				b.WriteByte('\n')
			}
			next := '\n'
			if i == len(lines)-1 && s.End < len(r) {
				next = r[s.End]
			}
			bold(&b, s.Sign, strings.TrimSpace(line), next)
		}
		at = s.End
	}
	b.WriteString(escapePiece(string(r[at:]), at == 0))
	return b.String()
}

// trimmed is a span without the white space at its ends: a line of Markdown has none to set in bold, and what follows a
// span must not begin one.
func trimmed(r []rune, s Span) Span {
	for s.Start < s.End && unicode.IsSpace(r[s.Start]) {
		s.Start++
	}
	for s.Start < s.End && unicode.IsSpace(r[s.End-1]) {
		s.End--
	}
	return s
}

// boundary is a hair space. Markdown takes two stars for bold only where they touch a space or a punctuation mark on
// one side, and a quote may begin or end at a letter; and it keeps an address of mail from being a link.
const boundary = '\u200a'

// bold writes a piece in bold after what b holds; next is what follows it in the text.
func bold(b *strings.Builder, sign, body string, next rune) {
	if body == "" {
		return
	}
	before, _ := utf8.DecodeLastRuneInString(b.String())
	if b.Len() > 0 && !unicode.IsSpace(before) && (before == '*' || !asciiPunct(before)) {
		b.WriteRune(boundary)
	}
	b.WriteString("**" + sign + " " + escapeWithin(body) + "**")
	last, _ := utf8.DecodeLastRuneInString(body)
	if !unicode.IsLetter(last) && !unicode.IsNumber(last) && !unicode.IsSpace(next) && !asciiPunct(next) {
		b.WriteRune(boundary)
	}
}

func asciiPunct(r rune) bool {
	return r < 0x80 && (unicode.IsPunct(r) || unicode.IsSymbol(r))
}

// escapePiece escapes lines; the first one as the beginning of a line only if it is one.
func escapePiece(s string, begins bool) string {
	if begins {
		return Escape(s)
	}
	first, rest, more := strings.Cut(s, "\n")
	if !more {
		return escapeWithin(first)
	}
	return escapeWithin(first) + "\n" + Escape(rest)
}
