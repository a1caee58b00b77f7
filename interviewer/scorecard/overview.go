package scorecard

import (
	"fmt"
	"io"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/rubric"
)

// Overview writes a session on one page: the outcome, a line a question, and three things to do next.
func (wr Writer) Overview(w io.Writer, s interviewer.Session) error {
	page := report.NewPage(interviewer.Visible)
	c := New(s)
	page.Heading(1, "%s: %s", report.Inline(s.Pack.Title), cardOutcome(c))
	page.Paragraph("Session %s, %s level, %s, %s.", report.Code(s.ID), report.Inline(string(s.Level)), stateWords(s),
		timeWords(s.StartedAt))
	if words := CheckedWords(s); words != "" {
		page.Paragraph("**%s**", words)
	}
	questions(page, s)
	page.Items(made(c.Outcome.Sum, c.Outcome.Caps))
	speech(page, s)
	page.Heading(2, "Next")
	for _, step := range wr.next(s, c) {
		page.Paragraph("%s", step.text)
		page.Code(step.command)
	}
	return page.To(w)
}

// Question writes one question of a session in full.
func (wr Writer) Question(w io.Writer, s interviewer.Session, t interviewer.Turn) error {
	page := report.NewPage(interviewer.Visible)
	wr.turn(page, s, t)
	return page.To(w)
}

// questions writes a line a question: its title, its score, the level of each competency and the time it took.
func questions(page *report.Page, s interviewer.Session) {
	var rows [][]string
	for _, t := range s.Turns {
		rows = append(rows, []string{fmt.Sprint(t.N), questionTitle(t.Question), scoreCell(t), levelsCell(s.Pack, t),
			fmt.Sprintf("%d:%02d", t.Seconds/60, t.Seconds%60)})
	}
	page.Table([]string{"#", "Question", "Score", "Levels", "Time"}, 1, rows)
}

func scoreCell(t interviewer.Turn) string {
	switch {
	case t.State == interviewer.Skipped:
		return "skipped"
	case t.State == interviewer.Asked:
		return "open"
	case t.Grade == nil:
		return "pending"
	case t.Grade.Score == nil:
		return statusWords(t.Grade.Status)
	}
	return report.Scored(*t.Grade.Score, t.Grade.Calibrated)
}

// levelsCell says what an answer attained, the best first, so that a line holds every competency on a narrow screen.
func levelsCell(p interviewer.Pack, t interviewer.Turn) string {
	if t.Grade == nil || t.State != interviewer.Answered {
		return "–"
	}
	var out []string
	for _, level := range rubric.Levels() {
		var names []string
		for _, cg := range t.Grade.Competencies {
			if cg.Level == level {
				names = append(names, competencyName(p, cg.ID))
			}
		}
		if len(names) > 0 {
			out = append(out, report.Label(level)+": "+strings.ToLower(strings.Join(names, ", ")))
		}
	}
	if len(out) == 0 {
		return "–"
	}
	return strings.Join(out, "; ")
}

// step is a thing to do, and the command that does it.
type step struct{ text, command string }

// next are the things to do next, three at most: the grades that are not there yet, the gap, the marks to check, and
// the weakest answer to read.
func (wr Writer) next(s interviewer.Session, c Card) []step {
	var out []step
	if c.Pending > 0 {
		out = append(out, step{"Finish the grades:", wr.command("grade", "--pending")})
	}
	p := c.Practise
	if p != nil {
		out = append(out, step{
			fmt.Sprintf("Practise question %d, %s. %s %s", p.Turn, questionTitle(p.Question), p.found(),
				report.Inline(p.Add.Text)),
			wr.command("retry", s.ID),
		})
	}
	if judged, all := s.CheckCount(); judged < all {
		out = append(out, step{
			fmt.Sprintf("Check the marks yourself, %d of %d done:", judged, all), wr.command("check", s.ID),
		})
	}
	if p != nil {
		out = append(out, step{"Read that question in full, or everything with --all:",
			wr.command("show", s.ID, fmt.Sprint(p.Turn))})
	} else {
		out = append(out, step{"Read everything:", wr.command("show", s.ID, "--all")})
	}
	return out[:min(len(out), 3)]
}

// briefMarks is how many marks a candidate is shown while the interview goes on.
const briefMarks = 8

// brief writes what an answer came to in a few lines: what was shown, what stands against it, then what is missing, the
// easiest to add first. Nothing of the arithmetic is in it.
func (wr Writer) brief(page *report.Page, s interviewer.Session, t interviewer.Turn) {
	page.Heading(2, "Question %d: %s%s", t.N, questionTitle(t.Question), turnOutcome(t))
	g := t.GradeOrPending(s.Pack, s.Grader)
	if g == nil {
		return
	}
	if g.Reason != "" {
		page.Paragraph("%s: %s", gradeWords(*g), report.Sentence(g.Reason))
	}
	if g.Gated() || !g.Status.Scored() {
		return
	}
	marks := telling(*g)
	for _, m := range marks[:min(len(marks), briefMarks)] {
		said := ""
		switch {
		case len(m.Quotes) > 0:
			said = briefQuote("", m.Quotes[0])
		case m.Nearest != nil:
			said = briefQuote(" Nearest:", *m.Nearest)
		}
		page.Line("- **%s %s:** %s%s", report.Sign(m.Kind, m.Verdict), markWord(m), report.Inline(m.Sought), said)
	}
	page.Gap()
	page.Paragraph("All of it, with the reasons: %s", report.Code(wr.command("show", s.ID, fmt.Sprint(t.N))))
}

// briefQuote is the beginning of what the candidate said, after a word that says what it is.
func briefQuote(word string, q rubric.Quote) string {
	return word + " “" + report.Inline(interviewer.Clip(q.Text, 60)) + "”"
}

// telling are the marks that tell a candidate most: at most three that were shown and two that stand against the
// answer, then what is missing: what was half said, then what the answer came near to, then the rest.
func telling(g interviewer.Grade) []rubric.Mark {
	var shown, against, half, near, far []rubric.Mark
	for _, c := range g.Competencies {
		for _, m := range c.Marks {
			switch {
			case m.Kind == rubric.Weak && m.Verdict != rubric.Absent && len(m.Quotes) > 0:
				against = append(against, m)
			case m.Kind == rubric.Weak, m.Unmarked:
			case m.Verdict == rubric.Shown:
				shown = append(shown, m)
			case m.Verdict == rubric.Partial:
				half = append(half, m)
			case m.Nearest != nil:
				near = append(near, m)
			default:
				far = append(far, m)
			}
		}
	}
	out := append(shown[:min(3, len(shown)):len(shown)], against[:min(2, len(against))]...)
	named := passages{} // one that comes near to several things is named once
	for _, m := range append(append(half, near...), far...) {
		if m.Nearest != nil && !named.first(m.Nearest.Text) {
			m.Nearest = nil
		}
		out = append(out, m)
	}
	return out
}
