package sqlite

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// madeUp is a session with a grade that nobody gave: a quote that was never typed.
func madeUp(id string) interviewer.Session {
	s := testSession(id)
	s.Turns = []interviewer.Turn{asked(s, 1).Turn}
	g := testGrade(3.9)
	g.Competencies[0].Marks[0] = rubric.Mark{
		Signal: "names-access", Kind: rubric.Strong, Verdict: rubric.Shown,
		Quotes: []rubric.Quote{{Text: "never typed", Message: 2, End: 11}},
	}
	s.Turns[0].State, s.Turns[0].Grade = interviewer.Answered, &g
	return s
}

func TestImportLeavesOutGradesThatCannotBeBelieved(t *testing.T) {
	for i, change := range []func(g *interviewer.Grade){
		func(*interviewer.Grade) {},
		func(g *interviewer.Grade) { *g = testGrade(97.5) },
		func(g *interviewer.Grade) { *g = testGrade(3.1); g.Status = interviewer.StatusPending },
	} {
		there, here := fresh(t), fresh(t)
		s := madeUp("s-1")
		change(s.Turns[0].Grade)
		bare := s
		bare.Turns = []interviewer.Turn{s.Turns[0]}
		bare.Turns[0].Grade = nil
		must(t, there.Create(ctx, bare))
		sound, err := archived(bare)
		must(t, err)
		spoilt, err := archived(s)
		must(t, err)
		doctored := strings.Replace(export(t, there), string(sound), string(spoilt), 1)
		if !strings.Contains(doctored, string(spoilt)) {
			t.Fatalf("%d: the archive could not be changed", i)
		}
		got, err := here.Import(ctx, strings.NewReader(doctored))
		must(t, err)
		if len(got.Doubts) != 1 {
			t.Errorf("import gives %+v, want one grade left out, and said", got)
		}
		loaded, err := here.Load(ctx, "s-1")
		must(t, err)
		if g := loaded.Turns[0].Grade; g != nil {
			t.Errorf("taken in was %+v", g)
		}
	}
}

func TestAGradeChangedByHandIsLeftOutAndSaid(t *testing.T) {
	for name, change := range map[string]struct{ update, says string }{
		"score in the grade": {`UPDATE grades SET body = json_set(body, '$.score', 97.5)`, "not between 1 and 4"},
		"score in lists":     {`UPDATE grades SET brief = json_set(brief, '$.score', 97.5)`, ""},
		"better in lists": {
			`UPDATE grades SET brief = json_set(brief, '$.score', 4.0, '$.overall', 4, '$.rec', 'strong_hire')`, "",
		},
		"outcome": {`UPDATE sessions SET outcome = json_set(outcome, '$.score', 97.5)`, ""},
	} {
		var notes []string
		path := scratch(t)
		db := mustOpen(t, path, Options{Note: func(s string) { notes = append(notes, s) }})
		s := testSession("s-1")
		must(t, db.Create(ctx, s))
		for _, e := range []interviewer.Event{
			asked(s, 1), answer(1, 2, "words"), closed(1), interviewer.Graded{Turn: 1, Grade: testGrade(3)},
		} {
			must(t, db.Save(ctx, "s-1", e))
		}
		if problems, err := db.QuickCheck(ctx); err != nil || len(problems) != 0 {
			t.Fatalf("unspoilt it has %v, %v", problems, err)
		}
		_, err := db.sql.ExecContext(context.Background(), change.update)
		must(t, err)
		loaded, err := db.Load(ctx, "s-1")
		must(t, err)
		if said := fmt.Sprint(notes); change.says != "" &&
			(loaded.Turns[0].Grade != nil || !strings.Contains(said, change.says)) {
			t.Errorf("%s: loaded %+v, said %s", name, loaded.Turns[0].Grade, said)
		}
		heads, err := db.History(ctx, Filter{})
		must(t, err)
		if h := heads[0]; h.Score != nil && *h.Score > 4 || h.Turns[0].Grade != nil && *h.Turns[0].Grade.Score > 4 {
			t.Errorf("%s: lists say %v and %+v", name, h.Score, h.Turns[0].Grade)
		}
		if problems, err := db.QuickCheck(ctx); name != "outcome" && (err != nil || len(problems) == 0) {
			t.Errorf("%s: the check finds %v, %v; want it told", name, problems, err)
		}
	}
}
