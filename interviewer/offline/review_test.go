package offline_test

import (
	"slices"
	"strings"
	"testing"

	"mockinterview/rubric"
)

// A near miss is there because it would be taken for the real thing without it, so that is nothing to look at. What
// contradicts itself is.
func TestReviewNamesOnlyWhatContradictsItself(t *testing.T) {
	b := newBench(t, "qa-engineer")
	b.pack.Questions, b.pack.Rubric = slices.Clone(b.pack.Questions[:1]), b.pack.Rubric[:1]
	review := func() string {
		t.Helper()
		lines, err := b.Review(t.Context(), b.pack)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(lines, "\n")
	}
	if got := review(); got != "" {
		t.Errorf("the pack as it stands: %s", got)
	}
	q := &b.pack.Questions[0]
	q.Signals = slices.Clone(q.Signals)
	var strong []*rubric.Signal
	for i := range q.Signals {
		if s := &q.Signals[i]; s.Kind == rubric.Strong && !s.Absence {
			strong = append(strong, s)
		}
	}
	first, second := strong[0], strong[1]
	first.Not = []string{first.Shows[0]}
	if got := review(); !strings.Contains(got, first.ID+"\": this near miss is taken for it: "+first.Not[0]) {
		t.Errorf("a near miss that shows the signal: %q", got)
	}
	first.Not = nil
	rubrics := b.pack.Rubric
	b.pack.Rubric = slices.Clone(rubrics)
	for i := range b.pack.Rubric {
		c := &b.pack.Rubric[i]
		c.Signals = slices.Clone(c.Signals)
		for j := range c.Signals {
			if s := &c.Signals[j]; !s.Absence {
				s.Not = []string{s.Shows[0]}
			}
		}
	}
	if got := review(); !strings.HasPrefix(got, `signal "`) {
		t.Errorf("near misses that show the general signals: %q", got)
	}
	b.pack.Rubric = rubrics
	first.Shows = append([]string{second.Shows[0]}, first.Shows[1:]...)
	got := review() // of two signals with one sentence one has to give way
	if !strings.Contains(got, "this example is rather taken for") || !strings.Contains(got, second.Shows[0]) {
		t.Errorf("one example of two signals: %q", got)
	}
}
