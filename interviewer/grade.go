package interviewer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mockinterview/rubric"
)

// Finish turns what a grader said into a grade: it checks every quote against the candidate's own messages, settles hints, and does the arithmetic.
// steers recognises sentences that address the grader.
func Finish(a Assessment, j Judgement, steers func(string) bool) Grade {
	g := Grade{Status: StatusGraded, Caps: append([]string{}, j.Caps...), Notes: j.Notes, Provenance: j.Provenance, Quotes: j.Quotes}
	g.Provenance.Pack = a.Pack.PackName()
	competencies := a.Pack.Probed(a.Turn.Question)
	g.Provenance.RubricHash = rubric.Hash(competencies, a.Turn.Question.Signals)
	if j.Gate != "" {
		return gated(a, g, competencies, j.Gate)
	}
	check := rubric.NewChecker(a.Turn.Sources(), a.Pack.Foreign(a.Turn.Question, a.Turn.Heard()...), steers)
	said := rubric.SentencesOf(a.Turn.Sources())
	findings := map[string]Finding{}
	for _, f := range j.Findings {
		findings[f.Competency] = f
	}
	var probed []rubric.Probed
	for _, c := range competencies {
		probe := a.Turn.Question.Probes[c.ID]
		f, ok := findings[c.ID]
		if !ok {
			f.Err = errors.New("nothing was said of it")
		}
		if f.Err != nil {
			g.Failures = append(g.Failures, Failure{Competency: c.ID, Reason: f.Err.Error()})
			probed = append(probed, rubric.Probed{Competency: c, Probe: probe, Failed: true})
			continue
		}
		claimed := known(rubric.Applicable(c, a.Turn.Question.Signals), f.Marks)
		marks, given, kept := check.CheckMarks(claimed)
		g.Quotes.Checked += given
		g.Quotes.Verbatim += kept
		if lost := lostAll(claimed, marks); lost {
			g.Caps = append(g.Caps, c.Name+": no quote given for it holds, so nothing counts for it")
		}
		settleHints(a.Turn, marks)
		point(a, c, said, marks)
		score := rubric.Score(c, a.Turn.Question.Signals, marks, a.Level, true)
		g.Competencies = append(g.Competencies, competencyGrade(c, probe, score, f.Summary))
		probed = append(probed, rubric.Probed{Competency: c, Probe: probe, Result: score})
	}
	switch {
	case len(g.Failures) == len(competencies):
		g.Status = failedAs(j.Findings)
	case len(g.Failures) > 0:
		g.Status = StatusPartial
	}
	g.put(rubric.ScoreTurn(probed, a.Turn.HintsUsed >= 3))
	return g
}

// failedAs is the status when every competency failed: what they have in common, or failed.
func failedAs(findings []Finding) GradeStatus {
	all := func(kinds ...error) bool {
		return !slices.ContainsFunc(findings, func(f Finding) bool {
			return !slices.ContainsFunc(kinds, func(k error) bool { return errors.Is(f.Err, k) })
		})
	}
	switch {
	case all(ErrPending, ErrUnauthorized):
		return StatusPending
	case all(ErrUngradable):
		return StatusUngradable
	}
	return StatusFailed
}

// known keeps the marks of signals that apply, the first of each, and gives them their kind.
func known(signals []rubric.Signal, marks []rubric.Mark) []rubric.Mark {
	kinds := map[string]rubric.Kind{}
	for _, s := range signals {
		kinds[s.ID] = s.Kind
	}
	var out []rubric.Mark
	for _, m := range marks {
		if kind := kinds[m.Signal]; kind != "" {
			m.Kind = kind
			out = append(out, m)
			delete(kinds, m.Signal)
		}
	}
	return out
}

// Ungraded is the grade of an answer that a grader could not grade at all.
func Ungraded(a Assessment, p Provenance, err error) Grade {
	g := Grade{Status: StatusPending, Recommendation: rubric.NoDecision, Reason: err.Error(), Provenance: p}
	switch {
	case errors.Is(err, ErrUngradable):
		g.Status = StatusUngradable
	case errors.Is(err, ErrUnusable), errors.Is(err, ErrTooLong):
		g.Status = StatusFailed
	}
	g.Provenance.Pack = a.Pack.PackName()
	g.Provenance.RubricHash = rubric.Hash(a.Pack.Probed(a.Turn.Question), a.Turn.Question.Signals)
	return g
}

func (g *Grade) put(o rubric.Outcome) {
	g.Recommendation = o.Recommendation
	g.Caps = append(g.Caps, o.Caps...)
	if o.Recommendation == rubric.NoDecision {
		return
	}
	score, overall := o.Score, o.Recommendation.Overall()
	g.Score, g.Overall = &score, &overall
}

// gated is the grade of text that is no answer.
func gated(a Assessment, g Grade, competencies []rubric.Competency, why string) Grade {
	g.Reason = why
	for _, c := range competencies {
		marks := rubric.Absents(rubric.Applicable(c, a.Turn.Question.Signals), why)
		g.Competencies = append(g.Competencies, CompetencyGrade{
			ID: c.ID, Level: rubric.LevelNotShown, Exact: 1, Probe: a.Turn.Question.Probes[c.ID], Summary: why, Marks: marks,
		})
	}
	g.put(rubric.Gated(why))
	return g
}

func competencyGrade(c rubric.Competency, probe rubric.Probe, s rubric.CompetencyScore, summary string) CompetencyGrade {
	out := CompetencyGrade{ID: c.ID, Level: s.Level, Exact: s.Score, Probe: probe, Summary: summary, Marks: s.Marks}
	if s.Level != rubric.LevelNotShown {
		score := rubric.Round(s.Score)
		out.Score = &score
	}
	if out.Summary == "" {
		out.Summary = summarise(s)
	}
	return out
}

// summarise says in one sentence what the marks come to.
func summarise(s rubric.CompetencyScore) string {
	var shown, partly, against int
	for _, m := range s.Marks {
		switch {
		case m.Kind == rubric.Weak && m.Verdict != rubric.Absent:
			against++
		case m.Verdict == rubric.Shown:
			shown++
		case m.Verdict == rubric.Partial:
			partly++
		}
	}
	if s.Level == rubric.LevelNotShown {
		return "Nothing in the answer speaks to this."
	}
	parts := []string{fmt.Sprintf("%d shown", shown)}
	if partly > 0 {
		parts = append(parts, fmt.Sprintf("%d in part", partly))
	}
	if against > 0 {
		parts = append(parts, fmt.Sprintf("%d against", against))
	}
	return fmt.Sprintf("%s: %.1f points of the %.1f that make a full pass.", strings.Join(parts, ", "), s.Evidence-s.Against, s.Bar)
}

// lostAll says whether a competency had strong marks and every one of them lost its quotes.
func lostAll(before, after []rubric.Mark) bool {
	had := false
	for i, m := range before {
		if m.Kind != rubric.Strong || m.Verdict == rubric.Absent {
			continue
		}
		had = true
		if after[i].Verdict != rubric.Absent {
			return false
		}
	}
	return had
}

// point gives every strong signal that was not credited the candidate's nearest sentence, where the grader named none.
func point(a Assessment, c rubric.Competency, said rubric.Sentences, marks []rubric.Mark) {
	signals := map[string]rubric.Signal{}
	for _, s := range rubric.Applicable(c, a.Turn.Question.Signals) {
		signals[s.ID] = s
	}
	for i, m := range marks {
		if s := signals[m.Signal]; s.Kind == rubric.Strong && m.Verdict == rubric.Absent && m.Nearest == nil {
			marks[i].Nearest = said.Nearest(s)
		}
	}
}

// settleHints marks the signals that a hint had given away before they were first shown.
func settleHints(t Turn, marks []rubric.Mark) {
	for i, m := range marks {
		if m.Kind != rubric.Strong || len(m.Quotes) == 0 {
			continue
		}
		first := m.Quotes[0].Message
		for _, q := range m.Quotes {
			first = min(first, q.Message)
		}
		marks[i].Hinted = t.GivenBefore(m.Signal, first)
	}
}

// Outcome puts the stored grades of a session together. The competencies are in the order of the rubric.
func (s Session) Outcome() (rubric.Outcome, []rubric.SessionCompetency) {
	var turns []rubric.TurnResult
	for _, t := range s.Turns {
		if t.State == Asked {
			continue
		}
		r := rubric.TurnResult{Skipped: t.State == Skipped}
		if g := t.Grade; g != nil && g.Score != nil {
			r.Graded = true
			for _, cg := range g.Competencies {
				c, ok := s.Pack.Competency(cg.ID)
				if !ok {
					continue
				}
				res := rubric.CompetencyScore{ID: cg.ID, Level: cg.Level, Score: max(cg.Exact, 1)}
				if cg.Exact == 0 && cg.Score != nil { // of a version that kept only what it showed
					res.Score = *cg.Score
				}
				r.Probed = append(r.Probed, rubric.Probed{Competency: c, Probe: cg.Probe, Result: res})
			}
		}
		turns = append(turns, r)
	}
	return rubric.ScoreSession(s.Pack.Rubric, turns, s.Single())
}

// Usage sums what the grades of a session cost, old grades included.
func (s Session) Usage() Usage {
	var u Usage
	for _, t := range s.Turns {
		for _, g := range t.OldGrades {
			u = u.Add(g.Provenance.Usage)
		}
		if t.Grade != nil {
			u = u.Add(t.Grade.Provenance.Usage)
		}
	}
	return u
}
