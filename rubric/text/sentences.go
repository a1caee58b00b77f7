package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences cuts a text into sentences, in order. A sentence ends
//
//   - at every line break, so that each item of a list is one;
//   - at . ! ? … and their like before white space, whatever letter follows, with the closing quotes and brackets;
//   - at a stop without the space, before a word that opens a sentence ("we retry.then it stops");
//   - before an item of a list within the line: a bullet, or "2)" where "1)" went before.
//
// The stops of abbreviations, decimals, versions, file names and addresses end nothing. Bullets, numbers of a list,
// arrows and heading marks at the start of a line belong to no sentence, and what has no letter and no digit is none.
func Sentences(s string) []Span {
	var out []Span
	for start := 0; start < len(s); {
		end, next := lineEnd(s, start)
		out = appendLine(out, s, Span{start, end})
		start = next
	}
	return out
}

// Pieces are the sentences of a text with all that Sentences leaves out: marks stand with the sentence that they mark,
// the rest with the one before it. Only white space lies between them.
func Pieces(s string) []Span {
	out := Sentences(s)
	if len(out) == 0 {
		out = append(out, Span{})
	}
	start := 0
	for i := range out {
		end := out[i].End
		out[i] = trim(s, Span{start, end})
		start = end
	}
	last := &out[len(out)-1]
	*last = trim(s, Span{last.Start, len(s)})
	if last.Start == last.End {
		return nil
	}
	return out
}

// lineEnd is where the line ends, and where the next one starts.
func lineEnd(s string, start int) (end, next int) {
	i := strings.IndexFunc(s[start:], func(r rune) bool {
		switch r {
		case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
			return true
		}
		return false
	})
	if i < 0 {
		return len(s), len(s)
	}
	_, w := utf8.DecodeRuneInString(s[start+i:])
	return start + i, start + i + w
}

func appendLine(out []Span, s string, line Span) []Span {
	add := func(span Span) {
		if span = trim(s, span); hasWord(span.Of(s)) {
			out = append(out, span)
		}
	}
	start, item := skipMarks(s, line)
	for i := start; i < line.End; {
		r, w := utf8.DecodeRuneInString(s[i:line.End])
		if spaceBefore(s, line.Start, i) {
			if width := inlineMark(s[i:line.End], &item); width > 0 {
				add(Span{start, i})
				i += width
				start = i
				continue
			}
		}
		if !stop(r) {
			i += w
			continue
		}
		end := stopsEnd(s, i, line.End)
		if endsSentence(s, start, i, end, line.End) {
			add(Span{start, end})
			start = end
		}
		i = end
	}
	add(Span{start, line.End})
	return out
}

func spaceBefore(s string, from, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[from:i])
	return unicode.IsSpace(r)
}

// skipMarks is where the words of a line start, after white space and what marks it as an item; number is that of the
// item, or 0.
func skipMarks(s string, line Span) (start, number int) {
	start = line.Start
	for start < line.End {
		rest := s[start:line.End]
		if r, w := utf8.DecodeRuneInString(rest); unicode.IsSpace(r) {
			start += w
			continue
		}
		if w := bullet(rest); w > 0 {
			start += w
			continue
		}
		n, w := numbering(rest)
		if w == 0 {
			return start, number
		}
		start, number = start+w, n
	}
	return start, number
}

// bullet is the width of a list mark, arrow, quote mark, check box or heading mark at the start of a text, or 0.
func bullet(rest string) int {
	for _, mark := range []string{"[ ]", "[x]", "[X]", "->", "=>", "-->", "==>", ">"} {
		if strings.HasPrefix(rest, mark) {
			return len(mark)
		}
	}
	r, w := utf8.DecodeRuneInString(rest)
	next, _ := utf8.DecodeRuneInString(rest[w:])
	switch r {
	case '•', '·', '▪', '◦', '‣', '●', '○', '■', '→', '⇒', '➜', '➔', '*', '–', '—':
		return w
	case '-':
		// not a flag, not a negative number
		if unicode.IsSpace(next) || unicode.IsLetter(next) || next == '*' || next == '[' {
			return w
		}
	case '+':
		if unicode.IsSpace(next) {
			return w
		}
	case '#':
		if n := len(rest) - len(strings.TrimLeft(rest, "#")); strings.HasPrefix(rest[n:], " ") {
			return n
		}
	}
	return 0
}

// numbering reads "1.", "2)", "(3)", "4:" or "a)" at the start of a text. A letter counts as number 0.
func numbering(rest string) (number, width int) {
	open := 0
	if strings.HasPrefix(rest, "(") {
		open = 1
	}
	i := open
	for i < len(rest) && i < open+2 && rest[i] >= '0' && rest[i] <= '9' {
		number = 10*number + int(rest[i]-'0')
		i++
	}
	letter := i == open && i < len(rest) && (rest[i]|0x20) >= 'a' && (rest[i]|0x20) <= 'z'
	if letter {
		i++
	}
	if i == open || i >= len(rest) {
		return 0, 0
	}
	next, _ := utf8.DecodeRuneInString(rest[i+1:])
	spaced := i+1 == len(rest) || unicode.IsSpace(next)
	switch c := rest[i]; {
	case c == ')' && (spaced || unicode.IsLetter(next)),
		c == '.' && open == 0 && !letter && (spaced || unicode.IsLetter(next)),
		c == ':' && open == 0 && !letter && spaced:
		return number, i + 1
	}
	return 0, 0
}

// inlineMark is the width of a mark that begins an item in the middle of a line: a bullet, or the number after item
// with a bracket. A first item counts only if a second one follows.
func inlineMark(rest string, item *int) int {
	if r, w := utf8.DecodeRuneInString(rest); r == '•' || r == '▪' || r == '●' || r == '‣' {
		return w
	}
	n, w := numbering(rest)
	if w == 0 || n != *item+1 || rest[w-1] != ')' || n == 1 && !second(rest) {
		return 0
	}
	*item = n
	return w
}

// second says whether an item with number two stands in a text.
func second(rest string) bool { return strings.Contains(rest, " 2)") || strings.Contains(rest, "(2)") }

// stop says whether a character may end a sentence.
func stop(r rune) bool {
	switch r {
	case '.', '!', '?', '…', '。', '！', '？', '｡':
		return true
	}
	return false
}

// stopsEnd is the end of a run of stops and of what closes after them.
func stopsEnd(s string, i, limit int) int {
	run := strings.TrimLeftFunc(s[i:limit], stop)
	return limit - len(strings.TrimLeft(run, "\"')]}”’»*`"))
}

// endsSentence says whether the run of stops in [i, end) ends the sentence that began at start.
func endsSentence(s string, start, i, end, limit int) bool {
	first, w := utf8.DecodeRuneInString(s[i:])
	switch first {
	case '。', '！', '？', '｡':
		return true
	}
	if end == limit {
		return true
	}
	if next, _ := utf8.DecodeRuneInString(s[end:]); !unicode.IsSpace(next) {
		return end == i+w && opensSentence(s, end)
	}
	return first != '.' || i+1 < end || !abbreviated(s[start:i], strings.TrimLeftFunc(s[end:limit], unicode.IsSpace))
}

// opensSentence says whether a missing space is all that parts the stop before i from a sentence: what stands there is
// a word that opens one, and it stands free. Names end otherwise: main.go, order.created, promise.then(f).
func opensSentence(s string, i int) bool {
	if i < 2 || i >= len(s) {
		return false
	}
	rest := s[i:]
	n := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' })
	if n < 0 {
		n = len(rest)
	}
	if n == 0 || n > len("alternatively") {
		return false
	}
	switch after, _ := utf8.DecodeRuneInString(rest[n:]); {
	case n == len(rest), unicode.IsSpace(after), after == ',':
	default:
		return false
	}
	before := lastRun(s[:i-1], func(r rune) bool { return !unicode.IsSpace(r) })
	if len(before) < 2 || strings.ContainsAny(before, "/@_") {
		return false
	}
	switch Fold(rest[:n]) {
	case "i", "i'd", "i'll", "i'm", "we", "we'd", "we'll", "it", "it's", "they", "you", "this", "that", "these",
		"those", "there", "then", "so", "but", "and", "or", "if", "when", "while", "because", "since", "after",
		"before", "once", "also", "however", "otherwise", "finally", "first", "second", "next", "instead", "now",
		"the", "a", "an", "for", "to", "in", "on", "my", "our", "its", "each", "every", "no", "not", "yes", "what",
		"how", "why", "where", "who", "as", "with":
		return true
	}
	return false
}

// lastRun is the end of a text as far back as its characters are of a kind.
func lastRun(s string, of func(rune) bool) string { return s[len(strings.TrimRightFunc(s, of)):] }

// abbreviated says whether the stop after a text belongs to an abbreviation, and the sentence goes on with rest.
func abbreviated(before, rest string) bool {
	word := strings.ToLower(lastRun(before, func(r rune) bool { return unicode.IsLetter(r) || r == '.' }))
	next, _ := utf8.DecodeRuneInString(rest)
	switch word {
	case "e.g", "i.e", "eg", "ie", "vs", "v", "cf", "viz", "approx", "fig", "mr", "mrs", "dr", "prof":
		return true
	case "etc", "al", "a.m", "p.m", "am", "pm", "a.k.a", "aka", "resp", "incl", "excl", "inc", "ltd", "u.s":
		return unicode.IsLower(next) && !hasSubject(rest)
	case "no", "nr", "min", "max", "ver":
		return unicode.IsDigit(next)
	}
	return false
}

// hasSubject says whether a text starts like a sentence in small letters.
func hasSubject(s string) bool {
	word, _, _ := strings.Cut(s, " ")
	switch word {
	case "i", "we", "it", "they", "you", "this", "that", "then", "so", "the":
		return true
	}
	return false
}
