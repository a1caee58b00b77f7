package llmtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// Fault is a way of breaking.
type Fault string

// The faults. Their names say what the server does.
const (
	WrongKey           Fault = "wrong-key"
	Forbidden          Fault = "forbidden"
	NoQuota            Fault = "no-quota"
	LimitedSeconds     Fault = "limited-seconds"
	LimitedDate        Fault = "limited-date"
	LimitedMillis      Fault = "limited-ms"
	ServerError        Fault = "server-error"
	Unavailable        Fault = "unavailable"
	WebPage            Fault = "web-page"
	WebPageOK          Fault = "web-page-200"
	HangsUp            Fault = "hangs-up"
	EmptyChoices       Fault = "empty-choices"
	EmptyContent       Fault = "empty-content"
	CutOff             Fault = "cut-off"
	Filtered           Fault = "filtered"
	FilteredError      Fault = "filtered-error"
	Refusal            Fault = "refusal"
	FreeText           Fault = "free-text"
	BrokenJSON         Fault = "broken-json"
	Fenced             Fault = "fenced"
	Thinks             Fault = "thinks"
	ReasoningOnly      Fault = "reasoning-only"
	TrailingSpace      Fault = "trailing-space"
	ErrorIn200         Fault = "error-in-200"
	BareStringError    Fault = "bare-string-error"
	ArrayError         Fault = "array-error"
	FlatError          Fault = "flat-error"
	NoUsage            Fault = "no-usage"
	RefusesStrict      Fault = "refuses-strict"
	RefusesSchema      Fault = "refuses-schema"
	RefusesFormats     Fault = "refuses-formats"
	WrongShape         Fault = "wrong-shape"
	ExtraField         Fault = "extra-field"
	RefusesMaxTokens   Fault = "refuses-max-tokens"
	RefusesTemperature Fault = "refuses-temperature"
	RefusesSystem      Fault = "refuses-system-role"
	TooLong            Fault = "too-long"
	CutsFront          Fault = "cuts-front"
	CutsMiddle         Fault = "cuts-middle"
	CutsEnd            Fault = "cuts-end"
	NoCheckWords       Fault = "too-small-for-check-words"
	Redirects          Fault = "redirects"
	Huge               Fault = "huge"
	UnknownSignals     Fault = "unknown-signals"
	Duplicates         Fault = "duplicates"
	OutOfRange         Fault = "out-of-range"
	NoModel            Fault = "no-model"
	TwoAnswers         Fault = "two-answers"
	LeaksKey           Fault = "leaks-key"
	LimitedInBody      Fault = "limited-in-body"
	LimitedLong        Fault = "limited-long"
	MinuteQuota        Fault = "limited-per-minute-as-quota"
	SchemaFault        Fault = "fails-500-on-schema"
	SystemFault        Fault = "fails-500-on-system-role"
	Garbles            Fault = "json-validate-failed"
	StreamsOnly        Fault = "streams-only"
	Streams            Fault = "streams-unasked"
	StreamCut          Fault = "stream-cut-off"
	ErrorInChoice      Fault = "error-in-choice"
	FinishError        Fault = "finish-reason-error"
	CallsTool          Fault = "calls-a-tool"
	SingleQuotes       Fault = "single-quotes"
	ThinksTooLong      Fault = "thinks-until-cut-off"
	Rambles            Fault = "rambles-until-cut-off"
	HintsFirst         Fault = "sends-103-and-102-first"
	HintsForEver       Fault = "sends-102-for-ever"
)

// Faults lists every fault that ends by itself, which HintsForEver does not.
func Faults() []Fault {
	return []Fault{
		WrongKey,
		Forbidden,
		NoQuota,
		LimitedSeconds,
		LimitedDate,
		LimitedMillis,
		ServerError,
		Unavailable,
		WebPage,
		WebPageOK,
		HangsUp,
		EmptyChoices,
		EmptyContent,
		CutOff,
		Filtered,
		FilteredError,
		Refusal,
		FreeText,
		BrokenJSON,
		Fenced,
		Thinks,
		ReasoningOnly,
		TrailingSpace,
		ErrorIn200,
		BareStringError,
		ArrayError,
		FlatError,
		NoUsage,
		RefusesStrict,
		RefusesSchema,
		RefusesFormats,
		WrongShape,
		ExtraField,
		RefusesMaxTokens,
		RefusesTemperature,
		RefusesSystem,
		TooLong,
		CutsFront,
		CutsMiddle,
		CutsEnd,
		NoCheckWords,
		Redirects,
		Huge,
		UnknownSignals,
		Duplicates,
		OutOfRange,
		NoModel,
		TwoAnswers,
		LeaksKey,
		LimitedInBody,
		LimitedLong,
		MinuteQuota,
		SchemaFault,
		SystemFault,
		Garbles,
		StreamsOnly,
		Streams,
		StreamCut,
		ErrorInChoice,
		FinishError,
		CallsTool,
		SingleQuotes,
		ThinksTooLong,
		Rambles,
		HintsFirst,
	}
}

// apply breaks a reply. It gives true if the reply was sent already; else out, perhaps changed, is still to be sent.
func (f Fault) apply(s *Server, w http.ResponseWriter, req *http.Request, r chatRequest, out *outgoing) bool {
	if f.rejects(s, w, r) || f.raw(w, req) {
		return true
	}
	switch f {
	case CutsFront, CutsMiddle, CutsEnd:
		out.content = s.behaviour.dress(answer(f.cut(r.text()), s.opts.Judge), r)
	case Rambles:
		n := max(r.MaxTokens, r.MaxCompletionTokens, 16)
		out.content, out.finish, out.output = strings.Repeat("and so ", n/2), "length", n
	default:
		f.alterReply(out)
	}
	return false
}

// rejects answers with an error in the shape of the profile.
func (f Fault) rejects(s *Server, w http.ResponseWriter, r chatRequest) bool {
	e := failure{status: 400, kind: "invalid_request_error"}
	switch f {
	case WrongKey:
		e = failure{
			status:  401,
			code:    "invalid_api_key",
			kind:    "authentication_error",
			message: "Incorrect API key provided.",
		}
	case Forbidden:
		e = failure{status: 403, kind: "permission_error", message: "Your account may not use this."}
	case NoQuota:
		e = failure{
			status:  429,
			code:    "insufficient_quota",
			kind:    "insufficient_quota",
			message: "You exceeded your current quota, please check your plan and billing details.",
		}
	case LimitedSeconds, LimitedDate, LimitedMillis:
		switch f {
		case LimitedSeconds:
			w.Header().Set("Retry-After", "2")
		case LimitedDate:
			w.Header().Set("Retry-After", s.opts.Now().Add(3*time.Second).UTC().Format(http.TimeFormat))
		default:
			w.Header().Set("Retry-After-Ms", "1500")
		}
		e = failure{status: 429, code: "rate_limit_exceeded", kind: "tokens", message: "Rate limit reached, slow down."}
	case LimitedInBody:
		e = failure{status: 429, code: "rate_limit_exceeded", message: "Please try again in 12.5s."}
	case LimitedLong:
		w.Header().Set("Retry-After", "86400000000000")
		e = failure{status: 429, code: "rate_limit_exceeded", message: "Come back tomorrow."}
	case SchemaFault:
		if !strings.HasPrefix(r.format(), "json_schema") {
			return false
		}
		e = failure{status: 500, kind: "server_error", message: "grammar of response_format could not be compiled"}
	case SystemFault:
		if r.Messages[0].Role != "system" {
			return false
		}
		e = failure{status: 500, kind: "server_error", message: "Jinja: System role not supported"}
	case Garbles:
		e.code, e.message = "json_validate_failed", "Failed to generate JSON. Please adjust your prompt."
	case StreamsOnly:
		if r.Stream {
			return false
		}
		e.message = "This model supports stream mode only, please set stream to true."
	case ServerError:
		e = failure{status: 500, kind: "server_error", message: "The server had an error."}
	case Unavailable:
		e = failure{status: 503, kind: "overloaded_error", message: "Overloaded, try later."}
	case FilteredError:
		e.code, e.message = "content_filter",
			"The response was filtered due to the prompt triggering the content management policy."
	case TooLong:
		e.code, e.message = "context_length_exceeded", "This model's maximum context length is 4096 tokens."
	case NoModel:
		e = failure{
			status:  404,
			code:    "model_not_found",
			kind:    "not_found_error",
			message: `The model "test" does not exist.`,
		}
	case RefusesStrict:
		if !strings.HasSuffix(r.format(), ",strict") {
			return false
		}
		e.param, e.message = "response_format", "strict is not supported"
	case RefusesSchema:
		if !strings.HasPrefix(r.format(), "json_schema") {
			return false
		}
		e.param, e.message = "response_format", "response_format json_schema is not supported"
	case RefusesFormats:
		if r.Format == nil {
			return false
		}
		e = failure{
			status:  422,
			kind:    "invalid_request_error",
			param:   "response_format",
			message: "Extra inputs are not permitted: response_format",
		}
	case RefusesMaxTokens:
		if r.MaxTokens == 0 {
			return false
		}
		e.code, e.param = "unsupported_parameter", "max_tokens"
		e.message = "Unsupported parameter: 'max_tokens' is not supported with this model. Use " +
			"'max_completion_tokens' instead."
	case RefusesTemperature:
		if r.Temperature == nil {
			return false
		}
		e.code, e.param, e.message = "unsupported_value", "temperature",
			"Unsupported value: 'temperature' does not support 0 with this model."
	case RefusesSystem:
		if r.Messages[0].Role != "system" {
			return false
		}
		e.message = "System role not supported"
	default:
		return false
	}
	s.fail(w, e)
	return true
}

// raw answers with something that is no error of the profile.
func (f Fault) raw(w http.ResponseWriter, req *http.Request) bool {
	say := func(status int, kind, body string) bool {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
		return true
	}
	switch f {
	case WebPage:
		return say(502, "text/html", "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>")
	case WebPageOK:
		return say(200, "text/html", "<!doctype html><title>Welcome</title><p>Please log in to the hotel network.")
	case HangsUp:
		if h, ok := w.(http.Hijacker); ok {
			if c, _, err := h.Hijack(); err == nil {
				_ = c.Close()
				return true
			}
		}
		return say(500, "text/plain", "")
	case MinuteQuota:
		return say(429, "application/json", `[{"error":{"code":429,"message":"You exceeded your current quota, please `+
			`check your plan and billing details.","status":"RESOURCE_EXHAUSTED","details":[{"@type":`+
			`"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"GenerateRequestsPerMinute`+
			`PerProjectPerModel-FreeTier"}]},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}]`)
	case ErrorInChoice:
		return say(200, "application/json", `{"choices":[{"index":0,"message":{"role":"assistant","content":""},`+
			`"error":{"code":502,"message":"Upstream went away"},"finish_reason":"error"}]}`)
	case FinishError:
		return say(200, "application/json", `{"choices":[{"index":0,"message":{"role":"assistant",`+
			`"content":"The provider is overloaded"},"finish_reason":"error"}]}`)
	case ErrorIn200:
		return say(200, "application/json", `{"error":{"code":502,"message":"Upstream is unavailable"}}`)
	case BareStringError:
		return say(400, "application/json", `{"error":"something is wrong with this request"}`)
	case ArrayError:
		return say(
			400,
			"application/json",
			`[{"error":{"code":400,"message":"Invalid value","status":"INVALID_ARGUMENT"}}]`,
		)
	case FlatError:
		return say(
			400,
			"application/json",
			`{"object":"error","message":"flat and wrong","type":"BadRequestError","code":400}`,
		)
	case Redirects:
		http.Redirect(w, req, "http://elsewhere.invalid/v1/chat/completions", http.StatusTemporaryRedirect)
		return true
	case HintsFirst:
		w.WriteHeader(http.StatusEarlyHints)
		w.WriteHeader(http.StatusProcessing)
	case HintsForEver:
		for {
			select {
			case <-req.Context().Done():
				return true
			case <-time.After(time.Second):
				w.WriteHeader(http.StatusProcessing)
			}
		}
	case Huge:
		return say(200, "application/json", `{"choices":[{"message":{"content":"`+strings.Repeat("x", 5<<20)+`"}}]}`)
	case LeaksKey:
		return say(
			500,
			"application/json",
			fmt.Sprintf(
				`{"error":{"message":"bad header %s \u001b[31mred\u202e","type":"x"}}`,
				req.Header.Get("Authorization")+req.Header.Get("Api-Key"),
			),
		)
	}
	return false
}

// alterReply changes a reply that is sent as a success.
func (f Fault) alterReply(o *outgoing) {
	switch f {
	case EmptyChoices:
		o.noChoices = true
	case Streams, StreamsOnly:
		o.streamed = true
	case StreamCut:
		o.streamed, o.streamCut = true, true
	case ThinksTooLong:
		o.reasoning, o.content, o.finish = strings.Repeat("Hm. ", 50), "", "length"
	case CallsTool:
		o.tool = true
	case SingleQuotes:
		o.content = strings.ReplaceAll(strings.ReplaceAll(o.content, "'", "’"), `"`, "'")
	case EmptyContent:
		o.content = ""
	case CutOff:
		o.content, o.finish = o.content[:len(o.content)/2], "length"
	case Filtered:
		o.content, o.finish = "", "content_filter"
	case Refusal:
		o.refusal = "I'm sorry, I can't help with that."
	case FreeText:
		o.content = "The candidate did quite well overall. I would say strong."
	case BrokenJSON:
		o.content = strings.Replace(o.content, `"marks":[`, `"marks":[[`, 1)
	case Fenced:
		o.content = "Sure:\n```json\n" + o.content + "\n```\nLet me know."
	case Thinks:
		o.content = "<think>Let me see {\"marks\": maybe} hmm.</think>\n" + o.content
	case ReasoningOnly:
		o.reasoning, o.content = "I think it is this. "+o.content, ""
	case TrailingSpace:
		o.content, o.finish = o.content+strings.Repeat(" \n", 4000), "length"
	case NoUsage:
		o.noUsage = true
	case WrongShape:
		o.content = `{"result":"strong","confidence":0.93}`
	case ExtraField:
		o.content = strings.ReplaceAll(o.content, `"verdict":`, `"confidence":0.9,"verdict":`)
	case NoCheckWords:
		o.content = checkField.ReplaceAllString(o.content, "")
	case UnknownSignals, Duplicates, OutOfRange:
		o.content = f.alterMarks(o.content)
	case TwoAnswers:
		o.content += "\n\nOr rather:\n" + strings.ReplaceAll(o.content, `"absent"`, `"shown"`)
	}
}

// alterMarks changes the marks of a reply.
func (f Fault) alterMarks(content string) string {
	var w struct {
		Marks []Mark `json:"marks"`
	}
	i, j := strings.IndexByte(content, '{'), strings.LastIndexByte(content, '}')
	if i < 0 || json.Unmarshal([]byte(content[i:j+1]), &w) != nil {
		return content
	}
	var out []Mark
	for k, m := range w.Marks {
		out = append(out, m)
		switch {
		case f == UnknownSignals:
			out = append(out, Mark{Signal: "made-up-" + m.Signal, Evidence: m.Evidence, Reason: "x", Verdict: "shown"})
		case f == Duplicates:
			out = append(
				out,
				Mark{Signal: m.Signal, Evidence: []string{"we do everything"}, Reason: "x", Verdict: "shown"},
			)
		case f == OutOfRange && k == 0:
			out[k].Verdict = "excellent"
		}
	}
	return content[:i] + strings.Replace(marshalMarks(out), "{", "{"+checkField.FindString(content), 1) + content[j+1:]
}

// checkField are the check words of a reply.
var checkField = regexp.MustCompile(`"check":\[[^\]]*\],`)

// cut is a prompt as a server with too little room leaves it. What says that marks are wanted stays, so that the reply
// looks like any other.
func (f Fault) cut(prompt string) string {
	n := len(prompt)
	const wanted = "\n{\"marks\":[\n"
	switch f {
	case CutsFront:
		return wanted + prompt[n/5:]
	case CutsMiddle:
		return prompt[:n/4] + wanted + prompt[3*n/4:]
	case CutsEnd:
		cut, _, _ := strings.Cut(prompt, "Last check word") // the window is full there, whatever follows
		return cut
	}
	return prompt
}
