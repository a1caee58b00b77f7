package rubric

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// lowCost is what a score loses when everything that was asked for is weak or not shown; less of it, by weight.
const lowCost = 1.5

// sum is a score in the making, in words as well. The score is rounded once, when the terms are added; what holds it
// afterwards has one decimal itself.
type sum struct {
	score float64
	caps  []string
	words []string // parts of the line, each leading from the number before to the next
}

// add is the mean of the competencies by weight, less for each that is weak or not shown its share of the weight.
func add(asked []Probed) *sum {
	var points, weight float64
	for _, p := range asked {
		points += p.weight() * p.Result.Score
		weight += p.weight()
	}
	terms := []float64{points / weight}
	exact := terms[0]
	var low []Probed
	for _, p := range asked {
		if p.low() {
			low = append(low, p)
			terms = append(terms, -lowCost*p.weight()/weight)
			exact += terms[len(terms)-1]
		}
	}
	s := &sum{score: Round(exact)}
	printed := apportion(terms, s.score)
	takes := make([]string, len(low))
	for i, p := range low {
		takes[i] = fmt.Sprintf("%s for %s (%s)", decimal(-printed[i+1]), lowerFirst(p.Competency.Name),
			Label(p.Result.Level))
	}
	if len(low) == 0 {
		takes = []string{"nothing"}
	}
	s.words = append(s.words, fmt.Sprintf("mean %s, minus %s = %s", decimal(printed[0]), and(takes), decimal(s.score)))
	return s
}

// of is the sum of a score that is made already. Grades of arithmetic 1 do not say how.
func of(o Outcome) *sum {
	s := &sum{score: o.Score, caps: slices.Clone(o.Caps), words: []string{o.Sum}}
	if o.Sum == "" {
		s.words = []string{"the score of the one answer = " + decimal(o.Score)}
	}
	return s
}

// most and least hold the score, and say so where that moves it.
func (s *sum) most(v float64, why string)  { s.hold(min(s.score, v), why+": at most "+decimal(v)) }
func (s *sum) least(v float64, why string) { s.hold(max(s.score, v), why+": at least "+decimal(v)) }

// bottom is where every score stops.
func (s *sum) bottom() { s.least(1, "no score is lower") }

func (s *sum) hold(v float64, why string) {
	if v != s.score {
		s.score = v
		s.caps = append(s.caps, why)
		s.words = append(s.words, why)
	}
}

// skippedScore is what a skipped question counts in the mean, the lowest score there is.
const skippedScore = 1.0

// skip counts each skipped question as an answer with the lowest score.
func (s *sum) skip(answers, skipped int) {
	if skipped == 0 {
		return
	}
	words := fmt.Sprintf("%s at %s and %s at %s", Count(answers, "answer"), decimal(s.score),
		Count(skipped, "skipped question"), decimal(skippedScore))
	s.score = Round((float64(answers)*s.score + float64(skipped)*skippedScore) / float64(answers+skipped))
	s.words = append(s.words, words+" = "+decimal(s.score))
}

func (s *sum) outcome() Outcome {
	return Outcome{Score: s.score, Recommendation: Recommend(s.score), Caps: s.caps, Sum: strings.Join(s.words, "; ")}
}

// apportion rounds terms to one decimal so that they add up to their rounded total: each goes down, then those that
// lost the most go up again. No term is a tenth away from what it is.
func apportion(terms []float64, total float64) []float64 {
	type part struct {
		at   int
		lost float64
	}
	out := make([]float64, len(terms))
	parts := make([]part, len(terms))
	missing := math.Round(total * 10)
	for i, t := range terms {
		out[i] = math.Floor(t*10 + 1e-9)
		// What is lost is compared to six digits, so that no machine's way of multiplying breaks a tie.
		parts[i] = part{i, math.Round((t*10-out[i])*1e6) / 1e6}
		missing -= out[i]
	}
	slices.SortStableFunc(parts, func(a, b part) int { return cmp.Compare(b.lost, a.lost) })
	for _, p := range parts[:int(missing)] {
		out[p.at]++
	}
	for i := range out {
		out[i] /= 10
	}
	return out
}

// decimal writes a number of one decimal; zero has no sign.
func decimal(v float64) string { return fmt.Sprintf("%.1f", v+0) }
