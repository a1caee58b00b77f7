package rubric

import (
	"fmt"
	"strings"
)

// Count is a number with its noun: "1 question", "2 questions".
func Count(n int, noun string) string { return fmt.Sprintf("%d %s", n, Plural(n, noun, noun+"s")) }

// Plural is the word that agrees with n things, such as "is" or "are".
func Plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Label is an identifier as people read it: not_shown is "not shown".
func Label[T ~string](id T) string { return strings.ReplaceAll(string(id), "_", " ") }

// and joins the parts of a list in a sentence.
func and(s []string) string {
	if len(s) < 2 {
		return strings.Join(s, "")
	}
	return strings.Join(s[:len(s)-1], ", ") + " and " + s[len(s)-1]
}
