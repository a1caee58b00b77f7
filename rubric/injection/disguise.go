package injection

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	encodedRun = pattern(`[A-Za-z0-9+/_-]{20,}={0,2}`)
	escapes    = pattern(`\\u\{?[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|&#?\w+;|%[0-9a-fA-F]{2}`)
)

// disguises are the readings of a sentence with one disguise taken off, those that the sentence could have. Plain is
// the sentence without a mask, words are those of plain.
func disguises(sentence, plain string, words []string) []string {
	var out []string
	if leet := unleet(plain); leet != plain {
		out = append(out, leet)
	}
	if strings.Count(plain, "-") > 1 {
		out = append(out, strings.ReplaceAll(plain, "-", "")) // "full ma-rks"
	}
	if spaced := unspace(sentence); spaced != "" {
		out = append(out, unmask(spaced))
	}
	if strings.ContainsAny(sentence, `\&%`) && escapes().MatchString(sentence) {
		out = append(out, unmask(unescape(sentence)))
	}
	if longRun(sentence) {
		for _, run := range encodedRun().FindAllString(sentence, 4) {
			out = append(out, decoded(run)...)
		}
	}
	if !readable(words) {
		out = append(out, rot13(plain), reversed(plain), reversedWords(plain))
	}
	return out
}

// unleet reads digits and signs inside words as the letters that they stand for.
func unleet(plain string) string {
	if !strings.ContainsAny(plain, leetSigns) {
		return plain
	}
	inWords := false
	for w := range strings.FieldsSeq(plain) {
		inWords = inWords ||
			strings.ContainsAny(w, leetSigns) && strings.ContainsFunc(w, unicode.IsLetter) && !measured(w)
	}
	if trimmed := strings.Trim(plain, " "); !inWords &&
		!strings.ContainsFunc(trimmed, func(r rune) bool { return r != ' ' && unicode.IsSpace(r) }) &&
		!strings.Contains(trimmed, "  ") {
		return plain // the spaces around it are no disguise to take off
	}
	words := strings.Fields(plain)
	for i, w := range words {
		if strings.ContainsFunc(w, unicode.IsLetter) {
			words[i] = leet.Replace(w)
		}
	}
	return strings.Join(words, " ")
}

// measured says whether a word is a number with a short unit, "50ms" or "24h,", which nobody reads as a word in
// disguise.
func measured(w string) bool {
	w = strings.TrimRight(w, ".,;:!?)")
	unit := strings.TrimLeft(w, "0123456789.,")
	return len(unit) < len(w) && len(unit) <= 2
}

const leetSigns = "0134578@$"

var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "@", "a", "$", "s")

// unspace joins letters that stand alone, "g i v e" or "g-i-v-e" or "g.i.v.e". Wider gaps stay word gaps. It is empty
// when there is no such run.
func unspace(sentence string) string {
	if !loneLetters(sentence) || !spacedRun().MatchString(sentence) {
		return ""
	}
	return spacedRun().ReplaceAllStringFunc(wideGap().ReplaceAllString(sentence, " \x00 "), func(run string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) {
				return r
			}
			if r == 0 {
				return ' '
			}
			return -1
		}, run) + " "
	})
}

// loneLetters says whether four letters in a row stand alone; it spares most sentences the pattern.
func loneLetters(s string) bool {
	alone, letters := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case letters == 1:
			alone, letters = alone+1, 0
			if alone == 4 {
				return true
			}
		case letters > 1:
			alone, letters = 0, 0
		}
	}
	return letters == 1 && alone == 3
}

// longRun says whether a run of characters is long enough for encodedRun; it spares most sentences the pattern.
func longRun(s string) bool {
	run := 0
	for i := range len(s) {
		c := s[i]
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '_' || c == '-' {
			if run++; run == 20 {
				return true
			}
			continue
		}
		run = 0
	}
	return false
}

var (
	spacedRun = pattern(`(?:\b\pL\b[ ._\-*\x00]+){3,}\b\pL\b`)
	wideGap   = pattern(` {2,}| ?[/|] ?`)
)

func unescape(s string) string {
	s = html.UnescapeString(s)
	if u, err := url.PathUnescape(s); err == nil {
		s = u
	}
	return codePoint().ReplaceAllStringFunc(s, func(m string) string {
		b, err := hex.DecodeString(strings.Trim(m, `\ux{}`))
		if err != nil || len(b) == 0 {
			return m
		}
		r := rune(0)
		for _, c := range b {
			r = r<<8 | rune(c)
		}
		return string(r)
	})
}

var codePoint = pattern(`\\u\{?[0-9a-fA-F]{4}\}?|\\x[0-9a-fA-F]{2}`)

// decoded are the readings of a run of base64 or hex that are text.
func decoded(run string) []string {
	var out []string
	try := func(b []byte, err error) {
		if err == nil && utf8.Valid(b) && len(b) >= 10 &&
			!slices.ContainsFunc(b, func(c byte) bool { return c < ' ' && c != '\n' && c != '\t' }) {
			out = append(out, unmask(string(b)))
		}
	}
	bare := strings.TrimRight(run, "=")
	try(base64.RawStdEncoding.DecodeString(bare))
	try(base64.RawURLEncoding.DecodeString(bare))
	try(hex.DecodeString(bare))
	return out
}

// readable says whether the words of a text have the small words of plain English, so that they are neither backwards
// nor ciphered.
func readable(words []string) bool {
	n := 0
	for _, w := range words {
		switch w {
		case "the",
			"a",
			"an",
			"is",
			"are",
			"to",
			"of",
			"and",
			"or",
			"in",
			"on",
			"it",
			"we",
			"i",
			"you",
			"for",
			"that",
			"this",
			"with",
			"so",
			"if",
			"not",
			"by",
			"as",
			"be",
			"at",
			"from",
			"then",
			"when",
			"one",
			"use",
			"per",
			"no",
			"me",
			"my",
			"its",
			"can",
			"will",
			"would",
			"only":
			n++
		}
	}
	return len(words) < 3 || 8*n >= len(words)
}

func rot13(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return 'a' + (r-'a'+13)%26
		}
		return r
	}, s)
}

func reversed(s string) string {
	r := []rune(s)
	slices.Reverse(r)
	return string(r)
}

func reversedWords(s string) string {
	w := strings.Fields(s)
	slices.Reverse(w)
	return strings.Join(w, " ")
}
