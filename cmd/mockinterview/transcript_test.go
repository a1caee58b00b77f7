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
)

var update = flag.Bool("update", false, "write the transcript of the README anew")

// typed is what the candidate types in the interview that the README shows, prompt by prompt.
var typed = []string{
	"1",
	"The app makes one key per purchase before the first attempt and sends it with every retry.",
	"We insert the key under a unique constraint before we call the provider, so of two calls at",
	"the same moment only one wins. The other gets the stored result of the first one back.",
	".",
	"We keep a hash of the request beside the key, and the same key with another amount is refused",
	"with a 409. If the provider stays silent, a worker asks it by our key, three times with a growing",
	"pause; then a person is alerted and nothing is charged.",
	".",
	"Keys stay for seven days, and a repeat after that is refused as too old. What we give up is",
	"some storage, and at 40 payments a second that is fine.",
	".",
	"", // the marks are checked later
}

// The README shows a real interview in a real terminal: this test replays it, so the README cannot drift.
func TestTranscript(t *testing.T) {
	got := tidyTranscript(replay(t))
	block(
		t,
		"transcript: written by go test ./cmd/mockinterview -run TestTranscript -update",
		"/transcript",
		"\n```text\n"+got+"```\n\n",
	)
	recording(t, got)
}

// replay plays the interview and gives the screen's text. TERM=dumb leaves the echo to the terminal driver, so that
// what comes is plain lines.
func replay(t *testing.T) string {
	t.Helper()
	var lines []string
	for _, l := range typed {
		lines = append(lines, l+"\n")
	}
	screen, code := sitAt(t, t.TempDir(), "dumb", lines, "start", "backend-engineer")
	if code != 0 {
		t.Fatalf("exit %d\n%s", code, screen)
	}
	return screen
}

// prompt is the end of what the screen has received while something is awaited from the keyboard.
var prompt = regexp.MustCompile(`(> |> half a line|y/N |[\r\n]\? )(\x1b\[[0-9;?]*[a-zA-Z])*$`)

// sitAt runs a command on a terminal of 80 columns, types one piece at each prompt, and gives all that the screen
// received and the exit code.
func sitAt(t *testing.T, home, term string, pieces []string, args ...string) (screen string, code int) {
	t.Helper()
	cmd := exec.Command("mockinterview", args...)
	cmd.Env = append(
		os.Environ(),
		"HOME="+home,
		"TERM="+term,
		"COLUMNS=80",
		"XDG_DATA_HOME=",
		"XDG_CONFIG_HOME=",
		"OPENAI_API_KEY=",
		"OPENAI_BASE_URL=",
		"MOCKINTERVIEW_DB=",
	)
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	kill := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() }) // a hang fails the test instead of the run
	defer kill.Stop()
	var seen bytes.Buffer
	buf := make([]byte, 4096)
	for {
		n, err := f.Read(buf)
		seen.Write(buf[:n])
		if len(pieces) > 0 && n > 0 && prompt.Match(seen.Bytes()) {
			if _, err := f.WriteString(pieces[0]); err != nil {
				t.Fatal(err)
			}
			pieces = pieces[1:]
		}
		if errors.Is(err, io.EOF) || errors.Is(err, syscall.EIO) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if len(pieces) > 0 {
		t.Fatalf("it ended before %q was typed:\n%s", pieces[0], seen.String())
	}
	return seen.String(), cmd.ProcessState.ExitCode()
}

// tidyTranscript takes out what differs from run to run: the clock, the id, what is waited for.
func tidyTranscript(s string) string {
	s = strings.ReplaceAll(s, "\r", "")
	for _, slow := range []string{"reading your answer ...\n", "grading: 0 of 1 answers done ...\n"} {
		s = strings.ReplaceAll(s, slow, "") // said only where the machine is slow
	}
	s = regexp.MustCompile(`\b\d+:\d\d/(\d+:\d\d)`).ReplaceAllString(s, "0:00/$1")
	s = regexp.MustCompile(`(show|export|check|retry) [a-z0-9]{8}\b`).ReplaceAllString(s, "$1 k3f9x2ma")
	var out []string
	for line := range strings.Lines(s) {
		out = append(out, strings.TrimRight(line, " \n"))
	}
	return "$ mockinterview start backend-engineer\n" + strings.Join(out, "\n") + "\n"
}
