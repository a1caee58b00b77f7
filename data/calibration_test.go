package data

import (
	"bytes"
	"encoding/json"
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

// TestFluentButFalseAnswersComeWithTheBackendSet holds their kind to what data/calibration/README.md says of it.
func TestFluentButFalseAnswersComeWithTheBackendSet(t *testing.T) {
	b, err := Calibration("backend-engineer")
	if err != nil {
		t.Fatal(err)
	}
	questions, n := map[string]bool{}, 0
	for dec := json.NewDecoder(bytes.NewReader(b)); dec.More(); {
		var it struct {
			ID, Kind, Question, Answer string
			Overall                    int
		}
		if err := dec.Decode(&it); err != nil {
			t.Fatal(err)
		}
		if it.Kind != "confidently-wrong" {
			continue
		}
		n++
		questions[it.Question] = true
		if w := len(strings.Fields(it.Answer)); w < 60 || w > 160 || it.Overall < 1 || it.Overall > 2 {
			t.Errorf("%s: %d words, labelled %d; want 60 to 160 words, and 1 or 2", it.ID, w, it.Overall)
		}
	}
	if n < 16 || len(questions) < 10 {
		t.Errorf("%d answers to %d questions, want 16 to 10", n, len(questions))
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
