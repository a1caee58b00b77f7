package sqlite

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"mockinterview/interviewer"
)

func export(tb tester, db *DB, ids ...string) string {
	tb.Helper()
	var b bytes.Buffer
	if err := db.Export(ctx, &b, ids...); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func imported(tb tester, db *DB, archive string) Imported {
	tb.Helper()
	in, err := db.Import(ctx, strings.NewReader(archive))
	if err != nil {
		tb.Fatal(err)
	}
	return in
}

func TestExportThenImportIsLosslessAndIdempotent(t *testing.T) {
	a, b := fresh(t), fresh(t)
	var all []interviewer.Session
	for i := range 4 { // stored in another order than they began
		s := testSession(fmt.Sprintf("s-%d", i))
		s.StartedAt = day.Add(-time.Duration(i) * time.Hour)
		must(t, a.Create(ctx, s))
		for _, e := range []interviewer.Event{
			asked(s, 1), answer(1, 2, "kept <b>as</b> typed \u2028 \xff\xfe and \x00 too"),
			interviewer.Reopened{Turn: 1, Message: 2, Draft: "again"},
			answer(1, 3, "better"), closed(1), interviewer.Graded{Turn: 1, Grade: testGrade(2)},
			interviewer.Graded{Turn: 1, Grade: testGrade(3)},
			interviewer.TurnAsked{Turn: interviewer.Turn{N: 2, State: interviewer.Asked,
				Question: s.Pack.Questions[1]}},
			interviewer.DraftKept{Turn: 2, Draft: "\xffhalf"}, interviewer.Ended{State: interviewer.Abandoned, At: day},
		} {
			must(t, a.Save(ctx, s.ID, e))
			s.Apply(e)
		}
		all = append(all, s)
	}
	first := export(t, a)
	if got := imported(t, b, first); got.Added != 4 {
		t.Fatalf("imported %+v, want 4 added", got)
	}
	if second := export(t, b); second != first {
		t.Errorf("the second export differs:\n%s\nfrom the first:\n%s", second, first)
	}
	for _, s := range all {
		got, err := b.Load(ctx, s.ID)
		must(t, err)
		same(t, got, s)
		if got.Turns[0].Messages[1].Text != s.Turns[0].Messages[1].Text || got.Turns[1].Draft != s.Turns[1].Draft {
			t.Error("bytes that are no UTF-8 were changed")
		}
	}
	if got := imported(t, b, first); got.Unchanged != 4 || got.Added+got.Updated+len(got.Conflicts) != 0 {
		t.Errorf("the second import gives %+v, want 4 unchanged", got)
	}
	if one := export(t, a, "s-2"); !strings.Contains(one, `"s-2"`) || strings.Contains(one, `"s-1"`) {
		t.Error("the export of one session holds another, or not itself")
	}
	wantErr(t, a.Export(ctx, &bytes.Buffer{}, "nobody"), ErrNotFound)
}

func TestImportMergesTwoLaptops(t *testing.T) {
	a, b := fresh(t), fresh(t)
	s := fill(t, a, "shared", "begun here")
	fill(t, a, "only-a", "alone")
	imported(t, b, export(t, a))
	fill(t, b, "only-b", "alone too")

	// It goes on at b, and is graded again at a.
	must(t, b.Save(ctx, s.ID, answer(2, 2, "and finished there")))
	must(t, b.Save(ctx, s.ID, closed(2)))
	must(t, b.Save(ctx, s.ID, interviewer.Ended{State: interviewer.Finished, At: day}))
	again := testGrade(3.3)
	again.Provenance.GradedAt = day.Add(2 * time.Hour)
	must(t, a.Save(ctx, s.ID, interviewer.Graded{Turn: 1, Grade: again}))

	if got := imported(t, a, export(t, b)); got.Updated != 1 || got.Added != 1 || got.Unchanged != 1 {
		t.Errorf("a took in %+v, want one updated, one added, one unchanged", got)
	}
	if got := imported(t, b, export(t, a)); got.Updated != 1 || got.Unchanged != 2 {
		t.Errorf("b took in %+v, want one updated and two unchanged", got)
	}
	if x, y := export(t, a), export(t, b); x != y {
		t.Errorf("after merging both ways the two differ:\n%s\n%s", x, y)
	}
	got, err := a.Load(ctx, s.ID)
	must(t, err)
	if got.State != interviewer.Finished || len(got.Turns[0].OldGrades) != 2 || *got.Turns[0].Grade.Score != 3.3 ||
		len(got.Turns[1].Answers()) != 1 {
		t.Errorf(
			"merged session: state %s, %d old grades, newest %v",
			got.State,
			len(got.Turns[0].OldGrades),
			*got.Turns[0].Grade.Score,
		)
	}
}

func TestImportKeepsWhatIsHereWhereBothWentOn(t *testing.T) {
	a, b := fresh(t), fresh(t)
	s := fill(t, a, "shared", "begun")
	imported(t, b, export(t, a))
	must(t, a.Save(ctx, s.ID, answer(2, 2, "this way")))
	must(t, b.Save(ctx, s.ID, answer(2, 2, "that way")))
	before := export(t, a)
	if got := imported(t, a, export(t, b)); len(got.Conflicts) != 1 || got.Conflicts[0] != s.ID {
		t.Errorf("imported %+v, want a conflict", got)
	}
	if after := export(t, a); after != before {
		t.Error("a conflict changed what was here")
	}
}

func TestImportLeavesDeletedSessionsDeleted(t *testing.T) {
	db := fresh(t)
	fill(t, db, "s-1", "words")
	all := export(t, db)
	must(t, db.Delete(ctx, "s-1"))
	if got := imported(t, db, all); len(got.Deleted) != 1 {
		t.Errorf("imported %+v, want s-1 named as deleted", got)
	}
}

func TestImportRefusesWhatIsNoArchiveAndChangesNothing(t *testing.T) {
	db, other := fresh(t), fresh(t)
	fill(t, db, "s-1", "words")
	fill(t, other, "s-2", "other words")
	fill(t, other, "s-3", "other words")
	whole, before := export(t, other), export(t, db)
	for name, c := range map[string]struct {
		archive string
		want    error
	}{
		"nothing":        {"", ErrNotAnArchive},
		"text":           {"hello", ErrNotAnArchive},
		"list":           {"[]", ErrNotAnArchive},
		"no schema":      {"{}", ErrNotAnArchive},
		"other schema":   {`{"schema":"mockinterview.session/v1"}`, ErrNotAnArchive},
		"newer":          {`{"schema":"mockinterview.archive/v2"}`, ErrNewer},
		"cut short":      {whole[:len(whole)-30], ErrNotAnArchive},
		"content gone":   {strings.Replace(whole, `"content":{`, `"contents":{`, 1), ErrNotAnArchive},
		"bad id":         {strings.Replace(whole, `"id":"s-3"`, `"id":"last"`, 1), ErrNotAnArchive},
		"control in id":  {strings.Replace(whole, `"id":"s-3"`, `"id":"s\u001b[2J"`, 1), ErrNotAnArchive},
		"bad state":      {strings.Replace(whole, `"state":"in_progress"`, `"state":"lost"`, 1), ErrNotAnArchive},
		"a number twice": {strings.Replace(whole, `"n":2`, `"n":1`, 1), ErrNotAnArchive},
	} {
		_, err := db.Import(ctx, strings.NewReader(c.archive))
		if err == nil {
			t.Errorf("%s: taken in", name)
			continue
		}
		if kindOf(err) != c.want {
			t.Errorf("%s: error is %v, want one that is %q", name, err, c.want)
		}
		if export(t, db) != before {
			t.Fatalf("%s: a refused archive changed the database", name)
		}
	}
}

func FuzzImport(f *testing.F) {
	db := fresh(f)
	fill(f, db, "s-1", "words")
	whole := export(f, db)
	f.Add([]byte(whole))
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		b := []byte(whole)
		b[rng.IntN(len(b))] ^= 1 << rng.IntN(8)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		db := fresh(t)
		if _, err := db.Import(ctx, bytes.NewReader(b)); err != nil {
			if n, cerr := db.Count(ctx); n != 0 || cerr != nil {
				t.Errorf("after %v there are %d sessions, %v; want none", err, n, cerr)
			}
			return
		}
		first := export(t, db)
		if got := imported(t, db, first); got.Added+got.Updated+len(got.Conflicts) != 0 {
			t.Errorf("an export of what was imported changes it: %+v", got)
		}
	})
}
