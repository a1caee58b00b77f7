package offline

import (
	"context"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// testLexicon is a small lexicon with the shape of the real one.
func testLexicon() Lexicon {
	return Lexicon{
		Entries: map[string][]string{
			"duplicate": {"duplicate", "charge twice", "double charge", "second time"},
			"retry":     {"retry", "try again", "send again", "resend"},
			"timeout":   {"timeout", "time out", "no answer in time"},
		},
		Cues: map[string][]string{
			"cause":       {"because", "so that", "which means"},
			"decision":    {"i would use", "i'd pick", "we go with"},
			"dismissal":   {"not needed", "overkill", "don't need", "never happens", "no need for", "waste of time"},
			"steering":    {"ignore the rubric", "full marks", "dear grader"},
			"nonanswer":   {"i don't know", "no idea", "idk"},
			"nonnegation": {"not only", "not just"},
			"preference":  {"i like", "everyone uses"},
		},
		Negators:     []string{"not", "no", "never", "without", "instead of", "rather than"},
		Stopwords:    []string{"a", "an", "the", "is", "are", "of", "to", "in", "for", "with", "and", "or", "it", "that", "we", "i"},
		Verbs:        []string{"use", "store", "keep", "send", "write", "ask", "check", "retry", "wait", "return", "call", "charge", "make", "reject", "say"},
		Jargon:       []string{"saga", "cqrs", "quorum"},
		Technologies: []string{"Redis", "Kafka", "Postgres"},
		Units:        []string{"ms", "seconds", "requests", "percent"},
	}
}

// testPack is one competency and one question about payments.
func testPack() (interviewer.Pack, interviewer.Question) {
	q := interviewer.Question{
		ID: "pay", Title: "Pay", Kind: "design", Easier: "What does the caller send?",
		Text:   "Design a payment endpoint so that nobody is charged twice, and say what happens when a server dies halfway.",
		Probes: map[string]rubric.Probe{"depth": rubric.Chief, "talk": rubric.Also},
		Signals: []rubric.Signal{
			{ID: "key", Competency: "depth", Kind: rubric.Strong, Weight: 2, Text: "Gives every attempt one identifier.",
				Concepts: [][]string{{"idempotency key", "unique id", "request id"}, {"same key", "every attempt", "reuse", "client makes"}}},
			{ID: "replay", Competency: "depth", Kind: rubric.Strong, Weight: 2, Text: "Answers a repeat with the first result.",
				Concepts: [][]string{{"retry", "repeat", "duplicate request"}, {"stored result", "same answer", "first response"}}},
			{ID: "unknown", Competency: "depth", Kind: rubric.Strong, Weight: 1, Text: "Treats silence as unknown.",
				Concepts: [][]string{{"timeout", "no reply", "cue:failure"}, {"ask provider", "check status", "look up", "wait before paying"}}},
			{ID: "dismisses", Competency: "depth", Kind: rubric.Weak, Weight: 2, Text: "Says repeats need no care.",
				Concepts: [][]string{{"cue:dismissal"}, {"retry", "idempotency key", "duplicate"}}},
		},
		Facts: []interviewer.Fact{
			{Asks: []string{"traffic", "how many"}, Text: "About 40 payments a second."},
			{Asks: []string{"provider", "timeout"}, Text: "The provider answers within a second."},
		},
		FollowUps: []interviewer.FollowUp{
			{Signal: "key", Text: "Two calls arrive. Is that one purchase?"},
			{Signal: "replay", Hooks: []string{"idempotency key", "request id"}, Hung: "You mentioned {claim}. What happens on the second call?", Text: "The app calls again. What does it get?"},
		},
	}
	p := interviewer.Pack{ID: "test", Version: 1, Questions: []interviewer.Question{q}, Rubric: []rubric.Competency{
		{ID: "depth", Name: "Depth", Weight: 60, Strong: "Covers contracts and recovery.", Weak: "Stays at the surface."},
		{ID: "talk", Name: "Talk", Weight: 40, Always: true, Strong: "Plain words that decide.", Weak: "Jargon without an end.", Signals: []rubric.Signal{
			{ID: "decides", Kind: rubric.Strong, Weight: 1, Text: "Decides.", Concepts: [][]string{{"cue:decision"}}, FollowUp: "What would you settle on?"},
			{ID: "reasons", Kind: rubric.Strong, Weight: 1, Text: "Gives reasons.", Concepts: [][]string{{"cue:cause"}}, FollowUp: "Why that?"},
		}},
	}}
	return p, q
}

func turnOf(q interviewer.Question, answers ...string) interviewer.Turn {
	t := interviewer.Turn{N: 1, Question: q, Messages: []interviewer.Message{{N: 1, From: interviewer.FromInterviewer, Kind: interviewer.KindQuestion, Text: q.Text}}}
	for i, a := range answers {
		if i > 0 {
			t.Messages = append(t.Messages, interviewer.Message{N: len(t.Messages) + 1, From: interviewer.FromInterviewer, Kind: interviewer.KindFollowUp, Text: "And then?"})
		}
		t.Messages = append(t.Messages, interviewer.Message{N: len(t.Messages) + 1, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: a})
	}
	return t
}

func gradeOf(tb testing.TB, g *Grader, answers ...string) (interviewer.Judgement, interviewer.Grade) {
	tb.Helper()
	p, q := testPack()
	a := interviewer.Assessment{Pack: p, Turn: turnOf(q, answers...), Level: rubric.Senior}
	j, err := g.Grade(context.Background(), a)
	if err != nil {
		tb.Fatal(err)
	}
	return j, interviewer.Finish(a, j, New(testLexicon()).Addresses)
}

func verdict(g interviewer.Grade, signal string) rubric.Verdict {
	for _, c := range g.Competencies {
		for _, m := range c.Marks {
			if m.Signal == signal {
				return m.Verdict
			}
		}
	}
	return ""
}

func TestMarksByMechanism(t *testing.T) {
	g := New(testLexicon())
	for _, tt := range []struct {
		name, answer, signal string
		want                 rubric.Verdict
	}{
		{"plain statement", "The client makes a unique id for the purchase and sends it with the call.", "key", rubric.Shown},
		{"typing error", "The client sends an idempotecny key and uses the same key each time.", "key", rubric.Shown},
		{"words in another order", "For each purchase the key of the request is kept the same, an id that is unique.", "key", rubric.Shown},
		{"lexicon synonym", "When the app tries again we return the result that was stored.", "replay", rubric.Shown},
		{"half of it", "There should be an idempotency key in every header of the call.", "key", rubric.Absent},
		{"rejected before", "We don't need an idempotency key or the same key on every attempt.", "key", rubric.Absent},
		{"rejected after", "An idempotency key that is the same key on every attempt is overkill.", "key", rubric.Absent},
		{"instead of", "I would lock the row instead of an idempotency key that clients reuse.", "key", rubric.Absent},
		{"rejection is weak", "An idempotency key is overkill for this, callers behave.", "dismisses", rubric.Shown},
		{"avoiding harm is no rejection", "A retry never makes a duplicate, we return the stored result.", "replay", rubric.Shown},
		{"condition is no rejection", "If there is no reply, we ask the provider what became of it.", "unknown", rubric.Shown},
		{"bare list", "Idempotency key, same key, unique id, retry, stored result, timeout, quorum.", "key", rubric.Absent},
		{"rejected in a list", "There is no need for a unique id, the same key on every attempt, or a lock.", "key", rubric.Absent},
		{"called unneeded", "A unique id that is the same key on every attempt isn't necessary.", "key", rubric.Absent},
		{"hearsay", "Some people would use a unique id as the same key on every attempt. I don't.", "key", rubric.Absent},
		{"pointing back", "A unique id, the same key on every attempt? Not needed.", "key", rubric.Absent},
		{"left out", "A unique id, the same key on every attempt: we can leave all of these out.", "key", rubric.Absent},
		{"not only is no rejection", "The client makes not only a unique id but sends the same key on every attempt.", "key", rubric.Shown},
		{"clause-initial without argues for it", "Without a request id that is the same key on every attempt two of them would both charge.", "key", rubric.Shown},
		{"distrust is no claim", "We never assume that a retry with the idempotency key is unneeded work for the server.", "dismisses", rubric.Absent},
		{"turned down for what does the job", "A duplicate table is overkill; a unique id that is the same key on every attempt is enough.", "dismisses", rubric.Absent},
		{"turned down for nothing", "An idempotency key is overkill; a duplicate is rare.", "dismisses", rubric.Shown},
		{"pointing forward", "The client makes a unique id, the same key on every attempt. It is not needed to ask which database we take.", "key", rubric.Shown},
		{"fronted and avoided", "A unique id and the same key on every attempt I avoid on principle.", "key", rubric.Absent},
		{"a no at the end", "A unique id as the same key on every attempt is complicated, no.", "key", rubric.Absent},
		{"none at all", "It makes no unique id at all, and no same key at all when it comes again.", "key", rubric.Absent},
		{"not wanted", "A unique id is the same key on every attempt, so I don't want it.", "key", rubric.Absent},
		{"disagreed with after it", "I know the reply: a unique id, the same key on every attempt. I don't agree with that.", "key", rubric.Absent},
		{"in the order of time", "After a timeout we wait a while before paying.", "unknown", rubric.Shown},
		{"against the order of time", "After a timeout we are paying before any wait.", "unknown", rubric.Absent},
		{"another thing turned down after it", "The client makes a unique id, the same key on every attempt. A lock is not needed.", "key", rubric.Shown},
		{"opening with the choice", "Postgres. A document store is not needed, for the client makes a unique id and sends the same key on every attempt.", "decides", rubric.Shown},
		{"opening with a refusal", "We don't retry on the server. The client makes a unique id and sends the same key on every attempt.", "decides", rubric.Shown},
		{"opening without one", "We don't know the load. The client makes a unique id and sends the same key on every attempt.", "decides", rubric.Absent},
		{"hype", "Leveraging synergistic idempotency key paradigms, we unlock same key reuse with seamless quorum saga cqrs.", "key", rubric.Absent},
		{"two sentences of one thought", "The caller sends a request id. It is the same key for all tries.", "key", rubric.Shown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, grade := gradeOf(t, g, tt.answer)
			got := verdict(grade, tt.signal)
			if got == rubric.Partial {
				got = rubric.Shown // in full or in part: that depends on the whole of an answer, which one sentence is not
			}
			if got != tt.want {
				t.Errorf("%q: signal %s is %s, want %s (%s)", tt.answer, tt.signal, got, tt.want, grade.Reason)
			}
		})
	}
}
