package practice

import (
	"fmt"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Comparison is two attempts side by side, in the order they were given.
type Comparison struct {
	First, Second Attempt
	Competencies  []Pair
	Questions     []QuestionPair
	// Notes say what else differs, so that a change may not be the candidate's.
	Notes []string
}

// Side is what one attempt says. Score is nil where there is none; Level is empty for a whole answer.
type Side struct {
	Level rubric.Level
	Score *float64
}

// Pair is one competency in both attempts.
type Pair struct {
	ID, Name      string
	First, Second Side
}

// Change is the second score less the first; ok is false unless both are there.
func (p Pair) Change() (float64, bool) { return change(p.First.Score, p.Second.Score) }

func change(a, b *float64) (float64, bool) {
	if a == nil || b == nil {
		return 0, false
	}
	return round(*b - *a), true
}

// QuestionPair is one question in both attempts; a turn is nil where the attempt did not ask it.
type QuestionPair struct {
	ID, Title     string
	First, Second *interviewer.Turn
	// What became better and what worse. Empty unless both answers are graded.
	Better, Worse []Shift
}

// Change is the second answer's score less the first's.
func (q QuestionPair) Change() (float64, bool) { return change(ScoreOf(q.First), ScoreOf(q.Second)) }

// ScoreOf is the score of a turn, nil where it has none.
func ScoreOf(t *interviewer.Turn) *float64 {
	if t == nil {
		return nil
	}
	if score, _, ok := scored(*t); ok {
		return &score
	}
	return nil
}

// Shift is a signal whose mark moved between two answers to the same question.
type Shift struct {
	Competency, Signal, Sought string
	Kind                       rubric.Kind
	From, To                   rubric.Verdict
	// Quote is what carries the stronger mark: in the newer answer where it was gained, in the older where it was lost.
	Quote string
}

// Compare sets two sessions, loaded whole, side by side.
func Compare(a, b interviewer.Session) Comparison {
	outA, compA := a.Outcome()
	outB, compB := b.Outcome()
	c := Comparison{First: Attempt{a, scoreOf(outA)}, Second: Attempt{b, scoreOf(outB)}}
	for _, comp := range union(a.Pack.Rubric, b.Pack.Rubric) {
		c.Competencies = append(c.Competencies,
			Pair{comp.ID, comp.Name, sideOf(comp.ID, compA), sideOf(comp.ID, compB)})
	}
	for i := range a.Turns {
		t := &a.Turns[i]
		c.Questions = append(c.Questions, pair(t, turnOf(b, t.Question.ID)))
	}
	for i := range b.Turns {
		if t := &b.Turns[i]; turnOf(a, t.Question.ID) == nil {
			c.Questions = append(c.Questions, pair(nil, t))
		}
	}
	c.Notes = differences(a, b, c.Questions)
	return c
}

// Again sets two answers to one question side by side.
func Again(first, second interviewer.Turn) QuestionPair { return pair(&first, &second) }

// Alone is a session with one of its turns and nothing else.
func Alone(s interviewer.Session, t interviewer.Turn) interviewer.Session {
	s.Questions, s.Turns = []string{t.Question.ID}, []interviewer.Turn{t}
	return s
}

func scoreOf(o rubric.Outcome) *float64 {
	if o.Recommendation == rubric.NoDecision {
		return nil
	}
	return &o.Score
}

func union(a, b []rubric.Competency) []rubric.Competency {
	out := slices.Clone(b)
	for _, c := range a {
		if !slices.ContainsFunc(out, func(x rubric.Competency) bool { return x.ID == c.ID }) {
			out = append(out, c)
		}
	}
	return out
}

func sideOf(id string, all []rubric.SessionCompetency) Side {
	for _, sc := range all {
		if sc.ID != id {
			continue
		}
		if sc.Level == rubric.LevelNotShown {
			break
		}
		score := sc.Score
		return Side{sc.Level, &score}
	}
	return Side{Level: rubric.LevelNotShown}
}

// turnOf is the first turn of a session that asked a question.
func turnOf(s interviewer.Session, id string) *interviewer.Turn {
	for i := range s.Turns {
		if s.Turns[i].Question.ID == id {
			return &s.Turns[i]
		}
	}
	return nil
}

func pair(a, b *interviewer.Turn) QuestionPair {
	t := b
	if t == nil {
		t = a
	}
	q := QuestionPair{ID: t.Question.ID, Title: t.Question.Title, First: a, Second: b}
	if q.Title == "" {
		q.Title = q.ID
	}
	if ScoreOf(a) == nil || ScoreOf(b) == nil {
		return q
	}
	for _, g := range b.Grade.Competencies {
		was, ok := a.Grade.Competency(g.ID)
		if !ok {
			continue
		}
		for _, m := range g.Marks {
			s, ok := shift(g.ID, was.Marks, m)
			switch {
			case !ok:
			case s.better():
				q.Better = append(q.Better, s)
			default:
				q.Worse = append(q.Worse, s)
			}
		}
	}
	return q
}

// shift is the move of a signal that both grades marked; ok is false where it stands as it stood, or where the older
// rubric did not know it.
func shift(competency string, before []rubric.Mark, now rubric.Mark) (Shift, bool) {
	i := slices.IndexFunc(before, func(m rubric.Mark) bool { return m.Signal == now.Signal })
	if i < 0 || before[i].Verdict.Worth() == now.Verdict.Worth() {
		return Shift{}, false
	}
	was := before[i]
	s := Shift{Competency: competency, Signal: now.Signal, Sought: now.Sought, Kind: now.Kind, From: was.Verdict,
		To: now.Verdict}
	carries := now
	if was.Verdict.Worth() > now.Verdict.Worth() {
		carries = was
	}
	if len(carries.Quotes) > 0 {
		s.Quote = carries.Quotes[0].Text
	}
	return s, true
}

// more says whether the signal is shown more than it was; better, whether that speaks for the candidate.
func (s Shift) more() bool   { return s.To.Worth() > s.From.Worth() }
func (s Shift) better() bool { return s.more() == (s.Kind == rubric.Strong) }

// differences are the notes of a comparison.
func differences(a, b interviewer.Session, questions []QuestionPair) []string {
	var out []string
	if a.Level != b.Level {
		out = append(out, fmt.Sprintf("The first was for %s level and the second for %s: the bar is not the same.",
			a.Level, b.Level))
	}
	x, y := Graders(a), Graders(b)
	slices.Sort(x)
	slices.Sort(y)
	if len(x) > 0 && len(y) > 0 && !slices.Equal(x, y) {
		out = append(out, fmt.Sprintf("They were not graded alike: first by %s, then by %s. "+
			"A change may be the grader's; grade one again to have both by the same.",
			graderWords(x), graderWords(y)))
	}
	common, rubrics, arithmetics := false, false, false
	for _, q := range questions {
		if q.First == nil || q.Second == nil {
			continue
		}
		common = true
		if q.First.Grade != nil && q.Second.Grade != nil {
			h, k := q.First.Grade.Provenance.RubricHash, q.Second.Grade.Provenance.RubricHash
			rubrics = rubrics || h != k && h != "" && k != ""
			arithmetics = arithmetics || q.First.Grade.OtherArithmetic() != q.Second.Grade.OtherArithmetic()
		}
	}
	if rubrics {
		out = append(out, "The rubric changed in between. Only signals that both know are compared.")
	}
	if arithmetics {
		out = append(out, "The arithmetic changed in between, so the same marks may have another score; "+
			"grade the older one again to have both by the same.")
	}
	if !common {
		out = append(out, "They share no question, so only the competencies can be compared.")
	}
	return out
}

// graderWords names graders in a sentence.
func graderWords(names []string) string {
	words := make([]string, len(names))
	for i, n := range names {
		words[i] = n
		if n == string(interviewer.Offline) {
			words[i] = "the offline grader"
		}
	}
	return strings.Join(words, " and ")
}
