package practice

import (
	"fmt"
	"io"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/rubric"
)

// Compare writes two attempts side by side.
func (wr Writer) Compare(w io.Writer, c Comparison) error {
	page := report.NewPage(interviewer.Visible)
	title := c.Second.Pack.Title
	if title == "" {
		title = c.Second.Role
	}
	page.Heading(1, "%s: two attempts", report.Inline(title))
	wr.sides(page, c)
	for _, n := range c.Notes {
		page.Paragraph("%s", report.Inline(n))
	}
	wr.pairs(page, c)
	for _, q := range c.Questions {
		wr.question(page, q)
	}
	return page.To(w)
}

// Again writes two answers to one question side by side.
func (wr Writer) Again(w io.Writer, q QuestionPair) error {
	page := report.NewPage(interviewer.Visible)
	wr.question(page, q)
	return page.To(w)
}

// sides says which is which.
func (wr Writer) sides(page *report.Page, c Comparison) {
	for i, a := range []Attempt{c.First, c.Second} {
		name := []string{"First", "Second"}[i]
		kind := "interview"
		if a.Options.Drill {
			kind = "drill"
		}
		page.Line("- %s: %s, %s of %s, %s level, %s", name, report.Code(a.ID), kind,
			date(a.StartedAt, wr.Now.Location()), report.Inline(string(a.Level)), outcomeWords(a))
	}
	page.Gap()
}

func outcomeWords(a Attempt) string {
	if a.Score == nil {
		return report.Outcome(rubric.NoDecision, 0)
	}
	return report.Outcome(rubric.Recommend(*a.Score), *a.Score)
}

func (wr Writer) pairs(page *report.Page, c Comparison) {
	side := sideWords
	if wr.brief() {
		side = func(s Side) string { return maybe(s.Score) }
	}
	rows := [][]string{{
		"Overall", maybe(c.First.Score), maybe(c.Second.Score), signed(change(c.First.Score, c.Second.Score)),
	}}
	for _, p := range c.Competencies {
		rows = append(rows, []string{report.Inline(p.Name), side(p.First), side(p.Second), signed(p.Change())})
	}
	page.Table([]string{"Competency", "First", "Second", "Change"}, 1, rows)
}

func maybe(v *float64) string {
	if v == nil {
		return "–"
	}
	return points(*v)
}

func sideWords(s Side) string {
	if s.Score == nil {
		return report.Label(s.Level)
	}
	return report.Label(s.Level) + " " + points(*s.Score)
}

func (wr Writer) question(page *report.Page, q QuestionPair) {
	page.Heading(2, "%s", report.Inline(q.Title))
	switch {
	case q.First == nil:
		page.Paragraph("Only in the second: %s.", turnWords(q.Second))
		return
	case q.Second == nil:
		page.Paragraph("Only in the first: %s.", turnWords(q.First))
		return
	}
	line := fmt.Sprintf("First %s, then %s", turnWords(q.First), turnWords(q.Second))
	if v, ok := q.Change(); ok {
		line += ": " + changeWords(v)
	}
	page.Paragraph("%s.", line)
	wr.shifts(page, "Better", q.Better)
	wr.shifts(page, "Worse", q.Worse)
	if len(q.Better)+len(q.Worse) == 0 {
		if _, ok := q.Change(); ok {
			page.Paragraph("Every signal stands as it stood.")
		}
	}
}

func changeWords(v float64) string {
	switch {
	case v > 0:
		return fmt.Sprintf("up %.1f", v)
	case v < 0:
		return fmt.Sprintf("down %.1f", -v)
	}
	return "no change"
}

// turnWords is how one answer came out.
func turnWords(t *interviewer.Turn) string {
	if s := ScoreOf(t); s != nil {
		return points(*s) + " of 4"
	}
	switch {
	case t.State == interviewer.Skipped:
		return "skipped"
	case t.State == interviewer.Asked:
		return "not answered"
	case t.Unfinished():
		return "not graded yet"
	}
	return "without a score"
}

func (wr Writer) shifts(page *report.Page, heading string, all []Shift) {
	if len(all) == 0 {
		return
	}
	page.Paragraph("%s:", heading)
	for _, s := range all {
		page.Line("- **%s %s:** %s", sign(s), moveWords(s), report.Inline(s.Sought))
		if s.Quote != "" {
			page.Line("  - “%s”", report.Inline(interviewer.Clip(s.Quote, 160)))
		}
	}
	page.Gap()
}

// sign is the mark that the screen colours: plus where something speaks for the candidate now, minus where it does not
// any more.
func sign(s Shift) string {
	if s.better() {
		return "[+]"
	}
	return "[-]"
}

func moveWords(s Shift) string {
	switch {
	case s.Kind == rubric.Weak && s.To == rubric.Absent:
		return "no longer counts against"
	case s.Kind == rubric.Weak && !s.more():
		return "counts less against"
	case s.Kind == rubric.Weak:
		return "now counts against"
	case s.To == rubric.Shown:
		return "now shown"
	case s.To == rubric.Partial && s.From == rubric.Absent:
		return "now partly shown"
	case s.To == rubric.Partial:
		return "only partly shown now"
	}
	return "not shown any more"
}
