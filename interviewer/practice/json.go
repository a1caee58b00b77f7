package practice

import (
	"io"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// The names of the JSON shapes. Fields are only added.
const (
	ProgressSchema = "mockinterview.progress/v1"
	CompareSchema  = "mockinterview.compare/v1"
)

type progressJSON struct {
	Schema string     `json:"schema"`
	At     time.Time  `json:"at"` // what "due" is measured against
	Limit  int        `json:"limit"`
	More   bool       `json:"more"` // there are older attempts than these
	Roles  []roleJSON `json:"roles"`
}

type roleJSON struct {
	Role         string        `json:"role"`
	Title        string        `json:"title"`
	Attempts     []attemptJSON `json:"attempts"`
	Open         int           `json:"open"`
	Pending      int           `json:"pending"`
	Score        trendJSON     `json:"score"`
	Competencies []trendJSON   `json:"competencies"`
	Due          int           `json:"due"`
	Questions    []itemJSON    `json:"questions"`
	SelfRating   selfJSON      `json:"self_rating"`
}

type attemptJSON struct {
	Session        string                `json:"session"`
	At             time.Time             `json:"at"`
	State          interviewer.State     `json:"state"`
	Level          rubric.Seniority      `json:"level"`
	Drill          bool                  `json:"drill"`
	Graders        []string              `json:"graders"`
	Score          *float64              `json:"score"`
	Recommendation rubric.Recommendation `json:"recommendation"`
}

type trendJSON struct {
	ID     string      `json:"id"`
	Name   string      `json:"name"`
	First  *float64    `json:"first"`
	Latest *float64    `json:"latest"`
	Best   *float64    `json:"best"`
	Change *float64    `json:"change"`
	Points []pointJSON `json:"points"`
}

type pointJSON struct {
	Session string    `json:"session"`
	At      time.Time `json:"at"`
	Level   *string   `json:"level"` // null for the score of the whole
	Score   *float64  `json:"score"`
}

type itemJSON struct {
	ID           string     `json:"id"`
	Status       Status     `json:"status"`
	Attempts     int        `json:"attempts"`
	LastAt       *time.Time `json:"last_at"`
	LastScore    *float64   `json:"last_score"`
	LastOverall  *int       `json:"last_overall"`
	DueAt        *time.Time `json:"due_at"`
	IntervalDays *int       `json:"interval_days"`
}

type selfJSON struct {
	N    int      `json:"n"`
	Bias *float64 `json:"bias"` // rating less grade, in ranks
}

// ProgressJSON writes reports. limit is the most attempts that were looked at, 0 for all; more says that there are
// older ones.
func ProgressJSON(w io.Writer, reports []Report, now time.Time, limit int, more bool) error {
	out := progressJSON{Schema: ProgressSchema, At: now.UTC(), Limit: limit, More: more, Roles: []roleJSON{}}
	for _, r := range reports {
		out.Roles = append(out.Roles, roleOf(r))
	}
	return interviewer.EncodeJSON(w, out)
}

func roleOf(r Report) roleJSON {
	out := roleJSON{
		Role: r.Role, Title: r.Title, Open: r.Open, Pending: r.Pending, Due: CountDue(r.Queue),
		Score:    trendOf(r.Overall),
		Attempts: []attemptJSON{}, Competencies: []trendJSON{}, Questions: []itemJSON{},
		SelfRating: selfJSON{N: r.Self.N},
	}
	for _, a := range r.Attempts {
		out.Attempts = append(out.Attempts, attemptOf(a))
	}
	for _, t := range r.Competencies {
		out.Competencies = append(out.Competencies, trendOf(t))
	}
	for _, it := range r.Queue {
		out.Questions = append(out.Questions, itemOf(it))
	}
	if r.Self.N > 0 {
		out.SelfRating.Bias = new(round(r.Self.Bias))
	}
	return out
}

func attemptOf(a Attempt) attemptJSON {
	out := attemptJSON{
		Session: a.ID, At: a.StartedAt.UTC(), State: a.State, Level: a.Level, Drill: a.Options.Drill,
		Graders: Graders(a.Session),
		Score:   a.Score, Recommendation: rubric.NoDecision,
	}
	if out.Graders == nil {
		out.Graders = []string{}
	}
	if a.Score != nil {
		out.Recommendation = rubric.Recommend(*a.Score)
	}
	return out
}

func trendOf(t Trend) trendJSON {
	out := trendJSON{ID: t.ID, Name: t.Name, Points: []pointJSON{}}
	for _, p := range t.Points {
		j := pointJSON{Session: p.Session, At: p.At.UTC(), Score: p.Score}
		if p.Level != "" {
			j.Level = new(string(p.Level))
		}
		out.Points = append(out.Points, j)
	}
	if s := t.Scores(); len(s) > 0 {
		out.First, out.Latest, out.Best = new(s[0]), new(s[len(s)-1]), new(s[0])
		for _, v := range s {
			*out.Best = max(*out.Best, v)
		}
	}
	if v, ok := t.Change(); ok {
		out.Change = &v
	}
	return out
}

func itemOf(it Item) itemJSON {
	out := itemJSON{ID: it.Question, Status: it.Status, Attempts: it.Attempts}
	if it.Attempts > 0 {
		out.LastAt, out.DueAt = new(it.Last.UTC()), new(it.DueAt.UTC())
		out.LastScore, out.LastOverall, out.IntervalDays = &it.Score, &it.Overall, &it.Interval
	}
	return out
}

type compareJSON struct {
	Schema       string            `json:"schema"`
	Role         string            `json:"role"`
	First        attemptJSON       `json:"first"`
	Second       attemptJSON       `json:"second"`
	Change       *float64          `json:"change"`
	Competencies []pairJSON        `json:"competencies"`
	Questions    []questionPairing `json:"questions"`
	Notes        []string          `json:"notes"`
}

type pairJSON struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	First  sideJSON `json:"first"`
	Second sideJSON `json:"second"`
	Change *float64 `json:"change"`
}

type sideJSON struct {
	Level rubric.Level `json:"level"`
	Score *float64     `json:"score"`
}

type questionPairing struct {
	ID     string      `json:"id"`
	Title  string      `json:"title"`
	First  *turnJSON   `json:"first"` // null where the attempt did not ask it
	Second *turnJSON   `json:"second"`
	Change *float64    `json:"change"`
	Better []shiftJSON `json:"better"`
	Worse  []shiftJSON `json:"worse"`
}

type turnJSON struct {
	N              int                      `json:"n"`
	State          interviewer.State        `json:"state"`
	Status         *interviewer.GradeStatus `json:"status"` // null unless answered
	Score          *float64                 `json:"score"`
	Recommendation rubric.Recommendation    `json:"recommendation"`
	Seconds        int                      `json:"seconds"`
	HintsUsed      int                      `json:"hints_used"`
}

type shiftJSON struct {
	Competency string         `json:"competency"`
	Signal     string         `json:"signal"`
	Kind       rubric.Kind    `json:"kind"`
	Sought     string         `json:"sought"`
	From       rubric.Verdict `json:"from"`
	To         rubric.Verdict `json:"to"`
	Quote      string         `json:"quote"`
}

// CompareJSON writes a comparison.
func CompareJSON(w io.Writer, c Comparison) error {
	out := compareJSON{
		Schema: CompareSchema, Role: c.Second.Role, First: attemptOf(c.First), Second: attemptOf(c.Second),
		Change:       ptr(change(c.First.Score, c.Second.Score)),
		Competencies: []pairJSON{}, Questions: []questionPairing{}, Notes: append([]string{}, c.Notes...),
	}
	for _, p := range c.Competencies {
		out.Competencies = append(out.Competencies,
			pairJSON{p.ID, p.Name, sideJSON(p.First), sideJSON(p.Second), ptr(p.Change())})
	}
	for _, q := range c.Questions {
		out.Questions = append(out.Questions, questionPairing{
			q.ID, q.Title, turnJSONOf(q.First), turnJSONOf(q.Second), ptr(q.Change()), shifts(q.Better),
			shifts(q.Worse),
		})
	}
	return interviewer.EncodeJSON(w, out)
}

func ptr(v float64, ok bool) *float64 {
	if !ok {
		return nil
	}
	return &v
}

func turnJSONOf(t *interviewer.Turn) *turnJSON {
	if t == nil {
		return nil
	}
	out := turnJSON{
		N: t.N, State: t.State, Score: ScoreOf(t), Recommendation: rubric.NoDecision, Seconds: t.Seconds,
		HintsUsed: t.HintsUsed,
	}
	if t.State == interviewer.Answered {
		out.Status = new(interviewer.StatusPending)
		if t.Grade != nil {
			out.Status = &t.Grade.Status
		}
	}
	if out.Score != nil {
		out.Recommendation = t.Grade.Recommendation
	}
	return &out
}

func shifts(all []Shift) []shiftJSON {
	out := []shiftJSON{}
	for _, s := range all {
		out = append(out, shiftJSON{s.Competency, s.Signal, s.Kind, s.Sought, s.From, s.To, s.Quote})
	}
	return out
}
