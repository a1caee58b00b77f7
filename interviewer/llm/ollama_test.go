package llm

import (
	"encoding/json"
	"errors"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
)

// atOllamasPort makes a client that takes a server without a network for Ollama.
func atOllamasPort(t *testing.T, s *llmtest.Server, change ...func(*Config)) *Client {
	t.Helper()
	return clientFor(t, s, append([]func(*Config){func(c *Config) {
		c.BaseURL, c.Transport = "http://localhost:11434/v1", s
	}}, change...)...)
}

func TestOllamaIsGivenAContextThatHoldsThePrompt(t *testing.T) {
	small := llmtest.Options{Context: 400}
	if g, err := grade(t, clientFor(t, serve(t, llmtest.Ollama, small)), assess(goodAnswer)); !errors.Is(
		err, ErrContextTruncated,
	) {
		t.Fatalf("%s, %v; want a prompt that is cut where the context cannot be set", g.Status, err)
	}
	s := llmtest.Offline(llmtest.Ollama, small)
	if g, err := grade(t, atOllamasPort(t, s), assess(goodAnswer)); g.Status != interviewer.StatusGraded {
		t.Fatalf("%s, %v; want graded with a context that is asked for", g.Status, err)
	}
	for _, r := range s.Requests() {
		var body struct {
			Stream  bool
			Format  map[string]any
			Options map[string]any
			Limit   any `json:"max_tokens"`
		}
		if err := json.Unmarshal([]byte(r.Body), &body); err != nil {
			t.Fatal(err)
		}
		if r.Path != "/api/chat" || body.Options["num_ctx"] != 8192. || body.Options["temperature"] != 0. ||
			body.Options["num_predict"] == nil || body.Limit != nil || body.Format["type"] != "object" || !body.Stream {
			t.Errorf("%s was sent %s", r.Path, r.Body)
		}
	}
}

func TestAContextThatIsConfiguredForOllamaWins(t *testing.T) {
	s := llmtest.Offline(llmtest.Ollama, llmtest.Options{})
	c := atOllamasPort(t, s, func(c *Config) {
		c.ExtraBody = map[string]any{"options": map[string]any{"num_ctx": 32768, "top_k": 1}, "keep_alive": "1h"}
	})
	if g, err := grade(t, c, assess(goodAnswer)); g.Status != interviewer.StatusGraded {
		t.Fatal(g.Status, err)
	}
	var body struct {
		KeepAlive string `json:"keep_alive"`
		Options   map[string]any
	}
	if err := json.Unmarshal([]byte(s.Requests()[0].Body), &body); err != nil {
		t.Fatal(err)
	}
	if body.Options["num_ctx"] != 32768. || body.Options["top_k"] != 1. || body.Options["num_predict"] == nil ||
		body.KeepAlive != "1h" {
		t.Errorf("sent %+v", body)
	}
}

func TestAContextGrowsInDoublingsAndNeverShrinks(t *testing.T) {
	o := newOllama(endpoint{host: "localhost:11434", path: "/v1"})
	for _, tt := range []struct {
		tokens int
		want   int64
	}{{100, 8192}, {8192, 8192}, {8193, 16384}, {100, 16384}, {70_000, 131_072}} {
		if got := o.contextFor(tt.tokens); got != tt.want {
			t.Errorf("%d tokens get a context of %d, want %d", tt.tokens, got, tt.want)
		}
	}
}

// TestAnotherServerAtOllamasPortIsAskedAsAnyOther has a server there that knows no way of Ollama's own.
func TestAnotherServerAtOllamasPortIsAskedAsAnyOther(t *testing.T) {
	s := llmtest.Offline(llmtest.LlamaCPP, llmtest.Options{Key: testKey})
	g, err := grade(t, atOllamasPort(t, s), assess(goodAnswer))
	if g.Status != interviewer.StatusGraded || len(s.Requests()) != 2 {
		t.Errorf("%s, %v after %d requests; want graded by two", g.Status, err, len(s.Requests()))
	}
}

func TestWhatOllamaSaysInItsOwnWay(t *testing.T) {
	for name, tt := range map[string]struct {
		options llmtest.Options
		is      error
	}{
		"no model":      {llmtest.Options{Model: "another"}, ErrModel},
		"a stream cut":  {llmtest.Options{Fault: llmtest.StreamCut}, ErrUnreachable},
		"cut, then not": {llmtest.Options{Fault: llmtest.StreamCut, Times: 1}, nil},
	} {
		s := llmtest.Offline(llmtest.Ollama, tt.options)
		if _, err := grade(t, atOllamasPort(t, s), assess(goodAnswer)); !errors.Is(err, tt.is) {
			t.Errorf("%s: %v, want %v", name, err, tt.is)
		}
	}
	for line, want := range map[string]string{
		`{"message":{"content":"a","thinking":"hm"},"done":true,"done_reason":"length","prompt_eval_count":7}`: "a",
		`{"error":"model runner has unexpectedly stopped"}`:                                                    "",
	} {
		body, err := joinOllama([]byte(line))
		if err != nil {
			t.Fatal(err)
		}
		r, err := parseReply(body)
		if err != nil || r.content != want || want == "" && !carriesError(body) {
			t.Errorf("%s reads as %+v, %v", line, r, err)
		}
	}
	if _, err := joinOllama([]byte(`{"message":{"content":"a"}}`)); !errors.Is(err, errStreamCut) {
		t.Errorf("a reply without its end: %v", err)
	}
}
