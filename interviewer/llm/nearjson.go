package llm

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/kaptinlin/jsonrepair"
)

// largestRepair is how much near-JSON is repaired; marks of a whole rubric take a third of it.
const largestRepair = 64 << 10

// The tags within which models think aloud.
var thinkingTags = [][2]string{
	{"<think>", "</think>"}, {"<thinking>", "</thinking>"}, {"<reasoning>", "</reasoning>"},
	{"<thought>", "</thought>"},
	{"[THINK]", "[/THINK]"},
}

// The marks by which a harmony template parts what is thought from what is said.
const (
	harmonyFinal   = "<|channel|>final"
	harmonyMessage = "<|message|>"
)

// withoutThinking drops what a model thought aloud. A block that is never closed leaves nothing; one that was opened by
// the server's template leaves what follows it. Of harmony channels the last final one counts.
func withoutThinking(text string) string {
	if i := strings.LastIndex(text, harmonyFinal); i >= 0 {
		if _, said, ok := strings.Cut(text[i:], harmonyMessage); ok {
			return said
		}
	}
	for _, tag := range thinkingTags {
		if i := strings.LastIndex(text, tag[1]); i >= 0 {
			text = text[i+len(tag[1]):]
		} else if strings.HasPrefix(strings.TrimSpace(text), tag[0]) {
			return ""
		}
	}
	return text
}

// inString is the text of a reply that is one JSON string, as some servers encode the object twice.
func inString(text string) (string, bool) {
	var inner string
	err := json.Unmarshal([]byte(strings.TrimSpace(text)), &inner)
	return inner, err == nil
}

// repaired makes JSON of near-JSON: single quotes, commas too many, raw line ends in strings. What lacks a bracket was
// cut off, and is not completed: nobody knows what the rest would have said.
func repaired(text string) ([]byte, bool) {
	from := strings.IndexAny(text, "{[")
	to := strings.LastIndexAny(text, "}]")
	if from < 0 || to < from || to-from > largestRepair || !balanced(text[from:to+1]) {
		return nil, false
	}
	out, err := jsonrepair.Repair(text[from : to+1])
	return []byte(out), err == nil && json.Valid([]byte(out))
}

func balanced(text string) bool {
	return strings.Count(text, "{") == strings.Count(text, "}") && strings.Count(text, "[") == strings.Count(text, "]")
}

// reshaped puts marks that were written in another shape into ours: a bare list, an object by signal, verdicts in
// capitals, evidence as one string or null. Anything else comes back as it is, to be refused by the schema.
func reshaped(shape string, raw []byte) []byte {
	var v any
	if shape != marksShape || json.Unmarshal(raw, &v) != nil {
		return raw
	}
	list, ok := marksIn(v)
	if !ok {
		return raw
	}
	for _, item := range list {
		if m, ok := item.(map[string]any); ok {
			reshapeMark(m)
		}
	}
	out, err := json.Marshal(map[string]any{"marks": list})
	if err != nil { // what was decoded from JSON always encodes
		panic(err)
	}
	return out
}

// marksIn finds the list of marks in a reply.
func marksIn(v any) (list []any, ok bool) {
	switch v := v.(type) {
	case []any:
		return v, len(v) > 0
	case map[string]any:
		delete(v, "check")
		marks, has := v["marks"]
		switch {
		case has && len(v) > 1:
			return nil, false
		case has:
			if byID, keyed := marks.(map[string]any); keyed {
				return marksByID(byID)
			}
			list, ok = marks.([]any)
			return list, ok
		}
		return marksByID(v)
	}
	return nil, false
}

// marksByID makes a list of an object whose keys are the signals.
func marksByID(byID map[string]any) (list []any, ok bool) {
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		m, isMark := byID[id].(map[string]any)
		if !isMark {
			return nil, false
		}
		if _, named := m["signal"]; !named {
			m["signal"] = id
		}
		list = append(list, m)
	}
	return list, len(list) > 0
}

func reshapeMark(m map[string]any) {
	if v, ok := m["verdict"].(string); ok {
		m["verdict"] = strings.ToLower(strings.TrimSpace(v))
	}
	switch e := m["evidence"].(type) {
	case string:
		m["evidence"] = []any{e}
	case nil:
		m["evidence"] = []any{}
	}
}
