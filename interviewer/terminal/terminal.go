// Package terminal is a candidate at a keyboard, or a pipe.
//
// A Terminal is the interviewer.Candidate of the program: Hear shows what is said, Answer takes many typed lines until
// they are submitted, Choose asks a short question of the tool's own and Wait shows what is being waited for. The
// typing protocol is the same from a keyboard and from a pipe, and lives in answering; only the way to a line differs.
// At a keyboard the line comes from a readline whose input passes through a decoder (pastes are collected aside, keys
// become the few that readline knows) and whose line is drawn here, because readline counts characters where a terminal
// counts columns. From a pipe it is simply read.
//
// What is typed is saved after every line, and the line being typed at most two seconds after a key. Restore, which may
// be called at any time and from anywhere, saves it at once and puts the terminal back as it was found.
//
// The rest of the package is for reading: Render lays out Markdown for the width of the screen, Page hands long output
// to a pager, Progress says what is being waited for. Everything shown passes interviewer.Visible first.
package terminal

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Config says what a Terminal is connected to. In, Out and Err are required.
type Config struct {
	In       io.Reader
	Out, Err io.Writer
	Env      func(string) string
	Now      func() time.Time
	// Pipe treats a keyboard as a pipe.
	Pipe bool
}

// Terminal is a candidate. It is used by one goroutine, but for Restore, Close and Note, which any may call.
type Terminal struct {
	cfg    Config
	caps   capabilities
	src    source
	editor *lineEditor // nil from a pipe
	screen io.Writer

	mu             sync.Mutex
	saveUnfinished func() // saves what is being typed; nil when nothing is
	closed         bool
	taught         bool   // how to answer was said
	lastDraft      string // the draft that was last given back
	warnings       timeWarnings
}

var _ interviewer.Candidate = (*Terminal)(nil)

// New connects to a candidate. Where In is a terminal and somebody can read what is written, it is a keyboard,
// otherwise a pipe. The terminal is changed only while something is awaited from it. Close it.
func New(cfg Config) (*Terminal, error) {
	if cfg.Env == nil {
		cfg.Env = func(string) string { return "" }
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	t := &Terminal{cfg: cfg, caps: detectCapabilities(cfg.Env), screen: cfg.Out}
	in, isFile := cfg.In.(*os.File)
	keyboard := !cfg.Pipe && isFile && isTerminal(in) && (isTerminal(cfg.Out) || isTerminal(cfg.Err))
	if keyboard && !isTerminal(cfg.Out) {
		t.screen = cfg.Err
	}
	switch {
	case keyboard && t.caps.cursorMoves && canRaw:
		b, err := newLineEditor(in, t.screen, t.caps)
		if err != nil {
			return nil, fmt.Errorf("open the terminal: %w", err)
		}
		b.guard, b.note = t.Guard, t.Note
		t.editor, t.src = b, b
	case keyboard:
		t.src = newPipe(cfg.In, t.screen)
	default:
		t.src = newPipe(cfg.In, nil)
	}
	return t, nil
}

// Interactive says whether somebody sits at a keyboard.
func (t *Terminal) Interactive() bool { return t.src.interactive() }

// Style is how to Render on the candidate's screen, as wide as it is now.
func (t *Terminal) Style() Style { return StyleFor(t.screen, t.cfg.Env) }

// Close gives the terminal back and stops reading. It is safe after Restore, and more than once.
func (t *Terminal) Close() error {
	t.Restore()
	t.mu.Lock()
	closed := t.closed
	t.closed = true
	t.mu.Unlock()
	if closed {
		return nil
	}
	return t.src.close()
}

// Restore saves what is being typed and puts the terminal back as it was found, at once. It is for panics and signals:
// it may be called from any goroutine, and does nothing when nothing is under way.
func (t *Terminal) Restore() {
	t.mu.Lock()
	save := t.saveUnfinished
	t.saveUnfinished = nil
	t.mu.Unlock()
	if t.editor != nil {
		t.editor.restore()
	}
	if save != nil {
		save()
	}
}

// Guard runs f and, if it panics, saves what is being typed and gives the terminal back before the panic goes on.
// Goroutines that run beside the interview belong in one: their panic ends the program without unwinding anything else.
func (t *Terminal) Guard(f func()) {
	defer func() {
		if p := recover(); p != nil {
			t.Restore()
			panic(p)
		}
	}()
	f()
}

// Hear shows something said to the candidate: the conversation on the screen or standard output, the tool's own notes
// at a keyboard there too, else on standard error.
func (t *Terminal) Hear(ctx context.Context, u interviewer.Utterance) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if u.Kind == interviewer.KindNote || u.Kind == interviewer.KindTalk && !t.Interactive() {
		return t.Note(u.Text)
	}
	return t.print(t.screen, func(w io.Writer) error { return t.writeUtterance(w, u) })
}

// Note is talk of the tool itself. It may be called while the candidate types: the line being typed is drawn again
// below.
func (t *Terminal) Note(text string) error {
	w := t.cfg.Err
	if t.Interactive() {
		w = t.screen
	}
	style := StyleFor(w, t.cfg.Env)
	return t.print(w, func(w io.Writer) error {
		_, err := io.WriteString(w, style.dim(wrap(interviewer.Visible(text), style.Width))+"\n")
		return err
	})
}

// print writes something whole, past a line that is being typed.
func (t *Terminal) print(w io.Writer, f func(io.Writer) error) error {
	var b strings.Builder
	if err := f(&b); err != nil {
		return err
	}
	write := func() error {
		_, err := io.WriteString(w, b.String())
		return err
	}
	if t.editor != nil {
		return t.editor.renderer.writeAbove(write)
	}
	return write()
}

// writeUtterance writes one utterance with what kind of thing it is.
func (t *Terminal) writeUtterance(w io.Writer, u interviewer.Utterance) error {
	out := bufio.NewWriter(w)
	if head := heading(u); head != "" {
		fmt.Fprintf(out, "\n%s\n", t.Style().bold(head))
	}
	switch {
	case !t.Interactive():
		fmt.Fprintf(out, "%s\n", interviewer.Visible(u.Text))
		return out.Flush()
	case u.Kind == interviewer.KindAnswer: // as it was typed, which is not Markdown
		fmt.Fprintf(out, "%s\n", wrap(interviewer.Visible(u.Text), t.Style().Width))
		return out.Flush()
	}
	if err := Render(out, u.Text, t.Style()); err != nil {
		return err
	}
	return out.Flush()
}

func heading(u interviewer.Utterance) string {
	switch u.Kind {
	case interviewer.KindQuestion:
		head := "Question"
		if u.Turn > 0 {
			head += fmt.Sprintf(" %d", u.Turn)
		}
		if u.Turn > 0 && u.Of > 0 {
			head += fmt.Sprintf(" of %d", u.Of)
		}
		if u.Minutes > 0 {
			head += fmt.Sprintf(" (about %s)", minutes(u.Minutes))
		}
		return head
	case interviewer.KindFollowUp:
		return "Follow-up"
	case interviewer.KindHint:
		return "Hint"
	case interviewer.KindClarification:
		return "Interviewer"
	case interviewer.KindAnswer:
		return "You"
	}
	return ""
}

func minutes(n int) string { return rubric.Count(n, "minute") }
