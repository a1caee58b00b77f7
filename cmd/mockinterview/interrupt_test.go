//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
	"mockinterview/interviewer/sqlite"
	"mockinterview/rubric"
)

// move is what to wait for on the screen, and what to type then.
type move struct{ seen, typed string }

// environment is one of nothing but a home.
func environment(home string, more ...string) []string {
	return append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TERM=xterm"}, more...)
}

// play runs a command on a terminal, a step at a time, and gives all that the screen received and the exit code. The
// terminal has to be left as it was found.
func play(t *testing.T, env []string, steps []move, args ...string) (screen string, code int) {
	t.Helper()
	f, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	found, err := term.GetState(int(tty.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("mockinterview", args...)
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = env, tty, tty, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := errors.Join(pty.Setsize(tty, &pty.Winsize{Rows: 50, Cols: 100}), cmd.Start()); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(
		20*time.Second,
		func() { _ = cmd.Process.Kill() },
	) // a hang fails the test instead of the run
	defer kill.Stop()
	ended := make(chan *term.State)
	go func() {
		_ = cmd.Wait() // the exit code says it
		left, _ := term.GetState(int(tty.Fd()))
		tty.Close() // which ends the reading below
		ended <- left
	}()
	var all, fresh bytes.Buffer
	buf := make([]byte, 4096)
	for {
		n, err := f.Read(buf)
		all.Write(buf[:n])
		fresh.Write(buf[:n])
		for len(steps) > 0 {
			at := wrapped(steps[0].seen).FindStringIndex(fresh.String())
			if at == nil {
				break
			}
			after := fresh.String()[at[1]:]
			fresh.Reset()
			fresh.WriteString(after)
			if _, err := io.WriteString(f, steps[0].typed); err != nil {
				t.Fatal(err)
			}
			steps = steps[1:]
		}
		if err != nil {
			break
		}
	}
	if left := <-ended; left == nil || *left != *found {
		t.Errorf("the terminal is left as %v, found as %v", left, found)
	}
	if len(steps) > 0 {
		t.Fatalf("it ended before %q was seen:\n%s", steps[0].seen, all.String())
	}
	return all.String(), cmd.ProcessState.ExitCode()
}

func TestAssessSaysHowToTypeAndEndsAtTheFirstCtrlC(t *testing.T) {
	screen, code := play(
		t,
		environment(t.TempDir()),
		[]move{{"Type the answer, then Ctrl-D.", "We keep\n\x03"}},
		"assess",
		"--question",
		"idempotent-payments",
	)
	wants(t, screen, code, exitInterrupted, "!saved", "!resume") // its last line may be lost with the terminal
}

func TestCtrlCTwiceBeforeThereIsASessionPromisesNothing(t *testing.T) {
	screen, code := play(
		t,
		environment(t.TempDir()),
		[]move{{"? ", "\x03"}, {"Ctrl-C again", "\x03"}},
		"start",
		"backend-engineer",
	)
	wants(t, screen, code, exitInterrupted, "mockinterview: interrupted", "!context canceled", "!resume goes on")
}

func TestAssessAsksBeforeAnAnswerGoesToAModelAndKeepsTheNo(t *testing.T) {
	url, stop := llmtest.Start(llmtest.OpenAI, llmtest.Options{})
	defer stop()
	env := environment(t.TempDir(), "OPENAI_BASE_URL="+url, "OPENAI_API_KEY=sk-canary-0123456789abcdef")
	args := []string{"assess", "--question", "idempotent-payments"}
	screen, code := play(t, env, []move{
		{"(Enter)", ""}, {"? ", "n\r"}, {"Ctrl-D.", "One key per purchase.\n\x04"},
	}, args...)
	wants(t, screen, code, exitDone, "cannot judge whether a claim is true")
	screen, code = play(
		t,
		env,
		[]move{{"Grading offline, as you chose", ""}, {"Ctrl-D.", "One key per purchase.\n\x04"}},
		args...,
	)
	wants(t, screen, code, exitDone, "!Use the model?")
}

func TestAnInterruptedConsentIsNoAnswer(t *testing.T) {
	home := t.TempDir()
	env := environment(home, "OPENAI_BASE_URL=http://127.0.0.1:1/v1")
	screen, code := play(
		t,
		env,
		[]move{{"? ", "\x03"}, {"Ctrl-C again", "\x03"}},
		"assess",
		"--question",
		"idempotent-payments",
	)
	wants(t, screen, code, exitInterrupted, "interrupted")
	if _, err := os.Stat(filepath.Join(home, ".config", "mockinterview", "consent")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was kept: %v", err)
	}
}

// sitThrough stores one interview of one question, with an answer so short that its grade takes no time.
func sitThrough(t *testing.T, env []string) {
	t.Helper()
	cmd := exec.Command(
		"mockinterview",
		"start",
		"backend-engineer",
		"--questions",
		"1",
		"--followups",
		"0",
		"--grader",
		"offline",
	)
	cmd.Env, cmd.Stdin = env, strings.NewReader("One key per purchase.\n.\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func TestRestoreAsksBeforeItReplacesInterviews(t *testing.T) {
	env := environment(t.TempDir())
	sitThrough(t, env)
	file := filepath.Join(t.TempDir(), "copy.db")
	cmd := exec.Command("mockinterview", "backup", file)
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	screen, code := play(
		t,
		env,
		[]move{{"database with 1 interview?", ""}, {"(Enter)", ""}, {"? ", "n\r"}},
		"restore",
		file,
	)
	wants(t, screen, code, exitFailed, "nothing was changed", "!Restored")
	screen, code = play(t, env, nil, "restore", "--yes", file)
	wants(t, screen, code, exitDone, "Restored", "!database with 1 interview")
}

// signalled runs a command, sends it a signal at a moment, and gives all that it wrote and its exit code.
func signalled(t *testing.T, env []string, in io.Reader, sig os.Signal, moment <-chan struct{}, args ...string,
) (string, int) {
	t.Helper()
	cmd := exec.Command("mockinterview", args...)
	var all bytes.Buffer
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = env, in, &all, &all
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
	defer kill.Stop()
	go func() {
		<-moment
		_ = cmd.Process.Signal(sig)
	}()
	_ = cmd.Wait()
	return all.String(), cmd.ProcessState.ExitCode()
}

// silentServer is the environment of a model that accepts a connection, which closes the channel, and never answers.
func silentServer(t *testing.T) (env []string, asked <-chan struct{}) {
	t.Helper()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silent.Close() })
	ch := make(chan struct{})
	go func() {
		defer close(ch)
		if c, err := silent.Accept(); err == nil {
			t.Cleanup(func() { c.Close() })
		}
	}()
	return environment(
		t.TempDir(),
		"OPENAI_BASE_URL=http://"+silent.Addr().String()+"/v1",
		"OPENAI_API_KEY=sk-canary-0123456789abcdef",
	), ch
}

func TestASignalInTheFinalWaitGives130AndSaysHowToGoOn(t *testing.T) {
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGQUIT} {
		env, asked := silentServer(t)
		in := strings.NewReader("We store the key under a unique constraint before we call the provider.\n.\n")
		screen, code := signalled(
			t, env, in, sig, asked, "start", "backend-engineer", "--questions", "1", "--followups", "0",
		)
		wants(
			t,
			screen,
			code,
			exitInterrupted,
			"mockinterview: interrupted",
			"what was answered is saved",
			"grade --pending",
			"!goroutine",
		)
	}
}

func TestCtrlBackslashSavesTheLineAndGivesTheTerminalBack(t *testing.T) {
	env := environment(t.TempDir())
	screen, code := play(
		t, env, []move{{"> ", "One key per purchase\x1c"}},
		"start", "backend-engineer", "--questions", "1", "--followups", "0", "--grader", "offline",
	)
	wants(t, screen, code, exitInterrupted, "resume", "!goroutine", "!SIGQUIT")
	if s := shown(t, strings.TrimPrefix(env[1], "HOME=")); s.Turns[0].Draft != "One key per purchase" {
		t.Errorf("the draft is %q", s.Turns[0].Draft)
	}
}

func TestCtrlBackslashWhileGradesAreAwaitedIsASignalLikeAnother(t *testing.T) {
	env, _ := silentServer(t)
	screen, code := play(
		t, env, []move{
			{"(Enter)", ""}, {"? ", "y\r"}, {"> ", "We store one key per purchase.\r.\r"}, {"grading", "\x1c"},
		},
		"start", "backend-engineer", "--questions", "1", "--followups", "0",
	)
	wants(t, screen, code, exitInterrupted, "!goroutine", "!SIGQUIT")
}

func TestASecondSignalEndsWhatDoesNotListen(t *testing.T) {
	env := environment(t.TempDir())
	sitThrough(t, env)
	fifo := filepath.Join(t.TempDir(), "nobody-reads")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("mockinterview", "export", "last", "-o", fifo) // which waits for a reader
	cmd.Env = env
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(ended)
	}()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for n := 0; ; n++ {
		select {
		case <-ended:
			return
		case <-again.C:
			if n == 200 {
				_ = cmd.Process.Kill()
				t.Fatal("it goes on after 200 signals")
			}
			_ = cmd.Process.Signal(os.Interrupt)
		}
	}
}

func TestABrokenOffRegradeKeepsWhatIsGraded(t *testing.T) {
	env := environment(t.TempDir())
	sitThrough(t, env)
	db, err := sqlite.Open(
		t.Context(),
		filepath.Join(strings.TrimPrefix(env[1], "HOME="), ".local/share/mockinterview/mockinterview.db"),
		sqlite.Options{},
	)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	id, err := db.Resolve(t.Context(), "last")
	if err != nil {
		t.Fatal(err)
	}
	s, err := db.Load(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out bytes.Buffer
	r := regrading{gradeOptions: gradeOptions{invocation: invocation{app: &app{out: &out}}}, db: &store{DB: db}}
	better := *s.Turns[0].Grade
	score, overall := 4.0, 4
	better.Score, better.Overall, better.Recommendation = &score, &overall, rubric.StrongHire
	if err := r.keep(ctx, s, s.Turns[0], better, nil); err != nil {
		t.Fatal(err)
	}
	cut := interviewer.Grade{Status: interviewer.StatusPending, Reason: "context canceled"}
	if err := r.keep(ctx, s, s.Turns[0], cut, ctx.Err()); err != nil {
		t.Fatal(err)
	}
	s, err = db.Load(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if g := s.Turns[0].Grade; g.Score == nil || *g.Score != 4 {
		t.Errorf("the grade is now %+v\n%s", g, out.String())
	}
}
