package scorecard

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

func markdown(tb testing.TB, s interviewer.Session) string {
	tb.Helper()
	var b bytes.Buffer
	if err := (Writer{Program: "mockinterview"}).Markdown(&b, s); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// hostile is what a foreign archive, pack or server could put into any text: lines that would be headings, controls,
// code and its end.
const hostile = "x\n\n# owned\n\n- item `tick` \x1b[2J\u009b\u202e\u007f"

// hostileSession has it in every text and every id.
func hostileSession(t *testing.T) interviewer.Session {
	s := session(t)
	for _, p := range []*string{&s.ID, (*string)(&s.Level), &s.Role, &s.Grader.Model, (*string)(&s.Grader.Kind),
		&s.Pack.ID, &s.Pack.Title, &s.Pack.Summary} {
		*p = hostile
	}
	for i := range s.Pack.Rubric {
		s.Pack.Rubric[i].Name = hostile
	}
	t1 := &s.Turns[0]
	t1.Question.Title, t1.Question.ID, t1.Question.Kind = hostile, hostile, hostile
	g := t1.Grade
	g.Caps, g.Notes, g.Reason = []string{hostile}, []string{hostile}, ""
	g.Status = interviewer.StatusPartial
	g.Failures = []interviewer.Failure{{Competency: hostile, Reason: hostile}}
	g.Provenance.Pack, g.Provenance.RubricHash, g.Provenance.Model = hostile, hostile, hostile
	g.Provenance.Grader = "other" + hostile
	for i := range g.Competencies {
		cg := &g.Competencies[i]
		cg.Summary, cg.Level = hostile, hostile
		for j := range cg.Marks {
			m := &cg.Marks[j]
			m.Sought, m.Reason = hostile, hostile
			m.Nearest = &rubric.Quote{Text: hostile}
			if len(m.Quotes) > 0 {
				m.Quotes[0].Text = hostile
			}
		}
	}
	s.Turns[2].Grade = &interviewer.Grade{Status: interviewer.StatusFailed, Reason: hostile}
	return s
}

func TestHostileTextNeverBecomesMarkupOrControl(t *testing.T) {
	var role bytes.Buffer
	p := hostileSession(t).Pack
	p.Questions = []interviewer.Question{{ID: hostile, Title: hostile, Kind: hostile}}
	p.Focus = []interviewer.Focus{{ID: hostile, Title: hostile, Text: hostile}}
	p.Prep, p.FAQ = []interviewer.Step{{Title: hostile, Text: hostile}}, []interviewer.FAQ{{Q: hostile, A: hostile}}
	p.Related = []interviewer.Related{{ID: hostile, Title: hostile}, {ID: "b", Title: hostile}}
	for i := range p.Rubric {
		p.Rubric[i].Strong, p.Rubric[i].Weak = hostile, hostile
		for j := range p.Rubric[i].Signals {
			p.Rubric[i].Signals[j].Text = hostile
		}
	}
	if err := (Writer{Program: "mockinterview"}).Role(&role, p, func(id string) bool { return id != "b" }); err != nil {
		t.Fatal(err)
	}
	var short, item bytes.Buffer
	s, wr := hostileSession(t), Writer{Program: "mockinterview"}
	if err := wr.Overview(&short, s); err != nil {
		t.Fatal(err)
	}
	for _, m := range s.Turns[0].Grade.Competencies[0].Marks {
		check := interviewer.CheckItem{Turn: 1, Competency: s.Pack.Rubric[0], Mark: m,
			Signal: rubric.Signal{ID: hostile, Text: hostile}}
		if err := wr.CheckItem(&item, s, check, 1); err != nil {
			t.Fatal(err)
		}
	}
	s.Turns[0].Question.Answers.Strong = hostile
	if err := wr.ModelAnswer(&item, s.Turns[0]); err != nil {
		t.Fatal(err)
	}
	if err := wr.Sentences(&item, []rubric.Quote{{Text: hostile}}); err != nil {
		t.Fatal(err)
	}
	for name, md := range map[string]string{
		"session": markdown(t, hostileSession(t)), "role": role.String(), "overview": short.String(),
		"check": item.String(),
	} {
		var page strings.Builder
		if err := goldmark.New(goldmark.WithExtensions(extension.Table)).Convert([]byte(md), &page); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(page.String(), "\n") {
			if strings.HasPrefix(line, "<h1") && strings.Contains(line, ">owned<") ||
				strings.Contains(line, "<li>item") {
				t.Errorf("%s: a text became markup: %s", name, line)
			}
		}
		for _, line := range strings.Split(md, "\n") {
			if i := strings.IndexFunc(line,
				func(r rune) bool { return r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf) }); i >= 0 {
				t.Errorf("%s: %q has a control", name, line)
			}
		}
	}
}

func TestJSONHoldsNoControlsAndLosesNothing(t *testing.T) {
	s := session(t)
	said := "a\u009b2J \u007f \u202eb\u2066 \u200d \U000e0041 é 日 \u2028"
	s.Turns[0].Messages[1].Text = said
	var b, list, grade bytes.Buffer
	if err := JSON(&b, s); err != nil {
		t.Fatal(err)
	}
	s.Grader.Model = said
	if err := ListJSON(&list, []interviewer.Session{s}); err != nil {
		t.Fatal(err)
	}
	if err := GradeJSON(&grade, interviewer.Grade{Reason: said}); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"session": b.String(), "list": list.String(), "grade": grade.String()} {
		if i := strings.IndexFunc(text, func(r rune) bool {
			return r != '\n' &&
				unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl)
		}); i >= 0 {
			t.Errorf("%s holds a raw control: %q", name, text[max(0, i-20):i+8])
		}
		if !strings.Contains(text, "é 日") {
			t.Errorf("%s: plain letters were escaped", name)
		}
	}
	back, err := DecodeSession(&b)
	if err != nil || back.Turns[0].Messages[1].Text != said {
		t.Errorf("read back as %q, %v; want %q", back.Turns[0].Messages[1].Text, err, said)
	}
}

func TestJSONGivesNothingAwayBeforeTheAttempt(t *testing.T) {
	s := session(t)
	q := &s.Turns[2].Question
	q.Answers = interviewer.Answers{Strong: "gives-strong", Mixed: "gives-mixed", Weak: "gives-weak"}
	q.Hints = []interviewer.Hint{{Text: "taken-hint"}, {Text: "gives-hint", Gives: []string{"gives-rung"}}}
	q.FollowUps = []interviewer.FollowUp{{Signal: "gives-aim", Text: "gives-followup"}}
	q.Signals = []rubric.Signal{{ID: "own", Kind: rubric.Strong, Text: "gives-signal",
		Shows: []string{"gives-example"}, FollowUp: "gives-next"}}
	s.Turns[2].HintsUsed, s.Turns[2].Messages[0].Signal = 1, "gives-signal-of-message"
	for _, tt := range []struct {
		state interviewer.State
		hides bool
	}{{interviewer.Asked, true}, {interviewer.Answered, false}, {interviewer.Skipped, false}} {
		s.Turns[2].State = tt.state
		var b bytes.Buffer
		if err := JSON(&b, s); err != nil {
			t.Fatal(err)
		}
		if got := !strings.Contains(b.String(), "gives-"); got != tt.hides {
			t.Errorf("%s: hidden is %v, want %v", tt.state, got, tt.hides)
		}
		if !strings.Contains(b.String(), "taken-hint") {
			t.Errorf("%s: the hint that was taken is gone", tt.state)
		}
	}
	if q.Answers.Strong == "" || q.Hints[1].Text == "" || q.Signals[0].Text == "" ||
		s.Turns[2].Messages[0].Signal == "" {
		t.Error("writing a session changed it")
	}
}

func TestGraderWordsClaimOnlyGradesThatWereGiven(t *testing.T) {
	const offline = interviewer.OfflineLimits
	by := func(status interviewer.GradeStatus, kind interviewer.GraderKind, model string) interviewer.Turn {
		return interviewer.Turn{State: interviewer.Answered,
			Grade: &interviewer.Grade{Status: status, Provenance: interviewer.Provenance{Grader: kind, Model: model}}}
	}
	for _, tt := range []struct {
		name      string
		grader    interviewer.GraderInfo
		turns     []interviewer.Turn
		want, not []string
	}{
		{"pending", interviewer.GraderInfo{Kind: interviewer.LLM, Model: "gpt-4o"},
			[]interviewer.Turn{by(interviewer.StatusPending, interviewer.LLM, "gpt-4o")},
			[]string{"Grader: llm gpt-4o"}, []string{"Graded by", "checked"}},
		{"nothing yet, offline", interviewer.GraderInfo{Kind: interviewer.Offline}, nil,
			[]string{"Grader: offline", offline}, nil},
		{"regraded", interviewer.GraderInfo{Kind: interviewer.Offline},
			[]interviewer.Turn{by(interviewer.StatusGraded, interviewer.LLM, "gpt-4o")},
			[]string{"Graded by the model `gpt-4o`"}, []string{"The offline grader checks"}},
		{"two models", interviewer.GraderInfo{Kind: interviewer.LLM},
			[]interviewer.Turn{by(interviewer.StatusGraded, interviewer.LLM, "gpt-4o-mini"),
				by(interviewer.StatusPartial, interviewer.LLM, "gpt-4o")},
			[]string{"`gpt-4o-mini`", "`gpt-4o`"}, []string{offline}},
		{"both kinds", interviewer.GraderInfo{Kind: interviewer.LLM},
			[]interviewer.Turn{by(interviewer.StatusGraded, interviewer.LLM, "m"),
				by(interviewer.StatusGraded, interviewer.Offline, "")},
			[]string{"`m`", offline}, nil},
	} {
		got := graderWords(interviewer.Session{Grader: tt.grader, Turns: tt.turns})
		for _, w := range tt.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q lacks %q", tt.name, got, w)
			}
		}
		for _, w := range tt.not {
			if strings.Contains(got, w) {
				t.Errorf("%s: %q says %q", tt.name, got, w)
			}
		}
	}
}

func TestARowSaysWhyItHasNoLevel(t *testing.T) {
	graded := session(t)
	for _, tt := range []struct {
		name  string
		turns func(s *interviewer.Session)
		want  string
	}{
		{"pending", func(s *interviewer.Session) { s.Turns = s.Turns[2:] },
			"| Reliability planning | not graded yet | – | – |"},
		{"refused", func(s *interviewer.Session) {
			s.Turns = s.Turns[2:]
			s.Turns[0].Grade = &interviewer.Grade{Status: interviewer.StatusUngradable}
		}, "| Reliability planning | not graded | – | – |"},
		{"quit at once", func(s *interviewer.Session) { s.Turns = nil },
			"| Reliability planning | not asked | – | – |"},
		{"not probed", func(s *interviewer.Session) {
			s.Turns = s.Turns[2:]
			s.Turns[0].Question.Probes = map[string]rubric.Probe{"communication-quality": rubric.Chief}
		}, "| Reliability planning | not asked | – | – |"},
		{"skipped", func(s *interviewer.Session) { s.Turns = s.Turns[1:2] },
			"| Reliability planning | not answered | – | – |"},
		{"graded once", func(*interviewer.Session) {}, "| Reliability planning | mixed 3.3 | “We retry"},
	} {
		s := graded
		s.Turns = append([]interviewer.Turn{}, graded.Turns...)
		tt.turns(&s)
		if md := markdown(t, s); !strings.Contains(md, tt.want) {
			t.Errorf("%s: there is no %q in\n%s", tt.name, tt.want, md[:min(900, len(md))])
		}
	}
}

func TestTheScorecardCountsWhatWasSkipped(t *testing.T) {
	s := session(t)
	if md := markdown(t, s); !strings.Contains(md, "1 of 3 questions was skipped.") {
		t.Error("one skipped question is not told")
	}
	s.Turns = append(s.Turns, s.Turns[1])
	if md := markdown(t, s); !strings.Contains(md, "2 of 4 questions were skipped.") {
		t.Error("two skipped questions are not told")
	}
	s.Turns = s.Turns[:1]
	if md := markdown(t, s); strings.Contains(md, "skipped") {
		t.Error("nothing was skipped, and yet it says so")
	}
}

func TestAGateIsToldOnce(t *testing.T) {
	s := session(t)
	const why = "There are too few words here to grade."
	g := interviewer.Finish(interviewer.Assessment{Pack: s.Pack, Turn: s.Turns[0], Level: rubric.Senior},
		interviewer.Judgement{Gate: why, Provenance: interviewer.Provenance{Grader: interviewer.Offline}}, nil)
	s.Turns[0].Grade = &g
	var b bytes.Buffer
	if err := (Writer{Program: "mockinterview"}).Turn(&b, s, 1); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "too few words"); n != 1 {
		t.Errorf("the reason stands %d times, want once:\n%s", n, b.String())
	}
	if strings.Contains(b.String(), "..") || strings.Contains(b.String(), "[ ]") {
		t.Errorf("two full stops or a list of signals:\n%s", b.String())
	}
}

func TestAnAnswerOfNoSessionPointsAtNone(t *testing.T) {
	s := session(t)
	turn := s.Turns[2]
	turn.Grade = &interviewer.Grade{Status: interviewer.StatusPending, Reason: "the server is away."}
	var b bytes.Buffer
	if err := (Writer{Program: "mockinterview"}).Grade(&b, s.Pack, turn); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); strings.Contains(got, "--pending") || strings.Contains(got, "Question 3") ||
		!strings.Contains(got, "## Pending: grade pending") {
		t.Errorf("assess says:\n%s", got)
	}
}

func TestEnoughPointsAndNotStrongIsExplained(t *testing.T) {
	c := rubric.Competency{ID: "c", Name: "C", Weight: 100, Signals: []rubric.Signal{
		{ID: "a", Kind: rubric.Strong, Weight: 2, Text: "A."}, {ID: "b", Kind: rubric.Strong, Weight: 2, Text: "B."},
		{ID: "d", Kind: rubric.Strong, Weight: 2, Text: "D."},
		{ID: "w", Kind: rubric.Weak, Weight: 2, Text: "W."},
	}, StrongNeeds: [][]string{{"a"}, {"b", "d"}}}
	q := interviewer.Question{ID: "q", Title: "Q", Probes: map[string]rubric.Probe{"c": rubric.Chief},
		WrongClaims: []interviewer.WrongClaim{{Text: "A queue is endless."}}}
	signals := append(slices.Clone(c.Signals), q.ClaimSignals()...)
	for _, tt := range []struct {
		name              string
		a, b, d, w, claim rubric.Verdict
		want              string
	}{
		{"one shown", rubric.Shown, rubric.Partial, rubric.Absent, rubric.Absent, rubric.Absent,
			"takes two strong signals fully shown, and here it was 1"},
		{"critical against", rubric.Shown, rubric.Shown, rubric.Shown, rubric.Shown, rubric.Absent,
			"no critical weak signal may be shown"},
		{"a wrong claim against", rubric.Shown, rubric.Shown, rubric.Shown, rubric.Absent, rubric.Shown,
			"no critical weak signal may be shown"},
		{"none of one group", rubric.Absent, rubric.Shown, rubric.Shown, rubric.Absent, rubric.Absent,
			"that takes “A”, fully shown"},
		{"none of the other", rubric.Shown, rubric.Partial, rubric.Absent, rubric.Absent, rubric.Absent,
			"two strong signals fully shown"},
		{"strong", rubric.Shown, rubric.Shown, rubric.Absent, rubric.Absent, rubric.Absent, ""},
		{"too few points", rubric.Partial, rubric.Partial, rubric.Absent, rubric.Absent, rubric.Absent, ""},
	} {
		var marks []rubric.Mark
		for i, v := range []rubric.Verdict{tt.a, tt.b, tt.d, tt.w, tt.claim} {
			marks = append(marks, rubric.Mark{Signal: signals[i].ID, Kind: signals[i].Kind, Verdict: v,
				Quotes: []rubric.Quote{}})
		}
		r := rubric.ScoreSignals(c, signals, marks, rubric.Senior, true)
		score := r.Score
		grade := &interviewer.Grade{Status: interviewer.StatusGraded, Score: &score}
		grade.Competencies = []interviewer.CompetencyGrade{{
			ID: "c", Level: r.Level, Score: &score, Probe: rubric.Chief, Critical: r.Critical, Marks: r.Marks,
		}}
		turn := interviewer.Turn{N: 1, Question: q, State: interviewer.Answered, Grade: grade}
		var b bytes.Buffer
		if err := (Writer{}).Grade(&b, interviewer.Pack{Rubric: []rubric.Competency{c}}, turn); err != nil {
			t.Fatal(err)
		}
		if tt.want == "" && strings.Contains(b.String(), "whatever the points") ||
			!strings.Contains(b.String(), tt.want) {
			t.Errorf("%s (%s %.1f): want %q in\n%s", tt.name, r.Level, score, tt.want, b.String())
		}
	}
}

func TestSelfRatingsSpeakInWords(t *testing.T) {
	md := markdown(t, session(t))
	want := "you rated it 4 of 4 (" + rubric.StrongHire.Words() + "), the grade is 2 (" + rubric.LeaningNoHire.Words() +
		"): 2 higher than the grade."
	if !strings.Contains(md, want) {
		t.Errorf("there is no %q", want)
	}
}

func TestJSONSaysWhatWasGradedAndSkipped(t *testing.T) {
	s := session(t)
	s.Turns = s.Turns[1:]
	var b bytes.Buffer
	if err := JSON(&b, s); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Scorecard struct {
			Skipped      int
			Competencies []struct{ Graded *bool }
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if c := got.Scorecard; c.Skipped != 1 || len(c.Competencies) != 2 || c.Competencies[0].Graded == nil ||
		*c.Competencies[0].Graded {
		t.Errorf("scorecard %+v, want one skipped and nothing graded", c)
	}
}

func TestAScoreOfAnotherArithmeticSaysSo(t *testing.T) {
	s := session(t)
	const says = "Arithmetic 1 made this score; today's is arithmetic 3. `mockinterview grade k3f9x2ma` grades it anew."
	if md := markdown(t, s); strings.Contains(md, "made this score") {
		t.Errorf("a grade of today says that it is not:\n%s", md)
	}
	s.Turns[0].Grade.Provenance.Arithmetic, s.Turns[0].Grade.Sum = 0, "" // as it was stored before there was a number
	if md := markdown(t, s); !strings.Contains(md, says) {
		t.Errorf("there is no %q in\n%s", says, md)
	}
}

func TestTheScorecardSaysHowItsScoreIsMade(t *testing.T) {
	s := session(t)
	s.Questions, s.Turns = s.Questions[:1], s.Turns[:1]
	if o, _ := s.Outcome(); o.Score != *s.Turns[0].Grade.Score {
		t.Errorf("the session's score is %v, its answer's %v", o.Score, *s.Turns[0].Grade.Score)
	}
	var b bytes.Buffer
	if err := (Writer{Program: "mockinterview"}).Scorecard(&b, s); err != nil {
		t.Fatal(err)
	}
	if want := "How the score is made: " + s.Turns[0].Grade.Sum + "."; !strings.Contains(b.String(), want) {
		t.Errorf("there is no %q in\n%s", want, b.String())
	}
}

func TestHowAnAnswerWasSpokenIsToldAndChangesNothingElse(t *testing.T) {
	s := session(t)
	typed := markdown(t, s)
	s.Turns[0].Messages[1].Speech = &interviewer.Speech{
		Seconds: 30, Spoken: 60, Fillers: map[string]int{"um": 2, "<script>": 1}, // an archive may name anything
	}
	page := markdown(t, s)
	for _, want := range []string{
		"Spoken: 60 words in 0:30, 120 a minute; no pause of two seconds",
		"How you spoke, which is never scored: 60 words in 0:30",
	} {
		if strings.Count(page, want) != 1 || strings.Contains(typed, want) {
			t.Errorf("%q should stand once on the page of who spoke, and not on that of who typed", want)
		}
	}
	if strings.Contains(page, "<script>”") {
		t.Error("a filler became markup")
	}
	var b, overview bytes.Buffer
	if err := errors.Join(JSON(&b, s), (Writer{Program: "mockinterview"}).Overview(&overview, s)); err != nil {
		t.Fatal(err)
	}
	back, err := DecodeSession(&b)
	if err != nil || back.Turns[0].Messages[1].Speech == nil || back.Turns[0].Messages[1].Speech.Fillers["um"] != 2 {
		t.Errorf("read back from JSON it is %+v, %v", back.Turns[0].Messages[1].Speech, err)
	}
	if !strings.Contains(overview.String(), "How you spoke") {
		t.Error("the overview does not tell it")
	}
}
