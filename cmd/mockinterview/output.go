package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/charmbracelet/x/ansi"

	"mockinterview/interviewer"
	"mockinterview/interviewer/practice"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/sqlite"
	"mockinterview/interviewer/terminal"
	"mockinterview/rubric"
)

func (a *app) terminal() (*terminal.Terminal, error) {
	return terminal.New(terminal.Config{In: a.in, Out: a.out, Err: a.err, Env: a.env, Now: a.now})
}

// page shows Markdown: rendered and through the pager on a terminal, as it is elsewhere.
func (a *app) page(markdown string) error {
	text, err := a.render(markdown, terminal.StyleFor(a.out, a.env))
	if err != nil {
		return err
	}
	return terminal.Page(a.out, a.env, text)
}

func (a *app) render(markdown string, s terminal.Style) (string, error) {
	if !a.outIsTerminal() && !s.Color && s.Width == 0 {
		return markdown, nil
	}
	var b bytes.Buffer
	err := terminal.Render(&b, markdown, s)
	return b.String(), err
}

// print shows Markdown without a pager.
func (a *app) print(markdown string) error {
	text, err := a.render(markdown, terminal.StyleFor(a.out, a.env))
	if err != nil {
		return err
	}
	return a.styled(text)
}

// put writes the product of a command, whatever text may have come into it: nothing passes that a terminal would obey.
func (a *app) put(text string) error { return a.styled(interviewer.Visible(text)) }

// product is standard output for what writes itself, through the same door as put.
func (a *app) product() io.Writer { return visible{a.out} }

// visible writes what is harmless to a terminal. Whoever writes hands over whole characters.
type visible struct{ w io.Writer }

func (v visible) Write(b []byte) (int, error) {
	if _, err := io.WriteString(v.w, interviewer.Visible(string(b))); err != nil {
		return 0, err
	}
	return len(b), nil
}

// styled writes text that was made visible before it was given colour.
func (a *app) styled(text string) error {
	_, err := io.WriteString(a.out, text)
	return err
}

func (a *app) showScorecard(s interviewer.Session, m measurements) error {
	var b strings.Builder
	if err := a.scorecards(m).Scorecard(&b, s); err != nil {
		return err
	}
	fmt.Fprintln(a.out)
	return a.print(b.String())
}

func (a *app) showTurn(s interviewer.Session, n int) error {
	var b strings.Builder
	if err := a.scorecards(nil).Turn(&b, s, n); err != nil {
		return err
	}
	fmt.Fprintln(a.out)
	return a.print(b.String())
}

// showAgain sets two answers to one question side by side.
func (a *app) showAgain(first, second interviewer.Turn) error {
	var b strings.Builder
	if err := a.practiceWriter().Again(&b, practice.Again(first, second)); err != nil {
		return err
	}
	return a.print(b.String())
}

func (a *app) showComparison(before, after interviewer.Session) error {
	var b strings.Builder
	if err := a.practiceWriter().Compare(&b, practice.Compare(before, after)); err != nil {
		return err
	}
	fmt.Fprintln(a.out)
	return a.print(b.String())
}

func (a *app) showGrade(p interviewer.Pack, t interviewer.Turn) error {
	var b strings.Builder
	if err := a.scorecards(nil).Grade(&b, p, t); err != nil {
		return err
	}
	return a.print(b.String())
}

// table lists sessions, a line each. Where the screen is too narrow it does without what show tells, too, but never
// without the level and the state.
func (a *app) table(list []sqlite.Head) error {
	rows := [][]string{{"ID", "BEGUN", "ROLE", "LEVEL", "STATE", "ANSWERED", "OUTCOME"}}
	for _, s := range list {
		row := []string{
			s.ID, s.StartedAt.Local().Format("2006-01-02 15:04"), s.Role, string(s.Level),
			report.Label(s.State),
			fmt.Sprintf("%d of %d", s.Answered, len(s.Questions)), outcome(s),
		}
		for i, cell := range row {
			row[i] = interviewer.Visible(interviewer.OneLine(cell))
		}
		rows = append(rows, row)
	}
	width := terminal.StyleFor(a.out, a.env).Width
	for _, column := range []string{"ANSWERED", "BEGUN", "ROLE", "OUTCOME"} {
		if width == 0 || wide(rows) <= width {
			break
		}
		i := slices.Index(rows[0], column)
		for r := range rows {
			rows[r] = slices.Delete(rows[r], i, i+1)
		}
	}
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(b.String()) {
		if width > 0 {
			line = ansi.Truncate(strings.TrimSuffix(line, "\n"), width, "…") + "\n"
		}
		if err := a.put(line); err != nil {
			return err
		}
	}
	return nil
}

// wide is how many columns a table takes.
func wide(rows [][]string) int {
	total := 0
	for i := range rows[0] {
		most := 0
		for _, row := range rows {
			most = max(most, ansi.StringWidth(row[i]))
		}
		total += most + 2
	}
	return total - 2
}

func outcome(s sqlite.Head) string {
	switch {
	case s.Pending > 0:
		return fmt.Sprintf("%d not graded yet", s.Pending)
	case s.Score == nil:
		return verdict(rubric.NoDecision)
	}
	return fmt.Sprintf("%.1f, %s", *s.Score, verdict(rubric.Recommend(*s.Score)))
}

func heads(list []sqlite.Head) []interviewer.Session {
	out := make([]interviewer.Session, 0, len(list))
	for _, s := range list {
		out = append(out, s.Session)
	}
	return out
}

// verdict is an outcome in few words, for a line of its own.
func verdict(r rubric.Recommendation) string { return strings.TrimSuffix(r.Words(), " on this rubric") }

// writeJSON writes a value as the commands do: indented, and without anything that a terminal would obey.
func (a *app) writeJSON(v any) error {
	return interviewer.EncodeJSON(a.out, v)
}
