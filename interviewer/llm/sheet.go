package llm

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"mockinterview/interviewer"
)

// errLeftOut says that a reply marks only some of the signals.
var errLeftOut = errors.New("every signal of the sheet needs a mark")

// Marker has answers marked by a model that somebody else asks: it gives the very rules and transcript that our own
// would be sent, and reads the reply by the same rules. It never sends anything.
type Marker struct{ c *Client }

// NewMarker makes a Marker. Steers recognises a sentence that addresses the grader.
func NewMarker(steers func(sentence string) bool, now func() time.Time) (*Marker, error) {
	c, err := New(Config{Economy: true, Steers: steers, Now: now})
	if err != nil {
		return nil, err
	}
	// Marks are handed in as fields of a call of their own, in which check words have no place.
	c.dialects.learn(c.cfg.Model, func(d *dialect) { d.NoCheck = true })
	return &Marker{c}, nil
}

// Sheet gives the rules and the transcript. Both are empty for text that is no answer.
func (m *Marker) Sheet(a interviewer.Assessment) (rules, transcript string, err error) {
	p := m.c.prepare(a)
	if p.nonAnswer != "" {
		return "", "", nil
	}
	u, err := p.whole()
	if err != nil {
		return "", "", err
	}
	return u.prompt.System, u.prompt.User, u.err
}

// Marked makes a judgement of the reply.
func (m *Marker) Marked(a interviewer.Assessment, reply []byte) (interviewer.Judgement, error) {
	p := m.c.prepare(a)
	j := interviewer.Judgement{Notes: p.notes, Gate: p.nonAnswer}
	if j.Gate != "" {
		return j, nil
	}
	u, err := p.whole()
	if err != nil {
		return j, err
	}
	h, err := parseMarks(string(reply), u.signals, u.claims, m.c.cfg.Key.Safe)
	if err != nil {
		return j, err
	}
	if missing := h.missing(); len(missing) > 0 {
		return j, fmt.Errorf("%w; these have none: %s", errLeftOut, strings.Join(missing, ", "))
	}
	err = m.c.assemble(&j, p, []result{{judges: []judgeMarks{h}}})
	j.Provenance.PromptHash = p.hash
	return j, err
}

// whole is the one unit of a client with Economy.
func (p *prepared) whole() (unit, error) {
	if len(p.units) == 0 {
		return unit{}, errProbesNothing
	}
	return p.units[0], nil
}
