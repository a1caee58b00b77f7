package calibration

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

func TestReadTakesWhatPeopleWrite(t *testing.T) {
	text := "\ufeff" + `{"id":7,"question":"q1","answer":"x y z","levels":{"depth":"Not shown","data":" STRONG "},` +
		`"overall":4.0,"level":"junior","unknown":{"a":[1]}}` + "\r\n\n" +
		`{"role":"tester","question":"q2","answer":"","levels":{"depth":"","data":null},"overall":1,"level":3,` +
		`"part":["no","text"],"kind":null,"reasons":"none"}` + "\n" +
		`{"id":"last","question":"q2","answer":"no newline at the end","levels":{"data":"weak"},"overall":null}`
	s := read(t, text)
	want := []Item{
		{Line: 1, ID: "7", Question: "q1", Answer: "x y z",
			Levels: map[string]rubric.Level{"depth": rubric.LevelNotShown, "data": rubric.LevelStrong}, Overall: 4,
			Seniority: rubric.Junior},
		{Line: 3, ID: "line 3", Question: "q2", Answer: "", Levels: map[string]rubric.Level{}, Overall: 1},
		{Line: 4, ID: "last", Question: "q2", Answer: "no newline at the end",
			Levels: map[string]rubric.Level{"data": rubric.LevelWeak}},
	}
	for i := range want {
		want[i].Role = "tester"
	}
	if diff := cmp.Diff(want, s.Items); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if s.Skipped != 0 || len(byQuestion(s.Items)) != 2 {
		t.Errorf("%d skipped, %d questions", s.Skipped, len(byQuestion(s.Items)))
	}
}

func TestReadTellsBadLinesAndSkipsNothingElse(t *testing.T) {
	good := `{"id":"good","question":"q1","answer":"x","levels":{"depth":"weak"},"overall":1}`
	for _, tt := range []struct{ line, want string }{
		{`{"id":`, "no JSON: unexpected end of JSON input"},
		{`[1,2]`, `"the line" is a array`},
		{`{"question":"q1","levels":{"depth":"weak"}}`, `there is no "answer"`},
		{`{"question":"q1","answer":5,"levels":{"depth":"weak"}}`, `"answer" is a number`},
		{`{"question":"q9","answer":"x","overall":1}`, `tester has no question "q9"`},
		{`{"role":"cook","question":"q1","answer":"x","overall":1}`, `there is no role "cook"`},
		{`{"question":"q1","answer":"x","levels":{"speed":"weak"}}`, `tester has no competency "speed"`},
		{`{"question":"q1","answer":"x","levels":{"depth":"great"}}`,
			"depth: great is no level; it is strong, mixed, weak or not_shown"},
		{`{"question":"q1","answer":"x","levels":{"depth":3}}`,
			"depth: 3 is no level; it is strong, mixed, weak or not_shown"},
		{`{"question":"q1","answer":"x","overall":5}`, "overall is 5; it is a whole number from 1 to 4"},
		{`{"question":"q1","answer":"x","overall":2.5}`, "overall is 2.5; it is a whole number from 1 to 4"},
		{`{"question":"q1","answer":"x","levels":{"depth":""},"overall":null}`,
			"it is not labelled yet: fill in the levels or the overall"},
		{`{"question":"q1","answer":"` + strings.Repeat("x", maxAnswer+1) + `","overall":1}`,
			"the answer is longer than 102400 bytes"},
		{`{"question":"q1","answer":"x","overall":1,"pad":"` + strings.Repeat("x", maxLine) + `"}`,
			"longer than 1048576 bytes"},
		{`{"question":"q1","answer":"x","overall":1,"marks":["queue"]}`,
			`marks is not of the form {"signal": {"v": "shown", "e": ["a passage"]}}`},
		{`{"question":"q1","answer":"x","overall":1,"marks":{"nope":{"v":"shown"}}}`, `q1 has no signal "nope"`},
		{`{"question":"q1","answer":"x","overall":1,"marks":{"queue":{"v":"absent"}}}`,
			`queue: "absent" is no mark; it is shown or partial`},
	} {
		s := read(t, good+"\n"+tt.line+"\n"+good)
		want := []Fault{{2, tt.want}}
		if len(s.Items) != 2 || s.Skipped != 1 || !cmp.Equal(s.Faults, want) {
			t.Errorf("%.60s: %d answers, faults %v, want %v", tt.line, len(s.Items), s.Faults, want)
		}
	}
}

func TestReadTakesMarks(t *testing.T) {
	s := read(t, `{"question":"q1","answer":"We retry.",`+
		`"marks":{"retry":{"v":"shown","e":["We retry"]},"overkill":{"v":"partial"}}}
{"question":"q1","answer":"x","overall":1,"marks":{}}
{"question":"q1","answer":"x","overall":1,"marks":null}`)
	want := []map[string]ReaderMark{
		{"retry": {rubric.Shown, []string{"We retry"}}, "overkill": {rubric.Partial, nil}}, {}, nil,
	}
	for i, w := range want {
		if diff := cmp.Diff(w, s.Items[i].Marks); diff != "" {
			t.Errorf("line %d (-want +got):\n%s", i+1, diff)
		}
	}
}

func TestMarksAloneGiveTheLabels(t *testing.T) {
	s := read(t, `{"question":"q1","answer":"We retry from a queue. There is an index.",`+
		`"marks":{"retry":{"v":"shown","e":["We retry"]},"queue":{"v":"shown","e":["from a queue"]},`+
		`"index":{"v":"shown","e":["There is an index"]}}}
{"question":"q1","answer":"We retry.","marks":{}}
{"question":"q1","answer":"We retry.","overall":3,"marks":{}}`)
	want := []Item{
		{Levels: map[string]rubric.Level{"depth": rubric.LevelStrong, "data": rubric.LevelMixed}, Overall: 3},
		{Levels: map[string]rubric.Level{"depth": rubric.LevelNotShown, "data": rubric.LevelNotShown}, Overall: 1},
		{Levels: map[string]rubric.Level{}, Overall: 3},
	}
	for i, w := range want {
		got := Item{Levels: s.Items[i].Levels, Overall: s.Items[i].Overall}
		if diff := cmp.Diff(w, got); diff != "" {
			t.Errorf("line %d (-want +got):\n%s", i+1, diff)
		}
	}
}

func TestAWrongClaimIsMarkedByItsNumber(t *testing.T) {
	wrong := func(role string) (interviewer.Pack, error) {
		p, err := fixturePack(role)
		for i := range p.Questions {
			p.Questions[i].WrongClaims = []interviewer.WrongClaim{{Text: "A queue keeps every order."}}
		}
		return p, err
	}
	const line = `{"role":"tester","question":"q1","answer":"We retry from a queue, which keeps every order.",` +
		`"marks":{"retry":{"v":"shown","e":["We retry"]},"queue":{"v":"shown","e":["from a queue"]},` +
		`"wrong-claim-1":{"v":"shown","e":["which keeps every order"]}}}`
	s, err := Read(strings.NewReader(line), "x", Reading{Pack: wrong})
	if err != nil || s.Items[0].Levels["depth"] != rubric.LevelWeak {
		t.Errorf("%v, %v; want the claim held against depth", s.Items, err)
	}
}

func TestMarksAreWorthWhatTheRunsLevelAsks(t *testing.T) {
	long := func(role string) (interviewer.Pack, error) {
		p, err := fixturePack(role)
		depth := &p.Rubric[0]
		for _, word := range []string{"lock", "shard", "replica"} {
			depth.Signals = append(depth.Signals, rubric.Signal{ID: word, Kind: rubric.Strong, Weight: 1, Text: word})
		}
		for i := range depth.Signals {
			depth.Signals[i].Weight = 2
		}
		return p, err
	}
	const two = `{"role":"tester","question":"q1","answer":"We retry from a queue.",` +
		`"marks":{"retry":{"v":"shown","e":["We retry"]},"queue":{"v":"shown","e":["from a queue"]}}}`
	for level, want := range map[rubric.Seniority]rubric.Level{
		"": rubric.LevelMixed, rubric.Senior: rubric.LevelMixed, rubric.Junior: rubric.LevelStrong,
	} {
		s, err := Read(strings.NewReader(two), "x", Reading{Level: level, Pack: long})
		if err != nil || s.Items[0].Levels["depth"] != want {
			t.Errorf("%q: %v, %v; want depth %s", level, s.Items, err, want)
		}
	}
}

func TestReadLeavesOutOtherRolesAndParts(t *testing.T) {
	text := labelled + `{"role":"cook","question":"soup","answer":"x","overall":1}`
	s, err := Read(strings.NewReader(text), "x", Reading{Role: "tester", Only: true, Part: "dev", Pack: fixturePack})
	if err != nil || len(s.Items) != 3 || s.LeftOut != 4 || s.Skipped != 0 {
		t.Errorf("%d answers, %d left out, %d bad, error %v; want 3, 4, 0, none", len(s.Items), s.LeftOut, s.Skipped,
			err)
	}
}

func TestReadRefusesASetWithoutAnything(t *testing.T) {
	for _, text := range []string{"", "\n\n", "not json\n"} {
		if _, err := Read(strings.NewReader(text), "x", Reading{Pack: fixturePack}); !errors.Is(err, ErrEmpty) {
			t.Errorf("%q: error %v, want ErrEmpty", text, err)
		}
	}
	broken := io.MultiReader(strings.NewReader(labelled), errReader{})
	if _, err := Read(broken, "x", Reading{Role: "tester", Pack: fixturePack}); !errors.Is(err, os.ErrClosed) {
		t.Errorf("a file that breaks off gave %v", err)
	}
}

type errReader struct{}

func (errReader) Read([]byte) (int, error) { return 0, os.ErrClosed }

func TestFaultsAreCountedBeyondThoseTold(t *testing.T) {
	s := read(t, labelled+strings.Repeat("{\n", 3*maxFaults))
	if s.Skipped != 3*maxFaults || len(s.Faults) != maxFaults {
		t.Errorf("%d counted, %d told", s.Skipped, len(s.Faults))
	}
}

// Whatever a file holds, every item that comes out of it can be graded and measured.
func FuzzRead(f *testing.F) {
	f.Add(labelled)
	f.Add(`{"question":"q1","answer":"We retry.","overall":2,"marks":{"retry":{"v":"shown","e":["retry",""]}}}`)
	f.Add(`{"id":{},"question":"q1","answer":"x","levels":{"depth":[]},"overall":"4"}`)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Read(strings.NewReader(text), "fuzz", Reading{Role: "tester", Pack: fixturePack})
		if err != nil {
			return
		}
		for _, it := range s.Items {
			labels := len(it.Levels) + it.Overall
			if it.Overall < 0 || it.Overall > 4 || labels == 0 && it.Marks == nil {
				t.Fatalf("line %d: overall %d, levels %v, marks %v", it.Line, it.Overall, it.Levels, it.Marks)
			}
		}
		if len(s.Items) > 20 {
			s.Items = s.Items[:20]
		}
		Measure(mustRun(t, Runner{Grader: offlineGrader(), Parallel: 2}, s), "fuzzed", "test")
	})
}

func TestTheFormOfASessionBecomesASetOnceItIsFilledIn(t *testing.T) {
	p, _ := fixturePack("tester")
	say := func(n int, from interviewer.Speaker, kind interviewer.MessageKind, text string) interviewer.Message {
		return interviewer.Message{N: n, From: from, Kind: kind, Text: text}
	}
	s := interviewer.Session{ID: "s1", Role: "tester", Level: rubric.Staff, Pack: p, Turns: []interviewer.Turn{
		{
			N: 1, Question: p.Questions[0], State: interviewer.Answered, Grade: &interviewer.Grade{Reason: "SECRET"},
			Messages: []interviewer.Message{
				say(1, interviewer.FromInterviewer, interviewer.KindQuestion, "?"),
				say(2, interviewer.FromCandidate, interviewer.KindAnswer, "first \"part\" <b>"),
				say(3, interviewer.FromInterviewer, interviewer.KindFollowUp, "and?"),
				say(4, interviewer.FromCandidate, interviewer.KindAnswer, "second part"),
			},
		},
		{N: 2, Question: p.Questions[1], State: interviewer.Skipped},
		{N: 3, Question: p.Questions[2], State: interviewer.Asked},
	}}
	var b strings.Builder
	if err := Labels(&b, s); err != nil {
		t.Fatal(err)
	}
	form := b.String()
	if strings.Contains(form, "SECRET") || strings.Count(form, "\n") != 1 {
		t.Fatalf("the form is not blind, or not one line: %s", form)
	}
	if _, err := Read(strings.NewReader(form), "form", Reading{Pack: fixturePack}); !errors.Is(err, ErrEmpty) {
		t.Fatalf("an empty form reads as %v, want ErrEmpty", err)
	}
	form = strings.NewReplacer(`"depth":""`, `"depth":"mixed"`, `"overall":null`, `"overall":3`).Replace(form)
	set := read(t, form)
	it := set.Items[0]
	if it.Answer != "first \"part\" <b>\n\nsecond part" || it.Overall != 3 || it.Seniority != rubric.Staff ||
		fmt.Sprint(it.Levels) != "map[depth:mixed]" || it.ID != "s1/q1" {
		t.Errorf("the filled form reads as %+v", it)
	}
}
