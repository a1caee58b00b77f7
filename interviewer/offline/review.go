package offline

import (
	"context"
	"fmt"
	"slices"

	"mockinterview/interviewer"
	"mockinterview/interviewer/offline/encoder"
	"mockinterview/rubric"
)

// Review says what an author of a pack should look at: near misses that would be taken for the real thing, and examples
// that lie nearer to another signal's than to their own. Each is one line; none makes the pack wrong.
func (g *Grader) Review(ctx context.Context, p interviewer.Pack) ([]string, error) {
	if _, err := g.encode(ctx, Sentences(p)); err != nil { // all at once, so that several are encoded at a time
		return nil, err
	}
	var out []string
	for i, q := range p.Questions {
		var all []reading
		for _, c := range p.Probed(q) {
			for _, s := range rubric.Applicable(c, q.Signals) {
				if s.Absence || i > 0 && s.Competency == "" { // general signals are looked at once
					continue
				}
				e, err := g.examples(ctx, s)
				if err != nil {
					return nil, err
				}
				all = append(all, reading{of: s, own: s.Competency != "", examples: e})
			}
		}
		for k := range all {
			out = append(out, all[k].mistaken(q.ID)...)
			out = append(out, strayed(all, k, q.ID)...)
		}
	}
	return out, nil
}

// mistaken names the near misses of a signal that the grader would take for it. A near miss is held against the other
// examples only.
func (m *reading) mistaken(question string) []string {
	var out []string
	for i, v := range m.examples.not {
		without := *m
		without.examples.not = slices.Delete(slices.Clone(m.examples.not), i, i+1)
		z := without.score(v)
		if headOf(m.of.Kind, m.own).strength(z, z-alone) >= 0 {
			out = append(
				out,
				fmt.Sprintf(
					"question %q, signal %q: this near miss would be taken for it: %s",
					question,
					m.of.ID,
					m.of.Not[i],
				),
			)
		}
	}
	return out
}

// strayed names the examples of a signal that lie nearer to those of another signal of its kind.
func strayed(all []reading, k int, question string) []string {
	var out []string
	m := &all[k]
	for i, v := range m.examples.shows {
		own := max(nearest(v, m.examples.shows[:i]), nearest(v, m.examples.shows[i+1:]))
		for j := range all {
			o := &all[j]
			if j == k || o.of.Kind != m.of.Kind || o.own != m.own {
				continue
			}
			if nearest(v, o.examples.shows) > own {
				out = append(
					out,
					fmt.Sprintf(
						"question %q, signal %q: this example lies nearer to %q: %s",
						question,
						m.of.ID,
						o.of.ID,
						m.of.Shows[i],
					),
				)
				break
			}
		}
	}
	return out
}

func nearest(v encoder.Vector, to []encoder.Vector) float64 {
	best := -1.
	for _, e := range to {
		best = max(best, encoder.Cosine(v, e))
	}
	return best
}
