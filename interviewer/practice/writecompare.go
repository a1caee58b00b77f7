package practice

import (
	"fmt"
	"io"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Compare writes two attempts side by side.
func (wr Writer) Compare(w io.Writer, c Comparison) error {
	d := &doc{}
	title := c.Second.Pack.Title
	if title == "" {
		title = c.Second.Role
	}
	d.p("# %s: two attempts\n", wr.text(title))
	wr.sides(d, c)
	for _, n := range c.Notes {
		d.p("%s\n", wr.text(n))
	}
	wr.pairs(d, c)
	for _, q := range c.Questions {
		wr.question(d, q)
	}
	return d.to(w)
}

// sides says which is which.
func (wr Writer) sides(d *doc, c Comparison) {
	for i, a := range []Attempt{c.First, c.Second} {
		name := []string{"First", "Second"}[i]
		kind := "interview"
		if a.Options.Drill {
			kind = "drill"
		}
		d.p("- %s: `%s`, %s of %s, %s level, %s", name, a.ID, kind, date(a.StartedAt, wr.Now.Location()), a.Level, outcomeWords(a))
	}
	d.p("")
}

func outcomeWords(a Attempt) string {
	if a.Score == nil {
		return rubric.NoDecision.Words()
	}
	return fmt.Sprintf("%s (%.1f of 4)", rubric.Recommend(*a.Score).Words(), *a.Score)
}

func (wr Writer) pairs(d *doc, c Comparison) {
	d.p("| Competency | First | Second | Change |\n|---|---|---|--:|")
	d.p("| Overall | %s | %s | %s |", maybe(c.First.Score), maybe(c.Second.Score), signed(change(c.First.Score, c.Second.Score)))
	side := sideWords
	if wr.brief() {
		side = func(s Side) string { return maybe(s.Score) }
	}
	for _, p := range c.Competencies {
		d.p("| %s | %s | %s | %s |", wr.text(p.Name), side(p.First), side(p.Second), signed(p.Change()))
	}
	d.p("")
}

func maybe(v *float64) string {
	if v == nil {
		return "–"
	}
	return points(*v)
}

func sideWords(s Side) string {
	if s.Score == nil {
		return levelWords(s.Level)
	}
	return levelWords(s.Level) + " " + points(*s.Score)
}

func (wr Writer) question(d *doc, q QuestionPair) {
	d.p("## %s\n", wr.text(q.Title))
	switch {
	case q.First == nil:
		d.p("Only in the second: %s.\n", turnWords(q.Second))
		return
	case q.Second == nil:
		d.p("Only in the first: %s.\n", turnWords(q.First))
		return
	}
	line := fmt.Sprintf("First %s, then %s", turnWords(q.First), turnWords(q.Second))
	if v, ok := q.Change(); ok {
		line += ": " + changeWords(v)
	}
	d.p("%s.\n", line)
	wr.shifts(d, "Better", q.Better)
	wr.shifts(d, "Worse", q.Worse)
	if len(q.Better)+len(q.Worse) == 0 {
		if _, ok := q.Change(); ok {
			d.p("Every signal stands as it stood.\n")
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

func (wr Writer) shifts(d *doc, heading string, all []Shift) {
	if len(all) == 0 {
		return
	}
	d.p("%s:\n", heading)
	for _, s := range all {
		d.p("- **%s %s:** %s", sign(s), moveWords(s), wr.text(s.Sought))
		if s.Quote != "" {
			d.p("  - “%s”", wr.text(interviewer.Clip(s.Quote, 160)))
		}
	}
	d.p("")
}

// sign is the mark that the screen colours: plus where something speaks for the candidate now, minus where it does not any more.
func sign(s Shift) string {
	if (strength(s.To) > strength(s.From)) == (s.Kind == rubric.Strong) {
		return "[+]"
	}
	return "[-]"
}

func moveWords(s Shift) string {
	switch {
	case s.Kind == rubric.Weak && s.To == rubric.Absent:
		return "no longer counts against"
	case s.Kind == rubric.Weak && strength(s.To) < strength(s.From):
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
