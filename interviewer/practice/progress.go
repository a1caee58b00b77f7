package practice

import (
	"slices"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Attempt is a session as trends need it: its turns with their grades, and the outcome that is stored for it. Score is
// nil with no decision.
type Attempt struct {
	interviewer.Session
	Score *float64
}

// Report is how the attempts of one role came out over time, the oldest first.
type Report struct {
	Role         string
	Title        string // of the role; its id where no pack is known
	Attempts     []Attempt
	Overall      Trend
	Competencies []Trend
	Queue        []Item
	Open         int // attempts left out of the trends because they are not over
	Pending      int // answers in them without a final grade
	Self         Self
}

// Trend is one line of scores over the attempts.
type Trend struct {
	ID, Name string
	Points   []Point // one for each attempt
}

// Point is what one attempt says of a competency. Score is nil where it was not shown, or not graded.
type Point struct {
	Session string
	At      time.Time
	Level   rubric.Level
	Score   *float64
}

// Self is how a candidate's own ratings lie against the grades.
type Self struct {
	N    int
	Bias float64 // mean of rating minus grade, in ranks of 1 to 4
}

// Progress reports on one role. The attempts of other roles are left out. Competencies come in the pack's order; those
// that only old attempts know follow. The queue, which may look further back than the trends do, comes from Queue.
func Progress(p interviewer.Pack, attempts []Attempt, queue []Item) Report {
	r := Report{Role: p.ID, Title: p.Title, Overall: Trend{ID: "overall", Name: "Overall"}, Queue: queue}
	if r.Title == "" {
		r.Title = p.ID
	}
	for _, a := range attempts {
		if a.Role != p.ID {
			continue
		}
		if a.State == interviewer.InProgress {
			r.Open++
			continue
		}
		if !slices.ContainsFunc(a.Turns, func(t interviewer.Turn) bool { return t.State == interviewer.Answered }) {
			continue // nothing was answered, so there is nothing to follow
		}
		r.Attempts = append(r.Attempts, a)
		for _, t := range a.Turns {
			if t.Unfinished() {
				r.Pending++
			}
		}
	}
	for _, a := range r.Attempts {
		r.Overall.Points = append(r.Overall.Points, Point{Session: a.ID, At: a.StartedAt, Score: a.Score})
	}
	for _, c := range competencies(p, r.Attempts) {
		r.Competencies = append(r.Competencies, trend(c, r.Attempts))
	}
	r.Self = selfRating(r.Attempts)
	return r
}

// ByLevel is Progress for each level that a role was practised at, the newest last: every level has its own bar, so
// that scores of two are no line. The queue goes with the last.
func ByLevel(p interviewer.Pack, attempts []Attempt, queue []Item) []Report {
	var levels []rubric.Seniority
	for _, a := range attempts {
		if a.Role == p.ID {
			levels = append(slices.DeleteFunc(levels, func(l rubric.Seniority) bool { return l == a.Level }), a.Level)
		}
	}
	if len(levels) < 2 {
		return []Report{Progress(p, attempts, queue)}
	}
	var out []Report
	for _, level := range levels {
		of := slices.DeleteFunc(slices.Clone(attempts), func(a Attempt) bool { return a.Level != level })
		r := Progress(p, of, nil)
		r.Title += ", " + string(level) + " level"
		out = append(out, r)
	}
	out[len(out)-1].Queue = queue
	return out
}

// competencies are those of the pack, then those that only stored grades name.
func competencies(p interviewer.Pack, attempts []Attempt) []rubric.Competency {
	out := slices.Clone(p.Rubric)
	for _, a := range attempts {
		for _, t := range a.Turns {
			if t.Grade == nil {
				continue
			}
			for _, g := range t.Grade.Competencies {
				if !slices.ContainsFunc(out, func(c rubric.Competency) bool { return c.ID == g.ID }) {
					out = append(out, rubric.Competency{ID: g.ID, Name: g.ID})
				}
			}
		}
	}
	return out
}

// trend follows one competency. What a session says of it is the arithmetic of package rubric, as on its scorecard.
func trend(c rubric.Competency, attempts []Attempt) Trend {
	out := Trend{ID: c.ID, Name: c.Name}
	for _, a := range attempts {
		s := a.Session
		s.Pack = interviewer.Pack{Rubric: []rubric.Competency{c}}
		_, scores := s.Outcome()
		p := Point{Session: a.ID, At: a.StartedAt, Level: scores[0].Level}
		if p.Level != rubric.LevelNotShown {
			score := scores[0].Score
			p.Score = &score
		}
		out.Points = append(out.Points, p)
	}
	return out
}

// selfRating compares the ratings that candidates gave themselves with the grades that followed.
func selfRating(attempts []Attempt) Self {
	var s Self
	for _, a := range attempts {
		for _, t := range a.Turns {
			if _, overall, ok := scored(t); ok && t.SelfRating != nil {
				s.N++
				s.Bias += float64(*t.SelfRating - overall)
			}
		}
	}
	if s.N > 0 {
		s.Bias /= float64(s.N)
	}
	return s
}

// Scores are the scores there are, the oldest first.
func (t Trend) Scores() []float64 {
	var out []float64
	for _, p := range t.Points {
		if p.Score != nil {
			out = append(out, *p.Score)
		}
	}
	return out
}

// Change is the last score less the first. ok is false below two scores.
func (t Trend) Change() (change float64, ok bool) {
	s := t.Scores()
	if len(s) < 2 {
		return 0, false
	}
	return round(s[len(s)-1] - s[0]), true
}

// Mixed says in what the attempts differ, so that a change may not be the candidate's: seniority, and the sort or model
// of grader.
func (r Report) Mixed() (levels []rubric.Seniority, graders []string) {
	for _, a := range r.Attempts {
		if !slices.Contains(levels, a.Level) {
			levels = append(levels, a.Level)
		}
		for _, g := range Graders(a.Session) {
			if !slices.Contains(graders, g) {
				graders = append(graders, g)
			}
		}
	}
	return levels, graders
}

// Graders names who gave the grades of a session: "offline", or the model.
func Graders(s interviewer.Session) []string {
	var out []string
	for _, t := range s.Turns {
		if _, _, ok := scored(t); !ok {
			continue
		}
		name := string(t.Grade.Provenance.Grader)
		if t.Grade.Provenance.Grader.ByModel() {
			name = t.Grade.Provenance.Model
		}
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
