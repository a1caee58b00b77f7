//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
)

// What differs from run to run on a screen, and what stands for it here.
var passing = []struct {
	what *regexp.Regexp
	here string
}{
	{regexp.MustCompile(`\b(show|export|retry|check|resume|Session) (` + "`?" + `)[a-z0-9]{8}\b`), "$1 ${2}k3f9x2ma"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d`), "2026-01-02 15:04"},
	{regexp.MustCompile(`(?m)^.* so far\n`), ""}, // said only where the machine is slow
}

// Screens as they look on a narrow and on a usual terminal: no line is wider, but for commands, which are never broken.
// The first prompt is in TestTheFirstPromptSaysHowToAnswerAndTheRestStayOutOfTheWay of package terminal.
func TestScreensLookAsTheyDid(t *testing.T) {
	run := func(home string, width int, input string, args ...string) string {
		cmd := exec.Command("mockinterview", args...)
		cmd.Env = environment(home, fmt.Sprint("COLUMNS=", width))
		cmd.Stdin = strings.NewReader(input)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	const answer = "The client makes one key per purchase, before the first attempt, and sends it with every retry.\n" +
		"We store the key under a unique constraint before we call the provider, so a second request finds the first.\n.\n"
	for _, width := range []int{50, 80} {
		home := t.TempDir()
		interview := run(home, width, answer, "start", "backend-engineer", "--grader", "offline", "--questions", "1",
			"--followups", "0")
		_, after, _ := strings.Cut(interview, "middle.\n")
		for name, text := range map[string]string{
			"after": after,
			"check": run(home, width, "n\nu\ny\nm\nq\n", "check", "last"),
			"show":  run(home, width, "", "show", "last"),
		} {
			looksAsItDid(t, fmt.Sprintf("%s-%d.txt", name, width), width, text)
		}
	}
}

func looksAsItDid(t *testing.T, name string, width int, text string) {
	t.Helper()
	for _, p := range passing {
		text = p.what.ReplaceAllString(text, p.here)
	}
	for _, line := range strings.Split(text, "\n") {
		if ansi.StringWidth(line) > width && !strings.HasPrefix(line, "    mockinterview ") {
			t.Errorf("%s: wider than %d columns: %q", name, width, line)
		}
	}
	file := filepath.Join("testdata", "screens", name)
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), text); diff != "" {
		t.Errorf("%s changed (-want +got); -update writes it anew:\n%s", name, diff)
	}
}
