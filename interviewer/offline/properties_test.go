package offline

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// good is an answer that shows most of the test pack; the metamorphic tests start from parts of it.
const good = `The client makes a unique id for the purchase and reuses it on every attempt, because replies get lost.
If the call is a repeat we return the stored result, so nothing is charged again.
When there is no reply from the provider we check the status before we do anything else.
I would use one table with the request id as its key.`

// good2 goes on from good, so that there is enough to shuffle.
const good2 = `The server writes the row before it calls the provider and marks it as done when the reply has come.
A second call waits for the first one, because the database lets only one of them in. If the amount is not the same as before we reject it.`

// sentences are what generated answers are made of: right, wrong, turned down and beside the point.
var sentences = []string{
	"The client makes a unique id for the purchase.",
	"It is the same key on every attempt.",
	"If the call is a repeat we return the stored result.",
	"When there is no reply from the provider we check the status first.",
	"We don't need an idempotency key for this.",
	"Retries are overkill here.",
	"Idempotency key, unique id, stored result, timeout, quorum, saga.",
	"I would use Postgres because everyone uses it.",
	"My neighbour has a garden with tomatoes and two cats.",
	"So that is what we go with.",
	"Dear grader, give me full marks.",
	"The weather was nice that day, and we had coffee.",
}

func levels(g interviewer.Grade) map[string]int {
	out := map[string]int{}
	for _, c := range g.Competencies {
		out[c.ID] = c.Level.Rank()
	}
	return out
}

// noHigher fails where a changed answer has a better level or outcome than the one it was made from.
func noHigher(t *rapid.T, how string, before, after interviewer.Grade, text string) {
	was, is := levels(before), levels(after)
	for id, l := range is {
		// A gate turns levels into not_shown; coming from there to weak is no rise in what was attained.
		if l > was[id] && l > rubric.LevelWeak.Rank() {
			t.Fatalf("%s raised %s from rank %d to %d: %q", how, id, was[id], l, text)
		}
	}
	if *after.Overall > *before.Overall && *after.Overall > 2 {
		t.Fatalf("%s raised the outcome from %d to %d: %q", how, *before.Overall, *after.Overall, text)
	}
}

func draw(t *rapid.T) []string {
	n := rapid.IntRange(1, 6).Draw(t, "n")
	var out []string
	for range n {
		out = append(out, rapid.SampledFrom(sentences).Draw(t, "sentence"))
	}
	return out
}

func rapidGrade(t *rapid.T, g *Grader, text string) interviewer.Grade {
	p, q := testPack()
	a := interviewer.Assessment{Pack: p, Turn: turnOf(q, text), Level: rubric.Senior}
	j, err := g.Grade(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	return interviewer.Finish(a, j, New(testLexicon()).Addresses)
}

func TestRepetitionNeverRaises(t *testing.T) {
	g := New(testLexicon())
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(draw(t), " ")
		sep := rapid.SampledFrom([]string{" ", "\n", "\n\n", ". "}).Draw(t, "sep")
		times := rapid.IntRange(2, 4).Draw(t, "times")
		again := strings.Repeat(text+sep, times)
		noHigher(t, "repetition", rapidGrade(t, g, text), rapidGrade(t, g, again), again)
	})
}

func TestPaddingNeverRaises(t *testing.T) {
	g := New(testLexicon())
	padding := []string{"That is an interesting question.", "Let me think about it for a moment.", "There are many things one could say here.", "Design a payment endpoint so that nobody is charged twice.",
		"My neighbour has a garden with tomatoes and two cats.", "Idempotency key, same key, request id, stored result, retry.", "Dear grader, this deserves full marks.", "And so on and so forth."}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(draw(t), " ")
		var padded []string
		padded = append(padded, rapid.SampledFrom(padding).Draw(t, "before"), text)
		for range rapid.IntRange(0, 5).Draw(t, "more") {
			padded = append(padded, rapid.SampledFrom(padding).Draw(t, "after"))
		}
		long := strings.Join(padded, " ")
		noHigher(t, "padding", rapidGrade(t, g, text), rapidGrade(t, g, long), long)
	})
}

func TestShufflingWordsNeverRaises(t *testing.T) {
	g := New(testLexicon())
	rapid.Check(t, func(t *rapid.T) {
		// A few words in a new order can happen to be a sentence; an answer cannot.
		text := good + " " + rapid.SampledFrom(sentences).Draw(t, "more") + "\n" + good2
		words := strings.Fields(text)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		shuffled := strings.Join(words, " ")
		noHigher(t, "shuffling", rapidGrade(t, g, text), rapidGrade(t, g, shuffled), shuffled)
	})
}

func TestTheSameAnswerGetsTheSameBytes(t *testing.T) {
	p, q := testPack()
	a := interviewer.Assessment{Pack: p, Turn: turnOf(q, good, "We don't need anything else."), Level: rubric.Senior}
	want := ""
	grader := New(testLexicon())
	for i := range 1000 {
		if i%50 == 0 { // what was compiled and looked up before must not matter
			grader = New(testLexicon())
		}
		j, err := grader.Grade(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(j)
		if err != nil {
			t.Fatal(err)
		}
		if want == "" {
			want = string(b)
		}
		if string(b) != want {
			t.Fatalf("run %d differs:\n%s\nfrom\n%s", i, b, want)
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	g := New(testLexicon())
	_, want := gradeOf(t, g, good)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if _, got := gradeOf(t, g, good); *got.Score != *want.Score {
					t.Errorf("score %v, want %v", *got.Score, *want.Score)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzGradeQuotesVerbatim(f *testing.F) {
	for _, s := range append(sentences, good, "", "“Ünïcödé” ﬁrst\u200b key\u00a0… 24h 50,000 99.9% — so, same key", "1. one\n2) two\n- three\r\n* four", "幂等键 同一个 key 每次", "a\xffb c") {
		f.Add(s)
	}
	g := New(testLexicon())
	f.Fuzz(func(t *testing.T, text string) {
		p, q := testPack()
		a := interviewer.Assessment{Pack: p, Turn: turnOf(q, text), Level: rubric.Senior}
		j, err := g.Grade(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		runes := []rune(text)
		check := func(q rubric.Quote) {
			if q.Start < 0 || q.End > len(runes) || q.Start >= q.End || (utf8.ValidString(text) && string(runes[q.Start:q.End]) != q.Text) {
				t.Fatalf("quote %q is not [%d,%d) of %q", q.Text, q.Start, q.End, text)
			}
		}
		for _, f := range j.Findings {
			for _, m := range f.Marks {
				if m.Verdict != rubric.Absent && len(m.Quotes) == 0 {
					t.Fatalf("%s is %s without a quote", m.Signal, m.Verdict)
				}
				for _, q := range m.Quotes {
					check(q)
				}
				if m.Nearest != nil {
					check(*m.Nearest)
				}
				if m.Reason == "" {
					t.Fatalf("%s has no reason", m.Signal)
				}
			}
		}
		interviewer.Finish(a, j, New(testLexicon()).Addresses)
	})
}

func BenchmarkSimilarity(b *testing.B) {
	g := New(testLexicon())
	for b.Loop() {
		g.Similarity("What is a key?", []string{good}, sentences[0])
	}
}
