package main

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/offline"
	"mockinterview/rubric"
)

// bench grades answers to the bundled backend questions.
type bench struct {
	pack   interviewer.Pack
	grader *offline.Grader
}

func newBench(t *testing.T) bench {
	t.Helper()
	p, err := data.Library{}.Pack("backend-engineer")
	if err != nil {
		t.Fatal(err)
	}
	lex, err := data.Lexicon[offline.Lexicon]()
	if err != nil {
		t.Fatal(err)
	}
	return bench{p, offline.New(lex)}
}

func (b bench) grade(t *testing.T, question, text string) interviewer.Grade {
	t.Helper()
	q, ok := b.pack.Question(question)
	if !ok {
		t.Fatalf("no question %q", question)
	}
	g, err := interviewer.Judge(context.Background(), b.grader, interviewer.Assessment{Pack: b.pack, Level: rubric.Senior, Turn: interviewer.Turn{N: 1, Question: q,
		Messages: []interviewer.Message{{N: 1, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: text}}}},
		b.grader.Addresses, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func developmentAnswers(t *testing.T) []labelled {
	t.Helper()
	var all []labelled
	for _, path := range []string{"answers.jsonl", "../../data/calibration/backend-engineer.jsonl"} {
		set, err := readLabelled(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, set...)
	}
	return all
}

// Whatever is no answer, rejects what matters or courts the grader never passes, in any of the development answers.
func TestWhatIsNoGoodAnswerNeverPasses(t *testing.T) {
	b := newBench(t)
	kinds := map[string]int{}
	for _, l := range developmentAnswers(t) {
		kind := strings.ReplaceAll(l.Kind, "-", "")
		if !slices.Contains([]string{"soup", "negated", "offtopic", "nonanswer", "steering"}, kind) {
			continue
		}
		kinds[kind]++
		if g := b.grade(t, l.Question, l.Answer); *g.Overall > 2 {
			t.Errorf("%s (%s) comes out at %d", l.ID, l.Kind, *g.Overall)
		}
	}
	if len(kinds) != 5 {
		t.Errorf("kinds of answer %v, want five", kinds)
	}
}

// Fillers that people put around what they say, and a line of names.
const (
	fillers = "That is an interesting question. Let me think about it for a moment. There are many things one could say here. In general this is a topic I have thought about a lot. " +
		"I hope that makes sense. Of course every company is different. To summarise, that is my answer. I think this covers the question well."
	elsewhere = "Mammals have four chambers in the heart, whereas fish have only two. Heat the oil first, then add the onions, and after ten minutes the tomatoes."
	buzzwords = "Kubernetes, Kafka, Redis, microservices, CQRS, event sourcing, saga, service mesh, observability, scalability, resilience, idempotency, eventual consistency."
)

// Padding, repetition and shuffling raise no level. Only text about something else, which now and then shares the words of a phrase by chance, still does: so many answers
// of the development set rise by it, and this count may only fall.
// Going from "not shown" to "weak" is no rise in what was attained: it takes a mark, often one against the candidate.
func TestNothingPutToAnAnswerRaisesALevel(t *testing.T) {
	b := newBench(t)
	r := rand.New(rand.NewPCG(3, 4))
	shuffled := func(ws []string) []string {
		ws = slices.Clone(ws)
		r.Shuffle(len(ws), func(i, j int) { ws[i], ws[j] = ws[j], ws[i] })
		return ws
	}
	changes := []struct {
		name   string
		most   int
		change func(question interviewer.Question, answer string) string
	}{
		{"said twice", 0, func(_ interviewer.Question, a string) string { return a + "\n\n" + a }},
		{"said ten times", 0, func(_ interviewer.Question, a string) string { return strings.Repeat(a+"\n", 10) }},
		{"every sentence twice", 0, func(_ interviewer.Question, a string) string {
			var out []string
			for _, s := range strings.SplitAfter(a, ". ") {
				out = append(out, s, s)
			}
			return strings.Join(out, " ")
		}},
		{"every word twice", 0, func(_ interviewer.Question, a string) string {
			var out []string
			for _, w := range strings.Fields(a) {
				out = append(out, w, w)
			}
			return strings.Join(out, " ")
		}},
		{"the question after it", 0, func(q interviewer.Question, a string) string { return a + "\n" + q.Text }},
		{"the question before it", 0, func(q interviewer.Question, a string) string { return q.Text + "\n" + a }},
		{"what the rubric looks for after it", 0, func(q interviewer.Question, a string) string {
			for _, s := range q.Signals {
				a += "\n" + s.Text
			}
			return a
		}},
		{"the rubric's anchors after it", 0, func(_ interviewer.Question, a string) string {
			for _, c := range b.pack.Rubric {
				a += "\n" + c.Strong
			}
			return a
		}},
		{"fillers after it", 0, func(_ interviewer.Question, a string) string { return a + " " + fillers }},
		{"fillers before it", 0, func(_ interviewer.Question, a string) string { return fillers + " " + a }},
		{"something else after it", 7, func(_ interviewer.Question, a string) string { return a + " " + elsewhere }},
		{"names after it", 0, func(_ interviewer.Question, a string) string { return a + "\n" + buzzwords }},
		{"words shuffled", 0, func(_ interviewer.Question, a string) string { return strings.Join(shuffled(strings.Fields(a)), " ") }},
		{"words shuffled and bare", 0, func(_ interviewer.Question, a string) string {
			ws := strings.FieldsFunc(strings.ToLower(a), func(r rune) bool { return strings.ContainsRune(" \n.,;:!?()\"", r) })
			return strings.Join(shuffled(ws), " ")
		}},
		{"words sorted", 0, func(_ interviewer.Question, a string) string {
			return strings.Join(slices.Sorted(slices.Values(strings.Fields(a))), " ")
		}},
		{"words backwards", 0, func(_ interviewer.Question, a string) string {
			ws := strings.Fields(a)
			slices.Reverse(ws)
			return strings.Join(ws, " ")
		}},
	}
	rises := make([][]string, len(changes))
	for i, l := range developmentAnswers(t) {
		if i%3 != 0 {
			continue // enough, and quick
		}
		q, _ := b.pack.Question(l.Question)
		before := b.grade(t, l.Question, l.Answer)
		for n, c := range changes {
			if higher(before, b.grade(t, l.Question, c.change(q, l.Answer))) {
				rises[n] = append(rises[n], l.ID)
			}
		}
	}
	for n, c := range changes {
		if len(rises[n]) > c.most {
			t.Errorf("%s: %d answers rose, want at most %d: %v", c.name, len(rises[n]), c.most, rises[n])
		}
	}
}

// higher says whether a grade has a better outcome or a competency that attained more.
func higher(before, after interviewer.Grade) bool {
	if *after.Overall > *before.Overall {
		return true
	}
	for i, c := range after.Competencies {
		if c.Level.Rank() > max(before.Competencies[i].Level.Rank(), rubric.LevelWeak.Rank()) {
			return true
		}
	}
	return false
}
