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
	text := "\ufeff" + `{"id":7,"question":"q1","answer":"x y z","levels":{"depth":"Not shown","data":" STRONG "},"overall":4.0,"level":"junior","unknown":{"a":[1]}}` + "\r\n\n" +
		`{"role":"tester","question":"q2","answer":"","levels":{"depth":"","data":null},"overall":1,"level":3,"part":["no","text"],"kind":null,"reasons":"none"}` + "\n" +
		`{"id":"last","question":"q2","answer":"no newline at the end","levels":{"data":"weak"},"overall":null}`
	s := read(t, text)
	want := []Item{
		{Line: 1, ID: "7", Question: "q1", Answer: "x y z", Levels: map[string]rubric.Level{"depth": rubric.LevelNotShown, "data": rubric.LevelStrong}, Overall: 4, Seniority: rubric.Junior},
		{Line: 3, ID: "line 3", Question: "q2", Answer: "", Levels: map[string]rubric.Level{}, Overall: 1},
		{Line: 4, ID: "last", Question: "q2", Answer: "no newline at the end", Levels: map[string]rubric.Level{"data": rubric.LevelWeak}},
	}
	for i := range want {
		want[i].Role, want[i].Asked = "tester", "How would you build it, number "+want[i].Question+"?"
	}
	if diff := cmp.Diff(want, s.Items); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if s.Form != Interviews || s.Bad != 0 || s.Questions() != 2 {
		t.Errorf("form %s, %d bad, %d questions", s.Form, s.Bad, s.Questions())
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
		{`{"question":"q1","answer":"x","levels":{"depth":"great"}}`, "depth: great is no level; it is strong, mixed, weak or not_shown"},
		{`{"question":"q1","answer":"x","levels":{"depth":3}}`, "depth: 3 is no level; it is strong, mixed, weak or not_shown"},
		{`{"question":"q1","answer":"x","overall":5}`, "overall is 5; it is a whole number from 1 to 4"},
		{`{"question":"q1","answer":"x","overall":2.5}`, "overall is 2.5; it is a whole number from 1 to 4"},
		{`{"question":"q1","answer":"x","levels":{"depth":""},"overall":null}`, "it is not labelled yet: fill in the levels or the overall"},
		{`{"question":"q1","answer":"` + strings.Repeat("x", maxAnswer+1) + `","overall":1}`, "the answer is longer than 102400 bytes"},
		{`{"question":"q1","answer":"x","overall":1,"pad":"` + strings.Repeat("x", maxLine) + `"}`, "longer than 1048576 bytes"},
		{`{"qid":"1","question":"?","refs":["r"],"answer":"x","score":1,"max":1}`, "of the form short-answers, while the set began with interviews"},
	} {
		s := read(t, good+"\n"+tt.line+"\n"+good)
		want := []Fault{{2, tt.want}}
		if len(s.Items) != 2 || s.Bad != 1 || !cmp.Equal(s.Faults, want) {
			t.Errorf("%.60s: %d answers, faults %v, want %v", tt.line, len(s.Items), s.Faults, want)
		}
	}
}

func TestReadShortAnswers(t *testing.T) {
	s := read(t, `{"qid":10.1,"question":"What is a port?","refs":["A number.","",  "An address of a process."],"answer":"a number","score":2.5,"max":5,"split":"unseen"}
{"question":"What is a port?","refs":"One reference.","answer":"","score":0,"max":1}
{"qid":"p","question":"?","refs":[],"answer":"x","score":0,"max":1}
{"qid":"p","question":"?","refs":["r"],"answer":"x","score":2,"max":1}
{"qid":"p","question":"?","refs":["r"],"answer":"x","max":1}
{"qid":"p","question":"?","refs":["r"],"answer":"x","score":1}
{"refs":["r"],"answer":"x","score":1,"max":1}
{"qid":"p","question":"?","refs":[1],"answer":"x","score":1,"max":1}`)
	want := []Item{
		{Line: 1, ID: "line 1", Question: "10.1", Asked: "What is a port?", Refs: []string{"A number.", "An address of a process."}, Answer: "a number", Mark: 2.5, Max: 5, Part: "unseen"},
		{Line: 2, ID: "line 2", Question: "What is a port?", Asked: "What is a port?", Refs: []string{"One reference."}, Mark: 0, Max: 1},
	}
	if diff := cmp.Diff(want, s.Items); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if s.Form != ShortAnswers || s.Bad != 6 || s.Items[0].Share() != .5 {
		t.Errorf("form %s, %d bad (%v)", s.Form, s.Bad, s.Faults)
	}
}

func TestReadLeavesOutOtherRolesAndParts(t *testing.T) {
	text := labelled + `{"role":"cook","question":"soup","answer":"x","overall":1}`
	s, err := Read(strings.NewReader(text), "x", Reading{Role: "tester", Only: true, Part: "dev", Pack: fixturePack})
	if err != nil || len(s.Items) != 3 || s.LeftOut != 4 || s.Bad != 0 {
		t.Errorf("%d answers, %d left out, %d bad, error %v; want 3, 4, 0, none", len(s.Items), s.LeftOut, s.Bad, err)
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
	if s.Bad != 3*maxFaults || len(s.Faults) != maxFaults {
		t.Errorf("%d counted, %d told", s.Bad, len(s.Faults))
	}
}

// Whatever a file holds, every item that comes out of it can be graded and measured.
func FuzzRead(f *testing.F) {
	f.Add(labelled)
	f.Add(`{"qid":1,"question":"?","refs":"a b c","answer":"a","score":1,"max":1}`)
	f.Add(`{"id":{},"question":"q1","answer":"x","levels":{"depth":[]},"overall":"4"}`)
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Read(strings.NewReader(text), "fuzz", Reading{Role: "tester", Pack: fixturePack})
		if err != nil {
			return
		}
		for _, it := range s.Items {
			switch {
			case s.Form == ShortAnswers && (len(it.Refs) == 0 || !(it.Share() >= 0 && it.Share() <= 1)):
				t.Fatalf("line %d: share %v, %d references", it.Line, it.Share(), len(it.Refs))
			case s.Form == Interviews && (it.Overall < 0 || it.Overall > 4 || it.Overall == 0 && len(it.Levels) == 0):
				t.Fatalf("line %d: overall %d, levels %v", it.Line, it.Overall, it.Levels)
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
		{N: 1, Question: p.Questions[0], State: interviewer.Answered, Grade: &interviewer.Grade{Reason: "SECRET"}, Messages: []interviewer.Message{
			say(1, interviewer.FromInterviewer, interviewer.KindQuestion, "?"), say(2, interviewer.FromCandidate, interviewer.KindAnswer, "first \"part\" <b>"),
			say(3, interviewer.FromInterviewer, interviewer.KindFollowUp, "and?"), say(4, interviewer.FromCandidate, interviewer.KindAnswer, "second part")}},
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
	if it.Answer != "first \"part\" <b>\n\nsecond part" || it.Overall != 3 || it.Seniority != rubric.Staff || fmt.Sprint(it.Levels) != "map[depth:mixed]" || it.ID != "s1/q1" {
		t.Errorf("the filled form reads as %+v", it)
	}
}
