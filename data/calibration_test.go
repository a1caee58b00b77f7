package data

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestALabelledSetComesWithTheBackendRole(t *testing.T) {
	b, err := Calibration("backend-engineer")
	if err != nil || bytes.Count(b, []byte("\n")) < 90 {
		t.Errorf("%d lines, error %v", bytes.Count(b, []byte("\n")), err)
	}
	for _, role := range []string{"nobody", "../attacks", "README.md", ""} {
		if _, err := Calibration(role); !errors.Is(err, ErrNotFound) {
			t.Errorf("role %q: %v, want ErrNotFound", role, err)
		}
	}
	if b, err := Attacks(); err != nil || !strings.HasPrefix(string(b), `{"category"`) {
		t.Errorf("attacks: %.40s, %v", b, err)
	}
}
