package practice

import (
	"math"
	"strings"

	"github.com/guptarohit/asciigraph"
)

// The ends of the scale; every plot shows all of it, so that plots can be compared.
const (
	lowest  = 1.0
	highest = 4.0
)

// round is to one decimal; adding zero turns a negative zero into a plain one.
func round(v float64) float64 { return math.Round(v*10)/10 + 0 }

// Spark draws a trend as a row of blocks, one for each attempt from 1.0 (the lowest block) to 4.0, and a middle dot
// where there is no score. More attempts than width are put together in equal groups, each showing its mean.
func (t Trend) Spark(width int) string {
	blocks := []rune("▁▂▃▄▅▆▇█")
	var b strings.Builder
	for _, v := range t.buckets(width) {
		if math.IsNaN(v) {
			b.WriteRune('·')
			continue
		}
		at := int((v - lowest) / (highest - lowest) * float64(len(blocks)))
		b.WriteRune(blocks[min(max(at, 0), len(blocks)-1)])
	}
	return b.String()
}

// buckets are the scores of a trend in at most width groups, NaN where a group has none.
func (t Trend) buckets(width int) []float64 {
	n := len(t.Points)
	k := min(n, max(width, 1))
	out := make([]float64, 0, k)
	for i := range k {
		group := Trend{Points: t.Points[i*n/k : (i+1)*n/k]}
		if s := group.Scores(); len(s) > 0 {
			out = append(out, mean(s))
		} else {
			out = append(out, math.NaN())
		}
	}
	return out
}

// Plot draws the scores of a trend as a line over the whole scale, width columns wide with the axis. It wants at least
// two scores.
func (t Trend) Plot(width int) string {
	const axis = 7 // columns that the labels take
	return asciigraph.Plot(t.Scores(), asciigraph.Width(max(width-axis, 2)), asciigraph.Height(6),
		asciigraph.Precision(1),
		asciigraph.LowerBound(lowest), asciigraph.UpperBound(highest))
}

func mean(s []float64) float64 {
	sum := 0.0
	for _, v := range s {
		sum += v
	}
	return sum / float64(len(s))
}
