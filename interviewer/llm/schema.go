package llm

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/google/jsonschema-go/jsonschema"

	"mockinterview/prompts"
	"mockinterview/rubric"
)

// The schemas are written by hand: flat, every field required, nothing besides, enums only. Their fields stand in the
// order of thinking, which some servers keep: the words, the reason, the verdict.

// marksSchema is the schema for the server. Its enum holds what is asked and the claims that may be cited, and its
// description their texts, so that a model held to the schema need not look an id up far above. Where the prompt has
// check words, the reply begins with them.
func marksSchema(signals, claims []rubric.Signal, checked bool) json.RawMessage {
	known := slices.Concat(signals, claims)
	ids, texts := make([]string, len(known)), make([]string, len(known))
	for i, s := range known {
		ids[i], texts[i] = s.ID, fmt.Sprintf("%s (%s): %s", s.ID, s.Kind, prompts.Line(s.Text))
	}
	check, and := "", ""
	if checked {
		check, and = `"check":{"type":"array","items":{"type":"string"}},`, `"check",`
	}
	return json.RawMessage(
		fmt.Sprintf(`{"type":"object","properties":{%s"marks":{"type":"array","items":{"type":"object","properties":{`+
			`"signal":{"type":"string","enum":%s,"description":%s},`+
			`"evidence":{"type":"array","items":{"type":"string"}},`+
			`"reason":{"type":"string"},`+
			`"verdict":{"type":"string","enum":["shown","partial","absent"]}},"required":["signal","evidence",`+
			`"reason","verdict"],`+
			`"additionalProperties":false}}},"required":[%s"marks"],"additionalProperties":false}`,
			check, encoded(ids), encoded(strings.Join(texts, "\n")), and),
	)
}

// The shapes that replies are held to here. They have no enums: an unknown signal or verdict is dropped, not a reason
// to ask again.
const (
	marksShape = `{"type":"object","properties":{"marks":{"type":"array","items":{"type":"object",` +
		`"properties":{"signal":{"type":"string"},` +
		`"evidence":{"type":"array","items":{"type":"string"}},"reason":{"type":"string"},` +
		`"verdict":{"type":"string"}},` +
		`"required":["signal","evidence","reason","verdict"],"additionalProperties":false}}},"required":["marks"],` +
		`"additionalProperties":false}`
	followUpShape = `{"type":"object","properties":{"claim":{"type":"string"},"signal":{"type":"string"},` +
		`"question":{"type":"string"}},` +
		`"required":["claim","signal","question"],"additionalProperties":false}`
	clarifyShape = `{"type":"object","properties":{"facts":{"type":"array","items":{"type":"string"}}},` +
		`"required":["facts"],"additionalProperties":false}`
	tailorShape = `{"type":"object","properties":{"questions":{"type":"array","items":{"type":"object",` +
		`"properties":{"id":{"type":"string"},` +
		`"text":{"type":"string"}},"required":["id","text"],"additionalProperties":false}}},"required":["questions"],` +
		`"additionalProperties":false}`
	measureSchema = `{"type":"object","properties":{"ok":{"type":"string"}},"required":["ok"],` +
		`"additionalProperties":false}`
	measureCheckSchema = `{"type":"object","properties":{"check":{"type":"array","items":{"type":"string"}},` +
		`"ok":{"type":"string"}},"required":["check","ok"],"additionalProperties":false}`
	pingShape = `{"type":"object","properties":{"ok":{"type":"string","enum":["yes"]}},"required":["ok"],` +
		`"additionalProperties":false}`
)

func followUpSchema(signals []rubric.Signal) json.RawMessage {
	var ids []string
	for _, s := range signals {
		ids = append(ids, s.ID)
	}
	return json.RawMessage(
		fmt.Sprintf(`{"type":"object","properties":{"claim":{"type":"string"},"signal":{"type":"string","enum":%s},`+
			`"question":{"type":"string"}},"required":["claim","signal","question"],"additionalProperties":false}`,
			encoded(ids)),
	)
}

func clarifySchema(facts int) json.RawMessage {
	var ns []string
	for i := range facts {
		ns = append(ns, fmt.Sprint(i+1))
	}
	return json.RawMessage(
		fmt.Sprintf(`{"type":"object","properties":{"facts":{"type":"array","items":{"type":"string","enum":%s}}},`+
			`"required":["facts"],"additionalProperties":false}`, encoded(ns)),
	)
}

func tailorSchema(ids []string) json.RawMessage {
	return json.RawMessage(
		fmt.Sprintf(
			`{"type":"object","properties":{"questions":{"type":"array","items":{"type":"object","properties":{`+
				`"id":{"type":"string","enum":%s},"text":{"type":"string"}},"required":["id","text"],`+
				`"additionalProperties":false}}},`+
				`"required":["questions"],"additionalProperties":false}`,
			encoded(ids),
		),
	)
}

// encoded is a string or a list of strings as JSON.
func encoded(v any) string {
	b, err := json.Marshal(v)
	if err != nil { // strings always encode
		panic(err)
	}
	return string(b)
}

// resolvedSchemas are the local schemas, resolved at their first use.
var resolvedSchemas = sync.OnceValue(func() map[string]*jsonschema.Resolved {
	out := map[string]*jsonschema.Resolved{}
	for _, s := range []string{marksShape, followUpShape, clarifyShape, tailorShape, pingShape} {
		var schema jsonschema.Schema
		if err := json.Unmarshal([]byte(s), &schema); err != nil {
			panic(err) // constants, each in a test
		}
		r, err := schema.Resolve(nil)
		if err != nil {
			panic(err)
		}
		out[s] = r
	}
	return out
})

// validate holds one JSON value to a shape.
func validate(shape string, raw []byte) error {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return err
	}
	return resolvedSchemas()[shape].Validate(v)
}
