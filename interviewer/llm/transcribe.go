package llm

import (
	"bytes"
	"context"
	"strings"

	openai "github.com/sashabaranov/go-openai"
)

// DefaultTranscriber is the model that writes speech down if nothing else is said.
const DefaultTranscriber = openai.Whisper1

// MayTranscribe says why no recording may be sent, so that it can be known before anybody speaks. What that costs goes
// by the minute, which the price table does not know: with a budget only a server on this machine is asked.
func (c *Client) MayTranscribe() error {
	if c.cfg.Budget > 0 && !c.end.local() {
		return problem(ErrBudget, "no price is known for transcription")
	}
	return nil
}

// Transcribe has a WAV written down by the server, through /audio/transcriptions. Key, timeouts, redirects and errors
// are those of every call; it is tried again where that may help. An empty model is DefaultTranscriber.
func (c *Client) Transcribe(ctx context.Context, model string, wav []byte) (string, error) {
	if err := c.MayTranscribe(); err != nil {
		return "", err
	}
	if strings.TrimSpace(model) == "" {
		model = DefaultTranscriber
	}
	never := func(error) bool { return false }
	heard, err := withRetries(ctx, c, never, func() (string, error) {
		release, err := c.admitted(ctx, 0)
		if err != nil {
			return "", err
		}
		x := &extras{form: true}
		defer func() { release(x.header) }()
		res, err := c.chat.CreateTranscription(withExtras(ctx, x), openai.AudioRequest{
			Model: model, FilePath: "answer.wav", Reader: bytes.NewReader(wav), Format: openai.AudioResponseFormatJSON,
		})
		if err != nil {
			return "", c.wrapUnknown(err)
		}
		return res.Text, nil
	})
	return c.cfg.Key.redact(heard), err
}
