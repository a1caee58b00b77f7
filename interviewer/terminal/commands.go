package terminal

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"mockinterview/interviewer"
)

// command is something that can be typed in the middle of an answer.
type command struct {
	name, arg, help string
	// unavailable says why it cannot be done now, or "".
	unavailable func(a *answering) string
	run         func(ctx context.Context, a *answering, arg string) (interviewer.Reply, bool)
}

// commands are all commands, in the order of /help.
func commands() []command {
	return []command{
		{
			name: "done",
			help: "submit the answer, like a line with only a dot",
			run:  func(_ context.Context, a *answering, _ string) (interviewer.Reply, bool) { return a.submit() },
		},
		{
			name:        "hint",
			help:        "a nudge; a hinted point counts less",
			unavailable: noHints,
			run:         endWith(interviewer.ActHint),
		},
		{
			name: "ask",
			arg:  "TEXT",
			help: "ask the interviewer something; costs nothing",
			run:  endWith(interviewer.ActAsk),
		},
		{
			name: "speak", help: "say the answer, or go on saying it; it is written down for you to correct",
			unavailable: noMicrophone, run: endWith(interviewer.ActSpeak),
		},
		{name: "edit", help: "open the whole answer in your editor", unavailable: noEditor, run: openEditor},
		{
			name:        "undo",
			help:        "take the last line back, or the answer just submitted",
			unavailable: nothingToUndo,
			run:         takeBack,
		},
		{name: "repeat", help: "show the question, the conversation and the draft again", run: showAgain},
		{name: "time", help: "show the clocks", run: showTime},
		{name: "skip", help: "go on without an answer; counts as an answer of 1.0", run: leaveQuestion},
		{name: "pause", help: "save everything and leave; resume goes on here", run: endWith(interviewer.ActPause)},
		{name: "quit", help: "end the interview; what was answered stays", run: leaveInterview},
		{name: "help", help: "this list", run: showHelp},
	}
}

// parseCommand takes a typed line apart. Only a slash and letters make a command: a path or a comment is text.
func parseCommand(raw string) (name, arg string, ok bool) {
	rest, slash := strings.CutPrefix(raw, "/")
	if !slash {
		return "", "", false
	}
	name, arg, _ = strings.Cut(strings.TrimRight(rest, " \t"), " ")
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return "", "", false
		}
	}
	return strings.ToLower(name), strings.TrimSpace(arg), true
}

func named(name string) func(command) bool { return func(v command) bool { return v.name == name } }

// runCommand does what a command asks for, or explains why not and keeps the text.
func (a *answering) runCommand(ctx context.Context, line inputLine, name, _ string) (interviewer.Reply, bool) {
	all := commands()
	i := slices.IndexFunc(all, named(name))
	if i < 0 {
		return a.rejectCommand(line, unknownCommand(name, all))
	}
	v := all[i]
	_, arg, _ := parseCommand(line.text())
	switch {
	case v.arg == "" && arg != "":
		return a.rejectCommand(line, fmt.Sprintf("/%s stands alone on its line.", name))
	case v.arg != "" && arg == "":
		a.note(fmt.Sprintf("Write it on the same line: /%s %s", name, v.arg))
		return interviewer.Reply{}, false
	}
	if v.unavailable != nil {
		if why := v.unavailable(a); why != "" {
			a.note(why)
			return interviewer.Reply{}, false
		}
	}
	return v.run(ctx, a, arg)
}

// rejectCommand keeps a line that looks like a command and is none: a keyboard has it back to mend, Enter takes it as
// text; from a pipe it is text at once.
func (a *answering) rejectCommand(line inputLine, why string) (interviewer.Reply, bool) {
	if a.t.editor == nil {
		a.note(why + " The line is taken as text.")
		a.add(line.text())
		return interviewer.Reply{}, false
	}
	a.note(why + " Mend the line, or press Enter to keep it as text.")
	a.put(line.raw)
	a.rejected = line.raw
	return interviewer.Reply{}, false
}

// unknownCommand suggests the nearest command.
func unknownCommand(name string, all []command) string {
	if name == "" {
		return "Commands: " + strings.Join(names(all), " ") + "."
	}
	best, near := "", 3
	for _, v := range all {
		d := levenshtein.ComputeDistance(name, v.name)
		if strings.HasPrefix(v.name, name) {
			d = 1
		}
		if d < near && d < len(v.name) {
			best, near = v.name, d
		}
	}
	if best == "" {
		return fmt.Sprintf("There is no command /%s; /help lists them.", name)
	}
	return fmt.Sprintf("There is no command /%s; did you mean /%s?", name, best)
}

func names(all []command) []string {
	var out []string
	for _, v := range all {
		out = append(out, "/"+v.name)
	}
	return out
}

// endWith ends the answering with an action; the loop calls again with the draft where that makes sense.
func endWith(act interviewer.Action) func(context.Context, *answering, string) (interviewer.Reply, bool) {
	return func(_ context.Context, a *answering, arg string) (interviewer.Reply, bool) {
		a.saveDraft()
		return a.reply(act, arg)
	}
}

// leaveQuestion skips the question, or the follow-up, once the candidate has said so twice.
func leaveQuestion(ctx context.Context, a *answering, _ string) (interviewer.Reply, bool) {
	text := "Skip this question? It counts as not answered; /undo takes that back."
	if a.p.Kind == interviewer.KindFollowUp {
		text = "Skip this follow-up? What you have answered so far counts; /undo takes that back."
	}
	return a.leaveIf(ctx, text, interviewer.ActSkip)
}

// leaveInterview ends the interview in the same way.
func leaveInterview(ctx context.Context, a *answering, _ string) (interviewer.Reply, bool) {
	return a.leaveIf(ctx, "End the interview here? What was answered is graded; resume can still go on.",
		interviewer.ActQuit)
}

// leaveIf asks whether to leave. A pipe is taken at its word.
func (a *answering) leaveIf(ctx context.Context, text string, act interviewer.Action) (interviewer.Reply, bool) {
	a.saveDraft()
	if !a.t.Interactive() {
		return a.reply(act, "")
	}
	if strings.TrimSpace(a.text()) != "" {
		text += " What you have typed is not sent: it stays as a draft, and is not graded."
	}
	a.note(text + " y/N")
	line, end := a.askLine(ctx, "y/N ")
	switch {
	case end == endHangUp:
		return a.pause(plainLine(""))
	case end == endEnter && isYes(line.text()):
		return a.reply(act, "")
	}
	a.put("")
	a.note("Go on typing.")
	return interviewer.Reply{}, false
}

func isYes(said string) bool {
	said = strings.ToLower(strings.TrimSpace(said))
	return said == "y" || said == "yes"
}

func noHints(a *answering) string {
	if a.p.HintsLeft > 0 {
		return ""
	}
	return "There are no hints left for this question."
}

func noMicrophone(a *answering) string {
	if a.p.CanSpeak {
		return ""
	}
	return "Answers are typed here; --voice lets you say them."
}

func noEditor(a *answering) string {
	if a.t.editor == nil {
		return "An editor needs a terminal."
	}
	return ""
}

func nothingToUndo(a *answering) string {
	if len(a.lines) > 0 || a.p.CanReopen {
		return ""
	}
	return "There is nothing to take back."
}

// takeBack takes the last line back onto the input line, or reopens the answer just submitted.
func takeBack(_ context.Context, a *answering, _ string) (interviewer.Reply, bool) {
	if len(a.lines) == 0 {
		return interviewer.Reply{Action: interviewer.ActReopen}, true
	}
	last, before := a.lines[len(a.lines)-1], a.lines[:len(a.lines)-1]
	if a.t.editor == nil {
		a.set(before, "")
	} else {
		a.set(before, last)
		a.put(a.t.editor.inputFor(last))
		return interviewer.Reply{}, false
	}
	a.note("Taken back: " + last)
	return interviewer.Reply{}, false
}

func openEditor(ctx context.Context, a *answering, _ string) (interviewer.Reply, bool) {
	text, err := a.edit(ctx)
	if err != nil {
		a.note("The draft is as it was: " + err.Error())
		return interviewer.Reply{}, false
	}
	if strings.TrimSpace(text) == "" && a.text() != "" {
		a.note(
			"The editor gave back nothing, so the draft is as it was. /undo takes lines back, /skip goes on without " +
				"an answer.",
		)
		return interviewer.Reply{}, false
	}
	var lines []string
	if text != "" {
		lines = strings.Split(text, "\n")
	}
	a.set(lines, "")
	a.note("The draft is now:")
	a.show(func(w io.Writer) error { return a.writeDraft(w, 0) })
	return interviewer.Reply{}, false
}

func showAgain(_ context.Context, a *answering, _ string) (interviewer.Reply, bool) {
	a.show(func(w io.Writer) error {
		if len(a.p.Conversation) == 0 {
			if err := a.t.writeUtterance(w, interviewer.Utterance{Kind: interviewer.KindQuestion,
				Text: a.p.Question}); err != nil {
				return err
			}
		}
		for _, m := range a.p.Conversation {
			if m.Superseded {
				continue
			}
			if err := a.t.writeUtterance(w, spoken(m)); err != nil {
				return err
			}
		}
		return a.writeDraft(w, 0)
	})
	return interviewer.Reply{}, false
}

// spoken is a message of the transcript as an utterance.
func spoken(m interviewer.Message) interviewer.Utterance {
	u := interviewer.Utterance{Kind: m.Kind, Text: m.Text}
	if m.From == interviewer.FromCandidate {
		u.Kind = interviewer.KindAnswer
	}
	return u
}

func showTime(_ context.Context, a *answering, _ string) (interviewer.Reply, bool) {
	a.note(describeTimes(a.p, a.t.cfg.Now()))
	return interviewer.Reply{}, false
}

func showHelp(_ context.Context, a *answering, _ string) (interviewer.Reply, bool) {
	var b strings.Builder
	b.WriteString("Enter adds a line. A line with only a dot, or Ctrl-D on an empty line, submits.\n")
	for _, v := range commands() {
		call := strings.TrimSpace("/" + v.name + " " + v.arg)
		why := ""
		if v.unavailable != nil && v.unavailable(a) != "" {
			why = " (not now)"
		}
		fmt.Fprintf(&b, "  %-10s %s%s\n", call, v.help, why)
	}
	b.WriteString(
		"Commands count only at the start of a typed line; pasted text is always text.\n" +
			"A line starting with // begins with a slash, a line with only .. is a dot.",
	)
	a.note(b.String())
	return interviewer.Reply{}, false
}
