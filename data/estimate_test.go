package data

import (
	"testing"

	"mockinterview/rubric/estimate"
)

// A strong answer of ours gives many of the figures that its question asks for, and no figure of it is held to be
// wrong.
func TestStrongAnswersHoldTheirSums(t *testing.T) {
	for _, p := range packs(t) {
		for _, q := range p.Questions {
			within := 0
			for _, f := range estimate.Check(q.Sums(), q.Answers.Strong) {
				switch {
				case f.Within:
					within++
				case f.Said():
					t.Errorf("%s, %s: %s", p.ID, q.ID, f)
				}
				t.Logf("%s: %s", q.ID, f)
			}
			if 3*within < len(q.Estimates) { // some figures stand in the answers without a unit
				t.Errorf("%s, %s: %d of %d sums were found", p.ID, q.ID, within, len(q.Estimates))
			}
		}
	}
}
