// Package sqlitetest makes databases of any size for tests and benchmarks.
package sqlitetest

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/sqlite"
	"mockinterview/rubric"
)

// Fill stores so many finished sessions with so many graded answers each. The same seed makes the same sessions.
func Fill(ctx context.Context, db *sqlite.DB, sessions, answers int, seed uint64) error {
	return db.CreateAll(ctx, Sessions(sessions, answers, seed))
}

// Sessions makes finished sessions of the role backend-engineer, one a day.
func Sessions(sessions, answers int, seed uint64) iter.Seq[interviewer.Session] {
	return func(yield func(interviewer.Session) bool) {
		g := generator{rng: rand.New(rand.NewPCG(seed, 1)), pack: Pack(answers)}
		for i := range sessions {
			if !yield(g.session(i, answers)) {
				return
			}
		}
	}
}

// Pack is a role pack of four competencies, each with seven signals, and so many questions.
func Pack(questions int) interviewer.Pack {
	p := interviewer.Pack{
		Schema:  "mockinterview.role/v1",
		ID:      "backend-engineer",
		Version: 1,
		Title:   "Backend engineer",
	}
	for _, c := range []struct {
		id, name string
		weight   int
	}{
		{"system-design-depth", "System design depth", 30}, {"data-strategy", "Data strategy", 25},
		{"reliability-planning", "Reliability planning", 25}, {"communication-quality", "Communication quality", 20},
	} {
		comp := rubric.Competency{
			ID:     c.id,
			Name:   c.name,
			Weight: c.weight,
			Strong: "Shows it with reasons.",
			Weak:   "Names it without any.",
		}
		for i := range 7 {
			kind := rubric.Strong
			if i > 4 {
				kind = rubric.Weak
			}
			comp.Signals = append(comp.Signals, rubric.Signal{
				ID: fmt.Sprintf(
					"%s-%d",
					c.id,
					i+1,
				), Kind: kind, Text: fmt.Sprintf("One observable thing, number %d of %s.", i+1, c.name), Weight: 1 +
					i%2,
			})
		}
		p.Rubric = append(p.Rubric, comp)
	}
	for i := range questions {
		q := interviewer.Question{
			ID: fmt.Sprintf(
				"question-%03d",
				i+1,
			), Title: fmt.Sprintf("Question %d", i+1), Kind: "design", Minutes: 8, Probes: map[string]rubric.Probe{},
			Text: fmt.Sprintf(
				"System number %d has grown tenfold within a year. Which part of it would you look at first, what "+
					"would you change, and what would that cost?",
				i+1,
			),
		}
		for j, c := range p.Rubric {
			q.Probes[c.ID] = rubric.Also
			if j == i%4 {
				q.Probes[c.ID] = rubric.Chief
			}
		}
		p.Questions = append(p.Questions, q)
	}
	return p
}

type generator struct {
	rng  *rand.Rand
	pack interviewer.Pack
}

func (g generator) session(i, answers int) interviewer.Session {
	begun := time.Date(2000, 1, 1, 18, 0, 0, 0, time.UTC).AddDate(0, 0, i)
	ended := begun.Add(40 * time.Minute)
	s := interviewer.Session{
		ID: fmt.Sprintf(
			"%08x-%05d",
			g.rng.Uint32(),
			i,
		), Role: g.pack.ID, Level: rubric.Senior, State: interviewer.Finished, StartedAt: begun, EndedAt: &ended,
		Grader: interviewer.GraderInfo{
			Kind: interviewer.Offline,
		}, Options: interviewer.Options{FollowUps: 2}, Pack: g.pack,
	}
	for n := 1; n <= answers; n++ {
		q := g.pack.Questions[n-1]
		s.Questions = append(s.Questions, q.ID)
		s.Turns = append(s.Turns, g.turn(n, q, begun))
	}
	return s
}

func (g generator) turn(n int, q interviewer.Question, at time.Time) interviewer.Turn {
	words := g.words(60 + g.rng.IntN(120))
	grade := g.grade(q, words)
	return interviewer.Turn{
		N: n, Question: q, State: interviewer.Answered, Seconds: 200 + g.rng.IntN(300), Grade: &grade,
		Messages: []interviewer.Message{
			{N: 1, From: interviewer.FromInterviewer, Kind: interviewer.KindQuestion, Text: q.Text, At: at},
			{
				N:    2,
				From: interviewer.FromCandidate,
				Kind: interviewer.KindAnswer,
				Text: words,
				At:   at.Add(4 * time.Minute),
			},
		},
	}
}

// words is an answer out of a thousand words, a few of them common and most of them rare, as in any language.
func (g generator) words(n int) string {
	common := strings.Fields(
		"the a we would and of to it queue retry cache store key write read because if then service load",
	)
	var b strings.Builder
	for i := range n {
		w := fmt.Sprintf("term%03d", int(1000*g.rng.Float64()*g.rng.Float64()))
		if g.rng.IntN(2) == 0 {
			w = common[g.rng.IntN(len(common))]
		}
		b.WriteString(w)
		if i%12 == 11 {
			b.WriteByte('.')
		}
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

// grade gives every signal a mark, and each that is shown a quote.
func (g generator) grade(q interviewer.Question, words string) interviewer.Grade {
	score := float64(10+g.rng.IntN(31)) / 10
	rec := rubric.Recommend(score)
	overall := rec.Overall()
	out := interviewer.Grade{
		Status: interviewer.StatusGraded, Score: &score, Overall: &overall, Recommendation: rec,
		Provenance: interviewer.Provenance{Grader: interviewer.Offline, Pack: g.pack.PackName()},
	}
	for _, c := range g.pack.Rubric {
		part := score
		cg := interviewer.CompetencyGrade{
			ID:      c.ID,
			Level:   rubric.LevelMixed,
			Score:   &part,
			Probe:   q.Probes[c.ID],
			Summary: "Three shown, one in part.",
		}
		for _, s := range c.Signals {
			m := rubric.Mark{
				Signal:  s.ID,
				Kind:    s.Kind,
				Verdict: rubric.Absent,
				Quotes:  []rubric.Quote{},
				Sought:  s.Text,
			}
			if g.rng.IntN(3) == 0 {
				m.Verdict, m.Reason = rubric.Shown, "Says so in these words."
				m.Quotes = append(m.Quotes, rubric.Quote{Text: words[:40], Message: 2, End: 40})
			}
			cg.Marks = append(cg.Marks, m)
		}
		out.Competencies = append(out.Competencies, cg)
	}
	return out
}
