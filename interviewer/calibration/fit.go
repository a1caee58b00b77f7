package calibration

import (
	"fmt"
	"strconv"

	"mockinterview/interviewer/report"
	"mockinterview/rubric"
	"mockinterview/rubric/agreement"
)

// The least that a shift is learned from.
const (
	fewestFitted  = 15 // answers
	fewestGroups  = 5  // questions
	fitDraws      = 1000
	noShiftNeeded = "no shift brings it nearer to the labels"
)

// Learned is what a run says of shifting the grader's scores towards the labels.
type Learned struct {
	Competencies []LearnedOf `json:"competencies"`
}

// LearnedOf is the shift of one competency. Before and After are how far held-out scores are from the band of their
// label, as the root of the mean square; Gain95 is the interval of what the mean square loses, by question.
type LearnedOf struct {
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	N         int          `json:"n"`
	Questions int          `json:"questions"`
	Shift     rubric.Shift `json:"shift"`
	Before    Num          `json:"before"`
	After     Num          `json:"after"`
	Gain95    Range        `json:"gain_95"`
	Holds     bool         `json:"holds"`
	Why       string       `json:"why,omitempty"` // it does not
}

// Shifts are those that hold, by competency; nil where none does.
func (l Learned) Shifts() map[string]rubric.Shift {
	var out map[string]rubric.Shift
	for _, c := range l.Competencies {
		if c.Holds {
			if out == nil {
				out = map[string]rubric.Shift{}
			}
			out[c.ID] = c.Shift
		}
	}
	return out
}

// Learn fits a shift of points for each competency to the labels, with each question held out in turn, and says which
// of them hold. What the grader did not find at all has no points to shift.
func Learn(run Run) *Learned {
	out := &Learned{Competencies: []LearnedOf{}}
	ids, names := run.Set.competencies()
	for _, id := range ids {
		var scores []float64
		var wanted []agreement.Wanted
		var groups [][]int
		for _, group := range byQuestion(run.Set.Items) {
			var members []int
			for _, i := range group {
				label, r := run.Set.Items[i].Levels[id], run.Results[i][0]
				got, ok := r.Grade.Competency(id)
				if label == "" || !ok || !r.Graded() || got.Level == rubric.LevelNotShown {
					continue
				}
				lo, hi := label.Band()
				members = append(members, len(scores))
				scores, wanted = append(scores, got.Exact), append(wanted, agreement.Wanted{Low: lo, High: hi})
			}
			if len(members) > 0 {
				groups = append(groups, members)
			}
		}
		out.Competencies = append(out.Competencies, learned(id, names[id], scores, wanted, groups))
	}
	return out
}

func learned(id, name string, scores []float64, wanted []agreement.Wanted, groups [][]int) LearnedOf {
	l := LearnedOf{
		ID: id, Name: name, N: len(scores), Questions: len(groups), Before: unknown().Low, After: unknown().Low,
		Gain95: unknown(),
	}
	if l.N < fewestFitted || l.Questions < fewestGroups {
		l.Why = fmt.Sprintf("%s to %s are too few; it takes %d to %d", report.Count(l.N, "answer"),
			report.Count(l.Questions, "question"), fewestFitted, fewestGroups)
		return l
	}
	f := agreement.CrossFit(scores, wanted, groups, fitDraws, bootSeed)
	l.Shift, l.Before, l.After = f.Shift, Num(f.Before), Num(f.After)
	l.Gain95 = Range{Num(f.Gain.Low), Num(f.Gain.High)}
	switch l.Holds = f.Holds(); {
	case l.Holds:
	case f.Shift == rubric.Shift{}:
		l.Why = noShiftNeeded
	default:
		l.Why = "the interval of its gain reaches below zero"
	}
	return l
}

func writeLearned(page *report.Page, r Report) {
	if r.Fit == nil {
		return
	}
	page.Heading(2, "A shift of the scores")
	var rows [][]string
	for _, c := range r.Fit.Competencies {
		verdict := "kept"
		if !c.Holds {
			verdict = "not kept: " + c.Why
		}
		rows = append(rows, []string{
			report.Inline(c.Name), strconv.Itoa(c.N), signed(Num(c.Shift.Low)), signed(Num(c.Shift.High)),
			num(c.Before), num(c.After), span(c.Gain95), verdict,
		})
	}
	page.Table([]string{
		"Competency", "N", "At 1.0", "At 4.0", "Off, held out", "Shifted", "Gain, 95 % by question", "",
	}, 0, rows)
	page.Paragraph("Off is how far a score is from the range of its label, as the root of the mean square, each " +
		"question shifted by what the others say. A shift is kept where all of the interval is gain.")
}
