package llm

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
	"mockinterview/prompts"
)

func TestASecretNeverPrints(t *testing.T) {
	s := NewSecret(" " + testKey + "\n")
	cfg := Config{Key: s}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "key", s, "cfg", fmt.Sprintf("%+v", cfg))
	j, err := json.Marshal(struct{ K Secret }{s})
	if err != nil {
		t.Fatal(err)
	}
	var g bytes.Buffer
	_ = gob.NewEncoder(&g).Encode(map[string]string{"k": s.String()})
	panicked := func() (out string) {
		defer func() { out = fmt.Sprint(recover()) }()
		panic(s)
	}()
	for name, text := range map[string]string{
		"%v": fmt.Sprintf("%v", s), "%+v": fmt.Sprintf("%+v", cfg), "%#v": fmt.Sprintf("%#v", s),
		"%#v of config": fmt.Sprintf("%#v", cfg),
		"%s":            fmt.Sprintf("%s", s), "%q": fmt.Sprintf("%q", s), "%x": fmt.Sprintf("%x", s),
		"%d":      fmt.Sprintf("%d", s),
		"pointer": fmt.Sprintf("%+v", &s),
		"json":    string(j), "log": log.String(), "gob": g.String(), "panic": panicked,
		"error": fmt.Errorf("x: %v", s).Error(),
	} {
		if strings.Contains(text, testKey) || strings.Contains(text, fmt.Sprintf("%x", testKey)) {
			t.Errorf("%s gives the key away: %q", name, text)
		}
		if !strings.Contains(text, "[redacted]") {
			t.Errorf("%s says %q, want [redacted]", name, text)
		}
	}
	if s.Reveal() != testKey {
		t.Errorf("Reveal gives %q", s.Reveal())
	}
}

// TestCanary greps everything that leaves a client for the key: errors, grades, health, shown prompts and bodies, under
// every fault.
func TestCanary(t *testing.T) {
	t.Parallel()
	var all bytes.Buffer
	for _, f := range append(llmtest.Faults(), "") {
		s := llmtest.New(llmtest.OpenRouter, llmtest.Options{Fault: f})
		c := clientFor(t, s)
		g, err := grade(t, c, assess(goodAnswer))
		b, jerr := json.Marshal(g)
		if jerr != nil {
			t.Fatal(jerr)
		}
		h, _ := json.Marshal(c.Ping(t.Context()))
		_, _ = fmt.Fprintf(&all, "%v %+v %s %s %v\n", err, g, b, h, c.Warnings())
		shown, _ := c.Prompts(assess(goodAnswer))
		for _, o := range shown {
			all.WriteString(o.String())
		}
		for _, r := range s.Requests() {
			all.WriteString(r.Body + r.Path + r.Query)
		}
		s.Close()
	}
	for _, canary := range []string{testKey, testKey[3:], testKey[:20]} {
		if i := strings.Index(all.String(), canary); i >= 0 {
			t.Fatalf("the key is in: %.200s", all.String()[max(0, i-100):])
		}
	}
}

func TestServersWordsAreMadeSafe(t *testing.T) {
	s := NewSecret(testKey)
	tests := map[string]string{
		"Incorrect API key provided: " + testKey + ".":                "Incorrect API key provided: [redacted].",
		"Incorrect API key provided: sk-canar************mnop. Check": "Incorrect API key provided: [redacted]. Check",
		"red \x1b[31malert\x07 \u202eevil\u200b":                      "red ·[31malert· ·evil·",
		"two\nlines\tand a tab":                                       "two lines and a tab",
	}
	for in, want := range tests {
		if got := s.Safe(in); got != want {
			t.Errorf("Safe(%q) = %q, want %q", in, got, want)
		}
	}
	if got := s.Safe(strings.Repeat("long ", 1000)); len([]rune(got)) > longestMessage+2 {
		t.Errorf("a long message is shown with %d characters", len([]rune(got)))
	}
}

func TestTheKeyGoesToItsHostOnly(t *testing.T) {
	var seen []string
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Host+r.Header.Get("Authorization"))
	}))
	defer other.Close()
	for _, code := range []int{301, 302, 303, 307, 308} {
		first := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, other.URL+"/v1/chat/completions", code)
		}))
		c, err := New(Config{BaseURL: first.URL, Key: NewSecret(testKey), Tokens: vocab})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Grade(t.Context(), assess(goodAnswer))
		if !errors.Is(err, ErrRedirect) || !errors.Is(err, interviewer.ErrPending) {
			t.Errorf("%d: %v, want a refusal of the redirect", code, err)
		}
		first.Close()
	}
	if len(seen) != 0 {
		t.Errorf("the other host was called: %q", seen)
	}
}

func TestCertificates(t *testing.T) {
	s := llmtest.NewTLS(llmtest.OpenAI, llmtest.Options{Key: testKey})
	defer s.Close()
	_, err := grade(t, clientFor(t, s), assess(goodAnswer))
	if !errors.Is(err, ErrCertificate) || !errors.Is(err, interviewer.ErrPending) || len(s.Requests()) != 0 {
		t.Errorf("an unknown certificate gave %v after %d requests", err, len(s.Requests()))
	}
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate()}),
		0o600); err != nil {
		t.Fatal(err)
	}
	if g, err := grade(t, clientFor(t, s, func(c *Config) { c.CAFile = ca }), assess(goodAnswer)); err != nil ||
		g.Status != interviewer.StatusGraded {
		t.Errorf("with the CA file: %s %v", g.Status, err)
	}
	for name, content := range map[string]string{"empty": "", "no PEM": "hello"} {
		bad := filepath.Join(t.TempDir(), "bad.pem")
		if err := os.WriteFile(bad, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := New(Config{CAFile: bad}); !errors.Is(err, ErrConfig) {
			t.Errorf("a CA file that is %s: %v", name, err)
		}
	}
	if _, err := New(Config{CAFile: "/does/not/exist.pem"}); !errors.Is(err, ErrConfig) {
		t.Errorf("no CA file: %v", err)
	}
}

func TestWhatWasTakenBackIsNoPartOfTheConversation(t *testing.T) {
	a := assess()
	say := func(from interviewer.Speaker, kind interviewer.MessageKind, text string, takenBack bool) {
		a.Turn.Messages = append(a.Turn.Messages, interviewer.Message{
			N: len(a.Turn.Messages) + 1, From: from, Kind: kind, Text: text, Superseded: takenBack,
		})
	}
	say(interviewer.FromCandidate, interviewer.KindAnswer, "We keep every order.", true)
	say(interviewer.FromInterviewer, interviewer.KindFollowUp, "Where do you keep them?", true)
	say(interviewer.FromCandidate, interviewer.KindAnswer, "We park every order in a queue.", false)
	say(interviewer.FromInterviewer, interviewer.KindFollowUp, "What if the queue is full?", false)
	say(interviewer.FromInterviewer, interviewer.KindHint, "Think about silence.", false)
	say(interviewer.FromCandidate, interviewer.KindAnswer, "Then the till says so.", false)
	got, _ := clientFor(t, serve(t, llmtest.OpenAI, llmtest.Options{})).removeInjections(a.Turn)
	want := []prompts.Part{
		{Sentences: []string{"We park every order in a queue."}},
		{Asked: "What if the queue is full? Think about silence.", Sentences: []string{"Then the till says so."}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// An honest answer may have no words but those that the marking uses, too.
func TestAnAnswerThatIsAllAsideIsShownToTheModel(t *testing.T) {
	const short = "I would prompt the team and score each option."
	for answer, want := range map[string]struct{ shown, notes int }{
		short:           {1, 0},
		"Yes. " + short: {2, 0},
		goodAnswer + " The verdict matters most to bakers.": {len(prompts.Split(goodAnswer)), 1},
	} {
		p := clientFor(t, serve(t, llmtest.OpenAI, llmtest.Options{})).prepare(assess(answer))
		if p.nonAnswer != "" || len(p.notes) != want.notes || prompts.Sentences(p.parts) != want.shown {
			t.Errorf("%q: gate %q, notes %q, %d sentences shown; want %d", answer, p.nonAnswer, p.notes,
				prompts.Sentences(p.parts), want.shown)
		}
	}
}

func TestABaseURLIsMadeOfWhatPeoplePaste(t *testing.T) {
	const (
		gemini = "https://generativelanguage.googleapis.com/v1beta/openai"
		azure  = "https://x.openai.azure.com"
		chat   = "/openai/deployments/d/chat/completions?api-version=2024-10-21"
		gw     = "https://gw.example.com/llm/v2"
	)
	tests := map[string]string{
		"https://api.openai.com":                             "https://api.openai.com/v1",
		"https://api.openai.com/v1":                          "https://api.openai.com/v1",
		"https://api.openai.com/v1/":                         "https://api.openai.com/v1",
		" https://api.openai.com/v1/chat/completions ":       "https://api.openai.com/v1",
		"api.openai.com":                                     "https://api.openai.com/v1",
		"localhost:11434":                                    "http://localhost:11434/v1",
		"127.0.0.1:1234/v1/models":                           "http://127.0.0.1:1234/v1",
		"http://[::1]:8080":                                  "http://[::1]:8080/v1",
		"https://openrouter.ai/api":                          "https://openrouter.ai/api",
		"https://api.groq.com/openai":                        "https://api.groq.com/openai",
		gemini + "/":                                         gemini,
		"https://api.anthropic.com":                          "https://api.anthropic.com/v1",
		"https://api.deepseek.com":                           "https://api.deepseek.com/v1",
		"https://x.openai.azure.com":                         "https://x.openai.azure.com/openai/v1",
		"https://x.openai.azure.com/openai/v1/":              "https://x.openai.azure.com/openai/v1",
		"https://x.openai.azure.com/?api-version=2024-10-21": "https://x.openai.azure.com",
		azure + chat:                                         azure,
		gw + "/chat/completions?trace=1#x":                   gw,
	}
	for in, want := range tests {
		got, err := parseEndpoint(in)
		if err != nil || got.base != want {
			t.Errorf("%q becomes %q, %v; want %q", in, got.base, err, want)
		}
	}
	for _, bad := range []string{"", "   ", "ftp://x", "https://", "https://user:secret@host/v1", "http://%zz",
		"file:///etc/passwd"} {
		if got, err := parseEndpoint(bad); !errors.Is(err, ErrConfig) ||
			strings.Contains(fmt.Sprint(err), "secret") {
			t.Errorf("%q becomes %q, %v; want a refusal that shows no password", bad, got.base, err)
		}
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	for name, cfg := range map[string]Config{
		"two judges": {Judges: 2}, "minus one": {Judges: -1}, "eleven judges": {Judges: 11},
		"a negative budget": {Budget: -1}, "a bad URL": {BaseURL: "ftp://x"},
	} {
		if _, err := New(cfg); !errors.Is(err, ErrConfig) {
			t.Errorf("%s: %v", name, err)
		}
	}
	c, err := New(Config{BaseURL: "http://10.0.0.5:8000", Key: NewSecret(testKey)})
	if err != nil || len(c.Warnings()) != 2 || c.Local() {
		t.Errorf("an unencrypted server gave warnings %q, %v", c.Warnings(), err)
	}
}

func TestAReplyIsKeptWithoutTheKey(t *testing.T) {
	chatty := func(task llmtest.Task) []llmtest.Mark {
		marks := llmtest.Honest(task)
		for i := range marks {
			marks[i].Reason = "The header said " + testKey + "."
		}
		return marks
	}
	kept := &memory{}
	s := serve(t, llmtest.OpenAI, llmtest.Options{Judge: chatty})
	if _, err := grade(t, clientFor(t, s, func(c *Config) { c.Cache = kept }), assess(goodAnswer)); err != nil {
		t.Fatal(err)
	}
	replies := 0
	for name, b := range kept.m {
		if strings.HasPrefix(name, "marks/") {
			replies++
		}
		if bytes.Contains(b, []byte(testKey)) {
			t.Errorf("%s is kept with the key", name)
		}
	}
	if replies == 0 {
		t.Error("no reply was kept")
	}
}

func TestAnExcerptIsCutAfterTheKeyWasTakenOut(t *testing.T) {
	for before := 80; before <= 120; before++ {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte(strings.Repeat("x", before) + r.Header.Get("Authorization")))
		}))
		c, err := New(Config{BaseURL: s.URL + "/v1", Key: NewSecret(testKey), Tokens: vocab, Judges: 1})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Grade(t.Context(), assess(goodAnswer))
		s.Close()
		if err == nil || strings.Contains(err.Error(), testKey[:8]) {
			t.Fatalf("after %d characters: %v shows a part of the key", before, err)
		}
	}
}

func TestWhatIsNoKeyIsNotUsable(t *testing.T) {
	for in, want := range map[string]bool{
		testKey: true, "sk-1\nsk-2": false, "sk-1 # mine": false, "sk–1": false, "": true, "“sk-1”": true,
		"Bearer sk-1": true,
	} {
		if got := NewSecret(in).Usable(); got != want {
			t.Errorf("%q usable: %v, want %v", in, got, want)
		}
	}
}
