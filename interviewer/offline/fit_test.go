//go:build fit

package offline

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/offline/encoder"
	"mockinterview/rubric"
	"mockinterview/rubric/injection"
)

// marked is an answer that a reader has marked; data/encoder/train/README.md says what split means.
type marked struct {
	ID, Role, Question, Kind, Split, Answer string
	Denied                                  bool // nothing of the question's own is shown
	Marks                                   map[string]struct {
		V string
		E []string
	}
}

// TestReadings writes the readings of every marked answer that nothing was trained on, for data/encoder/train/fit.py,
// to the file that FIT names.
func TestReadings(t *testing.T) {
	vectors, err := ReadVectors(data.Vectors(), data.Encoder())
	if err != nil {
		t.Fatal(err)
	}
	g := &Grader{
		Encoder: sync.OnceValues(func() (*encoder.Encoder, error) { return encoder.Load(data.Encoder()) }),
		Known:   vectors.Find, Steers: injection.New(data.Steering()).Addresses, Workers: 2,
	}
	f, err := os.Create(os.Getenv("FIT"))
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriter(f)
	defer func() {
		if err := errors.Join(out.Flush(), f.Close()); err != nil {
			t.Error(err)
		}
	}()
	for _, a := range readMarked(t, "../../data/calibration/*.jsonl", "../../data/encoder/train/answers/*.jsonl",
		"../../data/encoder/train/denied.jsonl") {
		p, err := data.Library{}.Pack(a.Role)
		if err != nil {
			t.Fatal(err)
		}
		q, ok := p.Question(a.Question)
		if !ok {
			t.Fatalf("%s has no question %s", a.Role, a.Question)
		}
		r, err := g.read(t.Context(), p, interviewer.Turn{N: 1, Question: q, State: interviewer.Answered,
			Messages: []interviewer.Message{{
				N: 1, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: a.Answer,
			}}})
		if err != nil {
			t.Fatal(err)
		}
		refused := r.foreign || r.gate() != "" // then no signal is read
		if err := g.quote(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		for i := range r.signals {
			m := &r.signals[i]
			if m.at < 0 || a.Denied && !(m.own && m.of.Kind == rubric.Strong) {
				continue
			}
			said := a.Marks[m.of.ID]
			var quotes []string
			for _, q := range m.quotes {
				quotes = append(quotes, q.text)
			}
			line, err := json.Marshal(map[string]any{
				"id": a.ID, "role": a.Role, "question": a.Question, "kind": a.Kind, "split": a.Split,
				"denied": a.Denied, "signal": m.of.ID, "head": headOf(m).number,
				"first": m.first, "second": m.second, "joint": m.joint, "refused": refused,
				"read":    !refused && m.first >= headOf(m).hopeful,
				"verdict": said.V, "evidence": said.E, "passage": r.passages[m.at].text,
				"given": m.verdict(), "quotes": quotes, "sought": m.of.Text,
			})
			if err != nil {
				t.Fatal(err)
			}
			out.Write(append(line, '\n'))
		}
	}
}

func readMarked(t *testing.T, patterns ...string) []marked {
	t.Helper()
	var out []marked
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for line := range bytes.Lines(b) {
				var a marked
				if err := json.Unmarshal(line, &a); err != nil {
					continue // a set of another shape
				}
				a.Denied = strings.HasSuffix(file, "denied.jsonl")
				switch a.Split {
				case "tune", "held", "unseen":
					out = append(out, a)
				}
			}
		}
	}
	return out
}
