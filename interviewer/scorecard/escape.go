package scorecard

import (
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Escape makes text stand for itself in Markdown, wherever in a line it comes to stand: control characters become visible, and what could be
// markup is escaped.
func Escape(s string) string {
	var b strings.Builder
	for _, r := range interviewer.Visible(s) {
		if strings.ContainsRune("\\`*_[]<>|~&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return escapeStart(b.String())
}

// escapeStart takes from the first characters the power to begin a heading, a list or a rule.
func escapeStart(s string) string {
	if s == "" {
		return s
	}
	if strings.ContainsRune("#+-=", rune(s[0])) {
		return "\\" + s
	}
	i := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if i > 0 && (s[i] == '.' || s[i] == ')') {
		return s[:i] + "\\" + s[i:]
	}
	return s
}

// escapeLine escapes a whole line. Its indent becomes spaces that Markdown leaves alone: a tab or four plain ones would make it code.
func escapeLine(s string) string {
	body := strings.TrimLeft(s, " \t")
	return strings.Repeat("\u00a0", len(s)-len(body)) + Escape(body)
}

// cell escapes text for a table cell.
func cell(s string) string { return Escape(interviewer.OneLine(s)) }

// code makes text safe inside a code span.
func code(s string) string {
	return strings.ReplaceAll(interviewer.OneLine(interviewer.Visible(s)), "`", "'")
}

// quoteBlock is plain text as a block quote, line for line.
func quoteBlock(s string) string { return quoteLines(escapeLines(s)) }

func escapeLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = escapeLine(l)
	}
	return strings.Join(lines, "\n")
}

// quoteLines puts the marks of a block quote before escaped lines. Two spaces at the end keep the candidate's line breaks.
func quoteLines(escaped string) string {
	lines := strings.Split(escaped, "\n")
	for i, l := range lines {
		switch {
		case strings.TrimSpace(l) == "":
			lines[i] = ">"
		case i == len(lines)-1 || strings.TrimSpace(lines[i+1]) == "":
			lines[i] = "> " + l
		default:
			lines[i] = "> " + l + "  "
		}
	}
	return strings.Join(lines, "\n")
}

// span is a piece of a message that counted, for or against.
type span struct {
	start, end int
	kind       rubric.Kind
}

// spansOf are the quoted pieces of message n, in order and without overlaps; what counts against wins where both would.
func spansOf(t interviewer.Turn, n int) []span {
	if t.Grade == nil {
		return nil
	}
	var all []span
	for _, c := range t.Grade.Competencies {
		for _, m := range c.Marks {
			for _, q := range m.Quotes {
				if q.Message == n && q.End > q.Start {
					all = append(all, span{q.Start, q.End, m.Kind})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b span) int { return a.start - b.start })
	var out []span
	for _, s := range all {
		if k := len(out); k > 0 && s.start < out[k-1].end {
			out[k-1].end = max(out[k-1].end, s.end)
			if s.kind == rubric.Weak {
				out[k-1].kind = rubric.Weak
			}
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
		sign := "+"
		if s.kind == rubric.Weak {
			sign = "-"
		}
		for i, line := range strings.Split(string(r[s.start:s.end]), "\n") {
			if i > 0 {
				b.WriteByte('\n')
			}
			if body := strings.TrimSpace(line); body != "" {
				b.WriteString("**[" + sign + "] " + Escape(body) + "**")
			}
		}
		at = s.end
	}
	b.WriteString(escapePiece(string(r[at:]), at == 0 || r[at-1] == '\n'))
	return b.String()
}

// escapePiece escapes lines; the first one only as a line's beginning if it is one.
func escapePiece(s string, begins bool) string {
	if begins {
		return escapeLines(s)
	}
	first, rest, more := strings.Cut(s, "\n")
	if !more {
		return Escape(first)
	}
	return Escape(first) + "\n" + escapeLines(rest)
}
