package interviewer

import (
	"strings"

	"mockinterview/rubric"
	"mockinterview/rubric/estimate"
)

// Sums are the sound figures of a question.
func (q Question) Sums() []estimate.Sound {
	out := make([]estimate.Sound, 0, len(q.Estimates))
	for _, e := range q.Estimates {
		out = append(out, estimate.Sound(e))
	}
	return out
}

// sums holds what the candidate said in a turn against the sound figures of its question.
func (t Turn) sums() []estimate.Finding {
	if len(t.Question.Estimates) == 0 {
		return nil
	}
	var said []string
	for _, m := range t.CandidateMessages() {
		said = append(said, m.Text)
	}
	return estimate.Check(t.Question.Sums(), strings.Join(said, "\n\n"))
}

// sumNotes are the findings as notes of a grade.
func sumNotes(findings []estimate.Finding) []string {
	var out []string
	for _, f := range findings {
		out = append(out, f.String())
	}
	return out
}

// halveUnsound makes a strong signal count half whose first quote, on which it rests, holds a figure that lies outside
// the sound ones. It gives nothing: a figure that is right shows no signal by itself.
func halveUnsound(findings []estimate.Finding, marks []rubric.Mark) {
	for i, m := range marks {
		if m.Kind != rubric.Strong || m.Verdict != rubric.Shown {
			continue
		}
		for _, f := range findings {
			if f.Said() && !f.Within && strings.Contains(m.Quotes[0].Text, f.Figure.Text) {
				marks[i].Verdict, marks[i].Reason = rubric.Partial, "Of "+f.String()
			}
		}
	}
}
