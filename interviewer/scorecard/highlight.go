package scorecard

import (
	"slices"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/rubric"
)

// evidence is a quoted piece of a message: for the candidate, against, or both where quotes overlap.
type evidence struct {
	start, end   int
	pro, against bool
}

func (e evidence) sign() string {
	switch {
	case e.pro && e.against:
		return "[+/-]"
	case e.against:
		return report.Sign(rubric.Weak, rubric.Shown)
	}
	return report.Sign(rubric.Strong, rubric.Shown)
}

// spansOf are the quoted pieces of message n, in order and without overlaps.
func spansOf(t interviewer.Turn, n int) []report.Span {
	var out []report.Span
	for _, e := range merged(evidenceIn(t, n)) {
		out = append(out, report.Span{Start: e.start, End: e.end, Sign: e.sign()})
	}
	return out
}

// evidenceIn lists every quote from message n.
func evidenceIn(t interviewer.Turn, n int) []evidence {
	if t.Grade == nil {
		return nil
	}
	var out []evidence
	for _, c := range t.Grade.Competencies {
		for _, m := range c.Marks {
			for _, q := range m.Quotes {
				if q.Message == n && q.End > q.Start {
					out = append(out, evidence{q.Start, q.End, m.Kind == rubric.Strong, m.Kind == rubric.Weak})
				}
			}
		}
	}
	return out
}

// merged sorts pieces and joins those that overlap.
func merged(all []evidence) []evidence {
	slices.SortStableFunc(all, func(a, b evidence) int { return a.start - b.start })
	var out []evidence
	for _, e := range all {
		if k := len(out); k > 0 && e.start < out[k-1].end {
			last := &out[k-1]
			last.end = max(last.end, e.end)
			last.pro, last.against = last.pro || e.pro, last.against || e.against
			continue
		}
		out = append(out, e)
	}
	return out
}
