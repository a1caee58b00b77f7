package evidence

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"mockinterview/rubric/text"
)

//go:embed terms.txt
var termList string

// terms are technical nouns.
var terms = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, t := range strings.Fields(termList) {
		out[t] = true
	}
	return out
})

// Grounded says whether a reason brings in no technical noun of its own: each one stands in what it is known from, such
// as the quotes, the question and the text of the signal. Else the grader explains a mark by what nobody said.
func Grounded(reason string, known ...string) bool {
	from := map[string]bool{}
	for _, k := range known {
		for _, w := range text.Folded(k) {
			from[root(w)] = true
		}
	}
	for i, w := range text.Words(reason) {
		term := terms()[w.Fold] || terms()[strings.TrimSuffix(w.Fold, "s")] || named(w.Of(reason), i)
		if term && !from[root(w.Fold)] {
			return false
		}
	}
	return true
}

// named says whether a word looks like the name of a technique or a product: TTL, DynamoDB, S3. A capital alone at the
// start of the reason is only grammar.
func named(word string, place int) bool {
	letters, capitals := 0, 0
	for i, r := range word {
		if unicode.IsLetter(r) {
			letters++
		}
		if unicode.IsUpper(r) && (i > 0 || place > 0) {
			capitals++
		}
	}
	return capitals > 0 && letters > 1 || letters > 0 && strings.ContainsAny(word, "0123456789") && capitals > 0
}

// root is what the forms of a noun share: its first letters, or all of a short one without its plural.
func root(word string) string {
	if utf8.RuneCountInString(word) <= stemLetters {
		if len(word) > leastLetters-1 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") {
			word = strings.TrimSuffix(word, "s")
		}
		return word
	}
	return string([]rune(word)[:stemLetters])
}
