package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/chzyer/readline"
	"golang.org/x/term"
)

// board is a keyboard with a screen: the source of lines on a terminal. Readline edits the line, keeps the history of the answer and completes
// commands; its input comes through a keyboard, and its output is thrown away, for the painter draws what its listener reports.
type board struct {
	rl     *readline.Instance
	keys   *keyboard
	modes  *modes
	paint  *painter
	screen io.Writer

	continued chan struct{}
	unwatch   func()

	mu      sync.Mutex
	mode    mode
	onPaste func() // called when a block was pasted onto the line, so that it is saved before Enter; nil between answers
}

// mode is what the terminal is switched to.
type mode int

const (
	found mode = iota // as it was when we came
	quiet             // nothing typed is echoed; the keys of interruption are the system's
	raw               // every key is ours
)

const (
	pasteOn  = "\x1b[?2004h"
	pasteOff = "\x1b[?2004l"
)

func newBoard(in *os.File, screen io.Writer, l look) (*board, error) {
	m, err := newModes(in)
	if err != nil {
		return nil, err
	}
	keys, err := newKeyboard(in)
	if err != nil {
		return nil, err
	}
	b := &board{keys: keys, modes: m, screen: screen, continued: make(chan struct{}, 1)}
	b.paint = &painter{w: screen, size: sizeOf(in), name: b.name, linear: l.linear, reflows: l.reflows}
	b.rl, err = readline.NewEx(&readline.Config{
		Stdin: keys, Stdout: io.Discard, Stderr: io.Discard,
		HistoryLimit: 1000, DisableAutoSaveHistory: true,
		AutoComplete: completer{b}, Listener: readline.FuncListener(b.changed), FuncFilterInputRune: b.filter,
		FuncGetWidth:       func() int { return maxWidth },
		FuncIsTerminal:     func() bool { return false }, // it draws nothing
		FuncMakeRaw:        func() error { return nil },  // the board does, for a whole answer
		FuncExitRaw:        func() error { return nil },
		FuncOnWidthChanged: func(func()) {},
	})
	if err != nil {
		return nil, err
	}
	b.unwatch = watchSignals(b.paint.resized, b.wokeUp)
	return b, nil
}

func sizeOf(f *os.File) func() (int, int) {
	return func() (int, int) {
		w, h, err := term.GetSize(int(f.Fd()))
		if err != nil || w <= 0 || h <= 0 {
			return 80, 24
		}
		return w, h
	}
}

func (b *board) interactive() bool { return true }

// remember makes lines the history.
func (b *board) remember(lines []string) {
	b.rl.ResetHistory()
	for _, l := range lines {
		if l != "" {
			_ = b.rl.SaveHistory(b.retype(l)) // in memory only
		}
	}
}

// take makes every key ours.
func (b *board) take() error { return b.to(raw) }

// shut ends what take began. Until the end of the conversation the terminal stays quiet, so that what is typed ahead garbles nothing.
func (b *board) shut() {
	b.keys.hold()
	_ = b.to(quiet) // what cannot be switched is gone, and the next read says so
}

// restore puts the terminal back as it was found. It may be called at any time.
func (b *board) restore() { _ = b.to(found) } // a terminal that is gone needs no restoring

// to switches the terminal.
func (b *board) to(m mode) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if m == found && b.mode == found {
		return nil
	}
	b.mode = m
	paste, change := pasteOn, b.modes.raw
	switch m {
	case found:
		paste, change = pasteOff, b.modes.restore
	case quiet:
		change = b.modes.quiet
	}
	_, _ = io.WriteString(b.screen, paste)
	if err := change(); err != nil && !b.keys.lost() {
		return fmt.Errorf("switch the terminal: %w", err)
	}
	return nil
}

func (b *board) close() error {
	b.unwatch()
	b.restore()
	return b.keys.Close()
}

// current is the line being typed, expanded.
func (b *board) current() string {
	if line := b.paint.current(); len(line) > 0 {
		return b.keys.expand(string(line))
	}
	return ""
}

// line lets one line be edited.
func (b *board) line(ctx context.Context, prompt, initial string) (typed, ending) {
	if ctx.Err() != nil || b.keys.lost() {
		return b.cut(""), left
	}
	unhook := context.AfterFunc(ctx, b.keys.interrupt)
	b.paint.start(prompt, start(initial))
	b.keys.resume()
	raw, err := b.read(initial)
	b.keys.hold()
	unhook()
	b.paint.finish([]rune(raw))
	switch {
	case ctx.Err() != nil && err != nil, b.keys.lost():
		return b.cut(raw), left
	case errors.Is(err, readline.ErrInterrupt):
		return b.typed(raw), stopped
	case errors.Is(err, io.EOF):
		return plain(""), submitted
	case err != nil:
		return b.cut(raw), left
	}
	if raw != "" {
		_ = b.rl.SaveHistory(raw) // in memory only
	}
	return b.typed(raw), entered
}

func start(initial string) []rune {
	if initial == "" {
		return nil
	}
	return []rune(initial)
}

func (b *board) read(initial string) (string, error) {
	if initial != "" {
		return b.rl.ReadlineWithDefault(initial)
	}
	return b.rl.Readline()
}

func (b *board) typed(raw string) typed {
	return typed{raw: raw, text: func() string { return b.keys.expand(raw) }}
}

// cut is a line that was cut off, with what was pasted and not yet shown.
func (b *board) cut(raw string) typed {
	text := b.keys.expand(raw) + b.keys.salvage()
	return plain(text)
}

// retype is what to put on the input line so that Enter gives text again.
func (b *board) retype(text string) string {
	switch {
	case text == "":
		return ""
	case len(text) > 4*inlinePaste, strings.ContainsFunc(text, blocking), !utf8.ValidString(text), text == "..":
		return string(b.keys.block(text))
	}
	return escape(text)
}

// changed hears of every key that readline has dealt with.
func (b *board) changed(line []rune, pos int, key rune) ([]rune, int, bool) {
	switch key {
	case 0, keyEnter, keyLF, keyCtrlC:
		return nil, 0, false
	case 12:
		b.paint.clear()
	}
	line, pos, snapped := snap(b.paint.current(), line, pos, key)
	b.paint.set(line, pos, b.keys.idle())
	if key >= firstBlock && key <= privateLast && b.onPaste != nil {
		b.onPaste()
	}
	return slices.Clone(line), pos, snapped // readline writes into what it is given
}

// filter sees every key before readline does.
func (b *board) filter(r rune) (rune, bool) {
	empty := len(b.paint.current()) == 0
	switch {
	case r == deleteKey:
		return keyCtrlD, !empty
	case r == keyCtrlD && !empty:
		b.keys.resume() // it deletes, the line goes on
	case r == keyCtrlZ:
		b.suspend()
		return r, false
	case r == readline.MetaTranspose:
		return r, false
	}
	return r, true
}

// suspend gives the terminal back to the shell until the program is continued.
func (b *board) suspend() {
	b.paint.leave()
	b.restore()
	suspend(b.continued)
	if b.take() == nil {
		b.paint.again()
	}
}

// wokeUp is told when the program goes on after having been stopped, by whomever.
func (b *board) wokeUp() {
	b.mu.Lock()
	m := b.mode
	b.mu.Unlock()
	select {
	case b.continued <- struct{}{}:
	default:
	}
	if m != found && b.to(m) == nil {
		b.paint.again()
	}
}

// name is what a private character looks like on the input line.
func (b *board) name(r rune) string {
	text := b.keys.piece(r)
	if utf8.RuneCountInString(text) == 1 && !strings.ContainsFunc(text, blocking) {
		return text
	}
	size := fmt.Sprintf("%d characters", utf8.RuneCountInString(text))
	if n := strings.Count(text, "\n"); n > 0 {
		size = fmt.Sprintf("%d lines, %s", n+1, size)
	}
	return "[pasted " + size + "]"
}

// completer completes commands, and lets Tab be a tab in text.
type completer struct{ b *board }

// Do gives what could follow at pos.
func (c completer) Do(line []rune, pos int) ([][]rune, int) {
	typed := string(line[:pos])
	name, arg, ok := command(typed)
	if !ok || arg != "" || strings.HasSuffix(typed, " ") {
		return [][]rune{{'\t'}}, 0
	}
	var ends []string
	for _, v := range verbs() {
		if strings.HasPrefix(v.name, name) {
			ends = append(ends, v.name[len(name):])
		}
	}
	common := commonPrefix(ends)
	if common != "" {
		return [][]rune{[]rune(common)}, len(name)
	}
	if len(ends) > 1 {
		c.b.offer(name, ends)
	}
	return nil, 0
}

// offer shows the commands that a beginning could become.
func (b *board) offer(name string, ends []string) {
	_ = b.paint.around(func() error {
		_, err := fmt.Fprintf(b.screen, "/%s%s\n", name, strings.Join(ends, "  /"+name))
		return err
	})
}

func commonPrefix(s []string) string {
	if len(s) == 0 {
		return ""
	}
	first := s[0]
	for _, t := range s[1:] {
		for !strings.HasPrefix(t, first) {
			first = first[:len(first)-1]
		}
	}
	return first
}
