package calibration

import (
	"cmp"
	"math"
	"slices"

	"mockinterview/interviewer"
	"mockinterview/rubric"
	"mockinterview/rubric/agreement"
)

// Intervals come from draws resamples of the questions, fewer for sets so large that the intervals are narrow anyway.
// The seed is fixed: the same results give the same report.
const (
	draws    = 1000
	maxWork  = 3_000_000
	bootSeed = 20260102
)

// counts is everything counted over some answers from which the statistics follow. Counts of parts add up.
type counts struct {
	overall agreement.Table   // 4 × 4
	ranks   agreement.Moments // overall as labelled and as graded
	scores  agreement.Moments // overall as labelled, score as graded
	levels  []agreement.Table // by competency, 4 × 4
}

func newCounts(competencies int) counts {
	c := counts{overall: agreement.NewTable(4)}
	for range competencies {
		c.levels = append(c.levels, agreement.NewTable(4))
	}
	return c
}

func (c *counts) add(o counts) {
	c.overall.Add(o.overall)
	c.ranks.Add(o.ranks)
	c.scores.Add(o.scores)
	for i := range c.levels {
		c.levels[i].Add(o.levels[i])
	}
}

// measurer turns results into statistics.
type measurer struct {
	run   Run
	ids   []string // of the competencies
	names map[string]string
	index map[string]int // in ids
}

func newMeasurer(run Run) *measurer {
	m := &measurer{run: run, index: map[string]int{}}
	m.ids, m.names = run.Set.competencies()
	for i, id := range m.ids {
		m.index[id] = i
	}
	return m
}

// count counts one answer.
func (m *measurer) count(c *counts, i int) {
	it, r := m.run.Set.Items[i], m.run.Results[i][0]
	if !r.Graded() {
		return
	}
	if it.Overall > 0 {
		c.overall[it.Overall-1][r.Overall()-1]++
		c.ranks.Put(float64(it.Overall), float64(r.Overall()))
		if r.Grade.Score != nil {
			c.scores.Put(float64(it.Overall), *r.Grade.Score)
		}
	}
	for id, want := range it.Levels {
		if got, ok := r.Grade.Competency(id); ok {
			c.levels[m.index[id]][want.Rank()-1][got.Level.Rank()-1]++
		}
	}
}

// part measures some of the answers.
func (m *measurer) part(items []int) Part {
	set := make([]Item, len(items))
	p := Part{N: len(items)}
	for i, k := range items {
		set[i] = m.run.Set.Items[k]
		if m.run.Results[k][0].Graded() {
			p.Graded++
		}
	}
	var questions []counts
	whole := m.empty()
	for _, group := range byQuestion(set) {
		s := m.empty()
		for _, i := range group {
			m.count(&s, items[i])
		}
		questions = append(questions, s)
		whole.add(s)
	}
	p.Questions = len(questions)
	p.Overall = m.overall(whole)
	p.Competencies = []Competency{}
	for i, id := range m.ids {
		if t := whole.levels[i]; t.N() > 0 {
			p.Competencies = append(p.Competencies, m.competency(id, t))
		}
	}
	m.intervals(&p, questions)
	return p
}

func (m *measurer) empty() counts { return newCounts(len(m.ids)) }

func (m *measurer) overall(c counts) Overall {
	t := c.overall
	return Overall{
		N: t.N(), Exact: Num(t.Exact()), WithinOne: Num(t.Within(1)), StrongRateBias: Num(t.RateBias(3)), Confusion: t,
		QWK: Num(t.QWK()), MacroF1: Num(t.MacroF1()), Pearson: Num(c.ranks.Pearson()), RMSE: Num(c.ranks.RMSE()),
		Bias: Num(c.ranks.Bias()), PearsonScore: Num(c.scores.Pearson()),
		QWK95: unknown(), Pearson95: unknown(), Exact95: unknown(), RMSE95: unknown(), MacroF195: unknown(),
	}
}

func unknown() Range { return Range{Num(math.NaN()), Num(math.NaN())} }

func (m *measurer) competency(id string, t agreement.Table) Competency {
	c := Competency{
		ID: id, Name: m.names[id], N: t.N(), Kappa: Num(t.Kappa()), QWK: Num(t.QWK()), MacroF1: Num(t.MacroF1()),
		Exact: Num(t.Exact()), StrongRateBias: Num(t.RateBias(len(t) - 1)), Confusion: t,
		Kappa95: unknown(), MacroF195: unknown(), Exact95: unknown(),
	}
	for _, l := range slices.Backward(rubric.Levels()) {
		c.Labels = append(c.Labels, string(l))
	}
	return c
}

// intervals resamples the questions and fills in the 95 % intervals of everything that has one.
func (m *measurer) intervals(p *Part, questions []counts) {
	n := min(draws, max(200, maxWork/max(len(questions)*(len(m.ids)+1), 1)))
	into := []*Range{&p.Overall.QWK95, &p.Overall.Pearson95, &p.Overall.Exact95, &p.Overall.RMSE95,
		&p.Overall.MacroF195}
	var indexes []int
	for i := range p.Competencies {
		c := &p.Competencies[i]
		indexes = append(indexes, m.index[c.ID])
		into = append(into, &c.Kappa95, &c.MacroF195, &c.Exact95)
	}
	found := agreement.Bootstrap(len(questions), n, bootSeed, func(sample []int) []float64 {
		s := m.empty()
		for _, q := range sample {
			s.add(questions[q])
		}
		o := m.overall(s)
		out := []float64{float64(o.QWK), float64(o.Pearson), float64(o.Exact), float64(o.RMSE), float64(o.MacroF1)}
		for _, i := range indexes {
			t := s.levels[i]
			out = append(out, t.Kappa(), t.MacroF1(), t.Exact())
		}
		return out
	})
	for i, v := range found {
		*into[i] = Range{Num(v.Low), Num(v.High)}
	}
}

// parts measures the parts of the set, if it has any.
func (m *measurer) parts() []Part {
	out := []Part{}
	items := m.run.Set.Items
	groups := grouped(len(items), func(i int) string { return items[i].Part })
	if len(groups) == 1 && items[0].Part == "" {
		return out
	}
	for _, group := range groups {
		p := m.part(group)
		p.Part = cmp.Or(items[group[0]].Part, "no part named")
		out = append(out, p)
	}
	return out
}

// halo compares how much the competencies move together in the labels and in the grades.
func (m *measurer) halo() *Halo {
	h := &Halo{Pairs: []Pair{}, Labels: Num(math.NaN()), Grader: Num(math.NaN())}
	var labels, grader, n float64
	for i, a := range m.ids {
		for _, b := range m.ids[i+1:] {
			p := m.pair(a, b)
			if p.N == 0 {
				continue
			}
			h.Pairs = append(h.Pairs, p)
			if p.Labels.Known() && p.Grader.Known() {
				labels, grader, n = labels+float64(p.Labels), grader+float64(p.Grader), n+1
			}
		}
	}
	if len(h.Pairs) == 0 {
		return nil
	}
	if n > 0 {
		h.Labels, h.Grader = Num(labels/n), Num(grader/n)
	}
	return h
}

// pair correlates two competencies over the answers for which both are labelled and graded.
func (m *measurer) pair(a, b string) Pair {
	var labels, grades agreement.Moments
	for i, it := range m.run.Set.Items {
		r := m.run.Results[i][0]
		ga, okA := r.Grade.Competency(a)
		gb, okB := r.Grade.Competency(b)
		if okA && okB && it.Levels[a] != "" && it.Levels[b] != "" && r.Graded() {
			labels.Put(float64(it.Levels[a].Rank()), float64(it.Levels[b].Rank()))
			grades.Put(float64(ga.Level.Rank()), float64(gb.Level.Rank()))
		}
	}
	return Pair{A: a, B: b, N: labels.N, Labels: Num(labels.Pearson()), Grader: Num(grades.Pearson())}
}

// reasonOf says in one line why an answer has no grade.
func reasonOf(g interviewer.Grade) string {
	out := g.Reason
	for _, f := range g.Failures {
		if out == "" {
			out = f.Competency + ": " + f.Reason
		}
	}
	return interviewer.OneLine(out)
}
