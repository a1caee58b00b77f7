package injection

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"mockinterview/rubric/text"
)

// readings are a sentence without a mask, and then with each of the disguises taken off that it could have.
func readings(sentence string) []string {
	plain := unmask(sentence)
	out := []string{plain, reversed(plain), strings.Map(rot13, plain)}
	for _, s := range append(decoded(sentence), unleet(plain), unmask(unspace(sentence)), unmask(unescape(sentence)),
		strings.ReplaceAll(plain, "-", "")) { // "full ma-rks"
		if s != "" && s != plain {
			out = append(out, s)
		}
	}
	return out
}

// unmask is a text in lower case after NFKC, without invisible characters, with look-alike letters of other alphabets
// as the Latin ones that they imitate. Words wholly of another alphabet stay: they are another language, not a mask.
func unmask(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case text.Ignorable(r):
			return -1
		case strings.ContainsRune("’‘ʼ", r):
			return '\''
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(s))
	if !strings.ContainsFunc(s, func(r rune) bool { return 'a' <= r && r <= 'z' }) {
		return s
	}
	foreign := func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) }
	words := strings.SplitAfter(s, " ")
	for i, w := range words {
		if latin := lookalikes.Replace(w); !strings.ContainsFunc(latin, foreign) {
			words[i] = latin
		}
	}
	return strings.Join(words, "")
}

// Letters and signs that stand for others: of Cyrillic, Greek and the like for Latin ones, and digits in words.
var (
	lookalikes = replacer("аa еe оo рp сc уy хx іi јj ѕs ԁd һh ӏl мm тt нh кk вv бb αa οo εe ιi νv ρp τt υu χx κk ωw")
	leet       = replacer("0o 1i 3e 4a 5s 7t 8b @a $s")
)

func replacer(pairs string) *strings.Replacer {
	var oldnew []string
	for pair := range strings.FieldsSeq(pairs) {
		_, n := utf8.DecodeRuneInString(pair)
		oldnew = append(oldnew, pair[:n], pair[n:])
	}
	return strings.NewReplacer(oldnew...)
}

// wordsOf are the words of a text in plain letters, with straight apostrophes inside them.
func wordsOf(plain string) []string {
	words := strings.FieldsFunc(plain, func(r rune) bool {
		return r != '\'' && !unicode.In(r, unicode.L, unicode.Nd, unicode.M)
	})
	for i, w := range words {
		words[i] = strings.Trim(w, "'")
	}
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

// joined is words with a space around each, so that a run of whole words is a part of it.
func joined(words []string) string { return " " + strings.Join(words, " ") + " " }

// unleet reads digits and signs inside words as the letters that they stand for.
func unleet(plain string) string {
	words := strings.Fields(plain)
	for i, w := range words {
		if strings.ContainsFunc(w, unicode.IsLetter) {
			words[i] = leet.Replace(w)
		}
	}
	return strings.Join(words, " ")
}

// unspace joins letters that stand alone, "g i v e" or "g-i-v-e". Wider gaps stay word gaps. It is empty when there is no
// such run.
func unspace(sentence string) string {
	if !spaced().MatchString(sentence) {
		return ""
	}
	return spaced().ReplaceAllStringFunc(gap().ReplaceAllString(sentence, "\x00"), func(run string) string {
		return together.Replace(run) + " "
	})
}

var together = strings.NewReplacer(" ", "", ".", "", "_", "", "-", "", "*", "", "\x00", " ")

// unescape reads what HTML and strings of programs write for a letter.
func unescape(s string) string {
	return escape().ReplaceAllStringFunc(html.UnescapeString(s), func(m string) string {
		n, err := strconv.ParseUint(strings.Trim(m, `\ux{}`), 16, 16)
		if err != nil {
			return m
		}
		return string(rune(n))
	})
}

// decoded is the texts that a sentence holds in base64 or hex.
func decoded(sentence string) (out []string) {
	for _, run := range encoded().FindAllString(sentence, 4) {
		for _, decode := range []func(string) ([]byte, error){base64.RawStdEncoding.DecodeString, hex.DecodeString} {
			if b, err := decode(run); err == nil && !strings.ContainsFunc(string(b), unicode.IsControl) {
				out = append(out, unmask(string(b)))
			}
		}
	}
	return out
}

func reversed(s string) string {
	letters := []rune(s)
	slices.Reverse(letters)
	return string(letters)
}

func rot13(r rune) rune {
	if 'a' <= r && r <= 'z' {
		return 'a' + (r-'a'+13)%26
	}
	return r
}

var (
	encoded = pattern(`[A-Za-z0-9+/]{20,}`)
	spaced  = pattern(`(?:\b\pL\b[ ._\-*\x00]+){3,}\b\pL\b`)
	gap     = pattern(` {2,}| ?[/|] ?`)
	escape  = pattern(`\\u\{?[0-9a-fA-F]{4}\}?|\\x[0-9a-fA-F]{2}`)
)

// pattern compiles an expression when it is first needed.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
