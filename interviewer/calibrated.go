package interviewer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"mockinterview/rubric"
)

// Fit is what calibrate learned of a grader from labelled answers: a shift of the scores of some competencies. It holds
// for the model, the way of asking and the rubric that it was learned with, and for no other.
type Fit struct {
	Grader  GraderInfo              `json:"grader"`
	Asking  string                  `json:"asking"` // names prompts and ways of asking
	Role    string                  `json:"role"`
	Rubric  string                  `json:"rubric"` // names the rubric of the role's pack
	Shifts  map[string]rubric.Shift `json:"shifts"` // by competency
	Dataset string                  `json:"dataset"`
	Answers int                     `json:"answers"` // that were graded
	At      time.Time               `json:"at"`
}

// RubricHash names all that answers to the pack's questions are held against: signals and examples, what is probed, and
// claims. A question in other words, as for an advertisement, is held against the same.
func (p Pack) RubricHash() string {
	var signals []rubric.Signal
	type against struct {
		Probes map[string]rubric.Probe
		Truths []string
		Wrong  []WrongClaim
	}
	var questions []against
	for _, q := range p.Questions {
		signals = append(signals, q.Signals...)
		questions = append(questions, against{q.Probes, q.Truths, q.WrongClaims})
	}
	b, err := json.Marshal(questions)
	if err != nil { // only unmarshalable types can fail, and there are none
		panic(err)
	}
	sum := sha256.Sum256(append(b, rubric.Hash(p.Rubric, signals)...))
	return hex.EncodeToString(sum[:8])
}

// differs says in what a fit differs from what grades now; empty where it holds.
func (f Fit) differs(g GraderInfo, asking string, p Pack) string {
	switch {
	case f.Grader != g && f.Grader.Kind == Offline:
		return "of the offline grader"
	case f.Grader != g:
		return "with " + f.Grader.Model
	case f.Asking != asking:
		return "with other prompts or settings"
	case f.Rubric != p.RubricHash():
		return "with another version of the rubric"
	}
	return ""
}

// Calibrated is a grader whose scores are also shown as calibrate learned to shift them.
type Calibrated struct {
	Grader
	// Asking names the prompts and the way of asking, as it was named when a fit was learned.
	Asking string
	Fits   []Fit
}

// Grade marks an answer, and says by what its scores are to be shifted, or why they are not.
func (c Calibrated) Grade(ctx context.Context, a Assessment) (Judgement, error) {
	j, err := c.Grader.Grade(ctx, a)
	if err != nil {
		return j, err
	}
	why := ""
	for _, f := range c.Fits {
		if f.Role != a.Pack.ID {
			continue
		}
		differs := f.differs(c.Info(), c.Asking, a.Pack)
		if differs == "" {
			j.Shifts = f.Shifts
			return j, nil
		}
		if f.Grader == c.Info() || why == "" {
			why = differs
		}
	}
	if why != "" {
		j.Notes = append(slices.Clone(j.Notes), fmt.Sprintf("a calibration for this role was learned %s, so it is not "+
			"applied", why))
	}
	return j, nil
}

// calibrate works out the score after shifts.
func (g *Grade) calibrate(probed []rubric.Probed, thirdHint bool, shifts map[string]rubric.Shift) {
	if shifts == nil || g.Score == nil {
		return
	}
	shifted := slices.Clone(probed)
	for i, p := range shifted {
		s, learned := shifts[p.Competency.ID]
		if !learned {
			continue
		}
		shifted[i] = p.Shifted(s.Apply(p.Result.Score))
		at := slices.IndexFunc(g.Competencies, func(c CompetencyGrade) bool { return c.ID == p.Competency.ID })
		if at >= 0 && g.Competencies[at].Score != nil {
			score := shifted[i].Result.Score
			g.Competencies[at].Calibrated = &score
		}
	}
	score := rubric.ScoreTurn(shifted, thirdHint).Score
	g.Calibrated = &score
}

// CalibratedScore is the score of the session after what calibrate learned; nil where some of its grades were made
// without.
func (s Session) CalibratedScore() *float64 {
	turns := s.results()
	at := 0
	for _, t := range s.Turns {
		if t.State == Asked {
			continue
		}
		r := &turns[at]
		at++
		if !r.Graded {
			continue
		}
		if t.Grade.Calibrated == nil {
			return nil
		}
		r.Outcome.Score, r.Outcome.Sum = *t.Grade.Calibrated, ""
		for i, p := range r.Probed {
			if c, _ := t.Grade.Competency(p.Competency.ID); c.Calibrated != nil {
				r.Probed[i] = p.Shifted(*c.Calibrated)
			}
		}
	}
	o, _ := rubric.ScoreSession(s.Pack.Rubric, turns, s.Single())
	if o.Recommendation == rubric.NoDecision {
		return nil
	}
	return &o.Score
}

// Competencies names those that a fit shifts, in order.
func (f Fit) Competencies() []string { return slices.Sorted(maps.Keys(f.Shifts)) }
