package data

import (
	"errors"
	"testing"
)

func TestBuiltinPacksAreRight(t *testing.T) {
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

func TestLexiconIsRight(t *testing.T) {
	l, err := Lexicon[struct {
		Entries, Cues                                           map[string][]string
		Negators, Stopwords, Verbs, Jargon, Technologies, Units []string
	}]()
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Entries) < 350 {
		t.Errorf("the lexicon has %d entries, want several hundred", len(l.Entries))
	}
	for _, cue := range []string{"cause", "decision", "failure", "dismissal", "steering", "nonanswer"} {
		if len(l.Cues[cue]) == 0 {
			t.Errorf("the lexicon has no phrases for the cue %q", cue)
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
