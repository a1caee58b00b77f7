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
