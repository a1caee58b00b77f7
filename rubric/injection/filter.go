// Package injection finds sentences that speak to the grader rather than to the interviewer.
//
// Phrases tell them, which whoever makes a Filter brings along, and what the text files of this package hold, such as
// an order to ignore what was said before, or a wish for marks. Both are looked for in the sentence as it reads, and in
// what is left when a disguise is taken off. It errs on the side of the candidate: a technical sentence that shares
// words with an attack ("ignore all previous retries with this key") is left alone, and an attack in a form that nobody
// has thought of will pass. What it finds is struck, not punished.
//
// Words are cut here as an attacker may write them, every sign between letters parting them ("full_marks"), and not as
// package text does for comparing honest ones.
package injection

import (
	"regexp"
	"slices"
	"strings"
)

// Filter recognises sentences that speak to the grader. It is safe for concurrent use.
type Filter struct {
	phrases []func(plain, text string) bool // of a sentence and its words
}

// New makes a filter that knows some phrases besides those of this package.
func New(phrases []string) *Filter {
	f := &Filter{}
	for _, p := range phrases {
		low := unmask(p)
		run := joined(wordsOf(low))
		finds := func(_, text string) bool { return strings.Contains(text, run) }
		switch {
		case strings.TrimSpace(run) == "":
			continue
		case strings.HasSuffix(low, ":") && !strings.Contains(low, " "): // "system:" also begins a list
			finds = func(plain, _ string) bool {
				rest, ok := strings.CutPrefix(strings.TrimSpace(plain), low)
				return ok && Suspect(rest)
			}
		case strings.ContainsAny(low, "/_:"): // which make it what it is, "10/10"
			literal := regexp.MustCompile(`(?:^|[^\pL\pN/_])` + regexp.QuoteMeta(low) + `(?:$|[^\pL\pN/_])`)
			finds = func(plain, _ string) bool { return literal.MatchString(plain) }
		}
		f.phrases = append(f.phrases, finds)
	}
	return f
}

// Addresses says whether a sentence speaks to the grader: instructions, claims of a grade, talk about the marking,
// pieces of a prompt or of a reply.
func (f *Filter) Addresses(sentence string) bool {
	return slices.ContainsFunc(readings(sentence), f.found)
}

// found judges a sentence without disguise.
func (f *Filter) found(plain string) bool {
	words := wordsOf(plain)
	text := joined(words)
	return known().steers(plain, text, words) ||
		slices.ContainsFunc(f.phrases, func(finds func(plain, text string) bool) bool { return finds(plain, text) })
}

// Suspect says whether a sentence has a word of grading in it. Alone that means nothing; beside a sentence that
// addresses the grader it is most likely the rest of the same attempt.
func Suspect(sentence string) bool { return known().anyPlays(wordsOf(unmask(sentence)), "suspect") }
