package scorecard

import (
	"slices"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/rubric"
)

func TestAPieceThatCountsBothWaysSaysSo(t *testing.T) {
	mark := func(kind rubric.Kind, start, end int) rubric.Mark {
		quote := rubric.Quote{Message: 2, Start: start, End: end}
		return rubric.Mark{Kind: kind, Verdict: rubric.Shown, Quotes: []rubric.Quote{quote}}
	}
	marks := []rubric.Mark{
		mark(rubric.Strong, 0, 5), mark(rubric.Weak, 3, 8), mark(rubric.Weak, 10, 12), mark(rubric.Strong, 14, 16),
	}
	turn := interviewer.Turn{Grade: &interviewer.Grade{Competencies: []interviewer.CompetencyGrade{{Marks: marks}}}}
	want := []report.Span{{Start: 0, End: 8, Sign: "[+/-]"}, {Start: 10, End: 12, Sign: "[-]"},
		{Start: 14, End: 16, Sign: "[+]"}}
	if got := spansOf(turn, 2); !slices.Equal(got, want) {
		t.Errorf("spans are %v, want %v", got, want)
	}
}
