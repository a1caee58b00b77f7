//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package terminal

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"mockinterview/interviewer"
)

// patience is how long a test waits for what should come at once.
const patience = 20 * time.Second

// TestMain lets the test binary be the program that the tests type into.
func TestMain(m *testing.M) {
	if dir := os.Getenv("TERMINAL_TEST_CHILD"); dir != "" {
		os.Exit(child(dir))
	}
	os.Exit(m.Run())
}

// job is what the child does.
type job struct {
	Prompt  interviewer.Prompt
	Answers int    // how many times it calls Answer, handing the draft on
	Hostile string // shows every string of a corpus first
	Page    string // pages this and does nothing else
	Before  string // a note before everything else
	Said    bool   // the question is said before it is answered
	Until   bool   // stops at the first submission or skip
	Panic   string // panics when a kept draft contains it
	Note    string // is said from another goroutine when a kept draft contains it
	Aside   string // panics in another goroutine after a kept draft contains it, once the file "crash" is there
	Broken  string // breaks what readline's own goroutines call: "reading" once a draft is kept, or "completing"
	Wait    bool   // waits for a while first
	Choice  *interviewer.Choice
	Picks   int  // asks for this many lines that end by themselves at two digits or at a letter
	Close   bool // and asks once more after closing the terminal
	Signals bool // turns SIGHUP and SIGTERM into the end of the context
	// IgnoreHangup leaves only the terminal's silence to tell of a hang-up.
	IgnoreHangup bool
}

// result is what came of it.
type result struct {
	Replies []interviewer.Reply
	Chosen  int
	Picked  []string
	Err     string
}

// child runs a job on its own terminal or pipe and writes the result to a file.
func child(dir string) int {
	var j job
	data, err := os.ReadFile(filepath.Join(dir, "job.json"))
	if err = errors.Join(err, json.Unmarshal(data, &j)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	ctx := context.Background()
	if j.Signals {
		var stop func()
		ctx, stop = signal.NotifyContext(ctx, syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT)
		defer stop()
	}
	if j.IgnoreHangup {
		signal.Ignore(syscall.SIGHUP)
	}
	t, err := New(Config{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.Getenv})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer t.Close()
	if j.Page != "" {
		j.Answers = 0
		if err := Page(os.Stdout, os.Getenv, j.Page); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	if j.Before != "" {
		_ = t.Note(j.Before)
	}
	showAll(ctx, t, j.Hostile)
	res := j.run(ctx, t, dir)
	if j.Close {
		_ = t.Close()
		r, err := t.Answer(ctx, j.Prompt)
		res.Replies, res.Err = append(res.Replies, r), fmt.Sprint(err)
	}
	data, _ = json.Marshal(res)
	if err := os.WriteFile(filepath.Join(dir, "result.json"), data, 0o600); err != nil {
		return 1
	}
	fmt.Println("CHILD-DONE")
	return 0
}

func (j job) run(ctx context.Context, t *Terminal, dir string) (res result) {
	crash := make(chan struct{})
	go t.Guard(func() {
		<-crash
		for _, err := os.Stat(filepath.Join(dir, "crash")); err != nil; _, err = os.Stat(filepath.Join(dir, "crash")) {
			time.Sleep(5 * time.Millisecond)
		}
		panic("beside the interview")
	})
	if j.Broken == "completing" {
		t.editor.screen = brittle{t.editor.screen}
	}
	p := j.Prompt
	p.Keep = func(draft string) error {
		err := os.WriteFile(filepath.Join(dir, "draft"), []byte(draft), 0o600)
		switch {
		case j.Panic != "" && strings.Contains(draft, j.Panic):
			panic("in the middle of an answer")
		case j.Note != "" && strings.Contains(draft, j.Note):
			time.AfterFunc(0, func() { _ = t.Note("An interjection.") })
		case j.Aside != "" && strings.Contains(draft, j.Aside):
			close(crash)
			j.Aside = ""
		case j.Broken == "reading":
			t.editor.keys.with(func() { t.editor.keys.tty = new(os.File) }) // before the next line waits for a key
		}
		return err
	}
	if j.Choice != nil {
		n, err := t.Choose(ctx, *j.Choice)
		res.Chosen, res.Err = n, fmt.Sprint(err)
	}
	for range j.Picks {
		typed, ok, err := t.Pick(ctx, "pick> ", func(s string) bool { return len(s) == 2 || s > "9" })
		res.Err = fmt.Sprint(err)
		if err != nil || !ok {
			return res
		}
		res.Picked = append(res.Picked, typed)
	}
	if j.Said {
		_ = t.Hear(ctx, interviewer.Utterance{Kind: interviewer.KindQuestion, Text: p.Question})
	}
	for range j.Answers {
		if j.Wait {
			over := make(chan struct{})
			time.AfterFunc(700*time.Millisecond, func() { close(over) })
			_ = t.Wait(ctx, interviewer.Waiting{Status: func() string { return "thinking of a follow-up" }, Done: over})
		}
		r, err := t.Answer(ctx, p)
		if err != nil {
			res.Err = err.Error()
			return res
		}
		res.Replies = append(res.Replies, r)
		p.Draft = r.Draft
		if j.Until && (r.Action == interviewer.ActSubmit || r.Action == interviewer.ActSkip) {
			break
		}
		if r.Action == interviewer.ActPause || r.Action == interviewer.ActQuit || r.Action == interviewer.ActEnd {
			break
		}
	}
	return res
}

// brittle is a screen that cannot bear a list of commands.
type brittle struct{ io.Writer }

func (b brittle) Write(p []byte) (int, error) {
	if strings.Contains(string(p), "/hint") {
		panic("in the middle of a list")
	}
	return b.Writer.Write(p)
}

// showAll says every string of a corpus in every way there is.
func showAll(ctx context.Context, t *Terminal, corpus string) {
	if corpus == "" {
		return
	}
	kinds := []interviewer.MessageKind{
		interviewer.KindQuestion,
		interviewer.KindFollowUp,
		interviewer.KindHint,
		interviewer.KindClarification,
		interviewer.KindAnswer,
		interviewer.KindNote,
	}
	for _, line := range strings.Split(corpus, "\n") {
		s, err := strconv.Unquote(line)
		if err != nil {
			continue
		}
		for _, k := range kinds {
			_ = t.Hear(ctx, interviewer.Utterance{Kind: k, Text: s})
		}
		_ = Render(os.Stdout, s, t.Style())
		_ = t.writeChoice(os.Stdout, interviewer.Choice{Text: s, Options: []interviewer.Option{{Key: s, Text: s}}})
		a := &answering{t: t, lines: strings.Split(s, "\n")}
		a.show(func(w io.Writer) error { return a.writeDraft(w, 0) })
	}
	fmt.Println("HOSTILE-DONE")
}

// console is a person at a terminal: what they see and what they type.
type console struct {
	t      testing.TB
	dir    string
	cmd    *exec.Cmd
	master *os.File
	done   chan struct{} // the child has ended
	found  unix.Termios  // the mode before the child changes it

	mu     sync.Mutex
	screen *emulator
	raw    strings.Builder
}

// open starts a job on a terminal of the given size.
func open(t testing.TB, j job, width, height int, env ...string) *console {
	t.Helper()
	c := &console{t: t, dir: prepare(t, j), screen: newEmulator(width, height), done: make(chan struct{})}
	c.cmd = childCommand(c.dir, env)
	c.start(width, height)
	return c
}

// openUnder starts a job as the program that $0 names in a shell script.
func openUnder(t testing.TB, j job, shell ...string) *console {
	t.Helper()
	c := &console{t: t, dir: prepare(t, j), screen: newEmulator(80, 24), done: make(chan struct{})}
	child := childCommand(c.dir, nil)
	c.cmd = exec.Command(shell[0], append(shell[1:], child.Path)...)
	c.cmd.Env = child.Env
	c.start(80, 24)
	return c
}

func (c *console) start(width, height int) {
	t := c.t
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	c.master = pollable(t, master)
	c.resize(width, height)
	c.found = modeOf(t, c.master)
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = slave, slave, slave
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := errors.Join(c.cmd.Start(), slave.Close()); err != nil {
		t.Fatal(err)
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		c.read()
	}()
	go func() {
		_ = c.cmd.Wait()
		close(c.done)
	}()
	t.Cleanup(func() {
		_ = c.cmd.Process.Kill()
		<-c.done
		_ = c.master.Close()
		<-read
	})
}

func prepare(t testing.TB, j job) string {
	t.Helper()
	if j.Answers == 0 && j.Choice == nil && j.Picks == 0 {
		j.Answers = 1
	}
	if j.Prompt.Kind == "" {
		j.Prompt.Kind = interviewer.KindQuestion
	}
	dir := t.TempDir()
	data, err := json.Marshal(jobFile(j))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "job.json"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// jobFile leaves out what JSON cannot carry.
func jobFile(j job) any {
	p := map[string]any{
		"Kind": j.Prompt.Kind, "Draft": j.Prompt.Draft, "Question": j.Prompt.Question,
		"Conversation": j.Prompt.Conversation,
		"HintsLeft":    j.Prompt.HintsLeft, "CanReopen": j.Prompt.CanReopen, "Minutes": j.Prompt.Minutes,
		"SessionMinutes": j.Prompt.SessionMinutes,
		"Started":        j.Prompt.Started, "Session": j.Prompt.Session,
	}
	return map[string]any{
		"Prompt":       p,
		"Answers":      j.Answers,
		"Hostile":      j.Hostile,
		"Page":         j.Page,
		"Before":       j.Before,
		"Said":         j.Said,
		"Until":        j.Until,
		"Panic":        j.Panic,
		"Note":         j.Note,
		"Aside":        j.Aside,
		"Broken":       j.Broken,
		"Wait":         j.Wait,
		"Close":        j.Close,
		"Choice":       j.Choice,
		"Picks":        j.Picks,
		"Signals":      j.Signals,
		"IgnoreHangup": j.IgnoreHangup,
	}
}

func childCommand(dir string, env []string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(
		[]string{"TERMINAL_TEST_CHILD=" + dir, "TERM=xterm-256color", "PATH=" + os.Getenv("PATH"), "TMPDIR=" + dir},
		env...)
	return cmd
}

func (c *console) read() {
	r := bufio.NewReader(c.master)
	buf := make([]byte, 8192)
	for {
		n, err := r.Read(buf)
		c.mu.Lock()
		_, _ = c.screen.Write(buf[:n])
		c.raw.Write(buf[:n])
		c.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// types sends keys.
func (c *console) types(keys ...string) {
	c.t.Helper()
	for _, k := range keys {
		if _, err := c.master.WriteString(k); err != nil {
			c.t.Fatalf("type %q: %v", k, err)
		}
	}
}

// until waits for a condition on the screen.
func (c *console) until(what string, ok func(e *emulator) bool) {
	c.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		c.mu.Lock()
		hit := ok(c.screen)
		c.mu.Unlock()
		if hit {
			return
		}
		if time.Now().After(deadline) {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.t.Fatalf("waited for %s; the screen is:\n%s\n(cursor after %q)", what, c.screen.text(), c.screen.cursor())
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// sees waits for text on the screen or above it.
func (c *console) sees(text string) {
	c.t.Helper()
	c.until(strconv.Quote(text), func(e *emulator) bool { return strings.Contains(e.text(), text) })
}

// at waits until the text left of the cursor ends so.
func (c *console) at(left string) {
	c.t.Helper()
	c.until(
		"the cursor after "+strconv.Quote(left),
		func(e *emulator) bool { return strings.HasSuffix(e.cursor(), left) },
	)
}

// ready waits for the first prompt: what is typed before it is typed into another mode.
func (c *console) ready() {
	c.t.Helper()
	c.until("a prompt", func(e *emulator) bool { return e.modes["?2004"] && strings.HasSuffix(e.cursor(), "> ") })
}

// ends waits for the child to end and gives its result.
func (c *console) ends() result {
	c.t.Helper()
	select {
	case <-c.done:
	case <-time.After(patience):
		c.mu.Lock()
		defer c.mu.Unlock()
		c.t.Fatalf("the program did not end; the screen is:\n%s", c.screen.text())
	}
	if out := c.output(); strings.Contains(out, "DATA RACE") {
		c.t.Errorf("the program has a data race:\n%s", out)
	}
	return outcome(c.t, c.dir)
}

func outcome(t testing.TB, dir string) result {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "result.json"))
	if err != nil {
		t.Fatalf("the program left no result: %v", err)
	}
	var r result
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func (c *console) draft() string {
	data, _ := os.ReadFile(filepath.Join(c.dir, "draft"))
	return string(data)
}

// clean checks that nothing was written that the screen does not understand.
func (c *console) clean() {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.screen.unknown) > 0 {
		c.t.Errorf("sequences reached the terminal: %v", c.screen.unknown)
	}
}

// piped runs a job with input from a pipe.
func piped(t testing.TB, j job, input string) (result, string, string) {
	t.Helper()
	dir := prepare(t, j)
	cmd := childCommand(dir, nil)
	cmd.Stdin = strings.NewReader(input)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	return outcome(t, dir), out.String(), errs.String()
}
