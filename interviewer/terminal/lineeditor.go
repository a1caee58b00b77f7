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
	"unicode"
	"unicode/utf8"

	"github.com/chzyer/readline"
	"golang.org/x/term"

	"mockinterview/rubric"
)

// lineEditor is the source of lines on a terminal. Readline edits the line and completes commands. Its input comes
// through a keyboard; its output is discarded, because lineRenderer draws what its listener reports.
type lineEditor struct {
	rl       *readline.Instance
	keys     *keyboard
	modes    *modes
	renderer *lineRenderer
	screen   io.Writer

	continued chan struct{}
	unwatch   func()

	mu   sync.Mutex
	mode mode

	// The three behind answer are of readline's goroutine while a line is being typed, and of ours otherwise.
	answer user    // none between answers
	left   lineEnd // how the line was left by a key that readline takes for another; endEnter if it was not
	// guard is around all that readline calls: its goroutines are not ours to recover in.
	guard func(f func())
	note  func(text string) error
	// killed is what Ctrl-Y brings back; of readline's goroutine.
	killed []rune
	pick   *picking // nil where a line ends with Enter
}

// picking is a short line that ends by itself. Readline has no part in it: a line that it edits ends with a key of its
// own.
type picking struct {
	typed    []rune
	complete func(typed string) bool
}

// lineUser is told of a line while it is typed.
type lineUser interface {
	// typing is called after every key; it must not take long.
	typing(line []rune, block bool)
	// canMove says whether there is a line above or below to go to.
	canMove(by int) bool
	// above is what stands above the line on a screen that was cleared.
	above() string
}

// mode is what the terminal is switched to.
type mode int

const (
	modeOriginal mode = iota // as it was when we came
	modeNoEcho               // nothing typed is echoed; the keys of interruption are the system's
	modeRaw                  // every key is ours
)

const (
	pasteOn  = "\x1b[?2004h"
	pasteOff = "\x1b[?2004l"
)

func newLineEditor(in *os.File, screen io.Writer, l capabilities) (*lineEditor, error) {
	m, err := newModes(in)
	if err != nil {
		return nil, err
	}
	keys, err := newKeyboard(in)
	if err != nil {
		return nil, err
	}
	b := &lineEditor{keys: keys, modes: m, screen: screen, continued: make(chan struct{}, 1)}
	b.guard, b.note = func(f func()) { f() }, func(string) error { return nil }
	b.renderer = &lineRenderer{w: screen, size: sizeOf(in), label: b.label, linear: l.linear}
	b.rl, err = readline.NewEx(&readline.Config{
		Stdin: keysFor{b}, Stdout: io.Discard, Stderr: io.Discard,
		HistoryLimit: -1, DisableAutoSaveHistory: true,
		AutoComplete: completer{b}, Listener: readline.FuncListener(b.onChange), FuncFilterInputRune: b.filter,
		FuncGetWidth:       func() int { return maxWidth },
		FuncIsTerminal:     func() bool { return false }, // it draws nothing
		FuncMakeRaw:        func() error { return nil },  // enterRaw does, for a whole answer
		FuncExitRaw:        func() error { return nil },
		FuncOnWidthChanged: func(func()) {},
	})
	if err != nil {
		return nil, err
	}
	b.unwatch = watchSignals(b.renderer.resized, b.onContinued)
	return b, nil
}

// keysFor is the standard input of readline, which reads it in a goroutine of its own.
type keysFor struct{ editor *lineEditor }

func (k keysFor) Read(p []byte) (n int, err error) {
	k.editor.guard(func() { n, err = k.editor.keys.Read(p) })
	return n, err
}

func (k keysFor) Close() error { return k.editor.keys.Close() }

func sizeOf(f *os.File) func() (int, int) {
	return func() (int, int) {
		w, h, err := term.GetSize(int(f.Fd()))
		if err != nil || w <= 0 || h <= 0 {
			return 80, 24
		}
		return w, h
	}
}

func (e *lineEditor) interactive() bool { return true }

// enterRaw delivers every key to the program.
func (e *lineEditor) enterRaw() error { return e.setMode(modeRaw) }

// leaveRaw ends raw mode. Echo stays off until the end of the conversation, so that typing ahead does not garble the
// screen.
func (e *lineEditor) leaveRaw() {
	e.keys.pause()
	_ = e.setMode(modeNoEcho) // what cannot be switched is gone, and the next read says so
}

// restore puts the terminal back as it was found. It may be called at any time.
func (e *lineEditor) restore() { _ = e.setMode(modeOriginal) } // a terminal that is gone needs no restoring

// setMode switches the terminal.
func (e *lineEditor) setMode(m mode) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if m == modeOriginal && e.mode == modeOriginal {
		return nil
	}
	e.mode = m
	paste, change := pasteOn, e.modes.raw
	switch m {
	case modeOriginal:
		paste, change = pasteOff, e.modes.restore
	case modeNoEcho:
		change = e.modes.quiet
	}
	_, _ = io.WriteString(e.screen, paste)
	if err := change(); err != nil && !e.keys.disconnected() {
		return fmt.Errorf("switch the terminal: %w", err)
	}
	return nil
}

func (e *lineEditor) close() error {
	e.unwatch()
	e.restore()
	return e.keys.Close()
}

// readLine lets one line be edited.
func (e *lineEditor) readLine(ctx context.Context, prompt, initial string) (inputLine, lineEnd) {
	if ctx.Err() != nil || e.keys.disconnected() {
		return e.interrupted(""), endHangUp
	}
	unhook := context.AfterFunc(ctx, e.keys.interrupt)
	e.left = endEnter
	e.renderer.start(prompt, defaultLine(initial))
	if initial != "" { // before a key can come
		e.rl.Operation.SetBuffer(initial)
	}
	e.keys.resume()
	raw, err := e.rl.Readline()
	e.keys.pause()
	unhook()
	if e.pick != nil {
		raw = string(e.pick.typed)
	}
	if e.left == endUp || e.left == endDown {
		e.renderer.retract()
	} else {
		e.renderer.finish([]rune(raw))
	}
	switch {
	case ctx.Err() != nil && err != nil, e.keys.disconnected(), e.left == endHangUp:
		return e.interrupted(raw), endHangUp
	case errors.Is(err, readline.ErrInterrupt):
		return e.inputLine(raw), endInterrupt
	case err != nil:
		return e.interrupted(raw), endHangUp
	}
	return e.inputLine(raw), e.left
}

func defaultLine(initial string) []rune {
	if initial == "" {
		return nil
	}
	return []rune(initial)
}

func (e *lineEditor) inputLine(raw string) inputLine {
	return inputLine{raw: raw, text: func() string { return e.keys.expand(raw) }}
}

// interrupted is an unfinished line, with what was pasted and not yet shown.
func (e *lineEditor) interrupted(raw string) inputLine {
	text := e.keys.expand(raw) + e.keys.drainPaste()
	return plainLine(text)
}

// inputFor is what to put on the input line so that Enter gives text again.
func (e *lineEditor) inputFor(text string) string {
	switch {
	case text == "":
		return ""
	case len(text) > 4*inlinePaste, strings.ContainsFunc(text, unprintable), !utf8.ValidString(text), text == "..":
		return string(e.keys.block(text))
	}
	return escape(text)
}

// onChange is called after every key that readline has handled.
func (e *lineEditor) onChange(line []rune, pos int, key rune) (newLine []rune, newPos int, ok bool) {
	e.guard(func() { newLine, newPos, ok = e.change(line, pos, key) })
	return newLine, newPos, ok
}

func (e *lineEditor) change(line []rune, pos int, key rune) ([]rune, int, bool) {
	moved := false
	switch key {
	case 0, keyEnter, keyLF, keyCtrlC:
		return nil, 0, false
	case keyCtrlL:
		if a := e.answer.now(); a != nil { // another screen has nothing to be shown anew
			e.renderer.clear(a.above())
		}
	case keyUp, keyDown:
		pos, moved = e.renderer.beside(step(key))
	}
	before, from := e.renderer.current()
	line, pos, snapped := snapToGrapheme(before, line, pos, key)
	line, pos, erased := e.erase(before, from, line, pos, key)
	e.renderer.set(line, pos, e.keys.idle())
	if a := e.answer.now(); a != nil {
		a.typing(line, block(key))
	}
	return slices.Clone(line), pos, snapped || erased || moved // readline writes into what it is given
}

// erase keeps what a key took away for Ctrl-Y: readline forgets what Backspace takes, which may be all of a paste, and
// what Ctrl-W takes at the first word, where it takes the rest of the line as well. The line was before, with the
// cursor at from.
func (e *lineEditor) erase(before []rune, from int, line []rune, pos int, key rune) ([]rune, int, bool) {
	kills, mended := false, false
	switch key {
	case keyCtrlY:
		if len(e.killed) > 0 {
			return slices.Concat(before[:from], e.killed, before[from:]), from + len(e.killed), true
		}
	case keyCtrlW, readline.MetaBackspace:
		if kills = true; len(line) == 0 {
			line, pos, mended = before[from:], 0, true
		}
	case keyCtrlU, keyCtrlK, readline.MetaDelete:
		kills = true
	}
	n := len(before) - len(line)
	if n <= 0 || pos+n > len(before) {
		return line, pos, mended
	}
	gone := before[pos : pos+n]
	pasted := slices.ContainsFunc(gone, block)
	if kills || pasted {
		e.killed = slices.Clone(gone)
	}
	if pasted {
		_ = e.note("Ctrl-Y brings back what was pasted.")
	}
	return line, pos, mended
}

// block says whether a character stands for pasted text.
func block(r rune) bool { return r >= firstBlock && r <= privateLast }

// step is the way that an arrow goes.
func step(key rune) int {
	if key == keyUp {
		return -1
	}
	return 1
}

// filter sees every key before readline does.
func (e *lineEditor) filter(r rune) (key rune, process bool) {
	e.guard(func() {
		if e.pick != nil {
			key, process = e.picked(r)
		} else {
			key, process = e.translate(r)
		}
	})
	return key, process
}

// readPick reads a line that ends with Enter, or once complete says so of what was typed.
func (e *lineEditor) readPick(ctx context.Context, prompt string, complete func(string) bool) (inputLine, lineEnd) {
	e.pick = &picking{complete: complete}
	e.keys.byStep(true)
	defer func() {
		e.keys.byStep(false)
		e.pick = nil
	}()
	return e.readLine(ctx, prompt, "")
}

// picked takes a key of a line that ends by itself.
func (e *lineEditor) picked(r rune) (rune, bool) {
	p := e.pick
	switch {
	case r == 0, r == keyEnter, r == keyLF, r == keyCtrlC, r == keyQuit, r == keyCtrlD && len(p.typed) == 0:
		return e.translate(r)
	case r == keyCtrlZ:
		e.suspend()
	case block(r):
		_ = e.note("A paste is not taken here, nor keys that come all at once: type one.")
	case r == readline.CharBackspace || r == readline.CharCtrlH:
		p.typed = p.typed[:max(len(p.typed)-1, 0)]
	case unicode.IsPrint(r) && !private(r) && len(p.typed) < maxPick:
		p.typed = append(p.typed, r)
	}
	e.renderer.set(slices.Clone(p.typed), len(p.typed), true)
	if len(p.typed) > 0 && p.complete(string(p.typed)) {
		return keyEnter, true
	}
	e.keys.resume()
	return r, false
}

// maxPick is the longest line that ends by itself.
const maxPick = 16

// translate makes of some keys what readline takes for another.
func (e *lineEditor) translate(r rune) (rune, bool) {
	line, _ := e.renderer.current()
	empty := len(line) == 0
	switch {
	case r == keyUp || r == keyDown:
		if _, within := e.renderer.beside(step(r)); within || !e.answer.canMove(step(r)) {
			e.keys.resume() // the line goes on
			return r, true
		}
		e.left = endUp
		if r == keyDown {
			e.left = endDown
		}
		return keyEnter, true
	case r == keyQuit:
		e.left = endHangUp
		return keyCtrlC, true
	case r == keyCtrlT && len(line) < 2: // on which readline panics
		return r, false
	case r == deleteKey:
		return keyCtrlD, !empty
	case r == keyCtrlD && empty:
		// Readline would tell of it after the next line may have begun, and unlike Enter it would then count for that.
		e.left = endSubmit
		return keyEnter, true
	case r == keyCtrlD:
		e.keys.resume() // it deletes, the line goes on
	case r == keyCtrlZ:
		e.suspend()
		return r, false
	case r == readline.MetaTranspose:
		return r, false
	}
	return r, true
}

// suspend gives the terminal back to the shell until the program is continued.
func (e *lineEditor) suspend() {
	e.renderer.moveBelow()
	e.restore()
	suspend(e.continued)
	if e.enterRaw() == nil {
		e.renderer.redraw()
	}
}

// onContinued is told when the program goes on after having been stopped, by whomever.
func (e *lineEditor) onContinued() {
	e.mu.Lock()
	m := e.mode
	e.mu.Unlock()
	select {
	case e.continued <- struct{}{}:
	default:
	}
	if m != modeOriginal && e.setMode(m) == nil {
		e.renderer.redraw()
	}
}

// label is what a private character looks like on the input line.
func (e *lineEditor) label(r rune) string {
	text := e.keys.piece(r)
	if utf8.RuneCountInString(text) == 1 && !strings.ContainsFunc(text, unprintable) {
		return text
	}
	shown := strings.TrimSuffix(text, "\n") // as expand does: it ends the last line and begins none
	size := rubric.Count(utf8.RuneCountInString(shown), "character")
	if strings.Contains(text, "\n") {
		size = rubric.Count(strings.Count(shown, "\n")+1, "line") + ", " + size
	}
	return "[pasted " + size + "]"
}

// completer completes commands, and lets Tab be a tab in text.
type completer struct{ editor *lineEditor }

// Do gives what could follow at pos.
func (c completer) Do(line []rune, pos int) (ends [][]rune, length int) {
	c.editor.guard(func() { ends, length = c.complete(line, pos) })
	return ends, length
}

func (c completer) complete(line []rune, pos int) ([][]rune, int) {
	typed := string(line[:pos])
	name, arg, ok := parseCommand(typed)
	if !ok || arg != "" || strings.HasSuffix(typed, " ") {
		return [][]rune{{'\t'}}, 0
	}
	var ends []string
	for _, v := range commands() {
		if strings.HasPrefix(v.name, name) {
			ends = append(ends, v.name[len(name):])
		}
	}
	common := commonPrefix(ends)
	if common != "" {
		return [][]rune{[]rune(common)}, len(name)
	}
	if len(ends) > 1 {
		c.editor.showCompletions(name, ends)
	}
	return nil, 0
}

// showCompletions shows the commands that a beginning could become.
func (e *lineEditor) showCompletions(name string, ends []string) {
	_ = e.renderer.writeAbove(func() error {
		_, err := fmt.Fprintf(e.screen, "/%s%s\n", name, strings.Join(ends, "  /"+name))
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

// user is whoever uses the line at the moment. Readline calls back from a goroutine of its own, even after an answer.
type user struct {
	mu sync.Mutex
	u  lineUser
}

func (u *user) set(to lineUser) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.u = to
}

// now is the user, or nil.
func (u *user) now() lineUser {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.u
}

// canMove says whether the user has a line above or below.
func (u *user) canMove(step int) bool {
	a := u.now()
	return a != nil && a.canMove(step)
}
