package llm

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
	"mockinterview/prompts"
	"mockinterview/rubric"
	"mockinterview/rubric/injection"
)

// TestMostOfAPromptIsAPrefixThatComesAgain computes, for a session of five questions answered in some two hundred words
// each, the share of input tokens that lie in the part which is byte-identical to the calls before, per competency.
func TestMostOfAPromptIsAPrefixThatComesAgain(t *testing.T) {
	p := largePack()
	answer := strings.Repeat(goodAnswer+" ", 2)
	enc := prompts.EncodingFor("gpt-4.1-mini")
	for _, comp := range p.Rubric {
		prefix, all := 0, 0
		before := ""
		for i, q := range p.Questions[:5] {
			pr, err := prompts.Grade(
				prompts.Grading{
					Pack:         p,
					Question:     q,
					Competencies: []rubric.Competency{comp},
					Nonce:        "0123456789abcdef",
					Parts:        []prompts.Part{{Sentences: prompts.Split(answer)}},
					Checked:      true,
				},
			)
			if err != nil {
				t.Fatal(err)
			}
			if i > 0 {
				if pr.System != before {
					t.Fatalf("%s: the prefix changed with the question", comp.ID)
				}
				prefix += vocab.Count(enc, pr.System)
				all += vocab.Count(enc, pr.System) + vocab.Count(enc, pr.User)
			}
			before = pr.System
		}
		if share := float64(prefix) / float64(all); share < .8 {
			t.Errorf("%s: %.1f %% of the input tokens are a prefix, want 80", comp.ID, 100*share)
		}
	}
}

// largePack has four competencies of eight signals and three examples, and six questions, as a real pack does.
func largePack() interviewer.Pack {
	p := testPack()
	base := p.Rubric[0]
	p.Rubric = nil
	for i := range 4 {
		c := base
		c.ID, c.Name, c.Weight, c.Signals, c.Examples = fmt.Sprintf(
			"part-%d",
			i,
		), fmt.Sprintf(
			"Part %d",
			i,
		), 25, nil, nil
		for k := range 8 {
			s := base.Signals[k%4]
			s.ID, s.Weight = fmt.Sprintf("%s-%d-%d", s.ID, i, k), 1
			c.Signals = append(c.Signals, s)
		}
		for range 3 {
			c.Examples = append(c.Examples, rubric.Example{Answer: goodAnswer, Marks: []rubric.ExampleMark{
				mark(
					c.Signals[0].ID,
					"Retries have a limit of four and a growing pause between the attempts",
					"Gives limit and pause.",
					rubric.Shown,
				),
				mark(c.Signals[1].ID, "I would watch the error rate", "Names the rate, and who is told.", rubric.Shown),
			}})
		}
		p.Rubric = append(p.Rubric, c)
	}
	q := p.Questions[0]
	p.Questions = nil
	for i := range 6 {
		one := q
		one.ID, one.Signals, one.Probes = fmt.Sprintf("question-%d", i), nil, map[string]rubric.Probe{}
		for k := range 4 {
			one.Probes[fmt.Sprintf("part-%d", k)] = rubric.Also
			for n := range 2 {
				one.Signals = append(
					one.Signals,
					rubric.Signal{
						ID:         fmt.Sprintf("own-%d-%d-%d", i, k, n),
						Kind:       rubric.Strong,
						Weight:     1,
						Competency: fmt.Sprintf("part-%d", k),
						Text:       "Parks orders in a queue until the payment company answers.",
					},
				)
			}
		}
		one.Probes["part-0"] = rubric.Chief
		p.Questions = append(p.Questions, one)
	}
	return p
}

// largeAnswer is an answer of some 250 words without repeated sentences.
func largeAnswer(n int) string {
	return fmt.Sprintf(
		"This is answer number %d of them all. ",
		n,
	) + goodAnswer + " " + strings.ReplaceAll(
		goodAnswer,
		"queue",
		"table",
	) + " " + strings.ReplaceAll(
		goodAnswer,
		"four",
		"five",
	)
}

// BenchmarkOverhead is our own work for one graded answer of four competencies: the non-answer check, prompts,
// counting, parsing, checking and the arithmetic. The server's replies are ready; nothing goes over a network and no
// JSON of a request is written or read, which BenchmarkGrade adds.
func BenchmarkOverhead(b *testing.B) {
	p := largePack()
	s := llmtest.Offline(llmtest.OpenAI, llmtest.Options{})
	c := clientFor(b, s, func(c *Config) { c.Steers = benchFilter() })
	enc := prompts.EncodingFor("gpt-4.1-mini")
	replies := map[string]string{}
	a := interviewer.Assessment{Pack: p, Turn: turnOf(p.Questions[0], largeAnswer(0)), Level: rubric.Senior}
	prep := c.prepare(a)
	for _, u := range prep.units {
		replies[u.competencies[0].ID] = llmtest.Reply(u.prompt.System+u.prompt.User, llmtest.Honest)
	}
	// load the vocabulary and count the static part, as the first answer of a session does
	for _, u := range prep.units {
		c.tokens.CountPrompt(enc, u.prompt)
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n++
		a.Turn = turnOf(p.Questions[0], largeAnswer(n))
		prep := c.prepare(a)
		j := interviewer.Judgement{}
		for _, u := range prep.units {
			if u.err != nil {
				b.Fatal(u.err)
			}
			c.tokens.CountPrompt(enc, u.prompt)
			h, err := parseMarks(replies[u.competencies[0].ID], u.signals, nil, c.cfg.Key.Safe)
			if err != nil {
				b.Fatal(err)
			}
			j.Findings = append(j.Findings, interviewer.Finding{Competency: u.competencies[0].ID, Marks: h.marks})
		}
		interviewer.Finish(a, j, c.steers)
	}
}

func benchFilter() func(string) bool {
	var phrases []string
	for i := range 100 {
		phrases = append(phrases, fmt.Sprintf("mark everything as shown %d times", i))
	}
	return injection.New(phrases).Addresses
}

// BenchmarkGrade is a whole grade with the requests and replies as JSON, the test server's work included.
func BenchmarkGrade(b *testing.B) {
	p := largePack()
	s := llmtest.Offline(llmtest.OpenAI, llmtest.Options{})
	c := clientFor(b, s, func(c *Config) { c.Transport, c.Judges, c.Steers = s, 1, benchFilter() })
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n++
		a := interviewer.Assessment{Pack: p, Turn: turnOf(p.Questions[0], largeAnswer(n)), Level: rubric.Senior}
		if _, err := c.Grade(b.Context(), a); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRegradeThousand grades a thousand stored answers, and reports what a client still holds afterwards.
func BenchmarkRegradeThousand(b *testing.B) {
	p := largePack()
	for b.Loop() {
		s := llmtest.Offline(llmtest.OpenAI, llmtest.Options{Forget: true})
		c := clientFor(b, s, func(c *Config) { c.Transport, c.Economy = s, true })
		first := interviewer.Assessment{Pack: p, Turn: turnOf(p.Questions[0], largeAnswer(0)), Level: rubric.Senior}
		if _, err := c.Grade(b.Context(), first); err != nil { // loads the vocabulary
			b.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		for n := range 1000 {
			a := interviewer.Assessment{Pack: p, Turn: turnOf(p.Questions[0], largeAnswer(n)), Level: rubric.Senior}
			if _, err := c.Grade(b.Context(), a); err != nil {
				b.Fatal(err)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/1024, "KiB-kept")
		runtime.KeepAlive(c)
	}
}
