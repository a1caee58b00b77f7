package text

import (
	"slices"
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// sureForeign is how sure the detector has to be that a text is in another language.
const sureForeign = 0.3

// foreignWords are among the commonest words of other languages in Latin letters, none of them English. A list of names
// of tools has none, whatever the detector takes it for.
var foreignWords = strings.Fields(
	"der das und ist nicht mit ein eine wir el los las que una por para le les des une dans il che di " +
		"sono een het niet voor og och att det som nie jest na się uma não é",
)

// Foreign says whether a text is not English: the detector is sure of another language, and the text has its letters
// or its small words. A few words are too little to tell.
func Foreign(s string) bool {
	words := Folded(s)
	if len(words) < 8 {
		return false
	}
	if found := whatlanggo.Detect(s); found.Lang == whatlanggo.Eng || found.Confidence < sureForeign {
		return false
	}
	n := 0
	for _, w := range words {
		if slices.Contains(foreignWords, w) ||
			strings.ContainsFunc(w, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) }) {
			n++
		}
	}
	return n >= 3
}
