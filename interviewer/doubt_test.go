package interviewer

import (
	"math"
	"testing"

	"mockinterview/rubric"
)

func TestDoubtHoldsAGradeAgainstTheAnswerAndTheBounds(t *testing.T) {
	turn := Turn{N: 1, Messages: []Message{
		{N: 1, From: FromInterviewer, Kind: KindQuestion, Text: "What do you store?"},
		{N: 2, From: FromCandidate, Kind: KindAnswer, Text: "Wir speichern Schlüssel, immer."},
	}}
	sound := func() Grade {
		score, overall, part := 3.1, 3, 3.1
		return Grade{
			Status: StatusGraded, Score: &score, Overall: &overall, Recommendation: rubric.LeaningHire,
			Competencies: []CompetencyGrade{
				{ID: "data", Level: rubric.LevelMixed, Score: &part, Exact: 3.12, Marks: []rubric.Mark{{
					Signal: "keys", Kind: rubric.Strong, Verdict: rubric.Shown,
					Quotes: []rubric.Quote{{Text: "Schlüssel", Message: 2, Start: 14, End: 23}},
				}}},
			},
		}
	}
	if err := sound().Doubt(turn); err != nil {
		t.Fatalf("a sound grade is doubted: %v", err)
	}
	number := func(x float64) *float64 { return &x }
	for name, spoil := range map[string]func(g *Grade){
		"score of 97.5":        func(g *Grade) { g.Score = number(97.5) },
		"score of 0":           func(g *Grade) { g.Score = number(0) },
		"score that is none":   func(g *Grade) { g.Score = number(math.NaN()) },
		"pending with a score": func(g *Grade) { g.Status = StatusPending },
		"recommendation of another score": func(g *Grade) {
			g.Recommendation = rubric.StrongHire
		},
		"rank of another recommendation": func(g *Grade) { *g.Overall = 4 },
		"no rank":                        func(g *Grade) { g.Overall = nil },
		"recommendation without a score": func(g *Grade) { g.Score = nil },
		"competency of 5":                func(g *Grade) { g.Competencies[0].Score = number(5) },
		"competency of -1, unrounded":    func(g *Grade) { g.Competencies[0].Exact = -1 },
		"words never typed":              func(g *Grade) { g.Competencies[0].Marks[0].Quotes[0].Text = "Schlösser" },
		"words from elsewhere":           func(g *Grade) { g.Competencies[0].Marks[0].Quotes[0].Start = 13 },
		"end beyond the answer":          func(g *Grade) { g.Competencies[0].Marks[0].Quotes[0].End = 4000 },
		"start before the answer":        func(g *Grade) { g.Competencies[0].Marks[0].Quotes[0].Start = -1 },
		"the interviewer's words": func(g *Grade) {
			g.Competencies[0].Marks[0].Quotes[0] = rubric.Quote{Text: "store", Message: 1, Start: 12, End: 17}
		},
		"no quote":          func(g *Grade) { g.Competencies[0].Marks[0].Quotes = nil },
		"nearest made up":   func(g *Grade) { g.Competencies[0].Marks[0].Nearest = &rubric.Quote{Text: "x", Message: 2} },
		"cost below zero":   func(g *Grade) { g.Provenance.Usage.CostUSD = -1 },
		"tokens below zero": func(g *Grade) { g.Provenance.Usage.OutputTokens = -1 },
	} {
		g := sound()
		spoil(&g)
		if g.Doubt(turn) == nil {
			t.Errorf("%s: not doubted", name)
		}
		with := turn
		good := sound()
		with.Grade, with.OldGrades = &g, []Grade{good}
		if doubts := with.Believe(); len(doubts) != 1 || with.Grade == nil || with.Grade.Doubt(turn) != nil ||
			len(with.OldGrades) != 0 {
			t.Errorf("%s: left out %v, want it gone and the older one to stand", name, doubts)
		}
	}
}
