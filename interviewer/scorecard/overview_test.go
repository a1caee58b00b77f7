package scorecard

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

func TestTheBriefTurnHasEightMarksAtMostAndNoArithmetic(t *testing.T) {
	s := session(t)
	cg := &s.Turns[0].Grade.Competencies[0]
	for i := range 20 {
		m := rubric.Mark{Signal: fmt.Sprintf("far-%d", i), Kind: rubric.Strong, Verdict: rubric.Absent, Sought: "Far."}
		if i >= 10 {
			m.Sought, m.Nearest = "Near.", &rubric.Quote{Text: "the one passage" + strings.Repeat(".", i%2)}
		}
		cg.Marks = append(cg.Marks, m)
	}
	var b bytes.Buffer
	if err := (Writer{Program: "mockinterview"}).Turn(&b, s, 1); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if n := strings.Count(got, "\n- **"); n != briefMarks {
		t.Errorf("%d marks, want %d", n, briefMarks)
	}
	if n := strings.Count(got, "Near. Nearest: “the one passage"); n != 1 {
		t.Errorf("the nearest passage stands there %d times, want once", n)
	}
	for _, bad := range []string{"points", "How the score is made", "Far.", "not shown"} {
		if strings.Contains(got, bad) {
			t.Errorf("it says %q:\n%s", bad, got)
		}
	}
}

func TestPractiseNextIsTheWeakestQuestionAndWhatWeighsMostInIt(t *testing.T) {
	pack := interviewer.Pack{
		ID: "p",
		Rubric: []rubric.Competency{{ID: "c", Name: "C", Weight: 100, Signals: []rubric.Signal{
			{ID: "once", Kind: rubric.Strong, Weight: 2, Text: "Once."},
			{ID: "twice", Kind: rubric.Strong, Weight: 2, Text: "Twice."},
			{ID: "elsewhere", Kind: rubric.Strong, Weight: 2, Text: "Elsewhere."},
		}}},
	}
	turn := func(n int, score float64, shown ...string) interviewer.Turn {
		g := interviewer.Grade{Status: interviewer.StatusGraded, Score: &score}
		cg := interviewer.CompetencyGrade{ID: "c", Level: rubric.LevelMixed, Probe: rubric.Chief}
		for _, id := range shown {
			cg.Marks = append(cg.Marks, rubric.Mark{Signal: id, Kind: rubric.Strong, Verdict: rubric.Shown})
		}
		g.Competencies = []interviewer.CompetencyGrade{cg}
		return interviewer.Turn{N: n, Question: interviewer.Question{ID: fmt.Sprintf("q-%d", n),
			Probes: map[string]rubric.Probe{"c": rubric.Chief}}, State: interviewer.Answered, Grade: &g}
	}
	s := interviewer.Session{Pack: pack, Turns: []interviewer.Turn{
		turn(1, 3, "elsewhere"), turn(2, 1.5), turn(3, 2, "elsewhere"),
	}}
	if p := New(s).Practise; p == nil || p.Turn != 2 || p.Add.ID != "once" {
		t.Errorf("practise %+v, want question 2 and once", p)
	}
	s.Turns[0] = turn(1, 3, "once")
	s.Turns[1] = turn(2, 1.5, "elsewhere")
	if p := New(s).Practise; p == nil || p.Turn != 2 || p.Add.ID != "twice" {
		t.Errorf("practise %+v, want question 2 and twice, the only one that was shown nowhere", p)
	}
	s.Turns[1] = turn(2, 1.5, "once", "twice", "elsewhere")
	if p := New(s).Practise; p != nil {
		t.Errorf("practise %s, want nothing that was shown", p.Add.ID)
	}
}
