package offline

import (
	"testing"

	"mockinterview/rubric"
)

// What is said as a guess counts in part however good the rest of the answer is, and one guess spoils no other sentence.
func TestAGuessIsHalfSaid(t *testing.T) {
	g := New(testLexicon())
	const rest = " The client makes a unique id and sends the same key on every attempt, because a retry must get the stored result."
	for said, want := range map[string]rubric.Verdict{
		"After a timeout we ask the provider, so that nobody pays twice.":                rubric.Shown,
		"After a timeout I am honestly not sure, maybe we ask the provider.":             rubric.Partial,
		"Perhaps we ask the provider after a timeout.":                                   rubric.Partial,
		"After a timeout the client is not sure it was paid, so we ask the provider.":    rubric.Shown,
		"After a timeout we make sure and ask the provider. Maybe the price is 5 euros.": rubric.Shown,
	} {
		_, grade := gradeOf(t, g, said+rest)
		if got := verdict(grade, "unknown"); got != want {
			t.Errorf("%q: %s, want %s", said, got, want)
		}
	}
}
