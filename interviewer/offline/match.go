package offline

import (
	"context"
	"math"

	"mockinterview/interviewer"
	"mockinterview/interviewer/offline/encoder"
	"mockinterview/rubric"
)

// examples are the vectors of what a signal looks for: its text, and the sentences that show it, half show it or only
// seem to.
type examples struct {
	text                 encoder.Vector
	shows, partly, not   []encoder.Vector
	showsText, otherText []string // otherText: partly, then not
}

// reading is what was made of one signal: the passage that speaks for it most surely.
type reading struct {
	of         rubric.Signal
	competency string
	own        bool // the question's own signal, not a general one
	examples   examples
	at         int     // place of the surest passage, or -1 where nothing was said
	second     float64 // score of the second surest
	strength   float64 // 0 is where the signal begins to count as shown
	example    string  // the example nearest to the passage
	clause     passage // what is quoted, once narrowed
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
	if r.foreign = isForeign(r.whole); r.foreign {
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
			e, err := g.examples(ctx, s)
			if err != nil {
				return nil, err
			}
			m := reading{of: s, competency: c.ID, own: s.Competency != "", examples: e, at: -1, strength: nothing}
			r.match(&m)
			r.signals = append(r.signals, m)
		}
	}
	r.astray, err = g.astray(ctx, p, r)
	return r, err
}

// nothing is the strength of a signal that no passage was read for.
const nothing = -99

// match finds the passage that is surest for a signal, and how sure it is.
func (r *read) match(m *reading) {
	if m.of.Absence || len(r.vectors) == 0 {
		return
	}
	first := math.Inf(-1)
	second := first
	for i, v := range r.vectors {
		switch z := m.score(v); {
		case z > first:
			m.at, first, second = i, z, first
		case z > second:
			second = z
		}
	}
	if len(r.vectors) == 1 {
		second = first - alone
	}
	m.second, m.strength = second, headOf(m.of.Kind, m.own).strength(first, second)
	m.example = m.examples.nearest(r.vectors[m.at])
}

// score is how surely a sentence shows the signal: the nearness to its text and to each group of its examples, weighted
// as was learned for its sort of signal (head.go). The steps are rounded one by one, so that no machine fuses them and
// the same vectors give the same score everywhere.
func (m *reading) score(v encoder.Vector) float64 {
	h := headOf(m.of.Kind, m.own)
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

// nearest is the example that a sentence lies nearest to, of those that show the signal and those that do not.
func (e *examples) nearest(v encoder.Vector) string {
	best, text := -2., ""
	try := func(vectors []encoder.Vector, texts []string) {
		for i, x := range vectors {
			if c := encoder.Cosine(v, x); c > best {
				best, text = c, texts[i]
			}
		}
	}
	try(e.shows, e.showsText)
	try(e.partly, e.otherText)
	try(e.not, e.otherText[len(e.partly):])
	return text
}

// examples gives the vectors of a signal's text and examples.
func (g *Grader) examples(ctx context.Context, s rubric.Signal) (examples, error) {
	all := append([]string{s.Text}, s.Shows...)
	all = append(append(all, s.Partly...), s.Not...)
	v, err := g.encode(ctx, all)
	if err != nil {
		return examples{}, err
	}
	n, k := 1+len(s.Shows), 1+len(s.Shows)+len(s.Partly)
	return examples{text: v[0], shows: v[1:n], partly: v[n:k], not: v[k:], showsText: all[1:n], otherText: all[n:]}, nil
}
