package offline

import (
	"context"

	"mockinterview/interviewer/offline/encoder"
	"mockinterview/rubric"
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
	var all []encoder.Reading
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

// seek has a sentence read for the signal, beside the nearest example.
func (m *reading) seek(sentence string, v encoder.Vector) encoder.Reading {
	return encoder.Reading{
		Sought: m.of.Text, Example: m.example(v, rubric.Shown), Sentence: sentence, Head: headOf(m).number,
	}
}

// readTogether gives the reader's logits, in order.
func (g *Grader) readTogether(ctx context.Context, all []encoder.Reading) ([]float64, error) {
	return g.logits.each(all, logitsKept, nil, func(todo []encoder.Reading) ([]float64, error) {
		return withEncoder(ctx, g, func(e *encoder.Encoder) ([]float64, error) {
			return e.Read(ctx, todo, max(1, g.Workers))
		})
	})
}
