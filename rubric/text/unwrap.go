package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wrappedWords is the fewest words of a line that may go on in the next one.
const wrappedWords = 6

// Unwrap puts a space for every line break in mid-sentence: whoever types at a terminal breaks lines where the screen
// ends. A long line without a stop goes on where the next one begins with a small letter. Every byte keeps its place.
func Unwrap(s string) string {
	b := []byte(s)
	start := 0
	for i, c := range b {
		if c != '\n' {
			continue
		}
		line := strings.TrimSpace(s[start:i])
		last, _ := utf8.DecodeLastRuneInString(line)
		next, _ := utf8.DecodeRuneInString(s[i+1:])
		if unicode.IsLower(next) && (unicode.IsLetter(last) || unicode.IsDigit(last) || last == ',') &&
			len(strings.Fields(line)) >= wrappedWords {
			b[i] = ' '
		}
		start = i + 1
	}
	return string(b)
}
