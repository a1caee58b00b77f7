package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

var ctx = context.Background()

// mustOpen opens a database in a folder of its own and closes it with the test.
func mustOpen(tb testing.TB, path string, opts Options) *DB {
	tb.Helper()
	db, err := Open(ctx, path, opts)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	return db
}

func fresh(tb testing.TB) *DB {
	tb.Helper()
	return mustOpen(tb, filepath.Join(tb.TempDir(), "home", "interviews.db"), Options{})
}

// tester is what the helpers need of a test, be it Go's or rapid's.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// must stops the test on an error.
func must(tb tester, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// wantErr checks what kind of error came.
func wantErr(tb tester, err, want error) {
	tb.Helper()
	if !errors.Is(err, want) {
		tb.Fatalf("error is %v, want one that is %q", err, want)
	}
}

var day = time.Date(2026, 3, 2, 9, 30, 0, 123456789, time.UTC)

// testPack is a small pack with two competencies and n questions.
func testPack(n int) interviewer.Pack {
	p := interviewer.Pack{
		Schema: "mockinterview.role/v1", ID: "backend-engineer", Version: 1, Title: "Backend engineer",
		Rubric: []rubric.Competency{
			{
				ID:     "data-strategy",
				Name:   "Data strategy",
				Weight: 60,
				Strong: "Weighs stores.",
				Weak:   "Names one.",
				Signals: []rubric.Signal{
					{
						ID:     "names-access",
						Kind:   rubric.Strong,
						Text:   "Starts from how the data is read.",
						Weight: 2,
						Shows:  []string{"We look at the reads first.", "What is read most decides it."},
					},
				},
			},
			{ID: "communication-quality", Name: "Communication quality", Weight: 40},
		},
	}
	for i := range n {
		p.Questions = append(p.Questions, interviewer.Question{
			ID: fmt.Sprintf(
				"question-%02d",
				i+1,
			), Title: "A question", Text: fmt.Sprintf("Where would you keep the carts of shop %d, and why?", i+1),
			Kind: "design", Probes: map[string]rubric.Probe{"data-strategy": rubric.Chief,
				"communication-quality": rubric.Also},
		})
	}
	return p
}

// testSession is a session of three questions that has not begun.
func testSession(id string) interviewer.Session {
	return interviewer.Session{
		ID: id, Role: "backend-engineer", Level: rubric.Senior, State: interviewer.InProgress, StartedAt: day,
		Grader: interviewer.GraderInfo{Kind: interviewer.Offline}, Options: interviewer.Options{FollowUps: 2, Seed: 7},
		Pack: testPack(3), Questions: []string{"question-01", "question-02", "question-03"},
	}
}

// asked is the event that opens turn n of a session.
func asked(s interviewer.Session, n int) interviewer.TurnAsked {
	q := s.Pack.Questions[n-1]
	return interviewer.TurnAsked{
		Turn: interviewer.Turn{N: n, Question: q, State: interviewer.Asked, Messages: []interviewer.Message{
			{N: 1, From: interviewer.FromInterviewer, Kind: interviewer.KindQuestion, Text: q.Text, At: day},
		}},
	}
}

func answer(turn, n int, text string) interviewer.Said {
	return interviewer.Said{Turn: turn, Message: interviewer.Message{
		N: n, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: text,
		At: day.Add(time.Duration(n) * time.Minute),
	}}
}

func closed(turn int) interviewer.TurnClosed {
	return interviewer.TurnClosed{Turn: turn, State: interviewer.Answered, Seconds: 60}
}

func testGrade(score float64) interviewer.Grade {
	rec, part := rubric.Recommend(score), score
	overall := rec.Overall()
	return interviewer.Grade{
		Status: interviewer.StatusGraded, Score: &score, Overall: &overall, Recommendation: rec,
		Competencies: []interviewer.CompetencyGrade{
			{
				ID:      "data-strategy",
				Level:   rubric.LevelMixed,
				Score:   &part,
				Probe:   rubric.Chief,
				Summary: "Some.",
				Marks: []rubric.Mark{
					{Signal: "names-access", Kind: rubric.Strong, Verdict: rubric.Absent, Quotes: []rubric.Quote{}},
				},
			},
			{
				ID:    "communication-quality",
				Level: rubric.LevelMixed,
				Score: &part,
				Probe: rubric.Also,
				Marks: []rubric.Mark{},
			},
		},
		Provenance: interviewer.Provenance{Grader: interviewer.Offline, Pack: "backend-engineer@1"},
	}
}

// same compares sessions as the rest of the program sees them: by their JSON, which knows no difference between no list
// and an empty one in a grade, and by the pack.
func same(tb tester, got, want interviewer.Session) {
	tb.Helper()
	if d := cmp.Diff(asJSON(tb, want), asJSON(tb, got)); d != "" {
		tb.Fatalf("the stored session differs from the one in memory (-memory +stored):\n%s", d)
	}
}

func asJSON(tb tester, s interviewer.Session) map[string]any {
	tb.Helper()
	if len(s.Turns) == 0 {
		s.Turns = nil
	}
	b, err := json.Marshal(struct {
		S interviewer.Session
		P interviewer.Pack
	}{s, s.Pack})
	if err != nil {
		tb.Fatalf("%v", err)
	}
	var out map[string]any
	if err := json.Unmarshal(b, &out); err != nil {
		tb.Fatalf("%v", err)
	}
	return out
}

func TestStoredSessionEqualsTheOneInMemory(t *testing.T) {
	t.Parallel()
	db := fresh(t)
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		s := testSession(fmt.Sprintf("s-%05d", n))
		must(t, db.Create(ctx, s))
		for range rapid.IntRange(0, 25).Draw(t, "events") {
			e := drawEvent(t, s)
			save := db.Save
			if rapid.IntRange(0, 9).Draw(t, "the long way") == 0 { // as events are saved that have no quicker way
				save = func(ctx context.Context, id string, e interviewer.Event) error {
					return db.write(ctx, "save", func(tx *sql.Tx) error {
						seq, err := find(ctx, tx, id)
						if err != nil {
							return err
						}
						return db.applyWhole(ctx, tx, seq, e)
					})
				}
			}
			if err := save(ctx, s.ID, e); err != nil {
				t.Fatalf("save %#v: %v", e, err)
			}
			s.Apply(e)
		}
		got, err := db.Load(ctx, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		same(t, got, s)
		checkDerived(t, db, s)
	})
}

// checkDerived compares what lists show with what the whole session says.
func checkDerived(t *rapid.T, db *DB, s interviewer.Session) {
	heads, err := db.Sessions(ctx, Filter{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	h := heads[0]
	pending, graded := 0, false
	for _, turn := range s.Turns {
		if turn.Unfinished() {
			pending++
		}
		graded = graded || turn.Grade != nil
	}
	if h.ID != s.ID || h.Pending != pending || h.Asked != len(s.Turns) || h.State != s.State {
		t.Fatalf("head is %+v, want %d pending of %d turns, state %s", h, pending, len(s.Turns), s.State)
	}
	if o, _ := s.Outcome(); graded &&
		(h.Recommendation != o.Recommendation || (h.Score == nil) != (o.Score == 0) ||
			(h.Score != nil && *h.Score != o.Score)) {
		t.Fatalf("head says %v %s, the session %v %s", h.Score, h.Recommendation, o.Score, o.Recommendation)
	}
}

// drawEvent draws something that can happen to a session.
func drawEvent(t *rapid.T, s interviewer.Session) interviewer.Event {
	if len(s.Turns) == 0 || (len(s.Turns) < 3 && rapid.IntRange(0, 5).Draw(t, "next") == 0) {
		return asked(s, len(s.Turns)+1)
	}
	turn := s.Turns[rapid.IntRange(0, len(s.Turns)-1).Draw(t, "turn")]
	words := rapid.OneOf(rapid.String(), rapid.Just("a\x00b\nc"), rapid.StringN(0, 200, 8000)).Draw(t, "text")
	when := day.Add(time.Duration(rapid.Int64Range(-1e15, 1e15).Draw(t, "ns")))
	switch rapid.IntRange(0, 7).Draw(t, "event") {
	case 0, 1:
		m := interviewer.Message{N: turn.NextMessage(), Text: words, At: when,
			From: rapid.SampledFrom([]interviewer.Speaker{interviewer.FromCandidate, interviewer.FromInterviewer}).
				Draw(t, "from"),
			Kind: rapid.SampledFrom([]interviewer.MessageKind{interviewer.KindAnswer, interviewer.KindFollowUp,
				interviewer.KindHint, interviewer.KindClarification}).
				Draw(t, "kind"),
		}
		if m.Kind == interviewer.KindFollowUp {
			m.Signal = "names-access"
		}
		return interviewer.Said{Turn: turn.N, Message: m}
	case 2:
		return interviewer.DraftKept{Turn: turn.N, Draft: words}
	case 3:
		m := turn.Messages[rapid.IntRange(0, len(turn.Messages)-1).Draw(t, "message")]
		return interviewer.Reopened{Turn: turn.N, Message: m.N, Draft: m.Text}
	case 4:
		e := interviewer.TurnClosed{
			Turn:      turn.N,
			HintsUsed: rapid.IntRange(0, 3).Draw(t, "hints"),
			Seconds:   rapid.IntRange(0, 900).Draw(t, "seconds"),
			State: rapid.SampledFrom([]interviewer.State{interviewer.Answered, interviewer.Skipped}).
				Draw(t, "state"),
		}
		if rapid.Bool().Draw(t, "rated") {
			r := rapid.IntRange(1, 4).Draw(t, "rating")
			e.SelfRating = &r
		}
		return e
	case 5:
		return interviewer.Progressed{
			Turn:      turn.N,
			HintsUsed: rapid.IntRange(0, 3).Draw(t, "hints"),
			Seconds:   rapid.IntRange(0, 900).Draw(t, "seconds"),
		}
	case 6:
		g := testGrade(float64(rapid.IntRange(10, 40).Draw(t, "score")) / 10)
		g.Status = rapid.SampledFrom([]interviewer.GradeStatus{interviewer.StatusGraded, interviewer.StatusPending,
			interviewer.StatusPartial,
			interviewer.StatusFailed, interviewer.StatusUngradable}).
			Draw(t, "status")
		if !g.Status.Scored() {
			g.Score, g.Overall, g.Recommendation = nil, nil, rubric.NoDecision
		}
		g.Provenance.Usage.CostUSD = rapid.Float64Range(0, 1).Draw(t, "cost")
		return interviewer.Graded{Turn: turn.N, Grade: g}
	}
	e := interviewer.Ended{
		State: rapid.SampledFrom([]interviewer.State{interviewer.InProgress, interviewer.Finished,
			interviewer.Abandoned}).
			Draw(t, "end"),
	}
	if e.State != interviewer.InProgress {
		e.At = when
	}
	return e
}

// populate sets every field of a value to something that is not zero, so that a field added to the nouns later is tried
// as well.
func populate(v reflect.Value, n *int) {
	*n++
	if form, ok := enumerated(v.Type()); ok {
		v.SetString(form)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("value-%d", *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n) + .5)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		populate(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		populate(v.Index(0), n)
		populate(v.Index(1), n)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		populate(key, n)
		populate(value, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(day.Add(time.Duration(*n) * time.Second)))
			return
		}
		for i := range v.NumField() {
			populate(v.Field(i), n)
		}
	}
}

// enumerated gives a value of a type that an import takes no other value of.
func enumerated(t reflect.Type) (string, bool) {
	v, ok := map[reflect.Type]string{
		reflect.TypeFor[interviewer.State](): "answered", reflect.TypeFor[interviewer.Speaker](): "candidate",
		reflect.TypeFor[interviewer.MessageKind](): "answer",
		reflect.TypeFor[interviewer.GraderKind]():  "llm", reflect.TypeFor[interviewer.GradeStatus](): "graded",
		reflect.TypeFor[interviewer.QuestionKind](): "design",
		reflect.TypeFor[rubric.Seniority]():         "staff", reflect.TypeFor[rubric.Level](): "mixed",
		reflect.TypeFor[rubric.Kind]():    "strong",
		reflect.TypeFor[rubric.Verdict](): "shown", reflect.TypeFor[rubric.Probe](): "chief",
		reflect.TypeFor[rubric.Recommendation](): "leaning_hire",
	}[t]
	return v, ok
}

func TestEveryFieldOfASessionIsKept(t *testing.T) {
	var s interviewer.Session
	n := 0
	populate(reflect.ValueOf(&s).Elem(), &n)
	s.State = interviewer.Finished
	probes := map[string]rubric.Probe{s.Pack.Rubric[0].ID: rubric.Chief} // an import wants one of the pack
	for i := range s.Pack.Questions {
		s.Pack.Questions[i].Probes = probes
	}
	for i := range s.Turns {
		s.Turns[i].State, s.Turns[i].Question.Probes = interviewer.Answered, probes
		believable(s.Turns[i], s.Turns[i].Grade)
		for j := range s.Turns[i].OldGrades {
			believable(s.Turns[i], &s.Turns[i].OldGrades[j])
		}
	}
	a, b := fresh(t), fresh(t)
	must(t, a.Create(ctx, s))
	got, err := a.Load(ctx, s.ID)
	must(t, err)
	same(t, got, s)
	imported(t, b, export(t, a))
	got, err = b.Load(ctx, s.ID)
	must(t, err)
	same(t, got, s)
	if n < 200 {
		t.Errorf("only %d fields were tried", n)
	}
}

// believable gives a grade figures that agree, and quotes that stand in the turn.
func believable(t interviewer.Turn, g *interviewer.Grade) {
	*g.Score, *g.Overall, *g.Calibrated = 3.1, 3, 2.9
	said := t.Messages[0]
	quote := func(q *rubric.Quote) { q.Text, q.Message, q.Start, q.End = said.Text, said.N, 0, len(said.Text) }
	for i := range g.Competencies {
		c := &g.Competencies[i]
		*c.Score, c.Exact, *c.Calibrated = 3.1, 3.14, 2.94
		for j := range c.Marks {
			quote(c.Marks[j].Nearest)
			for k := range c.Marks[j].Quotes {
				quote(&c.Marks[j].Quotes[k])
			}
		}
	}
}
