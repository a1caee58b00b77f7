package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/calibration"
	"mockinterview/rubric"
)

// The README shows the offline grader's own report, weaknesses included: this test makes the report again from the
// grades in testdata, so that the figures are never older than those, and grades answers anew, so that those are never
// older than the grader: one in fourteen, and all of them with -tags fault or -update.
func TestReadmeReport(t *testing.T) {
	const role = "full-stack-engineer"
	b, err := data.Calibration(role)
	if err != nil {
		t.Fatal(err)
	}
	set, err := calibration.Read(bytes.NewReader(b), "the set of "+role, calibration.Reading{
		Role: role, Only: true, Pack: data.Library{}.Pack,
	})
	if err != nil {
		t.Fatal(err)
	}
	grader, kept := offlineGrader(""), readKept(t)
	run, err := calibration.Runner{
		Grader: grader, Steers: grader.Steers, Level: rubric.Senior, Parallel: runtime.GOMAXPROCS(0), Memory: kept,
		Now: time.Now,
	}.Run(t.Context(), set)
	if err != nil {
		t.Fatal(err)
	}
	kept.hold(t)
	var page bytes.Buffer
	if err := calibration.Markdown(&page, calibration.Measure(run, "", ""), 0); err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	for _, name := range []string{
		"Agreement", "By band of the label", "By competency", "Parts of the set", "By kind of answer",
	} {
		_, rest, ok := strings.Cut(page.String(), "\n## "+name+"\n")
		if !ok {
			t.Fatalf("the report has no section %q", name)
		}
		section, _, _ := strings.Cut(rest, "\n## ")
		shown.WriteString("**" + name + "**\n" + strings.TrimRight(section, "\n") + "\n\n")
	}
	block(
		t,
		"report: written by go test ./cmd/mockinterview -run TestReadmeReport -update",
		"/report",
		"\n"+shown.String(),
	)
}

// keptGrade is a grade as far as the README's figures come from it.
type keptGrade struct {
	Answer         string                  `json:"answer"` // and all else that a grade depends on, hashed
	Status         interviewer.GradeStatus `json:"status"`
	Score          *float64                `json:"score"`
	Recommendation rubric.Recommendation   `json:"recommendation"`
	Levels         map[string]rubric.Level `json:"levels"` // by competency
}

// keptGrades is the memory of a run: it recalls the grades in testdata, but for those that are made anew.
type keptGrades struct {
	kept map[string]keptGrade
	anew map[string]bool
	mu   sync.Mutex
	made []keptGrade
}

var keptFile = filepath.Join("testdata", "full-stack-grades.jsonl")

func readKept(t *testing.T) *keptGrades {
	t.Helper()
	k := &keptGrades{kept: map[string]keptGrade{}, anew: map[string]bool{}}
	if *update {
		return k
	}
	b, err := os.ReadFile(keptFile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(b) {
		var g keptGrade
		if err := json.Unmarshal(line, &g); err != nil {
			t.Fatalf("%s: %v", keptFile, err)
		}
		k.anew[g.Answer] = full || len(k.kept)%14 == 0
		k.kept[g.Answer] = g
	}
	return k
}

func (k *keptGrades) Recall(_ context.Context, key string) (calibration.Result, bool) {
	kept, ok := k.kept[key]
	g := interviewer.Grade{Status: kept.Status, Score: kept.Score, Recommendation: kept.Recommendation}
	for id, level := range kept.Levels {
		g.Competencies = append(g.Competencies, interviewer.CompetencyGrade{ID: id, Level: level})
	}
	return calibration.Result{Grade: g}, ok && !k.anew[key]
}

func (k *keptGrades) Keep(_ context.Context, key string, r calibration.Result) error {
	g := keptGrade{key, r.Grade.Status, r.Grade.Score, r.Grade.Recommendation, map[string]rubric.Level{}}
	for _, c := range r.Grade.Competencies {
		g.Levels[c.ID] = c.Level
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.made = append(k.made, g)
	return nil
}

// hold compares the grades that were made with those that were kept, or keeps them.
func (k *keptGrades) hold(t *testing.T) {
	t.Helper()
	if *update {
		slices.SortFunc(k.made, func(a, b keptGrade) int { return strings.Compare(a.Answer, b.Answer) })
		var b bytes.Buffer
		for _, g := range k.made {
			if err := json.NewEncoder(&b).Encode(g); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(keptFile, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if len(k.made) == 0 {
		t.Error("nothing was graded")
	}
	for _, g := range k.made {
		if diff := cmp.Diff(k.kept[g.Answer], g); diff != "" {
			t.Errorf("a grade changed (-kept +got), -update keeps it and writes the README anew:\n%s", diff)
		}
	}
}

// block compares what stands in the README between two comments with what it should be, or writes it there.
func block(t *testing.T, begin, end, want string) {
	t.Helper()
	begin, end = "<!-- "+begin+" -->\n", "<!-- "+end+" -->"
	b, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(b), begin)
	shown, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("README.md has lost the comments %q and %q", begin, end)
	}
	if *update {
		if err := os.WriteFile("../../README.md", []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(shown, want); diff != "" {
		t.Errorf("the README says something else (-README +now); -update writes it anew:\n%s", diff)
	}
}
