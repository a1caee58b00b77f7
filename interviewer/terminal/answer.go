package terminal

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"mockinterview/interviewer"
)

// maxDraft is where a draft stops growing.
const maxDraft = 1 << 20

// ErrTooLong is a pipe that holds more than an answer may; what was taken of it is kept as a draft.
var ErrTooLong = fmt.Errorf("the answer is over %d KB", maxDraft>>10)

// Answer takes typed lines until one of them ends the answer. Every line is kept as a draft before the next one is
// asked for, and the line being typed from time to time. Where the context ends or the terminal goes away, everything
// typed so far is kept, and the answer pauses.
func (t *Terminal) Answer(ctx context.Context, p interviewer.Prompt) (interviewer.Reply, error) {
	a := &answering{t: t, p: p, kept: p.Draft}
	a.lines, a.rest = splitDraft(p.Draft)
	if t.editor == nil && a.rest != "" { // a pipe has no line to put it on
		a.lines, a.rest = append(a.lines, a.rest), ""
	}
	a.at, a.size = len(a.lines), len(p.Draft)
	if t.editor != nil {
		if err := t.editor.enterRaw(); err != nil {
			return interviewer.Reply{}, err
		}
		a.put(t.editor.inputFor(a.rest))
	}
	defer t.begin(a)()
	if p.Draft == "" || p.Draft != t.lastDraft {
		a.fromEarlier = p.Draft != ""
		a.showDraft()
	}
	reply := a.run(ctx)
	t.lastDraft = reply.Draft
	if a.tooLong {
		return reply, ErrTooLong
	}
	return reply, nil
}

// begin lets Restore, a panic and the time save the answer. The function it returns must be deferred: after a panic it
// saves the draft before the panic goes on.
func (t *Terminal) begin(a *answering) (end func()) {
	t.mu.Lock()
	t.saveUnfinished = func() { _ = a.keep() } // the program is on its way out, there is nobody to tell
	t.mu.Unlock()
	if t.editor != nil {
		a.auto = startAutosave(t.Guard, a.saveDraft)
		t.editor.answer.set(a)
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
			t.editor.answer.set(nil)
			t.editor.leaveRaw()
		}
	}
}

// showDraft shows a draft that the candidate has not just typed: that of a resumed interview, or of an answer taken
// back. What it answers stays in sight above it, as far as the screen is high enough.
func (a *answering) showDraft() {
	if !a.t.Interactive() || a.p.Draft == "" {
		return
	}
	var draft strings.Builder
	stays := 0
	if a.t.editor != nil {
		width, asked, since := a.t.Style().Width, a.asked(), a.rowsSince()
		stays = rowsOf(asked) + since + rowsOf(wrap(howToAnswer, width)) + rowsOf(wrap(draftFollows, width))
		if since > 0 && a.roomBelow(stays) <= fewestDraftRows { // what was said since has pushed it off
			a.show(func(w io.Writer) error {
				_, err := io.WriteString(w, asked)
				return err
			})
			stays -= since
		}
		if len(a.lines) > 0 {
			_ = a.writeDraft(&draft, a.roomBelow(stays))
		}
		a.t.editor.renderer.keepAbove(stays + rowsOf(draft.String()))
	} else if len(a.lines) > 0 {
		_ = a.writeDraft(&draft, 0)
	}
	if len(a.lines) > 0 {
		a.note(draftFollows)
		a.show(func(w io.Writer) error {
			_, err := io.WriteString(w, draft.String())
			return err
		})
	}
}

const (
	draftFollows = "Your answer so far; /undo takes the last line back, /edit opens all of it:"
	howToAnswer  = "Type your answer. A line with only a dot sends it; /hint, /ask, /help."
)

// answering is one answer on its way. Its lines are text: what the typing protocol escapes is already unescaped.
type answering struct {
	t    *Terminal
	p    interviewer.Prompt
	auto *autosave // nil from a pipe

	saving  sync.Mutex // one save at a time, the newest last
	kept    string     // the draft as it is saved
	failing bool       // the last save failed, and the candidate was told

	mu    sync.Mutex // of what follows, which autosave and Restore read
	lines []string
	at    int    // the line on the input line; that after the last is a new one
	rest  string // the new line while another is being typed
	raw   []rune // what stands on the input line; nil before it is known

	size  int  // of the lines
	dirty bool // lines were added that are not kept yet

	fromEarlier bool   // the draft comes from an earlier sitting, and nothing was typed since
	pending     string // stands on the input line when it is next shown
	warned      bool   // the last line was Ctrl-C
	offered     string // the text that was questioned before its submission
	rejected    string // the line that was taken for a mistyped command
	saidFull    bool
	tooLong     bool // more came from a pipe than an answer may hold
}

// typing is told of every key. It is called by readline.
func (a *answering) typing(line []rune, pasted bool) {
	a.mu.Lock()
	a.raw = line
	a.mu.Unlock()
	a.auto.typed(len(line), pasted)
}

// canMove says whether there is a line above or below.
func (a *answering) canMove(by int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.at+by >= 0 && a.at+by <= len(a.lines)
}

// put lets a line stand on the input line when it is next shown.
func (a *answering) put(line string) {
	a.mu.Lock()
	a.raw = nil
	a.mu.Unlock()
	a.pending = line
}

// newlines turns CRLF and CR into LF.
func newlines(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// text is the answer as it stands, without the line being typed.
func (a *answering) text() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return strings.Join(a.lines, "\n")
}

// draft is the answer with the line being typed.
func (a *answering) draft() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	lines, rest := a.lines, a.rest
	if a.raw != nil {
		typed := a.t.editor.keys.expand(string(a.raw))
		if a.at < len(lines) {
			lines = slices.Clone(lines)
			lines[a.at] = unescape(inputLine{raw: string(a.raw), text: func() string { return typed }})
		} else {
			rest = unfinished(string(a.raw), typed)
		}
	}
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l + "\n")
	}
	return b.String() + rest
}

// unfinished is what a line that is not finished adds to the draft. A command and the dot are no part of an answer.
func unfinished(raw, text string) string {
	if name, _, ok := parseCommand(raw); ok && slices.ContainsFunc(commands(), named(name)) || raw == "." {
		return ""
	}
	return unescape(inputLine{raw: raw, text: func() string { return text }})
}

// run goes on until something ends the answer.
func (a *answering) run(ctx context.Context) interviewer.Reply {
	for {
		for _, w := range a.t.warnings.due(a.p, a.t.cfg.Now()) {
			a.note(w)
		}
		a.teach()
		line, end := a.t.src.readLine(ctx, a.prompt(), a.pending)
		a.pending = ""
		reply, done := a.handle(ctx, line, end)
		if done {
			a.stopSaving()
			return reply
		}
		if a.dirty && !line.more {
			a.dirty = false
			a.saveDraft()
		}
	}
}

// teach says at the first prompt how to answer; the prompts after it stay out of the way.
func (a *answering) teach() {
	if a.t.Interactive() && !a.t.taught {
		a.note(howToAnswer)
	}
	a.t.taught = true
}

// stopSaving sees to it that nothing is saved after the answer has ended: the draft of an answer that was sent would
// come back.
func (a *answering) stopSaving() {
	if a.auto != nil {
		a.auto.stop()
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
		a.warned = true
		a.leave(line)
		a.put(line.raw)
		a.note("Nothing is lost. Ctrl-C again pauses the interview and saves it; /quit ends it; or just go on typing.")
		return interviewer.Reply{}, false
	case endHangUp:
		return a.pause(line)
	case endOfInput:
		// nobody is there: what an earlier sitting left half typed is not for an empty pipe to submit
		if a.fromEarlier {
			return interviewer.Reply{Action: interviewer.ActPause, Draft: a.p.Draft}, true
		}
		text := a.text()
		if strings.TrimSpace(text) == "" {
			text = ""
		}
		return interviewer.Reply{Action: interviewer.ActEnd, Text: text}, true
	case endUp:
		a.move(line, -1)
		return interviewer.Reply{}, false
	case endDown:
		a.move(line, +1)
		return interviewer.Reply{}, false
	case endEnter:
	}
	a.fromEarlier = false
	return a.handleLine(ctx, line)
}

// askLine reads a line that is no part of the answer.
func (a *answering) askLine(ctx context.Context, prompt string) (inputLine, lineEnd) {
	if e := a.t.editor; e != nil {
		e.answer.set(nil)
		defer e.answer.set(a)
	}
	return a.t.src.readLine(ctx, prompt, "")
}

// pause keeps everything, the unfinished line too.
func (a *answering) pause(line inputLine) (interviewer.Reply, bool) {
	a.leave(line)
	a.saveDraft()
	r, done := a.reply(interviewer.ActPause, "")
	r.Interrupted = true
	return r, done
}

// leave takes over the input line as it is.
func (a *answering) leave(line inputLine) {
	text := line.text()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.raw = nil
	if a.at < len(a.lines) {
		a.replace(unescape(line))
	} else {
		a.rest = unfinished(line.raw, text)
	}
}

// replace changes the line that is being typed; a paste may make several of it.
func (a *answering) replace(text string) {
	more := strings.Split(text, "\n")
	a.lines = slices.Concat(a.lines[:a.at], more, a.lines[a.at+1:])
	a.at += len(more) - 1
}

// move goes to the line above or below.
func (a *answering) move(line inputLine, by int) {
	a.leave(line)
	a.mu.Lock()
	a.at += by
	a.mu.Unlock()
	a.putLine()
}

// putLine lets the line that is to be typed stand on the input line.
func (a *answering) putLine() {
	text := a.rest
	if a.at < len(a.lines) {
		text = a.lines[a.at]
	}
	a.put(a.t.editor.inputFor(text))
}

func (a *answering) reply(act interviewer.Action, text string) (interviewer.Reply, bool) {
	return interviewer.Reply{Action: act, Text: text, Draft: a.draft()}, true
}

// handleLine takes a finished line: a submission, a command, or text.
func (a *answering) handleLine(ctx context.Context, line inputLine) (interviewer.Reply, bool) {
	if a.at < len(a.lines) { // one above the last, which can only be text
		a.leave(line)
		a.at, a.dirty = len(a.lines), true
		a.putLine()
		return interviewer.Reply{}, false
	}
	again := line.raw == a.rejected && line.raw != ""
	a.rejected = ""
	if line.raw == "." {
		return a.submit()
	}
	if name, arg, ok := parseCommand(line.raw); ok && !again {
		return a.runCommand(ctx, line, name, arg)
	}
	a.add(unescape(line))
	if a.tooLong {
		a.saveDraft()
		return a.reply(interviewer.ActPause, "")
	}
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
		a.tooLong = !a.t.Interactive()
		if !a.saidFull && !a.tooLong {
			a.note(fmt.Sprintf("The answer is over %d KB; what comes now is not taken.", maxDraft>>10))
			a.saidFull = true
		}
		return
	}
	a.mu.Lock()
	a.lines = append(a.lines, strings.Split(text, "\n")...)
	a.at, a.raw, a.rest = len(a.lines), nil, ""
	a.mu.Unlock()
	a.size += len(text) + 1
	a.dirty = true
}

// set replaces the draft: its finished lines, and the new one.
func (a *answering) set(lines []string, rest string) {
	a.mu.Lock()
	a.lines, a.at, a.raw, a.rest = lines, len(lines), nil, rest
	a.mu.Unlock()
	a.size = len(a.draft())
	a.saveDraft()
}

// saveDraft saves the draft, and says so once when that begins to fail.
func (a *answering) saveDraft() {
	err := a.keep()
	a.saving.Lock()
	again := a.failing
	a.failing = err != nil
	a.saving.Unlock()
	if err != nil && !again {
		a.note("The draft could not be saved: " + err.Error())
	}
}

// keep saves the draft where it has changed. Anybody may call it.
func (a *answering) keep() error {
	a.saving.Lock()
	defer a.saving.Unlock()
	draft := a.draft()
	if a.p.Keep == nil || draft == a.kept {
		return nil
	}
	err := a.p.Keep(draft)
	if err == nil {
		a.kept = draft
	}
	return err
}

// submit ends the answer, or asks back when there is hardly one. A pipe is taken at its word.
func (a *answering) submit() (interviewer.Reply, bool) {
	text := a.text()
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
	return interviewer.Reply{Action: interviewer.ActSubmit, Text: text}, true
}

// offer says that a text is hardly an answer, and what the candidate can do instead of sending it.
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
	if a.at < len(a.lines) {
		return a.t.Style().dim(fmt.Sprintf("line %d of %d", a.at+1, len(a.lines))) + " > "
	}
	return "> "
}

// note is talk of the tool in the middle of an answer.
func (a *answering) note(text string) { _ = a.t.Note(text) } // nothing can be done about a screen that is gone

// show prints something of the conversation again.
func (a *answering) show(f func(w io.Writer) error) { _ = a.t.print(a.t.screen, f) }
