package calibration

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// fixturePack has three questions, each of which probes depth (chief) and data. A competency is strong when an answer
// says both of its good words, mixed with one, weak with only its bad word, and not shown with none.
func fixturePack(role string) (interviewer.Pack, error) {
	if role != "tester" {
		return interviewer.Pack{}, fmt.Errorf("there is no role %q", role)
	}
	signal := func(kind rubric.Kind, word string) rubric.Signal {
		return rubric.Signal{ID: word, Kind: kind, Weight: 1, Text: word}
	}
	competency := func(id, name, a, b, bad string) rubric.Competency {
		return rubric.Competency{
			ID: id, Name: name, Weight: 50, Strong: "All of it.", Weak: "None of it.",
			Signals: []rubric.Signal{signal(rubric.Strong, a), signal(rubric.Strong, b), signal(rubric.Weak, bad)},
		}
	}
	p := interviewer.Pack{ID: "tester", Version: 3, Title: "Tester", Rubric: []rubric.Competency{
		competency("depth", "Depth", "queue", "retry", "overkill"),
		competency("data", "Data", "index", "backup", "whatever"),
	}}
	for _, id := range []string{"q1", "q2", "q3"} {
		p.Questions = append(p.Questions, interviewer.Question{
			ID: id, Text: "How would you build it, number " + id + "?", Kind: "design",
			Probes: map[string]rubric.Probe{"depth": rubric.Chief, "data": rubric.Also},
		})
	}
	return p, nil
}

// wordGrader marks a signal as shown when a sentence holds its word. With obeys it marks everything as shown for who
// asks for full marks.
type wordGrader struct {
	info  interviewer.GraderInfo
	obeys bool
	fails func(answer string) error

	mu    sync.Mutex
	asked []string
	fresh int
}

func (g *wordGrader) Info() interviewer.GraderInfo { return g.info }

func (g *wordGrader) Grade(ctx context.Context, a interviewer.Assessment) (interviewer.Judgement, error) {
	text := a.Turn.AnswerText()
	g.mu.Lock()
	g.asked = append(g.asked, text)
	if a.Fresh {
		g.fresh++
	}
	g.mu.Unlock()
	j := interviewer.Judgement{Provenance: interviewer.Provenance{
		Grader: g.info.Kind, Model: g.info.Model,
		Usage: interviewer.Usage{InputTokens: 10, OutputTokens: 2, CostUSD: .001},
	}}
	if g.fails != nil {
		if err := g.fails(text); err != nil {
			return j, err
		}
	}
	for _, c := range a.Pack.Probed(a.Turn.Question) {
		f := interviewer.Finding{Competency: c.ID}
		for _, s := range rubric.Applicable(c, a.Turn.Question.Signals) {
			for _, sentence := range strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == '\n' }) {
				asks := g.obeys && s.Kind == rubric.Strong && strings.Contains(sentence, "full marks")
				if asks || strings.Contains(sentence, s.Text) {
					f.Marks = append(f.Marks, rubric.Mark{
						Signal: s.ID, Verdict: rubric.Shown, Reason: "says " + s.Text,
						Quotes: []rubric.Quote{{Text: strings.TrimSpace(sentence)}},
					})
				}
			}
		}
		j.Findings = append(j.Findings, f)
	}
	return j, nil
}

func (g *wordGrader) calls() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.asked)
}

// memory keeps results as bytes, as a database does.
type memory struct {
	mu   sync.Mutex
	kept map[string][]byte
}

func (m *memory) Recall(_ context.Context, key string) (Result, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.kept[key]
	if !ok {
		return Result{}, false
	}
	return DecodeResult(b)
}

func (m *memory) Keep(_ context.Context, key string, r Result) error {
	b, err := r.Encode()
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[string][]byte{}
	}
	m.kept[key] = b
	return nil
}

// The answers of the fixture and what the word grader makes of them: overall 4 for all good words, 1 for none, and so
// on.
const (
	best    = "A queue takes the work. We retry with a limit. An index finds the row. A backup runs each night."
	depthy  = "A queue takes the work. We retry with a limit."
	nothing = "I would look into it and ask a colleague for help."
	bad     = "All of that is overkill to me. The data can be whatever you like."
)

const labelled = `{"id":"a","role":"tester","question":"q1","answer":"` + best + `",` +
	`"levels":{"depth":"strong","data":"strong"},"overall":4,"part":"dev","kind":"expert"}
{"id":"b","role":"tester","question":"q1","answer":"` + nothing + `",` +
	`"levels":{"depth":"not_shown","data":"not_shown"},"overall":1,"part":"dev","kind":"none"}
{"id":"c","role":"tester","question":"q2","answer":"` + best + `",` +
	`"levels":{"depth":"strong","data":"mixed"},"overall":3,"part":"dev","kind":"expert",` +
	`"reasons":{"data":"The backup is never read back."}}
{"id":"d","role":"tester","question":"q2","answer":"` + bad + `",` +
	`"levels":{"depth":"weak","data":"weak"},"overall":1,"part":"held-out","kind":"bad"}
{"id":"e","role":"tester","question":"q3","answer":"` + depthy + `",` +
	`"levels":{"depth":"mixed","data":"not_shown"},"overall":2,"part":"held-out","kind":"half"}
{"id":"f","role":"tester","question":"q3","answer":"` + best + `",` +
	`"levels":{"depth":"weak","data":"strong"},"overall":1,"part":"held-out","kind":"expert"}
`

func read(t testing.TB, text string) Set {
	t.Helper()
	s, err := Read(strings.NewReader(text), "fixture", Reading{Role: "tester", Pack: fixturePack})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// clock gives the next tenth of a second each time.
func clock() func() time.Time {
	var mu sync.Mutex
	at := time.Date(2026, 1, 2, 15, 4, 5, 0, time.UTC)
	return func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		at = at.Add(100 * time.Millisecond)
		return at
	}
}

func offlineGrader() *wordGrader {
	return &wordGrader{info: interviewer.GraderInfo{Kind: interviewer.Offline}}
}

func mustRun(t testing.TB, r Runner, s Set) Run {
	t.Helper()
	if r.Now == nil {
		r.Now = clock()
	}
	run, err := r.Run(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

var errNetwork = fmt.Errorf("%w: no network", interviewer.ErrPending)

var errKey = errors.Join(interviewer.ErrUnauthorized, interviewer.ErrPending)
