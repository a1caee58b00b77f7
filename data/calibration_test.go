package data

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestALabelledSetComesWithEveryRole(t *testing.T) {
	for _, id := range (Library{}).IDs() {
		p, err := Library{}.Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Calibration(id)
		if n := bytes.Count(b, []byte("\n")); err != nil || n < 2*len(p.Questions) {
			t.Errorf("%s: %d answers to %d questions, error %v; want two a question", id, n, len(p.Questions), err)
		}
	}
}

func TestWhatIsNoRoleHasNoLabelledSet(t *testing.T) {
	for _, role := range []string{"nobody", "../attacks", "README.md", ""} {
		if _, err := Calibration(role); !errors.Is(err, ErrNotFound) {
			t.Errorf("role %q: %v, want ErrNotFound", role, err)
		}
	}
	if b, err := Attacks(); err != nil || !strings.HasPrefix(string(b), `{"category"`) {
		t.Errorf("attacks: %.40s, %v", b, err)
	}
}
