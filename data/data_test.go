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
