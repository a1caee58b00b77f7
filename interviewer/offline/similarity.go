package offline

import "math"

// Score is how far a short answer agrees with reference answers.
type Score struct {
	// Value is the expected share of the full mark, 0-1, to six decimals.
	Value float64
	// Strong says that the value reaches the threshold from which an answer counts as correct.
	Strong bool
}

// Similarity grades a short answer against reference answers with a few frozen weights over measures of shared words. Of several references the one
// that fits best counts. The program that learns the weights says how, and how well they do on questions that they were not learned from.
func (g *Grader) Similarity(question string, refs []string, answer string) Score {
	v := Expected(shortBias, shortWeights[:], g.Features(question, refs, answer))
	return Score{Value: v, Strong: v >= shortStrong}
}

// unrelated is what remains of the value of an answer that shares no word with any reference. It may yet be right in other words.
const unrelated = 0.75

// Expected is the share of the full mark that the measures of Features make with some weights, 0-1, to six decimals. Without measures it is 0.
func Expected(bias float64, weights, measures []float64) float64 {
	if len(measures) == 0 {
		return 0
	}
	v := bias
	for i, w := range weights {
		v += float64(w * measures[i]) // the conversion forbids the fused operation of some machines
	}
	v = min(max(v, 0), 1)
	if measures[0]+measures[1]+measures[2] == 0 && measures[8] <= 0.5 {
		v *= unrelated
	}
	return math.Round(v*1e6) / 1e6
}

// FeatureNames names the measures of Features, in their order.
func FeatureNames() []string {
	return []string{"order", "meaning in order", "coverage", "overlap", "points", "length", "relations", "consistency", "result"}
}

// ResultWeight is what the last measure, the result of a calculation, weighs. It is set, not learned: too few questions calculate. From the wrong number to the
// right one it is worth more than half of the mark.
const ResultWeight = 0.6

// How much the question's own words count. The less, the less an answer earns that only repeats the question; but some questions have much of the answer.
const (
	askedInOrder  = 0.5
	askedCoverage = 0.3
	askedOverlap  = 0.05
	askedPoints   = 0.4
	askedConflict = 0.5
)

// Features measures how an answer relates to the reference that it fits best. It gives nil without a reference, and for an answer that is empty or says that it is
// none. Every measure is from 0 to 1, and more is better.
//
//   - order: the longest run of the reference's words that the answer has in the same order.
//   - meaning in order: the same with synonyms and typing errors, without what the answer negates or turns round.
//   - coverage: how many words of the reference the answer has, in any order.
//   - overlap: the harmonic mean of coverage and its counterpart, the share of the answer that is in the reference, nearly without the question's words.
//   - points: how well single clauses of the reference are covered by single clauses of the answer.
//   - length: of the answer beside the reference.
//   - relations: whether what both speak of stands beside the same of two opposites. A half means that it is not known.
//   - consistency: that the answer does not deny, or say the opposite of, words of the reference.
//   - result: whether the answer has the number that the reference calculates. A half where it calculates none.
//
// The first three are bent so that the first matches prove most, and so that long references ask for a smaller share.
func (g *Grader) Features(question string, refs []string, answer string) []float64 {
	if noAnswer(answer) {
		return nil
	}
	s := g.shortWords()
	c := comparison{lex: s, answer: s.read(answer), asked: map[string]bool{}, given: figuresIn(question), figures: figuresIn(answer)}
	for _, w := range s.read(question).words {
		c.asked[w.stem] = true
	}
	for i := range c.answer.words {
		c.answer.words[i].asked = c.asked[c.answer.words[i].stem]
	}
	if len(c.answer.words) == 0 && len(c.figures) == 0 {
		return nil
	}
	var best []float64
	conflict := 0.0
	for _, ref := range refs {
		f, clash := c.with(ref)
		conflict = max(conflict, clash)
		if best == nil || fit(f) > fit(best) {
			best = f
		}
	}
	if best != nil {
		best[7] = 1 - conflict
	}
	return best
}

// fit orders references.
func fit(f []float64) float64 { return f[1] + f[3] }

// comparison is an answer that is compared with references.
type comparison struct {
	lex            *shortLexicon
	answer         shortText
	asked          map[string]bool // stems of the question
	given, figures []shortFigure   // numbers of the question and of the answer
}

// with measures an answer against one reference, and says how much of it the answer contradicts. Contradictions are told by words, and a long text has many
// words that happen to be opposites: they count the less, the longer the reference.
func (c *comparison) with(ref string) (measures []float64, conflict float64) {
	ref = markNote.ReplaceAllString(ref, " ")
	r := c.lex.read(ref)
	for i := range r.words {
		r.words[i].asked = c.asked[r.words[i].stem]
	}
	p := pair(c.lex.spellOut(c.answer, r), r.words)
	n := p.distinct
	covered, _ := p.recall(askedCoverage)
	own, _ := p.recall(askedOverlap)
	_, clash := p.recall(askedConflict)
	short := min(1, 10/max(1, float64(len(r.words))))
	length := 0.0
	for _, first := range p.firstA {
		if first {
			length++
		}
	}
	return []float64{
		saturate(p.sequence(1, true), n, 0.4),
		saturate(p.sequence(askedInOrder, false), n, 0.25),
		saturate(covered, n, 0.25),
		harmonic(own, p.precision(askedOverlap)),
		p.points(askedPoints),
		min(length/max(1, n), 2) / 2,
		0.5 + 0.5*short*relations(bonds(p.answer), bonds(p.ref)),
		1,
		0.5 + result(c.given, c.figures, ref),
	}, clash * short
}
