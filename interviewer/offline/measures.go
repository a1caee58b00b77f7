package offline

import (
	"math"
	"slices"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// What an answer is like as a whole tells how far its single touches can be trusted: somebody who gives reasons, conditions and numbers means what the
// words say, somebody who names things or waves them away does not. The measures below are that whole. All of them count different things that speak to
// the question, none is a share of the text, so that padding and repetition can raise none of those that speak for an answer and undo none of those
// that speak against it.

// The measures. Those from mDismissed on speak against an answer and are counted below nought, so that a larger number is always better.
const (
	mEvidence = iota
	mShown
	mTouched
	mAround
	mSure
	mReasons
	mTurns
	mNumbers
	mSubstance
	mDismissed
	mStance
	mNamed
	mHedged
	mNeeds
	mVague
	measures
)

// MeasureNames are the measures in words, in their order.
func MeasureNames() []string {
	return []string{
		mEvidence:  "points of the competency over its bar",
		mShown:     "signals of the competency shown",
		mTouched:   "signals of the competency touched",
		mAround:    "points over the bar in all that has to be earned",
		mSure:      "signals shown by sure touches",
		mReasons:   "sentences to the matter with a cause, a condition or an alternative",
		mTurns:     "sentences to the matter that name what speaks against",
		mNumbers:   "different quantities",
		mSubstance: "different words in the sentences to the matter",
		mDismissed: "sentences that wave something away",
		mStance:    "such sentences beyond two, scornful ones twice",
		mNamed:     "technologies and jargon where nothing is explained",
		mHedged:    "words of doubt",
		mNeeds:     "words that announce what is needed or possible",
		mVague:     "words that praise without saying anything",
	}
}

// counts are the values of the measures.
type counts [measures]float64

// Measures gives the measures of an answer by competency, for the program that learns their weights; nil for text that is no answer.
func (g *Grader) Measures(a interviewer.Assessment) map[string][]float64 {
	c := g.compiled(a.Pack, a.Turn.Question)
	d := c.read(a.Turn.CandidateMessages(), a.Turn.InterviewerOwnTexts(), g.filter.Addresses)
	found := d.findings()
	if d.gate(found) != "" || d.soup {
		return nil
	}
	whole := d.wholly(found)
	out := map[string][]float64{}
	for i, k := range c.competencies {
		m := whole.of(k, found[i])
		out[k.of.ID] = m[:]
	}
	return out
}

// wholly counts what an answer is like as a whole.
func (d *document) wholly(found [][]finding) counts {
	var w counts
	matter := d.touching()
	for i := range matter {
		matter[i] = matter[i] && d.sentences[i].firm
	}
	reasons := d.holding(cueCause, cueCondition, cueAlternative)
	turns := d.holding(cueContrast)
	var reasoned, turned float64
	for s := range d.sentences {
		if matter[s] && reasons[s] {
			reasoned++
		}
		if matter[s] && turns[s] {
			turned++
		}
	}
	away, light := d.stance()
	w[mReasons], w[mTurns] = math.Log1p(reasoned), math.Log1p(turned)
	w[mDismissed] = -math.Log1p(float64(away))
	w[mStance] = -float64(min(max(away+light-2, 0), 4))
	w[mNumbers] = math.Log1p(float64(d.numbers()))
	w[mHedged] = -math.Log1p(float64(min(len(d.cueHits[d.c.byCue[cueHedge]]), doubts)))
	d.countWords(&w, matter)
	var earned, bars, sure float64
	for i, k := range d.c.competencies {
		if k.of.Always {
			continue
		}
		e, _ := k.points(found[i])
		earned += min(e/k.bar, most)
		bars++
		for j, f := range found[i] {
			if f.verdict == rubric.Shown && k.signals[j].of.Kind == rubric.Strong && f.strength >= surely {
				sure++
			}
		}
	}
	w[mAround] = earned / max(bars, 1)
	w[mSure] = math.Log1p(sure)
	return w
}

// doubts is the number of words of doubt from which more of them are a manner of speaking.
const doubts = 2

// most is the share of the bar from which more points say nothing, and surely the strength from which a touch is sure.
const (
	most   = 2.0
	surely = 0.85
)

// of adds what is counted of one competency.
func (w counts) of(k competency, found []finding) counts {
	e, _ := k.points(found)
	w[mEvidence] = min(e/k.bar, most)
	var shown, touched, all float64
	for i, f := range found {
		if k.signals[i].of.Kind != rubric.Strong {
			continue
		}
		all++
		if f.verdict == rubric.Shown {
			shown++
		}
		if len(f.hits) > 0 {
			touched++
		}
	}
	w[mShown] = min(shown, 5) / 5
	w[mTouched] = touched / max(all, 1)
	return w
}

// points are the points for and against that findings are worth.
func (k competency) points(found []finding) (e, b float64) {
	for i, f := range found {
		s := k.signals[i].of
		p := f.points() * float64(s.Weight)
		switch {
		case s.Absence:
			if k.misses(found, s.Unless) {
				b += float64(s.Weight)
			}
		case s.Kind == rubric.Strong:
			e += p
		default:
			b += p
		}
	}
	return e, b
}

// misses says whether none of some signals is shown, not even in part: then a weak signal by absence holds, as rubric decides it.
func (k competency) misses(found []finding, ids []string) bool {
	for i, f := range found {
		if f.verdict != rubric.Absent && slices.Contains(ids, k.signals[i].of.ID) {
			return false
		}
	}
	return true
}

// points of a finding, as rubric counts a mark.
func (f finding) points() float64 {
	switch f.verdict {
	case rubric.Shown:
		return 1
	case rubric.Partial:
		return 0.5
	}
	return 0
}

// touching marks the sentences in which a concept of the matter stands that is not turned down.
func (d *document) touching() []bool {
	out := make([]bool, len(d.sentences))
	for _, k := range d.c.competencies {
		if k.of.Always {
			continue
		}
		for _, s := range k.signals {
			for gi, g := range s.groups {
				if s.of.Kind != rubric.Strong || s.forms[gi] {
					continue
				}
				for _, h := range d.hits[g] {
					if h.weight >= worthWord && !d.negated[h.token] && d.usable(h, rubric.Strong) {
						out[d.clauses[d.clauseOf[h.token]].sentence] = true
					}
				}
			}
		}
	}
	return out
}

// holding marks the sentences that hold one of some cues.
func (d *document) holding(cues ...string) []bool {
	out := make([]bool, len(d.sentences))
	for _, name := range cues {
		for _, h := range d.cueHits[d.c.byCue[name]] {
			if c := d.clauses[d.clauseOf[h.token]]; !c.names && !c.salad {
				out[c.sentence] = true
			}
		}
	}
	return out
}

// numbers counts the different quantities that are the candidate's own.
func (d *document) numbers() int {
	seen := map[string]bool{}
	for _, h := range d.cueHits[d.c.byCue[cueQuantity]] {
		if !d.tokens[h.token].echo && d.sentences[d.sentenceOf[h.token]].firm {
			seen[d.tokens[h.token].word] = true
		}
	}
	return len(seen)
}

// maxSubstance is the number of different words from which more of them say nothing.
const maxSubstance = 120

// vague are words that praise or announce without saying anything.
var vague = map[string]bool{"important": true, "proper": true, "properly": true, "improved": true, "improve": true, "improves": true, "various": true, "suitable": true, "appropriate": true, "etc": true,
	"good": true, "better": true, "best": true, "ensure": true, "ensures": true, "ensured": true, "typical": true, "standard": true, "established": true, "modern": true, "performance": true, "robust": true,
	"scalability": true, "scalable": true, "reliability": true, "reliable": true, "resilience": true, "resilient": true, "availability": true, "optimise": true, "optimize": true, "definitely": true,
	"significantly": true, "efficient": true, "efficiently": true, "flexible": true, "flexibility": true, "crucial": true, "essential": true, "classic": true, "course": true, "possible": true}

// needed are words that announce what somebody would have to do rather than say what is done.
var needed = map[string]bool{"need": true, "needs": true, "needed": true, "should": true, "can": true, "could": true, "have": true}

// countWords counts substance, names and empty words.
func (d *document) countWords(w *counts, matter []bool) {
	explained := d.holding(cueCause, cueCondition, cueAlternative, cueContrast, cueQuantity, cueOutcome)
	said, names, empty := map[string]bool{}, map[string]bool{}, map[string]bool{}
	needs := 0
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.struck {
			continue
		}
		c := &d.clauses[d.clauseOf[i]]
		cl := t.entry.class
		if cl&(isTechnology|isJargon) != 0 && (!explained[c.sentence] || c.names) {
			names[t.word] = true
		}
		if vague[t.word] {
			empty[t.word] = true
		}
		if needed[t.word] {
			needs++
		}
		if matter[c.sentence] && !c.names && !c.salad && !t.echo && !d.c.empty(cl) && len(said) < maxSubstance {
			said[t.word] = true
		}
	}
	w[mSubstance] = math.Log1p(float64(len(said))) / 2
	w[mNamed] = -math.Log1p(float64(len(names)))
	w[mVague] = -math.Log1p(float64(len(empty)))
	w[mNeeds] = -math.Log1p(float64(needs))
}
