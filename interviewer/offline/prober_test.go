package offline_test

import (
	"strings"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// followUpsPerAnswer is how many an interview asks at most.
const followUpsPerAnswer = 2

// TestFollowUpsAskForWhatIsMissing holds follow-ups against what a blind reader found in an answer: nobody likes to be
// asked for what they have just said. -tags fault goes through every marked answer, which takes minutes.
//
// Over all 474: 169 follow-ups, 3 of them (1.8 %) for what the reader marked as shown and 21 for what was half shown.
// While everything absent was asked for, by weight, it was 74 of the 386 that came first (19 %).
func TestFollowUpsAskForWhatIsMissing(t *testing.T) {
	const oneOf = 83 // of 42 answers a role: every other role, and all kinds of answers in turn
	asked, said, half, answers := 0, 0, 0, 0
	for _, a := range sampled(labelledAnswers(t, func(a labelled) bool { return a.Marks != nil }), oneOf) {
		answers++
		b := newBench(t, a.Role)
		q, ok := b.pack.Question(a.Question)
		if !ok {
			t.Fatalf("%s has no question %s", a.Role, a.Question)
		}
		turn := turn(q, a.Answer)
		for range followUpsPerAnswer {
			p, err := b.FollowUp(t.Context(), interviewer.Probing{Pack: b.pack, Turn: turn, Level: rubric.Senior})
			if err != nil {
				t.Fatal(err)
			}
			if p.Signal == "" { // none, or one about a mistake
				break
			}
			asked++
			switch a.Marks[p.Signal].V {
			case "shown":
				said++
				t.Logf("%s was asked for %s: %s", a.ID, p.Signal, p.Text)
			case "partial":
				half++
			}
			turn.Messages = append(turn.Messages, interviewer.Message{N: len(turn.Messages) + 1,
				From: interviewer.FromInterviewer, Kind: interviewer.KindFollowUp, Text: p.Text, Signal: p.Signal})
		}
	}
	t.Logf("%d answers, %d follow-ups; asked for what was shown: %d (%.1f %%), half shown: %d",
		answers, asked, said, 100*float64(said)/float64(max(1, asked)), half)
	if most := 3 * asked / 100; said > most {
		t.Errorf("%d of %d follow-ups ask for what the answer shows, want at most %d", said, asked, most)
	}
	if 3*asked < answers {
		t.Errorf("%d follow-ups to %d answers: hardly anything is asked", asked, answers)
	}
}

func TestAnAnswerToAnotherQuestionIsLedBackOnce(t *testing.T) {
	b := newBench(t, "backend-engineer")
	asked, other := b.pack.Questions[0], b.pack.Questions[1]
	turn := turn(asked, other.Answers.Strong)
	for _, want := range []string{"Let me bring you back", ""} {
		p, err := b.FollowUp(t.Context(), interviewer.Probing{Pack: b.pack, Turn: turn, Level: rubric.Senior})
		if err != nil || p.Signal != "" || !strings.HasPrefix(p.Text, want) || want == "" && p.Text != "" {
			t.Fatalf("the follow-up is %+v, %v; want %q", p, err, want)
		}
		turn.Messages = append(turn.Messages, interviewer.Message{N: len(turn.Messages) + 1,
			From: interviewer.FromInterviewer, Kind: interviewer.KindFollowUp, Text: p.Text})
	}
}
