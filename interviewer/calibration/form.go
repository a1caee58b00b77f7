package calibration

import (
	"encoding/json"
	"io"

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
	HowTo    string           `json:"how_to"`
}

// levelsInOrder is an object whose keys keep the order of the rubric, all of them empty.
type levelsInOrder []string

// MarshalJSON writes {"id":"", …}.
func (l levelsInOrder) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, id := range l {
		if i > 0 {
			out = append(out, ',')
		}
		key, err := json.Marshal(id)
		if err != nil {
			return nil, err
		}
		out = append(append(out, key...), `:""`...)
	}
	return append(out, '}'), nil
}

// HowTo tells a mentor how to fill in the form.
const HowTo = "levels: strong, mixed, weak or not_shown for each; " +
	"overall: 4 clearly above the bar, 3 just above, 2 just below, 1 well below"

// Labels writes the answers of a session as a labelled set that is not labelled yet, for somebody to grade who must not
// see the grades: JSON lines, one for each answered question, with everything that was answered to it.
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
			Levels: levelsInOrder{}, HowTo: HowTo,
		}
		for _, c := range s.Pack.Probed(t.Question) {
			b.Levels = append(b.Levels, c.ID)
		}
		if err := enc.Encode(b); err != nil {
			return err
		}
	}
	return nil
}
