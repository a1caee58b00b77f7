package scorecard

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// SessionSchema names the shape of a session as JSON. Fields are only added.
const SessionSchema = "mockinterview.session/v1"

// head is what stands in a list of sessions.
type head struct {
	Schema    string                 `json:"schema"`
	ID        string                 `json:"id"`
	Role      string                 `json:"role"`
	Level     rubric.Seniority       `json:"level"`
	State     interviewer.State      `json:"state"`
	StartedAt time.Time              `json:"started_at"`
	EndedAt   *time.Time             `json:"ended_at"`
	Grader    interviewer.GraderInfo `json:"grader"`
}

type sessionJSON struct {
	head
	Questions []string            `json:"questions"`
	Options   interviewer.Options `json:"options"`
	Turns     []interviewer.Turn  `json:"turns"`
	Scorecard cardJSON            `json:"scorecard"`
}

type cardJSON struct {
	Recommendation rubric.Recommendation `json:"recommendation"`
	Overall        *int                  `json:"overall"`
	Score          *float64              `json:"score"`
	Calibrated     *float64              `json:"calibrated,omitempty"` // after what calibrate learned, if it did
	Caps           []string              `json:"caps"`
	Sum            string                `json:"sum"` // how the score is made; empty where there is none
	Pending        int                   `json:"pending"`
	Skipped        int                   `json:"skipped"`
	Competencies   []rowJSON             `json:"competencies"`
	PractiseNext   *practiceJSON         `json:"practise_next"`
	Checked        *checkedJSON          `json:"checked"` // by the candidate; null where nothing was checked
}

type rowJSON struct {
	ID      string       `json:"id"`
	Level   rubric.Level `json:"level"`
	Graded  bool         `json:"graded"` // false: no graded answer was asked for it, so level says nothing
	Score   *float64     `json:"score"`
	Missing []string     `json:"missing"`
}

type practiceJSON struct {
	Turn       int    `json:"turn"`
	Question   string `json:"question"`
	Competency string `json:"competency"`
	Signal     string `json:"signal"`
	Sought     string `json:"sought"`
	Clause     string `json:"clause"`
}

// JSON writes a session as one JSON object.
func JSON(w io.Writer, s interviewer.Session) error {
	out := sessionJSON{
		head:      headOf(s),
		Questions: orEmpty(s.Questions), Options: s.Options, Turns: []interviewer.Turn{}, Scorecard: cardOf(New(s)),
	}
	out.Scorecard.Checked = sessionChecked(s)
	for _, t := range s.Turns {
		t.Messages = orEmpty(t.Messages)
		t.Grade = t.GradeOrPending(s.Pack, s.Grader)
		if t.State == interviewer.Asked {
			t = withheld(t)
		}
		out.Turns = append(out.Turns, t)
	}
	return interviewer.EncodeJSON(w, out)
}

// withheld is a turn that waits for its answer, without what would give the answer away: example answers, hints not
// taken, what would be asked back and what is sought.
func withheld(t interviewer.Turn) interviewer.Turn {
	q := &t.Question
	q.Answers, q.FollowUps = interviewer.Answers{}, []interviewer.FollowUp{}
	q.Truths, q.WrongClaims, q.Estimates = nil, nil, nil
	q.Hints = orEmpty(slices.Clone(q.Hints[:min(t.HintsUsed, len(q.Hints))]))
	q.Signals = orEmpty(slices.Clone(q.Signals))
	for i := range q.Signals {
		s := &q.Signals[i]
		s.Text, s.FollowUp, s.Shows, s.Partly, s.Not = "", "", nil, nil, nil
	}
	t.Messages = slices.Clone(t.Messages)
	for i := range t.Messages {
		t.Messages[i].Signal = ""
	}
	return t
}

// ListJSON writes the heads of sessions as a JSON list.
func ListJSON(w io.Writer, sessions []interviewer.Session) error {
	out := make([]head, 0, len(sessions))
	for _, s := range sessions {
		out = append(out, headOf(s))
	}
	return interviewer.EncodeJSON(w, out)
}

// GradeJSON writes one grade.
func GradeJSON(w io.Writer, g interviewer.Grade) error { return interviewer.EncodeJSON(w, g) }

// DecodeSession reads what JSON wrote. The pack is not part of it.
func DecodeSession(r io.Reader) (interviewer.Session, error) {
	var in sessionJSON
	if err := json.NewDecoder(r).Decode(&in); err != nil {
		return interviewer.Session{}, fmt.Errorf("read session: %w", err)
	}
	if in.Schema != SessionSchema {
		return interviewer.Session{}, fmt.Errorf("read session: schema is %q, want %q", in.Schema, SessionSchema)
	}
	return interviewer.Session{
		ID: in.ID, Role: in.Role, Level: in.Level, State: in.State, StartedAt: in.StartedAt, EndedAt: in.EndedAt,
		Grader: in.Grader, Options: in.Options, Questions: in.Questions, Turns: in.Turns,
	}, nil
}

func headOf(s interviewer.Session) head {
	return head{SessionSchema, s.ID, s.Role, s.Level, s.State, s.StartedAt, s.EndedAt, s.Grader}
}

func cardOf(c Card) cardJSON {
	out := cardJSON{Recommendation: c.Outcome.Recommendation, Caps: orEmpty(c.Outcome.Caps), Sum: c.Outcome.Sum,
		Pending: c.Pending,
		Skipped: c.Skipped, Competencies: []rowJSON{}}
	if c.Outcome.Recommendation != rubric.NoDecision {
		score, overall := c.Outcome.Score, c.Outcome.Recommendation.Overall()
		out.Score, out.Overall, out.Calibrated = &score, &overall, c.Calibrated
	}
	for _, r := range c.Competencies {
		row := rowJSON{ID: r.Competency.ID, Level: r.Level, Graded: r.Graded, Missing: []string{}}
		if r.Level != rubric.LevelNotShown {
			score := r.Score
			row.Score = &score
		}
		for _, m := range r.Missing {
			row.Missing = append(row.Missing, m.ID)
		}
		out.Competencies = append(out.Competencies, row)
	}
	if p := c.Practise; p != nil {
		out.PractiseNext = &practiceJSON{p.Turn, p.Question.ID, p.Competency.ID, p.Add.ID, p.Add.Text, p.Clause}
	}
	return out
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
