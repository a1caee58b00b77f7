package llmtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// Profile is a server whose habits are played.
type Profile string

// The profiles.
const (
	OpenAI     Profile = "openai"
	Azure      Profile = "azure"
	Ollama     Profile = "ollama"
	LMStudio   Profile = "lmstudio"
	VLLM       Profile = "vllm"
	LlamaCPP   Profile = "llama.cpp"
	OpenRouter Profile = "openrouter"
	Groq       Profile = "groq"
	Gemini     Profile = "gemini"
	Anthropic  Profile = "anthropic"
	DeepSeek   Profile = "deepseek"
)

// Profiles lists every profile.
func Profiles() []Profile {
	return []Profile{OpenAI, Azure, Ollama, LMStudio, VLLM, LlamaCPP, OpenRouter, Groq, Gemini, Anthropic, DeepSeek}
}

// behaviour are what sets one server apart from another.
type behaviour struct {
	base           string // what stands in its base URL after the host
	chatPath       string // from the host on; empty for Azure, where it holds the deployment
	keyHeader      string // instead of a bearer token
	prefix         string // before the body of a reply
	reasoningField string
	errors         func(failure) any
	reject         func(chatRequest) *failure
	dress          func(content string, r chatRequest) string
	usage          func(in, out int) map[string]any
}

func (h behaviour) path(req *http.Request) string {
	if h.chatPath != "" {
		return h.chatPath
	}
	if strings.HasPrefix(req.URL.Path, "/openai/deployments/") &&
		strings.HasSuffix(req.URL.Path, "/chat/completions") &&
		req.URL.Query().Get("api-version") != "" {
		return req.URL.Path
	}
	return ""
}

// failure is an error before it gets the shape of a profile.
type failure struct {
	status                     int
	code, kind, param, message string
}

func behaviourOf(p Profile) behaviour {
	h := behaviour{
		base: "/v1", chatPath: "/v1/chat/completions", reasoningField: "reasoning_content", errors: objectError,
		reject: func(chatRequest) *failure { return nil },
		dress:  func(c string, _ chatRequest) string { return c },
		usage:  plainUsage,
	}
	switch p {
	case OpenAI:
		h.reject = strictSchemas
		h.usage = func(in, out int) map[string]any {
			u := plainUsage(in, out)
			u["prompt_tokens_details"] = map[string]any{"cached_tokens": in / 2 / 128 * 128, "audio_tokens": 0}
			u["completion_tokens_details"] = map[string]any{"reasoning_tokens": 0}
			return u
		}
	case Azure:
		h.base, h.chatPath, h.keyHeader = "/openai/deployments/test/chat/completions?api-version=2024-10-21", "",
			"Api-Key"
		h.reject = strictSchemas
		h.errors = func(f failure) any {
			return map[string]any{"error": map[string]any{"code": orStatus(f), "message": f.message}}
		}
	case LMStudio:
		h.reject = func(r chatRequest) *failure {
			if r.format() == "json_object" {
				return &failure{status: 400, message: "'response_format.type' must be 'json_schema' or 'text'"}
			}
			return nil
		}
		h.errors = func(f failure) any { return map[string]any{"error": f.message} }
	case VLLM:
		h.errors = func(f failure) any {
			return map[string]any{
				"object":  "error",
				"message": f.message,
				"type":    "BadRequestError",
				"param":   nil,
				"code":    f.status,
			}
		}
	case LlamaCPP:
		h.errors = func(f failure) any {
			return map[string]any{"error": map[string]any{"code": f.status, "message": f.message, "type": f.kind}}
		}
	case OpenRouter:
		h.base, h.chatPath, h.reasoningField, h.prefix = "/api/v1", "/api/v1/chat/completions", "reasoning",
			"\n         \n"
		h.errors = func(f failure) any {
			return map[string]any{
				"error": map[string]any{
					"code":     f.status,
					"message":  "Provider returned error",
					"metadata": map[string]any{"raw": f.message, "provider_name": "Test"},
				},
				"user_id": "u",
			}
		}
	case Groq:
		h.base, h.chatPath, h.reasoningField = "/openai/v1", "/openai/v1/chat/completions", "reasoning"
		h.reject = noJSONSchema(
			"This model does not support response format `json_schema`. See supported models at our documentation",
		)
		h.errors = func(f failure) any {
			return map[string]any{"error": map[string]any{"message": f.message, "type": f.kind, "code": f.code}}
		}
	case Gemini:
		h.base, h.chatPath = "/v1beta/openai", "/v1beta/openai/chat/completions"
		h.errors = func(f failure) any {
			return []any{
				map[string]any{
					"error": map[string]any{"code": f.status, "message": f.message, "status": geminiStatus(f.status)},
				},
			}
		}
	case Anthropic:
		// the format is ignored
		h.dress = func(c string, _ chatRequest) string { return "Here are my marks.\n\n```json\n" + c + "\n```\n" }
		h.errors = func(f failure) any {
			return map[string]any{"type": "error", "error": map[string]any{"type": f.kind, "message": f.message}}
		}
	case DeepSeek:
		h.prefix = "\n\n\n"
		h.reject = noJSONSchema("This response_format type is unavailable now")
		h.usage = func(in, out int) map[string]any {
			u := plainUsage(in, out)
			u["prompt_cache_hit_tokens"], u["prompt_cache_miss_tokens"] = in/2, in-in/2
			return u
		}
	}
	return h
}

func plainUsage(in, out int) map[string]any {
	return map[string]any{"prompt_tokens": in, "completion_tokens": out, "total_tokens": in + out}
}

func objectError(f failure) any {
	var code, param any
	if f.code != "" {
		code = f.code
	}
	if f.param != "" {
		param = f.param
	}
	return map[string]any{"error": map[string]any{"message": f.message, "type": f.kind, "param": param, "code": code}}
}

func orStatus(f failure) string {
	if f.code != "" {
		return f.code
	}
	return fmt.Sprint(f.status)
}

func geminiStatus(status int) string {
	switch status {
	case 401:
		return "UNAUTHENTICATED"
	case 403:
		return "PERMISSION_DENIED"
	case 404:
		return "NOT_FOUND"
	case 429:
		return "RESOURCE_EXHAUSTED"
	case 503:
		return "UNAVAILABLE"
	}
	return "INVALID_ARGUMENT"
}

// strictSchemas rejects what OpenAI's strict mode rejects: an object without additionalProperties:false, or with a
// property that is not required.
func strictSchemas(r chatRequest) *failure {
	if r.Format == nil || r.Format.JSONSchema == nil || !r.Format.JSONSchema.Strict {
		return nil
	}
	var check func(raw json.RawMessage) bool
	check = func(raw json.RawMessage) bool {
		var s struct {
			Type       string                     `json:"type"`
			Properties map[string]json.RawMessage `json:"properties"`
			Required   []string                   `json:"required"`
			Additional *bool                      `json:"additionalProperties"`
			Items      json.RawMessage            `json:"items"`
		}
		if json.Unmarshal(raw, &s) != nil {
			return false
		}
		if s.Type == "object" && (s.Additional == nil || *s.Additional || len(s.Required) != len(s.Properties)) {
			return false
		}
		for _, p := range s.Properties {
			if !check(p) {
				return false
			}
		}
		return len(s.Items) == 0 || check(s.Items)
	}
	if check(r.Format.JSONSchema.Schema) {
		return nil
	}
	return &failure{
		status:  400,
		kind:    "invalid_request_error",
		param:   "response_format",
		message: "Invalid schema for response_format",
	}
}

func noJSONSchema(message string) func(chatRequest) *failure {
	return func(r chatRequest) *failure {
		if strings.HasPrefix(r.format(), "json_schema") {
			return &failure{status: 400, kind: "invalid_request_error", message: message}
		}
		if r.format() == "json_object" && !strings.Contains(strings.ToLower(r.text()), "json") {
			return &failure{
				status:  400,
				kind:    "invalid_request_error",
				message: "'messages' must contain the word 'json' in some form",
			}
		}
		return nil
	}
}

// fail sends an error in the shape of the profile.
func (s *Server) fail(w http.ResponseWriter, f failure) {
	b, err := json.Marshal(s.behaviour.errors(f))
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(f.status)
	_, _ = w.Write(b)
}
