// Package scorecard writes a session down: as Markdown for people, as HTML for a browser, as JSON for programs.
//
// A Card is what the stored grades of a session come to: the outcome, each competency with the words that earned it and
// what was missing, and one thing to practise next. Everything a candidate typed, a model said or a pack holds is
// escaped, so that it stays text.
package scorecard

import (
	"cmp"
	"slices"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Card is the scorecard of a session.
type Card struct {
	Outcome      rubric.Outcome
	Calibrated   *float64 // the score after what calibrate learned; nil where some grade was made without
	Competencies []Row
	Best         *Evidence // of all the session
	Practise     *Practice
	Pending      int // answers without a final grade
	Skipped      int // questions
	Asked        int // questions, whatever became of them
	Usage        interviewer.Usage
}

// Row is one competency over the session.
type Row struct {
	Competency rubric.Competency
	// Graded says that a graded answer was asked for the competency; otherwise Why says in words why there is no level.
	Graded  bool
	Why     string
	Level   rubric.Level
	Score   float64 // 0 where not shown
	Best    *Evidence
	Missing []rubric.Signal // sought and not fully shown anywhere in the session, the heaviest first
}

// Evidence is a quote with the question it was said in.
type Evidence struct {
	Turn  int
	Quote rubric.Quote
	Shows string // what was sought
	rank  int
}

// Practice is the one thing to practise next.
type Practice struct {
	Turn       int
	Question   interviewer.Question
	Competency rubric.Competency
	Clause     string // the candidate's own, may be empty
	Add        rubric.Signal
	Partly     bool // the answer has part of it
}

// New works out the card of a session from its stored grades.
func New(s interviewer.Session) Card {
	outcome, competencies := s.Outcome()
	c := Card{Outcome: outcome, Calibrated: s.CalibratedScore(), Usage: s.Usage(), Asked: len(s.Turns)}
	for _, t := range s.Turns {
		if t.Unfinished() {
			c.Pending++
		}
		if t.State == interviewer.Skipped {
			c.Skipped++
		}
	}
	for i, sc := range competencies {
		comp := s.Pack.Rubric[i]
		why := ungraded(s, comp.ID)
		c.Competencies = append(c.Competencies, Row{
			Graded: why == "", Why: why,
			Competency: comp, Level: sc.Level, Score: sc.Score,
			Best: best(s, comp), Missing: missing(s, comp),
		})
	}
	for _, r := range c.Competencies {
		if r.Best != nil && (c.Best == nil || r.Best.rank > c.Best.rank) {
			c.Best = r.Best
		}
	}
	c.Practise = practise(s, c.Competencies)
	return c
}

// ungraded says why a competency has no level, or nothing where a graded answer was asked for it.
func ungraded(s interviewer.Session, id string) string {
	why := "not asked"
	for _, t := range s.Turns {
		if t.Question.Probes[id] == "" {
			continue
		}
		if g := t.Grade; t.State != interviewer.Asked && g != nil && g.Score != nil {
			if _, ok := g.Competency(id); ok {
				return ""
			}
		}
		switch {
		case t.Unfinished():
			why = "not graded yet"
		case t.State == interviewer.Answered && why != "not graded yet":
			why = "not graded" // refused, say: no later try will change it
		case t.State != interviewer.Answered && why == "not asked":
			why = "not answered"
		}
	}
	return why
}

// best is the evidence of the heaviest strong signal shown, unprompted before prompted, the longer quote first.
func best(s interviewer.Session, c rubric.Competency) *Evidence {
	var all []Evidence
	for _, t := range s.Turns {
		if t.Grade == nil {
			continue
		}
		g, _ := t.Grade.Competency(c.ID)
		weights := weightOf(c, t.Question)
		for _, m := range g.Marks {
			if !m.Credited() || len(m.Quotes) == 0 {
				continue
			}
			rank := weights[m.Signal] * 4
			if m.Verdict == rubric.Shown {
				rank += 20
			}
			if !m.Quotes[0].Prompted {
				rank++
			}
			all = append(all, Evidence{t.N, m.Quotes[0], m.Sought, rank})
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b Evidence) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(len(b.Quote.Text), len(a.Quote.Text)))
	})
	return &all[0]
}

func weightOf(c rubric.Competency, q interviewer.Question) map[string]int {
	out := map[string]int{}
	for _, s := range rubric.Applicable(c, q.Signals) {
		out[s.ID] = s.Weight
	}
	return out
}

// missing are the strong signals that no graded turn fully showed, the heaviest first, the question's own before the
// general ones.
func missing(s interviewer.Session, c rubric.Competency) []rubric.Signal {
	shown := map[string]bool{}
	var sought []rubric.Signal
	seen := map[string]bool{}
	for _, t := range s.Turns {
		if t.Grade == nil || !t.Grade.Status.Scored() {
			continue
		}
		g, ok := t.Grade.Competency(c.ID)
		if !ok {
			continue
		}
		for _, m := range g.Marks {
			shown[m.Signal] = shown[m.Signal] || m.Verdict == rubric.Shown
		}
		for _, sig := range rubric.Missing(rubric.Applicable(c, t.Question.Signals), g.Marks) {
			if !seen[sig.ID] {
				seen[sig.ID] = true
				sought = append(sought, sig)
			}
		}
	}
	sought = slices.DeleteFunc(sought, func(x rubric.Signal) bool { return shown[x.ID] })
	slices.SortStableFunc(sought, func(a, b rubric.Signal) int { return cmp.Compare(b.Weight, a.Weight) })
	return sought
}

// practise picks the gap of the weakest question: of what was missed there and shown nowhere, the signal that weighs
// most over all the answers that missed it. The candidate's clause that came nearest goes with it.
func practise(s interviewer.Session, rows []Row) *Practice {
	missed := map[string]int{} // the weight of a signal over the answers that missed it
	gaps := map[int][]Practice{}
	var turns []interviewer.Turn
	for i, t := range s.Turns {
		if t.Grade == nil || t.Grade.Score == nil || t.State != interviewer.Answered ||
			answeredAgain(s.Turns[i+1:], t) {
			continue
		}
		turns = append(turns, t)
		for _, row := range rows {
			g, ok := t.Grade.Competency(row.Competency.ID)
			if !ok {
				continue
			}
			for _, sig := range rubric.Missing(rubric.Applicable(row.Competency, t.Question.Signals), g.Marks) {
				if !slices.ContainsFunc(row.Missing, func(x rubric.Signal) bool { return x.ID == sig.ID }) {
					continue
				}
				weight := sig.Weight * row.Competency.Weight
				if g.Probe == rubric.Chief {
					weight *= 2
				}
				missed[sig.ID] += weight
				clause, partly := nearest(g, sig.ID)
				gaps[t.N] = append(gaps[t.N], Practice{Turn: t.N, Question: t.Question, Competency: row.Competency,
					Add: sig, Clause: clause, Partly: partly})
			}
		}
	}
	slices.SortStableFunc(turns, func(a, b interviewer.Turn) int { return cmp.Compare(*a.Grade.Score, *b.Grade.Score) })
	for _, t := range turns {
		of := gaps[t.N]
		slices.SortStableFunc(of, func(a, b Practice) int { return cmp.Compare(missed[b.Add.ID], missed[a.Add.ID]) })
		if len(of) > 0 {
			return &of[0]
		}
	}
	return nil
}

// answeredAgain says whether one of the later turns has a better answer to the question of a turn.
func answeredAgain(later []interviewer.Turn, t interviewer.Turn) bool {
	return slices.ContainsFunc(later, func(l interviewer.Turn) bool {
		return l.Question.ID == t.Question.ID && l.State == interviewer.Answered && l.Grade != nil &&
			l.Grade.Score != nil && *l.Grade.Score >= *t.Grade.Score
	})
}

// nearest is the clause that shows part of a signal or comes nearest to it.
func nearest(g interviewer.CompetencyGrade, signal string) (clause string, partly bool) {
	for _, m := range g.Marks {
		switch {
		case m.Signal != signal:
		case len(m.Quotes) > 0:
			return m.Quotes[0].Text, true
		case m.Nearest != nil:
			return m.Nearest.Text, false
		}
	}
	return "", false
}
