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
	for _, q := range m.quotes {
		out.Quotes = append(out.Quotes, q.quote())
	}
	switch out.Verdict {
	case rubric.Shown:
		out.Reason = reason("Means nearly the same as", example)
	case rubric.Partial:
		out.Reason = reason("Comes near to", example)
	case rubric.Absent:
		out.Reason = "I did not find this."
		if m.of.Kind == rubric.Strong && m.strength >= nearby {
			nearest := r.passages[m.at].quote()
			out.Nearest = &nearest
		}
	}
	return out
}

// nearby is how sure a passage has to be for it to be named as the nearest to a signal that was not found.
const nearby = -6

func reason(how, example string) string {
	return fmt.Sprintf("%s this example: %s", how, strings.TrimSuffix(example, ".")+".")
}

// longSentence is the most words of a sentence that is quoted whole; of a longer one, the clauses that carry the claim.
const longSentence = 14

// fewestQuoted is the fewest words that a clause has to have to carry a claim.
const fewestQuoted = 4

// quote finds what to quote for every signal that is shown or partly shown: the shortest run of whole clauses that
// alone lies as near to the signal as the whole sentence, and perhaps a second passage.
func (g *Grader) quote(ctx context.Context, r *read) error {
	for i := range r.signals {
		m := &r.signals[i]
		if m.verdict() == rubric.Absent {
			continue
		}
		whole := r.passages[m.at]
		runs := clauseRuns(whole)
		texts := make([]string, len(runs))
		for j, c := range runs {
			texts[j] = c.text
		}
		vectors, err := g.encode(ctx, texts)
		if err != nil {
			return err
		}
		m.quotes = []passage{whole}
		for j, v := range vectors {
			if m.score(v) >= m.scores[m.at] {
				m.quotes[0] = runs[j]
			}
		}
		if at := r.second(m); at >= 0 {
			m.quotes = append(m.quotes, r.passages[at])
		}
	}
	return nil
}

// sureOfSecond is how sure the reader has to be of a second passage for it to be quoted: those below seldom added
// anything.
const sureOfSecond = -0.5

// second is the place of another passage of the same message that is quoted for a strong signal, the surest of those
// that were read, or -1: what such a signal looks for is often said in two places. Of 400 quotes a strict reader called
// 121 evidence, and 166 when the second was shown with them.
func (r *read) second(m *reading) (at int) {
	at, surest := -1, sureOfSecond
	if m.of.Kind != rubric.Strong {
		return at
	}
	for i, logit := range m.logits {
		o := m.order[i]
		same := r.passages[o].source.Message == r.passages[m.at].source.Message
		if o != m.at && same && logit > surest {
			at, surest = o, logit
		}
	}
	return at
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
