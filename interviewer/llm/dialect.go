package llm

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"mockinterview/interviewer"
)

// Format is how firmly a server can be held to a schema, the firmest first.
type Format int

// The formats, in the order in which they are tried. A server that rejects one is asked in the next, and that is
// remembered for its host and model.
const (
	FormatStrictSchema Format = iota // json_schema, strict
	FormatSchema                     // json_schema, not strict
	FormatJSONObject                 // json_object
	FormatPromptOnly                 // nothing but the words of the prompt
)

func (r Format) String() string {
	switch r {
	case FormatStrictSchema:
		return "strict json_schema"
	case FormatSchema:
		return "json_schema"
	case FormatJSONObject:
		return "json_object"
	}
	return "prompt only"
}

// The names of the parameter that limits a reply.
const (
	maxTokens           = "max_tokens"
	maxCompletionTokens = "max_completion_tokens"
)

// dialect is what a server was found to understand for one model.
type dialect struct {
	Format        Format `json:"rung"`  // the name that caches hold
	Limit         string `json:"limit"` // the name of the parameter, or empty when none is taken
	Swapped       bool   `json:"swapped"`
	NoTemperature bool   `json:"no_temperature"`
	NoStream      bool   `json:"no_stream"`
	Stream        bool   `json:"stream,omitempty"`  // the server answers in streams only
	Room          int    `json:"room,omitempty"`    // times the usual room of a reply; 0 is once
	Lowered       int64  `json:"lowered,omitempty"` // when the format was lowered, in Unix seconds
	NoSystem      bool   `json:"no_system"`
	// what doctor measured of the model; zero is unknown
	NoCheck bool    `json:"no_check,omitempty"` // it cannot repeat check words
	Small   bool    `json:"small,omitempty"`    // it is slow or loses its way, so it is asked tersely
	Read    float64 `json:"read,omitempty"`     // tokens of a prompt in a second
	Write   float64 `json:"write,omitempty"`    // tokens of a reply in a second
}

// reasoning says whether a model thinks before it answers, by its name: it takes no temperature and needs room to
// think.
func reasoning(model string) bool {
	name := strings.ToLower(model)
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		name = name[i+1:]
	}
	for _, p := range []string{"o1", "o3", "o4", "gpt-5", "gpt-6"} {
		if strings.HasPrefix(name, p) && !strings.Contains(name, "chat") {
			return true
		}
	}
	for _, part := range []string{"reasoner", "thinking", "deepseek-r1", "qwq", "qwen3", "magistral", "gpt-oss"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// initialDialect is the dialect to begin with.
func initialDialect(host, model string) dialect {
	d := dialect{Limit: maxTokens}
	if strings.HasSuffix(host, "api.openai.com") || isAzure(host) {
		d.Limit = maxCompletionTokens
		d.NoTemperature = reasoning(model)
	}
	return d
}

// next gives the next dialect to try after a rejection, if there is one. It changes one thing: the one that the error
// names, else the format.
func (d dialect) next(err error) (dialect, bool) {
	var e *ServerError
	if !errors.As(err, &e) || (e.Kind != ErrRequest && !namesFeature(err) &&
		(e.Kind != ErrEndpoint || e.Status != http.StatusNotFound)) {
		return d, false
	}
	if !namesFeature(err) && !rejects(e.Status) {
		return d, false
	}
	said := strings.ToLower(e.Param + " " + e.Message)
	switch {
	case d.Limit != "" && (strings.Contains(said, maxTokens) || strings.Contains(said, maxCompletionTokens)):
		switch {
		case d.Swapped:
			d.Limit = ""
		case d.Limit == maxTokens:
			d.Limit, d.Swapped = maxCompletionTokens, true
		default:
			d.Limit, d.Swapped = maxTokens, true
		}
		return d, true
	case !d.NoTemperature && strings.Contains(said, "temperature"):
		d.NoTemperature = true
		return d, true
	case !d.NoSystem && strings.Contains(said, "system") && strings.Contains(said, "role"):
		d.NoSystem = true
		return d, true
	case !d.Stream && wantsStream(said):
		d.Stream = true
		return d, true
	case !d.NoStream && !d.Stream && strings.Contains(said, "stream"):
		d.NoStream = true
		return d, true
	case d.Format < FormatPromptOnly:
		d.Format++
		return d, true
	}
	return d, false
}

// rejects says whether a status is one with which servers turn down a request that they do not understand.
func rejects(status int) bool {
	switch status {
	case http.StatusBadRequest,
		http.StatusNotFound,
		http.StatusUnprocessableEntity,
		http.StatusOK,
		http.StatusNotImplemented,
		http.StatusUnsupportedMediaType:
		return true
	}
	return false
}

// namesFeature says whether a fault of the server names a feature of the request that it cannot take: some answer 500
// where others answer 400.
func namesFeature(err error) bool {
	var e *ServerError
	if !errors.As(err, &e) || e.Status < 500 || e.Kind != ErrServer {
		return false
	}
	said := strings.ToLower(e.Param + " " + e.Message)
	return strings.Contains(said, "response_format") || strings.Contains(said, "json_schema") ||
		strings.Contains(said, "grammar") || strings.Contains(said, "system") && strings.Contains(said, "role")
}

// wantsStream says whether a server answers in streams only.
func wantsStream(said string) bool {
	return strings.Contains(said, "stream") && (strings.Contains(said, "only") ||
		strings.Contains(said, "must be true") || strings.Contains(said, "must be set") || strings.Contains(said, "required"))
}

// garbled says whether the model failed to keep to a format that the server does understand.
func garbled(err error) bool {
	var e *ServerError
	return errors.As(err, &e) && (strings.Contains(e.Code, "json_validate_failed") ||
		strings.Contains(strings.ToLower(e.Message), "failed to generate json"))
}

// A format that a server refused is tried again after this time: servers and models are updated.
const formatDays = 24 * time.Hour

// dialects remembers, for one host, what each model takes; with a cache also beyond this process.
type dialects struct {
	mu    sync.Mutex
	m     map[string]dialect
	cache Cache
	host  string
	now   func() time.Time
	// failures in a row to keep to the format, by model
	failures map[string]int
}

// learn keeps what was measured of a model.
func (ds *dialects) learn(model string, change func(*dialect)) {
	d := ds.get(model)
	change(&d)
	ds.mu.Lock()
	ds.put(model, d)
	ds.mu.Unlock()
	ds.keep(model, d)
}

// bearWith says whether a format that a model failed to keep to is given one more try.
func (ds *dialects) bearWith(model string) bool {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	if ds.failures == nil {
		ds.failures = map[string]int{}
	}
	ds.failures[model]++
	if ds.failures[model] < 2 {
		return true
	}
	ds.failures[model] = 0
	return false
}

// widen remembers that a model thinks before it answers, so that its replies need twice the room. Those that are known
// by name for it have their room already.
func (ds *dialects) widen(model string) {
	if reasoning(model) {
		return
	}
	ds.mu.Lock()
	d := ds.m[model]
	d.Room = 2
	ds.put(model, d)
	ds.mu.Unlock()
	ds.save(model)
}

// forget begins again with what a model is taken to understand at first.
func (ds *dialects) forget(model string) {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	ds.put(model, initialDialect(ds.host, model))
}

func (ds *dialects) get(model string) dialect {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	if d, ok := ds.m[model]; ok {
		return d
	}
	d := initialDialect(ds.host, model)
	if ds.cache != nil {
		if b, ok := ds.cache.Get(ds.key(model)); ok {
			var kept dialect
			if json.Unmarshal(b, &kept) == nil && kept.Format >= FormatStrictSchema && kept.Format <= FormatPromptOnly {
				if ds.now().Sub(time.Unix(kept.Lowered, 0)) > formatDays {
					kept.Format, kept.Lowered = d.Format, 0
				}
				d = kept
			}
		}
	}
	ds.put(model, d)
	return d
}

// advance replaces the dialect that was used by the next one, unless another call has learned something already. It
// gives the one to use.
func (ds *dialects) advance(model string, used, next dialect) dialect {
	ds.mu.Lock()
	defer ds.mu.Unlock()
	if now, ok := ds.m[model]; ok && now != used {
		return now
	}
	if next.Format > used.Format {
		next.Lowered = ds.now().Unix()
	}
	ds.put(model, next)
	return next
}

// save keeps what worked, where it is not what every model begins with.
func (ds *dialects) save(model string) {
	ds.mu.Lock()
	d := ds.m[model]
	delete(ds.failures, model)
	ds.mu.Unlock()
	if d != initialDialect(ds.host, model) {
		ds.keep(model, d)
	}
}

// keep writes what is known of a model to the cache, for the next process.
func (ds *dialects) keep(model string, d dialect) {
	if ds.cache == nil {
		return
	}
	if b, err := json.Marshal(d); err == nil {
		ds.cache.Put(ds.key(model), b)
	}
}

func (ds *dialects) put(model string, d dialect) {
	if ds.m == nil {
		ds.m = map[string]dialect{}
	}
	ds.m[model] = d
}

func (ds *dialects) key(model string) string { return "dialect/1/" + ds.host + "/" + model }

// retryable says whether the same request may succeed if it is sent again.
func retryable(err error) bool {
	for _, never := range []error{ErrCertificate, ErrQuota, ErrRedirect, ErrRefused, ErrContext,
		interviewer.ErrUnauthorized} {
		if errors.Is(err, never) {
			return false
		}
	}
	for _, again := range []error{ErrRateLimited, ErrServer, ErrUnreachable, ErrTimeout} {
		if errors.Is(err, again) {
			return true
		}
	}
	return false
}
