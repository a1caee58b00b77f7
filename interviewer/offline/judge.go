package offline

import (
	"cmp"
	"slices"

	"mockinterview/rubric"
)

// finding is what the text shows of one signal.
type finding struct {
	verdict  rubric.Verdict
	hits     []hit // the evidence, one hit for each group that is touched
	missed   []int // indexes of the groups that are not
	nearest  int   // a clause, or -1
	off      bool  // touched, but only where it is rejected
	strength float32
	rejected hit  // a touch that is turned down, of width 0 if there is none
	named    bool // shown because things were named and nothing was said of them
	refusal  bool // shown because what was sought is turned down
	doubted  bool // mentioned in an answer that mostly turns things down
	wasShown bool // before it was lowered
	thin     bool // lowered, because the answer as a whole says little
	hedged   bool // said as a guess
	against  bool // the same words count against the candidate
	shared   bool // rests on clauses that were credited to another signal already
}

// usable says whether a hit can speak for the candidate.
func (d *document) usable(h hit, kind rubric.Kind) bool {
	t := &d.tokens[h.token]
	c := &d.clauses[d.clauseOf[h.token]]
	if t.struck || t.echo || d.sentences[c.sentence].idle || d.crosses(h) {
		return false
	}
	if kind == rubric.Weak {
		return !d.guarded[h.token]
	}
	return !c.salad && !c.names && (d.only == nil || d.only(h))
}

// crosses says whether the words of a phrase stand in two clauses, so that they belong to two thoughts: "start with a number, and that is simple" is no
// simple start. Tables written as code writes them have their commas inside.
func (d *document) crosses(h hit) bool {
	return d.clauseOf[h.lo] != d.clauseOf[h.hi] && !h.form && d.behind(h.lo) != "("
}

// How strong the evidence for a signal has to be: the mean worth of its touches, less for distance.
const (
	shownFrom   = 0.62
	partialFrom = 0.5
	weakFrom    = 0.66
	generalFrom = 0.78 // a general signal is not about the question, so single words touch it too easily
)

// look judges one signal.
func (d *document) look(s signal) finding {
	f := finding{verdict: rubric.Absent, nearest: -1}
	if len(s.groups) == 0 {
		return f
	}
	best := grip{}
	for gi, g := range s.groups {
		for _, h := range d.hits[g] {
			if !d.usable(h, s.of.Kind) || s.of.Kind == rubric.Strong && s.of.Competency == "" && !h.form && !d.sentences[d.sentenceOf[h.token]].firm {
				continue
			}
			if s.of.Kind == rubric.Strong && d.negated[h.token] && !s.forms[gi] && !h.form {
				f.off = true
				if f.rejected.width == 0 && h.weight >= worthWord && !cued(h) && !d.guarded[h.token] && d.turnsDown(d.clauseOf[h.token]) {
					f.rejected = h
				}
				if f.nearest < 0 {
					f.nearest = d.clauseOf[h.token]
				}
				continue
			}
			if got := d.around(s, gi, h); got.beats(best) {
				best = got
			}
		}
	}
	if best.touched == 0 {
		return f
	}
	for gi := range s.groups {
		if best.hits[gi].width == 0 {
			f.missed = append(f.missed, gi)
			continue
		}
		f.hits = append(f.hits, best.hits[gi])
	}
	if s.of.Kind == rubric.Strong && len(f.missed) > 0 && !slices.ContainsFunc(f.hits, func(h hit) bool { return !cued(h) }) {
		return finding{verdict: rubric.Absent, nearest: -1, off: f.off, rejected: f.rejected} // a "because" or a number that is about something else
	}
	f.doubted = s.of.Kind == rubric.Strong && len(f.missed) > 0 && !slices.ContainsFunc(f.hits, func(h hit) bool { return telling(s, h) })
	f.nearest = d.clauseOf[f.hits[0].token]
	f.strength = best.strength
	if len(s.groups) == 1 {
		f.strength = d.alone(s, best.hits[0])
	}
	best.strength = f.strength
	switch {
	case len(f.missed) > 1 || (len(f.missed) == 1 && len(s.groups) < 3):
	case s.of.Kind == rubric.Weak:
		if len(f.missed) == 0 && best.strength >= weakFrom && !loosely(f.hits, s.of.Critical()) && !d.denied(s.of, f.hits) {
			f.verdict = rubric.Shown
		}
	case len(f.missed) == 0 && best.strength >= shownFrom && (s.of.Competency != "" || len(s.groups) == 1 || best.strength >= generalFrom):
		f.verdict = rubric.Shown
	case best.strength >= partialFrom:
		f.verdict = rubric.Partial
	}
	return f
}

// telling says whether a touch says something of a signal though another group of it is missed: no "because" or number, which may be about anything, and
// for a general signal no single word either.
func telling(s signal, h hit) bool {
	return !cued(h) && (s.of.Competency != "" || !h.loose || h.width > 1)
}

// refuse settles the critical weak signal of a competency in which nothing was shown and what was sought is turned down: rejecting what matters is what
// that signal is about, in whatever words it is done.
func (d *document) refuse(k competency, found []finding) {
	at := -1
	var hits []hit
	for i, f := range found {
		s := k.signals[i].of
		if f.verdict != rubric.Absent && (s.Kind == rubric.Weak || f.verdict == rubric.Shown) {
			return
		}
		if s.Kind == rubric.Weak && s.Critical() && !s.Absence && at < 0 {
			at = i
		}
		if h := f.rejected; s.Kind == rubric.Strong && h.width > 0 && !slices.ContainsFunc(hits, func(o hit) bool { return o.token == h.token }) {
			hits = append(hits, h)
		}
	}
	if at < 0 || len(hits) < refusals {
		return
	}
	slices.SortFunc(hits, func(a, b hit) int { return a.token - b.token })
	found[at] = finding{verdict: rubric.Shown, hits: hits[:refusals], nearest: -1, strength: 1, refusal: true}
}

// refusals is how many things sought have to be turned down.
const refusals = 2

// turnsDown says whether a clause turns something down in the speaker's own name, or waves it away: "a query went out without an index" tells what happened.
func (d *document) turnsDown(ci int) bool {
	c := &d.clauses[ci]
	if c.dismissal || c.scorn {
		return true
	}
	for k := c.from; k < c.to; k++ {
		if cl := d.tokens[k].entry.class; cl&isFirst != 0 || cl&isNegator != 0 && k-c.from <= 1 && d.tokens[k].word != "without" {
			return true
		}
	}
	return false
}

// namings is how many different things a competency has to be touched by for the touching to be naming.
const namings = 3

// name settles the weak signals for naming without reasons. They do not count where several things were shown. And where things were only named, with
// nothing shown at all, the first of them is shown on those names.
func (d *document) name(k competency, found []finding) {
	at, shown, marked := -1, 0, false
	for i, f := range found {
		s := k.signals[i]
		if s.of.Kind == rubric.Strong && f.verdict == rubric.Shown {
			shown++
		}
		marked = marked || f.verdict != rubric.Absent
		if at < 0 && s.of.Kind == rubric.Weak && s.naming {
			at = i
		}
	}
	for i := range found {
		if shown > 1 && k.signals[i].naming && found[i].verdict == rubric.Shown {
			found[i].verdict = rubric.Absent
		}
	}
	if at < 0 || marked {
		return
	}
	var hits []hit
	for i := range found {
		if k.signals[i].of.Kind != rubric.Strong {
			continue
		}
		for _, g := range k.signals[i].groups {
			if h, ok := d.plainest(g); ok && !slices.ContainsFunc(hits, func(o hit) bool { return o.token == h.token }) {
				hits = append(hits, h)
				break
			}
		}
	}
	if len(hits) >= namings {
		slices.SortFunc(hits, func(a, b hit) int { return a.token - b.token })
		found[at] = finding{verdict: rubric.Shown, hits: hits[:namings], nearest: -1, strength: 1, named: true}
	}
}

// plainest is a touch of a group in the words of a term, which are not the question's.
func (d *document) plainest(g int32) (hit, bool) {
	for _, h := range d.hits[g] {
		t := &d.tokens[h.token]
		name := h.width > 1 && !h.loose && !cued(h) || t.entry.class&(isTechnology|isJargon) != 0
		if name && h.weight >= worthWord && !t.struck && !t.echo && !d.sentences[d.clauses[d.clauseOf[h.token]].sentence].idle {
			return h, true
		}
	}
	return hit{}, false
}

// alone is the strength of a signal with a single group: one word is a chance, a phrase or two places are not.
func (d *document) alone(s signal, best hit) float32 {
	w := 0.8 * best.weight
	for _, h := range d.hits[s.groups[0]] {
		if d.clauseOf[h.token] != d.clauseOf[best.token] && d.usable(h, s.of.Kind) {
			return w + 0.2
		}
	}
	return w
}

// share sees to it that what is said once is credited once: of the strong signals of a competency that rest on the very same clauses, the one with
// the best evidence is shown and the others are partial. The question's own signals come before the general ones.
func (d *document) share(signals []signal, found []finding) {
	order := make([]int, 0, len(found))
	for i, f := range found {
		if f.verdict == rubric.Shown && signals[i].of.Kind == rubric.Strong {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if own, other := signals[a].of.Competency != "", signals[b].of.Competency != ""; own != other {
			if own {
				return -1
			}
			return 1
		}
		return cmp.Compare(found[b].strength, found[a].strength)
	})
	claimed := map[int]bool{}
	for _, i := range order {
		fresh := false
		for _, h := range found[i].hits {
			fresh = fresh || !claimed[d.clauseOf[h.token]]
		}
		if !fresh {
			found[i].verdict, found[i].shared = rubric.Partial, true
			continue
		}
		for _, h := range found[i].hits {
			claimed[d.clauseOf[h.token]] = true
		}
	}
}

// loosely says whether touches are too free for speaking against a candidate: more than one of two, or the only one. Where the signal is critical, a
// single synonym is.
func loosely(hits []hit, critical bool) bool {
	loose := 0
	for _, h := range hits {
		if critical && h.loose && h.lo == h.hi {
			return true
		}
		if h.loose {
			loose++
		}
	}
	return loose > 1 || (loose == 1 && len(hits) == 1)
}

// maxGroups is how many groups of a signal are looked at; more than three are rare.
const maxGroups = 5

// grip is a set of touches, one for each group, that stand together. A touch of width 0 is none.
type grip struct {
	hits     [maxGroups]hit
	touched  int
	strength float32
}

func (g grip) beats(o grip) bool {
	return g.touched > o.touched || (g.touched == o.touched && g.strength > o.strength)
}

// Distance takes from evidence: in the next clause, further on in the sentence, or in the next sentence.
const (
	reachTokens = 45
	closeTokens = 12
	farShare    = 0.85
	nextShare   = 0.8
	strayShare  = 0.75 // of a single word in the next sentence, when that does not point back
)

// around gathers for every group the touch that proves most within the thought of h.
func (d *document) around(s signal, own int, h hit) grip {
	g := grip{touched: 1, strength: h.weight}
	g.hits[own] = h
	for gi, group := range s.groups {
		if gi == own {
			continue
		}
		var best float32
		for _, x := range d.hits[group] {
			w := x.weight * d.distance(h.token, x.token, s.of.Kind)
			if x.width == 1 && d.strays(h.token, x.token) {
				w *= strayShare
			}
			if w <= best || !d.usable(x, s.of.Kind) || (x.token == h.token && h.width == 1 && x.width == 1) {
				continue
			}
			if s.of.Kind == rubric.Strong && d.negated[x.token] && !s.forms[gi] {
				continue
			}
			best = w
			g.hits[gi] = x
		}
		if best > 0 {
			g.touched++
			g.strength += best
		}
	}
	g.strength /= float32(g.touched)
	return g
}

// distance is the share of its worth that a touch keeps at a distance from the other; 0 outside one thought.
func (d *document) distance(a, b int, kind rubric.Kind) float32 {
	far := max(a-b, b-a)
	switch {
	case far > reachTokens || !d.oneThought(a, b, kind):
		return 0
	case d.clauses[d.clauseOf[a]].sentence != d.clauses[d.clauseOf[b]].sentence:
		return nextShare
	case far > closeTokens:
		return farShare
	}
	return 1
}

// strays says whether two tokens stand in different sentences of which the later one does not point back.
func (d *document) strays(a, b int) bool {
	sa, sb := d.clauses[d.clauseOf[a]].sentence, d.clauses[d.clauseOf[b]].sentence
	return sa != sb && !d.sentences[max(sa, sb)].linked
}

// oneThought says whether two tokens stand in one sentence or in neighbouring ones. Against a candidate the later of these has to point back, and the token
// has to stand where it does: "if the link breaks, we stop, but that is rare" says nothing of the sentence before.
func (d *document) oneThought(a, b int, kind rubric.Kind) bool {
	sa, sb := d.clauses[d.clauseOf[a]].sentence, d.clauses[d.clauseOf[b]].sentence
	if sa > sb {
		sa, sb = sb, sa
	}
	if sa == sb {
		return true
	}
	next := d.sentences[sb]
	return sb == sa+1 && next.message == d.sentences[sa].message && (kind == rubric.Strong || next.linked && d.clauseOf[max(a, b)] == next.clauses.from)
}
