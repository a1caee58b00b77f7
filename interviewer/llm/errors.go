package llm

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric/text"
)

// What went wrong, for a hint. Each comes wrapped together with one of interviewer's errors, which decides the status
// of the grade.
var (
	// ErrQuota: the account has no credit left (insufficient_quota, 402). Never retried.
	ErrQuota = errors.New("the account's quota is used up")
	// ErrCertificate: the server's TLS certificate was not accepted. Never retried; a CA file may be what is missing.
	ErrCertificate = errors.New("the server's certificate was not accepted")
	// ErrContextTruncated: the reply does not repeat the check words of the prompt, so the server cut it in silence.
	// Its context setting is too small (num_ctx of Ollama, -c of llama.cpp, max-model-len of vLLM, context length of
	// LM Studio).
	ErrContextTruncated = errors.New("the server cut the prompt short")
	// ErrContext: the prompt is larger than the model's window, by our count or the server's word.
	ErrContext = errors.New("the prompt is larger than the model's window")
	// ErrBudget: the next call could pass the budget, or no price is known to keep one by.
	ErrBudget = errors.New("over budget")
	// ErrModel: the server does not know the model.
	ErrModel = errors.New("the server does not know the model")
	// ErrEndpoint: what answers there is no OpenAI-compatible endpoint, or its path is another one.
	ErrEndpoint = errors.New("no chat endpoint at this address")
	// ErrRateLimited: the server kept asking to slow down.
	ErrRateLimited = errors.New("the server asks to slow down")
	// ErrUnreachable: no connection, or it broke.
	ErrUnreachable = errors.New("the server cannot be reached")
	// ErrTimeout: no answer in time; local models may need a longer timeout.
	ErrTimeout = errors.New("no answer in time")
	// ErrServer: the server failed, 5xx.
	ErrServer = errors.New("the server has a fault")
	// ErrRedirect: the server sent us to another host, which is refused.
	ErrRedirect = errors.New("redirected to another host")
	// ErrRefused: the model or a filter refused.
	ErrRefused = errors.New("refused")
	// ErrRequest: the server rejects the request as malformed, whatever is left out of it.
	ErrRequest = errors.New("the server rejects the request")
	// ErrDocument: a job description or a résumé is too large.
	ErrDocument = errors.New("too large")
	// ErrConfig: the configuration cannot work.
	ErrConfig = errors.New("configuration")
)

// ConfigError says which field of a Config cannot be. It wraps ErrConfig.
type ConfigError struct {
	Field string
	Err   error
}

func (e *ConfigError) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *ConfigError) Unwrap() error { return e.Err }

// ServerError is what a server said. Message has been made safe to show: the key replaced, control characters visible,
// its length capped.
type ServerError struct {
	Status  int // of HTTP; 200 for an error in the body of a success
	Code    string
	Type    string
	Param   string
	Message string
	After   time.Duration // how long the server asks to wait; 0 if it does not say
	Kind    error         // one of the errors above
	minute  bool          // it names a limit by the minute or the second
}

func (e *ServerError) Error() string {
	var b strings.Builder
	b.WriteString(e.Kind.Error())
	if e.Status != 0 && e.Status != 200 {
		fmt.Fprintf(&b, " (status %d)", e.Status)
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	return b.String()
}

// Unwrap gives the kind, and interviewer's error for the status of a grade.
func (e *ServerError) Unwrap() []error { return []error{e.Kind, statusOf(e.Kind)} }

// statusOf says what an error of ours means for the grade.
func statusOf(kind error) error {
	switch kind {
	case interviewer.ErrUnauthorized:
		return interviewer.ErrUnauthorized
	case ErrContext:
		return interviewer.ErrTooLong
	case ErrRefused:
		return interviewer.ErrUngradable
	}
	return interviewer.ErrPending
}

// problem is a failure that did not come from a server's words.
func problem(kind error, format string, args ...any) error {
	text := fmt.Sprintf(format, args...)
	if text != "" {
		text = ": " + text
	}
	return fmt.Errorf("%w%s%w", kind, text, silent{statusOf(kind)})
}

// silent adds an error to a chain without adding to its text.
type silent struct{ err error }

func (silent) Error() string   { return "" }
func (s silent) Unwrap() error { return s.err }

// unusable is output that cannot be made a grade of.
func unusable(format string, args ...any) error {
	return fmt.Errorf("%w: %s", interviewer.ErrUnusable, fmt.Sprintf(format, args...))
}

// longestMessage caps what is shown of a server's message, in code points.
const longestMessage = 300

// Safe makes text of a server fit to be shown: without the key, without control characters, on one line, and not too
// long.
func (s Secret) Safe(said string) string {
	said = strings.Map(func(r rune) rune {
		if text.Ignorable(r) {
			return '·'
		}
		return r
	}, s.redact(said))
	return interviewer.Beginning(interviewer.OneLine(said), longestMessage)
}
