package llm

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
)

const spokenWAV = "RIFF of a recording"

func TestARecordingIsWrittenDownByTheServer(t *testing.T) {
	s := serve(t, llmtest.OpenAI, llmtest.Options{Key: testKey, Heard: "One key per purchase: " + testKey + "."})
	c := clientFor(t, s, func(c *Config) { c.ExtraBody = map[string]any{"top_k": 1} }) // which is for chats only
	heard, err := c.Transcribe(t.Context(), "", []byte(spokenWAV))
	if err != nil || heard != "One key per purchase: [redacted]." {
		t.Errorf("heard %q, %v", heard, err)
	}
	if got := s.Recordings(); len(got) != 1 || string(got[0]) != spokenWAV {
		t.Errorf("%d recordings came", len(got))
	}
}

func TestAServerThatDoesNotWriteDownSaysWhy(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("another host was sent %s, key %q", r.URL, r.Header.Get("Authorization"))
	}))
	defer elsewhere.Close()
	replies := map[string]http.HandlerFunc{
		"key": func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, `{"error":{"message":"Incorrect API key provided: `+testKey+`"}}`, http.StatusUnauthorized)
		},
		"none": http.NotFound,
		"large": func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		},
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		},
		"page": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "<html><title>Login</title>")
		},
		"disguised": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"error":{"message":"insufficient credits"}}`)
		},
		"endless": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"text":"`+strings.Repeat("a", largestReply)+`"}`)
		},
		"slow": func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
	}
	for name, want := range map[string]error{
		"key": interviewer.ErrUnauthorized, "none": ErrEndpoint, "large": ErrContext, "redirect": ErrRedirect,
		"page": ErrRequest, "disguised": ErrQuota, "endless": interviewer.ErrUnusable, "slow": ErrTimeout,
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				replies[name](w, r)
			}))
			defer s.Close()
			n := &naps{}
			c, err := New(Config{
				BaseURL: s.URL + "/v1", Key: NewSecret(testKey), Tokens: vocab, Sleep: n.sleep,
				Timeout: map[bool]time.Duration{true: 50 * time.Millisecond}[name == "slow"],
			})
			if err != nil {
				t.Fatal(err)
			}
			_, err = c.Transcribe(t.Context(), "", []byte(spokenWAV))
			if !errors.Is(err, want) {
				t.Errorf("%v, want %v", err, want)
			}
			if err != nil && strings.Contains(err.Error(), testKey) {
				t.Errorf("the error shows the key: %v", err)
			}
		})
	}
}

func TestARecordingIsSentAgainWhereThatMayHelp(t *testing.T) {
	tries := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if !strings.Contains(string(body), spokenWAV) {
			t.Errorf("try %d came without the recording", tries)
		}
		if tries++; tries < 3 {
			http.Error(w, "busy", http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, `{"text":"Heard."}`)
	}))
	defer s.Close()
	n := &naps{}
	c, err := New(Config{BaseURL: s.URL + "/v1", Tokens: vocab, Sleep: n.sleep})
	if err != nil {
		t.Fatal(err)
	}
	if heard, err := c.Transcribe(t.Context(), "", []byte(spokenWAV)); err != nil || heard != "Heard." || tries != 3 {
		t.Errorf("heard %q after %d tries, %v", heard, tries, err)
	}
}

func TestABudgetLetsNothingBeSentWhosePriceIsNotKnown(t *testing.T) {
	c, err := New(Config{BaseURL: "https://models.example.com/v1", Budget: 1, Tokens: vocab})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.MayTranscribe(); !errors.Is(err, ErrBudget) {
		t.Errorf("asked before, %v, want %v", err, ErrBudget)
	}
	if _, err := c.Transcribe(t.Context(), "", []byte(spokenWAV)); !errors.Is(err, ErrBudget) {
		t.Errorf("%v, want %v", err, ErrBudget)
	}
	here, err := New(Config{BaseURL: "http://127.0.0.1:1/v1", Budget: 1, Tokens: vocab})
	if err != nil {
		t.Fatal(err)
	}
	if err := here.MayTranscribe(); err != nil {
		t.Errorf("a server on this machine: %v", err)
	}
}
