package scorecard

import (
	"fmt"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/rubric"
)

// turn writes one question: what was asked, what was said, how it was graded.
func (wr Writer) turn(page *report.Page, s interviewer.Session, t interviewer.Turn) {
	page.Heading(2, "Question %d: %s%s", t.N, questionTitle(t.Question), turnOutcome(t))
	for _, m := range t.Messages {
		message(page, m, spansOf(t, m.N))
	}
	if t.Draft != "" {
		page.Paragraph("**You, not submitted yet:**")
		page.Quote(t.Draft)
	}
	switch {
	case t.State == interviewer.Skipped:
		page.Paragraph("Skipped, so there is no grade.")
		return
	case t.State == interviewer.Asked:
		page.Paragraph("Not answered yet.")
		return
	}
	if words := TurnCheckedWords(s, t); words != "" {
		page.Paragraph("**%s**", words)
	}
	grade(page, s.Pack, t, t.GradeOrPending(s.Pack, s.Grader), wr.command("grade", "--pending"))
	if t.Grade == nil {
		return
	}
	if n := t.Grade.OtherArithmetic(); n > 0 {
		page.Paragraph("Arithmetic %d made this score; today's is arithmetic %d. %s grades it anew.", n,
			rubric.Arithmetic, report.Code(wr.command("grade", s.ID)))
	}
}

func questionTitle(q interviewer.Question) string {
	if title := report.Inline(q.Title); title != "" {
		return title
	}
	return report.Inline(q.ID)
}

func turnOutcome(t interviewer.Turn) string {
	switch {
	case t.Grade == nil || t.State == interviewer.Asked: // an answer that was taken back may have left a grade
		return ""
	case t.Grade.Score == nil:
		return ": " + statusWords(t.Grade.Status)
	}
	return ": " + report.Calibrated(t.Grade.Recommendation, *t.Grade.Score, t.Grade.Calibrated)
}

func statusWords(s interviewer.GradeStatus) string {
	switch s {
	case interviewer.StatusPending:
		return "grade pending"
	case interviewer.StatusFailed:
		return "grading failed"
	case interviewer.StatusUngradable:
		return "could not be graded"
	case interviewer.StatusPartial:
		return "graded in part"
	}
	return "graded"
}

func message(page *report.Page, m interviewer.Message, spans []report.Span) {
	who := "Interviewer"
	if m.From == interviewer.FromCandidate {
		who = "You"
	}
	switch {
	case m.Superseded:
		who += ", taken back"
	case m.Kind == interviewer.KindFollowUp:
		who += ", follow-up"
	case m.Kind == interviewer.KindHint:
		who += ", hint"
	case m.Kind == interviewer.KindClarification && m.From == interviewer.FromCandidate:
		who += ", asking back"
	}
	page.Paragraph("**%s:**", who)
	page.QuoteHighlighted(m.Text, spans)
	if m.Speech != nil {
		page.Paragraph("Spoken: %s.", report.Inline(m.Speech.String()))
	}
}

// grade writes a grade. finish is the command that tries again where that may help, or empty.
func grade(page *report.Page, p interviewer.Pack, t interviewer.Turn, g *interviewer.Grade, finish string) {
	if g == nil {
		return
	}
	if g.Reason != "" {
		page.Paragraph("%s: %s", gradeWords(*g), report.Sentence(g.Reason))
	}
	if g.Status.Retryable() && finish != "" {
		page.Paragraph("%s tries again.", report.Code(finish))
	}
	page.Items(remarks(*g))
	if g.Gated() {
		page.Paragraph("So nothing could be shown of %s.", probedNames(p, *g))
	} else {
		named := passages{}
		for _, cg := range g.Competencies {
			competency(page, p, t.Question, cg, named)
		}
	}
	for _, f := range g.Failures {
		page.Heading(3, "%s: not graded", competencyName(p, f.Competency))
		page.Paragraph("%s", report.Sentence(f.Reason))
	}
	if by := g.Provenance; by.Grader != "" && g.Status.Scored() {
		page.Paragraph("%s", provenanceWords(by))
	}
}

func gradeWords(g interviewer.Grade) string {
	if g.Gated() {
		return "Not taken as an answer"
	}
	return report.Capital(statusWords(g.Status))
}

// remarks are the notes and caps of a grade that the page does not say elsewhere.
func remarks(g interviewer.Grade) []string {
	var out []string
	for _, n := range g.Notes {
		if n != interviewer.OfflineLimits {
			out = append(out, "Note: "+report.Sentence(n))
		}
	}
	caps := slices.DeleteFunc(slices.Clone(g.Caps), func(c string) bool { return c == g.Reason })
	return append(out, made(g.Sum, caps)...)
}

func probedNames(p interviewer.Pack, g interviewer.Grade) string {
	var names []string
	for _, cg := range g.Competencies {
		names = append(names, competencyName(p, cg.ID))
	}
	return strings.Join(names, ", ")
}

// competencyName is the escaped name of a competency, or its id where the pack does not know it.
func competencyName(p interviewer.Pack, id string) string {
	if c, ok := p.Competency(id); ok {
		return report.Inline(c.Name)
	}
	return report.Inline(id)
}

func provenanceWords(p interviewer.Provenance) string {
	against := fmt.Sprintf("against %s (rubric %s).", report.Inline(p.Pack), report.Code(p.RubricHash))
	if p.Grader == interviewer.Offline {
		return "Graded " + against + " " + interviewer.OfflineLimits
	}
	s := "Graded by " + report.Code(p.Model) + " " + against
	if p.Grader == interviewer.Agent {
		s = "Marked by the agent " + report.Code(p.Model) + " " + against
	}
	if p.Usage.Calls > 0 {
		s += " " + report.Capital(UsageWords(p.Usage)) + "."
	}
	return s
}

// competency writes what an answer showed of a competency. named are the passages that were named as nearest to
// something: once is enough.
func competency(page *report.Page, p interviewer.Pack, q interviewer.Question, cg interviewer.CompetencyGrade,
	named passages,
) {
	level := report.Inline(report.Label(cg.Level))
	if cg.Score != nil {
		level += " " + report.Scored(*cg.Score, cg.Calibrated)
	}
	chief := ""
	if cg.Probe == rubric.Chief {
		chief = ", chief here"
	}
	page.Heading(3, "%s: %s%s", competencyName(p, cg.ID), level, chief)
	page.Paragraph("%s", report.Inline(cg.Summary+heldBack(p, q, cg)))
	for _, m := range cg.Marks {
		if m.Nearest != nil && !named.first(m.Nearest.Text) {
			m.Nearest = nil
		}
		mark(page, m)
	}
	page.Gap()
}

// passages are those that were named.
type passages map[string]bool

// first says whether a passage is named for the first time, whatever ends it.
func (p passages) first(text string) bool {
	text = strings.TrimRight(text, ".!?,;: ")
	before := p[text]
	p[text] = true
	return !before
}

// heldBack explains a competency that is mixed although its points may suffice: strong asks for more than points.
func heldBack(p interviewer.Pack, q interviewer.Question, cg interviewer.CompetencyGrade) string {
	if cg.Level != rubric.LevelMixed || cg.Score == nil || *cg.Score < rubric.StrongHire.Below() {
		return ""
	}
	c, _ := p.Competency(cg.ID)
	shown := 0
	for _, m := range cg.Marks {
		if m.Kind == rubric.Strong && m.Full() {
			shown++
		}
	}
	switch {
	case cg.Critical:
		return " Not strong whatever the points: no critical weak signal may be shown."
	case shown < rubric.FullyShown: // two, as the sentence says
		return fmt.Sprintf(" Not strong whatever the points: that takes two strong signals fully shown, "+
			"and here it was %d.", shown)
	}
	if lacks := c.Lacks(rubric.Applicable(c, q.Signals), cg.Marks); len(lacks) > 0 {
		var texts []string
		for _, s := range lacks {
			texts = append(texts, "“"+strings.TrimRight(s.Text, ".")+"”")
		}
		return fmt.Sprintf(" Not strong whatever the points: that takes %s, fully shown.", strings.Join(texts, " or "))
	}
	return ""
}

func mark(page *report.Page, m rubric.Mark) {
	if m.Kind == rubric.Weak && m.Verdict == rubric.Absent {
		return // nothing held against the candidate needs no line
	}
	word := markWord(m)
	page.Line("- **%s %s:** %s", report.Sign(m.Kind, m.Verdict), word, report.Inline(m.Sought))
	for _, q := range m.Quotes {
		page.Line("  - “%s”", report.Inline(q.Text))
	}
	if m.Verdict != rubric.Shown && m.Nearest != nil && len(m.Quotes) == 0 {
		page.Line("  - Nearest: “%s”", report.Inline(m.Nearest.Text))
	}
	if m.Reason != "" && m.Reason != word+"." { // which would say it twice
		page.Line("  - %s", report.Sentence(m.Reason))
	}
}

// markWord says what became of a signal. What was not found may still have been said.
func markWord(m rubric.Mark) string {
	word := "I did not find this"
	switch {
	case m.Unmarked:
		return "not graded"
	case m.Kind == rubric.Weak:
		word = "counts against"
	case m.Verdict == rubric.Shown:
		word = "shown"
	case m.Verdict == rubric.Partial:
		word = "partly shown"
	}
	if m.Hinted {
		word += ", after a hint: counts half"
	} else if m.Prompted && m.Credited() {
		word += ", when asked"
	}
	switch {
	case len(m.Votes) > 0 && m.Contested:
		word += fmt.Sprintf(", %d of %d judges", m.Agreeing(), len(m.Votes))
	case m.Contested: // by judges that the grade does not name
		word += ", contested"
	}
	return word
}
