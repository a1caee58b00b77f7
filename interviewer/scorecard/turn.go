package scorecard

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// turn writes one question: what was asked, what was said, how it was graded.
func (wr Writer) turn(d *doc, s interviewer.Session, t interviewer.Turn, conversation bool) {
	d.p("## Question %d: %s%s\n", t.N, questionTitle(t.Question), turnOutcome(t))
	if conversation {
		for _, m := range t.Messages {
			message(d, m, spansOf(t, m.N))
		}
		if t.Draft != "" {
			d.p("**You, not submitted yet:**\n\n%s\n", quoteBlock(t.Draft))
		}
	}
	switch {
	case t.State == interviewer.Skipped:
		d.p("Skipped, so there is no grade.\n")
		return
	case t.State == interviewer.Asked:
		d.p("Not answered yet.\n")
		return
	}
	grade(d, s.Pack, t, t.GradeOrPending(s.Pack, s.Grader), wr.command("grade", "--pending"))
}

func questionTitle(q interviewer.Question) string {
	if title := inline(q.Title); title != "" {
		return title
	}
	return inline(q.ID)
}

func turnOutcome(t interviewer.Turn) string {
	switch {
	case t.Grade == nil || t.State == interviewer.Asked: // an answer that was taken back may have left a grade
		return ""
	case t.Grade.Score == nil:
		return ": " + statusWords(t.Grade.Status)
	}
	return fmt.Sprintf(": %s (%.1f of 4)", t.Grade.Recommendation.Words(), *t.Grade.Score)
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

func message(d *doc, m interviewer.Message, marks []span) {
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
	d.p("**%s:**\n\n%s\n", who, quoteLines(highlight(m.Text, marks)))
}

// grade writes a grade. finish is the command that tries again where that may help, or empty.
func grade(d *doc, p interviewer.Pack, t interviewer.Turn, g *interviewer.Grade, finish string) {
	if g == nil {
		return
	}
	if g.Reason != "" {
		d.p("%s: %s\n", gradeWords(*g), sentence(g.Reason))
	}
	if g.Status.Retryable() && finish != "" {
		d.p("`%s` tries again.\n", finish)
	}
	remarks(d, *g)
	if gated(*g) {
		d.p("So nothing could be shown of %s.\n", probedNames(p, *g))
	} else {
		for _, cg := range g.Competencies {
			competency(d, p, t.Question, cg)
		}
	}
	for _, f := range g.Failures {
		d.p("### %s: not graded\n\n%s\n", competencyName(p, f.Competency), sentence(f.Reason))
	}
	if p := g.Provenance; p.Grader != "" && g.Status.Scored() {
		d.p("%s\n", provenanceWords(p))
	}
}

// gated says that the text was no answer at all: then one reason holds for every signal, and listing them would say it over and over.
func gated(g interviewer.Grade) bool { return g.Status == interviewer.StatusGraded && g.Reason != "" }

func gradeWords(g interviewer.Grade) string {
	if gated(g) {
		return "Not taken as an answer"
	}
	return capital(statusWords(g.Status))
}

// remarks are the notes and caps of a grade, without what is said elsewhere.
func remarks(d *doc, g interviewer.Grade) {
	list := false
	for _, n := range g.Notes {
		if n != interviewer.OfflineLimits { // stands below every grade anyway
			d.p("- Note: %s", sentence(n))
			list = true
		}
	}
	for _, c := range g.Caps {
		if c != g.Reason {
			d.p("- What held the score: %s", sentence(c))
			list = true
		}
	}
	if list {
		d.p("")
	}
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
		return inline(c.Name)
	}
	return inline(id)
}

func provenanceWords(p interviewer.Provenance) string {
	against := fmt.Sprintf("against %s (rubric `%s`).", inline(p.Pack), code(p.RubricHash))
	if p.Grader == interviewer.Offline {
		return "Graded " + against + " " + interviewer.OfflineLimits
	}
	s := "Graded by `" + code(p.Model) + "` " + against
	if p.Usage.Calls > 0 {
		s += " " + capital(UsageWords(p.Usage)) + "."
	}
	return s
}

func competency(d *doc, p interviewer.Pack, q interviewer.Question, cg interviewer.CompetencyGrade) {
	level := inline(strings.ReplaceAll(string(cg.Level), "_", " "))
	if cg.Score != nil {
		level += fmt.Sprintf(" %.1f", *cg.Score)
	}
	chief := ""
	if cg.Probe == rubric.Chief {
		chief = ", chief here"
	}
	d.p("### %s: %s%s\n", competencyName(p, cg.ID), level, chief)
	d.p("%s\n", inline(interviewer.OneLine(cg.Summary)+heldBack(p, q, cg)))
	for _, m := range cg.Marks {
		mark(d, m)
	}
	d.p("")
}

// topOfMixed is the highest score of the level, which points that would make a full pass come to where something else holds it back.
const topOfMixed = 3.3

// heldBack explains a competency whose points may well suffice, and that is mixed all the same: rule 3 of the arithmetic asks for more than points.
func heldBack(p interviewer.Pack, q interviewer.Question, cg interviewer.CompetencyGrade) string {
	if cg.Level != rubric.LevelMixed || cg.Score == nil || *cg.Score < topOfMixed {
		return ""
	}
	c, _ := p.Competency(cg.ID)
	weights := weightOf(c, q)
	shown := 0
	for _, m := range cg.Marks {
		switch {
		case m.Verdict != rubric.Shown:
		case m.Kind == rubric.Weak && weights[m.Signal] >= 2:
			return " Not strong whatever the points: no critical weak signal may be shown."
		case m.Kind == rubric.Strong && !m.Hinted:
			shown++
		}
	}
	if shown < 2 {
		return fmt.Sprintf(" Not strong whatever the points: that takes two strong signals fully shown, and here it was %d.", shown)
	}
	return ""
}

func mark(d *doc, m rubric.Mark) {
	sign, word := "[ ]", "not shown"
	switch {
	case m.Kind == rubric.Weak && m.Verdict == rubric.Absent:
		return // nothing held against the candidate needs no line
	case m.Kind == rubric.Weak:
		sign, word = "[-]", "counts against"
	case m.Verdict == rubric.Shown:
		sign, word = "[+]", "shown"
	case m.Verdict == rubric.Partial:
		sign, word = "[~]", "partly shown"
	}
	if m.Hinted {
		word += ", after a hint: counts half"
	} else if m.Prompted && m.Kind == rubric.Strong && m.Verdict != rubric.Absent {
		word += ", when asked"
	}
	if m.Contested {
		word += ", contested"
	}
	d.p("- **%s %s:** %s", sign, word, inline(m.Sought))
	for _, q := range m.Quotes {
		d.p("  - “%s”", inline(q.Text))
	}
	if m.Verdict != rubric.Shown && m.Nearest != nil && len(m.Quotes) == 0 {
		d.p("  - Nearest: “%s”", inline(m.Nearest.Text))
	}
	if m.Reason != "" {
		d.p("  - %s", sentence(m.Reason))
	}
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(r)) + s[n:]
}
