package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// Word is a word where it stands, and the form in which it is compared.
type Word struct {
	Span
	Fold string
}

// Words cuts a text at the word boundaries of UAX 29 and keeps what has a letter or a digit. Beyond those rules:
//
//   - a time of day (03:25), a percentage (99.9%) and the names C++ and C# are one word;
//   - 50,000 is one word and folds to 50000, but 1,2,3 is three;
//   - a full stop without the space after it parts words ("retry.then"), but not a name ("main.go", "order.created");
//   - invisible characters part nothing.
//
// A hyphen parts words, so "at-least-once" compares with "at least once". An identifier such as user_id is one word.
func Words(s string) []Word {
	out := make([]Word, 0, len(s)/6+1)
	for it := words.FromString(s); it.Next(); {
		token := Span{it.Start(), it.End()}
		switch value := it.Value(); {
		case hasWord(value):
			out = appendToken(out, s, token)
		case len(out) > 0 && out[len(out)-1].End == token.Start && ends(s, out[len(out)-1].Span, value):
			out[len(out)-1].End = token.End
		}
	}
	for i := range out {
		out[i].Fold = foldWord(out[i].Of(s))
	}
	return out
}

// Folded are the folds of the words of a text.
func Folded(s string) []string {
	all := Words(s)
	out := make([]string, len(all))
	for i, w := range all {
		out[i] = w.Fold
	}
	return out
}

// ends says whether a token without letters belongs to the word before it.
func ends(s string, word Span, token string) bool {
	last, _ := utf8.DecodeLastRuneInString(word.Of(s))
	switch token {
	case "%":
		return unicode.IsDigit(last)
	case "#":
		return isC(s, word, s[word.End+1:])
	case "+":
		// The second of two: the first waits for it.
		rest, two := strings.CutPrefix(s[word.End:], "++")
		return two && isC(s, word, rest) ||
			strings.HasSuffix(word.Of(s), "+") && isC(s, Span{word.Start, word.End - 1}, rest)
	}
	return false
}

// isC says whether a word is the letter C, with nothing of a word after its signs.
func isC(s string, word Span, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	return strings.EqualFold(word.Of(s), "c") && !wordRune(next)
}

// appendToken adds a token with letters or digits, joined to the word before it or parted further.
func appendToken(out []Word, s string, token Span) []Word {
	if n := len(out); n > 0 && joins(s, out[n-1].Span, token) {
		out[n-1].End = token.End
		return out
	}
	add := func(span Span) {
		if hasWord(span.Of(s)) {
			out = append(out, Word{Span: span})
		}
	}
	from, list := token.Start, !thousands(token.Of(s))
	for i := token.Start; i < token.End; i++ {
		if s[i] == ',' && list || s[i] == '.' && opensSentence(s, i+1) {
			add(Span{from, i})
			from = i + 1
		}
	}
	add(Span{from, token.End})
	return out
}

// joins says whether a token goes on with the word before it: as minutes, or across something invisible.
func joins(s string, word, token Span) bool {
	between := s[word.End:token.Start]
	if between == ":" {
		return word.End-word.Start <= len("03:25") && digits(word.Of(s)) && digits(token.Of(s)) &&
			token.End-token.Start == 2
	}
	return between != "" && !strings.ContainsFunc(between, func(r rune) bool { return !Ignorable(r) })
}

// thousands says whether the commas of a number part its thousands.
func thousands(number string) bool {
	whole, _, _ := strings.Cut(number, ".")
	for i, group := range strings.Split(whole, ",") {
		if i > 0 && len(group) != 3 || i == 0 && len(group) > 3 {
			return false
		}
	}
	return true
}

func digits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsDigit(r) && r != ':' })
}

func foldWord(s string) string {
	if i := strings.IndexByte(s, ','); i >= 0 {
		s = strings.ReplaceAll(s, ",", "")
	}
	return Fold(s)
}
