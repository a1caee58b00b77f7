package offline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"mockinterview/rubric/text"
)

// gap is what stands between a token and the one before it.
type gap uint8

// The gaps, each a stronger break than the one before.
const (
	gapSpace    gap = iota
	gapHyphen       // time-out
	gapSlash        // read/write, a + b
	gapComma        // also a colon, a dash, a bracket, an arrow
	gapSentence     // a full stop, a blank line, a new list item
)

// token is one word as typed. Start and End are code points of its message.
type token struct {
	word       string // lower case after NFKC, without apostrophes
	start, end int
	entry      entry
	gap        gap
	bullet     bool // first of a list item
	stopped    bool // a full stop stands before it, in the same line
	capital    bool // written with a capital, the rest small
	struck     bool // addressed to the grader, or said before: it shows nothing
	echo       bool // the words of the question, the rubric or the interviewer
	again      bool // of a run of words that was said before
}

// span is a half-open range of tokens.
type span struct{ from, to int }

func (s span) len() int { return s.to - s.from }

// tokenise reads one message. It works on the original code points, so that every quote is a slice of what was typed.
func tokenise(text string) []token {
	var s scanner
	return s.read(make([]token, 0, len(text)/5+4), text)
}

// scanner reads messages, one after the other. Its memory serves for the next.
type scanner struct {
	text    []rune
	pos     int
	out     []token
	letters []byte // of all words, put into one string in the end
	ends    []int  // of the words in letters
	gap     gap
	bullet  bool
	stop    bool
	lineAt  int
}

// read appends the tokens of a message.
func (s *scanner) read(out []token, text string) []token {
	*s = scanner{text: s.text[:0], out: out, letters: s.letters[:0], ends: s.ends[:0]}
	for _, r := range text {
		s.text = append(s.text, r)
	}
	from := len(out)
	for s.pos < len(s.text) {
		s.step()
	}
	all, start := string(s.letters), 0
	for i, end := range s.ends {
		s.out[from+i].word = all[start:end]
		start = end
	}
	out, s.out = s.out, nil
	return out
}

// add appends a token whose word is the last in letters.
func (s *scanner) add(t token) {
	s.out = append(s.out, t)
	s.ends = append(s.ends, len(s.letters))
}

// step takes one token or one character between tokens.
func (s *scanner) step() {
	r := s.text[s.pos]
	switch {
	case wordRune(r):
		s.word()
		return
	case r == '\n':
		s.newline()
	case r == '.' || r == '!' || r == '?' || r == '。' || r == '！' || r == '？':
		s.widen(gapSentence)
		s.stop = r == '.'
	case r == ';':
		s.widen(gapSentence)
	case r == '-' || r == '‐' || r == '‑':
		s.hyphen()
	case r == '%':
		s.letters = append(s.letters, '%')
		s.add(token{start: s.pos, end: s.pos + 1, gap: s.take()})
	case r == '/' || r == '+' || r == '&' || r == '_':
		s.widen(gapSlash)
	case strings.ContainsRune(",:()[]{}–—→=>|\"“”", r):
		s.widen(gapComma)
	case r == '*' || r == '•' || r == '·' || r == '▪':
		if s.atLineStart() {
			s.bullet = true
			s.widen(gapSentence)
		}
	}
	s.pos++
}

func (s *scanner) widen(g gap) { s.gap = max(s.gap, g) }

func (s *scanner) take() gap {
	g := s.gap
	s.gap = gapSpace
	return g
}

func (s *scanner) atLineStart() bool {
	for i := s.pos - 1; i >= s.lineAt; i-- {
		if !unicode.IsSpace(s.text[i]) {
			return false
		}
	}
	return true
}

// hyphen tells a joined word, a list item and a dash apart.
func (s *scanner) hyphen() {
	next := s.pos+1 < len(s.text) && wordRune(s.text[s.pos+1])
	prev := s.pos > 0 && wordRune(s.text[s.pos-1])
	switch {
	case next && prev:
		s.widen(gapHyphen)
	case s.atLineStart():
		s.bullet = true
		s.widen(gapSentence)
	default:
		s.widen(gapComma)
	}
}

// softWrap is the length from which a line break may be the typist's margin rather than the end of a thought.
const softWrap = 60

// newline ends a sentence unless the line looks wrapped: long, and the next one goes on in lower case.
func (s *scanner) newline() {
	s.stop = false
	length := s.pos - s.lineAt
	s.lineAt = s.pos + 1
	if s.pos+1 >= len(s.text) {
		return
	}
	next := s.text[s.pos+1]
	if length >= softWrap && (unicode.IsLower(next) || next == ' ') && s.gap < gapSentence {
		return
	}
	s.widen(gapSentence)
}

// word takes letters, digits and marks with inner apostrophes, and points or commas inside a number.
func (s *scanner) word() {
	from := s.pos
	first := s.atLineStart()
	for s.pos < len(s.text) {
		r := s.text[s.pos]
		if wordRune(r) || text.Ignorable(r) {
			s.pos++
			continue
		}
		if s.pos+1 < len(s.text) && wordRune(s.text[s.pos+1]) && s.inner(r) {
			s.pos++
			continue
		}
		break
	}
	to := s.pos
	for to > from && !wordRune(s.text[to-1]) {
		to--
	}
	numbers := first && s.numbered(from, to)
	s.letters = fold(s.letters, s.text[from:to])
	s.add(token{start: from, end: to, gap: s.take(), bullet: s.bullet || numbers, capital: titled(s.text[from:to]), stopped: s.stop && s.pos > 1})
	s.stop = false
	s.bullet = false
	if numbers {
		s.pos++ // the mark after the number
	}
}

func titled(rs []rune) bool {
	return unicode.IsUpper(rs[0]) && (len(rs) == 1 || unicode.IsLower(rs[1]))
}

// inner says whether a character may stand inside a word.
func (s *scanner) inner(r rune) bool {
	prev, next := s.text[s.pos-1], s.text[s.pos+1]
	switch r {
	case '\'', '’', '`':
		return true
	case '.', ',', ':': // 99.9, 50,000, 03:25
		return unicode.IsDigit(prev) && unicode.IsDigit(next)
	}
	return false
}

// numbered says whether a token numbers a list item: "1." or "2)" at the start of a line.
func (s *scanner) numbered(from, to int) bool {
	if to-from > 2 || to >= len(s.text) || (s.text[to] != '.' && s.text[to] != ')') {
		return false
	}
	for _, r := range s.text[from:to] {
		if !unicode.IsDigit(r) {
			return false
		}
	}
	return to+1 < len(s.text) && unicode.IsSpace(s.text[to+1])
}

func wordRune(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// fold appends a word in the form in which words are compared: lower case, NFKC, no apostrophes, no thousands commas, nothing invisible.
func fold(out []byte, rs []rune) []byte {
	from := len(out)
	plain := true
	for _, r := range rs {
		switch {
		case r == '\'' || r == '’' || r == '`' || r == ',':
		case r >= 0x80:
			plain = false
			if !text.Ignorable(r) {
				out = utf8.AppendRune(out, unicode.ToLower(r))
			}
		case 'A' <= r && r <= 'Z':
			out = append(out, byte(r)+'a'-'A')
		default:
			out = append(out, byte(r))
		}
	}
	if !plain {
		out = append(out[:from], strings.ToLower(norm.NFKC.String(string(out[from:])))...)
	}
	if len(rs) > len(out)-from {
		if with, ok := contracted[string(out[from:])]; ok {
			out = append(out[:from], with...)
		}
	}
	return out
}

// contracted are the contractions that without their apostrophe would be other words.
var contracted = map[string]string{"id": "i'd", "ill": "i'll", "wed": "we'd", "well": "we'll", "were": "we're", "its": "it's", "shed": "she'd", "hell": "he'll"}

// words are the folded words of a text, for phrases of the pack and the lexicon.
func words(text string) []string {
	tokens := tokenise(text)
	if len(tokens) == 0 {
		return nil
	}
	out := make([]string, len(tokens))
	for i := range tokens {
		out[i] = tokens[i].word
	}
	return out
}

// slice cuts by code points.
func slice(text string, from, to int) string {
	start := codePoints(text, from)
	return text[start : start+codePoints(text[start:], to-from)]
}

// codePoints is the length in bytes of the first n code points of a text, or of all of it. It strides over ASCII, for whoever cuts a long answer in many
// places should not have to count every character each time.
func codePoints(text string, n int) int {
	const stride = 32
	at := 0
	for n > 0 && at < len(text) {
		if n >= stride && len(text)-at >= stride && ascii(text[at:at+stride]) {
			at, n = at+stride, n-stride
			continue
		}
		_, w := utf8.DecodeRuneInString(text[at:])
		at, n = at+w, n-1
	}
	return at
}

// ascii says whether eight times four bytes are ASCII.
func ascii(s string) bool {
	_ = s[31]
	return (eight(s)|eight(s[8:])|eight(s[16:])|eight(s[24:]))&0x8080808080808080 == 0
}

// eight are the first eight bytes of a text, in one load.
func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// withoutFillers takes out the words that people put in while they think, so that they neither part what belongs together nor seem to say something.
func withoutFillers(tokens []token, from int) []token {
	out := tokens[:from]
	var gap gap
	var stopped, bullet bool
	for _, t := range tokens[from:] {
		switch t.word {
		case "basically", "actually", "honestly", "literally", "essentially", "frankly", "um", "uh", "er", "erm", "hmm":
			gap, stopped, bullet = max(gap, t.gap), stopped || t.stopped, bullet || t.bullet
			continue
		}
		t.gap, t.stopped, t.bullet = max(t.gap, gap), t.stopped || stopped, t.bullet || bullet
		gap, stopped, bullet = gapSpace, false, false
		out = append(out, t)
	}
	return out
}
