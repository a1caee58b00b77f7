package interviewer

import (
	"context"
	"strings"
	"testing"

	"mockinterview/rubric"
)

// shiftPack has one competency of two signals and one question that asks for it.
func shiftPack() Pack {
	return Pack{
		ID: "tester", Rubric: []rubric.Competency{{ID: "depth", Name: "Depth", Weight: 100, Signals: []rubric.Signal{
			{ID: "queue", Kind: rubric.Strong, Weight: 1, Text: "Says queue."},
			{ID: "retry", Kind: rubric.Strong, Weight: 1, Text: "Says retry."},
		}}},
		Questions: []Question{{ID: "q", Text: "How?", Probes: map[string]rubric.Probe{"depth": rubric.Chief}}},
	}
}

// marking is a grader that finds words, or closes a gate.
type marking struct{ gate string }

func (marking) Info() GraderInfo { return GraderInfo{LLM, "small"} }

func (m marking) Grade(_ context.Context, a Assessment) (Judgement, error) {
	f := Finding{Competency: "depth"}
	for _, word := range []string{"queue", "retry"} {
		if strings.Contains(a.Turn.AnswerText(), word) {
			f.Marks = append(f.Marks, rubric.Mark{
				Signal: word, Kind: rubric.Strong, Verdict: rubric.Shown, Quotes: []rubric.Quote{{Text: word}},
			})
		}
	}
	return Judgement{Findings: []Finding{f}, Gate: m.gate, Notes: []string{"one"}}, nil
}

func shiftedGrade(t *testing.T, g Grader, answer string) Grade {
	t.Helper()
	p := shiftPack()
	a := Assessment{Pack: p, Level: rubric.Senior, Turn: Turn{
		N: 1, Question: p.Questions[0], State: Answered,
		Messages: []Message{{N: 1, From: FromCandidate, Kind: KindAnswer, Text: answer}},
	}}
	j, err := g.Grade(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	return Finish(a, j, func(string) bool { return false })
}

func TestACalibratedScoreStandsBesideTheScore(t *testing.T) {
	fit := Fit{
		Grader: GraderInfo{LLM, "small"}, Asking: "so", Role: "tester", Rubric: shiftPack().RubricHash(),
		Shifts: map[string]rubric.Shift{"depth": {Low: .3, High: -.6}},
	}
	for name, tt := range map[string]struct {
		answer, gate      string
		score, calibrated float64
	}{
		"strong":     {"a queue and a retry", "", 3.4, 3.0},
		"half":       {"a queue and nothing else", "", 2.2, 1.6}, // weak now, which costs as it does anywhere
		"not shown":  {"nothing of it at all here", "", 1.0, 1.0},
		"no answer":  {"a queue and a retry", "off the topic", 1.0, 1.0},
		"far beyond": {"a retry, a queue, a retry", "", 3.4, 3.0},
	} {
		plain := shiftedGrade(t, marking{tt.gate}, tt.answer)
		g := shiftedGrade(t, Calibrated{marking{tt.gate}, "so", []Fit{fit}}, tt.answer)
		if plain.Calibrated != nil || *g.Score != *plain.Score {
			t.Errorf("%s: the score itself moved from %v to %v", name, *plain.Score, *g.Score)
		}
		if g.Calibrated == nil {
			t.Errorf("%s: no calibrated score", name)
			continue
		}
		if *g.Calibrated != tt.calibrated || *g.Score != tt.score {
			t.Errorf("%s: raw %.2f, calibrated %.2f; want %.1f, %.1f", name, *g.Score, *g.Calibrated, tt.score, tt.calibrated)
		}
	}
}

func TestACompetencyOfWhichNothingWasLearnedHasOneScore(t *testing.T) {
	fit := Fit{
		Grader: GraderInfo{LLM, "small"}, Role: "tester", Rubric: shiftPack().RubricHash(),
		Shifts: map[string]rubric.Shift{"breadth": {Low: 1}},
	}
	g := shiftedGrade(t, Calibrated{marking{}, "", []Fit{fit}}, "a queue and a retry")
	if c := g.Competencies[0]; c.Calibrated != nil || g.Calibrated == nil || *g.Calibrated != *g.Score {
		t.Errorf("depth is %+v and the grade %v; want no calibrated score, and that of the grade", c.Calibrated, g.Calibrated)
	}
}

func TestAFitIsAppliedOnlyWhereItWasLearned(t *testing.T) {
	good := Fit{
		Grader: GraderInfo{LLM, "small"}, Asking: "so", Role: "tester", Rubric: shiftPack().RubricHash(),
		Shifts: map[string]rubric.Shift{"depth": {}},
	}
	change := func(f func(*Fit)) []Fit { out := good; f(&out); return []Fit{out} }
	for name, tt := range map[string]struct {
		fits    []Fit
		applied bool
		says    string
	}{
		"the very same":      {[]Fit{good}, true, ""},
		"none":               {nil, false, ""},
		"of another role":    {change(func(f *Fit) { f.Role = "other" }), false, ""},
		"of another model":   {change(func(f *Fit) { f.Grader.Model = "large" }), false, "learned with large, so it is not"},
		"offline":            {change(func(f *Fit) { f.Grader = GraderInfo{Kind: Offline} }), false, "of the offline grader"},
		"of other prompts":   {change(func(f *Fit) { f.Asking = "otherwise" }), false, "with other prompts or settings"},
		"of another rubric":  {change(func(f *Fit) { f.Rubric = "x" }), false, "with another version of the rubric"},
		"another, then this": {append(change(func(f *Fit) { f.Asking = "otherwise" }), good), true, ""},
	} {
		g := shiftedGrade(t, Calibrated{marking{}, "so", tt.fits}, "a queue and a retry")
		notes := strings.Join(g.Notes[1:], "\n")
		if (g.Calibrated != nil) != tt.applied || !strings.Contains(notes, tt.says) || tt.says == "" && notes != "" {
			t.Errorf("%s: applied %v, notes %q; want %v, %q", name, g.Calibrated != nil, notes, tt.applied, tt.says)
		}
	}
}

func TestARubricIsAnotherWhenWhatGradesIsAnother(t *testing.T) {
	same := shiftPack()
	same.Questions[0].Title, same.Questions[0].Answers.Strong = "T", "a queue"
	same.Questions[0].Text = "Why?" // as a model words it for an advertisement
	if same.RubricHash() != shiftPack().RubricHash() {
		t.Error("what answers are not held against makes it another rubric")
	}
	for name, change := range map[string]func(*Pack){
		"a signal":      func(p *Pack) { p.Rubric[0].Signals[0].Text = "Says broker." },
		"an example":    func(p *Pack) { p.Rubric[0].Signals[0].Shows = []string{"A queue."} },
		"own signals":   func(p *Pack) { p.Questions[0].Signals = []rubric.Signal{{ID: "x"}} },
		"its probes":    func(p *Pack) { p.Questions[0].Probes["depth"] = rubric.Also },
		"a truth":       func(p *Pack) { p.Questions[0].Truths = []string{"A queue can fill up."} },
		"a wrong claim": func(p *Pack) { p.Questions[0].WrongClaims = []WrongClaim{{Text: "A queue is endless."}} },
	} {
		p := shiftPack()
		change(&p)
		if p.RubricHash() == shiftPack().RubricHash() {
			t.Errorf("%s changes, and the rubric is still the same", name)
		}
	}
}

func TestTheCalibratedScoreOfASessionWantsAllItsGradesCalibrated(t *testing.T) {
	p := shiftPack()
	fit := Fit{
		Grader: GraderInfo{LLM, "small"}, Role: "tester", Rubric: p.RubricHash(),
		Shifts: map[string]rubric.Shift{"depth": {Low: -.4, High: -.4}},
	}
	with := shiftedGrade(t, Calibrated{marking{}, "", []Fit{fit}}, "a queue and a retry")
	without := shiftedGrade(t, marking{}, "a queue and a retry")
	turn := func(n int, g Grade, state State) Turn {
		return Turn{N: n, Question: p.Questions[0], State: state, Grade: &g}
	}
	for name, tt := range map[string]struct {
		turns []Turn
		want  float64 // 0 is none
	}{
		"one":            {[]Turn{turn(1, with, Answered)}, 3.0},
		"two":            {[]Turn{turn(1, with, Answered), turn(2, with, Answered)}, 3.0},
		"one is without": {[]Turn{turn(1, with, Answered), turn(2, without, Answered)}, 0},
		"with a skip": {[]Turn{
			turn(1, with, Answered), turn(2, with, Answered), {N: 3, Question: p.Questions[0], State: Skipped},
		}, 2.3},
		"one still open": {[]Turn{turn(1, with, Answered), {N: 2, Question: p.Questions[0], State: Asked}}, 3.0},
		"none":           {nil, 0},
	} {
		s := Session{Pack: p, Turns: tt.turns}
		if len(tt.turns) < 3 {
			s.Questions = []string{"q"} // one graded answer is enough
		}
		got := s.CalibratedScore()
		if (got == nil) != (tt.want == 0) || got != nil && *got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	bad := with
	score := 7.
	bad.Calibrated = &score
	if bad.Doubt(Turn{}) == nil {
		t.Error("a calibrated score of 7 is believed")
	}
}
