package main

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the transcript of the README anew")

// typed is what the candidate types in the interview that the README shows, prompt by prompt.
var typed = []string{
	"1",
	"The app makes one key per purchase before the first attempt and sends it with every retry.",
	"We insert the key under a unique constraint before we call the provider, so of two calls at",
	"the same moment only one wins. The other gets the stored result of the first one back.",
	".",
	"A worker picks up rows that are still open after a minute and asks the provider by our key,",
	"three times with a growing pause. If it stays unknown, a person is alerted and nothing is charged.",
	".",
	"I choose one Postgres table, because key and payment must commit together. What we give up is",
	"write speed, and at 40 payments a second that is fine.",
	".",
}

// The README shows a real interview in a real terminal: this test replays it, so the README cannot drift.
func TestTranscript(t *testing.T) {
	got := tidyTranscript(replay(t))
	const begin, end = "<!-- transcript: written by go test ./cmd/mockinterview -run TestTranscript -update -->\n", "<!-- /transcript -->"
	b, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(b), begin)
	shown, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("README.md has lost the marks around its transcript")
	}
	want := "\n```text\n" + got + "```\n\n"
	if *update {
		if err := os.WriteFile("../../README.md", []byte(before+begin+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(shown, want); diff != "" {
		t.Errorf("the README shows another interview than this one (-README +now); -update writes it anew:\n%s", diff)
	}
}

// replay plays the interview through a pty and gives the screen's text. TERM=dumb leaves the echo to the terminal driver, so that what comes is plain lines.
func replay(t *testing.T) string {
	t.Helper()
	cmd := exec.Command("mockinterview", "start", "backend-engineer")
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "TERM=dumb", "COLUMNS=80", "XDG_DATA_HOME=", "XDG_CONFIG_HOME=", "OPENAI_API_KEY=", "OPENAI_BASE_URL=", "MOCKINTERVIEW_DB=")
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	kill := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() }) // a hang fails the test instead of the run
	defer kill.Stop()
	var screen bytes.Buffer
	lines := typed
	buf := make([]byte, 4096)
	for {
		n, err := f.Read(buf)
		screen.Write(buf[:n])
		if s := screen.String(); len(lines) > 0 && (strings.HasSuffix(s, "> ") || strings.HasSuffix(s, "\n? ")) {
			if _, err := f.WriteString(lines[0] + "\n"); err != nil {
				t.Fatal(err)
			}
			lines = lines[1:]
		}
		if errors.Is(err, io.EOF) || errors.Is(err, syscall.EIO) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, screen.String())
	}
	if len(lines) > 0 {
		t.Fatalf("the interview ended before %q was typed:\n%s", lines[0], screen.String())
	}
	return screen.String()
}

// tidyTranscript takes out what differs from run to run: the clock and the id.
func tidyTranscript(s string) string {
	s = strings.ReplaceAll(s, "\r", "")
	s = regexp.MustCompile(`\b\d+:\d\d/(\d+:\d\d)`).ReplaceAllString(s, "0:00/$1")
	s = regexp.MustCompile(`(show|export) [a-z0-9]{8}\b`).ReplaceAllString(s, "$1 k3f9x2ma")
	var out []string
	for line := range strings.Lines(s) {
		out = append(out, strings.TrimRight(line, " \n"))
	}
	return "$ mockinterview start backend-engineer\n" + strings.Join(out, "\n") + "\n"
}
