package llm

import (
	"context"
	"errors"
	"fmt"

	"mockinterview/interviewer"
)

// Outgoing is a request as it would leave the machine, without the key that goes into its header.
type Outgoing struct {
	Method string
	URL    string
	Body   string
}

func (o Outgoing) String() string { return o.Method + " " + o.URL + "\n\n" + o.Body + "\n" }

// Prompts gives the requests that grading an answer would send first, byte for byte. None are given for text that is no
// answer: nothing would be sent.
func (c *Client) Prompts(a interviewer.Assessment) ([]Outgoing, error) {
	p := c.prepare(a)
	var out []Outgoing
	if p.nonAnswer != "" {
		return out, nil
	}
	for _, u := range p.units {
		if u.err != nil {
			return nil, u.err
		}
		q := call{
			model:     c.models[0],
			prompt:    u.prompt,
			name:      "marks",
			schema:    c.schema(u, c.models[0]),
			maxOutput: c.replyTokens(c.models[0], u),
		}
		d := c.dialects.get(q.model)
		q.maxOutput = c.room(q.maxOutput, d)
		q.effort = c.cfg.Effort
		var o Outgoing
		x := &extras{
			params: q.params(d), tokens: c.inputTokens(q) + q.maxOutput, noStream: d.NoStream, stream: d.Stream,
			capture: &o,
		}
		if _, err := c.chat.CreateChatCompletion(withExtras(context.Background(), x), q.request(d)); !errors.Is(
			err,
			errCaptured,
		) {
			return nil, fmt.Errorf("show the prompt: %w", err)
		}
		out = append(out, o)
	}
	return out, nil
}
