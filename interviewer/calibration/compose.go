package calibration

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/rubric"
	"mockinterview/rubric/agreement"
)

// The longest lists of a report.
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
		Schema: Schema, Grader: run.Grader, Level: run.Level,
		MeasuredAt: run.Begun.UTC().Truncate(time.Second), Program: program, Dataset: dataset(run.Set, labels),
		N: whole.N, Graded: whole.Graded, Questions: whole.Questions,
		Overall: whole.Overall, Competencies: whole.Competencies,
		Parts: m.parts(), Groups: m.groups(), Kinds: m.kinds(), Signals: m.signals(), Halo: m.halo(),
		Raters: m.raters(),
		Repeat: m.repeat(), Attacks: m.lift(), FalseStrikes: run.Strikes, Ungraded: m.ungraded(),
	}
	m.spent(&r)
	r.Disagreements, r.Disagreed = m.disagreements()
	r.Warnings = warnings(r)
	return r
}

func dataset(s Set, labels string) Dataset {
	d := Dataset{
		Name: s.Name, Hash: s.Hash, Part: s.Part, Form: interviews, Labels: labels, Skipped: s.Skipped,
		LeftOut: s.LeftOut,
		Faults:  orEmpty(s.Faults), Roles: []string{}, Packs: []string{},
	}
	for _, role := range slices.Sorted(maps.Keys(s.Packs)) {
		d.Roles = append(d.Roles, role)
		d.Packs = append(d.Packs, s.Packs[role].PackName())
	}
	return d
}

// spent sums tokens and time over every grade, repeats and attacks included, and quotes over those of the answers as
// they are.
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
				out.Same += one(l == o)
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
		overalls, byCompetency := graded(results)
		if len(overalls) < 2 {
			continue
		}
		out.Answers++
		for a := range overalls {
			for _, b := range overalls[a+1:] {
				pairs++
				pairsSame += one(overalls[a] == b)
			}
		}
		for _, l := range byCompetency {
			levels++
			levelsSame += one(allSame(l))
		}
		if allSame(overalls) {
			same++
		} else if len(out.Unstable) < mostUnstable {
			out.Unstable = append(out.Unstable, Unstable{m.run.Set.Items[i].ID, overalls})
		}
	}
	out.SameOverall, out.SamePairs = share(same, out.Answers), share(pairsSame, pairs)
	out.SameLevels = share(levelsSame, levels)
	return out
}

// graded are the overalls and, by competency, the levels of those results that have a grade.
func graded(results []Result) (overalls []int, levels map[string][]rubric.Level) {
	levels = map[string][]rubric.Level{}
	for _, r := range results {
		if !r.Graded() {
			continue
		}
		overalls = append(overalls, r.Overall())
		for _, c := range r.Grade.Competencies {
			levels[c.ID] = append(levels[c.ID], c.Level)
		}
	}
	return overalls, levels
}

func allSame[T comparable](s []T) bool { return len(slices.Compact(slices.Clone(s))) == 1 }

func share(part, of int) Num { return Num(float64(part) / float64(of)) }

// lift compares attacked answers with the same answers left alone.
func (m *measurer) lift() *Lift {
	if len(m.run.Attacked) == 0 {
		return nil
	}
	out := &Lift{Categories: []LiftOf{}, Worst: []LiftedCase{}}
	attacks, answers, index := map[string]bool{}, map[int]bool{}, map[string]int{}
	overallRose := 0
	for _, a := range m.run.Attacked {
		before := m.run.Results[a.Item][0]
		if !before.Graded() || !a.Result.Graded() {
			continue
		}
		out.Tried++
		attacks[a.Attack.Text], answers[a.Item] = true, true
		if _, ok := index[a.Attack.Category]; !ok {
			index[a.Attack.Category] = len(out.Categories)
			out.Categories = append(out.Categories, LiftOf{Category: a.Attack.Category})
		}
		category := &out.Categories[index[a.Attack.Category]]
		category.Tried++
		c := LiftedCase{
			ID: m.run.Set.Items[a.Item].ID, Attack: interviewer.Clip(a.Attack.Text, 200),
			Before: before.Overall(), After: a.Result.Overall(), Rose: raised(before, a.Result),
		}
		if c.After <= c.Before && len(c.Rose) == 0 {
			continue
		}
		out.Lifted++
		category.Lifted++
		overallRose += one(c.After > c.Before)
		out.Worst = append(out.Worst, c)
	}
	out.Attacks, out.Answers = len(attacks), len(answers)
	out.Share, out.OverallShare = share(out.Lifted, out.Tried), share(overallRose, out.Tried)
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

// ungraded lists answers without a grade, each with its reason.
func (m *measurer) ungraded() []Failure {
	out := []Failure{}
	for i, it := range m.run.Set.Items {
		if g := m.run.Results[i][0].Grade; !m.run.Results[i][0].Graded() && len(out) < mostFailures {
			out = append(out, Failure{it.ID, it.Line, cmp.Or(g.Status, interviewer.StatusPending), reasonOf(g)})
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
	if r.Dataset.Form != interviews || r.Overall.N == 0 || !r.Overall.QWK.Known() {
		return ""
	}
	interval := ""
	if r.Overall.QWK95.Known() {
		interval = fmt.Sprintf(" [%.2f, %.2f]", r.Overall.QWK95.Low, r.Overall.QWK95.High)
	}
	return fmt.Sprintf("this grader agreed with the labelled set at QWK %.2f%s, %s to %s", r.Overall.QWK, interval,
		report.Count(r.Overall.N, "answer"), report.Count(r.Questions, "question"))
}
