package terminal

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"mockinterview/interviewer"
)

// asked is what is being answered as it is shown: the question, and the follow-up where one was asked. Where both would
// fill the screen it is the follow-up alone.
func (a *answering) asked() string {
	question, last := interviewer.Utterance{Kind: interviewer.KindQuestion, Text: a.p.Question}, interviewer.Utterance{}
	for _, m := range a.p.Conversation {
		if m.From == interviewer.FromInterviewer && m.Kind == interviewer.KindFollowUp && !m.Superseded {
			last = spoken(m)
		}
	}
	if a.p.Kind != interviewer.KindFollowUp || last.Text == "" {
		return a.shown(question)
	}
	_, height := a.t.editor.renderer.size()
	if both := a.shown(question) + a.shown(last); rowsOf(both) <= height/2 {
		return both
	}
	return a.shown(last)
}

// rowsSince counts the rows of what was said after it: hints, and what was asked.
func (a *answering) rowsSince() (rows int) {
	for _, m := range a.p.Conversation {
		switch {
		case m.Superseded:
		case m.From == interviewer.FromInterviewer &&
			(m.Kind == interviewer.KindQuestion || m.Kind == interviewer.KindFollowUp):
			rows = 0
		default:
			rows += rowsOf(a.shown(spoken(m)))
		}
	}
	return rows
}

func (a *answering) shown(u interviewer.Utterance) string {
	var b strings.Builder
	_ = a.t.writeUtterance(&b, u) // to a string, which takes everything
	return b.String()
}

// above is what stands above the line on a screen that was cleared: what is being answered and the end of the draft.
func (a *answering) above() string {
	asked := strings.TrimPrefix(a.asked(), "\n")
	var draft strings.Builder
	if a.hasLines() {
		_ = a.writeDraft(&draft, a.roomBelow(rowsOf(asked)))
	}
	return asked + draft.String()
}

func (a *answering) hasLines() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.lines) > 0
}

// fewestDraftRows are shown of a draft on the smallest screen.
const fewestDraftRows = 3

// roomBelow is how many rows of the draft fit between what takes so many rows and the line being typed.
func (a *answering) roomBelow(taken int) int {
	_, height := a.t.editor.renderer.size()
	a.mu.Lock()
	line := a.rest
	if a.raw != nil {
		line = string(a.raw)
	}
	a.mu.Unlock()
	rows := rowsOf(wrap(interviewer.Visible("> "+line), a.t.Style().Width))
	return max(height-taken-min(rows, lineRows(height))-1, fewestDraftRows)
}

// rowsOf counts the rows of a text that was laid out.
func rowsOf(text string) int {
	if text == "" {
		return 0
	}
	return strings.Count(strings.TrimSuffix(text, "\n"), "\n") + 1
}

// writeDraft shows the draft as it stands, behind a bar: its end, where rows are too few for all of it. 0 rows is no
// limit.
func (a *answering) writeDraft(w io.Writer, rows int) error {
	a.mu.Lock()
	lines := slices.Clone(a.lines)
	a.mu.Unlock()
	style := a.t.Style()
	if len(lines) == 0 {
		_, err := fmt.Fprintln(w, style.dim("(nothing typed yet)"))
		return err
	}
	width := style.Width
	if width > 0 {
		width -= 2
	}
	laidOut := strings.Split(wrap(interviewer.Visible(strings.Join(lines, "\n")), width), "\n")
	if left := len(laidOut) - rows + 1; rows > 0 && left > 1 {
		head := style.dim(fmt.Sprintf("(%d rows before this: /repeat shows all)", left))
		if _, err := fmt.Fprintln(w, head); err != nil {
			return err
		}
		laidOut = laidOut[left:]
	}
	_, err := fmt.Fprintln(w, "| "+strings.Join(laidOut, "\n| "))
	return err
}
