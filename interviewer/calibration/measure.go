package calibration

import (
	"math"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric"
	"mockinterview/rubric/agreement"
)

// Intervals are worked out from this many resamples of the questions, fewer for sets so large that the intervals are narrow anyway. The seed is fixed: the same
// results give the same report.
const (
	draws    = 1000
	maxWork  = 3_000_000
	bootSeed = 20260102
)

// sums is everything counted over some answers from which the statistics follow. Sums of parts add up.
type sums struct {
	overall agreement.Table   // 4 × 4
	ranks   agreement.Moments // overall as labelled and predicted
	scores  agreement.Moments // overall as labelled, score as predicted
	shares  agreement.Moments // of short answers
	levels  []agreement.Table // by competency, 4 × 4, or right or not
}

func newSums(competencies, categories int) sums {
	s := sums{overall: agreement.NewTable(4)}
	for range competencies {
		s.levels = append(s.levels, agreement.NewTable(categories))
	}
	return s
}

func (s *sums) add(o sums) {
	s.overall.Add(o.overall)
	s.ranks.Add(o.ranks)
	s.scores.Add(o.scores)
	s.shares.Add(o.shares)
	for i := range s.levels {
		s.levels[i].Add(o.levels[i])
	}
}

// measurer turns results into statistics.
type measurer struct {
	run        Run
	ids        []string
	names      map[string]string
	place      map[string]int
	categories int
}

func newMeasurer(run Run) *measurer {
	m := &measurer{run: run, place: map[string]int{}, categories: 4}
	if run.Set.Form == ShortAnswers {
		m.ids, m.names, m.categories = []string{reference}, map[string]string{reference: referenceName}, 2
	} else {
		m.ids, m.names = run.Set.competencies()
	}
	for i, id := range m.ids {
		m.place[id] = i
	}
	return m
}

// count counts one answer.
func (m *measurer) count(s *sums, i int) {
	it, r := m.run.Set.Items[i], m.run.Results[i][0]
	if !r.Graded() {
		return
	}
	if m.run.Set.Form == ShortAnswers {
		s.shares.Put(it.Share(), r.Share)
		s.overall[banded(it.Share())-1][banded(r.Share)-1]++
		s.levels[0][right(it.Share() >= rightFrom)][right(r.Right)]++
		return
	}
	if it.Overall > 0 {
		s.overall[it.Overall-1][r.Overall()-1]++
		s.ranks.Put(float64(it.Overall), float64(r.Overall()))
		if r.Grade.Score != nil {
			s.scores.Put(float64(it.Overall), *r.Grade.Score)
		}
	}
	for id, want := range it.Levels {
		if got, ok := r.Grade.Competency(id); ok {
			s.levels[m.place[id]][want.Rank()-1][got.Level.Rank()-1]++
		}
	}
}

func right(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// banded puts a share of the full mark on the scale of 1 to 4 and bands it as scores are banded.
func banded(share float64) int {
	return rubric.Recommend(math.Floor((1+3*share)*10+.5+1e-9) / 10).Overall()
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
	var questions []sums
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

func (m *measurer) empty() sums { return newSums(len(m.ids), m.categories) }

func (m *measurer) overall(s sums) Overall {
	nan := Num(math.NaN())
	o := Overall{
		N: s.overall.N(), QWK: Num(s.overall.QWK()), Exact: Num(s.overall.Exact()), WithinOne: Num(s.overall.Within(1)), StrongRateBias: Num(s.overall.RateBias(3)),
		MacroF1: Num(s.overall.MacroF1()), PearsonScore: nan, Confusion: s.overall,
		QWK95: unknown(), Pearson95: unknown(), Exact95: unknown(), RMSE95: unknown(), MacroF195: unknown(),
	}
	if m.run.Set.Form == ShortAnswers {
		o.Pearson, o.RMSE, o.Bias = Num(s.shares.Pearson()), Num(s.shares.RMSE()), Num(s.shares.Bias())
		o.MacroF1, o.StrongRateBias = Num(s.levels[0].MacroF1()), Num(s.levels[0].RateBias(1))
		return o
	}
	o.Pearson, o.RMSE, o.Bias = Num(s.ranks.Pearson()), Num(s.ranks.RMSE()), Num(s.ranks.Bias())
	o.PearsonScore = Num(s.scores.Pearson())
	return o
}

func unknown() Range { return Range{Num(math.NaN()), Num(math.NaN())} }

func (m *measurer) competency(id string, t agreement.Table) Competency {
	c := Competency{
		ID: id, Name: m.names[id], N: t.N(), Kappa: Num(t.Kappa()), QWK: Num(t.QWK()), MacroF1: Num(t.MacroF1()), Exact: Num(t.Exact()),
		StrongRateBias: Num(t.RateBias(len(t) - 1)), Confusion: t, Kappa95: unknown(), MacroF195: unknown(), Exact95: unknown(),
	}
	if m.categories == 2 {
		c.Labels = []string{"not right", "right"}
		return c
	}
	for _, l := range rubric.Levels() {
		c.Labels = append([]string{string(l)}, c.Labels...)
	}
	return c
}

// intervals resamples the questions and fills in the 95 % intervals of everything that has one.
func (m *measurer) intervals(p *Part, questions []sums) {
	n := min(draws, max(200, maxWork/max(len(questions)*(len(m.ids)+1), 1)))
	into := []*Range{&p.Overall.QWK95, &p.Overall.Pearson95, &p.Overall.Exact95, &p.Overall.RMSE95, &p.Overall.MacroF195}
	var places []int
	for i := range p.Competencies {
		c := &p.Competencies[i]
		places = append(places, m.place[c.ID])
		into = append(into, &c.Kappa95, &c.MacroF195, &c.Exact95)
	}
	found := agreement.Bootstrap(len(questions), n, bootSeed, func(sample []int) []float64 {
		s := m.empty()
		for _, q := range sample {
			s.add(questions[q])
		}
		o := m.overall(s)
		out := []float64{float64(o.QWK), float64(o.Pearson), float64(o.Exact), float64(o.RMSE), float64(o.MacroF1)}
		for _, i := range places {
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
	var order []string
	items := map[string][]int{}
	for i, it := range m.run.Set.Items {
		if _, ok := items[it.Part]; !ok {
			order = append(order, it.Part)
		}
		items[it.Part] = append(items[it.Part], i)
	}
	if len(order) == 1 && order[0] == "" {
		return out
	}
	for _, name := range order {
		p := m.part(items[name])
		p.Part = first(name, "no part named")
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
			var l, g agreement.Moments
			for k, it := range m.run.Set.Items {
				r := m.run.Results[k][0]
				ga, okA := r.Grade.Competency(a)
				gb, okB := r.Grade.Competency(b)
				if okA && okB && it.Levels[a] != "" && it.Levels[b] != "" && r.Graded() {
					l.Put(float64(it.Levels[a].Rank()), float64(it.Levels[b].Rank()))
					g.Put(float64(ga.Level.Rank()), float64(gb.Level.Rank()))
				}
			}
			if l.N == 0 {
				continue
			}
			p := Pair{A: a, B: b, N: l.N, Labels: Num(l.Pearson()), Grader: Num(g.Pearson())}
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

// reasonOf says in one line why an answer has no grade.
func reasonOf(g interviewer.Grade) string {
	out := g.Reason
	for _, f := range g.Failures {
		if out == "" {
			out = f.Competency + ": " + f.Reason
		}
	}
	return strings.Join(strings.Fields(out), " ")
}
