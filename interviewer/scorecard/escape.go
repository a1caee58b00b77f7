package scorecard

import (
	"strings"

	"mockinterview/interviewer"
)

// Escape makes text stand for itself in Markdown: control characters become visible, and what could be markup is escaped, at the beginning of every
// line too. Line breaks stay, so what has to be one line goes through inline.
func Escape(s string) string {
	lines := strings.Split(interviewer.Visible(s), "\n")
	for i, l := range lines {
		lines[i] = escapeLine(l)
	}
	return strings.Join(lines, "\n")
}

// inline makes text one line that stands for itself wherever in a line of Markdown it comes to stand, also in a heading or a table cell.
func inline(s string) string {
	s = escapeLine(interviewer.OneLine(s))
	if body, ok := strings.CutSuffix(s, "#"); ok && strings.HasSuffix(strings.TrimRight(body, "#"), " ") {
		return body + "\\#" // at the end of a heading it would close it
	}
	return s
}

// escapeLine escapes a whole line. Its indent becomes spaces that Markdown leaves alone: a tab or four plain ones would make it code.
func escapeLine(s string) string {
	body := strings.TrimLeft(s, " \t")
	return strings.Repeat("\u00a0", len(s)-len(body)) + escapeStart(escapeWithin(body))
}

// escapeWithin takes the power of markup from the characters that have it anywhere in a line.
func escapeWithin(s string) string {
	var b strings.Builder
	for _, r := range interviewer.Visible(s) {
		if strings.ContainsRune("\\`*_[]<>|~&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// escapeStart takes from the first characters of a line the power to begin a heading, a list, a rule, or a table.
func escapeStart(s string) string {
	if s == "" {
		return s
	}
	if strings.ContainsRune("#+-=:", rune(s[0])) {
		return "\\" + s
	}
	i := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if i > 0 && (s[i] == '.' || s[i] == ')') {
		return s[:i] + "\\" + s[i:]
	}
	return s
}

// code makes text safe inside a code span.
func code(s string) string {
	return strings.ReplaceAll(interviewer.OneLine(interviewer.Visible(s)), "`", "'")
}

// quoteBlock is plain text as a block quote, line for line.
func quoteBlock(s string) string { return quoteLines(Escape(s)) }

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
