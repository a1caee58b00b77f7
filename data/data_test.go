package data

import (
	"errors"
	"testing"
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
