package practice

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

func mark(id string, kind rubric.Kind, v rubric.Verdict, quote string) rubric.Mark {
	m := rubric.Mark{Signal: id, Kind: kind, Verdict: v, Sought: "Says " + id + ".", Quotes: []rubric.Quote{}}
	if quote != "" {
		m.Quotes = append(m.Quotes, rubric.Quote{Text: quote})
	}
	return m
}

// marked is a graded turn with marks for depth.
func marked(question string, score float64, marks ...rubric.Mark) interviewer.Turn {
	t := answer(question, score)
	t.Grade.Competencies[0].Marks = marks
	return t
}

func full(n int, turns ...interviewer.Turn) interviewer.Session {
	s := session(day(n), turns...)
	s.Pack = pack()
	s.Pack.Rubric = s.Pack.Rubric[:1]
	return s
}

func TestShiftsSayWhatBecameBetterAndWhatWorse(t *testing.T) {
	first := marked("q", 2.0,
		mark("gained", rubric.Strong, rubric.Absent, ""), mark("more", rubric.Strong, rubric.Partial, "a bit"),
		mark("lost", rubric.Strong, rubric.Shown, "old words"), mark("same", rubric.Strong, rubric.Shown, "same"),
		mark("overcome", rubric.Weak, rubric.Shown, "it never fails"), mark("slipped", rubric.Weak, rubric.Absent, ""))
	second := marked("q", 3.0,
		mark("gained", rubric.Strong, rubric.Shown, "new words"), mark("more", rubric.Strong, rubric.Shown, "a lot"),
		mark("lost", rubric.Strong, rubric.Partial, "less"), mark("same", rubric.Strong, rubric.Shown, "same"),
		mark("overcome", rubric.Weak, rubric.Absent, ""), mark("slipped", rubric.Weak, rubric.Shown, "obviously"),
		mark("unknown-before", rubric.Strong, rubric.Shown, "new signal"))
	c := Compare(full(1, first), full(2, second))
	line := func(all []Shift) string {
		var out []string
		for _, s := range all {
			out = append(out, s.Signal+"="+s.Quote)
		}
		return strings.Join(out, ", ")
	}
	want(t, "better", line(c.Questions[0].Better), "gained=new words, more=a lot, overcome=it never fails")
	want(t, "worse", line(c.Questions[0].Worse), "lost=old words, slipped=obviously")
	text := compareText(t, writer(0, true), c)
	for _, s := range []string{"First 2.0 of 4, then 3.0 of 4: up 1.0.",
		"- **[+] now shown:** Says gained.\n  - “new words”", "- **[+] no longer counts against:** Says overcome.",
		"- **[-] only partly shown now:** Says lost.", "- **[-] now counts against:** Says slipped.",
		"| Overall | 2.0 | 3.0 | +1.0 |",
		"| Depth | weak 2.0 | mixed 3.0 | +1.0 |"} {
		if !strings.Contains(text, s) {
			t.Errorf("it does not say %q:\n%s", s, text)
		}
	}
}

func compareText(t *testing.T, w Writer, c Comparison) string {
	t.Helper()
	var b bytes.Buffer
	if err := w.Compare(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestNoScoreIsComparedThatIsNotThere(t *testing.T) {
	for _, tt := range []struct {
		name  string
		other interviewer.Turn
		words string
	}{
		{"pending", pending("q"), "then not graded yet."},
		{"skipped", open("q", interviewer.Skipped), "then skipped."},
		{"asked", open("q", interviewer.Asked), "then not answered."},
	} {
		c := Compare(full(1, marked("q", 3, mark("x", rubric.Strong, rubric.Shown, "words"))), full(2, tt.other))
		q := c.Questions[0]
		if _, ok := q.Change(); ok || len(q.Better)+len(q.Worse) > 0 || c.Second.Score != nil {
			t.Errorf("%s: %+v", tt.name, q)
		}
		if text := compareText(t, writer(0, true), c); !strings.Contains(text, tt.words) ||
			!strings.Contains(text, "| Overall | 3.0 | – | – |") {
			t.Errorf("%s: it does not say %q:\n%s", tt.name, tt.words, text)
		}
		var b bytes.Buffer
		if err := CompareJSON(&b, c); err != nil {
			t.Fatal(err)
		}
		var v struct {
			Change *float64
			Second struct{ Score *float64 }
			Notes  []string
		}
		if err := json.Unmarshal(b.Bytes(), &v); err != nil || v.Change != nil || v.Second.Score != nil ||
			v.Notes == nil || strings.Contains(b.String(), `"better": null`) {
			t.Errorf("%s: %v\n%s", tt.name, err, b.String())
		}
	}
}

func TestNotesNameWhatIsNotAlike(t *testing.T) {
	level := full(2, answer("q", 3))
	level.Level = rubric.Junior
	model := full(2, answer("q", 3))
	model.Turns[0].Grade.Provenance = interviewer.Provenance{Grader: interviewer.LLM, Model: "m1"}
	before, after := full(1, answer("q", 3)), full(2, answer("q", 3))
	before.Turns[0].Grade.Provenance.RubricHash, after.Turns[0].Grade.Provenance.RubricHash = "a", "b"
	today := full(2, answer("q", 3))
	today.Turns[0].Grade.Provenance.Arithmetic = rubric.Arithmetic
	for _, tt := range []struct {
		name string
		a, b interviewer.Session
		want string
	}{
		{"alike", full(1, answer("q", 3)), full(2, answer("q", 3)), ""},
		{"level", full(1, answer("q", 3)), level, "senior level and the second for junior"},
		{"grader", full(1, answer("q", 3)), model, "first by the offline grader, then by m1"},
		{"rubric", before, after, "The rubric changed in between"},
		{"arithmetic", full(1, answer("q", 3)), today, "The arithmetic changed in between"},
		{"questions", full(1, answer("q", 3)), full(2, answer("other", 3)), "share no question"},
	} {
		notes := strings.Join(Compare(tt.a, tt.b).Notes, " ")
		if !strings.Contains(notes, tt.want) || tt.want == "" && notes != "" {
			t.Errorf("%s: the notes are %q, want %q", tt.name, notes, tt.want)
		}
	}
}

func TestQuestionsOfEitherAttemptAreNamed(t *testing.T) {
	c := Compare(full(1, answer("both", 2), answer("first", 2)), full(2, answer("second", 3), answer("both", 3)))
	var ids []string
	for _, q := range c.Questions {
		ids = append(ids, q.ID)
	}
	want(t, "questions", strings.Join(ids, " "), "both first second")
	text := compareText(t, writer(40, false), c)
	for _, s := range []string{"Only in the first: 2.0 of 4.", "Only in the second: 3.0 of 4.",
		"| Depth | 2.0 | 3.0 | +1.0 |"} {
		if !strings.Contains(text, s) {
			t.Errorf("it does not say %q:\n%s", s, text)
		}
	}
}
