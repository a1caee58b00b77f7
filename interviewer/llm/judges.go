package llm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"mockinterview/interviewer"
	"mockinterview/rubric"
	"mockinterview/rubric/evidence"
)

// result is what came of one unit: what each judge says, as claimed.
type result struct {
	judges  []judgeMarks
	usage   interviewer.Usage
	err     error  // no judge gave marks
	unheard error  // a further judge gave none
	doubt   string // why it was asked again
}

// gradeUnits has every unit judged, once or as often as was asked for; by default two more judges are heard where one
// is not enough. stop is called where nothing more will come of it.
func (c *Client) gradeUnits(ctx context.Context, a interviewer.Assessment, p *prepared, stop func()) []result {
	results := make([]result, len(p.units))
	var wg sync.WaitGroup
	for i, u := range p.units {
		wg.Go(func() {
			results[i] = c.panel(ctx, a, p, u, result{}, 0, max(c.cfg.Judges, 1))
			if errors.Is(results[i].err, interviewer.ErrUnauthorized) {
				stop() // the others would only be told the same
			}
		})
	}
	wg.Wait()
	if c.cfg.Judges > 0 {
		return results
	}
	for i, d := range c.doubts(a, p, results) {
		if d.why == "" {
			continue
		}
		wg.Go(func() {
			results[i].doubt = d.why
			if c.cfg.Thorough {
				results[i] = c.reconsider(ctx, a, p, p.units[i], results[i], d.signals)
			} else {
				results[i] = c.panel(ctx, a, p, p.units[i], results[i], 1, 3)
			}
		})
	}
	wg.Wait()
	return results
}

// panel hears judges from up to to at once and adds what they say.
func (c *Client) panel(
	ctx context.Context,
	a interviewer.Assessment,
	p *prepared,
	u unit,
	r result,
	from, to int,
) result {
	type outcome struct {
		judgeMarks
		usage interviewer.Usage
		err   error
	}
	all := make([]outcome, to)
	var wg sync.WaitGroup
	for k := from; k < to; k++ {
		wg.Go(func() {
			c.asked.Add(1)
			defer c.answered.Add(1)
			h := &all[k]
			h.judgeMarks, h.usage, h.err = c.judge(ctx, a, p, u, k)
		})
	}
	wg.Wait()
	for _, h := range all[from:] {
		r.usage = r.usage.Add(h.usage)
		if h.err != nil {
			r.unheard = h.err
			continue
		}
		r.judges = append(r.judges, h.judgeMarks)
	}
	if len(r.judges) == 0 {
		r.err, r.unheard = r.unheard, nil
	}
	return r
}

// assemble makes the judgement of all results, or the error that says why there is none.
func (c *Client) assemble(j *interviewer.Judgement, p *prepared, results []result) error {
	var failed []error
	claimed := false
	for i, r := range results {
		j.Provenance.Usage = j.Provenance.Usage.Add(r.usage)
		u := p.units[i]
		if r.err != nil {
			failed = append(failed, r.err)
		} else {
			claimed = claimed || anyClaim(r.judges)
			j.Notes = append(j.Notes, r.notes(u.name())...)
		}
	}
	if heard := c.heardModels(results); len(heard) > 0 {
		j.Provenance.Model = strings.Join(heard, "+")
	}
	var lost int
	j.Findings, lost = findings(p, results)
	j.Quotes.Checked += lost
	for _, f := range j.Findings {
		addNearest(p.check, f.Marks)
	}
	if len(failed) == len(results) {
		return decidingError(failed)
	}
	if len(failed) == 0 && !claimed {
		j.Gate = "off the topic: the model found nothing in it that speaks to the question"
	}
	return nil
}

// heardModels are the models that gave marks, in the order in which they are asked.
func (c *Client) heardModels(results []result) []string {
	return slices.DeleteFunc(slices.Clone(c.models), func(model string) bool {
		return !slices.ContainsFunc(results, func(r result) bool {
			return slices.ContainsFunc(r.judges, func(h judgeMarks) bool { return h.model == model })
		})
	})
}

// findings puts together what the judges of all units say, by competency. A competency of which a unit failed is not
// graded. lost counts the quotes that fell away where judges were put together.
func findings(p *prepared, results []result) (out []interviewer.Finding, lost int) {
	at := map[string]int{}
	for i, r := range results {
		u := p.units[i]
		var marks []rubric.Mark
		if r.err == nil {
			var n int
			marks, n = together(p.check, r.judges)
			lost += n
		}
		for _, comp := range u.competencies {
			k, there := at[comp.ID]
			if !there {
				k = len(out)
				at[comp.ID] = k
				out = append(out, interviewer.Finding{Competency: comp.ID})
			}
			if r.err != nil {
				out[k].Err = r.err
				continue
			}
			out[k].Marks = append(out[k].Marks, marksOf(marks, comp, u)...)
		}
	}
	return out, lost
}

// name is what a note calls the unit.
func (u unit) name() string {
	switch {
	case len(u.competencies) > 1:
		return "all competencies"
	case u.alone:
		return fmt.Sprintf("%s, “%s”", u.competencies[0].Name, strings.TrimRight(u.signals[0].Text, "."))
	}
	return u.competencies[0].Name
}

// notes say how many judges were heard, where that is not what a reader would expect.
func (r result) notes(name string) []string {
	var out []string
	if r.doubt != "" && len(r.judges) > 1 {
		out = append(out, fmt.Sprintf("%s: in doubt (%s), so %d judges were heard", name, r.doubt, len(r.judges)))
	}
	if r.unheard != nil {
		out = append(out, fmt.Sprintf("%s: a further judge could not be heard: %v", name, r.unheard))
	}
	return out
}

// marksOf are the marks of one competency of a unit.
func marksOf(marks []rubric.Mark, comp rubric.Competency, u unit) []rubric.Mark {
	if len(u.competencies) == 1 {
		return marks
	}
	var out []rubric.Mark
	for i, s := range u.signals {
		if s.Competency == comp.ID ||
			slices.ContainsFunc(comp.Signals, func(g rubric.Signal) bool { return g.ID == s.ID }) {
			out = append(out, marks[i])
		}
	}
	if comp.ID == u.competencies[0].ID { // Finish counts a wrong claim once, wherever it is cited
		out = append(out, marks[len(u.signals):]...)
	}
	return out
}

// together combines judges. One judge's marks stay claims, to be checked by Finish. Of several, each is checked first,
// so that a false quote is no vote; then every mark is worth the mean of the judges. A judge that left a signal out has
// no vote on it, and one that all left out stays unmarked. lost counts the quotes that fell away here.
func together(check func() *evidence.Checker, judges []judgeMarks) (marks []rubric.Mark, lost int) {
	if len(judges) == 1 {
		return slices.Clone(judges[0].marks), 0
	}
	checked := make([][]rubric.Mark, len(judges))
	for k, h := range judges {
		var given, kept int
		checked[k], given, kept = check().CheckMarks(h.marks)
		lost += given - kept
	}
	for i, m := range checked[0] {
		votes := make([]rubric.Mark, 0, len(checked))
		for k := range checked {
			if !checked[k][i].Unmarked {
				votes = append(votes, checked[k][i])
			}
		}
		if len(votes) > 0 {
			m = vote(votes)
		}
		marks = append(marks, m)
	}
	return marks, lost
}

// vote is one mark for those of several judges, with the words of the judge that comes nearest to what they come to.
func vote(votes []rubric.Mark) rubric.Mark {
	verdicts := make([]rubric.Verdict, len(votes))
	for i, m := range votes {
		verdicts[i] = m.Verdict
	}
	verdict := rubric.Vote(verdicts)
	// Verdicts has the most first: the words are those of a judge who credits as much, or else more.
	rank := func(v rubric.Verdict) int { return slices.Index(rubric.Verdicts(), v) }
	out := slices.MinFunc(votes, func(a, b rubric.Mark) int {
		return cmp.Or(
			cmp.Compare(abs(rank(a.Verdict)-rank(verdict)), abs(rank(b.Verdict)-rank(verdict))),
			cmp.Compare(rank(a.Verdict), rank(b.Verdict)),
		)
	})
	out.Verdict, out.Votes = verdict, verdicts
	out.Contested = slices.ContainsFunc(verdicts, func(v rubric.Verdict) bool { return v != verdicts[0] })
	return out
}

func abs(n int) int { return max(n, -n) }

// anyClaim says whether some judge saw anything at all in the answer, for or against.
func anyClaim(judges []judgeMarks) bool {
	for _, h := range judges {
		for _, m := range h.marks {
			if m.Verdict != rubric.Absent {
				return true
			}
		}
	}
	return false
}

// addNearest fills in the nearest clause of signals that were not credited: the model's evidence where it holds.
func addNearest(check func() *evidence.Checker, marks []rubric.Mark) {
	for i, m := range marks {
		if m.Verdict == rubric.Shown || m.Kind != rubric.Strong || m.Nearest != nil {
			continue
		}
		for _, q := range m.Quotes {
			if found, err := check().Find(q.Text); err == nil {
				marks[i].Nearest = &found[0]
				break
			}
		}
	}
}

// decidingError picks the error that decides the status of a grade of which nothing succeeded: whatever may succeed
// later comes first.
func decidingError(errs []error) error {
	for _, is := range []error{interviewer.ErrUnauthorized, interviewer.ErrPending, interviewer.ErrTooLong,
		interviewer.ErrUngradable} {
		for _, err := range errs {
			if errors.Is(err, is) {
				return err
			}
		}
	}
	return errs[0]
}
