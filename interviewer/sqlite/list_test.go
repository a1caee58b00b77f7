package sqlite

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

func ids(hs []Head) string {
	var out []string
	for _, h := range hs {
		out = append(out, h.ID)
	}
	return strings.Join(out, " ")
}

func TestSessionsAreListedNewestFirstAndFiltered(t *testing.T) {
	db := fresh(t)
	for i, id := range []string{"aa1", "aa2", "bb1", "bb2"} {
		s := testSession(id)
		// The clock runs backwards; the order of storing counts all the same.
		s.StartedAt = day.Add(-time.Duration(i) * 24 * time.Hour)
		if i%2 == 1 {
			s.Role = "frontend-engineer"
		}
		must(t, db.Create(ctx, s))
	}
	must(t, db.Save(ctx, "bb1", interviewer.Ended{State: interviewer.Finished, At: day}))
	must(t, db.Delete(ctx, "aa1"))
	for _, c := range []struct {
		f    Filter
		want string
	}{
		{Filter{}, "bb2 bb1 aa2"},
		{Filter{IncludeDeleted: true}, "bb2 bb1 aa2 aa1"},
		{Filter{Limit: 2}, "bb2 bb1"},
		{Filter{Role: "frontend-engineer"}, "bb2 aa2"},
		{Filter{State: interviewer.Finished}, "bb1"},
		{Filter{Since: day.Add(-36 * time.Hour)}, "aa2"},
		{Filter{Role: "nobody"}, ""},
	} {
		got, err := db.Sessions(ctx, c.f)
		must(t, err)
		if ids(got) != c.want {
			t.Errorf("%+v lists %q, want %q", c.f, ids(got), c.want)
		}
	}
	if un, _ := db.Unfinished(ctx, 1); ids(un) != "bb2" {
		t.Errorf("the newest unfinished is %q, want bb2", ids(un))
	}
	if n, _ := db.Count(ctx); n != 3 {
		t.Errorf("count is %d, want 3", n)
	}
	if gone, _ := db.Deleted(ctx); ids(gone) != "aa1" {
		t.Errorf("deleted are %q, want aa1", ids(gone))
	}
}

func TestHeadsShowCountsAndOutcome(t *testing.T) {
	db := fresh(t)
	s := testSession("s-1")
	must(t, db.Create(ctx, s))
	for n := 1; n <= 3; n++ {
		must(t, db.Save(ctx, s.ID, asked(s, n)))
		must(t, db.Save(ctx, s.ID, answer(n, 2, "words")))
		must(t, db.Save(ctx, s.ID, closed(n)))
	}
	for n := 1; n <= 2; n++ {
		must(t, db.Save(ctx, s.ID, interviewer.Graded{Turn: n, Grade: testGrade(3)}))
	}
	hs, err := db.Sessions(ctx, Filter{})
	must(t, err)
	h := hs[0]
	if h.Asked != 3 || h.Answered != 3 || h.Pending != 1 || h.Score == nil || *h.Score != 3 ||
		h.Recommendation != rubric.LeaningHire {
		t.Errorf("head is %+v", h)
	}
	pending, err := db.Pending(ctx)
	must(t, err)
	if !slices.Equal(pending, []string{"s-1"}) {
		t.Errorf("pending is %v", pending)
	}
	hist, err := db.History(ctx, Filter{})
	must(t, err)
	g := hist[0].Turns[0].Grade
	if len(hist) != 1 || len(hist[0].Turns) != 3 || hist[0].Score == nil || g == nil || *g.Score != 3 ||
		g.Competencies[0].Level != rubric.LevelMixed ||
		g.Competencies[0].Marks != nil ||
		hist[0].Turns[0].Question.ID != "question-01" {
		t.Errorf("history is %+v", hist[0].Turns)
	}
}

func TestResolve(t *testing.T) {
	db := fresh(t)
	_, err := db.Resolve(ctx, Last)
	wantErr(t, err, ErrNotFound)
	for _, id := range []string{"abc-1", "abc-12", "abd", "x%_", "ünï"} {
		must(t, db.Create(ctx, testSession(id)))
	}
	for prefix, want := range map[string]string{
		Last: "ünï", "abd": "abd", "abc-12": "abc-12", "abc-1": "abc-1", "x": "x%_", "x%": "x%_", "ü": "ünï",
	} {
		if got, err := db.Resolve(ctx, prefix); got != want {
			t.Errorf("%q resolves to %q, %v; want %q", prefix, got, err, want)
		}
	}
	for _, prefix := range []string{"", "zzz", "%", "_", "abc-123", "' OR 1=1 --"} {
		if got, err := db.Resolve(ctx, prefix); !errors.Is(err, ErrNotFound) {
			t.Errorf("%q resolves to %q, %v; want not found", prefix, got, err)
		}
	}
	_, err = db.Resolve(ctx, "ab")
	var amb *AmbiguousError
	if !errors.As(err, &amb) || !errors.Is(err, ErrAmbiguous) ||
		strings.Join(amb.Candidates, " ") != "abd abc-12 abc-1" {
		t.Errorf("ab gives %v, want the three candidates", err)
	}
}

func TestAskedBeforeKnowsTheLastTime(t *testing.T) {
	db := fresh(t)
	for i := range 3 {
		s := testSession(fmt.Sprintf("s-%d", i))
		must(t, db.Create(ctx, s))
		must(t, db.Save(ctx, s.ID, asked(s, 1)))
		if i == 1 {
			must(t, db.Save(ctx, s.ID, asked(s, 2)))
		}
	}
	got, err := db.AskedBefore(ctx, "backend-engineer")
	must(t, err)
	if d := cmp.Diff(map[string]int64{"question-01": 3, "question-02": 2}, got); d != "" {
		t.Error(d)
	}
	if got, err := db.AskedBefore(ctx, "nobody"); err != nil || len(got) != 0 {
		t.Errorf("for a role never asked: %v %v", got, err)
	}
}

func TestCacheAndCalibrations(t *testing.T) {
	db := fresh(t)
	if _, ok, err := db.Get(ctx, "k"); ok || err != nil {
		t.Errorf("an empty cache gives %v %v", ok, err)
	}
	must(t, db.Put(ctx, "k", []byte{0, 1, 255}))
	must(t, db.Put(ctx, "k", []byte{0, 2, 255}))
	if v, ok, err := db.Get(ctx, "k"); !ok || err != nil || !slices.Equal(v, []byte{0, 2, 255}) {
		t.Errorf("cache gives %v %v %v", v, ok, err)
	}
	must(t, db.PutCalibration(ctx, Calibration{Grader: "llm m", Dataset: "d", Body: []byte(`{"n":1}`)}))
	must(t, db.PutCalibration(ctx, Calibration{Grader: "llm m", Dataset: "d", Done: true, Body: []byte(`{"n":2}`)}))
	must(t, db.PutCalibration(ctx, Calibration{Grader: "offline", Dataset: "d", Done: true, Body: []byte(`{"n":3}`)}))
	all, err := db.Calibrations(ctx)
	at := slices.IndexFunc(all, func(c Calibration) bool { return c.Grader == "llm m" })
	if err != nil || len(all) != 2 || at < 0 || !all[at].Done || string(all[at].Body) != `{"n":2}` {
		t.Errorf("calibrations are %+v %v, want one a grader, the newest", all, err)
	}
}

func TestSaveRefusesWhatWouldLoseOrOverwrite(t *testing.T) {
	db := fresh(t)
	s := testSession("s-1")
	must(t, db.Create(ctx, s))
	wantErr(t, db.Create(ctx, s), ErrExists)
	must(t, db.Save(ctx, s.ID, asked(s, 1)))
	must(t, db.Save(ctx, s.ID, answer(1, 2, "mine")))
	must(t, db.Save(ctx, s.ID, answer(1, 2, "mine"))) // a retry of what was saved already
	wantErr(t, db.Save(ctx, s.ID, answer(1, 2, "another window's")), ErrConflict)
	wantErr(t, db.Save(ctx, s.ID, asked(s, 1)), ErrConflict)
	for _, e := range []interviewer.Event{answer(9, 1, "x"), interviewer.DraftKept{Turn: 9}, closed(9),
		interviewer.Graded{Turn: 9},
		interviewer.Progressed{Turn: 9}, interviewer.Reopened{Turn: 9}} {
		wantErr(t, db.Save(ctx, s.ID, e), ErrNotFound)
	}
	wantErr(t, db.Save(ctx, "nobody", closed(1)), ErrNotFound)
	got, err := db.Load(ctx, s.ID)
	must(t, err)
	if len(got.Turns) != 1 || len(got.Turns[0].Messages) != 2 || got.Turns[0].Messages[1].Text != "mine" {
		t.Errorf("after refused events the session is %+v", got.Turns)
	}
}

func TestAListSaysTheScoreOfTodaysArithmetic(t *testing.T) {
	db := fresh(t)
	s := testSession("older")
	s.Questions = s.Questions[:1]
	must(t, db.Create(ctx, s))
	for _, e := range []interviewer.Event{
		asked(s, 1), answer(1, 2, "By key."), closed(1), interviewer.Graded{Turn: 1, Grade: testGrade(3)},
	} {
		must(t, db.Save(ctx, s.ID, e))
	}
	const wrong = `UPDATE sessions SET outcome = '{"score":1.2,"recommendation":"strong_no_hire"}'`
	if _, err := db.sql.ExecContext(ctx, wrong); err != nil {
		t.Fatal(err)
	}
	list, err := db.Sessions(ctx, Filter{})
	if err != nil || len(list) != 1 || list[0].Score == nil || *list[0].Score != 3 ||
		list[0].Recommendation != rubric.LeaningHire {
		t.Errorf("an outcome of an older arithmetic is listed as it was: %+v, %v", list, err)
	}
}
