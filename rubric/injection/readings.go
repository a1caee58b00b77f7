package injection

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"regexp"
	"slices"
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
	out := []string{plain, reversed(plain), rot13.Replace(plain)}
	for _, s := range append(decoded(sentence), unleet(plain), unmask(unspace(sentence)),
		unmask(html.UnescapeString(sentence)), strings.ReplaceAll(plain, "-", "")) { // "full ma-rks"
		if s != "" && s != plain {
			out = append(out, s)
		}
	}
	return out
}

// unmask is a text in lower case after NFKC, without invisible characters, with look-alike letters of other alphabets
// as the Latin ones that they imitate. A word with other letters of such an alphabet stays: it is another language, and
// no mask.
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
	foreign := func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) }
	return word().ReplaceAllStringFunc(s, func(w string) string {
		if latin := lookalikes.Replace(w); !strings.ContainsFunc(latin, foreign) {
			return latin
		}
		return w
	})
}

// Letters and signs, each before what it stands for: of Cyrillic, Greek and the like for Latin ones, digits in words,
// and letters thirteen places on.
var (
	lookalikes = pairs("а a е e о o р p с c у y х x і i ј j ѕ s ԁ d һ h ӏ l м m т t " +
		"н h к k в v б b α a ο o ε e ι i ν v ρ p τ t υ u χ x κ k ω w")
	leet  = pairs("0 o 1 i 3 e 4 a 5 s 7 t 8 b @ a $ s")
	rot13 = pairs("a n b o c p d q e r f s g t h u i v j w k x l y m z " +
		"n a o b p c q d r e s f t g u h v i w j x k y l z m")
)

func pairs(oldnew string) *strings.Replacer { return strings.NewReplacer(strings.Fields(oldnew)...) }

// wordsOf are the words of a text in plain letters, with straight apostrophes inside them.
func wordsOf(plain string) []string { return letters().FindAllString(plain, -1) }

// joined is words with a space around each, so that a run of whole words is a part of it.
func joined(words []string) string { return " " + strings.Join(words, " ") + " " }

// unleet reads digits and signs inside words as the letters that they stand for.
func unleet(plain string) string { return word().ReplaceAllStringFunc(plain, leet.Replace) }

// unspace joins letters that stand alone, "g i v e" or "g-i-v-e". Wider gaps stay word gaps. It is empty when there is
// no such run.
func unspace(sentence string) string {
	if !spaced().MatchString(sentence) {
		return ""
	}
	return spaced().ReplaceAllStringFunc(gap().ReplaceAllString(sentence, "\x00"), func(run string) string {
		return together.Replace(run) + " "
	})
}

var together = strings.NewReplacer(" ", "", ".", "", "_", "", "-", "", "*", "", "\x00", " ")

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
	runes := []rune(s)
	slices.Reverse(runes)
	return string(runes)
}

var (
	word    = pattern(`\S*\pL\S*`)
	letters = pattern(`[\pL\p{Nd}\pM]+(?:'[\pL\p{Nd}\pM]+)*`)
	encoded = pattern(`[A-Za-z0-9+/]{20,}`)
	spaced  = pattern(`(?:\b\pL\b[ ._\-*\x00]+){3,}\b\pL\b`)
	gap     = pattern(` {2,}| ?[/|] ?`)
)

// pattern compiles an expression when it is first needed.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
