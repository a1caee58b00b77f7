package agreement

import (
	"math"
	"math/rand/v2"
	"testing"

	"mockinterview/rubric"
)

var (
	weakBand   = Wanted{1, 2.1}
	mixedBand  = Wanted{2.2, 3.3}
	strongBand = Wanted{3.4, 4}
)

func TestAShiftIsTheSmallestThatFits(t *testing.T) {
	for name, tt := range map[string]struct {
		scores []float64
		wanted []Wanted
		want   rubric.Shift
	}{
		"nothing to fit":     {nil, nil, rubric.Shift{}},
		"all in their bands": {[]float64{1.5, 2.5, 3.5}, []Wanted{weakBand, mixedBand, strongBand}, rubric.Shift{}},
		"strict at the top": {
			[]float64{1.5, 2.5, 3.0}, []Wanted{weakBand, mixedBand, strongBand}, rubric.Shift{Low: .2, High: .5},
		},
		"lenient at the bottom":  {[]float64{1.5, 2.5}, []Wanted{{1, 1}, mixedBand}, rubric.Shift{Low: -.6, High: 0}},
		"labels that contradict": {[]float64{2.5, 2.5}, []Wanted{{2, 2}, {3, 3}}, rubric.Shift{}},
	} {
		got := FitShift(tt.scores, tt.wanted)
		if math.Abs(got.Low-tt.want.Low) > 1e-9 || math.Abs(got.High-tt.want.High) > 1e-9 {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}

// labelled are the scores of a grader that is off by bias points and by chance, in groups of four.
func labelled(
	seed uint64, groups int, bias func(group int) float64, chance float64,
) (s []float64, w []Wanted, g [][]int) {
	r := rand.New(rand.NewPCG(seed, 1))
	for k := range groups {
		var group []int
		for range 4 {
			truth := 1 + 3*r.Float64()
			band := strongBand
			switch {
			case truth < 2.15:
				band = weakBand
			case truth < 3.35:
				band = mixedBand
			}
			group = append(group, len(s))
			s = append(s, min(max(truth+bias(k)+chance*r.NormFloat64(), 1), 4))
			w = append(w, band)
		}
		g = append(g, group)
	}
	return s, w, g
}

func TestAFitHoldsWhereTheGraderIsOffAndNotWhereItIsNot(t *testing.T) {
	for name, tt := range map[string]struct {
		groups int
		bias   func(group int) float64
		holds  bool
	}{
		"strict by .6":              {16, func(int) float64 { return -.6 }, true},
		"lenient by .6":             {16, func(int) float64 { return .6 }, true},
		"not off":                   {16, func(int) float64 { return 0 }, false},
		"off on one question alone": {16, func(k int) float64 { return map[int]float64{3: -1}[k] }, false},
		"one question":              {1, func(int) float64 { return -.6 }, false},
	} {
		s, w, g := labelled(7, tt.groups, tt.bias, .2)
		got := CrossFit(s, w, g, 500, 1)
		if got.Holds() != tt.holds {
			t.Errorf("%s: gain %+v, holds %v, want %v", name, got.Gain, got.Holds(), tt.holds)
		}
		if tt.holds && got.After >= got.Before {
			t.Errorf("%s: the miss goes from %.2f to %.2f", name, got.Before, got.After)
		}
		if again := CrossFit(s, w, g, 500, 1); tt.groups > 1 && again != got {
			t.Errorf("%s: the same twice gives %+v and %+v", name, got, again)
		}
	}
}
