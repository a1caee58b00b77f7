// Package agreement measures how far two readers of the same answers agree: tables of who said what, kappa and its
// kin with intervals by resampling whole questions, and the shift that brings one reader nearer to the other.
package agreement

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Table counts how often a truth met a prediction: Table[truth][prediction], both numbered from 0. Every
// chance-corrected statistic of two raters follows from it alone, so the tables of parts add up. A statistic that is
// not defined, as kappa is where both raters only ever used the same one category, is NaN.
type Table [][]int

// NewTable is an empty table of k categories.
func NewTable(k int) Table {
	t := make(Table, k)
	for i := range t {
		t[i] = make([]int, k)
	}
	return t
}

// Add adds the counts of another table of the same size.
func (t Table) Add(o Table) {
	for i, row := range o {
		for j, n := range row {
			t[i][j] += n
		}
	}
}

// N is the number of pairs.
func (t Table) N() int {
	n := 0
	for _, row := range t {
		for _, v := range row {
			n += v
		}
	}
	return n
}

// margins are how often each category is the truth, and how often it is the prediction.
func (t Table) margins() (truth, predicted []int) {
	truth, predicted = make([]int, len(t)), make([]int, len(t))
	for i, row := range t {
		for j, v := range row {
			truth[i] += v
			predicted[j] += v
		}
	}
	return truth, predicted
}

// Exact is the share of pairs that are the same.
func (t Table) Exact() float64 {
	hit := 0
	for i := range t {
		hit += t[i][i]
	}
	return float64(hit) / float64(t.N())
}

// Within is the share of pairs that are at most d categories apart.
func (t Table) Within(d int) float64 {
	hit := 0
	for i, row := range t {
		for j, v := range row {
			if i-j <= d && j-i <= d {
				hit += v
			}
		}
	}
	return float64(hit) / float64(t.N())
}

// Kappa is Cohen's unweighted kappa: the agreement above what the margins would give by chance (Cohen 1960).
func (t Table) Kappa() float64 {
	return t.weighted(func(i, j int) float64 {
		if i == j {
			return 0
		}
		return 1
	})
}

// QWK is Cohen's kappa with quadratic weights (Cohen 1968): being two categories off costs four times as much as being
// one off.
func (t Table) QWK() float64 {
	return t.weighted(func(i, j int) float64 { return float64((i - j) * (i - j)) })
}

// weighted is one minus the disagreement seen over the disagreement that the margins would give by chance.
func (t Table) weighted(cost func(i, j int) float64) float64 {
	n := float64(t.N())
	truth, predicted := t.margins()
	var seen, chance float64
	for i := range t {
		for j := range t[i] {
			c := cost(i, j)
			seen += c * float64(t[i][j])
			chance += c * float64(truth[i]) * float64(predicted[j]) / n
		}
	}
	if !(chance > 0) { // no pairs, or one category throughout: nothing is known of agreement
		return math.NaN()
	}
	return 1 - seen/chance
}

// F1 is the harmonic mean of precision and recall of one category; NaN where it is neither a truth nor a prediction.
func (t Table) F1(category int) float64 {
	truth, predicted := t.margins()
	return 2 * float64(t[category][category]) / float64(truth[category]+predicted[category])
}

// MacroF1 is the mean F1 of the categories that are present in truth or prediction.
func (t Table) MacroF1() float64 {
	var sum float64
	n := 0
	for i := range t {
		if f := t.F1(i); !math.IsNaN(f) {
			sum += f
			n++
		}
	}
	return sum / float64(n)
}

// RateBias is how much more often a category is predicted than true, as a share of all pairs. For the best category it
// is leniency.
func (t Table) RateBias(category int) float64 {
	truth, predicted := t.margins()
	return float64(predicted[category]-truth[category]) / float64(t.N())
}

// Moments are the sums from which correlation and error of two series follow; X is the truth, Y the prediction. Moments
// of parts add up.
type Moments struct {
	N                int
	X, Y, XX, YY, XY float64
}

// Put adds one pair.
func (m *Moments) Put(x, y float64) {
	m.N++
	m.X += x
	m.Y += y
	m.XX += x * x
	m.YY += y * y
	m.XY += x * y
}

// Add adds the sums of another pair of series.
func (m *Moments) Add(o Moments) {
	m.N += o.N
	m.X += o.X
	m.Y += o.Y
	m.XX += o.XX
	m.YY += o.YY
	m.XY += o.XY
}

// Pearson is the correlation of the two series; NaN where one of them does not vary.
func (m Moments) Pearson() float64 {
	n := float64(m.N)
	vx, vy := n*m.XX-m.X*m.X, n*m.YY-m.Y*m.Y
	const noise = 1e-12 // of sums that would cancel exactly on paper
	if !(vx > noise*n*m.XX) || !(vy > noise*n*m.YY) {
		return math.NaN()
	}
	return min(max((n*m.XY-m.X*m.Y)/math.Sqrt(vx*vy), -1), 1)
}

// RMSE is the root of the mean squared difference.
func (m Moments) RMSE() float64 {
	return math.Sqrt(max(m.XX-2*m.XY+m.YY, 0) / float64(m.N))
}

// Bias is the mean of prediction minus truth: positive is lenient.
func (m Moments) Bias() float64 { return (m.Y - m.X) / float64(m.N) }

// Interval is the range that holds a statistic with 95 % confidence.
type Interval struct{ Low, High float64 }

// Bootstrap gives the 95 % percentile intervals (Efron 1979) of several statistics under resampling of whole groups:
// answers to one question stand or fall together, so a group is a question, and counting answers as independent would
// make the intervals too narrow. stats works out the statistics of a sample of the groups 0 to groups-1; an element
// that is NaN is left out of that statistic. The same seed gives the same intervals. With fewer than two groups, or
// where a statistic is mostly undefined, the interval is NaN.
func Bootstrap(groups, draws int, seed uint64, stats func(sample []int) []float64) []Interval {
	r := rand.New(rand.NewPCG(seed, uint64(groups)))
	sample := make([]int, groups)
	var columns [][]float64
	for range draws {
		for i := range sample {
			sample[i] = r.IntN(groups)
		}
		for i, v := range stats(sample) {
			if i == len(columns) {
				columns = append(columns, nil)
			}
			if !math.IsNaN(v) {
				columns[i] = append(columns[i], v)
			}
		}
	}
	out := make([]Interval, len(columns))
	for i, c := range columns {
		if groups < 2 || 2*len(c) < draws {
			out[i] = Interval{math.NaN(), math.NaN()}
			continue
		}
		slices.Sort(c)
		out[i] = Interval{quantile(c, .025), quantile(c, .975)}
	}
	return out
}

// quantile interpolates between the two values around a rank; v is sorted and not empty.
func quantile(v []float64, q float64) float64 {
	at := q * float64(len(v)-1)
	i := int(at)
	if i+1 >= len(v) {
		return v[len(v)-1]
	}
	return v[i] + (at-float64(i))*(v[i+1]-v[i])
}
