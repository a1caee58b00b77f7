package llm

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"

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
	NoSystem      bool   `json:"no_system"`
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
	if !errors.As(err, &e) || (e.Kind != ErrRequest && (e.Kind != ErrEndpoint || e.Status != http.StatusNotFound)) {
		return d, false
	}
	switch e.Status {
	case http.StatusBadRequest,
		http.StatusNotFound,
		http.StatusUnprocessableEntity,
		http.StatusOK,
		http.StatusNotImplemented,
		http.StatusUnsupportedMediaType:
	default:
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
	case !d.NoStream && strings.Contains(said, "stream"):
		d.NoStream = true
		return d, true
	case d.Format < FormatPromptOnly:
		d.Format++
		return d, true
	}
	return d, false
}

// dialects remembers, for one host, what each model takes; with a cache also beyond this process.
type dialects struct {
	mu    sync.Mutex
	m     map[string]dialect
	cache Cache
	host  string
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
	ds.put(model, next)
	return next
}

// save writes what worked to the cache, for the next process.
func (ds *dialects) save(model string) {
	if ds.cache == nil {
		return
	}
	ds.mu.Lock()
	d := ds.m[model]
	ds.mu.Unlock()
	if d == initialDialect(ds.host, model) {
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
