package interviewer

import (
	"slices"
	"strings"
	"testing"

	"mockinterview/rubric"
)

// estimation is an assessment of one answer to a question with a sum, and what a grader found shown in it.
func estimation(answer string) (Assessment, Judgement) {
	own := []rubric.Signal{
		{ID: "gives-peak", Kind: rubric.Strong, Weight: 1, Text: "Gives the rate at peak.", Competency: "depth"},
		{ID: "names-trade", Kind: rubric.Strong, Weight: 1, Text: "Names a trade-off.", Competency: "depth"},
	}
	q := Question{
		ID: "q", Text: "How many?", Kind: "estimation", Signals: own,
		Probes: map[string]rubric.Probe{"depth": rubric.Chief},
		Estimates: []Estimate{{
			Of: "peak rate", Low: 90, High: 500, Unit: "uploads a second", Sum: "six times the average",
		}},
	}
	p := Pack{
		ID: "p", Version: 1, Rubric: []rubric.Competency{{ID: "depth", Name: "Depth", Weight: 100}},
		Questions: []Question{q},
	}
	a := Assessment{Pack: p, Level: rubric.Senior, Turn: Turn{N: 1, Question: q, State: Answered, Messages: []Message{
		{N: 1, From: FromInterviewer, Kind: KindQuestion, Text: q.Text},
		{N: 2, From: FromCandidate, Kind: KindAnswer, Text: answer},
	}}}
	mark := rubric.Mark{Signal: "gives-peak", Verdict: rubric.Shown, Quotes: []rubric.Quote{{Text: answer}}}
	return a, Judgement{Findings: []Finding{{Competency: "depth", Marks: []rubric.Mark{mark}}}}
}

func TestTheSumsOfAnEstimationAreCheckedInCode(t *testing.T) {
	for _, tt := range []struct {
		answer, note string
		verdict      rubric.Verdict
	}{
		{"At peak that makes 140 uploads a second for us.", "your 140 uploads a second lies within", rubric.Shown},
		{"The peak rate then is 9000 uploads a second for us.", "your 9000 uploads a second lies outside", rubric.Partial},
		{"We reckon the rate at peak from the month.", "a sound answer gives 90-500 uploads a second", rubric.Shown},
	} {
		a, j := estimation(tt.answer)
		g := Finish(a, j, nil)
		if !slices.ContainsFunc(g.Notes, func(n string) bool { return strings.Contains(n, tt.note) }) {
			t.Errorf("%q: the notes are %q, want %q among them", tt.answer, g.Notes, tt.note)
		}
		if got := g.Competencies[0].Marks[0].Verdict; got != tt.verdict {
			t.Errorf("%q: the signal is %s, want %s", tt.answer, got, tt.verdict)
		}
		if got := g.Competencies[0].Marks[1].Verdict; got != rubric.Absent {
			t.Errorf("%q: a figure showed a signal that nobody marked: %s", tt.answer, got)
		}
	}
}

func TestAWrongFigureHalvesOnlyWhatRestsOnIt(t *testing.T) {
	const sizing, sum = "We size it by the peak of the day, as the month hides it.", "The peak rate then is 9000 uploads a second."
	a, j := estimation(sizing + " " + sum)
	for first, want := range map[string]rubric.Verdict{sizing: rubric.Shown, sum: rubric.Partial} {
		j.Findings[0].Marks[0].Quotes = []rubric.Quote{{Text: first}, {Text: sizing}, {Text: sum}}
		if got := Finish(a, j, nil).Competencies[0].Marks[0].Verdict; got != want {
			t.Errorf("first quoted is %q: the signal is %s, want %s", first, got, want)
		}
	}
}
