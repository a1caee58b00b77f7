package llm

import (
	"bytes"
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

// findJSON gives the one JSON object of a shape in a reply that may also hold thinking, fences and talk. Two different
// objects of the shape are no answer: choosing one would be a guess.
func findJSON(text, shape string) ([]byte, error) {
	if len(text) > largestText {
		return nil, shapeError{"it is far too long"}
	}
	text = withoutThinking(strings.TrimPrefix(text, "\ufeff"))
	if strings.TrimSpace(text) == "" {
		return nil, shapeError{"it is empty"}
	}
	var found []byte
	why := "it holds no JSON object"
	for rest, tries := text, 0; tries < 64; tries++ {
		i := strings.IndexByte(rest, '{')
		if i < 0 {
			break
		}
		rest = rest[i:]
		raw, n := firstObject(rest)
		if raw == nil {
			if tries == 0 {
				why = "the JSON is broken or incomplete"
			}
			rest = rest[1:]
			continue
		}
		rest = rest[n:]
		if err := validate(shape, raw); err != nil {
			if found == nil {
				why = "the object does not follow the required schema" + faultLocation(err)
			}
			continue
		}
		if found != nil && !same(found, raw) {
			return nil, shapeError{"it holds two different objects"}
		}
		found = raw
	}
	if found == nil {
		return nil, shapeError{why}
	}
	return found, nil
}

// firstObject decodes the object at the start of a text and says how many bytes it takes; nil if there is no whole one.
func firstObject(text string) (raw []byte, n int) {
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
	raw, n := firstObject(text[i:])
	return raw != nil && strings.Trim(text[i+n:], " \t\r\n`") == ""
}

// withoutThinking drops <think> blocks. One that is never closed leaves nothing; one that was opened by the server's
// template leaves what follows it.
func withoutThinking(text string) string {
	for _, tag := range []string{"think", "thinking", "reasoning"} {
		open, shut := "<"+tag+">", "</"+tag+">"
		if i := strings.LastIndex(text, shut); i >= 0 {
			text = text[i+len(shut):]
		} else if strings.HasPrefix(strings.TrimSpace(text), open) {
			return ""
		}
	}
	return text
}

func same(a, b []byte) bool {
	var x, y bytes.Buffer
	return json.Compact(&x, a) == nil && json.Compact(&y, b) == nil && bytes.Equal(x.Bytes(), y.Bytes())
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
