package calibration

import (
	"cmp"
	"math"
	"slices"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// disagreements lists the answers on which grader and labels differ: the overall first, then the levels, the worst first. n is how many there are in all.
func (m *measurer) disagreements() (list []Disagreement, n int) {
	type ranked struct {
		item, apart int
		by          float64
	}
	var all []ranked
	for i, it := range m.run.Set.Items {
		r := m.run.Results[i][0]
		if !r.Graded() {
			continue
		}
		d := ranked{item: i}
		if m.run.Set.Form == ShortAnswers {
			d.by = math.Abs(it.Share() - r.Share)
			if banded(it.Share()) != banded(r.Share) {
				all = append(all, d)
			}
			continue
		}
		if it.Overall > 0 {
			d.by = math.Abs(float64(it.Overall - r.Overall()))
		}
		for id, want := range it.Levels {
			if got, ok := r.Grade.Competency(id); ok {
				d.apart += max(want.Rank()-got.Level.Rank(), got.Level.Rank()-want.Rank())
			}
		}
		if d.by > 0 || d.apart > 0 {
			all = append(all, d)
		}
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.by, a.by), cmp.Compare(b.apart, a.apart))
	})
	list = []Disagreement{}
	for _, d := range all[:min(len(all), mostDisagreements)] {
		list = append(list, m.disagreement(d.item))
	}
	return list, len(all)
}

func (m *measurer) disagreement(i int) Disagreement {
	it, r := m.run.Set.Items[i], m.run.Results[i][0]
	d := Disagreement{
		ID: it.ID, Line: it.Line, Role: it.Role, Question: it.Question, Part: it.Part, Kind: it.Kind, Answer: beginning(it.Answer, answerShown),
		Reason: r.Grade.Reason, Caps: orEmpty(r.Grade.Caps), Competencies: []Difference{},
	}
	if m.run.Set.Form == ShortAnswers {
		d.Expected, d.Got, d.Reference = Num(it.Share()), Num(r.Share), interviewer.Clip(it.Refs[0], answerShown)
		for _, c := range r.Grade.Competencies {
			d.Competencies = append(d.Competencies, Difference{ID: c.ID, Got: c.Level, Summary: c.Summary, Marks: made(c.Marks)})
		}
		return d
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
			ID: id, Expected: want, Got: got.Level, Label: it.Reasons[id], Summary: got.Summary, Marks: marksFor(got, want),
		})
		if k := len(d.Competencies) - 1; d.Reason != "" { // a gate closed: that is the reason, and said already
			d.Competencies[k].Summary, d.Competencies[k].Marks = "", []MarkMade{}
		}
	}
	d.Caps = slices.DeleteFunc(slices.Clone(d.Caps), func(c string) bool { return c == d.Reason })
	return d
}

// marksFor picks the marks that explain a difference: what was credited where the grader is too kind, and what was not, or was held against, where it is too strict.
func marksFor(c interviewer.CompetencyGrade, want rubric.Level) []MarkMade {
	marks := made(c.Marks)
	if c.Level.Rank() > want.Rank() {
		return marks
	}
	for _, m := range c.Marks {
		if m.Kind == rubric.Strong && m.Verdict == rubric.Absent && len(marks) < 6 {
			marks = append(marks, made1(m))
		}
	}
	return marks
}

// made lists the marks that counted.
func made(marks []rubric.Mark) []MarkMade {
	out := []MarkMade{}
	for _, m := range marks {
		if m.Verdict == rubric.Shown || m.Verdict == rubric.Partial {
			out = append(out, made1(m))
		}
	}
	return out
}

func made1(m rubric.Mark) MarkMade {
	out := MarkMade{Signal: m.Signal, Kind: m.Kind, Verdict: m.Verdict, Reason: m.Reason}
	switch {
	case len(m.Quotes) > 0:
		out.Quote = interviewer.Clip(m.Quotes[0].Text, 200)
	case m.Nearest != nil:
		out.Quote = interviewer.Clip(m.Nearest.Text, 200)
	}
	return out
}

// beginning is the first n code points of a text, its lines as they are.
func beginning(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + " …"
	}
	return s
}
