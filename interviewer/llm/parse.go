package llm

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
)

// errShape says that a reply has the wrong shape; it is worth one request to repair it.
var errShape = errors.New("the reply has the wrong shape")

// shapeError says what is wrong with the shape. Why is our own wording, so it may be sent back to the model.
type shapeError struct{ why string }

func (e shapeError) Error() string { return "the reply has the wrong shape: " + e.why }
func (e shapeError) Unwrap() error { return errShape }

// largestText is how much of a reply is looked through.
const largestText = 256 << 10

// findJSON gives the JSON object of a shape in a reply that may also hold thinking, fences and talk, or be JSON only
// nearly. Where several objects of the shape stand, the last one counts: it is what the model came to.
func findJSON(text, shape string) ([]byte, error) {
	if len(text) > largestText {
		return nil, shapeError{"it is far too long"}
	}
	text = withoutThinking(strings.TrimPrefix(text, "\ufeff"))
	if inner, ok := inString(text); ok {
		text = inner
	}
	if strings.TrimSpace(text) == "" {
		return nil, shapeError{"it is empty"}
	}
	found, why := lastObject(text, shape)
	if found != nil {
		return found, nil
	}
	if raw, ok := repaired(text); ok {
		if raw = reshaped(shape, raw); validate(shape, raw) == nil {
			return raw, nil
		}
	}
	return nil, shapeError{why}
}

// lastObject gives the last object of a shape, or says why there is none.
func lastObject(text, shape string) (found []byte, why string) {
	why = "it holds no JSON object"
	for rest, tries := text, 0; tries < 64; tries++ {
		i := strings.IndexAny(rest, "{[")
		if i < 0 {
			break
		}
		rest = rest[i:]
		raw, n := firstValue(rest)
		if raw == nil {
			if tries == 0 {
				why = "the JSON is broken or incomplete"
			}
			rest = rest[1:]
			continue
		}
		rest = rest[n:]
		raw = reshaped(shape, raw)
		if err := validate(shape, raw); err != nil {
			if found == nil {
				why = "the object does not follow the required schema" + faultLocation(err)
			}
			continue
		}
		found = raw
	}
	return found, why
}

// firstValue decodes the object or list at the start of a text and says how many bytes it takes; nil if there is no
// whole one.
func firstValue(text string) (raw []byte, n int) {
	dec := json.NewDecoder(strings.NewReader(text))
	var m json.RawMessage
	if dec.Decode(&m) != nil {
		return nil, 0
	}
	return m, int(dec.InputOffset())
}

// isCompleteJSON says whether a text holds a whole JSON object with nothing but white space or a fence after it: then a
// reply that was cut off lost nothing.
func isCompleteJSON(text string) bool {
	text = withoutThinking(text)
	i := strings.IndexByte(text, '{')
	if i < 0 {
		return false
	}
	raw, n := firstValue(text[i:])
	return raw != nil && strings.Trim(text[i+n:], " \t\r\n`") == ""
}

// faultLocation names the fields of a validation error that are ours; whatever else it quotes may be the model's words
// and stays here.
func faultLocation(err error) string {
	fields := []string{"marks", "signal", "evidence", "reason", "verdict", "claim", "question", "facts", "id", "text"}
	for _, field := range fields {
		if fieldOf(err.Error(), field) {
			return " at \"" + field + "\""
		}
	}
	return ""
}

var quotedWord = regexp.MustCompile(`"([a-z]+)"`)

func fieldOf(text, field string) bool {
	for _, m := range quotedWord.FindAllStringSubmatch(text, -1) {
		if m[1] == field {
			return true
		}
	}
	return false
}
