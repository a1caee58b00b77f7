package llm

import (
	"context"
	"math"
	"slices"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// nearEdge is how near a score may come to the edge of a band before one judge is not enough.
const nearEdge = .15

// doubt is why one judge is not enough for a unit, and which of its signals are in doubt.
type doubt struct {
	why     string
	signals []string
}

// doubts looks where more judges can change something: quotes of which more than a third fail, words that are taken
// both for and against the answer, and a score so near to the edge of a band that a mark may carry it over.
func (c *Client) doubts(a interviewer.Assessment, p *prepared, results []result) []doubt {
	out := make([]doubt, len(results))
	edge := c.atEdge(a, p, results)
	found, _ := findings(p, results)
	for i := range found {
		found[i].Marks, _, _ = p.check().CheckMarks(found[i].Marks)
	}
	for i, r := range results {
		if r.err != nil {
			continue
		}
		claimed := r.judges[0].marks
		checked, given, kept := p.check().CheckMarks(claimed)
		failed, against := fallen(claimed, checked), contradicted(checked, found, p.units[i])
		switch {
		case 3*(given-kept) > given:
			out[i] = doubt{"quotes do not hold", failed}
		case len(against) > 0:
			out[i] = doubt{"the same words count for and against", against}
		case edge:
			out[i] = doubt{"the score is at the edge of a band", halves(checked)}
		}
	}
	return out
}

// atEdge says whether the score that the first judges come to is at the edge of a band.
func (c *Client) atEdge(a interviewer.Assessment, p *prepared, results []result) bool {
	var j interviewer.Judgement
	j.Provenance.Grader = interviewer.LLM
	j.Findings, _ = findings(p, results)
	g := interviewer.Finish(a, j, c.steers)
	if g.Score == nil {
		return false
	}
	return slices.ContainsFunc(rubric.Recommendations(), func(r rubric.Recommendation) bool {
		return r.Least() > 1 && math.Abs(*g.Score-r.Least()) <= nearEdge
	})
}

// fallen are the signals of which no quote held.
func fallen(claimed, checked []rubric.Mark) []string {
	var out []string
	for i, m := range checked {
		if m.Verdict != claimed[i].Verdict {
			out = append(out, m.Signal)
		}
	}
	return out
}

// contradicted are the signals that are shown by words which show a signal of the other kind, too, of a competency of
// the unit.
func contradicted(marks []rubric.Mark, found []interviewer.Finding, u unit) []string {
	var others []rubric.Mark
	for _, comp := range u.competencies {
		for _, f := range found {
			if f.Competency == comp.ID {
				others = append(others, f.Marks...)
			}
		}
	}
	var out []string
	for _, m := range marks {
		if slices.ContainsFunc(others, func(o rubric.Mark) bool { return o.Kind != m.Kind && shareWords(m, o) }) {
			out = append(out, m.Signal)
		}
	}
	return out
}

func shareWords(a, b rubric.Mark) bool {
	return slices.ContainsFunc(a.Quotes, func(q rubric.Quote) bool {
		return slices.ContainsFunc(b.Quotes, func(o rubric.Quote) bool {
			return q.Message == o.Message && q.Start < o.End && o.Start < q.End
		})
	})
}

// halves are the signals that are partly shown.
func halves(marks []rubric.Mark) []string {
	var out []string
	for _, m := range marks {
		if m.Verdict == rubric.Partial {
			out = append(out, m.Signal)
		}
	}
	return out
}

// reconsider has two more judges mark the signals that are in doubt, each of them alone. Who gives no mark is no judge.
func (c *Client) reconsider(
	ctx context.Context, a interviewer.Assessment, p *prepared, u unit, r result, signals []string,
) result {
	for judge := 1; judge < 3; judge++ {
		var h judgeMarks
		for _, m := range r.judges[0].marks { // no vote, but where it is asked below
			h.marks = append(h.marks, rubric.Mark{
				Signal: m.Signal, Kind: m.Kind, Verdict: rubric.Absent, Reason: unmarked, Quotes: []rubric.Quote{},
				Unmarked: true,
			})
		}
		for _, s := range u.signals {
			if !slices.Contains(signals, s.ID) {
				continue
			}
			alone := u
			alone.signals, alone.claims, alone.alone = []rubric.Signal{s}, nil, true
			said, usage, err := c.judge(ctx, a, p, alone, judge)
			r.usage = r.usage.Add(usage)
			if err != nil {
				r.unheard = err
				continue
			}
			h = h.with(said)
			h.model = said.model
		}
		if h.model != "" {
			r.judges = append(r.judges, h)
		}
	}
	return r
}
