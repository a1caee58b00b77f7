package terminal

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"

	"mockinterview/interviewer"
)

// maxDraft is where a draft stops growing.
const maxDraft = 1 << 20

// Answer takes typed lines until one of them ends the answer. Every line is kept as a draft before the next one is
// asked for. Where the context ends or the terminal goes away, everything typed so far is kept, the unfinished line
// too, and the answer pauses.
func (t *Terminal) Answer(ctx context.Context, p interviewer.Prompt) (interviewer.Reply, error) {
	a := &answering{t: t, p: p, lines: splitLines(p.Draft), size: len(p.Draft)}
	if t.editor != nil {
		if err := t.editor.enterRaw(); err != nil {
			return interviewer.Reply{}, err
		}
	}
	defer t.onPanicSave(a)()
	if p.Draft == "" || p.Draft != t.lastDraft {
		a.fromEarlier = p.Draft != ""
		a.showDraft()
	}
	reply := a.run(ctx)
	t.lastDraft = reply.Draft
	return reply, nil
}

// onPanicSave registers the answer for Restore. The function it returns must be deferred: after a panic it saves the
// draft before the panic goes on.
func (t *Terminal) onPanicSave(a *answering) (release func()) {
	t.mu.Lock()
	t.saveUnfinished = a.saveUnfinished
	t.mu.Unlock()
	if t.editor != nil {
		t.editor.onPaste = a.saveUnfinished
	}
	return func() {
		if p := recover(); p != nil {
			t.Restore()
			panic(p)
		}
		t.mu.Lock()
		t.saveUnfinished = nil
		t.mu.Unlock()
		if t.editor != nil {
			t.editor.onPaste = nil
			t.editor.leaveRaw()
		}
	}
}

// showDraft fills the history, and shows a draft that the candidate has not just typed: that of a resumed interview, or
// of an answer taken back.
func (a *answering) showDraft() {
	if a.t.editor != nil {
		a.t.editor.setHistory(a.lines)
	}
	if a.t.Interactive() && len(a.lines) > 0 {
		a.note("What you typed so far; /undo takes the last line back, /edit opens all of it:")
		a.show(a.writeDraft)
	}
}

// answering is one answer on its way. Its lines are text: what the typing protocol escapes is already unescaped.
type answering struct {
	t *Terminal
	p interviewer.Prompt

	mu    sync.Mutex // of lines, which saveUnfinished reads from other goroutines
	lines []string
	size  int  // of the lines
	dirty bool // lines were added that are not kept yet

	fromEarlier bool   // the draft comes from an earlier sitting, and nothing was typed since
	pending     string // stands on the input line when it is next shown
	warned      bool   // the last line was Ctrl-C
	offered     string // the text that was questioned before its submission
	rejected    string // the line that was taken for a mistyped command
	unsaved     string // the last complaint about saving
	saidFull    bool
}

func splitLines(draft string) []string {
	if draft == "" {
		return nil
	}
	return strings.Split(newlines(draft), "\n")
}

// newlines turns CRLF and CR into LF.
func newlines(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

func (a *answering) draft() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return strings.Join(a.lines, "\n")
}

// run goes on until something ends the answer.
func (a *answering) run(ctx context.Context) interviewer.Reply {
	for {
		for _, w := range a.t.warnings.due(a.p, a.t.cfg.Now()) {
			a.note(w)
		}
		line, end := a.t.src.readLine(ctx, a.prompt(), a.pending)
		a.pending = ""
		reply, done := a.handle(ctx, line, end)
		if done {
			return reply
		}
		if a.dirty && !line.more {
			a.saveDraft()
		}
	}
}

// handle does what a line and its ending ask for.
func (a *answering) handle(ctx context.Context, line inputLine, end lineEnd) (interviewer.Reply, bool) {
	if end != endInterrupt {
		a.warned = false
	}
	switch end {
	case endSubmit:
		return a.submit()
	case endInterrupt:
		if a.warned {
			return a.pause(line)
		}
		a.warned, a.pending = true, line.raw
		a.note("Nothing is lost. Ctrl-C again pauses the interview and saves it; /quit ends it; or just go on typing.")
		return interviewer.Reply{}, false
	case endHangUp:
		return a.pause(line)
	case endOfInput:
		// nobody is there: what an earlier sitting left half typed is not for an empty pipe to submit
		if a.fromEarlier {
			return a.reply(interviewer.ActPause, "")
		}
		text := a.draft()
		if strings.TrimSpace(text) == "" {
			text = ""
		}
		return interviewer.Reply{Action: interviewer.ActEnd, Text: text}, true
	}
	a.fromEarlier = false
	return a.handleLine(ctx, line)
}

// pause keeps everything, the unfinished line too.
func (a *answering) pause(line inputLine) (interviewer.Reply, bool) {
	if line.raw != "" {
		a.add(line.text())
	}
	a.saveDraft()
	r, done := a.reply(interviewer.ActPause, "")
	r.Interrupted = true
	return r, done
}

func (a *answering) reply(act interviewer.Action, text string) (interviewer.Reply, bool) {
	return interviewer.Reply{Action: act, Text: text, Draft: a.draft()}, true
}

// handleLine takes a finished line: a submission, a command, or text.
func (a *answering) handleLine(ctx context.Context, line inputLine) (interviewer.Reply, bool) {
	again := line.raw == a.rejected && line.raw != ""
	a.rejected = ""
	if line.raw == "." {
		return a.submit()
	}
	if name, arg, ok := parseCommand(line.raw); ok && !again {
		return a.runCommand(ctx, line, name, arg)
	}
	a.add(unescape(line))
	return interviewer.Reply{}, false
}

// unescape takes the escapes of the typing protocol off a typed line: a line that is only ".." is a dot, "//" at the
// start is a slash.
func unescape(line inputLine) string {
	if line.raw == ".." {
		return "."
	}
	if strings.HasPrefix(line.raw, "//") {
		return line.text()[1:]
	}
	return line.text()
}

// escape is the line to type for a given text.
func escape(text string) string {
	if text == "." {
		return ".."
	}
	if strings.HasPrefix(text, "/") {
		return "/" + text
	}
	return text
}

// add puts text at the end of the draft, as one or several lines.
func (a *answering) add(text string) {
	if a.size+len(text) > maxDraft {
		if !a.saidFull {
			a.note(fmt.Sprintf("The answer is over %d KB; what comes now is not taken.", maxDraft>>10))
			a.saidFull = true
		}
		return
	}
	a.mu.Lock()
	a.lines = append(a.lines, strings.Split(text, "\n")...)
	a.mu.Unlock()
	a.size += len(text) + 1
	a.dirty = true
}

// set replaces the draft.
func (a *answering) set(lines []string) {
	a.mu.Lock()
	a.lines = lines
	a.mu.Unlock()
	a.size = len(a.draft())
	a.saveDraft()
}

// saveDraft saves the draft, and says so once when that does not work.
func (a *answering) saveDraft() {
	a.dirty = false
	if a.p.Keep == nil {
		return
	}
	if err := a.p.Keep(a.draft()); err != nil && err.Error() != a.unsaved {
		a.unsaved = err.Error()
		a.note("The draft could not be saved: " + err.Error())
	}
}

// saveUnfinished saves the draft with the line being typed, from wherever it is called.
func (a *answering) saveUnfinished() {
	if a.p.Keep == nil {
		return
	}
	draft := a.draft()
	if a.t.editor != nil {
		if line := a.t.editor.current(); line != "" {
			if draft != "" {
				draft += "\n"
			}
			draft += line
		}
	}
	_ = a.p.Keep(draft) // the program is on its way out, there is nobody to tell
}

// submit ends the answer, or asks back when there is hardly one. A pipe is taken at its word.
func (a *answering) submit() (interviewer.Reply, bool) {
	text := a.draft()
	blank := strings.TrimSpace(text) == ""
	if a.t.Interactive() && (blank || isNonAnswer(text, a.p.Kind)) && a.offered != "\x00"+text {
		a.offered = "\x00" + text
		a.saveDraft()
		a.note(a.offer(blank))
		return interviewer.Reply{}, false
	}
	if blank {
		return interviewer.Reply{Action: interviewer.ActSkip}, true
	}
	a.t.submitted = true
	return interviewer.Reply{Action: interviewer.ActSubmit, Text: text}, true
}

// offer says what else can be done with an answer that is none.
func (a *answering) offer(blank bool) string {
	what, again := "That is hardly an answer yet.", "a dot once more submits it as it is"
	if blank {
		what, again = "Nothing is typed yet.", "a dot once more skips the question"
	}
	hint := ""
	if a.p.HintsLeft > 0 {
		hint = " /hint gives a nudge,"
	}
	return fmt.Sprintf(
		"%s%s /ask TEXT asks back, /skip goes on to the next question, %s. Or go on typing.",
		what,
		hint,
		again,
	)
}

// prompt is what stands before the next line.
func (a *answering) prompt() string {
	var parts []string
	if s := promptClock(a.p, a.t.cfg.Now()); s != "" && !a.t.caps.linear {
		parts = append(parts, s)
	}
	if !a.t.submitted {
		parts = append(parts, reminder(a.t.Style().Width))
	}
	if len(parts) == 0 {
		return "> "
	}
	return a.t.Style().dim(strings.Join(parts, "  ")) + " > "
}

// reminder is how to submit, in the room there is.
func reminder(width int) string {
	if width < 60 {
		return ". submits"
	}
	return ". alone submits"
}

// note is talk of the tool in the middle of an answer.
func (a *answering) note(text string) { _ = a.t.Note(text) } // nothing can be done about a screen that is gone

// show prints something of the conversation again.
func (a *answering) show(f func(w io.Writer) error) { _ = a.t.print(a.t.screen, f) }
