package llm

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
	"mockinterview/prompts"
	"mockinterview/rubric"
)

// vocab is shared by all tests, so that the vocabulary is loaded once.
var vocab = &prompts.Tokens{}

const testKey = "sk-canary-0123456789abcdefghijklmnop"

func sig(id string, kind rubric.Kind, weight int, text string) rubric.Signal {
	return rubric.Signal{ID: id, Kind: kind, Weight: weight, Text: text}
}

func mark(id, evidence, reason string, v rubric.Verdict) rubric.ExampleMark {
	m := rubric.ExampleMark{Signal: id, Evidence: []string{}, Reason: reason, Verdict: v}
	if evidence != "" {
		m.Evidence = []string{evidence}
	}
	return m
}

// testPack is a small pack about a bakery's ordering service, two competencies and two questions.
func testPack() interviewer.Pack {
	reliability := rubric.Competency{
		ID: "staying-up", Name: "Staying up", Weight: 60,
		Strong: "Says what breaks, who notices and how the service goes on working.",
		Weak:   "Takes for granted that every part works all of the time.",
		Signals: []rubric.Signal{
			sig("bounds-retries", rubric.Strong, 2, "Retries have a limit and a growing pause between attempts."),
			sig("watches-errors", rubric.Strong, 1, "Watches an error rate and alerts somebody when it rises."),
			sig("degrades", rubric.Strong, 1, "Serves a stale or reduced page when the database is slow."),
			sig("assumes-luck", rubric.Weak, 2, "Assumes that failures never happen and rejects handling them."),
			{
				ID:      "no-failure",
				Kind:    rubric.Weak,
				Weight:  1,
				Text:    "Mentions no failure at all.",
				Absence: true,
				Unless:  []string{"bounds-retries", "degrades"},
			},
		},
		Examples: []rubric.Example{
			{
				Answer: "The oven controller asks the recipe service again after one, two and four seconds and then " +
					"stops. A lamp lights when more than one in a hundred requests fails.",
				Level: rubric.LevelStrong,
				Marks: []rubric.ExampleMark{
					mark(
						"bounds-retries",
						"asks the recipe service again after one, two and four seconds and then stops",
						"Gives the growing pause and the limit.",
						rubric.Shown,
					),
					mark(
						"watches-errors",
						"A lamp lights when more than one in a hundred requests fails",
						"Names the rate and who is told.",
						rubric.Shown,
					),
				},
			},
			{
				Answer: "We use retries and monitoring. Bread never burns on its own.",
				Level:  rubric.LevelWeak,
				Marks: []rubric.ExampleMark{
					mark("assumes-luck", "Bread never burns on its own", "Waves the failure away.", rubric.Shown),
				},
			},
		},
	}
	words := rubric.Competency{
		ID: "plain-words", Name: "Plain words", Weight: 40, Always: true,
		Strong: "Leads with the decision, gives its reason and its price.",
		Weak:   "Piles up terms and leaves the decision open.",
		Signals: []rubric.Signal{
			sig("decides", rubric.Strong, 1, "Picks one option and gives the reason for choosing it."),
			sig("names-price", rubric.Strong, 1, "Names the price of the choice, what becomes slower or harder."),
			sig("term-heap", rubric.Weak, 1, "Lists terms and technologies without explaining them."),
		},
		Examples: []rubric.Example{
			{
				Answer: "I pick paper orders because the kitchen has no network. The price is that nobody can search " +
					"them.",
				Level: rubric.LevelStrong,
				Marks: []rubric.ExampleMark{
					mark(
						"decides",
						"I pick paper orders because the kitchen has no network",
						"One option with its reason.",
						rubric.Shown,
					),
					mark(
						"names-price",
						"The price is that nobody can search them",
						"Says what gets harder.",
						rubric.Shown,
					),
				},
			},
			{Answer: "Cloud native, agile, scalable.", Level: rubric.LevelWeak, Marks: []rubric.ExampleMark{
				mark("term-heap", "Cloud native, agile, scalable", "Only terms.", rubric.Shown),
			}},
		},
	}
	chief := map[string]rubric.Probe{"staying-up": rubric.Chief, "plain-words": rubric.Also}
	return interviewer.Pack{
		ID: "baker", Version: 3, Title: "Bakery engineer", Rubric: []rubric.Competency{reliability, words},
		Questions: []interviewer.Question{
			{
				ID: "morning-rush", Title: "Morning rush", Kind: "design", Probes: chief,
				Text: "Your ordering service takes 300 orders a minute before seven. The payment company answers " +
					"slowly or not at all. What do you build?",
				Signals: []rubric.Signal{
					{
						ID:         "parks-orders",
						Kind:       rubric.Strong,
						Weight:     1,
						Text:       "Parks orders in a queue until the payment company answers.",
						Competency: "staying-up",
						Shows:      []string{"We put orders in a holding table until the payment company answers."},
					},
				},
				Facts: []interviewer.Fact{
					{Asks: []string{"traffic"}, Text: "The peak is 300 orders a minute for one hour."},
					{Asks: []string{"payment"}, Text: "The payment company promises an answer within ten seconds."},
				},
				FollowUps: []interviewer.FollowUp{
					{
						Signal: "parks-orders",
						Text:   "The payment company is silent for ten minutes. What happens to new orders?",
					},
				},
				Hints: []interviewer.Hint{{Text: "Think about silence.", Gives: []string{"parks-orders"}}},
			},
			{
				ID: "stale-prices", Title: "Stale prices", Kind: "tradeoff", Probes: chief,
				Text: "Prices change twice a day and 40 shops show them on a screen. How fresh must they be, and how " +
					"do you get there?",
				Signals: []rubric.Signal{
					{
						ID:         "says-how-fresh",
						Kind:       rubric.Strong,
						Weight:     1,
						Text:       "Says how many minutes old a price may be.",
						Competency: "plain-words",
					},
				},
			},
		},
	}
}

// goodAnswer shows most of what the morning rush asks for, by the Honest judge's rules and by a human's.
const goodAnswer = "Retries have a limit of four and a growing pause between the attempts. I would watch the error " +
	"rate and page somebody when it rises above two percent. " +
	"Orders are parked in a queue until the payment company answers again. When the database is slow we serve a " +
	"stale page from the cache. " +
	"I pick the queue and give as reason that choosing it keeps the till open. The price of this choice is that a " +
	"receipt becomes slower."

const middlingAnswer = "We try again after a short pause. We take each order and then call the payment company. If " +
	"it is slow the customer waits at the till until it answers."

func turnOf(q interviewer.Question, answers ...string) interviewer.Turn {
	t := interviewer.Turn{N: 1, Question: q, State: interviewer.Answered}
	t.Messages = append(
		t.Messages,
		interviewer.Message{N: 1, From: interviewer.FromInterviewer, Kind: interviewer.KindQuestion, Text: q.Text},
	)
	for i, a := range answers {
		if i > 0 {
			t.Messages = append(
				t.Messages,
				interviewer.Message{
					N:    len(t.Messages) + 1,
					From: interviewer.FromInterviewer,
					Kind: interviewer.KindFollowUp,
					Text: "And what happens then?",
				},
			)
		}
		t.Messages = append(
			t.Messages,
			interviewer.Message{
				N:    len(t.Messages) + 1,
				From: interviewer.FromCandidate,
				Kind: interviewer.KindAnswer,
				Text: a,
			},
		)
	}
	return t
}

func assess(answers ...string) interviewer.Assessment {
	p := testPack()
	return interviewer.Assessment{Pack: p, Turn: turnOf(p.Questions[0], answers...), Level: rubric.Senior}
}

// constant is randomness that is always the same.
type constant byte

func (c constant) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c)
	}
	return len(p), nil
}

// naps counts what would have been slept, and is a clock on which it was.
type naps struct {
	mu    sync.Mutex
	all   []time.Duration
	total time.Duration
}

func (n *naps) sleep(ctx context.Context, d time.Duration) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.all = append(n.all, d)
	n.total += d
	return ctx.Err()
}

func (n *naps) now() time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	return time.Now().Add(n.total)
}

// clientFor makes a client of a test server, which never really sleeps.
func clientFor(t testing.TB, s *llmtest.Server, change ...func(*Config)) *Client {
	t.Helper()
	n := &naps{}
	cfg := Config{
		BaseURL: s.URL,
		Key:     NewSecret(testKey),
		Model:   "test",
		Judges:  1,
		Rand:    constant(7),
		Tokens:  vocab,
		Sleep:   n.sleep,
		Now:     n.now,
		Timeout: 10 * time.Second,
		// a test server answers many at once, unlike a model on the candidate's machine
		Concurrency: mostCalls,
	}
	for _, c := range change {
		c(&cfg)
	}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func serve(t testing.TB, p llmtest.Profile, o llmtest.Options) *llmtest.Server {
	t.Helper()
	s := llmtest.New(p, o)
	t.Cleanup(s.Close)
	return s
}

// grade grades and finishes, as the loop does.
func grade(t testing.TB, c *Client, a interviewer.Assessment) (interviewer.Grade, error) {
	t.Helper()
	j, err := c.Grade(t.Context(), a)
	if err != nil {
		return interviewer.Ungraded(a, j.Provenance, err), err
	}
	return interviewer.Finish(a, j, c.steers), nil
}

// memory is a cache.
type memory struct {
	mu sync.Mutex
	m  map[string][]byte
}

func (m *memory) Get(k string) ([]byte, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.m[k]
	return bytes.Clone(b), ok
}

func (m *memory) Put(k string, v []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.m == nil {
		m.m = map[string][]byte{}
	}
	m.m[k] = bytes.Clone(v)
}

func quotesOf(g interviewer.Grade) []string {
	var out []string
	for _, c := range g.Competencies {
		for _, m := range c.Marks {
			for _, q := range m.Quotes {
				out = append(out, q.Text)
			}
		}
	}
	return out
}

func level(g interviewer.Grade, id string) rubric.Level {
	c, _ := g.Competency(id)
	return c.Level
}

func notes(g interviewer.Grade) string { return strings.Join(g.Notes, "\n") }
