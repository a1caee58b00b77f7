package calibration

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric"
	"mockinterview/rubric/agreement"
)

// How much of a long list a report tells.
const (
	mostDisagreements = 40
	mostFailures      = 20
	mostUnstable      = 20
	mostLifted        = 10
	answerShown       = 400
)

// Measure turns a run into its report. labels says where the labels come from, program which version measured.
func Measure(run Run, labels, program string) Report {
	m := newMeasurer(run)
	all := make([]int, len(run.Set.Items))
	for i := range all {
		all[i] = i
	}
	whole := m.part(all)
	r := Report{
		Schema: Schema, Grader: run.Grader, N: whole.N, Graded: whole.Graded, Questions: whole.Questions, Overall: whole.Overall,
		Competencies: whole.Competencies, Parts: m.parts(), Kinds: []KindOf{}, Level: run.Level, MeasuredAt: run.Begun.UTC().Truncate(time.Second), Program: program,
		Dataset: Dataset{
			Name: run.Set.Name, Hash: run.Set.Hash, Part: run.Set.Part, Form: run.Set.Form, Labels: labels, Skipped: run.Set.Bad, LeftOut: run.Set.LeftOut,
			Faults: orEmpty(run.Set.Faults), Roles: []string{}, Packs: []string{},
		},
	}
	for _, role := range slices.Sorted(maps.Keys(run.Set.Packs)) {
		r.Dataset.Roles = append(r.Dataset.Roles, role)
		r.Dataset.Packs = append(r.Dataset.Packs, run.Set.Packs[role].PackName())
	}
	if run.Set.Form == Interviews {
		r.Halo, r.Raters, r.Kinds = m.halo(), m.raters(), m.kinds()
	}
	m.spent(&r)
	r.Repeat, r.Attacks = m.repeat(), m.lift()
	r.Disagreements, r.Disagreed = m.disagreements()
	r.Ungraded = m.ungraded()
	r.Warnings = warnings(r)
	return r
}

// spent sums tokens and time over every grade, repeats and attacks included, and quotes over those of the answers as they are.
func (m *measurer) spent(r *Report) {
	var took []int64
	count := func(g interviewer.Grade) {
		r.Usage = r.Usage.Add(g.Provenance.Usage)
		if g.Status.Scored() {
			took = append(took, g.Provenance.LatencyMS)
		}
	}
	for _, results := range m.run.Results {
		for _, res := range results {
			count(res.Grade)
			r.Quotes.Checked += res.Grade.Quotes.Checked
			r.Quotes.Verbatim += res.Grade.Quotes.Verbatim
		}
	}
	for _, a := range m.run.Attacked {
		count(a.Result.Grade)
	}
	r.Time = Time{Seconds: float64(m.run.Took.Milliseconds()) / 1000, Grades: len(took), Recalled: m.run.Recalled}
	if len(took) > 0 {
		slices.Sort(took)
		r.Time.MedianMS, r.Time.P95MS = took[len(took)/2], took[(len(took)*95)/100]
	}
}

// kinds tells the answers apart by what the set says they are, in the order of first appearance.
func (m *measurer) kinds() []KindOf {
	out := []KindOf{}
	place := map[string]int{}
	var tables []agreement.Moments
	for i, it := range m.run.Set.Items {
		r := m.run.Results[i][0]
		if it.Kind == "" || it.Overall == 0 || !r.Graded() {
			continue
		}
		if _, ok := place[it.Kind]; !ok {
			place[it.Kind] = len(out)
			out, tables = append(out, KindOf{Kind: it.Kind}), append(tables, agreement.Moments{})
		}
		k := place[it.Kind]
		out[k].N++
		out[k].Same += right(it.Overall == r.Overall())
		tables[k].Put(float64(it.Overall), float64(r.Overall()))
	}
	for k, t := range tables {
		out[k].Labels, out[k].Grades = Num(t.X/float64(t.N)), Num(t.Y/float64(t.N))
	}
	return out
}

// raters measures how far two people agreed.
func (m *measurer) raters() *Raters {
	t := agreement.NewTable(4)
	var out Raters
	for _, it := range m.run.Set.Items {
		if len(it.Raters) != 2 {
			continue
		}
		a, b := it.Raters[0], it.Raters[1]
		out.N++
		if a.Overall >= 1 && a.Overall <= 4 && b.Overall >= 1 && b.Overall <= 4 {
			t[a.Overall-1][b.Overall-1]++
		}
		for id, l := range a.Levels {
			if o, ok := b.Levels[id]; ok {
				out.Levels++
				out.Same += right(l == o)
			}
		}
	}
	if out.N == 0 {
		return nil
	}
	out.QWK, out.Exact = Num(t.QWK()), Num(t.Exact())
	return &out
}

// repeat compares the grades that the same answer got.
func (m *measurer) repeat() *Repeat {
	if len(m.run.Results) == 0 || len(m.run.Results[0]) < 2 {
		return nil
	}
	out := &Repeat{Times: len(m.run.Results[0]), Unstable: []Unstable{}}
	var same, pairs, pairsSame, levels, levelsSame int
	for i, results := range m.run.Results {
		var overalls []int
		seen := map[string][]rubric.Level{}
		for _, res := range results {
			if !res.Graded() {
				continue
			}
			overalls = append(overalls, m.outcome(res))
			for _, c := range res.Grade.Competencies {
				seen[c.ID] = append(seen[c.ID], c.Level)
			}
		}
		if len(overalls) < 2 {
			continue
		}
		out.Answers++
		for a := range overalls {
			for _, b := range overalls[a+1:] {
				pairs++
				pairsSame += right(overalls[a] == b)
			}
		}
		for _, l := range seen {
			levels++
			levelsSame += right(len(slices.Compact(slices.Clone(l))) == 1)
		}
		if len(slices.Compact(slices.Clone(overalls))) == 1 {
			same++
		} else if len(out.Unstable) < mostUnstable {
			out.Unstable = append(out.Unstable, Unstable{m.run.Set.Items[i].ID, overalls})
		}
	}
	out.SameOverall, out.SamePairs, out.SameLevels = share(same, out.Answers), share(pairsSame, pairs), share(levelsSame, levels)
	return out
}

// outcome is the overall of an interview answer, or the band of a short one.
func (m *measurer) outcome(r Result) int {
	if m.run.Set.Form == ShortAnswers {
		return banded(r.Share)
	}
	return r.Overall()
}

func share(part, of int) Num { return Num(float64(part) / float64(of)) }

// lift compares attacked answers with the same answers left alone.
func (m *measurer) lift() *Lift {
	if len(m.run.Attacked) == 0 {
		return nil
	}
	out := &Lift{Categories: []LiftOf{}, Worst: []LiftedCase{}}
	attacks, answers, place := map[string]bool{}, map[int]bool{}, map[string]int{}
	rose := 0
	for _, a := range m.run.Attacked {
		before := m.run.Results[a.Item][0]
		if !before.Graded() || !a.Result.Graded() {
			continue
		}
		out.Tried++
		attacks[a.Attack.Text], answers[a.Item] = true, true
		if _, ok := place[a.Attack.Category]; !ok {
			place[a.Attack.Category] = len(out.Categories)
			out.Categories = append(out.Categories, LiftOf{Category: a.Attack.Category})
		}
		of := &out.Categories[place[a.Attack.Category]]
		of.Tried++
		c := LiftedCase{ID: m.run.Set.Items[a.Item].ID, Attack: interviewer.Clip(a.Attack.Text, 200), Before: before.Overall(), After: a.Result.Overall(), Rose: raised(before, a.Result)}
		if c.After <= c.Before && len(c.Rose) == 0 {
			continue
		}
		out.Lifted++
		of.Lifted++
		rose += right(c.After > c.Before)
		out.Worst = append(out.Worst, c)
	}
	out.Attacks, out.Answers = len(attacks), len(answers)
	out.Share, out.OverallShare = share(out.Lifted, out.Tried), share(rose, out.Tried)
	slices.SortStableFunc(out.Worst, func(a, b LiftedCase) int {
		return cmp.Or(cmp.Compare(b.After-b.Before, a.After-a.Before), cmp.Compare(len(b.Rose), len(a.Rose)))
	})
	out.Worst = out.Worst[:min(len(out.Worst), mostLifted)]
	return out
}

// raised lists the competencies that an attack raised.
func raised(before, after Result) []string {
	out := []string{}
	for _, c := range after.Grade.Competencies {
		if old, ok := before.Grade.Competency(c.ID); ok && c.Level.Rank() > old.Level.Rank() {
			out = append(out, c.ID)
		}
	}
	return out
}

// ungraded tells why answers have no grade.
func (m *measurer) ungraded() []Failure {
	out := []Failure{}
	for i, it := range m.run.Set.Items {
		if g := m.run.Results[i][0].Grade; !m.run.Results[i][0].Graded() && len(out) < mostFailures {
			out = append(out, Failure{it.ID, it.Line, first(g.Status, interviewer.StatusPending), reasonOf(g)})
		}
	}
	return out
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// Stamp says in one sentence what a report is worth, for scorecards: "this grader agreed with …".
func (r Report) Stamp() string {
	if r.Dataset.Form != Interviews || r.Overall.N == 0 || !r.Overall.QWK.Known() {
		return ""
	}
	interval := ""
	if r.Overall.QWK95.Known() {
		interval = fmt.Sprintf(" [%.2f, %.2f]", r.Overall.QWK95.Low, r.Overall.QWK95.High)
	}
	return fmt.Sprintf("this grader agreed with the labelled set at QWK %.2f%s, %s to %s", r.Overall.QWK, interval, count(r.Overall.N, "answer"), count(r.Questions, "question"))
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
