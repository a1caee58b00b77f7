package offline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"mockinterview/rubric"
	"mockinterview/rubric/text"
)

// verdict is the one place where a signal's verdict is decided.
func (m *reading) verdict() rubric.Verdict {
	switch {
	case m.of.Absence, m.at < 0: // what stands for an absence is decided by the arithmetic
		return rubric.Absent
	case m.strength >= 0:
		return rubric.Shown
	case m.strength >= headOf(m).half:
		return rubric.Partial
	}
	return rubric.Absent
}

// mark is what the grader says of a signal: the verdict with the clause that carries it, or the passage that came
// nearest.
func (r *read) mark(m *reading) rubric.Mark {
	out := rubric.Mark{
		Signal:  m.of.ID,
		Kind:    m.of.Kind,
		Verdict: m.verdict(),
		Quotes:  []rubric.Quote{},
		Sought:  m.of.Text,
	}
	if m.at < 0 {
		out.Reason = "I did not find this."
		return out
	}
	example := m.example(r.vectors[m.at], out.Verdict)
	out.Example, out.Strength = example, m.strength
	said := r.passages[m.at]
	switch out.Verdict {
	case rubric.Shown:
		out.Quotes = []rubric.Quote{m.clause.quote()}
		out.Reason = reason("Means nearly the same as", example)
	case rubric.Partial:
		out.Quotes = []rubric.Quote{m.clause.quote()}
		out.Reason = reason("Comes near to", example)
	case rubric.Absent:
		out.Reason = "I did not find this."
		if m.of.Kind == rubric.Strong && m.strength >= nearby {
			nearest := said.quote()
			out.Nearest = &nearest
		}
	}
	return out
}

// nearby is how sure a passage has to be for it to be named as the nearest to a signal that was not found.
const nearby = -4

func reason(how, example string) string {
	return fmt.Sprintf("%s this example: %s", how, strings.TrimSuffix(example, ".")+".")
}

// longSentence is the most words of a sentence that is quoted whole; of a longer one, the clauses that carry the claim.
const longSentence = 14

// fewestQuoted is the fewest words that a clause has to have to carry a claim.
const fewestQuoted = 4

// narrow finds what to quote for every signal that is shown or partly shown: the shortest run of whole clauses that
// alone lies as near to the signal as the whole sentence.
func (g *Grader) narrow(ctx context.Context, r *read) error {
	for i := range r.signals {
		m := &r.signals[i]
		if m.at < 0 || m.verdict() == rubric.Absent {
			continue
		}
		m.clause = r.passages[m.at]
		runs := clauseRuns(m.clause)
		texts := make([]string, len(runs))
		for j, c := range runs {
			texts[j] = c.text
		}
		vectors, err := g.encode(ctx, texts)
		if err != nil {
			return err
		}
		enough := m.score(r.vectors[m.at])
		for j, v := range vectors {
			if m.score(v) >= enough {
				m.clause = runs[j]
			}
		}
	}
	return nil
}

// clauseRuns are the runs of at most three whole clauses of a long sentence that are shorter than it, the shortest
// last.
func clauseRuns(p passage) []passage {
	if len(text.Words(p.text)) <= longSentence {
		return nil
	}
	clauses := text.Clauses(p.message, p.span)
	var out []passage
	for i := range clauses {
		for j := i; j < len(clauses) && j < i+3; j++ {
			at := text.Span{Start: clauses[i].Start, End: clauses[j].End}
			if t := at.Of(p.message); len(text.Words(t)) >= fewestQuoted && len(t) < len(p.text) {
				out = append(out, passage{p.source, p.message, at, t})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b passage) int { return len(b.text) - len(a.text) })
	return out
}
