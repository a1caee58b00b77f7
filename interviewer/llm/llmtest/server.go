// Package llmtest is an OpenAI-compatible server on the loopback for tests: it plays the documented habits of eleven
// servers (Profile), breaks in some forty ways (Fault), and marks answers by scripted judges (Judge), so that graders
// can be tested end to end without a model.
//
// Start runs one for scripts; New gives a Server whose requests a test can look at, and which also works as an
// http.RoundTripper without a network.
package llmtest

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"
)

// Options are how a server behaves. The zero value answers honestly and at once.
type Options struct {
	// Key is the key that is asked for; empty takes any, also none.
	Key string
	// Model is the one model that exists; empty takes any.
	Model string
	Judge Judge // Honest by default
	// Heard is what is heard in every recording; without it no speech is written down, as by most servers.
	Heard string
	Fault Fault
	// Times is how many requests meet the fault before all is well; 0 is every request.
	Times int
	// Latency is waited before every reply.
	Latency time.Duration
	// Context is how many tokens the server holds unless a request in Ollama's own way sets num_ctx; of a longer prompt
	// it cuts the front off in silence. 0 is no limit.
	Context int
	// PerMinute limits requests and states so in the headers; 0 is no limit.
	PerMinute int
	Now       func() time.Time // time.Now by default
	// Forget keeps no requests, for long runs.
	Forget bool
}

// Request is one request as it came.
type Request struct {
	Method, Path, Query string
	Header              http.Header
	Body                string
	At                  time.Time
}

// Server is a test server. URL is its base URL, as a user would configure it.
type Server struct {
	URL string

	profile   Profile
	opts      Options
	behaviour behaviour
	http      *httptest.Server

	mu       sync.Mutex
	requests []Request

	recordings [][]byte
	faults     int
	window     time.Time
	inWindow   int
	active     int
	most       int
}

// Start runs a server on the loopback. The URL is what a user would configure; stop must be called.
func Start(p Profile, o Options) (url string, stop func()) {
	s := New(p, o)
	return s.URL, s.Close
}

// New runs a server on the loopback.
func New(p Profile, o Options) *Server {
	s := Offline(p, o)
	s.http = httptest.NewServer(s)
	s.URL = s.http.URL + s.behaviour.base
	return s
}

// NewTLS runs a server with a certificate that nobody trusts.
func NewTLS(p Profile, o Options) *Server {
	s := Offline(p, o)
	s.http = httptest.NewUnstartedServer(s)
	s.http.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.http.StartTLS()
	s.URL = s.http.URL + s.behaviour.base
	return s
}

// Certificate is the certificate of NewTLS.
func (s *Server) Certificate() []byte { return s.http.Certificate().Raw }

// Offline is a server without a network: use it as an http.RoundTripper.
func Offline(p Profile, o Options) *Server {
	if o.Judge == nil {
		o.Judge = Honest
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Server{profile: p, opts: o, behaviour: behaviourOf(p)}
	s.URL = "http://llm.test" + s.behaviour.base
	return s
}

// Close stops the server.
func (s *Server) Close() {
	s.http.CloseClientConnections()
	s.http.Close()
}

// Requests are the chat requests so far.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Request{}, s.requests...)
}

// MostRepeated is how often the most frequent body of a chat request came.
func (s *Server) MostRepeated() int {
	count := map[[32]byte]int{}
	most := 0
	for _, r := range s.Requests() {
		k := sha256.Sum256([]byte(r.Body))
		count[k]++
		most = max(most, count[k])
	}
	return most
}

// MostAtOnce is how many requests were under way together.
func (s *Server) MostAtOnce() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.most
}

// RoundTrip answers a request without a network.
func (s *Server) RoundTrip(req *http.Request) (*http.Response, error) {
	if s.opts.Latency > 0 {
		t := time.NewTimer(s.opts.Latency)
		defer t.Stop()
		select {
		case <-req.Context().Done():
			return nil, req.Context().Err()
		case <-t.C:
		}
	}
	w := httptest.NewRecorder()
	asked := *req
	if asked.Body == nil { // as a client may leave it
		asked.Body = http.NoBody
	}
	s.serve(w, &asked)
	res := w.Result()
	res.Request = req
	return res, nil
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if s.opts.Latency > 0 {
		select {
		case <-req.Context().Done():
			return
		case <-time.After(s.opts.Latency):
		}
	}
	s.serve(w, req)
}

func (s *Server) serve(w http.ResponseWriter, req *http.Request) {
	s.mu.Lock()
	s.active++
	s.most = max(s.most, s.active)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.active--
		s.mu.Unlock()
	}()
	body, _ := io.ReadAll(io.LimitReader(req.Body, 8<<20))
	if strings.HasSuffix(req.URL.Path, "/models") && req.Method == http.MethodGet {
		s.models(w, req)
		return
	}
	if s.profile == Ollama && req.URL.Path == "/api/chat" && req.Method == http.MethodPost {
		s.native(w, req, body)
		return
	}
	if req.URL.Path == s.behaviour.base+"/audio/transcriptions" && s.opts.Heard != "" {
		s.transcribe(w, req, body)
		return
	}
	if req.URL.Path != s.behaviour.path(req) || req.Method != http.MethodPost {
		http.Error(w, "404 page not found", http.StatusNotFound)
		return
	}
	s.remember(req, body)
	if !s.admit(w) || !s.authorised(w, req) {
		return
	}
	s.chat(w, req, body)
}

// remember keeps a chat request.
func (s *Server) remember(req *http.Request, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opts.Forget {
		s.requests = s.requests[:0]
	}
	s.requests = append(
		s.requests,
		Request{req.Method, req.URL.Path, req.URL.RawQuery, req.Header.Clone(), string(body), s.opts.Now()},
	)
}

func (s *Server) authorised(w http.ResponseWriter, req *http.Request) bool {
	if s.opts.Key == "" {
		return true
	}
	got := strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer ")
	if s.behaviour.keyHeader != "" {
		got = req.Header.Get(s.behaviour.keyHeader)
	}
	if got == s.opts.Key {
		return true
	}
	s.fail(
		w,
		failure{
			status:  http.StatusUnauthorized,
			code:    "invalid_api_key",
			kind:    "authentication_error",
			message: "Incorrect API key provided: " + got,
		},
	)
	return false
}

// admit keeps the stated limit of requests a minute.
func (s *Server) admit(w http.ResponseWriter) bool {
	if s.opts.PerMinute == 0 {
		return true
	}
	s.mu.Lock()
	now := s.opts.Now()
	if now.Sub(s.window) >= time.Minute {
		s.window, s.inWindow = now, 0
	}
	s.inWindow++
	left, reset := s.opts.PerMinute-s.inWindow, s.window.Add(time.Minute).Sub(now)
	s.mu.Unlock()
	w.Header().Set("x-ratelimit-limit-requests", fmt.Sprint(s.opts.PerMinute))
	w.Header().Set("x-ratelimit-remaining-requests", fmt.Sprint(max(left, 0)))
	w.Header().Set("x-ratelimit-reset-requests", reset.String())
	if left >= 0 {
		return true
	}
	w.Header().Set("Retry-After", fmt.Sprint(int(reset.Seconds())+1))
	s.fail(
		w,
		failure{
			status:  http.StatusTooManyRequests,
			code:    "rate_limit_exceeded",
			kind:    "requests",
			message: "Rate limit reached",
		},
	)
	return false
}

func (s *Server) models(w http.ResponseWriter, req *http.Request) {
	if !s.authorised(w, req) {
		return
	}
	model := s.opts.Model
	if model == "" {
		model = "test-model"
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).
		Encode(map[string]any{"object": "list", "data": []map[string]any{{"id": model, "object": "model"}}})
}

// transcribe says what is heard in a recording, which has to come in a form, as a WAV and with the name of a model.
func (s *Server) transcribe(w http.ResponseWriter, req *http.Request, body []byte) {
	if !s.authorised(w, req) {
		return
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	file, _, err := req.FormFile("file")
	var wav []byte
	if err == nil {
		wav, err = io.ReadAll(file)
	}
	if err != nil || !bytes.HasPrefix(wav, []byte("RIFF")) || req.FormValue("model") == "" {
		s.fail(w, failure{status: 400, kind: "invalid_request_error", message: "could not parse the request"})
		return
	}
	s.mu.Lock()
	s.recordings = append(s.recordings, wav)
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{"text": s.opts.Heard})
}

// Recordings are those that were sent to be written down.
func (s *Server) Recordings() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([][]byte{}, s.recordings...)
}

// chatRequest is what of a request decides the reply.
type chatRequest struct {
	Model    string `json:"model"`
	Messages []struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	} `json:"messages"`
	Stream              bool     `json:"stream"`
	Temperature         *float64 `json:"temperature"`
	MaxTokens           int      `json:"max_tokens"`
	MaxCompletionTokens int      `json:"max_completion_tokens"`
	Format              *struct {
		Type       string `json:"type"`
		JSONSchema *struct {
			Name   string          `json:"name"`
			Strict bool            `json:"strict"`
			Schema json.RawMessage `json:"schema"`
		} `json:"json_schema"`
	} `json:"response_format"`
}

func (r chatRequest) format() string {
	switch {
	case r.Format == nil:
		return ""
	case r.Format.JSONSchema != nil && r.Format.JSONSchema.Strict:
		return r.Format.Type + ",strict"
	}
	return r.Format.Type
}

func (r chatRequest) text() string {
	var b strings.Builder
	for _, m := range r.Messages {
		b.WriteString(m.Content + "\n")
	}
	return b.String()
}

func (s *Server) chat(w http.ResponseWriter, req *http.Request, body []byte) {
	var r chatRequest
	if err := json.Unmarshal(body, &r); err != nil || len(r.Messages) == 0 {
		s.fail(w, failure{status: 400, kind: "invalid_request_error", message: "could not parse the request"})
		return
	}
	if s.opts.Model != "" && r.Model != s.opts.Model {
		s.fail(
			w,
			failure{
				status:  404,
				code:    "model_not_found",
				kind:    "invalid_request_error",
				message: fmt.Sprintf("The model %q does not exist or you do not have access to it.", r.Model),
			},
		)
		return
	}
	if f := s.behaviour.reject(r); f != nil {
		s.fail(w, *f)
		return
	}
	out := s.reply(r)
	if s.faultDue() && s.opts.Fault.apply(s, w, req, r, &out) {
		return
	}
	s.send(w, out)
}

// faultDue says whether this request meets the fault.
func (s *Server) faultDue() bool {
	if s.opts.Fault == "" {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults++
	return s.opts.Times == 0 || s.faults <= s.opts.Times
}

// outgoing is a reply on its way.
type outgoing struct {
	content, reasoning, refusal string
	reasoningField              string
	finish                      string
	noChoices, noUsage          bool
	streamed, streamCut, tool   bool
	input, output               int
	prefix, suffix              string // around the JSON body
}

func (s *Server) reply(r chatRequest) outgoing {
	text := held(r.text(), s.opts.Context)
	out := outgoing{
		finish:         "stop",
		reasoningField: s.behaviour.reasoningField,
		input:          len(text)/4 + 8,
		prefix:         s.behaviour.prefix,
	}
	out.content = s.behaviour.dress(answer(text, s.opts.Judge), r)
	out.output = len(out.content)/4 + 1
	return out
}

// held is what a server of so many tokens holds of a prompt.
func held(text string, tokens int) string {
	if tokens == 0 || len(text) <= 4*tokens {
		return text
	}
	return CutsFront.cut(text)
}

func (s *Server) send(w http.ResponseWriter, o outgoing) {
	if o.streamed {
		s.stream(w, o)
		return
	}
	message := map[string]any{"role": "assistant", "content": o.content}
	if o.tool {
		message["content"], message["tool_calls"] = nil, []any{map[string]any{
			"id": "call_1", "type": "function", "function": map[string]any{"name": "marks", "arguments": o.content},
		}}
	}
	if o.reasoning != "" {
		message[o.reasoningField] = o.reasoning
	}
	if o.refusal != "" {
		message["refusal"], message["content"] = o.refusal, nil
	}
	body := map[string]any{"id": "chatcmpl-test", "object": "chat.completion", "model": "test", "choices": []any{}}
	if !o.noChoices {
		body["choices"] = []any{
			map[string]any{"index": 0, "message": message, "finish_reason": o.finish, "logprobs": nil},
		}
	}
	if !o.noUsage {
		body["usage"] = s.behaviour.usage(o.input, o.output)
	}
	b, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprintf(w, "%s%s%s", o.prefix, b, o.suffix)
}

// stream sends a reply in pieces; one that is cut lacks its end.
func (s *Server) stream(w http.ResponseWriter, o outgoing) {
	w.Header().Set("Content-Type", "text/event-stream")
	event := func(v any) {
		b, err := json.Marshal(v)
		if err != nil {
			panic(err)
		}
		_, _ = fmt.Fprintf(w, "data: %s\n\n", b)
	}
	runes := []rune(o.content)
	for len(runes) > 0 {
		n := min(40, len(runes))
		delta := map[string]any{"content": string(runes[:n])}
		event(map[string]any{"choices": []any{map[string]any{"index": 0, "delta": delta}}})
		runes = runes[n:]
	}
	if o.streamCut {
		return
	}
	event(map[string]any{
		"choices": []any{map[string]any{"index": 0, "delta": map[string]any{}, "finish_reason": o.finish}},
		"usage":   s.behaviour.usage(o.input, o.output),
	})
	_, _ = fmt.Fprint(w, "data: [DONE]\n\n")
}
