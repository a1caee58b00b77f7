package offline

import (
	"testing"

	"mockinterview/rubric"
)

// What is said as a guess counts in part however good the rest of the answer is, and one guess spoils no other sentence.
func TestAGuessIsHalfSaid(t *testing.T) {
	g := New(testLexicon())
	const rest = " The client makes a unique id and sends the same key on every attempt, because a retry must get the stored result. " + good2 +
		" But that costs one more write of the key for 24 hours, because a retry may come late."
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

// A single word that only means something like what is sought is too little for a critical mark; for a lesser one it may stand beside a sure touch.
func TestOneSynonymIsTooLittleForACriticalMark(t *testing.T) {
	synonym, sure := hit{token: 3, lo: 3, hi: 3, width: 2, loose: true}, hit{token: 5, lo: 5, hi: 6, width: 2}
	if !loosely([]hit{synonym, sure}, true) {
		t.Error("a synonym and a phrase make a critical mark")
	}
	if loosely([]hit{synonym, sure}, false) {
		t.Error("a synonym beside a phrase is too little for a mark that is not critical")
	}
	if loosely([]hit{sure, sure}, true) {
		t.Error("two phrases are too little for a critical mark")
	}
}
