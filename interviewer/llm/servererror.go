package llm

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"mockinterview/interviewer"
)

// carriesError says whether a success is an error in disguise: an error field and no choices.
func carriesError(body []byte) bool {
	var w struct {
		Error   json.RawMessage   `json:"error"`
		Object  string            `json:"object"`
		Choices []json.RawMessage `json:"choices"`
	}
	if json.Unmarshal(body, &w) != nil {
		var list []struct {
			Error json.RawMessage `json:"error"`
		}
		return json.Unmarshal(body, &list) == nil && len(list) > 0 && meaningful(list[0].Error)
	}
	return len(w.Choices) == 0 && (meaningful(w.Error) || w.Object == "error")
}

func meaningful(raw json.RawMessage) bool {
	s := string(bytes.TrimSpace(raw))
	return s != "" && s != "null" && s != "{}" && s != `""`
}

// serverError reads an error of any shape: an object, a bare string, an array, object:"error" at the top, detail, or a
// page of HTML.
func (d *doer) serverError(status int, h http.Header, body []byte) *ServerError {
	e := &ServerError{Status: status, After: retryAfter(h, d.now())}
	if e.After == 0 {
		e.After = waitIn(body)
	}
	e.minute = perMinute().Match(body)
	e.parse(body)
	if e.Message == "" {
		e.Message = http.StatusText(status)
	}
	e.Message, e.Code = d.key.Safe(e.Message), d.key.Safe(e.Code)
	e.Type, e.Param = d.key.Safe(e.Type), d.key.Safe(e.Param)
	e.Kind = e.classify()
	return e
}

func (e *ServerError) parse(body []byte) {
	body = bytes.TrimSpace(body)
	if len(body) > 0 && body[0] == '<' {
		e.Message = "a web page instead of an answer" + title(string(body))
		return
	}
	var list []json.RawMessage
	if json.Unmarshal(body, &list) == nil && len(list) > 0 {
		body = list[0]
	}
	var top map[string]json.RawMessage
	if json.Unmarshal(body, &top) != nil {
		e.Message = unquote(body)
		return
	}
	inner := top["error"]
	var object map[string]json.RawMessage
	switch {
	case json.Unmarshal(inner, &object) == nil && len(object) > 0:
	case meaningful(inner): // a bare string, and perhaps an array of them
		e.Message = unquote(inner)
		object = top
	default:
		object = top
	}
	if e.Message == "" {
		for _, k := range []string{"message", "detail", "msg", "error_description"} {
			if e.Message = unquote(object[k]); e.Message != "" {
				break
			}
		}
	}
	e.Code, e.Type, e.Param = unquote(object["code"]), unquote(object["type"]), unquote(object["param"])
	if e.Type == "" {
		e.Type = unquote(object["status"]) // Gemini: RESOURCE_EXHAUSTED
	}
	if inner := unquote(object["innererror"]); inner != "" && e.Code == "" {
		e.Code = inner
	}
	var meta struct {
		Raw string `json:"raw"` // OpenRouter passes on what the provider said
	}
	if json.Unmarshal(object["metadata"], &meta) == nil && meta.Raw != "" {
		e.Message += ": " + meta.Raw
	}
}

// unquote is a JSON value as text: a string as it is, anything else as written.
func unquote(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if t := strings.TrimSpace(string(raw)); t != "null" {
		return t
	}
	return ""
}

func title(page string) string {
	low := strings.ToLower(page)
	i := strings.Index(low, "<title>")
	if i < 0 || len(low) != len(page) {
		return ""
	}
	rest := page[i+len("<title>"):]
	if j := strings.IndexByte(rest, '<'); j > 0 {
		return ": " + rest[:j]
	}
	return ""
}

// classify says what kind of error it is, by code, type, status and words, in the order in which a mistake would hurt.
func (e *ServerError) classify() error {
	code, text := strings.ToLower(e.Code+" "+e.Type), strings.ToLower(e.Message)
	has := func(s string, any ...string) bool {
		for _, a := range any {
			if strings.Contains(s, a) {
				return true
			}
		}
		return false
	}
	status := e.Status
	if n, err := strconv.Atoi(strings.TrimSpace(e.Code)); err == nil && n >= 400 && n < 600 && status == http.StatusOK {
		status = n // an error inside a success often says its status as the code
	}
	switch {
	case e.minute && status == 429:
		return ErrRateLimited
	case has(code, "insufficient_quota", "billing", "insufficient_balance") || status == 402 ||
		has(text, "exceeded your current quota", "insufficient balance", "credit balance is too low",
			"insufficient credits"):
		return ErrQuota
	case has(code, "content_filter", "content_policy", "responsibleai") ||
		has(text, "content management policy", "content filter"):
		return ErrRefused
	case has(code, "context_length_exceeded", "exceed_context_size", "string_above_max_length") || status == 413 ||
		has(text, "maximum context length", "context length", "context window", "context size", "too many tokens",
			"prompt is too long", "reduce the length", "available context", "input token count"):
		return ErrContext
	case has(code, "model_not_found", "deploymentnotfound", "model_not_available") || (has(text, "model") &&
		has(text, "not found", "does not exist", "not exist", "not a valid model", "no such model", "unknown model",
			"is not supported by any provider", "not loaded")):
		return ErrModel
	case status == 401 || status == 403 || has(code, "invalid_api_key", "authentication_error", "permission_error",
		"permission_denied") || has(text, "incorrect api key", "invalid api key", "api key not valid"):
		return interviewer.ErrUnauthorized
	case status == 429 || has(code, "rate_limit", "resource_exhausted", "slow_down"):
		return ErrRateLimited
	case status == 408:
		return ErrTimeout
	case status >= 500 || has(code, "overloaded"):
		return ErrServer
	case status == 404 || status == 405:
		return ErrEndpoint
	case status >= 300 && status < 400:
		return ErrEndpoint
	case status == http.StatusOK && has(code+text, "server_error", "internal", "unavailable", "timeout", "overload"):
		return ErrServer
	}
	return ErrRequest
}

// perMinute finds a limit by the minute or the second, which servers may call a quota too.
var perMinute = pattern(`(?i)per[ _-]?(minute|second)|/ ?min\b|\b[rt]pm\b|PerMinute`)

// waitWords finds how long a server asks to wait in what it says: the delay of Google's RetryInfo, or a sentence.
var waitWords = pattern(
	`(?i)(?:retryDelay\W{1,8}|(?:retry|try again) (?:in|after) (?:about )?)(\d[\d.]*)\s*(ms|milliseconds?|s|sec|` +
		`seconds?|m|min|minutes?|h|hours?)?((?:\d[\d.]*[hms])*)`,
)

// waitIn is how long the body of an error asks to wait, at most ten minutes; 0 where it says nothing.
func waitIn(body []byte) time.Duration {
	m := waitWords().FindStringSubmatch(string(body))
	if m == nil {
		return 0
	}
	n, err := strconv.ParseFloat(strings.TrimRight(m[1], "."), 64)
	if err != nil {
		return 0
	}
	unit := time.Second
	switch u := strings.ToLower(m[2]); {
	case u == "ms" || strings.HasPrefix(u, "milli"):
		unit = time.Millisecond
	case strings.HasPrefix(u, "m"):
		unit = time.Minute
	case strings.HasPrefix(u, "h"):
		unit = time.Hour
	}
	rest, _ := time.ParseDuration(m[3]) // nothing more, if it is none
	return bounded(n*float64(unit) + float64(rest))
}

// bounded is a wait of at most ten minutes, whatever a server asks for.
func bounded(nanoseconds float64) time.Duration {
	return time.Duration(min(max(nanoseconds, 0), float64(10*time.Minute)))
}

// retryAfter is how long the server asks to wait: retry-after-ms, Retry-After in seconds or as a date, at most ten
// minutes.
func retryAfter(h http.Header, now time.Time) time.Duration {
	var d time.Duration
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil {
		d = bounded(ms * float64(time.Millisecond))
	} else if v := strings.TrimSpace(h.Get("Retry-After")); v != "" {
		if s, err := strconv.ParseFloat(strings.TrimSuffix(v, "s"), 64); err == nil {
			d = bounded(s * float64(time.Second))
		} else if at, err := http.ParseTime(v); err == nil {
			d = at.Sub(now)
		} else if p, err := time.ParseDuration(v); err == nil {
			d = p
		}
	}
	return min(max(d, 0), 10*time.Minute)
}
