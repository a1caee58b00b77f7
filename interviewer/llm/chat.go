package llm

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"
	openai "github.com/sashabaranov/go-openai"

	"mockinterview/interviewer"
	"mockinterview/prompts"
)

// maxTries is how often the same bytes are sent at most.
const maxTries = 4

// call is one request to a model, before a dialect gives it its shape.
type call struct {
	model     string
	prompt    prompts.Prompt
	name      string          // of the schema
	schema    json.RawMessage // of the reply
	maxOutput int             // tokens for the reply
	// repair holds a reply of the wrong shape and our complaint about it, for the one further try.
	repair []openai.ChatCompletionMessage
	effort string // reasoning_effort
	// noRetry is set where somebody waits at the keyboard.
	noRetry bool
	// cut is set where a reply that is cut off serves as well as a whole one.
	cut bool
}

// messages are those of the call in a dialect.
func (q call) messages(d dialect) []openai.ChatCompletionMessage {
	var out []openai.ChatCompletionMessage
	if d.NoSystem {
		out = append(
			out,
			openai.ChatCompletionMessage{
				Role:    openai.ChatMessageRoleUser,
				Content: q.prompt.System + "\n" + q.prompt.User,
			},
		)
	} else {
		out = append(out,
			openai.ChatCompletionMessage{Role: openai.ChatMessageRoleSystem, Content: q.prompt.System},
			openai.ChatCompletionMessage{Role: openai.ChatMessageRoleUser, Content: q.prompt.User})
	}
	return append(out, q.repair...)
}

func (q call) request(d dialect) openai.ChatCompletionRequest {
	req := openai.ChatCompletionRequest{Model: q.model, Messages: q.messages(d)}
	switch d.Format {
	case FormatStrictSchema, FormatSchema:
		req.ResponseFormat = &openai.ChatCompletionResponseFormat{
			Type: openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{
				Name:   q.name,
				Schema: q.schema,
				Strict: d.Format == FormatStrictSchema,
			},
		}
	case FormatJSONObject:
		req.ResponseFormat = &openai.ChatCompletionResponseFormat{
			Type: openai.ChatCompletionResponseFormatTypeJSONObject,
		}
	}
	return req
}

// params are those that go-openai would drop or refuse.
func (q call) params(d dialect) []param {
	var out []param
	if !d.NoTemperature {
		out = append(out, param{"temperature", 0})
	}
	if d.Limit != "" {
		out = append(out, param{d.Limit, q.maxOutput})
	}
	if q.effort != "" {
		out = append(out, param{"reasoning_effort", q.effort})
	}
	return out
}

// completion is a whole reply of a model.
type completion struct {
	text  string
	usage interviewer.Usage
}

// complete sends a call until there is a complete reply: in another dialect when the server rejects this one, again
// when it is busy or broken, and once with double the limit when the reply was cut off.
func (c *Client) complete(ctx context.Context, q call) (completion, error) {
	usual := q.maxOutput
	q.maxOutput, q.effort = c.room(usual, c.dialects.get(q.model)), c.cfg.Effort
	input := c.inputTokens(q)
	if w := c.contextWindow(q.model); w > 0 && input+q.maxOutput > w && input+usual <= w {
		q.maxOutput = w - input
	} else if w > 0 && input+q.maxOutput > w {
		return completion{}, problem(
			ErrContext,
			"%s tokens and %d for the reply, the model holds %d",
			prompts.EncodingFor(q.model).Format(input),
			q.maxOutput,
			w,
		)
	}
	var total interviewer.Usage
	for doubled := false; ; doubled = true {
		r, u, err := c.callWithinBudget(ctx, q, input)
		total = total.Add(u)
		if err != nil {
			return completion{usage: total}, err
		}
		cut := r.finish == "length" || r.finish == "max_tokens"
		if r.usage.reasoning > 0 || cut && r.content == "" {
			c.dialects.widen(q.model)
		}
		if cut && !q.cut && !isCompleteJSON(r.content) {
			wider := q.maxOutput * 2
			if c.cfg.MaxOutput > 0 {
				wider = min(wider, c.cfg.MaxOutput)
			}
			switch {
			case doubled:
				return completion{usage: total}, unusable("the reply was cut off at %d tokens, twice", q.maxOutput)
			case wider <= q.maxOutput:
				return completion{usage: total}, unusable(
					"the reply was cut off at %d tokens; max_output_tokens allows no more", q.maxOutput)
			}
			q.maxOutput = wider
			continue
		}
		a, err := c.checkReply(r)
		a.usage = total
		return a, err
	}
}

// inputTokens are those of all that a call says.
func (c *Client) inputTokens(q call) int {
	enc := prompts.EncodingFor(q.model)
	n := c.tokens.CountPrompt(enc, q.prompt) + 12
	for _, m := range q.repair {
		n += c.tokens.Count(enc, m.Content) + 4
	}
	return n
}

// room is how many tokens a reply may take that usually takes so many: more for a model that was found to think first,
// and never more than is configured.
func (c *Client) room(usual int, d dialect) int {
	n := usual * max(d.Room, 1)
	if c.cfg.MaxOutput > 0 {
		n = min(n, c.cfg.MaxOutput)
	}
	return n
}

// checkReply looks for refusals and filters, and takes the key out of what a server says: whatever is made of it, a
// mark, a question or a kept reply, is made of that.
func (c *Client) checkReply(r reply) (completion, error) {
	a := completion{text: c.cfg.Key.redact(r.content)}
	switch {
	case r.finish == "content_filter" || r.finish == "safety":
		return a, problem(ErrRefused, "the provider's filter stopped it")
	case r.refusal != "":
		return a, problem(ErrRefused, "%s", c.cfg.Key.Safe(r.refusal))
	}
	if a.text == "" {
		a.text = c.cfg.Key.redact(r.reasoning)
	}
	return a, nil
}

// callWithinBudget reserves what the call may cost, makes it, and charges what it did cost.
func (c *Client) callWithinBudget(ctx context.Context, q call, input int) (reply, interviewer.Usage, error) {
	reserved, err := c.ledger.reserve(q.model, input, q.maxOutput)
	if err != nil {
		return reply{}, interviewer.Usage{}, err
	}
	var used interviewer.Usage
	r, err := c.callAdaptingDialect(ctx, q, input)
	if err == nil {
		used = interviewer.Usage{
			InputTokens:     r.usage.input,
			CachedTokens:    r.usage.cached,
			OutputTokens:    r.usage.output,
			ReasoningTokens: r.usage.reasoning,
			Calls:           1,
		}
		if !r.usage.known {
			used.Estimated = true
			used.InputTokens, used.OutputTokens = input, c.tokens.Count(
				prompts.EncodingFor(q.model),
				r.content+r.reasoning,
			)
		}
	}
	return r, c.ledger.charge(q.model, reserved, used), err
}

// callAdaptingDialect tries dialects until the server takes one. It ends, because every step drops one of a few
// features.
func (c *Client) callAdaptingDialect(ctx context.Context, q call, input int) (reply, error) {
	for {
		d := c.dialects.get(q.model)
		r, err := c.callWithRetries(ctx, q, d, input)
		if err == nil {
			c.dialects.save(q.model)
			return r, nil
		}
		if garbled(err) && c.dialects.bearWith(q.model) {
			continue
		}
		next, ok := d.next(err)
		if !ok {
			return r, err
		}
		c.dialects.advance(q.model, d, next)
	}
}

// callWithRetries sends the same bytes until they are answered, at most maxTries times, and not beyond the deadline of
// the context. It waits as long as the server says, else exponentially with full jitter.
func (c *Client) callWithRetries(ctx context.Context, q call, d dialect, input int) (reply, error) {
	final := func(err error) bool { return q.noRetry || namesFeature(err) }
	return withRetries(ctx, c, final, func() (reply, error) { return c.send(ctx, q, d, input) })
}

// withRetries is the loop of callWithRetries, for any request. final says of an error that trying again is no use.
func withRetries[R any](ctx context.Context, c *Client, final func(error) bool, send func() (R, error)) (R, error) {
	pace := &backoff.ExponentialBackOff{InitialInterval: c.cfg.RetryPause, Multiplier: 2, MaxInterval: 30 * time.Second}
	pace.Reset()
	timeouts := 0
	for try := 1; ; try++ {
		r, err := send()
		if err == nil || !retryable(err) || try == maxTries || final(err) {
			return r, err
		}
		if errors.Is(err, ErrTimeout) {
			// A model that is too slow stays too slow, and one on this machine is still at it: asked again it only gets
			// slower.
			if timeouts++; timeouts > 1 || c.end.local() {
				return r, err
			}
		}
		wait := c.jitter(pace.NextBackOff())
		var se *ServerError
		if errors.As(err, &se) && se.After > 0 {
			wait = se.After
			c.limiter.pauseFor(wait)
			if wait > longestSit {
				return r, fmt.Errorf("%w; it asks to wait %s, so grade again then", err, wait.Round(time.Second))
			}
		}
		if at, ok := ctx.Deadline(); ok && time.Until(at) < wait {
			return r, fmt.Errorf("%w; it would have to wait %s, beyond the deadline", err, wait.Round(time.Second))
		}
		if c.cfg.Sleep(ctx, wait) != nil {
			return r, err
		}
	}
}

// jitter is a random part of a span, so that many callers do not come back together.
func (c *Client) jitter(d time.Duration) time.Duration {
	var b [8]byte
	if _, err := io.ReadFull(c.cfg.Rand, b[:]); err != nil || d <= 0 {
		return d
	}
	return time.Duration(binary.BigEndian.Uint64(b[:]) % uint64(d))
}

// send makes one request, once the limiter lets it.
func (c *Client) send(ctx context.Context, q call, d dialect, input int) (reply, error) {
	release, err := c.admitted(ctx, input)
	if err != nil {
		return reply{}, err
	}
	x := &extras{params: q.params(d), tokens: input + q.maxOutput, noStream: d.NoStream, stream: d.Stream}
	var h http.Header
	defer func() { release(h) }()
	_, err = c.chat.CreateChatCompletion(withExtras(ctx, x), q.request(d))
	h = x.header
	if err != nil {
		return reply{}, c.wrapUnknown(err)
	}
	return x.reply, nil
}

// admitted waits for leave to send so many tokens.
func (c *Client) admitted(ctx context.Context, tokens int) (release func(http.Header), err error) {
	release, err = c.limiter.acquire(ctx, tokens)
	switch {
	case err == nil:
		return release, nil
	case ctx.Err() == nil:
		return nil, problem(ErrRateLimited, "%v", err)
	}
	return nil, fmt.Errorf("cancelled while waiting%w", silent{errors.Join(err, interviewer.ErrPending)})
}

// wrapUnknown makes sure that an error is one of ours; go-openai's own would not say what it means for a grade.
func (c *Client) wrapUnknown(err error) error {
	for _, is := range []error{interviewer.ErrPending, interviewer.ErrUnauthorized, interviewer.ErrUngradable,
		interviewer.ErrUnusable, interviewer.ErrTooLong, errCaptured} {
		if errors.Is(err, is) {
			return err
		}
	}
	return problem(ErrRequest, "%s", c.cfg.Key.Safe(err.Error()))
}

// contextWindow is how many tokens a model holds, or 0 where that is unknown.
func (c *Client) contextWindow(model string) int {
	if c.cfg.Window > 0 {
		return c.cfg.Window
	}
	p, _ := c.prices.For(model)
	return p.Window
}
