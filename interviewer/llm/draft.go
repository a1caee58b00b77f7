package llm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/prompts"
)

// draftRoom is how many tokens the reply to one step of a draft may have.
const draftRoom = 3000

// Draft asks for one piece of a new pack. Into is a pointer to what the reply decodes to, with no other fields; check
// says what is wrong with it. The model gets one more try, and is told what was wrong.
func (c *Client) Draft(ctx context.Context, d prompts.Drafting, schema json.RawMessage, into any, check func() error,
) (interviewer.Usage, error) {
	if len(d.Job) > LargestDocument {
		return interviewer.Usage{}, fmt.Errorf("%w: it has %d bytes, at most %d are read", ErrDocument, len(d.Job),
			LargestDocument)
	}
	d.Job = c.document(d.Job)
	d.Nonce = c.nonce("draft\x00" + d.Job)
	prompt, err := prompts.Draft(d)
	if err != nil {
		return interviewer.Usage{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Deadline)
	defer cancel()
	room := draftRoom
	if reasoning(c.cfg.Model) {
		room += 4000
	}
	q := call{model: c.cfg.Model, prompt: prompt, name: "draft_" + d.Step, schema: schema, maxOutput: room}
	_, usage, err := c.completeWithRepair(ctx, q, func(text string) error {
		reflect.ValueOf(into).Elem().SetZero() // a field that this reply leaves out is not the last one's
		if err := decodeObject(text, into); err != nil {
			return shapeError{err.Error()}
		}
		if err := check(); err != nil {
			return shapeError{err.Error()}
		}
		return nil
	})
	return usage, err
}

// decodeObject reads the JSON object of a reply that may hold thinking, a fence and talk beside it.
func decodeObject(text string, into any) error {
	if len(text) > largestText {
		return errors.New("it is far too long")
	}
	text = withoutThinking(text)
	from, to := strings.IndexByte(text, '{'), strings.LastIndexByte(text, '}')
	if from < 0 || to < from {
		return errors.New("it holds no JSON object")
	}
	dec := json.NewDecoder(bytes.NewReader([]byte(text[from : to+1])))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return errors.New("it is not the JSON that was asked for")
	}
	return nil
}
