package terminal

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"mockinterview/interviewer"
)

// showAfter is how long something may take without a word.
const showAfter = 200 * time.Millisecond

// tellEvery is how often a line in a pipe says that something still goes on.
const tellEvery = 15 * time.Second

// Progress says on standard error what is being waited for and for how long, once that takes more than 200 ms. Off a
// terminal it writes a line every 15 s; where the screen must not be redrawn it writes one line. Call the function that
// it gives back when the waiting is over: it leaves no trace.
func (t *Terminal) Progress(status func() string) (stop func()) {
	return Progress(t.cfg.Err, t.cfg.Env, t.cfg.Now, status)
}

// Progress is Terminal.Progress for commands that talk to no candidate.
func Progress(w io.Writer, env func(string) string, now func() time.Time, status func() string) (stop func()) {
	if !isTerminal(w) {
		ticker := time.NewTicker(tellEvery)
		stop := inPipe(w, now, ticker.C, status)
		return func() { ticker.Stop(); stop() }
	}
	s := &spinner{
		w:      w,
		now:    now,
		status: status,
		began:  now(),
		still:  detectCapabilities(env).linear || !detectCapabilities(env).cursorMoves,
		style:  StyleFor(w, env),
	}
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		s.spin(quit)
	}()
	var once sync.Once
	return func() {
		once.Do(func() { close(quit) })
		<-done
	}
}

// inPipe writes a line at every tick, until it is stopped.
func inPipe(w io.Writer, now func() time.Time, tick <-chan time.Time, status func() string) (stop func()) {
	began, quit, done := now(), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-quit:
				return
			case <-tick:
				span := now().Sub(began).Round(time.Second)
				_, _ = fmt.Fprintf(w, "%s, %s so far\n", interviewer.Visible(status()), span)
			}
		}
	}()
	var once sync.Once
	return func() {
		once.Do(func() { close(quit) })
		<-done
	}
}

type spinner struct {
	w      io.Writer
	now    func() time.Time
	status func() string
	began  time.Time
	still  bool
	style  Style
	turns  int
}

func (s *spinner) spin(quit <-chan struct{}) {
	select {
	case <-quit:
		return
	case <-time.After(showAfter):
	}
	if s.still {
		fmt.Fprintln(s.w, interviewer.Visible(s.status())+" ...")
		<-quit
		return
	}
	tick := time.NewTicker(120 * time.Millisecond)
	defer tick.Stop()
	for {
		s.show()
		select {
		case <-quit:
			_, _ = io.WriteString(s.w, "\r\x1b[K")
			return
		case <-tick.C:
		}
	}
}

// show draws the line over itself; it must fit on one row.
func (s *spinner) show() {
	const faces = `|/-\`
	line := fmt.Sprintf(
		"%c %s (%s)",
		faces[s.turns%len(faces)],
		interviewer.Visible(s.status()),
		formatClock(s.now().Sub(s.began)),
	)
	s.turns++
	_, _ = io.WriteString(s.w, "\r"+s.style.dim(ansi.Truncate(line, max(s.style.Width-1, 10), "…"))+"\x1b[K")
}

// Wait shows what is being waited for until it is done or the context is. Keys typed meanwhile are kept for the next
// line and not echoed.
func (t *Terminal) Wait(ctx context.Context, w interviewer.Waiting) error {
	select {
	case <-w.Done:
		return nil
	default:
	}
	if t.editor != nil {
		_ = t.editor.setMode(modeNoEcho) // else what is typed is echoed, which is no reason not to wait
	}
	status := w.Status
	if status == nil {
		status = func() string { return "working" }
	}
	defer t.Progress(status)()
	select {
	case <-w.Done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
