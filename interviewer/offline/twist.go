package offline

import (
	"strings"

	"mockinterview/rubric"
)

// Some words change what the words beside them are worth: a thing turned down for a better one is a choice, and a thing said as a guess is half said.

// contradict settles critical weak signals that share a sentence with a strong one of their competency. Where the weak one waves a thing away and the
// sentence says what does the job, that is a choice: "locks are overkill, a conditional update is enough". Else the strong one counts in part.
func (d *document) contradict(k competency, found []finding) {
	defer hold(k, found)
	for i := range found {
		s := k.signals[i].of
		if s.Kind != rubric.Weak || !s.Critical() || found[i].verdict != rubric.Shown || found[i].refusal || len(found[i].hits) == 0 {
			continue
		}
		for j := range found {
			o := k.signals[j].of
			if o.Kind != rubric.Strong || o.Competency == "" || found[j].verdict != rubric.Shown || !d.sameSentence(found[i].hits, found[j].hits) {
				continue
			}
			if d.dismissing(found[i].hits) {
				found[i].verdict = rubric.Absent
				break
			}
			if d.sameClause(found[i].hits, found[j].hits) {
				found[j].verdict, found[j].against = rubric.Partial, true
			}
		}
	}
}

// denied says whether a part of a weak signal is said with a no: "a timeout is not a failure", "we don't mark it as failed". A signal that is about turning
// things down needs that no itself, so it is left alone.
func (d *document) denied(s rubric.Signal, hits []hit) bool {
	for _, h := range hits {
		if d.negated[h.token] || d.nay(h) {
			return !d.c.denying(s)
		}
	}
	return false
}

// nayReach is how many words may stand between a no and what it denies: "is not just a failure".
const nayReach = 2

// nay says whether a no stands right before a touch, or among its words.
func (d *document) nay(h hit) bool {
	for k := max(d.clauses[d.clauseOf[h.lo]].from, h.lo-1-nayReach); k < h.hi; k++ {
		if d.tokens[k].entry.class&isNegator != 0 {
			return true
		}
	}
	return false
}

// denying says whether a signal is about turning something down, so that its own terms hold the no.
func (c *compiled) denying(s rubric.Signal) bool {
	for _, g := range s.Concepts {
		for _, t := range g {
			if t == "cue:"+cueDismissal {
				return true
			}
			for _, w := range words(t) {
				if c.vocab.classes[w]&isNegator != 0 {
					return true
				}
			}
		}
	}
	return false
}

// hold keeps an answer that contradicts the heart of a competency from getting the benefit of the doubt there: what it has not shown by its words is not
// made out of how much it reasons.
func hold(k competency, found []finding) {
	against := false
	for i, f := range found {
		s := k.signals[i].of
		against = against || s.Kind == rubric.Weak && s.Critical() && f.verdict == rubric.Shown
	}
	for i := range found {
		if s := k.signals[i].of; against && s.Kind == rubric.Strong && found[i].verdict == rubric.Absent {
			found[i].doubted = true
		}
	}
}

// dismissing says whether one of the touches stands in a clause that waves something away.
func (d *document) dismissing(hits []hit) bool {
	for _, h := range hits {
		if d.clauses[d.clauseOf[h.token]].dismissal {
			return true
		}
	}
	return false
}

// sameSentence says whether all touches stand in sentences that both lists have.
func (d *document) sameSentence(a, b []hit) bool {
	return d.meet(a, b, func(h hit) int { return d.whole(d.clauses[d.clauseOf[h.token]].sentence) })
}

// whole is the first of the sentences that semicolons tie to sentence s.
func (d *document) whole(s int) int {
	for ; s > 0 && d.sentences[s-1].message == d.sentences[s].message; s-- {
		from, to := d.clauses[d.sentences[s-1].clauses.to-1].to-1, d.clauses[d.sentences[s].clauses.from].from
		if !strings.Contains(slice(d.sources[d.messageOf[to]].Text, d.tokens[from].end, d.tokens[to].start), ";") {
			break
		}
	}
	return s
}

// sameClause says the same of clauses.
func (d *document) sameClause(a, b []hit) bool {
	return d.meet(a, b, func(h hit) int { return d.clauseOf[h.token] })
}

// meet says whether every touch of b is in a place where one of a is.
func (d *document) meet(a, b []hit, where func(hit) int) bool {
	for _, h := range b {
		here := false
		for _, o := range a {
			here = here || where(o) == where(h)
		}
		if !here {
			return false
		}
	}
	return len(b) > 0
}

// guess lets a strong signal count at most in part when one of its touches is said as a guess.
func (d *document) guess(k competency, found []finding) {
	for i := range found {
		f := &found[i]
		if k.signals[i].of.Kind != rubric.Strong || f.verdict == rubric.Absent {
			continue
		}
		for _, h := range f.hits {
			f.hedged = f.hedged || d.guessed(h)
		}
		if f.hedged {
			f.verdict = rubric.Partial
		}
	}
}

// guessed says whether a touch stands in a clause with a word of doubt, or after "not sure" in its sentence.
func (d *document) guessed(h hit) bool {
	c := d.clauses[d.clauseOf[h.token]]
	first := d.clauses[d.sentences[c.sentence].clauses.from].from
	for k := first; k < c.to; k++ {
		w := d.tokens[k].word
		switch {
		case w == "maybe" || w == "perhaps":
			if k >= c.from {
				return true
			}
		case w == "sure" || w == "certain":
			for j := max(first, k-2); j < k; j++ {
				if d.tokens[j].word == "not" && d.spoken(first, j) {
					return true
				}
			}
		}
	}
	return false
}

// spoken says whether the speaker is the one before token to: "I am honestly not", rather than "the client is not".
func (d *document) spoken(from, to int) bool {
	for k := max(from, to-4); k < to; k++ {
		if w := d.tokens[k].word; w == "i" || w == "im" || w == "i'm" || w == "we" {
			return true
		}
	}
	return to == from
}
