package rubric

import (
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
	if plain(text) {
		return plainWords(out, text)
	}
	return append(out, strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '\''
	})...)
}

// unmask is a text in lower case after NFKC, without invisible characters, with look-alike letters of other alphabets as the Latin ones that they imitate.
// Words wholly of another alphabet stay: they are another language, not a mask.
func unmask(text string) string {
	if plain(text) {
		return strings.ToLower(text)
	}
	ascii := !strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf })
	if !ascii {
		text = norm.NFKC.String(text)
	}
	var b strings.Builder
	b.Grow(len(text))
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
