package llm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"mockinterview/interviewer"
	"mockinterview/rubric"
	"mockinterview/rubric/evidence"
)

// result is what came of one unit: what each judge says, as claimed.
type result struct {
	judges  []heard
	usage   interviewer.Usage
	err     error // no judge gave marks
	unheard error // a further judge gave none
	doubted bool  // asked again because of doubt
}

// gradeUnit has one unit judged, once or as often as was asked for; by default two more judges are heard when the first
// one's marks are doubtful.
func (c *Client) gradeUnit(ctx context.Context, a interviewer.Assessment, p *prepared, u unit, second *opinion) result {
	if c.cfg.Judges > 1 {
		return c.panel(ctx, a, p, u, result{}, 0, c.cfg.Judges)
	}
	var r result
	first, usage, err := c.judge(ctx, a, p, u, 0)
	r.usage, r.err = usage, err
	if err != nil {
		return r
	}
	r.judges = []heard{first}
	if c.cfg.Judges == 1 || !c.doubtful(ctx, a, p, u, first.marks, second) {
		return r
	}
	r.doubted = true
	return c.panel(ctx, a, p, u, r, 1, 3)
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
		heard
		usage interviewer.Usage
		err   error
	}
	all := make([]outcome, to)
	var wg sync.WaitGroup
	for k := from; k < to; k++ {
		wg.Go(func() {
			h := &all[k]
			h.heard, h.usage, h.err = c.judge(ctx, a, p, u, k)
		})
	}
	wg.Wait()
	for _, h := range all[from:] {
		r.usage = r.usage.Add(h.usage)
		if h.err != nil {
			r.unheard = h.err
			continue
		}
		r.judges = append(r.judges, h.heard)
	}
	if len(r.judges) == 0 {
		r.err, r.unheard = r.unheard, nil
	}
	return r
}

// doubtful says whether one judge is not enough: a quote failed its check, the text tries to steer the grader, or the
// second opinion is two levels away.
func (c *Client) doubtful(
	ctx context.Context,
	a interviewer.Assessment,
	p *prepared,
	u unit,
	marks []rubric.Mark,
	second *opinion,
) bool {
	checked, given, kept := p.check().CheckMarks(marks)
	if kept < given || len(p.removed) > 0 {
		return true
	}
	select {
	case <-second.done:
	case <-ctx.Done():
		return false
	}
	for _, comp := range u.competencies {
		other, ok := second.levels[comp.ID]
		if !ok {
			continue
		}
		own := rubric.Score(comp, a.Turn.Question.Signals, checked, a.Level, true).Level
		if d := own.Rank() - other.Rank(); d >= 2 || d <= -2 {
			return true
		}
	}
	return false
}

// assemble makes the judgement of all results, or the error that says why there is none.
func (c *Client) assemble(j *interviewer.Judgement, p *prepared, results []result, second *opinion) error {
	<-second.done
	var failed []error
	claimed := false
	for i, r := range results {
		j.Provenance.Usage = j.Provenance.Usage.Add(r.usage)
		u := p.units[i]
		if r.err != nil {
			failed = append(failed, r.err)
			for _, comp := range u.competencies {
				j.Findings = append(j.Findings, interviewer.Finding{Competency: comp.ID, Err: r.err})
			}
			continue
		}
		marks, lost := together(p.check, r.judges)
		j.Quotes.Checked += lost
		claimed = claimed || anyClaim(r.judges)
		name := u.competencies[0].Name
		if len(u.competencies) > 1 {
			name = "all competencies"
		}
		j.Notes = append(j.Notes, r.notes(name)...)
		addNearest(p.check, marks, second)
		for _, comp := range u.competencies {
			j.Findings = append(j.Findings, interviewer.Finding{Competency: comp.ID, Marks: marksOf(marks, comp, u)})
		}
	}
	if len(failed) == len(results) {
		return decidingError(failed)
	}
	if len(failed) == 0 && !claimed {
		j.Gate = "off the topic: the model found nothing in it that speaks to the question"
	}
	return nil
}

// notes say how many judges were heard, where that is not what a reader would expect.
func (r result) notes(name string) []string {
	var out []string
	if r.doubted && len(r.judges) > 1 {
		out = append(out, fmt.Sprintf("%s: in doubt, so %d judges were heard", name, len(r.judges)))
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
func together(check func() *evidence.Checker, judges []heard) (marks []rubric.Mark, lost int) {
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
	// Verdicts has the most first: what is credited is credited by the words of one who credits it as much, or else more.
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
func anyClaim(judges []heard) bool {
	for _, h := range judges {
		for _, m := range h.marks {
			if m.Verdict != rubric.Absent {
				return true
			}
		}
	}
	return false
}

// addNearest fills in the nearest clause of signals that were not credited: the model's evidence if it holds, else the
// second opinion's.
func addNearest(check func() *evidence.Checker, marks []rubric.Mark, second *opinion) {
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
		if marks[i].Nearest == nil {
			marks[i].Nearest = second.nearest[m.Signal]
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
