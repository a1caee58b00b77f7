package llm

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
)

// slowly makes a client of a server on this machine that takes its time, with a limit of a minute a call.
func slowly(t *testing.T, s http.RoundTripper, change ...func(*Config)) *Client {
	t.Helper()
	cfg := Config{
		BaseURL: "http://127.0.0.1:8000/v1", Model: "test", Judges: 1, Rand: constant(7), Tokens: vocab,
		Timeout: time.Minute, Transport: s,
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

// TestALimitGrowsWithWhatTheServerNeeds has a server that takes a minute and a half for each call. The first call runs
// out of its minute; what is asked later, also by another process, is given the time.
func TestALimitGrowsWithWhatTheServerNeeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := llmtest.Offline(llmtest.OpenAI, llmtest.Options{Latency: 90 * time.Second})
		kept := func(c *Config) { c.Cache, c.Economy = &memory{}, true }
		c := slowly(t, s, kept)
		if g, err := grade(t, c, assess(goodAnswer)); !errors.Is(err, ErrTimeout) {
			t.Fatalf("%s, %v; want the first call to run out of its minute", g.Status, err)
		}
		cache := c.cfg.Cache
		later := slowly(t, s, kept, func(c *Config) { c.Cache = cache })
		for range 2 {
			a := assess(goodAnswer)
			a.Fresh = true
			if g, err := grade(t, later, a); g.Status != interviewer.StatusGraded {
				t.Errorf("%s, %v; want graded once it is known what the server needs", g.Status, err)
			}
		}
		if first, _ := later.doer.patience.limits(); first != 3*time.Minute {
			t.Errorf("the next call has %s, want twice what the last one took", first)
		}
	})
}

// TestAQuickCallLeavesSlowOnesTheirTime: a list of models says nothing of how long a grade takes, and a short reply
// little.
func TestAQuickCallLeavesSlowOnesTheirTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := slowly(t, llmtest.Offline(llmtest.OpenAI, llmtest.Options{}))
		c.doer.patience.took(90*time.Second, true)
		if h := c.Ping(t.Context()); h.Err != nil {
			t.Fatal(h.Err)
		}
		if first, _ := c.doer.patience.limits(); first < 100*time.Second {
			t.Errorf("after a few quick calls a slow one has %s, which took 90 seconds before", first)
		}
	})
}

func TestALimitDoesNotGrowWithoutEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := llmtest.Offline(llmtest.OpenAI, llmtest.Options{Latency: 1000 * time.Hour})
		c := slowly(t, s, func(c *Config) { c.Economy = true })
		longest := time.Duration(0)
		for range 9 {
			start := time.Now()
			if _, err := grade(t, c, assess(goodAnswer)); !errors.Is(err, ErrTimeout) {
				t.Fatal(err)
			}
			longest = max(longest, time.Since(start))
		}
		if longest != localPatience {
			t.Errorf("a server that says nothing was waited for %s, want at most %s", longest, localPatience)
		}
	})
}

// dripping answers as its server does, a few bytes at a time with a pause before each.
type dripping struct {
	*llmtest.Server
	pause time.Duration
	asked int
}

func (d *dripping) RoundTrip(req *http.Request) (*http.Response, error) {
	d.asked++
	res, err := d.Server.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(&dripReader{res.Body, req, d.pause})
	return res, nil
}

type dripReader struct {
	body  io.Reader
	req   *http.Request
	pause time.Duration
}

func (r *dripReader) Read(b []byte) (int, error) {
	select {
	case <-r.req.Context().Done():
		return 0, r.req.Context().Err()
	case <-time.After(r.pause):
	}
	return r.body.Read(b[:min(len(b), 100)])
}

func TestACallThatIsBeingAnsweredIsNotDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &dripping{
			Server: llmtest.Offline(llmtest.OpenAI, llmtest.Options{Fault: llmtest.Streams}), pause: 40 * time.Second,
		}
		start := time.Now()
		g, err := grade(t, slowly(t, s, func(c *Config) { c.Economy = true }), assess(goodAnswer))
		if g.Status != interviewer.StatusGraded || s.asked != 1 {
			t.Errorf("%s, %v after %d requests; want one that is heard to its end", g.Status, err, s.asked)
		}
		if took := time.Since(start); took < 10*time.Minute {
			t.Errorf("the answer came in %s, which shows nothing", took)
		}
	})
}

func TestACallWhoseAnswerStopsIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &dripping{Server: llmtest.Offline(llmtest.OpenAI, llmtest.Options{}), pause: 2 * time.Minute}
		_, err := grade(t, slowly(t, s, func(c *Config) { c.Economy = true }), assess(goodAnswer))
		if !errors.Is(err, ErrTimeout) || s.asked != 1 {
			t.Errorf("%v after %d requests; want one that ran out of time", err, s.asked)
		}
	})
}

func TestProgressSaysWhereAGradeIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := llmtest.Offline(llmtest.OpenAI, llmtest.Options{Latency: 50 * time.Second})
		c := slowly(t, s)
		done := make(chan error)
		go func() {
			_, err := c.Grade(t.Context(), assess(goodAnswer))
			done <- err
		}()
		var said []string
		for range 3 {
			time.Sleep(40 * time.Second)
			said = append(said, c.Progress())
		}
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		want := "0 of 2 calls answered | 1 of 2 calls answered, the slowest lately in 50s | " +
			"2 of 2 calls answered, the slowest lately in 50s"
		if got := strings.Join(said, " | "); got != want {
			t.Errorf("progress was %q, want %q", got, want)
		}
	})
}
