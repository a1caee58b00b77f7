package report

import "strings"

// Escape makes text stand for itself in Markdown: what could be markup is escaped, at the beginning of every line too.
// Line breaks stay, so text that has to be one line goes through Inline.
func Escape(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, l := range lines {
		lines[i] = escapeLine(l)
	}
	return strings.Join(lines, "\n")
}

// Inline makes text one line that stands for itself anywhere in a line of Markdown, also in a heading or a table cell.
func Inline(s string) string {
	s = escapeLine(oneLine(s))
	if body, ok := strings.CutSuffix(s, "#"); ok && strings.HasSuffix(strings.TrimRight(body, "#"), " ") {
		return body + "\\#" // at the end of a heading it would close it
	}
	return s
}

// Sentence is Inline with one mark at the end.
func Sentence(s string) string {
	s = strings.TrimRight(oneLine(s), ". ")
	if s == "" || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "…") {
		return Inline(s)
	}
	return Inline(s) + "."
}

// Code makes text a code span. Nothing can be escaped in one, so a backtick becomes an apostrophe.
func Code(s string) string { return "`" + strings.ReplaceAll(oneLine(s), "`", "'") + "`" }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// escapeLine escapes a whole line. Its indent becomes spaces that Markdown leaves alone: a tab or four plain spaces
// would make it code.
func escapeLine(s string) string {
	body := strings.TrimLeft(s, " \t")
	return strings.Repeat("\u00a0", len(s)-len(body)) + escapeStart(escapeWithin(body))
}

// escapeWithin escapes the characters that are markup anywhere in a line. It keeps the bytes that are not UTF-8, which
// are made visible later.
func escapeWithin(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if strings.IndexByte("\\`*_[]<>|~&", s[i]) >= 0 || opensLink(s, i) {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
		if s[i] == '@' && inMail(s, i) {
			b.WriteRune(boundary)
		}
	}
	return b.String()
}

// opensLink says whether the character at i is what forges know a bare address by: the colon of "://", or the dot after
// "www". They read an address as it stands, so that an escape further in would become a part of it.
func opensLink(s string, i int) bool {
	switch s[i] {
	case ':':
		return strings.HasPrefix(s[i+1:], "//")
	case '.':
		return i >= 3 && strings.EqualFold(s[i-3:i], "www")
	}
	return false
}

// inMail says whether the @ at i stands in an address of mail, whose domain has a dot. Forges look for one in the text
// that an escape has become, so only a space keeps it from being a link.
func inMail(s string, i int) bool {
	if i == 0 || !alphanumeric(s[i-1]) && strings.IndexByte(".+-_", s[i-1]) < 0 {
		return false
	}
	for j := i + 1; j < len(s); j++ {
		switch {
		case s[j] == '.':
			return j > i+1 && j+1 < len(s) && alphanumeric(s[j+1])
		case !alphanumeric(s[j]) && s[j] != '-' && s[j] != '_':
			return false
		}
	}
	return false
}

func alphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// escapeStart escapes the first characters of a line where they would begin a heading, a list, a rule or a table.
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
