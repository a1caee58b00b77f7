//go:build fault

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mockinterview/data"
	"mockinterview/interviewer/calibration"
	"mockinterview/interviewer/llm/llmtest"
)

// TestCalibrateTakesTheWholeBundledSet measures the loopback model on every labelled answer of every role, through the
// command. Its judge goes by words, so that its agreement says nothing; but each answer has to come to a grade, and
// each quote has to hold, unless it is a heading of the answer that says the question's own words again. The script
// calibrate_model does the same with a few answers.
func TestCalibrateTakesTheWholeBundledSet(t *testing.T) {
	var set bytes.Buffer
	roles := data.Library{}.IDs()
	for _, role := range roles {
		b, err := data.Calibration(role)
		if err != nil {
			t.Fatal(err)
		}
		set.Write(b)
	}
	file := filepath.Join(t.TempDir(), "all.jsonl")
	if err := os.WriteFile(file, set.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	s := llmtest.New(llmtest.OpenAI, llmtest.Options{Forget: true})
	defer s.Close()
	env := map[string]string{"HOME": t.TempDir(), "OPENAI_BASE_URL": s.URL, "MOCKINTERVIEW_CONCURRENCY": "4"}
	var out, errs bytes.Buffer
	a := &app{name: "mockinterview", out: &out, err: &errs, env: func(k string) string { return env[k] }, now: time.Now}
	code := a.run([]string{"mockinterview", "calibrate", "--dataset", file, "--model", "gpt-4.1-mini", "--json"})
	if code != exitDone {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	var r calibration.Report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d answers to %d questions of %d roles graded; QWK %v, exact %v; %d of %d quotes hold; %d calls, %d "+
		"tokens read, %d written", r.Graded, r.N, r.Questions, len(r.Dataset.Roles), r.Overall.QWK,
		r.Overall.Exact, r.Quotes.Verbatim, r.Quotes.Checked, r.Usage.Calls, r.Usage.InputTokens,
		r.Usage.OutputTokens)
	lines := strings.Count(strings.TrimSpace(set.String()), "\n") + 1
	if r.N != lines || r.Graded != r.N || len(r.Ungraded) > 0 {
		t.Errorf("%d of %d answers graded, %d lines in the set; without a grade: %+v", r.Graded, r.N, lines, r.Ungraded)
	}
	if len(r.Dataset.Roles) != len(roles) {
		t.Errorf("roles %q, want all of %q", r.Dataset.Roles, roles)
	}
	if lost := r.Quotes.Checked - r.Quotes.Verbatim; r.Quotes.Checked == 0 || 200*lost > r.Quotes.Checked {
		t.Errorf("%d of %d quotes hold, want all but one in 200", r.Quotes.Verbatim, r.Quotes.Checked)
	}
}
