package llm

import (
	"os"
	"strings"
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

// TestTheGuardPassesGoodFollowUpsThatWereWrittenApart holds the guard to questions that no pack knows: one that is
// refused costs nothing but the model's wording, so a few may be.
func TestTheGuardPassesGoodFollowUpsThatWereWrittenApart(t *testing.T) {
	t.Parallel()
	p, err := data.Library{}.Pack("backend-engineer")
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("testdata/followups.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(strings.TrimSpace(string(b)), "\n") // after the line that says what they are
	tried, passed := 0, 0
	for line := range strings.Lines(list) {
		id, followUp, _ := strings.Cut(strings.TrimSpace(line), ": ")
		q, ok := p.Question(id)
		if !ok {
			t.Fatalf("the pack has no question %q", id)
		}
		open := openSignals(interviewer.Probing{Pack: p, Turn: turnOf(q, openAnswer)})
		g := followUpGuard{pack: p, question: q, answered: openAnswer, asked: []string{q.Text}, unasked: open}
		tried++
		if why := g.objection(followUp); why != "" {
			t.Logf("refused: %s: %q: %s", id, followUp, why)
		} else {
			passed++
		}
	}
	t.Logf("%d of %d good follow-ups pass", passed, tried)
	if tried < 100 || 100*passed < 95*tried {
		t.Errorf("%d of %d good follow-ups pass, want 95 of 100", passed, tried)
	}
}
