package offline

import (
	"context"
	"math"

	"mockinterview/interviewer/offline/encoder"
	"mockinterview/rubric"
)

// reread reads the passages nearest to each signal together with what the signal looks for and the nearest of its
// examples. That tells better than nearness whether a sentence says it, but takes too long for every passage, and is
// spared where nearness leaves no hope.
func (g *Grader) reread(ctx context.Context, r *read) error {
	var all []encoder.Reading
	for i := range r.signals {
		m := &r.signals[i]
		for _, at := range m.hopeful() {
			all = append(all, m.seek(r.passages[at].text, r.vectors[at]))
		}
	}
	logits, err := g.readTogether(ctx, all)
	if err != nil {
		return err
	}
	for i := range r.signals {
		m := &r.signals[i]
		n := len(m.hopeful())
		m.logits, logits = logits[:n], logits[n:]
		m.decide()
	}
	return nil
}

// hopeful are the places of the passages that are worth reading, the nearest first.
func (m *reading) hopeful() []int {
	if m.at < 0 || m.first < headOf(m).hopeful {
		return nil
	}
	return m.order[:min(headOf(m).reads, len(m.order))]
}

// decide puts nearness and logits together: the surest passage by both, and how surely the signal is shown.
func (m *reading) decide() {
	if m.at < 0 {
		return
	}
	surest := math.Inf(-1)
	for i, logit := range m.logits {
		if sum := logit + m.scores[m.order[i]]; sum > surest {
			surest, m.at = sum, m.order[i]
		}
	}
	m.joint = joint(m.logits, headOf(m).reads)
	m.strength = headOf(m).strength(m.first, m.second, m.joint)
}

const (
	// never is a logit below which the reader hardly ever goes, and which counts for nothing.
	never = -6
	// lacking is what each passage counts that a short answer lacks: less than most of those that are read.
	lacking = -3.5
)

// joint is how surely something is said in passages with these logits, of as many as are read of a longer answer: the
// root of the sum of the squares of what they are above never, for half of it said twice is worth something. Its steps
// are rounded one by one, so that no machine fuses them.
func joint(logits []float64, reads int) float64 {
	if len(logits) == 0 {
		return 0
	}
	sum := 0.
	for i := range reads {
		above := float64(lacking - never)
		if i < len(logits) {
			above = max(logits[i]-never, 0)
		}
		sum += float64(above * above)
	}
	return math.Sqrt(sum)
}

// seek has a sentence read for the signal, beside the nearest example.
func (m *reading) seek(sentence string, v encoder.Vector) encoder.Reading {
	return encoder.Reading{
		Sought: m.of.Text, Example: m.example(v, rubric.Shown), Sentence: sentence, Head: headOf(m).number,
	}
}

// readTogether gives the reader's logits, in order.
func (g *Grader) readTogether(ctx context.Context, all []encoder.Reading) ([]float64, error) {
	return g.logits.each(all, nil, func(todo []encoder.Reading) ([]float64, error) {
		return withEncoder(ctx, g, func(e *encoder.Encoder) ([]float64, error) {
			return e.Read(ctx, todo, max(1, g.Workers))
		})
	})
}
