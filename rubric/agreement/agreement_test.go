package agreement

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// same compares to four digits, and takes NaN for equal to NaN.
func same(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) < 5e-5
}

// tableOf counts pairs of truth and prediction. Pairs outside the k categories are left out.
func tableOf(k int, truth, predicted []int) Table {
	t := NewTable(k)
	for i, v := range truth {
		if v >= 0 && v < k && predicted[i] >= 0 && predicted[i] < k {
			t[v][predicted[i]]++
		}
	}
	return t
}

// The expected values are worked out by hand; the comments show how.
func TestAgreementOfTwoRaters(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name                          string
		k                             int
		truth, predicted              []int
		exact, within, kappa, qwk, f1 float64
		strongBias                    float64 // of the last category
	}{
		// Everything the same.
		{"perfect", 4, []int{0, 1, 2, 3}, []int{0, 1, 2, 3}, 1, 1, 1, 1, 1, 0},
		// Upside down: seen = 9+1+1+9 = 20; margins are even, so chance = sum of (i-j)²/4 = 40/4 = 10; 1 - 20/10 = -1.
		// Kappa: 1 - 4/3.
		{"reversed", 4, []int{0, 1, 2, 3}, []int{3, 2, 1, 0}, 0, .5, -.3333, -1, 0, 0},
		// One of five is one too high. Margins: truth 2 1 1 1, predicted 2 0 2 1. seen = 1. chance = [truth i ×
		// predicted j × (i-j)²]/5 = (2·(0·1+2·4+1·9) + 1·(2·1+2·1+1·4) + 1·(2·4+0+1·1) + 1·(2·9+0+2·1))/5 =
		// (34+8+9+20)/5 = 14.2; QWK = 1 - 1/14.2. Kappa: seen 1, chance = 5 - (2·2+0+1·2+1·1)/5 = 3.6; 1 - 1/3.6. F1:
		// 1, 0, 2/3, 1 over four present labels.
		{"one off", 4, []int{0, 0, 1, 2, 3}, []int{0, 0, 2, 2, 3}, .8, 1, .7222, .9296, .6667, 0},
		// Lenient: two of four weak ones called strong. Table 2 2 / 0 4 over labels 0 and 3: exact 6/8; bias (6-4)/8.
		// Kappa: chance disagreement = (4·6+4·2)/8 = 4; 1 - 2/4 = .5; QWK the same, costs being 9 throughout. F1: 4/6
		// and 8/10.
		{"lenient", 4, []int{0, 0, 0, 0, 3, 3, 3, 3}, []int{0, 0, 3, 3, 3, 3, 3, 3}, .75, .75, .5, .5, .7333, .25},
		// One category throughout tells nothing of agreement above chance.
		{"constant", 4, []int{2, 2}, []int{2, 2}, 1, 1, nan, nan, 1, 0},
		{"empty", 4, nil, nil, nan, nan, nan, nan, nan, nan},
		// A prediction outside the truth's labels still counts as a label that is present.
		{"two labels, one only predicted", 3, []int{0, 0}, []int{0, 2}, .5, .5, 0, 0, .3333, .5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tab := tableOf(tt.k, tt.truth, tt.predicted)
			for _, c := range []struct {
				what      string
				got, want float64
			}{
				{"exact", tab.Exact(), tt.exact}, {"within 1", tab.Within(1), tt.within},
				{"kappa", tab.Kappa(), tt.kappa},
				{"QWK", tab.QWK(), tt.qwk}, {"macro-F1", tab.MacroF1(), tt.f1},
				{"bias", tab.RateBias(tt.k - 1), tt.strongBias},
			} {
				if !same(c.got, c.want) {
					t.Errorf("%s = %v, want %v", c.what, c.got, c.want)
				}
			}
		})
	}
}

func TestMoments(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name                string
		x, y                []float64
		pearson, rmse, bias float64
	}{
		{"the same", []float64{1, 2, 3}, []float64{1, 2, 3}, 1, 0, 0},
		{"shifted by one", []float64{1, 2, 3}, []float64{2, 3, 4}, 1, 1, 1},
		{"reversed", []float64{0, .5, 1}, []float64{1, .5, 0}, -1, .8165, 0}, // sqrt(2/3)
		// dx = -1.5 -.5 .5 1.5, dy = -1 -1 1 1 (mean 2): sum of products 4, of squares 5 and 4: 4/sqrt(20).
		{"two steps for four", []float64{1, 2, 3, 4}, []float64{1, 1, 3, 3}, .8944, .7071, -.5},
		{"no spread", []float64{1, 2, 3}, []float64{.1, .1, .1}, nan, 2.0680, -1.9}, // sqrt((.81+3.61+8.41)/3)
		{"nothing", nil, nil, nan, nan, nan},
	} {
		var m Moments
		for i := range tt.x {
			m.Put(tt.x[i], tt.y[i])
		}
		if !same(m.Pearson(), tt.pearson) || !same(m.RMSE(), tt.rmse) || !same(m.Bias(), tt.bias) {
			t.Errorf(
				"%s: r %v, RMSE %v, bias %v; want %v, %v, %v",
				tt.name,
				m.Pearson(),
				m.RMSE(),
				m.Bias(),
				tt.pearson,
				tt.rmse,
				tt.bias,
			)
		}
	}
}

func TestStatisticsOfPartsAddUpAndStayInRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "n")
		category := rapid.SliceOfN(rapid.IntRange(0, 3), n, n)
		a, b := category.Draw(t, "truth"), category.Draw(t, "predicted")
		cut := rapid.IntRange(0, n).Draw(t, "cut")
		whole, parts := tableOf(4, a, b), tableOf(4, a[:cut], b[:cut])
		parts.Add(tableOf(4, a[cut:], b[cut:]))
		for _, f := range []func(Table) float64{Table.QWK, Table.Kappa, Table.MacroF1, Table.Exact} {
			v := f(whole)
			if !same(v, f(parts)) {
				t.Fatalf("whole %v, parts %v", v, f(parts))
			}
			if v > 1+1e-9 || v < -1-1e-9 {
				t.Fatalf("%v is out of range", v)
			}
		}
		if !same(whole.QWK(), tableOf(4, b, a).QWK()) {
			t.Fatal("QWK depends on who is called the truth")
		}
	})
}

func TestBootstrapResamplesWholeGroups(t *testing.T) {
	// Ten groups of which each holds one value many times: the spread of the mean is that of ten values, however many
	// answers there are.
	mean := func(sample []int) []float64 {
		sum := 0.0
		for _, g := range sample {
			sum += float64(g)
		}
		return []float64{sum / float64(len(sample)), 7, math.NaN()}
	}
	got := Bootstrap(10, 2000, 1, mean)
	// The mean of 10 draws of 0..9 has mean 4.5 and standard deviation 2.872/sqrt(10) = .908: 4.5 ± 1.78.
	if len(got) != 3 || math.Abs(got[0].Low-2.7) > .2 || math.Abs(got[0].High-6.3) > .2 {
		t.Errorf("mean: %v, want about {2.7 6.3}", got)
	}
	if got[1] != (Interval{7, 7}) {
		t.Errorf("a constant has %v", got[1])
	}
	if !math.IsNaN(got[2].Low) {
		t.Errorf("an undefined statistic has %v", got[2])
	}
	if again := Bootstrap(10, 2000, 1, mean); !slices.Equal(again[:2], got[:2]) {
		t.Errorf("the same seed gave %v, then %v", got, again)
	}
	if Bootstrap(10, 20, 2, mean)[0] == Bootstrap(10, 20, 1, mean)[0] {
		t.Error("another seed gave the very same interval")
	}
	if one := Bootstrap(1, 50, 1, mean); !math.IsNaN(one[0].Low) {
		t.Errorf("one group has the interval %v", one[0])
	}
	if none := Bootstrap(0, 50, 1, func([]int) []float64 { return []float64{1} }); !math.IsNaN(none[0].Low) {
		t.Errorf("no group has the interval %v", none[0])
	}
}
