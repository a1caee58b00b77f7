package rubric

import (
	"math"
	"slices"
	"testing"
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

func TestBarGrowsWithSeniorityAndIsAtLeastTwo(t *testing.T) {
	for _, tt := range []struct {
		level  Seniority
		weight int
		want   float64
	}{
		{Junior, 5, 2}, {Mid, 5, 2}, {Senior, 5, 2.5}, {Staff, 5, 3}, {Junior, 8, 2.8}, {Staff, 2, 2}, {"", 6, 3},
		{Junior, 20, 7}, {Mid, 20, 8}, {Senior, 20, 10}, {Staff, 20, 12}, // nothing holds it from above
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

func TestStrongWantsOneOfEachGroupThatItNeeds(t *testing.T) {
	unmarked := append(marks("b+c+d+"), Mark{Signal: "a", Unmarked: true})
	refining := []Signal{{ID: "q", Kind: Strong, Weight: 1, Competency: "depth", Refines: "a"}}
	for _, tt := range []struct {
		name     string
		needs    [][]string
		question []Signal
		marks    []Mark
		level    Level
		score    float64
		lacks    string
	}{
		{"nothing needed", nil, nil, marks("a+b+"), LevelStrong, 3.9, ""},
		{"what is needed is shown", [][]string{{"a"}}, nil, marks("a+b+"), LevelStrong, 3.9, ""},
		{"one of a group is enough", [][]string{{"c", "b"}}, nil, marks("a+b+"), LevelStrong, 3.9, ""},
		{"none of a group is mixed at most", [][]string{{"c", "d"}}, nil, marks("a+b+"), LevelMixed, 3.3, "cd"},
		{"one group of two is not enough", [][]string{{"a"}, {"c", "d"}}, nil, marks("a+b+"), LevelMixed, 3.3, "cd"},
		{"half shown is not shown", [][]string{{"a"}}, nil, marks("a~b+c+d+"), LevelMixed, 3.3, "a"},
		{"nor is what a hint gave", [][]string{{"a"}}, nil, marks("ahb+c+d+"), LevelMixed, 3.3, "a"},
		{"what nobody marked is not held against it", [][]string{{"a"}}, nil, unmarked, LevelStrong, 4, ""},
		{"what makes it concrete stands for it", [][]string{{"a"}}, refining, marks("q+b+c+"), LevelStrong, 4, ""},
		{"and is wanted in its place", [][]string{{"a"}}, refining, marks("a+b+c+d+"), LevelMixed, 3.3, "q"},
		{"below the bar it takes nothing away", [][]string{{"a"}}, nil, marks("b+c~"), LevelMixed, 2.4, "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := competency()
			c.StrongNeeds = tt.needs
			got := Score(c, tt.question, tt.marks, Senior, true)
			lacks := ""
			for _, s := range c.Lacks(Applicable(c, tt.question), got.Marks) {
				lacks += s.ID
			}
			if got.Level != tt.level || Round(got.Score) != tt.score || lacks != tt.lacks {
				t.Errorf("%s %v, lacking %q; want %s %v, lacking %q", got.Level, got.Score, lacks, tt.level, tt.score, tt.lacks)
			}
		})
	}
}

func TestAWeakSignalByAbsenceIsDecidedFromTheOthers(t *testing.T) {
	c := competency()
	c.Signals = append(
		c.Signals,
		Signal{ID: "n", Kind: Weak, Weight: 1, Absence: true, Unless: []string{"b"}, Text: "never B"},
	)
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

// with is a competency of which something else is known, too.
func (p Probed) with(change func(*CompetencyScore)) Probed {
	change(&p.Result)
	return p
}

func critical(r *CompetencyScore) { r.Critical = true }
func anyShown(r *CompetencyScore) { r.AnyShown = true }
func asksOwn(r *CompetencyScore)  { r.AsksOwn = true }
func ownShown(r *CompetencyScore) { r.AsksOwn, r.OwnShown = true, true }

func TestScoreOfATurn(t *testing.T) {
	strong, mixed := probed(30, Chief, LevelStrong, 4), probed(30, Chief, LevelMixed, 2.6)
	weakShown := probed(30, Chief, LevelWeak, 1.8).with(anyShown)
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
		sum    string
	}{
		{"all strong", []Probed{strong, probed(20, Also, LevelStrong, 3.6)}, false, 3.9, StrongHire,
			"mean 3.9, minus nothing = 3.9"},
		{"a chief counts twice", []Probed{mixed, probed(30, Also, LevelStrong, 4)}, false, 3.1, LeaningHire,
			"mean 3.1, minus nothing = 3.1"},
		{"a weak one takes 1.5 by its share", []Probed{strong, strong, probed(30, Also, LevelWeak, 2)}, false, 3.3,
			LeaningHire, "mean 3.6, minus 0.3 for c (weak) = 3.3"},
		{"not shown takes as much", []Probed{strong, strong, probed(30, Also, LevelNotShown, 1)}, false, 3.1,
			LeaningHire, "mean 3.4, minus 0.3 for c (not shown) = 3.1"},
		{"each low one is named", []Probed{strong, probed(30, Also, LevelWeak, 2), probed(30, Also, LevelNotShown, 1)},
			false, 2, LeaningNoHire, "mean 2.8, minus 0.4 for c (weak) and 0.4 for c (not shown) = 2.0"},
		{"a low chief takes twice as much", []Probed{mixed, weakShown}, false, 1.6, LeaningNoHire,
			"mean 2.2, minus 0.7 for c (weak) = 1.5; a strong signal shown where it counts and nothing critical " +
				"against: at least 1.6"},
		{"nothing shown in a chief is at most 1.5",
			[]Probed{probed(10, Chief, LevelWeak, 2), probed(30, Also, LevelStrong, 4)}, false, 1.5, StrongNoHire,
			"mean 3.2, minus 0.6 for c (weak) = 2.6; no strong signal fully shown in what the question chiefly " +
				"asks: at most 1.5"},
		{"in one of two chiefs is enough", []Probed{strong, probed(30, Chief, LevelWeak, 2)}, false, 2.3,
			LeaningNoHire, "mean 3.0, minus 0.7 for c (weak) = 2.3"},
		{"none of the question's own is at most 1.5", []Probed{strong.with(asksOwn), strong}, false, 1.5,
			StrongNoHire, "mean 4.0, minus nothing = 4.0; none of the question's own strong signals fully shown: at most 1.5"},
		{"one of its own anywhere is enough",
			[]Probed{strong.with(asksOwn), probed(30, Also, LevelStrong, 4).with(ownShown)}, false, 4, StrongHire,
			"mean 4.0, minus nothing = 4.0"},
		{"something shown lifts to 1.6", []Probed{weakShown, probed(30, Also, LevelNotShown, 1)}, false, 1.6,
			LeaningNoHire, "mean 1.5, minus 1.0 for c (weak) and 0.5 for c (not shown) = 0.0; a strong signal shown " +
				"where it counts and nothing critical against: at least 1.6"},
		{"unless something critical speaks against", []Probed{weakShown.with(critical)}, false, 1, StrongNoHire,
			"mean 1.8, minus 1.5 for c (weak) = 0.3; no score is lower: at least 1.0"},
		{"the third hint holds at leaning hire", []Probed{strong}, true, 3.3, LeaningHire,
			"mean 4.0, minus nothing = 4.0; the third hint was taken: at most 3.3"},
		{"a minor failure is left out", []Probed{strong, failed}, false, 4, StrongHire, "mean 4.0, minus nothing = 4.0"},
		{"a chief failure leaves no score", []Probed{strong, chiefFailed}, false, 0, NoDecision, ""},
		{"nothing graded", nil, false, 0, NoDecision, ""},
		{"rounded once, after the mean", []Probed{probed(30, Chief, LevelMixed, 2.4451), probed(30, Chief, LevelMixed,
			2.4551)}, false, 2.5, LeaningHire, "mean 2.5, minus nothing = 2.5"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ScoreTurn(tt.probed, tt.third)
			if got.Score != tt.score || got.Recommendation != tt.rec {
				t.Errorf("got %v %s (caps %q), want %v %s", got.Score, got.Recommendation, got.Caps, tt.score, tt.rec)
			}
			if got.Sum != tt.sum {
				t.Errorf("got  %q\nwant %q", got.Sum, tt.sum)
			}
		})
	}
}

func TestTheTermsOfASumAddUpAsPrinted(t *testing.T) {
	for _, tt := range []struct {
		terms []float64
		total float64
		want  []float64
	}{
		{[]float64{3.1, -.4}, 2.7, []float64{3.1, -.4}},
		{[]float64{3.04, -.36}, 2.7, []float64{3.1, -.4}}, // rounded alone they would make 2.6
		{[]float64{3.05, -.25, -.25}, 2.6, []float64{3.1, -.2, -.3}},
		{[]float64{1, -1.5}, -.5, []float64{1, -1.5}},
	} {
		got := apportion(tt.terms, tt.total)
		if !slices.EqualFunc(got, tt.want, func(a, b float64) bool { return math.Abs(a-b) < 1e-9 }) {
			t.Errorf("apportion(%v) = %v, want %v", tt.terms, got, tt.want)
		}
	}
}

func TestANameWithinASentenceKeepsItsAcronym(t *testing.T) {
	for in, want := range map[string]string{
		"Data strategy": "data strategy", "API design": "API design", "": "", "X": "x",
	} {
		if got := lowerFirst(in); got != want {
			t.Errorf("lowerFirst(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestRecommendBands(t *testing.T) {
	for score, want := range map[float64]Recommendation{
		4: StrongHire, 3.4: StrongHire, 3.3: LeaningHire, 2.5: LeaningHire,
		2.4: LeaningNoHire, 1.6: LeaningNoHire, 1.5: StrongNoHire, 1: StrongNoHire,
	} {
		if got := Recommend(score); got != want {
			t.Errorf("Recommend(%v) = %s, want %s", score, got, want)
		}
	}
}

func TestRoundOnceHalfUp(t *testing.T) {
	for in, want := range map[float64]float64{
		3.35: 3.4, 2.449999: 2.4, 2.45: 2.5, 1.55: 1.6, 3.3499999999999996: 3.4, 4: 4,
	} {
		if got := Round(in); got != want {
			t.Errorf("Round(%v) = %v, want %v", in, got, want)
		}
	}
}

// answer is a graded turn that probes competencies a and b.
func answer(a, b Probed) TurnResult {
	a.Competency.ID, b.Competency.ID = "a", "b"
	return TurnResult{Graded: true, Outcome: ScoreTurn([]Probed{a, b}, false), Probed: []Probed{a, b}}
}

func TestScoreOfASession(t *testing.T) {
	rubric := []Competency{{ID: "a", Name: "A", Weight: 60}, {ID: "b", Name: "B", Weight: 40}}
	good := answer(probed(60, Chief, LevelStrong, 4), probed(40, Also, LevelStrong, 3.6))
	poor := answer(probed(60, Chief, LevelWeak, 2).with(anyShown), probed(40, Also, LevelStrong, 4))
	quiet := answer(probed(60, Chief, LevelStrong, 4), probed(40, Also, LevelNotShown, 1))
	onlyB := TurnResult{Graded: true, Outcome: Outcome{Score: 3.6}, Probed: good.Probed[1:]}
	skipped, ungraded := TurnResult{Skipped: true}, TurnResult{}
	old := good // made by an arithmetic that held it
	old.Outcome = Outcome{Score: 3.3}
	off := answer(probed(60, Chief, LevelStrong, 4).with(asksOwn), probed(40, Also, LevelStrong, 3.6))
	lost := answer(probed(60, Chief, LevelWeak, 1).with(anyShown), probed(40, Also, LevelNotShown, 1).with(critical))
	other := answer(probed(60, Also, LevelNotShown, 1), probed(40, Chief, LevelStrong, 3.6))
	for _, tt := range []struct {
		name   string
		turns  []TurnResult
		single bool
		score  float64
		rec    Recommendation
		sum    string
	}{
		{"the mean by weight, chief twice", []TurnResult{good, good}, false, 3.9, StrongHire,
			"mean 3.9, minus nothing = 3.9"},
		{"one turn is too little", []TurnResult{good}, false, 0, NoDecision, ""},
		{"but enough for a drill", []TurnResult{good}, true, 3.9, StrongHire, "mean 3.9, minus nothing = 3.9"},
		{"where the answer's score stands, whatever made it", []TurnResult{old}, true, 3.3, LeaningHire,
			"the score of the one answer = 3.3"},
		{"a minor not shown is left out when shown elsewhere", []TurnResult{good, quiet}, false, 3.9, StrongHire,
			"mean 3.9, minus nothing = 3.9"},
		{"even where that lifts it above each answer's own score", []TurnResult{quiet, other}, false, 3.8, StrongHire,
			"mean 3.8, minus nothing = 3.8"},
		{"weak over the session takes its share", []TurnResult{poor, poor}, false, 1.6, LeaningNoHire,
			"mean 2.5, minus 1.1 for a (weak) = 1.4; an answer shows what its question chiefly asks and nothing " +
				"critical is against: at least 1.6"},
		{"nothing lifts it where something critical is against", []TurnResult{poor, lost}, false, 1, StrongNoHire,
			"mean 2.1, minus 1.1 for a (weak) = 1.0"},
		{"no answer shows what was asked", []TurnResult{off, off}, false, 1.5, StrongNoHire,
			"mean 3.9, minus nothing = 3.9; no answer shows what its question chiefly asks: at most 1.5"},
		{"a skip counts as 1.0", []TurnResult{good, good, skipped}, false, 2.9, LeaningHire,
			"mean 3.9, minus nothing = 3.9; 2 answers at 3.9 and 1 skipped question at 1.0 = 2.9"},
		{"each of them", []TurnResult{good, skipped, good, skipped}, false, 2.5, LeaningHire,
			"mean 3.9, minus nothing = 3.9; 2 answers at 3.9 and 2 skipped questions at 1.0 = 2.5"},
		{"what is not graded yet does not", []TurnResult{good, good, ungraded}, false, 3.9, StrongHire,
			"mean 3.9, minus nothing = 3.9"},
		{"more than half skipped", []TurnResult{good, good, skipped, skipped, skipped}, false, 0, NoDecision, ""},
		{"too little of the rubric covered", []TurnResult{onlyB, onlyB}, false, 0, NoDecision, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _ := ScoreSession(rubric, tt.turns, tt.single)
			if got.Score != tt.score || got.Recommendation != tt.rec {
				t.Errorf("got %v %s (caps %q), want %v %s", got.Score, got.Recommendation, got.Caps, tt.score, tt.rec)
			}
			if got.Sum != tt.sum {
				t.Errorf("got  %q\nwant %q", got.Sum, tt.sum)
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

func TestWhatNobodyMarkedCountsNeitherForNorAgainst(t *testing.T) {
	c := Competency{ID: "a", Signals: []Signal{
		{ID: "s1", Kind: Strong, Weight: 2}, {ID: "s2", Kind: Strong, Weight: 2}, {ID: "s3", Kind: Strong, Weight: 2},
		{ID: "s4", Kind: Strong, Weight: 2}, {ID: "none", Kind: Weak, Weight: 2, Absence: true, Unless: []string{"s4"}},
	}}
	marks := []Mark{{Signal: "s1", Verdict: Shown}, {Signal: "s2", Verdict: Shown}, {Signal: "s3", Verdict: Absent}}
	left := append(slices.Clone(marks), Mark{Signal: "s4", Verdict: Absent, Unmarked: true})
	whole := Score(c, nil, append(slices.Clone(marks), Mark{Signal: "s4", Verdict: Absent}), Senior, true)
	part := Score(c, nil, left, Senior, true)
	if whole.Bar != 4 || whole.Against != 2 || part.Bar != 3 || part.Against != 0 || part.Unmarked != 2 {
		t.Errorf("bar %v less %v, with a signal unmarked bar %v less %v and %d unmarked; want 4 less 2, 3 less 0, 2",
			whole.Bar, whole.Against, part.Bar, part.Against, part.Unmarked)
	}
	if !Enough(c.Signals, left) || Enough(c.Signals, []Mark{{Signal: "s1", Unmarked: true},
		{Signal: "s2", Unmarked: true}, {Signal: "s3", Unmarked: true}}) {
		t.Error("want three of four strong signals to be enough to score by, and one of four not")
	}
}

func TestAMarkIsWorthTheMeanOfItsJudges(t *testing.T) {
	for _, tt := range []struct {
		votes   []Verdict
		verdict Verdict
		points  float64
		agree   int
	}{
		{[]Verdict{Shown, Shown, Shown}, Shown, 1, 3},
		{[]Verdict{Shown, Shown, Partial}, Shown, 5. / 6, 3},
		{[]Verdict{Shown, Shown, Absent}, Shown, 2. / 3, 2},
		{[]Verdict{Shown, Partial, Absent}, Partial, .5, 2},
		{[]Verdict{Shown, Absent, Absent}, Partial, 1. / 3, 1},
		{[]Verdict{Partial, Absent, Absent}, Partial, 1. / 6, 1},
		{[]Verdict{Absent, Absent, Absent}, Absent, 0, 0},
	} {
		m := Mark{Kind: Strong, Verdict: Vote(tt.votes), Votes: tt.votes}
		if m.Verdict != tt.verdict || math.Abs(m.points()-tt.points) > 1e-9 || m.Agreeing() != tt.agree {
			t.Errorf("%v: %s, %v points, %d judges; want %s, %v, %d", tt.votes, m.Verdict, m.points(), m.Agreeing(),
				tt.verdict, tt.points, tt.agree)
		}
	}
	m := Mark{Kind: Strong, Hinted: true, Verdict: Shown, Votes: []Verdict{Shown, Shown, Absent}}
	if m.points() != .5 {
		t.Errorf("after a hint it is worth %v, want ½", m.points())
	}
}
