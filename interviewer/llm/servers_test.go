package llm

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
)

func TestAServerOnThisMachineIsAskedOneByOne(t *testing.T) {
	s := serve(t, llmtest.Ollama, llmtest.Options{Latency: time.Millisecond})
	c := clientFor(t, s, func(c *Config) { c.Concurrency = 0 })
	if _, err := grade(t, c, assess(goodAnswer)); err != nil || s.MostAtOnce() != 1 {
		t.Errorf("%d calls at once, %v; want one", s.MostAtOnce(), err)
	}
	far, err := New(Config{BaseURL: "https://models.example.com/v1", Tokens: vocab})
	if err != nil || far.cfg.Concurrency != mostCalls {
		t.Errorf("%d calls at once to another machine, %v; want %d", far.cfg.Concurrency, err, mostCalls)
	}
}

func TestExtraBodyHeadersAndEffortReachTheServer(t *testing.T) {
	s := serve(t, llmtest.VLLM, llmtest.Options{})
	c := clientFor(t, s, func(c *Config) {
		c.Effort, c.MaxOutput = "low", 777
		c.ExtraBody = map[string]any{"top_k": 1, "temperature": nil, "options": map[string]any{"num_ctx": 16384}}
		c.ExtraHeaders = map[string]Secret{"X-Team": NewSecret("team-secret-value")}
	})
	if _, err := grade(t, c, assess(goodAnswer)); err != nil {
		t.Fatal(err)
	}
	most := 0. // the room of a call goes by its signals: that of the largest ends at the ceiling
	for _, r := range s.Requests() {
		var body map[string]any
		if err := json.Unmarshal([]byte(r.Body), &body); err != nil {
			t.Fatal(err)
		}
		if _, has := body["temperature"]; has || body["top_k"] != 1. || body["reasoning_effort"] != "low" ||
			fmt.Sprint(body["options"]) != "map[num_ctx:16384]" {
			t.Errorf("body: temperature %v, top_k %v, effort %v, options %v", body["temperature"], body["top_k"],
				body["reasoning_effort"], body["options"])
		}
		room, _ := body["max_tokens"].(float64)
		most = max(most, room)
		if r.Header.Get("X-Team") != "team-secret-value" {
			t.Errorf("header X-Team is %q", r.Header.Get("X-Team"))
		}
	}
	if most != 777 {
		t.Errorf("the largest room is %v; want the ceiling, 777", most)
	}
	if said := c.cfg.Key.Safe("bad header team-secret-value"); strings.Contains(said, "team-secret") {
		t.Errorf("the value of a header is shown: %q", said)
	}
}

// pathServer answers below one path only.
func pathServer(t *testing.T, below string, o llmtest.Options) (url string, paths func() []string) {
	t.Helper()
	inner := llmtest.Offline(llmtest.OpenAI, o)
	var mu sync.Mutex
	var seen []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		seen = append(seen, r.URL.Path)
		mu.Unlock()
		if r.URL.Path != below+"/chat/completions" {
			http.NotFound(w, r)
			return
		}
		r.URL.Path = "/v1/chat/completions"
		inner.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return seen
	}
}

func TestAnAddressIsTakenAsGivenAndTheOtherPathTriedOn404(t *testing.T) {
	for _, tt := range []struct{ below, given string }{
		{"/v1", ""}, {"", ""}, {"/v1", "/v1"}, {"/api", "/api"}, {"/api/v1", "/api"},
		{"/serve", "/serve/chat/completions"},
		{"", "/chat/completions"}, {"/v1", "/v1/chat/completions"},
	} {
		url, paths := pathServer(t, tt.below, llmtest.Options{})
		kept := &memory{}
		for i := range 2 {
			c, err := New(Config{
				BaseURL: url + tt.given, Model: "test", Tokens: vocab, Cache: kept, Judges: 1, Economy: true,
			})
			if err != nil {
				t.Fatal(err)
			}
			a := assess(goodAnswer)
			a.Fresh = true
			before := len(paths())
			if _, err := grade(t, c, a); err != nil {
				t.Errorf("%q for a server below %q: %v, asked at %q", tt.given, tt.below, err, paths())
			}
			if n := len(paths()) - before; i > 0 && n != 1 {
				t.Errorf("%q for a server below %q: asked %d times when the path was known", tt.given, tt.below, n)
			}
		}
	}
}

// A 404 may be about the path or about the model, and only one about the path is worth a try elsewhere.
func TestAModelThatIsNotThereIsToldApartFromAPathThatIsNot(t *testing.T) {
	for _, tt := range []struct {
		name, below, given string
		is                 error
		asked              []string
	}{
		{"at the first path", "/v1", "", ErrModel, []string{"/v1/chat/completions"}},
		{"at the given path", "/api", "/api", ErrModel, []string{"/api/chat/completions"}},
		{"at the other path", "/api/v1", "/api", ErrModel,
			[]string{"/api/chat/completions", "/api/v1/chat/completions"}},
	} {
		url, paths := pathServer(t, tt.below, llmtest.Options{Model: "another"})
		c, err := New(Config{BaseURL: url + tt.given, Model: "test", Tokens: vocab, Judges: 1, Economy: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := grade(t, c, assess(goodAnswer)); !errors.Is(err, tt.is) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.is)
		}
		if diff := cmp.Diff(tt.asked, paths()); diff != "" {
			t.Errorf("%s: asked at %s", tt.name, diff)
		}
	}
}

func TestWhereNeitherPathIsKnownTheFirstHasTheWord(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "nothing at "+r.URL.Path, http.StatusNotFound)
	}))
	t.Cleanup(s.Close)
	c, err := New(Config{BaseURL: s.URL + "/api", Model: "test", Tokens: vocab, Judges: 1, Economy: true})
	if err != nil {
		t.Fatal(err)
	}
	_, err = grade(t, c, assess(goodAnswer))
	if !errors.Is(err, ErrEndpoint) || !strings.Contains(err.Error(), "nothing at /api/chat/completions") {
		t.Errorf("%v, want what the server says at the path that was given", err)
	}
}

func TestAModelThatThinksGetsTwiceTheRoomAndItIsRemembered(t *testing.T) {
	kept := &memory{}
	s := serve(t, llmtest.LlamaCPP, llmtest.Options{Fault: llmtest.ThinksTooLong, Times: 1})
	for i, want := range []int{2, 3} {
		c := clientFor(t, s, func(c *Config) { c.Economy, c.Cache = true, kept })
		a := assess(goodAnswer)
		a.Fresh = true
		if _, err := grade(t, c, a); err != nil || len(s.Requests()) != want {
			t.Fatalf("grade %d: %d requests so far, %v; want %d", i+1, len(s.Requests()), err, want)
		}
	}
	var room []int
	for _, r := range s.Requests() {
		var body struct {
			MaxTokens int `json:"max_tokens"`
		}
		if err := json.Unmarshal([]byte(r.Body), &body); err != nil {
			t.Fatal(err)
		}
		room = append(room, body.MaxTokens)
	}
	if room[1] != 2*room[0] || room[2] != room[1] {
		t.Errorf("room of the calls: %v, want it doubled and kept", room)
	}
}

func TestTheCeilingOfAReplyIsKept(t *testing.T) {
	s := serve(t, llmtest.LlamaCPP, llmtest.Options{Fault: llmtest.ThinksTooLong})
	c := clientFor(t, s, func(c *Config) { c.Economy, c.MaxOutput = true, 500 })
	_, err := grade(t, c, assess(goodAnswer))
	if !errors.Is(err, interviewer.ErrUnusable) || !strings.Contains(err.Error(), "max_output_tokens") {
		t.Errorf("%v, want the setting named", err)
	}
}

func TestALongWaitIsToldAtOnceAndLeftPending(t *testing.T) {
	s := serve(t, llmtest.OpenAI, llmtest.Options{Fault: llmtest.LimitedLong})
	n := &naps{}
	c := clientFor(t, s, func(c *Config) { c.Economy, c.Sleep, c.Now = true, n.sleep, n.now })
	g, err := grade(t, c, assess(goodAnswer))
	if g.Status != interviewer.StatusPending || !strings.Contains(fmt.Sprint(err), "it asks to wait 10m0s") ||
		n.total > 0 {
		t.Errorf("%s, %v, waited %s; want pending at once", g.Status, err, n.total)
	}
}

func TestAWaitInTheBodyIsRead(t *testing.T) {
	for body, want := range map[string]time.Duration{
		`{"error":{"message":"Please try again in 1m2.5s. Visit"}}`:             62500 * time.Millisecond,
		`{"error":{"message":"Rate limit. Please retry in 34.07s."}}`:           34070 * time.Millisecond,
		`{"details":[{"@type":"x.RetryInfo","retryDelay":"7s"}]}`:               7 * time.Second,
		`{"error":{"metadata":{"raw":"{\"retryDelay\": \"9.5s\"}"}}}`:           9500 * time.Millisecond,
		`{"error":"try again in 850ms"}`:                                        850 * time.Millisecond,
		`{"error":"retry after 3 minutes"}`:                                     3 * time.Minute,
		`{"error":"retry in 99999999999999999999999 hours"}`:                    10 * time.Minute,
		`{"error":"try again later"}`:                                           0,
		`{"error":{"message":"We have seen 5 retries in 10 seconds from you"}}`: 0,
	} {
		if got := waitIn([]byte(body)); got != want {
			t.Errorf("%s: wait %s, want %s", body, got, want)
		}
	}
}

func TestALimitByTheMinuteIsNoEmptyAccount(t *testing.T) {
	s := serve(t, llmtest.Gemini, llmtest.Options{Fault: llmtest.MinuteQuota, Times: 1})
	n := &naps{}
	c := clientFor(t, s, func(c *Config) { c.Economy, c.Sleep, c.Now = true, n.sleep, n.now })
	if _, err := grade(t, c, assess(goodAnswer)); err != nil || n.all[0] != 34500*time.Millisecond {
		t.Errorf("%v after waits %v, want one of 34.5s", err, n.all)
	}
}

func TestAFormatIsGivenUpAfterTwoFailuresInARowAndTriedAgainAfterADay(t *testing.T) {
	kept := &memory{}
	now := time.Now()
	grading := func(fault llmtest.Fault, times int) Format {
		t.Helper()
		s := serve(t, llmtest.Groq, llmtest.Options{Fault: fault, Times: times})
		c := clientFor(t, s, func(c *Config) {
			c.Economy, c.Cache, c.Now = true, kept, func() time.Time { return now }
		})
		c.dialects.host = "groq.test" // the same server at every port
		a := assess(goodAnswer)
		a.Fresh = true
		if _, err := grade(t, c, a); err != nil {
			t.Fatal(err)
		}
		return c.dialects.get("test").Format
	}
	if got := grading("", 0); got != FormatJSONObject { // Groq takes no schema for this model
		t.Fatalf("begins with %s", got)
	}
	if got := grading(llmtest.Garbles, 1); got != FormatJSONObject {
		t.Errorf("one failure lowers the format to %s", got)
	}
	if got := grading(llmtest.Garbles, 2); got != FormatPromptOnly {
		t.Errorf("two failures in a row leave %s", got)
	}
	now = now.Add(25 * time.Hour)
	if got := grading("", 0); got != FormatJSONObject {
		t.Errorf("a day later it is %s", got)
	}
}

func TestAKeyLosesWhatStandsRoundIt(t *testing.T) {
	for _, in := range []string{"sk-1", "\ufeffsk-1\n", `"sk-1"`, "OPENAI_API_KEY=sk-1",
		"export OPENAI_API_KEY='sk-1'\r\n"} {
		if got := NewSecret(in).Reveal(); got != "sk-1" {
			t.Errorf("NewSecret(%q) holds %q", in, got)
		}
	}
}
