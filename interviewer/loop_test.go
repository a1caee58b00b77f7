package interviewer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mockinterview/rubric"
)

// diary is a store in memory that remembers in which order things happened, together with what the candidate saw.
type diary struct {
	mu      sync.Mutex
	session Session
	log     []string
	refuse  func(Event) error
}

func (d *diary) note(s string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.log = append(d.log, s)
}

func (d *diary) Create(_ context.Context, s Session) error { d.session = s; return nil }

func (d *diary) Save(_ context.Context, _ string, e Event) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse != nil {
		if err := d.refuse(e); err != nil {
			return err
		}
	}
	d.session.Apply(e)
	switch e := e.(type) {
	case Said:
		d.log = append(d.log, fmt.Sprintf("saved %s %q", e.Message.Kind, e.Message.Text))
	case TurnClosed:
		d.log = append(d.log, fmt.Sprintf("closed %d %s", e.Turn, e.State))
	case Graded:
		d.log = append(d.log, fmt.Sprintf("graded %d %s", e.Turn, e.Grade.Status))
	}
	return nil
}

func (d *diary) Load(context.Context, string) (Session, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.session, nil
}

// script is a candidate that replies from a list and then ends.
type script struct {
	diary   *diary
	replies []Reply
	prompts []Prompt
	choose  func(Choice) int
	before  func(answer int) // called before the nth Answer returns
}

func (c *script) Hear(ctx context.Context, u Utterance) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.diary.note(fmt.Sprintf("heard %s %q", u.Kind, u.Text))
	return nil
}

func (c *script) Answer(_ context.Context, p Prompt) (Reply, error) {
	c.prompts = append(c.prompts, p)
	if c.before != nil {
		c.before(len(c.prompts) - 1)
	}
	if len(c.replies) == 0 {
		return Reply{Action: ActEnd}, nil
	}
	r := c.replies[0]
	c.replies = c.replies[1:]
	return r, nil
}

func (c *script) Choose(_ context.Context, ch Choice) (int, error) {
	if c.choose != nil {
		return c.choose(ch), nil
	}
	return ch.Default, nil
}

func (c *script) Wait(ctx context.Context, w Waiting) error {
	select {
	case <-w.Done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// echo asks the same follow-up always, and grades by counting words.
type echo struct {
	diary *diary
	fail  error
	gate  chan struct{}
}

func (e echo) FollowUp(_ context.Context, p Probing) (Probe, error) {
	return Probe{Text: fmt.Sprintf("Why, after %d answers?", len(p.Turn.Answers())), Signal: "a"}, nil
}

func (e echo) Clarify(context.Context, Probing, string) (string, error) {
	return "Forty a second.", nil
}

func (e echo) Info() GraderInfo { return GraderInfo{Kind: Offline} }

func (e echo) Grade(ctx context.Context, a Assessment) (Judgement, error) {
	if e.gate != nil {
		select {
		case <-e.gate:
		case <-ctx.Done():
			return Judgement{}, fmt.Errorf("%w: %w", ErrPending, ctx.Err())
		}
	}
	if e.fail != nil {
		return Judgement{}, e.fail
	}
	text := a.Turn.Answers()[0].Text
	return Judgement{Findings: []Finding{{Competency: "c", Marks: []rubric.Mark{
		{Signal: "a", Verdict: rubric.Shown, Reason: "said", Quotes: []rubric.Quote{{Text: text}}},
	}}}}, nil
}

func testPack() Pack {
	q := func(id string) Question {
		return Question{
			ID:      id,
			Text:    "What is " + id + " about?",
			Minutes: 8,
			Probes:  map[string]rubric.Probe{"c": rubric.Chief},
			Hints:   []Hint{{Text: "hint one", Gives: []string{"a"}}, {Text: "hint two"}, {Text: "hint three"}},
		}
	}
	return Pack{
		ID:      "p",
		Version: 1,
		Rubric: []rubric.Competency{{ID: "c", Name: "C", Weight: 100, Signals: []rubric.Signal{
			{ID: "a", Kind: rubric.Strong, Weight: 2, Text: "A"}, {ID: "b", Kind: rubric.Strong, Weight: 1, Text: "B"},
		}}},
		Questions: []Question{q("one"), q("two")},
	}
}

// sit runs an interview over two questions with the given replies.
func sit(t *testing.T, followUps int, replies ...Reply) (*diary, *script, error) {
	t.Helper()
	d := &diary{}
	c := &script{diary: d, replies: replies}
	return d, c, play(t, d, c, echo{diary: d}, followUps)
}

func play(t *testing.T, d *diary, c *script, e echo, followUps int) error {
	t.Helper()
	s := d.session
	s.Turns = slices.Clone(s.Turns)
	for i := range s.Turns {
		s.Turns[i].Messages = slices.Clone(s.Turns[i].Messages)
	}
	if s.ID == "" {
		s = Session{
			ID:        "s",
			Level:     rubric.Senior,
			State:     InProgress,
			Pack:      testPack(),
			Questions: []string{"one", "two"},
			Options:   Options{FollowUps: followUps},
		}
		if err := d.Create(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	g := &Grading{Grader: e, Store: d, Now: time.Now}
	iv := Interview{Store: d, Candidate: c, Prober: e, Grading: g, Now: time.Now}
	err := iv.Run(t.Context(), &s)
	<-g.Done()
	return err
}

func submit(text string) Reply { return Reply{Action: ActSubmit, Text: text} }

func TestAnAnswerIsCommittedBeforeAnythingElseHappens(t *testing.T) {
	d, _, err := sit(
		t,
		1,
		submit("my first words"),
		submit("more words of mine"),
		submit("second answer"),
		submit("and more"),
	)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`heard question "What is one about?"`, `saved answer "my first words"`,
		`saved followup "Why, after 1 answers?"`, `heard followup "Why, after 1 answers?"`,
		`saved answer "more words of mine"`, `closed 1 answered`,
		`heard question "What is two about?"`, `saved answer "second answer"`,
		`saved followup "Why, after 1 answers?"`, `heard followup "Why, after 1 answers?"`, `saved answer "and more"`,
		`closed 2 answered`,
	}
	got := slices.DeleteFunc(
		slices.Clone(d.log),
		func(s string) bool { return strings.HasPrefix(s, "graded") || strings.HasPrefix(s, "heard talk") },
	)
	if !slices.Equal(got, want) {
		t.Errorf("happened:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if d.session.State != Finished || d.session.Turns[0].Grade == nil || d.session.Turns[1].Grade == nil {
		t.Errorf("session is %s, its grades %v %v", d.session.State, d.session.Turns[0].Grade, d.session.Turns[1].Grade)
	}
}

func TestAnUnsavedAnswerComesBackWhole(t *testing.T) {
	d := &diary{refuse: func(e Event) error {
		if s, ok := e.(Said); ok && s.Message.Kind == KindAnswer {
			return errors.New("disk full")
		}
		return nil
	}}
	err := play(t, d, &script{diary: d, replies: []Reply{submit("words worth keeping")}}, echo{diary: d}, 0)
	var u *Unsaved
	if !errors.As(err, &u) || u.Text != "words worth keeping" {
		t.Fatalf("err = %v, want Unsaved with the text", err)
	}
}

func TestARefusedSaveCanBeTriedAgain(t *testing.T) {
	tries := 0
	d := &diary{refuse: func(e Event) error {
		if s, ok := e.(Said); ok && s.Message.Kind == KindAnswer {
			if tries++; tries < 3 {
				return errors.New("disk full")
			}
		}
		return nil
	}}
	c := &script{diary: d, replies: []Reply{submit("words worth keeping")}, choose: func(Choice) int { return 0 }}
	if err := play(t, d, c, echo{diary: d}, 0); err != nil {
		t.Fatal(err)
	}
	if got := d.session.Turns[0].AnswerText(); got != "words worth keeping" || tries != 3 {
		t.Errorf("stored %q after %d tries", got, tries)
	}
}

func TestPauseKeepsTheDraftAndResumeGoesOnThere(t *testing.T) {
	d, _, err := sit(t, 0, submit("first answer here"), Reply{Action: ActPause, Draft: "half a"})
	if !errors.Is(err, ErrPaused) {
		t.Fatalf("err = %v, want ErrPaused", err)
	}
	if d.session.State != InProgress || d.session.Turn(2).Draft != "half a" {
		t.Fatalf("state %s, draft %q", d.session.State, d.session.Turn(2).Draft)
	}
	c := &script{diary: d, replies: []Reply{submit("half a thought")}}
	if err := play(t, d, c, echo{diary: d}, 0); err != nil {
		t.Fatal(err)
	}
	if c.prompts[0].Draft != "half a" {
		t.Errorf("resumed with the draft %q", c.prompts[0].Draft)
	}
	if got := d.session.Turn(2); got.AnswerText() != "half a thought" || got.Draft != "" ||
		d.session.State != Finished {
		t.Errorf("turn 2 holds %q, draft %q, session %s", got.AnswerText(), got.Draft, d.session.State)
	}
}

func TestBlankSkipsQuitAbandonsEndFinishes(t *testing.T) {
	d, _, err := sit(t, 2, submit("  \n"), Reply{Action: ActQuit})
	if err != nil || d.session.Turns[0].State != Skipped || d.session.State != Abandoned {
		t.Errorf("after a blank and /quit: %v, turn %s, session %s", err, d.session.Turns[0].State, d.session.State)
	}
	d, _, err = sit(t, 2, Reply{Action: ActEnd, Text: "what was there"})
	if err != nil || d.session.Turns[0].AnswerText() != "what was there" || d.session.State != Finished ||
		len(d.session.Turns) != 1 {
		t.Errorf("after the end of input: %v, %+v", err, d.session)
	}
	// Skipping a follow-up keeps the answer.
	d, _, err = sit(t, 2, submit("an answer of mine"), Reply{Action: ActSkip})
	if err != nil || d.session.Turns[0].State != Answered {
		t.Errorf("after a skipped follow-up: %v, turn %s", err, d.session.Turns[0].State)
	}
}

func TestHintsAreRecordedAndCountHalf(t *testing.T) {
	hint := Reply{Action: ActHint}
	d, _, err := sit(t, 0, hint, hint, hint, hint, submit("A said at last"))
	if err != nil {
		t.Fatal(err)
	}
	turn := d.session.Turns[0]
	if turn.HintsUsed != 3 {
		t.Errorf("hints used = %d, want 3: there is no fourth", turn.HintsUsed)
	}
	if m := turn.Grade.Competencies[0].Marks[0]; !m.Hinted {
		t.Errorf("a signal that a hint gave away is not marked so: %+v", m)
	}
}

func TestUndoTakesBackTheAnswerAndTheLastVersionIsGraded(t *testing.T) {
	// Within a turn: the follow-up that hung on the old words goes, too.
	d, c, err := sit(
		t,
		1,
		submit("the old words"),
		Reply{Action: ActReopen},
		submit("the new words"),
		submit("to the follow-up"),
	)
	if err != nil {
		t.Fatal(err)
	}
	turn := d.session.Turns[0]
	if turn.AnswerText() != "the new words\n\nto the follow-up" || len(turn.Messages) != 6 {
		t.Errorf("graded text %q of %d messages", turn.AnswerText(), len(turn.Messages))
	}
	if !c.prompts[1].CanReopen || c.prompts[2].Draft != "the old words\n" {
		t.Errorf("CanReopen %v, then the draft %q", c.prompts[1].CanReopen, c.prompts[2].Draft)
	}
	// Across turns: question 1 is asked again, then question 2 goes on.
	d, _, err = sit(
		t,
		0,
		submit("the old words"),
		Reply{Action: ActReopen},
		submit("the new words"),
		submit("answer to two"),
	)
	if err != nil {
		t.Fatal(err)
	}
	if got := d.session.Turns[0].AnswerText(); got != "the new words" ||
		d.session.Turns[1].AnswerText() != "answer to two" {
		t.Errorf("turn 1 %q, turn 2 %q", got, d.session.Turns[1].AnswerText())
	}
	if q := d.session.Turns[0].Grade.Competencies[0].Marks[0].Quotes; len(q) != 1 || q[0].Text != "the new words" {
		t.Errorf("the grade quotes %v, want the new words", q)
	}
}

func TestAnOutageLeavesPendingAndNeverAScore(t *testing.T) {
	d := &diary{}
	c := &script{diary: d, replies: []Reply{submit("answer one is here"), submit("answer two is here")}}
	if err := play(t, d, c, echo{diary: d, fail: fmt.Errorf("%w: no route", ErrPending)}, 0); err != nil {
		t.Fatal(err)
	}
	for _, turn := range d.session.Turns {
		if g := turn.Grade; g.Status != StatusPending || g.Score != nil || g.Recommendation != rubric.NoDecision ||
			!turn.Unfinished() {
			t.Errorf("turn %d: %s, score %v, %s", turn.N, g.Status, g.Score, g.Recommendation)
		}
	}
	// Coming back, only what has no grade yet is handed in again; grade --pending does the rest.
	if o, _ := d.session.Outcome(); o.Recommendation != rubric.NoDecision {
		t.Errorf("outcome %s, want no_decision", o.Recommendation)
	}
}

func TestGradingARunAgainStoresTheNewestLast(t *testing.T) {
	d := &diary{session: Session{ID: "s", Pack: testPack(), Questions: []string{"one"}}}
	gate := make(chan struct{})
	g := &Grading{Grader: echo{diary: d, gate: gate}, Store: d, Now: time.Now}
	turn := func(text string) Turn {
		return Turn{
			N:        1,
			Question: testPack().Questions[0],
			State:    Answered,
			Messages: []Message{{N: 2, From: FromCandidate, Kind: KindAnswer, Text: text}},
		}
	}
	d.session.Turns = []Turn{turn("old words here")}
	g.Add(t.Context(), "s", Assessment{Pack: testPack(), Turn: turn("old words here"), Level: rubric.Senior})
	g.Add(t.Context(), "s", Assessment{Pack: testPack(), Turn: turn("new words here"), Level: rubric.Senior})
	close(gate)
	<-g.Done()
	got := d.session.Turns[0].Grade.Competencies[0].Marks[0].Quotes[0].Text
	if got != "new words here" {
		t.Errorf("the grade that stands quotes %q", got)
	}
}

// broken panics whatever it is asked.
type broken struct{ echo }

func (broken) FollowUp(context.Context, Probing) (Probe, error)     { panic("prober") }
func (broken) Grade(context.Context, Assessment) (Judgement, error) { panic("grader") }

func TestAGraderThatBreaksTakesNothingWithIt(t *testing.T) {
	d := &diary{}
	s := Session{
		ID:        "s",
		Level:     rubric.Senior,
		State:     InProgress,
		Pack:      testPack(),
		Questions: []string{"one"},
		Options:   Options{FollowUps: 1},
	}
	if err := d.Create(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	g := &Grading{Grader: broken{}, Store: d, Now: time.Now}
	iv := Interview{
		Store:     d,
		Candidate: &script{diary: d, replies: []Reply{submit("an answer of mine")}},
		Prober:    broken{},
		Grading:   g,
		Now:       time.Now,
	}
	if err := iv.Run(t.Context(), &s); err != nil {
		t.Fatal(err)
	}
	<-g.Done()
	if got := d.session.Turns[0]; got.AnswerText() != "an answer of mine" || got.Grade.Status != StatusFailed ||
		got.Grade.Score != nil {
		t.Errorf("turn holds %q, grade %+v", got.AnswerText(), got.Grade)
	}
}

func TestAWithdrawnAnswersGradeDoesNotStandForItsReplacement(t *testing.T) {
	d := &diary{}
	s := Session{ID: "s", Level: rubric.Senior, State: InProgress, Pack: testPack(), Questions: []string{"one", "two"}}
	if err := d.Create(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	g := &Grading{Grader: echo{diary: d}, Store: d, Now: time.Now}
	c := &script{diary: d, replies: []Reply{submit("the old words"), {Action: ActReopen}, {Action: ActPause}}}
	c.before = func(n int) {
		if n == 1 { // the old words are graded before they are taken back
			<-g.Turn("s", 1)
		}
	}
	iv := Interview{Store: d, Candidate: c, Prober: echo{diary: d}, Grading: g, Now: time.Now}
	if err := iv.Run(t.Context(), &s); !errors.Is(err, ErrPaused) {
		t.Fatal(err)
	}
	<-g.Done()
	turn := d.session.Turns[0]
	if turn.Grade == nil || turn.Grade.Status != StatusPending || turn.Grade.Score != nil {
		t.Errorf("after the answer was taken back its grade still stands: %+v", turn.Grade)
	}
	if len(turn.OldGrades) != 1 || turn.OldGrades[0].Status != StatusGraded {
		t.Errorf("the grade of the old words was not kept: %+v", turn.OldGrades)
	}
}

func TestHowAnAnswerWasSpokenStaysWhenItIsTakenBackAndSentAgain(t *testing.T) {
	spoken := func(text string, seconds float64) Reply {
		return Reply{Action: ActSubmit, Text: text, Speech: &Speech{Seconds: seconds, Spoken: 50}}
	}
	d, _, err := sit(
		t,
		1,
		spoken("first words", 20),
		Reply{Action: ActReopen},
		submit("first words, mended"),
		Reply{Action: ActReopen},
		spoken("first words, mended, and more", 5),
		submit("typed, to the follow-up"),
	)
	if err != nil {
		t.Fatal(err)
	}
	var got []float64
	for _, m := range d.session.Turns[0].Messages {
		if m.Kind == KindAnswer && m.Speech != nil {
			got = append(got, m.Speech.Seconds)
		}
	}
	if want := []float64{20, 20, 25}; !slices.Equal(got, want) {
		t.Errorf("the answers were spoken in %v seconds, want %v", got, want)
	}
}

func TestASlowClarificationDoesNotEndTheInterview(t *testing.T) {
	d := &diary{}
	s := Session{ID: "s", Level: rubric.Senior, State: InProgress, Pack: testPack(), Questions: []string{"one"}}
	if err := d.Create(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	g := &Grading{Grader: echo{diary: d}, Store: d, Now: time.Now}
	c := &script{diary: d, replies: []Reply{{Action: ActAsk, Text: "how much?"}, submit("an answer of mine")}}
	iv := Interview{Store: d, Candidate: c, Prober: slow{}, Grading: g, Now: time.Now, ProbeWithin: time.Millisecond}
	if err := iv.Run(t.Context(), &s); err != nil {
		t.Fatal(err)
	}
	<-g.Done()
	if got := d.session.Turns[0].AnswerText(); got != "an answer of mine" {
		t.Errorf("stored %q", got)
	}
}

// slow is a prober that thinks until it is stopped.
type slow struct{}

func (slow) FollowUp(ctx context.Context, _ Probing) (Probe, error) {
	<-ctx.Done()
	return Probe{}, ctx.Err()
}
func (slow) Clarify(ctx context.Context, _ Probing, _ string) (string, error) {
	<-ctx.Done()
	return "", ctx.Err()
}

func TestWhoQuitsIsAskedNothingMore(t *testing.T) {
	d := &diary{}
	s := Session{
		ID:        "s",
		Level:     rubric.Senior,
		State:     InProgress,
		Pack:      testPack(),
		Questions: []string{"one", "two"},
		Options:   Options{FollowUps: 1, SelfRate: true, Mode: ModeCoach},
	}
	if err := d.Create(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	g := &Grading{Grader: echo{diary: d}, Store: d, Now: time.Now}
	c := &script{
		diary:   d,
		replies: []Reply{submit("an answer of mine"), {Action: ActQuit}},
		choose: func(ch Choice) int {
			t.Errorf("asked %q on the way out", ch.Text)
			return 0
		},
	}
	iv := Interview{Store: d, Candidate: c, Prober: echo{diary: d}, Grading: g, Now: time.Now}
	if err := iv.Run(t.Context(), &s); err != nil {
		t.Fatal(err)
	}
	<-g.Done()
	if turn := d.session.Turns[0]; turn.Grade == nil || d.session.State != Abandoned {
		t.Errorf("session %s, grade %v", d.session.State, turn.Grade)
	}
}

func TestASkipCanBeTakenBack(t *testing.T) {
	d, c, err := sit(
		t,
		0,
		Reply{Action: ActSkip, Draft: "half a thought"},
		Reply{Action: ActReopen},
		submit("half a thought and the rest"),
		submit("to the second"),
	)
	if err != nil || c.prompts[2].Draft != "half a thought" || d.session.Turns[0].State != Answered {
		t.Errorf("%v; draft %q, turn 1 is %s", err, c.prompts[2].Draft, d.session.Turns[0].State)
	}
	// A skipped follow-up is put again, and the answer before it stands.
	d, c, err = sit(
		t,
		1,
		submit("an answer of mine"),
		Reply{Action: ActSkip},
		Reply{Action: ActReopen},
		submit("to the follow-up"),
		submit("to the second"),
	)
	if err != nil || c.prompts[3].Kind != KindFollowUp ||
		d.session.Turns[0].AnswerText() != "an answer of mine\n\nto the follow-up" {
		t.Errorf("%v; asked for a %s, stored %q", err, c.prompts[3].Kind, d.session.Turns[0].AnswerText())
	}
}

func TestWhatWasNotUnderstoodIsPutInOtherWords(t *testing.T) {
	p := testPack()
	p.Questions[0].Easier = "Take one small case of it."
	p.Questions[0].FollowUps = []FollowUp{{Signal: "a", Text: "Say it plainly: why?"}}
	d := &diary{session: Session{ID: "s", Level: rubric.Senior, State: InProgress, Pack: p, Questions: []string{"one"},
		Options: Options{FollowUps: 1}}}
	c := &script{diary: d, replies: []Reply{
		{Action: ActAsk, Text: "I do not understand the question."},
		{Action: ActAsk, Text: "Am I doing well?"},
		submit("an answer of mine"),
		submit("Sorry, what do you mean?"),
		submit("I still don't understand that."),
	}}
	if err := play(t, d, c, echo{diary: d}, 1); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(d.log, "\n")
	for _, want := range []string{
		`heard clarification "Take one small case of it."`, `heard clarification "` + noVerdict + `"`,
		`heard followup "Why, after 1 answers?"`, `heard followup "Say it plainly: why?"`, "closed 1 answered",
	} {
		if strings.Count(got, want) != 1 {
			t.Errorf("want %q once in:\n%s", want, got)
		}
	}
}

func TestTheClockGoesOnWhereItStopped(t *testing.T) {
	now := time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)
	d := &diary{session: Session{ID: "s", Level: rubric.Senior, State: InProgress, Pack: testPack(),
		Questions: []string{"one"}}}
	for range 2 { // a minute, a pause of an hour, another minute
		c := &script{diary: d, replies: []Reply{{Action: ActPause}}}
		c.before = func(int) { now = now.Add(time.Minute) }
		g := &Grading{Grader: echo{diary: d}, Store: d, Now: time.Now}
		s := d.session
		iv := Interview{
			Store:     d,
			Candidate: c,
			Prober:    echo{diary: d},
			Grading:   g,
			Now:       func() time.Time { return now },
		}
		if err := iv.Run(t.Context(), &s); !errors.Is(err, ErrPaused) {
			t.Fatal(err)
		}
		p := c.prompts[0]
		if spent := time.Duration(d.session.Seconds()-60) * time.Second; now.Add(-time.Minute).
			Sub(p.Started) !=
			spent ||
			p.Started != p.Session {
			t.Errorf("the clocks begin at %s and %s, want %s before %s", p.Started, p.Session, spent, now)
		}
		now = now.Add(time.Hour)
	}
}

// slowProber takes its time over everything that it says.
type slowProber struct {
	echo
	think func()
}

func (p slowProber) FollowUp(ctx context.Context, about Probing) (Probe, error) {
	p.think()
	return p.echo.FollowUp(ctx, about)
}

func (p slowProber) Clarify(ctx context.Context, about Probing, asked string) (string, error) {
	p.think()
	return p.echo.Clarify(ctx, about, asked)
}

// TestTheClockStandsStillWhileTheProgramWaits has a candidate who takes a minute over each thing that they type, and a
// prober who thinks for ten: before a clarification, and before each of two follow-ups.
func TestTheClockStandsStillWhileTheProgramWaits(t *testing.T) {
	now := time.Date(2026, 1, 2, 15, 0, 0, 0, time.UTC)
	d := &diary{session: Session{ID: "s", Level: rubric.Senior, State: InProgress, Pack: testPack(),
		Questions: []string{"one"}, Options: Options{FollowUps: 2}}}
	c := &script{diary: d, replies: []Reply{
		{Action: ActAsk, Text: "How many a second?"}, {Action: ActSubmit, Text: "We keep a row for each."},
		{Action: ActSubmit, Text: "Because a call may be lost."}, {Action: ActSubmit, Text: "Then we ask again."},
	}}
	var at []time.Time // of each prompt
	c.before = func(int) { at, now = append(at, now), now.Add(time.Minute) }
	thoughts := 0
	iv := Interview{
		Store: d, Candidate: c, Grading: &Grading{Grader: echo{diary: d}, Store: d, Now: time.Now},
		Prober: slowProber{echo{diary: d}, func() { thoughts++; now = now.Add(10 * time.Minute) }},
		Now:    func() time.Time { return now },
	}
	s := d.session
	if err := iv.Run(t.Context(), &s); err != nil {
		t.Fatal(err)
	}
	if len(c.prompts) != 4 || thoughts != 3 {
		t.Fatalf("%d prompts and %d thoughts, want 4 and 3", len(c.prompts), thoughts)
	}
	for i, p := range c.prompts {
		typed := time.Duration(i) * time.Minute
		if at[i].Sub(p.Started) != typed || at[i].Sub(p.Session) != typed {
			t.Errorf("prompt %d shows %s for the question and %s for the session, want %s: the time for typing alone", i+1,
				at[i].Sub(p.Started), at[i].Sub(p.Session), typed)
		}
	}
	if got := d.session.Turns[0].Seconds; got != 4*60 {
		t.Errorf("%d seconds are kept, want four minutes", got)
	}
}

func TestAllCompetenciesFailingAlikeGiveThatStatus(t *testing.T) {
	p := testPack()
	a := Assessment{
		Pack: p,
		Turn: Turn{
			N:        1,
			Question: p.Questions[0],
			Messages: []Message{{N: 1, From: FromCandidate, Kind: KindAnswer, Text: "some words of mine"}},
		},
		Level: rubric.Senior,
	}
	for err, want := range map[error]GradeStatus{ErrPending: StatusPending, ErrUnauthorized: StatusPending,
		ErrUngradable: StatusUngradable, ErrUnusable: StatusFailed} {
		g := Finish(a, Judgement{Findings: []Finding{{Competency: "c", Err: fmt.Errorf("%w: so", err)}}}, nil)
		if g.Status != want || g.Score != nil {
			t.Errorf("%v gives %s with score %v, want %s and none", err, g.Status, g.Score, want)
		}
	}
}

func TestTheThirdHintHoldsTheScore(t *testing.T) {
	p := testPack()
	turn := Turn{
		N:         1,
		Question:  p.Questions[0],
		HintsUsed: 3,
		Messages:  []Message{{N: 1, From: FromCandidate, Kind: KindAnswer, Text: "alpha beta. gamma delta."}},
	}
	j := Judgement{Findings: []Finding{{Competency: "c", Marks: []rubric.Mark{
		{
			Signal:  "a",
			Verdict: rubric.Shown,
			Quotes:  []rubric.Quote{{Text: "alpha beta"}},
		}, {Signal: "b", Verdict: rubric.Shown, Quotes: []rubric.Quote{{Text: "gamma delta"}}},
	}}}}
	if g := Finish(Assessment{Pack: p, Turn: turn, Level: rubric.Senior}, j, nil); *g.Score != 3.3 {
		t.Errorf("score %v, want 3.3", *g.Score)
	}
	turn.HintsUsed = 2
	if g := Finish(Assessment{Pack: p, Turn: turn, Level: rubric.Senior}, j, nil); *g.Score <= 3.3 {
		t.Errorf("two hints hold the score at %v", *g.Score)
	}
}

func TestAnAnswerIsGivenAgainInCoachModeAndBothStand(t *testing.T) {
	d := &diary{session: Session{
		ID: "s", Level: rubric.Senior, State: InProgress, Pack: testPack(), Questions: []string{"one", "two"},
		Options: Options{Mode: ModeCoach},
	}}
	offers := 0
	c := &script{diary: d, replies: []Reply{submit("a first try"), submit("a second try"), submit("another matter")}}
	c.choose = func(ch Choice) int {
		if offers++; offers == 1 {
			return 0
		}
		return ch.Default
	}
	if err := play(t, d, c, echo{diary: d}, 0); err != nil {
		t.Fatal(err)
	}
	if want := []string{"one", "one", "two"}; !slices.Equal(d.session.Questions, want) || len(d.session.Turns) != 3 {
		t.Fatalf("the plan is %q with %d turns, want %q", d.session.Questions, len(d.session.Turns), want)
	}
	if offers != 2 { // after the first attempts at both questions, and not after the second
		t.Errorf("offered %d times, want 2", offers)
	}
	for _, turn := range d.session.Turns {
		if turn.State != Answered || turn.Grade == nil {
			t.Errorf("question %d is %s, its grade %v", turn.N, turn.State, turn.Grade)
		}
	}
}

func TestAnAnswerTakenBackInCoachModeIsOfferedNoThirdTry(t *testing.T) {
	d := &diary{session: Session{
		ID: "s", Level: rubric.Senior, State: InProgress, Pack: testPack(), Questions: []string{"one", "two"},
		Options: Options{Mode: ModeCoach},
	}}
	again := 0
	c := &script{diary: d, replies: []Reply{
		submit("a first try"), {Action: ActReopen}, submit("a first try, mended"), submit("a second try"),
		submit("another matter"),
	}}
	c.choose = func(ch Choice) int {
		if strings.HasPrefix(ch.Text, "Answer it again") && d.session.Turn(3) == nil {
			again++
			return 0
		}
		return ch.Default
	}
	if err := play(t, d, c, echo{diary: d}, 0); err != nil {
		t.Fatal(err)
	}
	if want := []string{"one", "one", "two"}; !slices.Equal(d.session.Questions, want) || again != 1 {
		t.Errorf("offered %d times, the plan is %q, want it once and %q", again, d.session.Questions, want)
	}
	if got := d.session.Turns[0].AnswerText(); got != "a first try, mended" {
		t.Errorf("the first answer is %q", got)
	}
}
