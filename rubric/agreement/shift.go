package agreement

import (
	"math"

	"mockinterview/rubric"
)

// Wanted is where a score would agree with its label: anywhere in the band of a level.
type Wanted struct{ Low, High float64 }

// miss is how far a score is from where it is wanted.
func (w Wanted) miss(score float64) float64 { return max(w.Low-score, score-w.High, 0) }

// A shift is looked for in tenths of a point, up to one point either way.
const (
	shiftSteps = 10
	shiftStep  = .1
)

// FitShift is the shift with the least squared miss; of several, the smallest.
func FitShift(scores []float64, wanted []Wanted) rubric.Shift {
	best, least, size := rubric.Shift{}, math.Inf(1), 0
	for low := -shiftSteps; low <= shiftSteps; low++ {
		for high := -shiftSteps; high <= shiftSteps; high++ {
			s := rubric.Shift{Low: float64(low) * shiftStep, High: float64(high) * shiftStep}
			cost, moved := squaredMiss(scores, wanted, s), low*low+high*high
			const noise = 1e-9
			if cost < least-noise || cost < least+noise && moved < size {
				best, least, size = s, cost, moved
			}
		}
	}
	return best
}

func squaredMiss(scores []float64, wanted []Wanted, s rubric.Shift) float64 {
	sum := 0.
	for i, v := range scores {
		d := wanted[i].miss(s.Apply(v))
		sum += d * d
	}
	return sum
}

// Fitted is a shift, and what it gained on groups that it was not fitted to.
type Fitted struct {
	Shift rubric.Shift
	// Before and After are the root of the mean squared miss of held-out scores, as they were and after the shift.
	Before, After float64
	Gain          Interval // of the mean squared miss, before less after
}

// Holds says whether the interval holds nothing but gain.
func (f Fitted) Holds() bool { return f.Gain.Low > 0 }

// CrossFit fits a shift to all scores, and finds out what such a shift gains: each group in turn is held out, shifted
// by what the others give, and the groups are resampled for the interval. Groups are indexes into scores.
func CrossFit(scores []float64, wanted []Wanted, groups [][]int, draws int, seed uint64) Fitted {
	pick := func(groups [][]int) (s []float64, w []Wanted) {
		for _, g := range groups {
			for _, i := range g {
				s, w = append(s, scores[i]), append(w, wanted[i])
			}
		}
		return s, w
	}
	type miss struct{ n, before, after float64 }
	held := make([]miss, len(groups))
	var all miss
	for k, g := range groups {
		var others [][]int
		others = append(append(others, groups[:k]...), groups[k+1:]...)
		shift := FitShift(pick(others))
		s, w := pick([][]int{g})
		held[k] = miss{float64(len(s)), squaredMiss(s, w, rubric.Shift{}), squaredMiss(s, w, shift)}
		all.n, all.before, all.after = all.n+held[k].n, all.before+held[k].before, all.after+held[k].after
	}
	out := Fitted{
		Shift: FitShift(pick(groups)), Before: math.Sqrt(all.before / all.n), After: math.Sqrt(all.after / all.n),
		Gain: Interval{math.NaN(), math.NaN()},
	}
	gains := Bootstrap(len(groups), draws, seed, func(sample []int) []float64 {
		var m miss
		for _, k := range sample {
			m.n, m.before, m.after = m.n+held[k].n, m.before+held[k].before, m.after+held[k].after
		}
		return []float64{(m.before - m.after) / m.n}
	})
	if len(gains) > 0 {
		out.Gain = gains[0]
	}
	return out
}
