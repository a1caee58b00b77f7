package data

import (
	"errors"
	"slices"
	"testing"

	"mockinterview/rubric"
)

func TestEveryBuiltinPackIsRead(t *testing.T) {
	lib := Library{}
	ids := lib.IDs()
	if len(ids) == 0 {
		t.Fatal("no built-in packs")
	}
	for _, id := range ids {
		_, err := lib.Pack(id)
		var f Faults
		if errors.As(err, &f) {
			for _, fault := range f.Faults {
				t.Errorf("%s: %s", f.File, fault)
			}
		} else if err != nil {
			t.Error(err)
		}
	}
}

// TestCommunicationIsNeverStrongWithoutADecision marks every strong signal of communication but those of one group.
func TestCommunicationIsNeverStrongWithoutADecision(t *testing.T) {
	for _, id := range (Library{}).IDs() {
		p, err := Library{}.Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		c, ok := p.Competency("communication-quality")
		if !ok || len(c.StrongNeeds) == 0 {
			t.Errorf("%s: communication may be strong without a decision and its reason or price", id)
		}
		for _, q := range p.Questions {
			if q.Probes[c.ID] == "" {
				continue
			}
			for _, group := range c.StrongNeeds {
				var marks []rubric.Mark
				for _, s := range rubric.Applicable(c, q.Signals) {
					if s.Kind == rubric.Strong && !slices.Contains(group, s.ID) && !slices.Contains(group, s.Refines) {
						marks = append(marks, rubric.Mark{Signal: s.ID, Verdict: rubric.Shown})
					}
				}
				if r := rubric.Score(c, q.Signals, marks, rubric.Mid, true); r.Level == rubric.LevelStrong {
					t.Errorf("%s %s: strong without any of %q", id, q.ID, group)
				}
			}
		}
	}
}

func TestUnwrapJoinsParagraphsOnly(t *testing.T) {
	in := "One line\nbroken here.\n\nNext:\n- an item\n- another\n    GET /x\n    POST /y\nAfter.\n1. first\n2. second\n"
	want := "One line broken here.\n\nNext:\n- an item\n- another\n    GET /x\n    POST /y\nAfter.\n1. first\n2. second"
	if got := unwrap(in); got != want {
		t.Errorf("unwrap = %q, want %q", got, want)
	}
}

func TestEveryQuestionHasWhatClaimsAreHeldAgainst(t *testing.T) {
	for _, id := range (Library{}).IDs() {
		p, err := Library{}.Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range p.Questions {
			if w, f := len(q.WrongClaims), len(q.Truths); w < 2 || w > 5 || f < 3 || f > 8 {
				t.Errorf("%s, %s: %d wrong claims and %d truths, want 2 to 5 and 3 to 8", id, q.ID, w, f)
			}
		}
	}
}
