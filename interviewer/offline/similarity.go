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

// What a sum of measures cannot say.
const (
	unrelated = 0.75 // remains of the value of an answer that shares no word with any reference; it may yet be right in other words
	denied    = 0.5  // is lost where an answer denies much of a short reference, or turns it round; see denial
	crowded   = 0.9  // above this, values are pressed together, so that of two good answers the better one still gets more
)

// Expected is the share of the full mark that the measures of Features make with some weights, 0-1, to six decimals. Without measures it is 0.
func Expected(bias float64, weights, measures []float64) float64 {
	if len(measures) == 0 {
		return 0
	}
	v := bias
	for i, w := range weights {
		v += float64(w * measures[i]) // the conversion forbids the fused operation of some machines
	}
	if v > crowded {
		v = 1 - (1-crowded)*math.Exp((crowded-v)/(1-crowded))
	}
	v *= 1 - denied*denial(measures)
	if measures[0]+measures[1]+measures[2] == 0 && measures[len(measures)-1] <= 0.5 {
		v *= unrelated
	}
	return math.Round(min(max(v, 0), 1)*1e6) / 1e6
}

// denial says whether an answer means the opposite, 0-1. Single words that contradict a reference prove nothing, in the answers that the weights were learned
// from: a sum with one weight for few and many of them cannot express that. From a third of a short reference denied, or three words beside the wrong side of
// opposites and none beside the right one, hardly any answer is right.
func denial(measures []float64) float64 {
	words, turns := (0.7-measures[consistency])/0.3, (0.2-measures[sides])/0.15
	return min(max(words, turns, 0), 1)
}

// The measures that more is done with than weighing them, by their places.
const (
	meaning     = 1
	overlap     = 3
	sides       = 7
	consistency = 8
)

// FeatureNames names the measures of Features, in their order.
func FeatureNames() []string {
	return []string{"order", "meaning in order", "coverage", "overlap", "points", "length", "relations", "sides", "consistency", "result"}
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
//   - sides: the same for opposites of which both occur.
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
	worst := 1.0
	for _, ref := range refs {
		f := c.with(ref)
		worst = min(worst, f[consistency])
		if best == nil || fit(f) > fit(best) {
			best = f
		}
	}
	if best != nil { // what contradicts some other reference counts the less, the more of the best one there is
		best[consistency] = min(best[consistency], 1-(1-worst)*(1-best[overlap]))
	}
	return best
}

// fit orders references.
func fit(f []float64) float64 { return f[meaning] + f[overlap] }

// comparison is an answer that is compared with references.
type comparison struct {
	lex            *shortLexicon
	answer         shortText
	asked          map[string]bool // stems of the question
	given, figures []shortFigure   // numbers of the question and of the answer
}

// with measures an answer against one reference. Contradictions are told by words, and a long text has many words that happen to be opposites: they count the
// less, the longer the reference.
func (c *comparison) with(ref string) []float64 {
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
	short := min(1, shortRef/max(1, float64(len(r.words))))
	clash *= short
	if opposite(c.answer, r) {
		clash = 1
	}
	said, told := bonds(p.answer), bonds(p.ref)
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
		0.5 + 0.5*short*relations(said, told, false),
		0.5 + 0.5*short*relations(said, told, true),
		1 - clash,
		0.5 + result(c.given, c.figures, ref),
	}
}

// shortRef is up to how many words of a reference contradictions count in full.
const shortRef = 8

// opposite says whether one text begins with yes and the other with no.
func opposite(a, b shortText) bool {
	return len(a.words) > 0 && len(b.words) > 0 && a.words[0].verdict && b.words[0].verdict && a.words[0].word != b.words[0].word
}
