package injection

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"mockinterview/rubric/text"
)

// standsIn says whether a phrase stands in a text that has a space at both ends, at word boundaries.
func standsIn(text, phrase string) bool {
	if phrase == "" {
		return false
	}
	for from := 0; ; {
		i := strings.Index(text[from:], phrase)
		if i < 0 {
			return false
		}
		i += from
		if end := i + len(phrase); i > 0 && end < len(text) && !wordByte(text[i-1]) && !wordByte(text[end]) {
			return true
		}
		from = i + 1
	}
}

// wordByte says whether a byte belongs to a word; those of other alphabets do.
func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= utf8.RuneSelf || c == '/' || c == '_'
}

// simple says whether a phrase is written as tokens would join it.
func simple(phrase string) bool {
	for i := range len(phrase) {
		if c := phrase[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != ' ' && c != '\'' {
			return false
		}
	}
	return true
}

// tokens are the words of a text in plain letters, with straight apostrophes.
func tokens(text string) []string { return appendTokens(nil, text) }

func appendTokens(out []string, text string) []string {
	if isPlain(text) {
		return plainWords(out, text)
	}
	return append(out, strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '\''
	})...)
}

// isPlain says whether a text is ASCII without invisible characters. Then every byte is a character, and NFKC changes
// none: most answers, read quickly.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' && (c < '\t' || c > '\r') || c >= 0x7f {
			return false
		}
	}
	return true
}

// plainWords appends the words of a plain text in lower case, as appendTokens has them.
func plainWords(out []string, text string) []string {
	if out == nil {
		out = make([]string, 0, len(text)/5+1)
	}
	from := -1
	for i := range len(text) {
		c := text[i]
		if in := c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '\''; in == (from >= 0) {
			continue
		}
		if from >= 0 {
			out, from = append(out, text[from:i]), -1
		} else {
			from = i
		}
	}
	if from >= 0 {
		out = append(out, text[from:])
	}
	return out
}

// unmask is a text in lower case after NFKC, without invisible characters, with look-alike letters of other alphabets
// as the Latin ones that they imitate. Words wholly of another alphabet stay: they are another language, not a mask.
func unmask(s string) string {
	if isPlain(s) {
		return strings.ToLower(s)
	}
	ascii := !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
	if !ascii {
		s = norm.NFKC.String(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case text.Ignorable(r):
		case r == '’' || r == '‘' || r == 'ʼ':
			b.WriteByte('\'')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	if ascii {
		return b.String()
	}
	words := strings.SplitAfter(b.String(), " ")
	latin := strings.ContainsFunc(b.String(), func(r rune) bool { return r >= 'a' && r <= 'z' })
	for i, w := range words {
		if latin {
			words[i] = fromLookalikes(w)
		}
	}
	return strings.Join(words, "")
}

// fromLookalikes maps the letters of a word to Latin if all of its foreign letters look like Latin ones.
func fromLookalikes(word string) string {
	out := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf || !unicode.IsLetter(r) {
			return r
		}
		if i := strings.IndexRune(lookalikes, r); i >= 0 {
			return rune(latins[utf8.RuneCountInString(lookalikes[:i])])
		}
		return utf8.RuneError
	}, word)
	if strings.ContainsRune(out, utf8.RuneError) {
		return word
	}
	return out
}

// Letters of Cyrillic, Greek and others, and the Latin letters that they look like.
const (
	lookalikes = "аеорсухіјѕԁһӏмтнквбαοεινρτυχκωа"
	latins     = "aeopcyxijsdhlmthkvbaoeivptuxkwa"
)
