package calibration

import (
	"cmp"
	"math"
	"slices"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// disagreements lists the answers on which grader and labels differ, the worst first: by the overall, then by the
// levels. n is how many there are in all.
func (m *measurer) disagreements() (list []Disagreement, n int) {
	type ranked struct {
		item, overall, levels int // overall and levels are how far apart label and grade are
	}
	var all []ranked
	for i, it := range m.run.Set.Items {
		r := m.run.Results[i][0]
		if !r.Graded() {
			continue
		}
		d := ranked{item: i}
		if it.Overall > 0 {
			d.overall = distance(it.Overall, r.Overall())
		}
		for id, want := range it.Levels {
			if got, ok := r.Grade.Competency(id); ok {
				d.levels += distance(want.Rank(), got.Level.Rank())
			}
		}
		if d.overall > 0 || d.levels > 0 {
			all = append(all, d)
		}
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.overall, a.overall), cmp.Compare(b.levels, a.levels))
	})
	list = []Disagreement{}
	for _, d := range all[:min(len(all), mostDisagreements)] {
		list = append(list, m.disagreement(d.item))
	}
	return list, len(all)
}

func distance(a, b int) int { return max(a-b, b-a) }

// disagreement explains where label and grade of one answer differ.
func (m *measurer) disagreement(i int) Disagreement {
	it, r := m.run.Set.Items[i], m.run.Results[i][0]
	d := Disagreement{
		ID: it.ID, Line: it.Line, Role: it.Role, Question: it.Question, Part: it.Part, Kind: it.Kind,
		Answer: interviewer.Beginning(it.Answer, answerShown),
		Reason: r.Grade.Reason, Caps: orEmpty(r.Grade.Caps), Sum: r.Grade.Sum, Competencies: []Difference{},
	}
	d.Expected, d.Got = Num(it.Overall), Num(r.Overall())
	if it.Overall == 0 {
		d.Expected = Num(math.NaN())
	}
	for _, id := range m.ids {
		got, ok := r.Grade.Competency(id)
		want := it.Levels[id]
		if !ok || want == "" || want == got.Level {
			continue
		}
		d.Competencies = append(d.Competencies, Difference{
			ID: id, Expected: want, Got: got.Level, Label: it.Reasons[id], Summary: got.Summary,
			Marks: marksFor(got, want),
		})
		if k := len(d.Competencies) - 1; d.Reason != "" { // a gate closed: that is the reason, and said already
			d.Competencies[k].Summary, d.Competencies[k].Marks = "", []MarkSummary{}
		}
	}
	d.Caps = slices.DeleteFunc(slices.Clone(d.Caps), func(c string) bool { return c == d.Reason })
	if d.Reason != "" {
		d.Sum = ""
	}
	return d
}

// marksFor picks the marks that explain a difference: those that counted and, where the grader was too strict, strong
// signals that it did not find.
func marksFor(c interviewer.CompetencyGrade, want rubric.Level) []MarkSummary {
	marks := countedMarks(c.Marks)
	if c.Level.Rank() > want.Rank() {
		return marks
	}
	for _, m := range c.Marks {
		if m.Kind == rubric.Strong && m.Verdict == rubric.Absent && len(marks) < 6 {
			marks = append(marks, markSummary(m))
		}
	}
	return marks
}

// countedMarks are the marks that counted.
func countedMarks(marks []rubric.Mark) []MarkSummary {
	out := []MarkSummary{}
	for _, m := range marks {
		if m.Verdict == rubric.Shown || m.Verdict == rubric.Partial {
			out = append(out, markSummary(m))
		}
	}
	return out
}

// markSummary is a mark with its quote, or with what came nearest.
func markSummary(m rubric.Mark) MarkSummary {
	out := MarkSummary{Signal: m.Signal, Kind: m.Kind, Verdict: m.Verdict, Reason: m.Reason}
	switch {
	case len(m.Quotes) > 0:
		out.Quote = interviewer.Clip(m.Quotes[0].Text, 200)
	case m.Nearest != nil:
		out.Quote = interviewer.Clip(m.Nearest.Text, 200)
	}
	return out
}
