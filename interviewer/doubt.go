package interviewer

import (
	"fmt"
	"slices"

	"mockinterview/rubric"
)

// Doubt says why a stored grade cannot be believed, or nil. A grade comes out of Finish or Ungraded in one shape; from
// an archive or a row it may come in any: with a quote that the candidate never typed, with a figure that no arithmetic
// gives, or with a score on what was not graded.
func (g Grade) Doubt(t Turn) error {
	if err := g.doubtOutcome(); err != nil {
		return err
	}
	for _, c := range g.Competencies {
		if c.Score != nil && !possible(*c.Score) || c.Exact != 0 && !possible(c.Exact) ||
			c.Calibrated != nil && !possible(*c.Calibrated) {
			return fmt.Errorf("the score of %.80q is not between 1 and 4", c.ID)
		}
		for _, m := range c.Marks {
			if err := doubtMark(t, m); err != nil {
				return err
			}
		}
	}
	if u := g.Provenance.Usage; min(u.InputTokens, u.CachedTokens, u.OutputTokens, u.ReasoningTokens, u.Calls) < 0 ||
		u.CostUSD < 0 || g.Provenance.LatencyMS < 0 || min(g.Quotes.Checked, g.Quotes.Verbatim) < 0 {
		return fmt.Errorf("it counts less than nothing")
	}
	return nil
}

// doubtOutcome holds status, score and recommendation against one another.
func (g Grade) doubtOutcome() error {
	rec := g.Recommendation
	if rec == "" {
		rec = rubric.NoDecision // as it is written
	}
	switch {
	case g.Score == nil && (g.Overall != nil || rec != rubric.NoDecision):
		return fmt.Errorf("it recommends without a score")
	case g.Score == nil:
		return nil
	case !g.Status.Scored():
		return fmt.Errorf("it is %s, and has a score", g.Status)
	case !possible(*g.Score), g.Calibrated != nil && !possible(*g.Calibrated):
		return fmt.Errorf("its score is not between 1 and 4")
	case rec != rubric.Recommend(*g.Score) || g.Overall == nil || *g.Overall != rec.Overall():
		return fmt.Errorf("its recommendation is not that of its score")
	}
	return nil
}

func doubtMark(t Turn, m rubric.Mark) error {
	if m.Credited() && len(m.Quotes) == 0 {
		return fmt.Errorf("nothing is quoted for %.80q", m.Signal)
	}
	quotes := m.Quotes
	if m.Nearest != nil {
		quotes = append(slices.Clone(quotes), *m.Nearest)
	}
	for _, q := range quotes {
		if !t.typed(q) {
			return fmt.Errorf("what it quotes for %.80q is not in the answer", m.Signal)
		}
	}
	return nil
}

// typed says whether a quote is the piece that it names of one of the candidate's answers. An older grade may quote one
// that was taken back since.
func (t Turn) typed(q rubric.Quote) bool {
	for _, m := range t.Messages {
		if m.N != q.Message || m.From != FromCandidate || m.Kind != KindAnswer {
			continue
		}
		text := []rune(m.Text)
		return q.Text != "" && 0 <= q.Start && q.Start < q.End && q.End <= len(text) &&
			string(text[q.Start:q.End]) == q.Text
	}
	return false
}

// possible says whether a score can be one; nothing that is no number can.
func possible(score float64) bool { return score >= 1 && score <= 4 }

// Believe drops the grades of a turn that cannot be believed, and says of each why. The newest that is left stands.
func (t *Turn) Believe() []error {
	var doubts []error
	var grades []Grade
	all := t.OldGrades
	if t.Grade != nil {
		all = append(slices.Clone(all), *t.Grade)
	}
	for _, g := range all {
		if err := g.Doubt(*t); err != nil {
			doubts = append(doubts, fmt.Errorf("a grade of question %d was left out: %w", t.N, err))
			continue
		}
		grades = append(grades, g)
	}
	if len(doubts) == 0 {
		return nil
	}
	t.Grade, t.OldGrades = nil, nil
	if n := len(grades); n > 0 {
		t.Grade, t.OldGrades = &grades[n-1], grades[:n-1]
	}
	return doubts
}
