package report

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"mockinterview/rubric"
)

// Count is a number with its noun: "1 question", "2 questions".
func Count(n int, noun string) string { return rubric.Count(n, noun) }

// Plural is the word that agrees with n things, such as "is" or "are".
func Plural(n int, one, many string) string { return rubric.Plural(n, one, many) }

// Capital is a text with a capital letter at its beginning.
func Capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 || r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Label is an identifier as people read it: not_shown is "not shown".
func Label[T ~string](id T) string { return rubric.Label(id) }

// Outcome is a recommendation in words, with its score where there is one.
func Outcome(r rubric.Recommendation, score float64) string { return Calibrated(r, score, nil) }

// Calibrated is Outcome with what calibrate makes of the score. The words are those of the score itself.
func Calibrated(r rubric.Recommendation, score float64, calibrated *float64) string {
	if r == rubric.NoDecision {
		return r.Words()
	}
	return fmt.Sprintf("%s (%s of 4)", r.Words(), Scored(score, calibrated))
}

// Scored is a score, with what calibrate makes of it where it has learned something.
func Scored(score float64, calibrated *float64) string {
	if calibrated == nil {
		return fmt.Sprintf("%.1f", score)
	}
	return fmt.Sprintf("raw %.1f, calibrated %.1f", score, *calibrated)
}

// Rank is an overall of 1 to 4 in words, or nothing for another number.
func Rank(overall int) string {
	for _, r := range rubric.Recommendations() {
		if r.Overall() == overall {
			return r.Words()
		}
	}
	return ""
}

// Sign is the mark before a signal's verdict; the terminal colours it.
func Sign(k rubric.Kind, v rubric.Verdict) string {
	switch {
	case k == rubric.Weak && v != rubric.Absent:
		return "[-]"
	case v == rubric.Shown:
		return "[+]"
	case v == rubric.Partial:
		return "[~]"
	}
	return "[ ]"
}
