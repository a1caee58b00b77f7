package llm

import (
	"context"
	"errors"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
	"mockinterview/prompts"
)

func TestWaitsAreTheServersElseTheyGrow(t *testing.T) {
	tests := []struct {
		fault llmtest.Fault
		least time.Duration
		most  time.Duration
		pause time.Duration // before the second try; 0 is the default
	}{
		{llmtest.LimitedSeconds, 2 * time.Second, 2 * time.Second, 0},
		{llmtest.LimitedMillis, 1500 * time.Millisecond, 1500 * time.Millisecond, 0},
		{llmtest.LimitedDate, time.Second, 3 * time.Second, 0},
		{llmtest.ServerError, 0, 4 * time.Second, 0}, // full jitter within 1, 2 and 4 seconds
		{llmtest.ServerError, 0, 4 * time.Millisecond, time.Millisecond},
		{llmtest.LimitedSeconds, 2 * time.Second, 2 * time.Second, time.Millisecond}, // the server's word holds
	}
	for _, tt := range tests {
		n := &naps{}
		s := serve(t, llmtest.OpenAI, llmtest.Options{Fault: tt.fault, Now: n.now})
		c := clientFor(
			t,
			s,
			func(c *Config) { c.Sleep, c.Now, c.Economy, c.RetryPause = n.sleep, n.now, true, tt.pause },
		)
		_, err := grade(t, c, assess(goodAnswer))
		if !errors.Is(err, interviewer.ErrPending) || len(s.Requests()) != 4 {
			t.Errorf("%s: %v after %d requests, want pending after 4", tt.fault, err, len(s.Requests()))
		}
		if len(n.all) < 3 {
			t.Errorf("%s: waited %d times, want 3 or more", tt.fault, len(n.all))
		}
		for _, d := range n.all {
			if d < tt.least || d > tt.most {
				t.Errorf("%s: waited %s, want %s to %s", tt.fault, d, tt.least, tt.most)
			}
		}
	}
}

func TestRetryAfterIsReadInAllItsForms(t *testing.T) {
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	tests := []struct {
		name, value string
		want        time.Duration
	}{
		{
			"Retry-After",
			"3",
			3 * time.Second,
		}, {"Retry-After", "0.5", 500 * time.Millisecond}, {"Retry-After", "7s", 7 * time.Second},
		{
			"Retry-After",
			"Wed, 04 Mar 2026 05:06:17 GMT",
			10 * time.Second,
		}, {"Retry-After", "Wed, 04 Mar 2026 05:00:00 GMT", 0},
		{
			"Retry-After",
			"1m30s",
			90 * time.Second,
		}, {"Retry-After", "soon", 0}, {"Retry-After", "-5", 0}, {"Retry-After", "999999", 10 * time.Minute},
		{"Retry-After-Ms", "250", 250 * time.Millisecond}, {"X", "1", 0},
	}
	for _, tt := range tests {
		h := http.Header{}
		h.Set(tt.name, tt.value)
		if got := retryAfter(h, now); got != tt.want {
			t.Errorf("%s: %q is %s, want %s", tt.name, tt.value, got, tt.want)
		}
	}
}

func TestNoWaitBeyondTheDeadline(t *testing.T) {
	s := serve(t, llmtest.OpenAI, llmtest.Options{Fault: llmtest.LimitedSeconds})
	c := clientFor(t, s, func(c *Config) { c.Deadline, c.Economy = time.Second, true })
	_, err := grade(t, c, assess(goodAnswer))
	if !errors.Is(err, ErrRateLimited) || !strings.Contains(err.Error(), "beyond the deadline") ||
		len(s.Requests()) != 1 {
		t.Errorf("%v after %d requests, want one request and the reason", err, len(s.Requests()))
	}
}

func TestCancellingLeavesThingsPendingAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := llmtest.Offline(llmtest.OpenAI, llmtest.Options{Latency: time.Hour})
		c := clientFor(t, s, func(c *Config) { c.Transport, c.Now, c.Sleep = s, nil, nil })
		ctx, cancel := context.WithCancel(t.Context())
		start := time.Now()
		time.AfterFunc(3*time.Second, cancel)
		_, err := c.Grade(ctx, assess(goodAnswer))
		if !errors.Is(err, interviewer.ErrPending) || !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("it took %s; want 3s", took)
		}
	})
}

func TestAServerOnThisMachineIsGivenTimeAndNotAskedTwice(t *testing.T) {
	c, err := New(Config{BaseURL: "http://127.0.0.1:8000/v1", Tokens: vocab})
	if err != nil || c.cfg.Timeout != localPatience || c.cfg.FirstByte != localPatience {
		t.Errorf("a call may take %s, its first byte %s, %v; want %s", c.cfg.Timeout, c.cfg.FirstByte, err, localPatience)
	}
	if c, err = New(Config{BaseURL: "http://127.0.0.1:8000/v1", Timeout: time.Minute}); err != nil ||
		c.cfg.Timeout != time.Minute {
		t.Errorf("a limit that is named gives %s, %v", c.cfg.Timeout, err)
	}
	s := serve(t, llmtest.OpenAI, llmtest.Options{})
	hung := &countingTimeouts{}
	c = clientFor(t, s, func(c *Config) { c.Transport, c.Economy = hung, true })
	if _, err := grade(t, c, assess(goodAnswer)); !errors.Is(err, ErrTimeout) || hung.n != 1 {
		t.Errorf("%v after %d requests; want one that ran out of time", err, hung.n)
	}
}

// countingTimeouts is a server that never answers in time.
type countingTimeouts struct{ n int }

// RoundTrip runs out of time at once.
func (h *countingTimeouts) RoundTrip(*http.Request) (*http.Response, error) {
	h.n++
	return nil, os.ErrDeadlineExceeded
}

func TestASlowModelEndsInATimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := llmtest.Offline(llmtest.Ollama, llmtest.Options{Latency: time.Hour})
		c := clientFor(t, s, func(c *Config) { c.Transport, c.Now, c.Sleep, c.Timeout = s, nil, nil, time.Minute })
		_, err := c.Grade(t.Context(), assess(goodAnswer))
		if !errors.Is(err, ErrTimeout) || !errors.Is(err, interviewer.ErrPending) {
			t.Errorf("a slow model: %v", err)
		}
	})
}

// TestFiveAnswersTakeTheTimeOfTheirCalls runs on a clock that only moves when everything waits: 5 answers × 2
// competencies, a server of one second, and four calls at once to begin with. Its quick replies let eight go at once in
// the second round, so ten calls take two; nothing of ours may add a round.
func TestFiveAnswersTakeTheTimeOfTheirCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := llmtest.Offline(llmtest.OpenAI, llmtest.Options{Latency: time.Second})
		c := clientFor(t, s, func(c *Config) { c.Transport, c.Now, c.Sleep = s, nil, nil })
		start := time.Now()
		done := make(chan error)
		for i := range 5 {
			go func() {
				_, err := c.Grade(t.Context(), assess(goodAnswer+strings.Repeat(" So it is.", i)))
				done <- err
			}()
		}
		for range 5 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if took := time.Since(start); took != 2*time.Second {
			t.Errorf("ten calls of a second took %s; want 2s", took)
		}
	})
}

// A server that takes its time never gets more than the first few calls at once: it may be a model on the candidate's
// own machine.
func TestASlowServerIsNotCrowded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := llmtest.Offline(llmtest.Ollama, llmtest.Options{Latency: 20 * time.Second})
		c := clientFor(t, s, func(c *Config) {
			c.Transport, c.Now, c.Sleep, c.Timeout, c.FirstByte = s, nil, nil, time.Minute, time.Minute
		})
		start := time.Now()
		done := make(chan error)
		for i := range 5 {
			go func() {
				_, err := c.Grade(t.Context(), assess(goodAnswer+strings.Repeat(" So it is.", i)))
				done <- err
			}()
		}
		for range 5 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if took := time.Since(start); took != time.Minute {
			t.Errorf("ten calls of twenty seconds, four at once, took %s; want 1m0s", took)
		}
	})
}

func TestCallsKeepWithinTheStatedLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := llmtest.Offline(llmtest.Groq, llmtest.Options{PerMinute: 10, Latency: 100 * time.Millisecond})
		c := clientFor(t, s, func(c *Config) { c.Transport, c.Now, c.Sleep, c.Economy = s, nil, nil, true })
		for i := range 25 {
			if _, err := c.Grade(t.Context(), assess(goodAnswer+strings.Repeat(" So it is.", i))); err != nil {
				t.Fatal(err)
			}
		}
		if s.MostRepeated() != 1 {
			t.Error("a request had to be repeated: the limit was run into")
		}
	})
}

func TestTheBudgetStopsBeforeTheCall(t *testing.T) {
	cheap := Prices{Models: map[string]Price{"test": {Input: 100, Output: 100}}}
	away := func(s *llmtest.Server) func(*Config) {
		return func(c *Config) { c.Transport, c.Prices, c.Economy, c.Budget = s, cheap, true, 1 }
	}
	s := llmtest.Offline(llmtest.OpenAI, llmtest.Options{})
	c := clientFor(t, s, away(s))
	graded := 0
	for i := range 20 {
		_, err := c.Grade(t.Context(), assess(goodAnswer+strings.Repeat(" So it is.", i)))
		if err != nil {
			if !errors.Is(err, ErrBudget) || !errors.Is(err, interviewer.ErrPending) {
				t.Fatal(err)
			}
			break
		}
		graded++
	}
	if graded == 0 || graded == 20 || len(s.Requests()) != graded || c.Spent().CostUSD > 1 || c.Spent().CostUSD == 0 {
		t.Errorf(
			"%d graded with %d requests for $%.3f, want some, and at most $1",
			graded,
			len(s.Requests()),
			c.Spent().CostUSD,
		)
	}
	unpriced := llmtest.Offline(llmtest.OpenAI, llmtest.Options{})
	c = clientFor(t, unpriced, away(unpriced), func(c *Config) { c.Model = "never-heard-of" })
	if _, err := c.Grade(t.Context(), assess(goodAnswer)); !errors.Is(err, ErrBudget) || len(unpriced.Requests()) != 0 {
		t.Errorf("a budget without a price: %v after %d requests", err, len(unpriced.Requests()))
	}
}

func TestPricesFindTheModel(t *testing.T) {
	p, err := loadPrices(Prices{Models: map[string]Price{"gpt-4o": {Input: 9}, "my-own": {Input: 1, Output: 2}}})
	if err != nil || p.Checked == "" {
		t.Fatalf("%v, checked %q", err, p.Checked)
	}
	tests := map[string]float64{
		"gpt-4o": 9, "gpt-4o-2024-11-20": 9, "gpt-4o-mini": .15, "openai/gpt-4.1-mini": .4,
		"gpt-4.1-mini-2025-04-14": .4, "My-Own": 1, "anthropic/claude-sonnet-4-5@20250929": 3,
		"meta/llama-3.1-8b-instant": .05,
	}
	for model, want := range tests {
		if got, ok := p.For(model); !ok || got.Input != want {
			t.Errorf("%s costs %v (%v), want %v", model, got.Input, ok, want)
		}
	}
	for _, model := range []string{"gpt-4oo", "qwen3:8b", "", "gpt"} {
		if got, ok := p.For(model); ok {
			t.Errorf("%q has a price, %+v", model, got)
		}
	}
	if got := (Price{Input: 2, Cached: 1, Output: 10}).cost(1_000_000, 400_000, 100_000); got != 1.2+.4+1 {
		t.Errorf("cost is %v, want 2.6", got)
	}
	if _, err := ParsePrices([]byte(`{"models":{"x":{"input":-1}}}`)); !errors.Is(err, ErrConfig) {
		t.Errorf("a negative price: %v", err)
	}
	if _, err := ParsePrices([]byte(`nonsense`)); !errors.Is(err, ErrConfig) {
		t.Errorf("nonsense: %v", err)
	}
}

func TestTooLongAnAnswerIsRefusedWithTheNumber(t *testing.T) {
	s := serve(t, llmtest.OpenAI, llmtest.Options{})
	c := clientFor(t, s, func(c *Config) { c.Window = 4000 })
	_, err := grade(t, c, assess(strings.Repeat(goodAnswer+" ", 40)))
	if !errors.Is(err, interviewer.ErrTooLong) || !errors.Is(err, ErrContext) ||
		!strings.Contains(err.Error(), "4000") ||
		len(s.Requests()) != 0 {
		t.Errorf("%v after %d requests", err, len(s.Requests()))
	}
}

func TestOldTalkIsDroppedBeforeTheAnswerIsRefused(t *testing.T) {
	a := assess(goodAnswer, "Then we tell the baker by phone and write it on paper.")
	for i := range a.Turn.Messages {
		if a.Turn.Messages[i].Kind == interviewer.KindFollowUp {
			a.Turn.Messages[i].Text = strings.Repeat("And what happens then, in all detail? ", 60)
		}
	}
	s := serve(t, llmtest.OpenAI, llmtest.Options{})
	wide := clientFor(t, s)
	p := wide.prepare(a)
	pr, err := wide.render(a, p, p.units[0], 0, p.nonce)
	if err != nil {
		t.Fatal(err)
	}
	full := vocab.Count(prompts.EncodingFor("test"), pr.System) + vocab.Count(prompts.EncodingFor("test"), pr.User)
	c := clientFor(t, s, func(c *Config) { c.Window = full + wide.replyTokens("test", p.units[0]) - 100 })
	if _, err := grade(t, c, a); err != nil {
		t.Fatal(err)
	}
	for _, r := range s.Requests() {
		if !strings.Contains(r.Body, "tell the baker by phone") {
			t.Error("a part of the answer was dropped")
		}
	}
	if !strings.Contains(s.Requests()[0].Body, goodAnswer[:30]) ||
		strings.Contains(s.Requests()[0].Body, "in all detail") &&
			strings.Contains(s.Requests()[1].Body, "in all detail") {
		t.Error("the follow-up was not dropped")
	}
}

func TestReasoningModelsGetRoomAndNoTemperature(t *testing.T) {
	for model, want := range map[string]bool{"o3-mini": true, "gpt-5.4-mini": true, "openai/o1": true,
		"deepseek-reasoner": true, "qwen3:8b": true,
		"gpt-4.1-mini": false, "gpt-5-chat-latest": false, "llama3.1": false} {
		if got := reasoning(model); got != want {
			t.Errorf("reasoning(%s) = %v", model, got)
		}
	}
	s := serve(t, llmtest.OpenAI, llmtest.Options{Fault: llmtest.RefusesTemperature})
	c := clientFor(t, s, func(c *Config) { c.Model = "o3-mini" })
	if _, err := grade(t, c, assess(goodAnswer)); err != nil {
		t.Fatal(err)
	}
	last := s.Requests()[len(s.Requests())-1].Body
	if strings.Contains(last, "temperature") {
		t.Error("the temperature was not dropped")
	}
	d := initialDialect("api.openai.com", "o3-mini")
	if !d.NoTemperature || d.Limit != maxCompletionTokens {
		t.Errorf("OpenAI's reasoning models begin with %+v", d)
	}
}
