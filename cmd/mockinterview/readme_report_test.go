package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The README shows the offline grader's own report, weaknesses included: this test makes the report again, so that the
// figures are never older than the grader.
func TestReadmeReport(t *testing.T) {
	cmd := exec.Command("mockinterview", "calibrate", "--role", "full-stack-engineer", "--grader", "offline")
	cmd.Env = append(
		os.Environ(),
		"HOME="+t.TempDir(),
		"XDG_DATA_HOME=",
		"XDG_CONFIG_HOME=",
		"OPENAI_API_KEY=",
		"OPENAI_BASE_URL=",
		"MOCKINTERVIEW_DB=",
		"COLUMNS=",
	)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	for _, name := range []string{"Agreement", "By band of the label", "By competency", "Parts of the set", "By kind of answer"} {
		_, rest, ok := strings.Cut(string(out), "\n## "+name+"\n")
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
