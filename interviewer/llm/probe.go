package llm

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/prompts"
	"mockinterview/rubric"
)

// noFact is the reply to a clarifying question that no fact answers.
const noFact = "Assume what you need, and say what you assumed."

// FollowUp asks the model for one question back. Whatever goes wrong, an unreachable server, a question that leaks the
// rubric or that the guard rejects, ends in the pack's own follow-up: an interview never stands still for it.
func (c *Client) FollowUp(ctx context.Context, p interviewer.Probing) (interviewer.Probe, error) {
	open := openSignals(p)
	parts, _ := c.removeInjections(p.Turn)
	if len(open) == 0 || prompts.Sentences(parts) == 0 {
		return c.fallback(ctx, p, open)
	}
	asking, cancel := context.WithTimeout(ctx, c.cfg.ProbeTimeout)
	defer cancel()
	probe, ok := c.askBack(asking, p, parts, open)
	switch {
	case ctx.Err() != nil:
		return interviewer.Probe{}, ctx.Err()
	case !ok:
		return c.fallback(ctx, p, open)
	}
	return probe, nil
}

// askBack gives the model's question, or false when there is none that may be asked. An empty one means that nothing is
// left to ask.
func (c *Client) askBack(
	ctx context.Context,
	p interviewer.Probing,
	parts []prompts.Part,
	open []rubric.Signal,
) (interviewer.Probe, bool) {
	prompt, err := prompts.Ask(prompts.FollowUp{
		Pack: p.Pack, Question: p.Turn.Question, Open: open, Parts: parts,
		Nonce: c.nonce("follow-up\x00" + p.Turn.AnswerText()),
	})
	if err != nil {
		return interviewer.Probe{}, false
	}
	model := c.cfg.Model
	room := 250
	if reasoning(model) {
		room += 3000
	}
	ans, err := c.complete(
		ctx,
		call{
			model:     model,
			prompt:    prompt,
			name:      "follow_up",
			schema:    followUpSchema(open),
			maxOutput: room,
			noRetry:   true,
		},
	)
	if err != nil {
		return interviewer.Probe{}, false
	}
	raw, err := findJSON(ans.text, followUpShape)
	if err != nil {
		return interviewer.Probe{}, false
	}
	var said struct{ Claim, Signal, Question string }
	if json.Unmarshal(raw, &said) != nil {
		return interviewer.Probe{}, false
	}
	text := interviewer.OneLine(said.Question)
	if text == "" {
		return interviewer.Probe{}, true
	}
	i := slices.IndexFunc(open, func(s rubric.Signal) bool { return s.ID == said.Signal })
	if i < 0 {
		return interviewer.Probe{}, false
	}
	m := followUpGuard{
		pack:     p.Pack,
		question: p.Turn.Question,
		answered: p.Turn.AnswerText(),
		asked:    p.Turn.InterviewerTexts(),
		unasked:  open,
	}
	if m.objection(text) != "" {
		return interviewer.Probe{}, false
	}
	return interviewer.Probe{Text: text, Signal: said.Signal}, true
}

// fallback asks back without the model.
func (c *Client) fallback(ctx context.Context, p interviewer.Probing, open []rubric.Signal) (interviewer.Probe, error) {
	if c.cfg.Fallback != nil {
		return c.cfg.Fallback.FollowUp(ctx, p)
	}
	for _, s := range open {
		for _, f := range p.Turn.Question.FollowUps {
			if f.Signal == s.ID && f.Text != "" {
				return interviewer.Probe{Text: f.Text, Signal: s.ID}, nil
			}
		}
		if s.FollowUp != "" {
			return interviewer.Probe{Text: s.FollowUp, Signal: s.ID}, nil
		}
	}
	return interviewer.Probe{}, nil
}

// openSignals are the strong signals that may still be asked for: not probed before in this turn. Critical ones of a
// chief competency come first.
func openSignals(p interviewer.Probing) []rubric.Signal {
	asked := map[string]bool{}
	for _, m := range p.Turn.Messages {
		if m.Kind == interviewer.KindFollowUp && m.Signal != "" {
			asked[m.Signal] = true
		}
	}
	type ranked struct {
		rubric.Signal
		rank int
	}
	var all []ranked
	for _, comp := range p.Pack.Probed(p.Turn.Question) {
		for _, s := range markedSignals(comp, p.Turn.Question) {
			if s.Kind != rubric.Strong || asked[s.ID] || (s.Refines != "" && asked[s.Refines]) {
				continue
			}
			rank := 2 * s.Weight
			if p.Turn.Question.Probes[comp.ID] == rubric.Chief {
				rank += 2
			}
			if s.Competency != "" {
				rank++ // what the question itself is about
			}
			all = append(all, ranked{s, rank})
		}
	}
	slices.SortStableFunc(all, func(a, b ranked) int { return b.rank - a.rank })
	var out []rubric.Signal
	for _, r := range all[:min(len(all), 8)] {
		out = append(out, r.Signal)
	}
	return out
}

// Clarify answers a clarifying question from the pack's facts, in their own words: the model only finds which of them
// fit, so that nothing is invented.
func (c *Client) Clarify(ctx context.Context, p interviewer.Probing, asked string) (string, error) {
	facts := p.Turn.Question.Facts
	if len(facts) == 0 || strings.TrimSpace(asked) == "" {
		return c.clarifyFallback(ctx, p, asked)
	}
	asking, cancel := context.WithTimeout(ctx, c.cfg.ProbeTimeout)
	defer cancel()
	prompt, err := prompts.Clarify(p.Turn.Question, asked, c.nonce("clarify\x00"+asked))
	if err != nil {
		return "", err
	}
	room := 60
	if reasoning(c.cfg.Model) {
		room += 2000
	}
	ans, err := c.complete(
		asking,
		call{
			model:     c.cfg.Model,
			prompt:    prompt,
			name:      "facts",
			schema:    clarifySchema(len(facts)),
			maxOutput: room,
			noRetry:   true,
		},
	)
	if err != nil {
		return c.clarifyFallback(ctx, p, asked)
	}
	raw, err := findJSON(ans.text, clarifyShape)
	if err != nil {
		return c.clarifyFallback(ctx, p, asked)
	}
	var said struct{ Facts []string }
	if json.Unmarshal(raw, &said) != nil {
		return c.clarifyFallback(ctx, p, asked)
	}
	var texts []string
	for _, s := range said.Facts {
		if n, err := strconv.Atoi(s); err == nil && n >= 1 && n <= len(facts) && len(texts) < 2 &&
			!slices.Contains(texts, facts[n-1].Text) {
			texts = append(texts, facts[n-1].Text)
		}
	}
	if len(texts) == 0 {
		return noFact, nil
	}
	return strings.Join(texts, " "), nil
}

func (c *Client) clarifyFallback(ctx context.Context, p interviewer.Probing, asked string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if c.cfg.Fallback != nil {
		return c.cfg.Fallback.Clarify(ctx, p, asked)
	}
	return noFact, nil
}
