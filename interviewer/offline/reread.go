package offline

import (
	"context"

	"mockinterview/interviewer/offline/encoder"
)

// reread reads the two passages nearest to each signal together with what the signal looks for and the nearest of its
// examples. That tells better than nearness whether a sentence says it, but takes too long for every passage, and is
// spared where nearness leaves no hope.
func (g *Grader) reread(ctx context.Context, r *read) error {
	type place struct {
		of *reading
		at int
	}
	var places []place
	var all []sought
	for i := range r.signals {
		m := &r.signals[i]
		if m.at < 0 {
			continue
		}
		h := headOf(m)
		if m.first < h.hopeful {
			m.joint = unread
			m.strength = h.strength(m.first, m.second, m.joint)
			continue
		}
		for _, at := range m.nearest {
			if at >= 0 {
				places = append(places, place{m, at})
				all = append(all, m.seek(r.passages[at].text, r.vectors[at]))
			}
		}
	}
	logits, err := g.readTogether(ctx, all)
	if err != nil {
		return err
	}
	best := map[*reading]float64{}
	for i, p := range places {
		sum := logits[i] + p.of.score(r.vectors[p.at])
		if before, ok := best[p.of]; !ok || sum > before {
			best[p.of] = sum
			p.of.at, p.of.joint = p.at, logits[i]
			p.of.strength = headOf(p.of).strength(p.of.first, p.of.second, p.of.joint)
		}
	}
	return nil
}

// unread is the logit of what is not read; less than that the reader gives hardly ever.
const unread = -5

// sought is a sentence to be read with what a signal looks for, and an example of that.
type sought struct {
	signal, example, sentence string
	head                      int
}

// seek has a sentence read for the signal, beside the nearest example.
func (m *reading) seek(sentence string, v encoder.Vector) sought {
	return sought{m.of.Text, m.shown(v), sentence, headOf(m).number}
}

// readTogether gives the reader's logits, in order.
func (g *Grader) readTogether(ctx context.Context, all []sought) ([]float64, error) {
	return g.logits.each(all, logitsKept, nil, func(todo []sought) ([]float64, error) {
		var texts []string
		for _, s := range todo {
			texts = append(texts, s.signal, s.example, s.sentence)
		}
		states, err := g.lower(ctx, texts)
		if err != nil {
			return nil, err
		}
		readings := make([]encoder.Reading, len(todo))
		for i, s := range todo {
			part := states[3*i:]
			readings[i] = encoder.Reading{Sought: part[0], Example: part[1], Sentence: part[2], Head: s.head}
		}
		return withEncoder(ctx, g, func(e *encoder.Encoder) ([]float64, error) {
			return e.Read(ctx, readings, max(1, g.Workers))
		})
	})
}
