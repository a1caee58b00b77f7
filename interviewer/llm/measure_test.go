package llm

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
	"mockinterview/prompts"
	"mockinterview/rubric"
)

// slow is a server that reads and writes so many tokens a second, on a clock of its own.
type slow struct {
	server      *llmtest.Server
	read, write float64

	mu  sync.Mutex
	now time.Time
}

func (s *slow) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// RoundTrip lets the time pass that the tokens take.
func (s *slow) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := s.server.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(strings.NewReader(string(body)))
	var said struct {
		Usage struct {
			Prompt     float64 `json:"prompt_tokens"`
			Completion float64 `json:"completion_tokens"`
		}
	}
	if json.Unmarshal(body, &said) == nil {
		s.mu.Lock()
		s.now = s.now.Add(time.Duration((said.Usage.Prompt/s.read + said.Usage.Completion/s.write) * float64(time.Second)))
		s.mu.Unlock()
	}
	return res, nil
}

func TestDoctorMeasuresHowFastAModelReadsAndWrites(t *testing.T) {
	tests := []struct {
		name        string
		fault       llmtest.Fault
		read, write float64
		repeats     bool
		small       bool
	}{
		{"a model of a provider", "", 5000, 80, true, false},
		{"a model on two cores", "", 40, 6, true, true},
		{"a model too small for check words", llmtest.NoCheckWords, 5000, 80, false, true},
		{"a model that rambles until it is cut off", llmtest.Rambles, 40, 6, false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &slow{
				server: llmtest.Offline(llmtest.OpenAI, llmtest.Options{Fault: tt.fault}), read: tt.read, write: tt.write,
				now: time.Unix(1e9, 0),
			}
			kept := &memory{}
			with := func(c *Config) {
				c.BaseURL, c.Transport, c.Now, c.Concurrency, c.Cache = s.server.URL, s, s.clock, 1, kept
			}
			c := clientFor(t, s.server, with)
			got, err := c.Measure(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			near := func(a, b float64) bool { return a > .9*b && a < 1.1*b }
			if !near(got.Write, tt.write) || got.Read != 0 && !near(got.Read, tt.read) || got.Repeats != tt.repeats ||
				got.Small != tt.small {
				t.Errorf("%+v; want %v read and %v written a second, repeats %v, small %v", got, tt.read, tt.write,
					tt.repeats, tt.small)
			}
			later := clientFor(t, s.server, with)
			if k := later.kindFor("test"); k.terse != tt.small || k.checked != tt.repeats {
				t.Errorf("a later run asks %+v, want what was measured", k)
			}
			with2 := func(c *Config) { with(c); c.Profile = Standard }
			if clientFor(t, s.server, with2).kindFor("test").terse {
				t.Error("a profile that is named does not win")
			}
		})
	}
}

func TestAModelThatRamblesAnswersAndFollowsNoSchema(t *testing.T) {
	s := serve(t, llmtest.OpenAI, llmtest.Options{Fault: llmtest.Rambles})
	h := clientFor(t, s).Ping(t.Context())
	if h.Err != nil || !h.Answers || h.Follows || !strings.Contains(h.Strayed, "cut off at 60 tokens, twice") {
		t.Errorf("%+v; want a model that answers, and what is wrong with what it says", h)
	}
}

func TestAModelTooSmallForCheckWordsIsGradedOnceDoctorKnowsIt(t *testing.T) {
	kept := &memory{}
	s := serve(t, llmtest.OpenAI, llmtest.Options{Fault: llmtest.NoCheckWords})
	with := func(c *Config) { c.Cache = kept }
	if g, err := grade(t, clientFor(t, s, with), assess(goodAnswer)); g.Status != interviewer.StatusPending ||
		!strings.Contains(err.Error(), "none of the three check words") {
		t.Fatalf("%s, %v; want pending before doctor has looked", g.Status, err)
	}
	if _, err := clientFor(t, s, with).Measure(t.Context()); err != nil {
		t.Fatal(err)
	}
	if g, err := grade(t, clientFor(t, s, with), assess(goodAnswer)); err != nil ||
		g.Status != interviewer.StatusGraded {
		t.Errorf("%s, %v; want graded without check words", g.Status, err)
	}
}

// TestWhatAGradeTakesIsAsTheDocsSay counts calls and tokens of a grade of the backend pack in each profile. The figures
// stand in docs/servers.md and in measure.go.
func TestWhatAGradeTakesIsAsTheDocsSay(t *testing.T) {
	p, err := data.Library{}.Pack("backend-engineer")
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(p.Questions, func(q interviewer.Question) bool { return q.ID == "idempotent-payments" })
	a := interviewer.Assessment{Pack: p, Turn: turnOf(p.Questions[i], largeAnswer(1)), Level: rubric.Senior}
	enc := prompts.EncodingFor("gpt-4.1-mini")
	for _, tt := range []struct {
		name          string
		change        func(*Config)
		calls         int
		reads, writes int
	}{
		{"standard", func(c *Config) { c.Profile = Standard }, gradeCalls, gradeReads, gradeWrites},
		{"terse", func(c *Config) { c.Profile = Terse }, gradeCalls, terseReads, gradeWrites},
		{"economy", func(c *Config) { c.Economy = true }, 1, 9_700, gradeWrites},
		{"thorough", func(c *Config) { c.Thorough = true }, 19, 81_000, 2_800},
	} {
		s := serve(t, llmtest.OpenAI, llmtest.Options{})
		c := clientFor(t, s, tt.change)
		if _, err := c.Grade(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		reads, writes := 0, 0
		for _, u := range c.prepare(a).units {
			reads += vocab.CountPrompt(enc, u.prompt)
			writes += 2 * vocab.Count(enc, llmtest.Reply(u.prompt.System+u.prompt.User, llmtest.Honest))
		}
		t.Logf("%s: %d calls, %d tokens read, %d written", tt.name, len(s.Requests()), reads, writes)
		about := func(n, want int) bool { return 100*n > 80*want && 100*n < 120*want }
		if len(s.Requests()) != tt.calls || !about(reads, tt.reads) || !about(writes, tt.writes) {
			t.Errorf("%s: %d calls, %d tokens read, %d written; the docs say %d, %d, %d", tt.name, len(s.Requests()),
				reads, writes, tt.calls, tt.reads, tt.writes)
		}
	}
}
