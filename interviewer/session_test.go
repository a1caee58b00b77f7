package interviewer

import (
	"slices"
	"testing"
)

func TestInterviewerOwnTextsLeaveOutQuotesOfTheCandidate(t *testing.T) {
	turn := Turn{Messages: []Message{
		{N: 1, From: FromInterviewer, Text: `Design a payment endpoint. Say "done" at the end.`},
		{N: 2, From: FromCandidate, Text: "A retry gets the stored result. done"},
		{
			N:    3,
			From: FromInterviewer,
			Text: "You mentioned “A retry gets the stored result”. What if “the row is locked” and the \"stored " +
				"result\" is gone?",
		},
		{N: 4, From: FromInterviewer, Text: "An open “quote and nothing more"},
	}}
	want := []string{
		`Design a payment endpoint. Say "done" at the end.`, // it was said before the candidate said anything
		"You mentioned \n. What if “the row is locked” and the \n is gone?",
		"An open “quote and nothing more",
	}
	if got := turn.InterviewerOwnTexts(); !slices.Equal(got, want) {
		t.Errorf("InterviewerOwnTexts() = %q, want %q", got, want)
	}
}
