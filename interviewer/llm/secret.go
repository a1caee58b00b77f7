package llm

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const redacted = "[redacted]"

// Secret is a key. However it is printed, logged or encoded, it says [redacted]; only Reveal gives the key itself.
type Secret struct {
	value string
	also  *Secret // hidden with it
}

// assignment is what stands before a key that was copied out of a shell or an .env file.
var assignment = pattern(`^(?:export\s+)?[A-Z][A-Z0-9_]*=`)

// NewSecret wraps a key. What files, shells and commands leave round it is dropped: white space, a byte order mark,
// NAME=, the Bearer of a header, and quotes, also those of a word processor.
func NewSecret(key string) Secret {
	key = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(key), "\ufeff"))
	key = assignment().ReplaceAllString(key, "")
	for _, q := range []string{`""`, "''", "``", "“”", "‘’"} {
		open, size := utf8.DecodeRuneInString(q)
		inner, ok := strings.CutPrefix(key, string(open))
		if inner, closed := strings.CutSuffix(inner, q[size:]); ok && closed {
			key = strings.TrimSpace(inner)
		}
	}
	return Secret{value: strings.TrimSpace(strings.TrimPrefix(key, "Bearer "))}
}

// Usable says whether a server could be sent the key: a blank, a line break or a character beyond ASCII within it shows
// that something else was taken along, or put in its place.
func (s Secret) Usable() bool {
	return !strings.ContainsFunc(s.value, func(r rune) bool { return r <= ' ' || r > '~' })
}

// With is the same key, which when it hides itself in a text hides the other, too.
func (s Secret) With(other Secret) Secret {
	other.also = s.also
	s.also = &other
	return s
}

// Empty says whether there is no key.
func (s Secret) Empty() bool { return s.value == "" }

// Reveal gives the key, for the one header that needs it.
func (s Secret) Reveal() string { return s.value }

// String hides the key.
func (Secret) String() string { return redacted }

// GoString hides the key from %#v.
func (Secret) GoString() string { return redacted }

// Format hides the key from every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// MarshalJSON hides the key from encoders.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// MarshalText hides the key from encoders of text.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// shortestSecret is the length from which a key is replaced wherever it appears; a shorter one would make nonsense of
// ordinary text.
const shortestSecret = 6

// redact replaces the key in a text, whole or as the tail that some servers show.
func (s Secret) redact(text string) string {
	if s.also != nil {
		text = s.also.redact(text)
	}
	if len(s.value) < shortestSecret {
		return text
	}
	text = strings.ReplaceAll(text, s.value, redacted)
	if len(s.value) >= 20 { // "Incorrect API key provided: sk-abcd****wxyz"
		head, tail := s.value[:8], s.value[len(s.value)-4:]
		for from := 0; ; {
			i := strings.Index(text[from:], head)
			if i < 0 {
				break
			}
			i += from
			end := i + len(head)
			for end < len(text) && text[end] > ' ' && !strings.ContainsRune(`"'.,;)`, rune(text[end])) {
				end++
			}
			if strings.HasSuffix(text[i:end], tail) || strings.Contains(text[i:end], "*") {
				text = text[:i] + redacted + text[end:]
				end = i + len(redacted)
			}
			from = end
		}
	}
	return text
}
