package llm

import (
	"testing"

	"mockinterview/data"
	"mockinterview/interviewer"
)

// An answer that shows nothing, so that every signal is still open and may be given away.
const openAnswer = "I would look at it and then decide."

func TestTheGuardPassesEveryFollowUpOfTheBackendPack(t *testing.T) {
	t.Parallel()
	p, err := data.Library{}.Pack("backend-engineer")
	if err != nil {
		t.Fatal(err)
	}
	tried, refused := 0, 0
	try := func(q interviewer.Question, followUp string) {
		if followUp == "" {
			return
		}
		tried++
		open := openSignals(interviewer.Probing{Pack: p, Turn: turnOf(q, openAnswer)})
		g := followUpGuard{pack: p, question: q, answered: openAnswer, asked: []string{q.Text}, unasked: open}
		if why := g.objection(followUp); why != "" {
			refused++
			t.Errorf("%s: %q: %s", q.ID, followUp, why)
		}
	}
	for _, q := range p.Questions {
		for _, f := range q.FollowUps {
			try(q, f.Text)
		}
		for _, c := range p.Probed(q) {
			for _, s := range markedSignals(c, q) {
				try(q, s.FollowUp)
			}
		}
	}
	t.Logf("%d of %d follow-ups refused", refused, tried)
	if tried < 200 {
		t.Errorf("only %d follow-ups tried", tried)
	}
}
