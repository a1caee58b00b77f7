package interviewer

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mockinterview/rubric"
)

// checkedSession is one graded answer: a signal shown, one not found although it was said, one held against it.
func checkedSession(t *testing.T) Session {
	t.Helper()
	pack := Pack{ID: "p", Version: 1, Rubric: []rubric.Competency{{
		ID: "reliability", Name: "Reliability", Weight: 100, Signals: []rubric.Signal{
			{ID: "bounds-retries", Kind: rubric.Strong, Weight: 1, Text: "Bounds retries."},
			{ID: "degrades", Kind: rubric.Strong, Weight: 2, Text: "Says what users still get."},
			{ID: "no-failure", Kind: rubric.Weak, Weight: 2, Text: "Assumes failure away."},
			{ID: "no-number", Kind: rubric.Weak, Weight: 1, Text: "Gives no bound.", Absence: true,
				Unless: []string{"bounds-retries"}},
		},
	}}}
	q := Question{ID: "q", Text: "How?", Probes: map[string]rubric.Probe{"reliability": rubric.Chief}}
	said := "We retry three times. Users see the last price. We do not care about outages."
	turn := Turn{N: 1, Question: q, State: Answered, Messages: []Message{
		{N: 1, From: FromInterviewer, Kind: KindQuestion, Text: q.Text},
		{N: 2, From: FromCandidate, Kind: KindAnswer, Text: said, At: time.Unix(100, 0)},
	}}
	g := Finish(Assessment{Pack: pack, Turn: turn, Level: rubric.Senior}, Judgement{Findings: []Finding{{
		Competency: "reliability", Marks: []rubric.Mark{
			{Signal: "bounds-retries", Verdict: rubric.Shown, Quotes: []rubric.Quote{{Text: "We retry three times"}}},
			{Signal: "no-failure", Verdict: rubric.Shown,
				Quotes: []rubric.Quote{{Text: "We do not care about outages"}}},
		},
	}}}, func(string) bool { return false })
	turn.Grade = &g
	return Session{ID: "s", Pack: pack, Level: rubric.Senior, Questions: []string{"q"}, Turns: []Turn{turn}}
}

func TestTheChecklistIsWhatACandidateCanSaySomethingAboutTheWeightiestFirst(t *testing.T) {
	s := checkedSession(t)
	var got []string
	for _, item := range s.Checklist(s.Turns[0]) {
		got = append(got, item.Signal.ID)
	}
	if diff := cmp.Diff([]string{"degrades", "no-failure", "bounds-retries"}, got); diff != "" {
		t.Error(diff)
	}
	s.Turns[0].Grade.Reason = "no answer"
	if got := s.Checklist(s.Turns[0]); got != nil {
		t.Errorf("text that was no answer has %d marks to check", len(got))
	}
}

func TestChecksAreScoredByTheArithmeticOfTheGrader(t *testing.T) {
	at := time.Unix(200, 0)
	claim := &rubric.Quote{Text: "Users see the last price.", Message: 2, Start: 22, End: 47}
	check := func(signal string, v rubric.Verdict) Check { return Check{Signal: signal, Verdict: v, At: at} }
	for _, tt := range []struct {
		name   string
		checks []Check
		marks  map[string]rubric.Verdict // that differ from the grader's
		judged bool
	}{
		{"none", nil, nil, false},
		{"a skipped mark is none", []Check{check("degrades", "")}, nil, false},
		{"agreed", []Check{check("bounds-retries", rubric.Shown)}, nil, true},
		{"denied, and what its absence decides with it", []Check{check("bounds-retries", rubric.Absent)},
			map[string]rubric.Verdict{"bounds-retries": rubric.Absent, "no-number": rubric.Shown}, true},
		{"held against no longer", []Check{check("no-failure", rubric.Absent)},
			map[string]rubric.Verdict{"no-failure": rubric.Absent}, true},
		{"claimed without words", []Check{check("degrades", rubric.Shown)}, nil, true},
		{"claimed with words", []Check{{Signal: "degrades", Verdict: rubric.Shown, Quote: claim, At: at}},
			map[string]rubric.Verdict{"degrades": rubric.Shown}, true},
		{"claimed with words that do not stand there",
			[]Check{{Signal: "degrades", Verdict: rubric.Shown, At: at, Quote: &rubric.Quote{
				Text: "Users see all.", Message: 2, Start: 22, End: 36}}}, nil, true},
		{"the newest counts", []Check{check("no-failure", rubric.Absent), check("no-failure", rubric.Shown)}, nil,
			true},
		{"withdrawn", []Check{check("no-failure", rubric.Absent), {Signal: "no-failure", Withdrawn: true, At: at}}, nil,
			false},
		{"said of an earlier text", []Check{{Signal: "no-failure", Verdict: rubric.Absent, At: time.Unix(50, 0)}}, nil,
			false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := checkedSession(t)
			before := *s.Turns[0].Grade
			s.Turns[0].Checks = tt.checks
			got, ok := s.CheckedGrade(s.Turns[0])
			if ok != tt.judged {
				t.Fatalf("checked is %v, want %v", ok, tt.judged)
			}
			if diff := cmp.Diff(before, *s.Turns[0].Grade); diff != "" {
				t.Errorf("the grader's grade has changed: %s", diff)
			}
			if !ok {
				return
			}
			cg := before.Competencies[0]
			marks := append([]rubric.Mark{}, cg.Marks...)
			for i, m := range marks {
				if v, differs := tt.marks[m.Signal]; differs {
					marks[i].Verdict = v
				}
			}
			c := s.Pack.Rubric[0]
			score := rubric.Score(c, nil, marks, s.Level, true)
			want := rubric.ScoreTurn([]rubric.Probed{{Competency: c, Probe: rubric.Chief, Result: score}}, false)
			if *got.Score != want.Score || got.Sum != want.Sum || got.Recommendation != want.Recommendation {
				t.Errorf("score %v (%s), want %v (%s)", *got.Score, got.Sum, want.Score, want.Sum)
			}
			for i, m := range got.Competencies[0].Marks {
				if m.Verdict != score.Marks[i].Verdict {
					t.Errorf("%s is %s, want %s", m.Signal, m.Verdict, score.Marks[i].Verdict)
				}
			}
		})
	}
}

// A wrong claim is a signal only where a mark cites it, so it has to be brought along when the marks are scored anew.
func TestACheckOfAnotherMarkLeavesAWrongClaimStanding(t *testing.T) {
	s := checkedSession(t)
	turn := &s.Turns[0]
	turn.Question.WrongClaims = []WrongClaim{{Text: "Prices never change."}, {Text: "Outages do not matter."}}
	g := Finish(Assessment{Pack: s.Pack, Turn: *turn, Level: s.Level}, Judgement{Findings: []Finding{{
		Competency: "reliability", Marks: []rubric.Mark{
			{Signal: "bounds-retries", Verdict: rubric.Shown, Quotes: []rubric.Quote{{Text: "We retry three times"}}},
			{Signal: "wrong-claim-2", Verdict: rubric.Shown,
				Quotes: []rubric.Quote{{Text: "We do not care about outages"}}},
		},
	}}}, func(string) bool { return false })
	turn.Grade = &g

	check := func(signal string, v rubric.Verdict) Check {
		return Check{Signal: signal, Verdict: v, At: time.Unix(200, 0)}
	}
	var asked []string
	for _, item := range s.Checklist(*turn) {
		asked = append(asked, item.Signal.ID)
	}
	if diff := cmp.Diff([]string{"degrades", "wrong-claim-2", "bounds-retries"}, asked); diff != "" {
		t.Errorf("asked to be checked: %s", diff)
	}
	turn.Checks = []Check{check("bounds-retries", rubric.Shown)}
	agreed, ok := s.CheckedGrade(*turn)
	if !ok {
		t.Fatal("nothing was checked")
	}
	if diff := cmp.Diff(g.Competencies, agreed.Competencies); diff != "" || *agreed.Score != *g.Score {
		t.Errorf("agreement changed the grade from %v to %v: %s", *g.Score, *agreed.Score, diff)
	}
	turn.Checks = []Check{check("wrong-claim-2", rubric.Absent)}
	if denied, _ := s.CheckedGrade(*turn); *denied.Score <= *g.Score || denied.Competencies[0].Critical {
		t.Errorf("the claim denied the score is %v, critical %v; it was %v", *denied.Score,
			denied.Competencies[0].Critical, *g.Score)
	}
}

func TestASentenceIsFoundAroundItsQuote(t *testing.T) {
	turn := checkedSession(t).Turns[0]
	q := turn.Grade.Competencies[0].Marks[0].Quotes[0]
	if got := turn.SentenceOf(q); got.Text != "We retry three times." || got.Start != 0 || got.End != 21 {
		t.Errorf("%+v", got)
	}
	for _, s := range turn.Sentences() {
		if !turn.holds(s) {
			t.Errorf("%q is not where it says", s.Text)
		}
	}
}
