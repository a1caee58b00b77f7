package rubric

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// competency has strong signals a (2), b, c, d (1 each) and weak ones x (1) and y (2).
func competency() Competency {
	return Competency{ID: "depth", Name: "Depth", Weight: 30, Signals: []Signal{
		{ID: "a", Kind: Strong, Weight: 2, Text: "A"}, {ID: "b", Kind: Strong, Weight: 1, Text: "B"},
		{ID: "c", Kind: Strong, Weight: 1, Text: "C"}, {ID: "d", Kind: Strong, Weight: 1, Text: "D"},
		{ID: "x", Kind: Weak, Weight: 1, Text: "X"}, {ID: "y", Kind: Weak, Weight: 2, Text: "Y"},
	}}
}

// marks writes "a+b~y+" as marks: + shown, ~ partial, - absent, h shown after a hint gave it.
func marks(s string) []Mark {
	var out []Mark
	for i := 0; i+1 < len(s); i += 2 {
		m := Mark{Signal: s[i : i+1]}
		switch s[i+1] {
		case '+':
			m.Verdict = Shown
		case '~':
			m.Verdict = Partial
		case '-':
			m.Verdict = Absent
		case 'h':
			m.Verdict, m.Hinted = Shown, true
		}
		out = append(out, m)
	}
	return out
}

func TestBarGrowsWithSeniorityAndStaysInTwoToFour(t *testing.T) {
	for _, tt := range []struct {
		level  Seniority
		weight int
		want   float64
	}{
		{Junior, 5, 2}, {Mid, 5, 2}, {Senior, 5, 2.5}, {Staff, 5, 3}, {Junior, 8, 2.8}, {Senior, 10, 4}, {Staff, 2, 2}, {"", 6, 3},
	} {
		signals := make([]Signal, tt.weight)
		for i := range signals {
			signals[i] = Signal{Kind: Strong, Weight: 1}
		}
		if got := Bar(signals, tt.level); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("Bar(weight %d, %q) = %v, want %v", tt.weight, tt.level, got, tt.want)
		}
	}
}

func TestLevelOfACompetency(t *testing.T) {
	// Senior: 5 points of strong weight, so the bar is 2.5.
	for _, tt := range []struct {
		name, marks string
		always      bool
		level       Level
		score       float64
	}{
		{"no mark is not shown, which is not weak", "", false, LevelNotShown, 1},
		{"an on-topic answer always communicates something", "", true, LevelWeak, 1},
		{"the bar with two signals is strong", "a+b+", false, LevelStrong, 3.9},
		{"over the bar is at most 4", "a+b+c+d+", false, LevelStrong, 4},
		{"one signal alone is not strong", "a+b~", false, LevelMixed, 3.3},
		{"half the bar is mixed", "b+c~", false, LevelMixed, 2.4},
		{"below half the bar is weak", "b+", false, LevelWeak, 2},
		{"a weak signal takes away", "a+b+x+", false, LevelMixed, 2.9},
		{"a critical weak signal keeps from strong", "a+b+c+d+y+", false, LevelMixed, 3.3},
		{"half a critical one does not", "a+b+c+d+y~", false, LevelStrong, 4},
		{"only weak signals is weak", "x+", false, LevelWeak, 1},
		{"partial marks are evidence", "b~", false, LevelWeak, 1.5},
		{"a hinted signal counts half", "ahb+", false, LevelMixed, 2.9},
		{"repeating a signal adds nothing", "b+b+b+b+", false, LevelWeak, 2},
		{"an unknown signal counts nothing", "q+", false, LevelNotShown, 1},
		{"absent is no evidence", "a-x-", false, LevelNotShown, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := competency()
			c.Always = tt.always
			got := Score(c, nil, marks(tt.marks), Senior, true)
			if got.Level != tt.level || Round(got.Score) != tt.score {
				t.Errorf("Score(%q) = %s %v, want %s %v", tt.marks, got.Level, got.Score, tt.level, tt.score)
			}
		})
	}
}

func TestAWeakSignalByAbsenceIsDecidedFromTheOthers(t *testing.T) {
	c := competency()
	c.Signals = append(c.Signals, Signal{ID: "n", Kind: Weak, Weight: 1, Absence: true, Unless: []string{"b"}, Text: "never B"})
	verdict := func(ms []Mark) Verdict {
		s := Score(c, nil, ms, Senior, true)
		return s.Marks[len(s.Marks)-1].Verdict
	}
	if got := verdict(marks("a+")); got != Shown {
		t.Errorf("without b: %s, want shown", got)
	}
	if got := verdict(marks("b~")); got != Absent {
		t.Errorf("with b in part: %s, want absent", got)
	}
	if got := verdict(marks("a+n-")); got != Shown {
		t.Errorf("a grader's own verdict on it counted: %s", got)
	}
	c.Signals[slices.IndexFunc(c.Signals, func(s Signal) bool { return s.ID == "b" })].Text = "Says what B is."
	marked := Score(c, nil, marks("a+"), Senior, true).Marks
	if got, want := marked[len(marked)-1].Reason, "Looked for and not found: says what B is."; got != want {
		t.Errorf("the reason is %q, want %q", got, want)
	}
	if s := Score(c, nil, nil, Senior, true); s.Level != LevelNotShown {
		t.Errorf("an absence alone makes %s, want not_shown", s.Level)
	}
}

func TestARefiningSignalCountsOnceWithTheHigherWeight(t *testing.T) {
	q := []Signal{
		{ID: "q1", Kind: Strong, Weight: 1, Competency: "depth", Refines: "a"},
		{ID: "q2", Kind: Strong, Weight: 2, Competency: "depth", Refines: "b"},
		{ID: "q3", Kind: Strong, Weight: 1, Competency: "other"},
	}
	got := map[string]int{}
	for _, s := range Applicable(competency(), q) {
		got[s.ID] = s.Weight
	}
	want := map[string]int{"q1": 2, "q2": 2, "c": 1, "d": 1, "x": 1, "y": 2}
	if len(got) != len(want) {
		t.Fatalf("Applicable = %v, want %v", got, want)
	}
	for id, w := range want {
		if got[id] != w {
			t.Errorf("weight of %s = %d, want %d", id, got[id], w)
		}
	}
}

func probed(weight int, probe Probe, level Level, score float64) Probed {
	return Probed{
		Competency: Competency{ID: "c", Name: "C", Weight: weight}, Probe: probe,
		Result: CompetencyScore{Level: level, Score: score, AnyShown: level == LevelStrong || level == LevelMixed},
	}
}

// shownAt is a weak chief with something shown, at a score that is not rounded.
func shownAt(score float64) Probed {
	p := probed(30, Chief, LevelWeak, score)
	p.Result.AnyShown = true
	return p
}

func TestScoreOfATurn(t *testing.T) {
	strong, mixed := probed(30, Chief, LevelStrong, 4), probed(30, Chief, LevelMixed, 2.6)
	critical := mixed
	critical.Result.Critical = true
	critical.Result.Score = 2.2
	weakShown := probed(30, Chief, LevelWeak, 1.2)
	weakShown.Result.AnyShown = true
	failed := probed(20, Also, "", 0)
	failed.Failed = true
	chiefFailed := failed
	chiefFailed.Probe = Chief
	for _, tt := range []struct {
		name   string
		probed []Probed
		third  bool
		score  float64
		rec    Recommendation
	}{
		{"all strong", []Probed{strong, probed(20, Also, LevelStrong, 3.6)}, false, 3.9, StrongHire},
		{"a chief counts twice", []Probed{mixed, probed(30, Also, LevelStrong, 4)}, false, 3.1, LeaningHire},
		{"any weak one holds at 3.3", []Probed{strong, strong, probed(10, Also, LevelWeak, 2)}, false, 3.3, LeaningHire},
		{"not shown holds at 3.3, too", []Probed{strong, strong, probed(5, Also, LevelNotShown, 1)}, false, 3.3, LeaningHire},
		{"a weak chief holds at 2.4", []Probed{strong, weakShown, probed(30, Also, LevelStrong, 4)}, false, 2.4, LeaningNoHire},
		{"nothing shown in a chief holds at 1.5", []Probed{probed(30, Chief, LevelWeak, 2), probed(30, Also, LevelStrong, 4)}, false, 1.5, StrongNoHire},
		{"something shown lifts to 1.6", []Probed{weakShown, probed(30, Also, LevelNotShown, 1)}, false, 1.6, LeaningNoHire},
		{"unless something critical speaks against", []Probed{func() Probed { p := weakShown; p.Result.Critical = true; return p }()}, false, 1.2, StrongNoHire},
		{"the third hint holds at leaning hire", []Probed{strong}, true, 3.3, LeaningHire},
		{"a minor failure is left out", []Probed{strong, failed}, false, 4, StrongHire},
		{"a chief failure leaves no score", []Probed{strong, chiefFailed}, false, 0, NoDecision},
		{"nothing graded", nil, false, 0, NoDecision},
		{"rounded once, at the end", []Probed{probed(30, Chief, LevelWeak, 1.533), probed(30, Also, LevelWeak, 1.6)}, false, 1.5, StrongNoHire},
		{"not before the mean", []Probed{shownAt(1.5451), shownAt(1.5551)}, false, 1.6, LeaningNoHire},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ScoreTurn(tt.probed, tt.third)
			if got.Score != tt.score || got.Recommendation != tt.rec {
				t.Errorf("got %v %s (caps %q), want %v %s", got.Score, got.Recommendation, got.Caps, tt.score, tt.rec)
			}
		})
	}
}

func TestRecommendBands(t *testing.T) {
	for score, want := range map[float64]Recommendation{
		4: StrongHire, 3.4: StrongHire, 3.3: LeaningHire, 2.5: LeaningHire, 2.4: LeaningNoHire, 1.6: LeaningNoHire, 1.5: StrongNoHire, 1: StrongNoHire,
	} {
		if got := Recommend(score); got != want {
			t.Errorf("Recommend(%v) = %s, want %s", score, got, want)
		}
	}
}

func TestRoundOnceHalfUp(t *testing.T) {
	for in, want := range map[float64]float64{3.35: 3.4, 2.449999: 2.4, 2.45: 2.5, 1.55: 1.6, 3.3499999999999996: 3.4, 4: 4} {
		if got := Round(in); got != want {
			t.Errorf("Round(%v) = %v, want %v", in, got, want)
		}
	}
}

// answer is a graded turn that probes competencies a and b.
func answer(a, b Probed) TurnResult {
	a.Competency.ID, b.Competency.ID = "a", "b"
	return TurnResult{Graded: true, Probed: []Probed{a, b}}
}

func TestScoreOfASession(t *testing.T) {
	rubric := []Competency{{ID: "a", Name: "A", Weight: 60}, {ID: "b", Name: "B", Weight: 40}}
	good := answer(probed(60, Chief, LevelStrong, 4), probed(40, Also, LevelStrong, 3.6))
	poor := answer(probed(60, Chief, LevelWeak, 2), probed(40, Also, LevelStrong, 4))
	quiet := answer(probed(60, Chief, LevelStrong, 4), probed(40, Also, LevelNotShown, 1))
	onlyB := TurnResult{Graded: true, Probed: good.Probed[1:]}
	skipped := TurnResult{Skipped: true}
	for _, tt := range []struct {
		name   string
		turns  []TurnResult
		single bool
		score  float64
		rec    Recommendation
	}{
		{"the mean by pack weight", []TurnResult{good, good}, false, 3.8, StrongHire},
		{"one turn is too little", []TurnResult{good}, false, 0, NoDecision},
		{"but enough for a drill", []TurnResult{good}, true, 3.8, StrongHire},
		{"a minor not shown is left out when shown elsewhere", []TurnResult{good, quiet}, false, 3.8, StrongHire},
		{"weak where it was chief holds at 2.4", []TurnResult{poor, poor}, false, 2.4, LeaningNoHire},
		{"any skip holds at 3.3", []TurnResult{good, good, skipped}, false, 3.3, LeaningHire},
		{"more than half skipped", []TurnResult{good, good, skipped, skipped, skipped}, false, 0, NoDecision},
		{"too little of the rubric covered", []TurnResult{onlyB, onlyB}, false, 0, NoDecision},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := ScoreSession(rubric, tt.turns, tt.single)
			if got.Score != tt.score || got.Recommendation != tt.rec {
				t.Errorf("got %v %s (caps %q), want %v %s", got.Score, got.Recommendation, got.Caps, tt.score, tt.rec)
			}
		})
	}
}

func TestASessionIsNeverStrongWhereAChiefTurnWasWeak(t *testing.T) {
	rubric := []Competency{{ID: "a", Name: "A", Weight: 100}}
	turn := func(p Probe, l Level, s float64) TurnResult {
		x := probed(100, p, l, s)
		x.Competency.ID = "a"
		return TurnResult{Graded: true, Probed: []Probed{x}}
	}
	var turns []TurnResult
	for range 20 {
		turns = append(turns, turn(Chief, LevelStrong, 4))
	}
	turns = append(turns, turn(Chief, LevelWeak, 1))
	_, got := ScoreSession(rubric, turns, false)
	if got[0].Score < 3.4 || got[0].Level != LevelMixed {
		t.Errorf("level = %s at %v, want mixed", got[0].Level, got[0].Score)
	}
}

// Whatever the marks, more evidence for never lowers a competency and more against never raises it.
func TestScoreIsMonotone(t *testing.T) {
	verdicts := []Verdict{Absent, Partial, Shown}
	rapid.Check(t, func(t *rapid.T) {
		c := competency()
		ms := make([]Mark, len(c.Signals))
		for i, s := range c.Signals {
			ms[i] = Mark{Signal: s.ID, Verdict: rapid.SampledFrom(verdicts).Draw(t, s.ID)}
		}
		before := Score(c, nil, ms, Senior, true)
		i := rapid.IntRange(0, len(ms)-1).Draw(t, "which")
		ms[i].Verdict = Shown
		after := Score(c, nil, ms, Senior, true)
		switch {
		case c.Signals[i].Kind == Strong && after.Level.Rank() < before.Level.Rank():
			t.Fatalf("showing %s lowered %s to %s", c.Signals[i].ID, before.Level, after.Level)
		case c.Signals[i].Kind == Weak && before.Level != LevelNotShown && after.Level.Rank() > before.Level.Rank():
			t.Fatalf("showing %s raised %s to %s", c.Signals[i].ID, before.Level, after.Level)
		}
	})
}

// The bands are one table: a score at its bound belongs to the better side, a tenth less to the worse.
func TestBandsMeetWithoutAGap(t *testing.T) {
	all := Recommendations()
	for i, r := range all {
		if got := Recommend(r.Least()); got != r {
			t.Errorf("%.1f is %s, want %s", r.Least(), got, r)
		}
		if i+1 < len(all) && Recommend(r.Below()) != all[i+1] {
			t.Errorf("%.1f is %s, want %s", r.Below(), Recommend(r.Below()), all[i+1])
		}
	}
}
