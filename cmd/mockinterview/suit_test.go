package main

import (
	"slices"
	"strings"
	"testing"

	"mockinterview/data"
)

// A document chooses by meaning: the words of the question need not stand in it.
func TestQuestionsAreChosenByMeaning(t *testing.T) {
	p, err := data.Library{}.Pack("backend-engineer")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, q := range p.Questions {
		ids = append(ids, q.ID)
	}
	for job, want := range map[string]string{
		"We offer a friendly team and free fruit. You make sure that nobody is charged twice when the phone loses its " +
			"connection while paying. Apply with a short letter.": "idempotent-payments",
		"You own our caches: after somebody changes a price, nobody may be shown the stale one for long.": "cache-invalidation",
	} {
		got, err := byMeaning(t.Context(), offlineGrader(""), p, job, ids)
		if err != nil {
			t.Fatal(err)
		}
		if at := slices.Index(idsOf(got), want); at < 0 || at > 2 {
			t.Errorf("%q puts %s at %d of %q", job, want, at, idsOf(got))
		} else if got[at].passage == "" || strings.Contains(got[at].passage, "fruit") {
			t.Errorf("%q: %s is said to suit for %q", job, want, got[at].passage)
		}
	}
	if got, err := byMeaning(t.Context(), offlineGrader(""), p, "", ids); err != nil || !slices.Equal(idsOf(got), ids) {
		t.Errorf("an empty document changes the order: %q, %v", idsOf(got), err)
	}
}
