package llm

import (
	"bytes"
	"encoding/json"
	"strings"
)

// reply is what a server said, whatever its dialect.
type reply struct {
	content   string
	reasoning string
	refusal   string
	finish    string
	choices   int
	fault     json.RawMessage // an error that stands where the answer should
	usage     usage
}

// usage is what a server counted. known is false when it said nothing.
type usage struct {
	known                            bool
	input, cached, output, reasoning int
}

// wireReply is the union of the shapes that servers send.
type wireReply struct {
	ID      string `json:"id"`
	Model   string `json:"model"`
	Choices []struct {
		Message      *wireMessage    `json:"message"`
		Delta        *wireMessage    `json:"delta"` // of a stream
		FinishReason json.RawMessage `json:"finish_reason"`
		Error        json.RawMessage `json:"error"`
	} `json:"choices"`
	Usage *struct {
		PromptTokens     number `json:"prompt_tokens"`
		CompletionTokens number `json:"completion_tokens"`
		InputTokens      number `json:"input_tokens"`
		OutputTokens     number `json:"output_tokens"`
		CacheHit         number `json:"prompt_cache_hit_tokens"` // DeepSeek
		CacheRead        number `json:"cache_read_input_tokens"` // Anthropic
		Prompt           *struct {
			Cached number `json:"cached_tokens"`
		} `json:"prompt_tokens_details"`
		Completion *struct {
			Reasoning number `json:"reasoning_tokens"`
		} `json:"completion_tokens_details"`
	} `json:"usage"`
}

type wireMessage struct {
	Content          json.RawMessage `json:"content"`
	ReasoningContent json.RawMessage `json:"reasoning_content"`
	Reasoning        json.RawMessage `json:"reasoning"`
	Refusal          json.RawMessage `json:"refusal"`
	ToolCalls        []struct {
		Function struct {
			Arguments json.RawMessage `json:"arguments"`
		} `json:"function"`
	} `json:"tool_calls"`
}

// number forgives servers that count in floats, strings or null; what makes no sense is 0.
type number int

func (n *number) UnmarshalJSON(b []byte) error {
	var f float64
	if json.Unmarshal(bytes.Trim(b, `"`), &f) == nil && f > 0 && f < 1e9 {
		*n = number(f)
	}
	return nil
}

// parseReply reads a reply of any dialect.
func parseReply(body []byte) (reply, error) {
	var w wireReply
	if err := json.Unmarshal(body, &w); err != nil {
		return reply{}, err
	}
	var r reply
	r.choices = len(w.Choices)
	if r.choices > 0 {
		ch := w.Choices[0]
		r.finish = strings.ToLower(textOf(ch.FinishReason))
		for _, m := range []*wireMessage{ch.Message, ch.Delta} {
			if m != nil {
				r.add(*m)
			}
		}
		r.fault = choiceFault(r.finish, ch.Error, r.content)
	}
	if u := w.Usage; u != nil {
		r.usage = usage{
			input:  int(max(u.PromptTokens, u.InputTokens)),
			output: int(max(u.CompletionTokens, u.OutputTokens)),
		}
		r.usage.cached = int(max(u.CacheHit, u.CacheRead))
		if u.Prompt != nil {
			r.usage.cached = max(r.usage.cached, int(u.Prompt.Cached))
		}
		if u.Completion != nil {
			r.usage.reasoning = int(u.Completion.Reasoning)
		}
		r.usage.known = r.usage.input > 0
	}
	return r, nil
}

// add appends what a message says, or a piece of it in a stream.
func (r *reply) add(m wireMessage) {
	r.content += textOf(m.Content)
	r.refusal += textOf(m.Refusal)
	if thought := textOf(m.ReasoningContent); thought != "" {
		r.reasoning += thought
	} else {
		r.reasoning += textOf(m.Reasoning)
	}
	if r.content == "" && len(m.ToolCalls) > 0 { // a server that makes a call of the schema
		args := m.ToolCalls[0].Function.Arguments
		if r.content = textOf(args); r.content == "" {
			r.content = string(args)
		}
	}
}

// textOf is a JSON string, or the texts of an array of parts, or nothing.
func textOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var parts []struct {
		Text    string `json:"text"`
		Refusal string `json:"refusal"`
	}
	if json.Unmarshal(raw, &parts) == nil {
		for _, p := range parts {
			s += p.Text
		}
	}
	return s
}

// canonical is the reply in the one dialect that go-openai reads without surprises.
func (r reply) canonical() []byte {
	type message struct {
		Role             string `json:"role"`
		Content          string `json:"content"`
		Refusal          string `json:"refusal,omitempty"`
		ReasoningContent string `json:"reasoning_content,omitempty"`
	}
	type choice struct {
		Index        int     `json:"index"`
		Message      message `json:"message"`
		FinishReason string  `json:"finish_reason"`
	}
	out := struct {
		Object  string         `json:"object"`
		Choices []choice       `json:"choices"`
		Usage   map[string]any `json:"usage"`
	}{Object: "chat.completion", Choices: []choice{}}
	if r.choices > 0 {
		out.Choices = append(
			out.Choices,
			choice{Message: message{"assistant", r.content, r.refusal, r.reasoning}, FinishReason: r.finish},
		)
	}
	out.Usage = map[string]any{
		"prompt_tokens": r.usage.input, "completion_tokens": r.usage.output, "total_tokens": r.usage.input +
			r.usage.output,
		"prompt_tokens_details":     map[string]int{"cached_tokens": r.usage.cached},
		"completion_tokens_details": map[string]int{"reasoning_tokens": r.usage.reasoning},
	}
	b, err := json.Marshal(out)
	if err != nil { // strings and numbers always encode
		panic(err)
	}
	return b
}
