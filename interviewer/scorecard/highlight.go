package scorecard

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// span is a piece of a message that counted: for the candidate, against, or both where marks overlap.
type span struct {
	start, end   int
	pro, against bool
}

// sign is what stands before the piece, since bold alone does not say which way it counted.
func (s span) sign() string {
	switch {
	case s.pro && s.against:
		return "[+/-]"
	case s.against:
		return "[-]"
	}
	return "[+]"
}

// spansOf are the quoted pieces of message n, in order and without overlaps.
func spansOf(t interviewer.Turn, n int) []span {
	if t.Grade == nil {
		return nil
	}
	var all []span
	for _, c := range t.Grade.Competencies {
		for _, m := range c.Marks {
			for _, q := range m.Quotes {
				if q.Message == n && q.End > q.Start {
					all = append(all, span{q.Start, q.End, m.Kind != rubric.Weak, m.Kind == rubric.Weak})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b span) int { return a.start - b.start })
	var out []span
	for _, s := range all {
		if k := len(out); k > 0 && s.start < out[k-1].end {
			last := &out[k-1]
			last.end, last.pro, last.against = max(last.end, s.end), last.pro || s.pro, last.against || s.against
			continue
		}
		out = append(out, s)
	}
	return out
}

// highlight escapes a message and sets its spans in bold with a sign, line by line since bold does not cross a paragraph.
func highlight(text string, spans []span) string {
	r := []rune(text)
	var b strings.Builder
	at := 0
	for _, s := range spans {
		if s.start < at || s.end > len(r) {
			continue
		}
		b.WriteString(escapePiece(string(r[at:s.start]), at == 0 || r[at-1] == '\n'))
		lines := strings.Split(string(r[s.start:s.end]), "\n")
		for i, line := range lines {
			if i > 0 {
				b.WriteByte('\n')
			}
			next := '\n'
			if i == len(lines)-1 && s.end < len(r) {
				next = r[s.end]
			}
			bold(&b, s.sign(), strings.TrimSpace(line), next)
		}
		at = s.end
	}
	b.WriteString(escapePiece(string(r[at:]), at == 0 || r[at-1] == '\n'))
	return b.String()
}

// boundary is a space as thin as a hair. Markdown takes two stars for bold only where they touch a space or a punctuation mark on the one side, and a
// quote may begin or end right at a letter.
const boundary = '\u200a'

// bold writes a piece in bold after what b holds; next is what follows it in the message.
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

// escapePiece escapes lines; the first one as a line's beginning only if it is one.
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
