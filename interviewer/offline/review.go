package offline

import (
	"context"
	"fmt"
	"slices"

	"mockinterview/interviewer"
	"mockinterview/interviewer/offline/encoder"
	"mockinterview/rubric"
)

// Review says what an author of a pack should look at: near misses that are taken for the real thing, and examples that
// are taken for another signal rather than for their own, as the pack stands. A sentence that would only be so without
// itself is none of them: that is what it is there for. Each is one line; none makes the pack wrong.
func (g *Grader) Review(ctx context.Context, p interviewer.Pack) ([]string, error) {
	if _, err := g.encode(ctx, Sentences(p)); err != nil { // all at once, so that several are encoded at a time
		return nil, err
	}
	var general []rubric.Signal
	for _, c := range p.Rubric {
		general = append(general, c.Signals...)
	}
	out, err := g.review(ctx, "", general)
	if err != nil {
		return nil, err
	}
	for _, q := range p.Questions {
		lines, err := g.review(ctx, fmt.Sprintf("question %q, ", q.ID), q.Signals)
		if err != nil {
			return nil, err
		}
		out = append(out, lines...)
	}
	return out, nil
}

// claim is an example sentence that is read for a signal as if a candidate had said nothing else.
type claim struct {
	signal   reading
	sentence string
	vector   encoder.Vector
}

// doubt is what may be wrong with an example: a near miss that is shown, or another signal that it shows more surely.
type doubt struct {
	line       string
	own, rival int // places of the claims to ask; rival is -1 for a near miss
}

// review looks at the signals of a question, or at those of the rubric. Each line begins with where they stand.
func (g *Grader) review(ctx context.Context, where string, signals []rubric.Signal) ([]string, error) {
	var all []*reading
	for _, s := range signals {
		if s.Absence {
			continue
		}
		e, err := g.examples(ctx, s)
		if err != nil {
			return nil, err
		}
		all = append(all, &reading{of: s, own: s.Competency != "", examples: e})
	}
	var claims []claim
	var doubts []doubt
	ask := func(m *reading, sentence string, v encoder.Vector) int {
		claims = append(claims, claim{*m, sentence, v})
		return len(claims) - 1
	}
	for _, m := range all {
		for i, v := range m.examples.not {
			line := fmt.Sprintf("%ssignal %q: this near miss is taken for it: %s", where, m.of.ID, m.of.Not[i])
			doubts = append(doubts, doubt{line, ask(m, m.of.Not[i], v), -1})
		}
		for i, v := range m.examples.shows {
			others := slices.Delete(slices.Clone(m.examples.shows), i, i+1)
			_, near := nearestOf(v, others)
			o := m.nearerTo(v, all, near)
			if o == nil {
				continue
			}
			line := fmt.Sprintf("%ssignal %q: this example is rather taken for %q: %s",
				where, m.of.ID, o.of.ID, m.of.Shows[i])
			doubts = append(doubts, doubt{line, ask(m, m.of.Shows[i], v), ask(o, m.of.Shows[i], v)})
		}
	}
	strengths, err := g.strengths(ctx, claims)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, d := range doubts {
		taken, than := d.own, 0.
		if d.rival >= 0 {
			taken, than = d.rival, max(strengths[d.own], 0)
		}
		if strengths[taken] >= than {
			out = append(out, d.line)
		}
	}
	return out, nil
}

// nearerTo is the other signal of the same sort with the example nearest to v, if that is nearer than near, or nil.
func (m *reading) nearerTo(v encoder.Vector, all []*reading, near float64) (nearest *reading) {
	for _, o := range all {
		if o == m || o.of.Kind != m.of.Kind || o.own != m.own {
			continue
		}
		if _, c := nearestOf(v, o.examples.shows); c > near {
			nearest, near = o, c
		}
	}
	return nearest
}

// beside is how much less near than the nearest the next sentence of an answer mostly is.
const beside = 0.5

// strengths reads claims as reread does those of an answer that says little else.
func (g *Grader) strengths(ctx context.Context, claims []claim) ([]float64, error) {
	readings := make([]encoder.Reading, len(claims))
	for i := range claims {
		c := &claims[i]
		readings[i] = c.signal.seek(c.sentence, c.vector)
	}
	logits, err := g.readTogether(ctx, readings)
	if err != nil {
		return nil, err
	}
	for i := range claims {
		m := &claims[i].signal
		z := m.score(claims[i].vector)
		logits[i] = headOf(m).strength(z, z-beside, joint(logits[i:i+1], headOf(m).reads))
	}
	return logits, nil
}
