package llm

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
)

// ollamaPort is where Ollama listens.
const ollamaPort = "11434"

// ollamaPath is Ollama's own way of chatting. Its OpenAI-compatible way takes no size of the context: it ignores
// num_ctx, and holds every prompt to what the server is set to, 4096 tokens on most machines.
const ollamaPath = "/api/chat"

// A context is at least of this size, and grows in doublings: a model is loaded anew for each size.
const leastContext = 8192

// ollama speaks Ollama's own way to a server at its port, until that is found to be something else.
type ollama struct {
	likely  bool
	other   atomic.Bool // it knows no such path
	context atomic.Int64
}

func newOllama(end endpoint) *ollama {
	_, port, err := net.SplitHostPort(end.host)
	return &ollama{likely: err == nil && port == ollamaPort && end.path == "/v1"}
}

// speaks says whether a request is one for Ollama's own way.
func (o *ollama) speaks(req *http.Request) bool {
	return o.likely && !o.other.Load() && req.Method == http.MethodPost
}

// contextFor is the size of the context for a prompt and its reply.
func (o *ollama) contextFor(tokens int) int64 {
	for {
		has := o.context.Load()
		size := max(has, leastContext)
		for size < int64(tokens) {
			size *= 2
		}
		if size == has || o.context.CompareAndSwap(has, size) {
			return size
		}
	}
}

// native is a request in Ollama's own way. It is streamed, so that a slow answer is heard while it is written. Fields
// of the configuration that this program does not know stay as they are, and win.
func (o *ollama) native(req *http.Request, tokens int) (*http.Request, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	var known struct {
		Format *struct {
			Type       string `json:"type"`
			JSONSchema struct {
				Schema json.RawMessage `json:"schema"`
			} `json:"json_schema"`
		} `json:"response_format"`
		Options map[string]any `json:"options"`
	}
	fields := map[string]any{}
	if err := errors.Join(json.Unmarshal(body, &known), json.Unmarshal(body, &fields)); err != nil {
		return nil, err
	}
	options := map[string]any{"num_ctx": o.contextFor(tokens)}
	for theirs, own := range map[string]string{
		"temperature": "temperature", maxTokens: "num_predict", maxCompletionTokens: "num_predict",
	} {
		if v, ok := fields[theirs]; ok {
			options[own] = v
		}
		delete(fields, theirs)
	}
	maps.Copy(options, known.Options)
	fields["options"], fields["stream"] = options, true
	if effort, ok := fields["reasoning_effort"]; ok {
		fields["think"] = effort
	}
	if f := known.Format; f != nil && len(f.JSONSchema.Schema) > 0 {
		fields["format"] = f.JSONSchema.Schema
	} else if f != nil {
		fields["format"] = "json"
	}
	delete(fields, "reasoning_effort")
	delete(fields, "response_format")
	out, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	native := req.Clone(req.Context())
	native.URL.Path = ollamaPath
	setBody(native, out)
	setBody(req, body) // for a server that is none of Ollama's
	return native, nil
}

// setBody gives a request a body that can be sent again.
func setBody(req *http.Request, body []byte) {
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	req.Body, _ = req.GetBody()
	req.ContentLength = int64(len(body))
}

// refuses says whether a server knows no such path, and remembers it. Ollama says in JSON what it does not find.
func (o *ollama) refuses(res *http.Response) bool {
	if (res.StatusCode == http.StatusNotFound || res.StatusCode == http.StatusMethodNotAllowed) &&
		!strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		o.other.Store(true)
		return true
	}
	return false
}

// ollamaPiece is a line of a reply.
type ollamaPiece struct {
	Message struct {
		Content  string `json:"content"`
		Thinking string `json:"thinking"`
	} `json:"message"`
	Done   bool   `json:"done"`
	Reason string `json:"done_reason"`
	Read   number `json:"prompt_eval_count"`
	Wrote  number `json:"eval_count"`
}

// joinOllama makes one reply of the lines of one. An error among them is the reply.
func joinOllama(body []byte) ([]byte, error) {
	r := reply{choices: 1}
	done := false
	for line := range bytes.Lines(body) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if carriesError(line) {
			return line, nil
		}
		var p ollamaPiece
		if err := json.Unmarshal(line, &p); err != nil {
			return nil, err
		}
		r.content, r.reasoning = r.content+p.Message.Content, r.reasoning+p.Message.Thinking
		if p.Done {
			done, r.finish = true, p.Reason
			r.usage = usage{known: p.Read > 0, input: int(p.Read), output: int(p.Wrote)}
		}
	}
	if !done {
		return nil, errStreamCut
	}
	return r.canonical(), nil
}
