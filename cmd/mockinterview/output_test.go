package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/sqlite"
	"mockinterview/rubric"
)

func TestTheListKeepsLevelAndStateAtAnyWidth(t *testing.T) {
	score := 2.4
	list := []sqlite.Head{{Session: interviewer.Session{
		ID: "k3f9x2ma", Role: "machine-learning-engineer", Level: rubric.Senior, State: interviewer.InProgress,
		StartedAt: time.Date(2026, 1, 2, 15, 4, 5, 0, time.UTC), Questions: []string{"a", "b"},
	}, Answered: 1, Score: &score}}
	for _, width := range []string{"30", "50", "80", "120"} {
		var out bytes.Buffer
		a := &app{name: "mockinterview", out: &out, err: &out, env: func(name string) string {
			return map[string]string{"COLUMNS": width}[name]
		}}
		if err := a.table(list); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"k3f9x2ma", "senior", "in progress"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("at %s columns the list lacks %q:\n%s", width, want, out.String())
			}
		}
	}
}

func TestACommandIsNotBrokenBetweenLines(t *testing.T) {
	for name, want := range map[string]string{
		"mockinterview":                     "mockinterview show k3f9x2ma --all",
		"/tmp/go-build1/b001/mockinterview": "go run ./cmd/mockinterview show k3f9x2ma --all",
	} {
		var out bytes.Buffer
		a := &app{name: name, err: &out, env: func(name string) string {
			return map[string]string{"COLUMNS": "60"}[name]
		}}
		a.say("The whole interview with the evidence: %s", a.command("show", "k3f9x2ma", "--all"))
		if got := out.String(); !strings.Contains(got, "\n"+want+"\n") {
			t.Errorf("%s: said as %q, want %q on a line", name, got, want)
		}
	}
}
