package llm

import (
	"fmt"
	"strings"
)

const redacted = "[redacted]"

// Secret is a key. However it is printed, logged or encoded, it says [redacted]; only Reveal gives the key itself.
type Secret struct{ value string }

// NewSecret wraps a key; white space around it, as a file or a command leaves it, is dropped.
func NewSecret(key string) Secret { return Secret{value: strings.TrimSpace(key)} }

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
