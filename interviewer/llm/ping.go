package llm

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"mockinterview/interviewer"
	"mockinterview/prompts"
)

// Health is what Ping found out about a server.
type Health struct {
	Endpoint  string            `json:"endpoint"`
	Model     string            `json:"model"`
	Reachable bool              `json:"reachable"`
	Models    []string          `json:"models"`     // as the server lists them; empty when it does not
	Listed    *bool             `json:"listed"`     // whether the model is among them; null when there is no list
	Answers   bool              `json:"answers"`    // the model gave a reply
	Format    string            `json:"schema"`     // how firmly the server holds to a schema
	Follows   bool              `json:"follows"`    // the reply followed it
	Strayed   string            `json:"-"`          // what is wrong with one that did not
	Latency   time.Duration     `json:"-"`          // of the small request
	LatencyMS int64             `json:"latency_ms"` // the same, for JSON
	Usage     interviewer.Usage `json:"usage"`
	Err       error             `json:"-"` // why it is not well; see the errors of this package
	Problem   string            `json:"problem"`
}

// Ping asks a server for its models, and the model for a word of JSON: some thirty tokens.
func (c *Client) Ping(ctx context.Context) (h Health) {
	h = Health{Endpoint: c.end.host, Model: c.cfg.Model, Models: []string{}}
	defer func() {
		if h.Err != nil {
			h.Problem = h.Err.Error()
		}
	}()
	c.dialects.forget(c.cfg.Model)
	x := &extras{}
	list, err := c.chat.ListModels(withExtras(ctx, x))
	switch {
	case err == nil:
		h.Reachable = true
		for _, m := range list.Models {
			h.Models = append(h.Models, c.cfg.Key.Safe(m.ID))
		}
		slices.Sort(h.Models)
		if len(h.Models) > 0 {
			listed := slices.ContainsFunc(
				h.Models,
				func(id string) bool { return strings.TrimPrefix(id, "models/") == c.cfg.Model },
			)
			h.Listed = &listed
		}
	case errors.Is(err, ErrUnreachable),
		errors.Is(err, ErrCertificate),
		errors.Is(err, ErrTimeout),
		errors.Is(err, interviewer.ErrUnauthorized),
		errors.Is(err, ErrRedirect):
		h.Err = c.wrapUnknown(err)
		h.Reachable = errors.Is(err, interviewer.ErrUnauthorized)
		return h
	}
	start := c.cfg.Now()
	prompt := prompts.Prompt{
		System: "You test a connection. Reply with JSON only.\n",
		User:   `Reply with the JSON object {"ok":"yes"}.` + "\n",
	}
	room := 30
	if reasoning(c.cfg.Model) {
		room = 1000
	}
	ans, err := c.complete(
		ctx,
		call{model: c.cfg.Model, prompt: prompt, name: "ping", schema: []byte(pingShape), maxOutput: room},
	)
	h.Latency, h.Usage, h.Format = c.cfg.Now().Sub(start), ans.usage, c.dialects.get(c.cfg.Model).Format.String()
	h.LatencyMS = h.Latency.Milliseconds()
	if errors.Is(err, interviewer.ErrUnusable) { // cut off twice: it writes, and what it writes is of no use
		h.Reachable, h.Answers, h.Strayed = true, true, err.Error()
		return h
	}
	if err != nil {
		h.Err = err
		h.Reachable = h.Reachable || !errors.Is(err, ErrUnreachable) && !errors.Is(err, ErrTimeout)
		return h
	}
	h.Reachable, h.Answers = true, true
	if _, err = findJSON(ans.text, pingShape); err != nil {
		h.Strayed = err.Error()
	}
	h.Follows = err == nil
	return h
}
