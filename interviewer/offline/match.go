package offline

import (
	"cmp"
	"context"
	"math"
	"slices"

	"mockinterview/interviewer"
	"mockinterview/interviewer/offline/encoder"
	"mockinterview/rubric"
	"mockinterview/rubric/text"
)

// examples are the vectors of what a signal looks for: its text, and the sentences that show it, half show it or only
// seem to.
type examples struct {
	text               encoder.Vector
	shows, partly, not []encoder.Vector
	texts              []string // of those that show it, then partly, then not
}

// reading is what was made of one signal: the passage that speaks for it most surely.
type reading struct {
	of         rubric.Signal
	competency string
	own        bool // the question's own signal, not a general one
	examples   examples
	scores     []float64 // of the passages, by place
	order      []int     // places of the passages, the highest score first
	first      float64   // score of the first of them
	second     float64   // and of the second
	at         int       // place of the surest passage, or -1 where nothing was said
	logits     []float64 // what reading the first of order together with the signal gave
	joint      float64   // what these come to
	strength   float64   // 0 is where the signal begins to count as shown
	quotes     []passage // what carries it, the surest first, once it was chosen
}

// read is an answer read for every signal that applies.
type read struct {
	segmented
	question interviewer.Question
	vectors  []encoder.Vector // of the passages
	signals  []reading
	foreign  bool   // most of it is not English
	astray   string // title of the question of the pack that it answers instead
}

// read cuts, encodes and matches an answer.
func (g *Grader) read(ctx context.Context, p interviewer.Pack, t interviewer.Turn) (*read, error) {
	r := &read{segmented: segment(p, t, g.Steers), question: t.Question}
	if r.foreign = text.Foreign(r.whole); r.foreign {
		return r, nil
	}
	texts := make([]string, len(r.passages))
	for i, s := range r.passages {
		texts[i] = s.text
	}
	var err error
	if r.vectors, err = g.encode(ctx, texts); err != nil {
		return nil, err
	}
	for _, c := range p.Probed(t.Question) {
		for _, s := range rubric.Applicable(c, t.Question.Signals) {
			m := reading{of: s, competency: c.ID, own: s.Competency != ""}
			if !s.Absence {
				if m.examples, err = g.examples(ctx, s); err != nil {
					return nil, err
				}
			}
			r.match(&m)
			r.signals = append(r.signals, m)
		}
	}
	if r.astray, err = g.astray(ctx, p, r); err != nil || r.gate() != "" {
		return r, err
	}
	return r, g.reread(ctx, r)
}

// nothing is the strength of a signal that no passage was read for.
const nothing = -99

// match orders the passages by how near they come to a signal.
func (r *read) match(m *reading) {
	m.at, m.first, m.second, m.strength = -1, nothing, nothing, nothing
	if m.of.Absence || len(r.vectors) == 0 {
		return
	}
	for i, v := range r.vectors {
		m.scores, m.order = append(m.scores, m.score(v)), append(m.order, i)
	}
	slices.SortStableFunc(m.order, func(a, b int) int { return cmp.Compare(m.scores[b], m.scores[a]) })
	m.at, m.first = m.order[0], m.scores[m.order[0]]
	m.second = m.first - alone
	if len(m.order) > 1 {
		m.second = m.scores[m.order[1]]
	}
}

// score is how near a sentence comes to showing the signal: the nearness to its text and to each group of its examples,
// weighted as was learned for its sort of signal (head.go). The steps are rounded one by one, so that no machine fuses
// them and the same vectors give the same score everywhere.
func (m *reading) score(v encoder.Vector) float64 {
	h := headOf(m)
	z := h.bias
	z += float64(h.text * encoder.Cosine(v, m.examples.text))
	z += float64(h.shows * nearness(v, m.examples.shows))
	z += float64(h.partly * nearness(v, m.examples.partly))
	z += float64(h.not * nearness(v, m.examples.not))
	return z
}

// nearness is the mean of the cosines to the power of eight, and the eighth root of it: nearly the nearest, but a
// second one that is near counts too. No examples are near to nothing.
func nearness(v encoder.Vector, to []encoder.Vector) float64 {
	if len(to) == 0 {
		return 0
	}
	sum := 0.
	for _, e := range to {
		c := max(encoder.Cosine(v, e), 0)
		c = float64(c * c)
		c = float64(c * c)
		sum += float64(c * c)
	}
	return math.Sqrt(math.Sqrt(math.Sqrt(sum / float64(len(to)))))
}

// example is the example that a sentence lies nearest to, or the signal's text where there is none: for what is shown
// of those that show it, for what is partly shown also of those that half show it, or else of all.
func (m *reading) example(v encoder.Vector, verdict rubric.Verdict) string {
	e := &m.examples
	among := e.shows
	switch verdict {
	case rubric.Shown:
	case rubric.Partial:
		among = slices.Concat(e.shows, e.partly)
	case rubric.Absent:
		among = slices.Concat(e.shows, e.partly, e.not)
	}
	if at, _ := nearestOf(v, among); at >= 0 {
		return e.texts[at]
	}
	return m.of.Text
}

// nearestOf is the place of the vector nearest to v, and the cosine; of none, -1 and -1.
func nearestOf(v encoder.Vector, to []encoder.Vector) (at int, cosine float64) {
	at, cosine = -1, -1
	for i, x := range to {
		if c := encoder.Cosine(v, x); c > cosine {
			at, cosine = i, c
		}
	}
	return at, cosine
}

// examples gives the vectors of a signal's text and examples.
func (g *Grader) examples(ctx context.Context, s rubric.Signal) (examples, error) {
	all := exampleSentences(s)
	v, err := g.encode(ctx, all)
	if err != nil {
		return examples{}, err
	}
	n, k := 1+len(s.Shows), 1+len(s.Shows)+len(s.Partly)
	return examples{text: v[0], shows: v[1:n], partly: v[n:k], not: v[k:], texts: all[1:]}, nil
}

// exampleSentences are a signal's text, then its examples: those that show it, half show it and only seem to.
func exampleSentences(s rubric.Signal) []string {
	return slices.Concat([]string{s.Text}, s.Shows, s.Partly, s.Not)
}

// Similarity gives for every sentence of a how near it is in meaning to every sentence of b: cosines, by rows.
func (g *Grader) Similarity(ctx context.Context, a, b []string) ([][]float64, error) {
	v, err := g.encode(ctx, slices.Concat(a, b))
	if err != nil {
		return nil, err
	}
	out := make([][]float64, len(a))
	for i := range a {
		for k := range b {
			out[i] = append(out[i], encoder.Cosine(v[i], v[len(a)+k]))
		}
	}
	return out, nil
}
