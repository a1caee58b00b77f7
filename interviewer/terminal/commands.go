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

// verb is something that can be typed in the middle of an answer.
type verb struct {
	name, arg, help string
	// refuse says why it cannot be done now, or "".
	refuse func(a *answering) string
	do     func(ctx context.Context, a *answering, arg string) (interviewer.Reply, bool)
}

// verbs are all commands, in the order of /help.
func verbs() []verb {
	return []verb{
		{name: "done", help: "submit the answer, like a line with only a dot", do: func(_ context.Context, a *answering, _ string) (interviewer.Reply, bool) { return a.submit() }},
		{name: "hint", help: "a nudge; a hinted point counts less", refuse: noHints, do: leave(interviewer.ActHint)},
		{name: "ask", arg: "TEXT", help: "ask the interviewer something; costs nothing", do: leave(interviewer.ActAsk)},
		{name: "edit", help: "open the whole answer in your editor", refuse: noEditor, do: edit},
		{name: "undo", help: "take the last line back, or the answer just submitted", refuse: nothingToUndo, do: undo},
		{name: "repeat", help: "show the question, the conversation and the draft again", do: repeat},
		{name: "time", help: "show the clocks", do: tell},
		{name: "skip", help: "go on without an answer; counts as an answer of 1.0", do: leave(interviewer.ActSkip)},
		{name: "pause", help: "save everything and leave; resume goes on here", do: leave(interviewer.ActPause)},
		{name: "quit", help: "end the interview; what was answered stays", do: leave(interviewer.ActQuit)},
		{name: "help", help: "this list", do: help},
	}
}

// command takes a typed line apart. Only a slash and letters make a command: a path or a comment is text.
func command(raw string) (name, arg string, ok bool) {
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

// obey does what a command asks for, or explains why not and keeps the text.
func (a *answering) obey(ctx context.Context, line typed, name, _ string) (interviewer.Reply, bool) {
	all := verbs()
	i := slices.IndexFunc(all, func(v verb) bool { return v.name == name })
	if i < 0 {
		return a.misunderstood(line, unknown(name, all))
	}
	v := all[i]
	_, arg, _ := command(line.text())
	switch {
	case v.arg == "" && arg != "":
		return a.misunderstood(line, fmt.Sprintf("/%s stands alone on its line.", name))
	case v.arg != "" && arg == "":
		a.note(fmt.Sprintf("Write it on the same line: /%s %s", name, v.arg))
		return interviewer.Reply{}, false
	}
	if v.refuse != nil {
		if why := v.refuse(a); why != "" {
			a.note(why)
			return interviewer.Reply{}, false
		}
	}
	return v.do(ctx, a, arg)
}

// misunderstood keeps a line that looks like a command and is none: a keyboard has it back to mend, Enter takes it as text; from a pipe it
// is text at once.
func (a *answering) misunderstood(line typed, why string) (interviewer.Reply, bool) {
	if a.t.board == nil {
		a.note(why + " The line is taken as text.")
		a.add(line.text())
		return interviewer.Reply{}, false
	}
	a.note(why + " Mend the line, or press Enter to keep it as text.")
	a.pending, a.asText = line.raw, line.raw
	return interviewer.Reply{}, false
}

// unknown suggests the nearest command.
func unknown(name string, all []verb) string {
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

func names(all []verb) []string {
	var out []string
	for _, v := range all {
		out = append(out, "/"+v.name)
	}
	return out
}

// leave ends the answering with an action; the loop calls again with the draft where that makes sense.
func leave(act interviewer.Action) func(context.Context, *answering, string) (interviewer.Reply, bool) {
	return func(_ context.Context, a *answering, arg string) (interviewer.Reply, bool) {
		a.keep()
		return a.reply(act, arg)
	}
}

func noHints(a *answering) string {
	if a.p.HintsLeft > 0 {
		return ""
	}
	return "There are no hints left for this question."
}

func noEditor(a *answering) string {
	if a.t.board == nil {
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

// undo takes the last line back onto the input line, or reopens the answer just submitted.
func undo(_ context.Context, a *answering, _ string) (interviewer.Reply, bool) {
	if len(a.lines) == 0 {
		return interviewer.Reply{Action: interviewer.ActReopen}, true
	}
	last := a.lines[len(a.lines)-1]
	a.set(a.lines[:len(a.lines)-1])
	if a.t.board != nil {
		a.pending = a.t.board.retype(last)
		return interviewer.Reply{}, false
	}
	a.note("Taken back: " + last)
	return interviewer.Reply{}, false
}

func edit(ctx context.Context, a *answering, _ string) (interviewer.Reply, bool) {
	text, err := a.t.edit(ctx, a.draft())
	if err != nil {
		a.note("The draft is as it was: " + err.Error())
		return interviewer.Reply{}, false
	}
	if strings.TrimSpace(text) == "" && a.draft() != "" {
		a.note("The editor gave back nothing, so the draft is as it was. /undo takes lines back, /skip goes on without an answer.")
		return interviewer.Reply{}, false
	}
	a.set(split(text))
	a.note("The draft is now:")
	a.show(a.writeDraft)
	return interviewer.Reply{}, false
}

func repeat(_ context.Context, a *answering, _ string) (interviewer.Reply, bool) {
	a.show(func(w io.Writer) error {
		if len(a.p.Conversation) == 0 {
			if err := a.t.say(w, interviewer.Utterance{Kind: interviewer.KindQuestion, Text: a.p.Question}); err != nil {
				return err
			}
		}
		for _, m := range a.p.Conversation {
			if err := a.t.say(w, spoken(m)); err != nil {
				return err
			}
		}
		return a.writeDraft(w)
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

// writeDraft shows the draft as it stands, behind a bar.
func (a *answering) writeDraft(w io.Writer) error {
	width := a.t.Style().Width
	if width > 0 {
		width -= 2
	}
	if len(a.lines) == 0 {
		_, err := fmt.Fprintln(w, a.t.Style().dim("(nothing typed yet)"))
		return err
	}
	text := wrap(interviewer.Visible(strings.Join(a.lines, "\n")), width)
	_, err := fmt.Fprintln(w, "| "+strings.ReplaceAll(text, "\n", "\n| "))
	return err
}

func tell(_ context.Context, a *answering, _ string) (interviewer.Reply, bool) {
	a.note(spent(a.p, a.t.cfg.Now()))
	return interviewer.Reply{}, false
}

func help(_ context.Context, a *answering, _ string) (interviewer.Reply, bool) {
	var b strings.Builder
	b.WriteString("Enter adds a line. A line with only a dot, or Ctrl-D on an empty line, submits.\n")
	for _, v := range verbs() {
		call := strings.TrimSpace("/" + v.name + " " + v.arg)
		why := ""
		if v.refuse != nil && v.refuse(a) != "" {
			why = " (not now)"
		}
		fmt.Fprintf(&b, "  %-10s %s%s\n", call, v.help, why)
	}
	b.WriteString("Commands count only at the start of a typed line; pasted text is always text.\nA line starting with // begins with a slash, a line with only .. is a dot.")
	a.note(b.String())
	return interviewer.Reply{}, false
}
