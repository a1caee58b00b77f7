package calibration

import (
	"slices"

	"mockinterview/interviewer"
	"mockinterview/rubric"
	"mockinterview/rubric/text"
)

// signals measures how well the grader finds single signals, over the answers that a reader marked signal by signal. It
// is nil where there are none.
func (m *measurer) signals() *Signals {
	out := &Signals{Groups: []SignalGroup{{Signals: "strong_own"}, {Signals: "strong_general"}, {Signals: "weak"}}}
	for i, it := range m.run.Set.Items {
		r := m.run.Results[i][0]
		if it.Marks == nil || !r.Graded() {
			continue
		}
		out.Answers++
		m.countSignals(out, it, r)
	}
	if out.Answers == 0 {
		return nil
	}
	for i := range out.Groups {
		g := &out.Groups[i]
		g.F1 = Num(2 * float64(g.Both) / float64(g.Reader+g.Grader))
	}
	out.OverlapShare = share(out.Overlapping, out.Compared)
	return out
}

// countSignals counts the signals that apply to an answer. One that stands for an absence is left out: it follows from
// others, and neither reader nor grader marks it.
func (m *measurer) countSignals(out *Signals, it Item, r Result) {
	p := m.run.Set.Packs[it.Role]
	q, _ := p.Question(it.Question)
	for _, c := range p.Probed(q) {
		g, ok := r.Grade.Competency(c.ID)
		if !ok {
			continue
		}
		for _, s := range rubric.Applicable(c, q.Signals) {
			if s.Absence {
				continue
			}
			group := &out.Groups[groupOf(s, q)]
			reader := it.Marks[s.ID]
			mark, found := markOf(g, s.ID)
			found = found && mark.Verdict == rubric.Shown
			group.N++
			group.Reader += one(reader.Verdict == rubric.Shown)
			group.Grader += one(found)
			if !found || reader.Verdict != rubric.Shown {
				continue
			}
			group.Both++
			if len(reader.Evidence) > 0 {
				out.Compared++
				out.Overlapping += one(overlaps(mark.Quotes, reader.Evidence))
			}
		}
	}
}

// groupOf is the group of a signal: the question's own strong ones, the general strong ones, the weak ones.
func groupOf(s rubric.Signal, q interviewer.Question) int {
	switch {
	case s.Kind == rubric.Weak:
		return 2
	case slices.ContainsFunc(q.Signals, func(own rubric.Signal) bool { return own.ID == s.ID }):
		return 0
	}
	return 1
}

func markOf(g interviewer.CompetencyGrade, signal string) (rubric.Mark, bool) {
	i := slices.IndexFunc(g.Marks, func(m rubric.Mark) bool { return m.Signal == signal })
	if i < 0 {
		return rubric.Mark{}, false
	}
	return g.Marks[i], true
}

// overlaps says whether half of the words of some quote, or more, stand in one passage of the evidence, each counted as
// often as the passage has it.
func overlaps(quotes []rubric.Quote, evidence []string) bool {
	for _, q := range quotes {
		quoted := text.Folded(q.Text)
		for _, passage := range evidence {
			left := map[string]int{}
			for _, w := range text.Folded(passage) {
				left[w]++
			}
			common := 0
			for _, w := range quoted {
				if left[w] > 0 {
					left[w]--
					common++
				}
			}
			if common > 0 && 2*common >= len(quoted) {
				return true
			}
		}
	}
	return false
}
