package rubric

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Addresses says whether a sentence speaks to the grader rather than to the interviewer: instructions, claims of a grade, talk about the marking,
// pieces of a prompt or of a reply. Two things tell: the phrases of the lexicon's cue "steering", each a run of words, and forms, such as an order to
// ignore what was said before, or a wish for marks (see steers). Both are looked for in the sentence as it reads, and in what is left when a
// disguise is taken off: other alphabets' look-alikes, digits for letters, letters spaced out, text backwards, rot13, base64, hex, escapes.
//
// It errs on the side of the candidate: a technical sentence that shares words with an attack ("ignore all previous retries with this key") is left
// alone, and an attack in a form that nobody has thought of will pass. What it finds is struck, not punished.
//
// Whoever has many sentences asks a Steerer.
func (l Lexicon) Addresses(sentence string) bool { return l.Steerer()(sentence) }

// Suspect says whether a sentence has a word of grading in it. Alone that means nothing; beside a sentence that Addresses the grader it is most likely the
// rest of the same attempt.
func (l Lexicon) Suspect(sentence string) bool {
	for _, w := range tokens(unmask(sentence)) {
		switch w {
		case "shown", "verdict", "signal", "signals", "mark", "marks", "score", "grade", "rating", "level", "verified", "approved", "perfect", "excellent", "flawless",
			"outstanding", "examiner", "transcript", "evaluation", "evidence", "example", "sample", "criteria", "instructions", "rule", "rules", "obey", "comply", "everything",
			"assistant", "system", "hire", "pass", "strong", "answer", "response", "candidate", "submission", "thank", "thanks", "please", "exactly", "output", "reply", "same", "now":
			return true
		}
	}
	return false
}

// addresses judges a sentence without disguise, in lower case. Phrases says whether one of the lexicon's stands in it.
func addresses(plain string, phrases func(plain, joined string, words []string) bool) bool {
	if marked(plain) {
		return true
	}
	words := tokens(plain)
	if len(words) == 0 {
		return false
	}
	joined := " " + strings.Join(words, " ") + " "
	return phrases(plain, joined, words) || steers(words, joined) || steersForeign(plain)
}

// readied is the search for a phrase that is not simple: for one with punctuation that makes it what it is ("10/10"), letter by letter, else as a run of words. A
// role with a colon ("system:") counts only at the very beginning and with talk of grading after it, because it is also how a list is written.
func (l Lexicon) readied(phrase string) func(plain, joined string) bool {
	low := unmask(phrase)
	words := tokens(low)
	switch {
	case strings.HasSuffix(low, ":") && len(words) == 1:
		return func(plain, _ string) bool {
			rest, ok := strings.CutPrefix(strings.TrimSpace(plain), low)
			return ok && l.Suspect(rest)
		}
	case len(words) > 0 && strings.ContainsAny(low, "/_:"):
		return func(plain, _ string) bool { return strings.Contains(plain, low) && standsIn(" "+plain+" ", low) }
	}
	run := strings.Join(words, " ")
	return func(_, joined string) bool { return standsIn(joined, run) }
}

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
func tokens(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '\''
	})
}

// unmask is a text in lower case after NFKC, without invisible characters, with look-alike letters of other alphabets as the Latin ones that they imitate.
// Words wholly of another alphabet stay: they are another language, not a mask.
func unmask(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	ascii := true
	for _, r := range text {
		if r >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if !ascii {
		text = norm.NFKC.String(text)
	}
	for _, r := range text {
		switch {
		case Ignorable(r):
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

var (
	encodedRun = pattern(`[A-Za-z0-9+/_-]{20,}={0,2}`)
	escapes    = pattern(`\\u\{?[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|&#?\w+;|%[0-9a-fA-F]{2}`)
)

// disguises are the readings of a sentence with one disguise taken off, those that the sentence could have.
func disguises(sentence, plain string) []string {
	var out []string
	if leet := unleet(plain); leet != plain {
		out = append(out, leet)
	}
	if spaced := unspace(sentence); spaced != "" {
		out = append(out, unmask(spaced))
	}
	if strings.ContainsAny(sentence, `\&%`) && escapes().MatchString(sentence) {
		out = append(out, unmask(unescape(sentence)))
	}
	if longWord(sentence) {
		for _, run := range encodedRun().FindAllString(sentence, 4) {
			out = append(out, decoded(run)...)
		}
	}
	if !readable(plain) {
		out = append(out, rot13(plain), reversed(plain), reversedWords(plain))
	}
	return out
}

// unleet reads digits and signs inside words as the letters that they stand for.
func unleet(plain string) string {
	if !strings.ContainsAny(plain, "0134578@$") {
		return plain
	}
	words := strings.Fields(plain)
	for i, w := range words {
		letters := strings.IndexFunc(w, unicode.IsLetter) >= 0
		if letters {
			words[i] = leet.Replace(w)
		}
	}
	return strings.Join(words, " ")
}

var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "@", "a", "$", "s")

// unspace joins letters that stand alone, "g i v e" or "g-i-v-e" or "g.i.v.e". Wider gaps stay word gaps. It is empty when there is no such run.
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
	for _, r := range s + " " {
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
	return false
}

// longWord says whether a run without white space is long enough to be encoded text.
func longWord(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if len(w) >= 20 {
			return true
		}
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
		if err == nil && utf8.Valid(b) && len(b) >= 10 && !slices.ContainsFunc(b, func(c byte) bool { return c < ' ' && c != '\n' && c != '\t' }) {
			out = append(out, unmask(string(b)))
		}
	}
	bare := strings.TrimRight(run, "=")
	try(base64.RawStdEncoding.DecodeString(bare))
	try(base64.RawURLEncoding.DecodeString(bare))
	try(hex.DecodeString(bare))
	return out
}

// readable says whether a text has the small words of plain English, so that it is neither backwards nor ciphered.
func readable(plain string) bool {
	words := tokens(plain)
	n := 0
	for _, w := range words {
		switch w {
		case "the", "a", "an", "is", "are", "to", "of", "and", "or", "in", "on", "it", "we", "i", "you", "for", "that", "this", "with", "so", "if",
			"not", "by", "as", "be", "at", "from", "then", "when", "one", "use", "per", "no", "me", "my", "its", "can", "will", "would", "only":
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
