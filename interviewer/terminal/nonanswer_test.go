package terminal

import (
	"testing"

	"mockinterview/interviewer"
)

func TestNonAnswers(t *testing.T) {
	cases := []struct {
		text             string
		question, follow bool
	}{
		{"idk", true, true},
		{"I don't know.", true, true},
		{"I don’t know", true, true},
		{"Sorry, no idea!", true, true},
		{"hmm... not sure", true, true},
		{"pass", true, true},
		{"???", true, true},
		{"a queue", true, false},
		{"twice", true, false},
		{"I don't know Kafka, but I would use a log", false, false},
		{"it depends on the load", false, false},
		{"数据库主从复制延迟时读到旧值怎么办我们用版本号比较", false, false},
	}
	for _, tc := range cases {
		if got := isNonAnswer(tc.text, interviewer.KindQuestion); got != tc.question {
			t.Errorf("%q as an answer to a question: %v", tc.text, got)
		}
		if got := isNonAnswer(tc.text, interviewer.KindFollowUp); got != tc.follow {
			t.Errorf("%q as an answer to a follow-up: %v", tc.text, got)
		}
	}
}
