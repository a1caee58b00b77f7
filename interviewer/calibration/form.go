package calibration

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// formLine is one line of the form that a mentor fills in. Fields which Read does not know tell the mentor what to do.
type formLine struct {
	ID       string           `json:"id"`
	Role     string           `json:"role"`
	Level    rubric.Seniority `json:"level"`
	Question string           `json:"question"`
	Asked    string           `json:"asked"`
	Answer   string           `json:"answer"`
	Levels   levelsInOrder    `json:"levels"`
	Overall  *int             `json:"overall"`
	Marks    map[string]label `json:"marks,omitzero"`
	HowTo    string           `json:"how_to"`
}

// label is a mark as Read reads it.
type label struct {
	Verdict  rubric.Verdict `json:"v"`
	Evidence []string       `json:"e"`
}

// levelsInOrder is an object whose keys keep the order of the rubric.
type levelsInOrder []levelOf

// levelOf is the label of a competency; none is still to be filled in.
type levelOf struct {
	competency string
	level      rubric.Level
}

// MarshalJSON writes {"id":"", …}.
func (l levelsInOrder) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, of := range l {
		if i > 0 {
			out = append(out, ',')
		}
		key, err := json.Marshal(of.competency)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(of.level)
		if err != nil {
			return nil, err
		}
		out = append(append(append(out, key...), ':'), value...)
	}
	return append(out, '}'), nil
}

// howTo tells a mentor how to fill in the form.
func howTo() string {
	var overalls []string
	for _, r := range rubric.Recommendations() {
		overalls = append(overalls, fmt.Sprintf("%d %s", r.Overall(), r.Side()))
	}
	overalls[0] += " the bar"
	return "levels: strong, mixed, weak or not_shown for each; overall: " + strings.Join(overalls, ", ")
}

// Labels writes the answers of a session as a labelled set without the grader's grades: JSON lines, one for each
// answered question, with everything that was answered to it. It is a form for somebody to fill in, but for what the
// candidate has checked: a competency of which every mark was judged has its level, and an answer all of whose marks
// were judged has its overall and its marks, too. What was checked in part says nothing, as the rest would be the
// grader's.
func Labels(w io.Writer, s interviewer.Session) error {
	enc := json.NewEncoder(interviewer.VisibleJSON{W: w}) // which writes a line at a time
	enc.SetEscapeHTML(false)
	for _, t := range s.Turns {
		if t.State != interviewer.Answered {
			continue
		}
		b := formLine{
			ID: s.ID + "/" + t.Question.ID, Role: s.Role, Level: s.Level, Question: t.Question.ID,
			Asked: t.Question.Text, Answer: t.AnswerText(),
			Levels: levelsInOrder{}, HowTo: howTo(),
		}
		for _, c := range s.Pack.Probed(t.Question) {
			b.Levels = append(b.Levels, levelOf{competency: c.ID})
		}
		b.fill(s, t)
		if err := enc.Encode(b); err != nil {
			return err
		}
	}
	return nil
}

// fill labels a line with the candidate's checks, as far as they go.
func (b *formLine) fill(s interviewer.Session, t interviewer.Turn) {
	checked, ok := s.CheckedGrade(t)
	if !ok || checked.Status != interviewer.StatusGraded {
		return
	}
	open := map[string]bool{}
	marks := map[string]label{}
	for _, item := range s.Checklist(t) {
		open[item.Competency.ID] = open[item.Competency.ID] || !item.Judged()
	}
	whole := true
	for i, of := range b.Levels {
		cg, _ := checked.Competency(of.competency)
		if open[of.competency] {
			whole = false
			continue
		}
		b.Levels[i].level = cg.Level
		for _, m := range cg.Marks {
			if len(m.Quotes) > 0 && m.Verdict != rubric.Absent {
				marks[m.Signal] = label{m.Verdict, words(m.Quotes)}
			}
		}
	}
	if whole {
		b.Overall, b.Marks = checked.Overall, marks
	}
}

func words(quotes []rubric.Quote) []string {
	var out []string
	for _, q := range quotes {
		out = append(out, q.Text)
	}
	return out
}
