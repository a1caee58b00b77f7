package llm

import (
	"errors"
	"fmt"
	"strings"

	"mockinterview/interviewer"
)

// errLeftOut says that a reply marks only some of the signals.
var errLeftOut = errors.New("every signal of the sheet needs a mark")

// Sheet gives what a model of somebody else needs to mark an answer: the very rules and transcript that ours would be
// sent. Both are empty for text that is no answer. The client has to ask for all competencies in one call.
func (c *Client) Sheet(a interviewer.Assessment) (rules, transcript string, err error) {
	u, err := c.prepare(a).only()
	if u == nil || err != nil {
		return "", "", err
	}
	return u.prompt.System, u.prompt.User, nil
}

// Marked makes a judgement of what such a model replied, by the rules for replies to our own calls.
func (c *Client) Marked(a interviewer.Assessment, reply []byte) (interviewer.Judgement, error) {
	p := c.prepare(a)
	j := interviewer.Judgement{Notes: p.notes, Gate: p.nonAnswer}
	u, err := p.only()
	if u == nil || err != nil {
		return j, err
	}
	h, err := parseMarks(string(reply), u.signals, u.claims, c.cfg.Key.Safe)
	if err != nil {
		return j, err
	}
	if left := h.missing(); len(left) > 0 {
		return j, fmt.Errorf("%w; these have none: %s", errLeftOut, strings.Join(left, ", "))
	}
	nobody := &opinion{done: make(chan struct{})}
	close(nobody.done)
	err = c.assemble(&j, p, []result{{judges: []heard{h}}}, nobody)
	j.Provenance.PromptHash = p.hash
	return j, err
}

// only is the one unit of an economical client, or nil for text that is no answer.
func (p *prepared) only() (*unit, error) {
	switch len(p.units) {
	case 0:
		return nil, nil
	case 1:
		return &p.units[0], p.units[0].err
	}
	return nil, fmt.Errorf("%w: a sheet wants all competencies in one call", ErrConfig)
}
