package rubric

import "testing"

func TestPointsOfEveryKindAndVerdict(t *testing.T) {
	want := map[Kind]map[Verdict][2]float64{ // without a hint, with one
		Strong: {Shown: {1, .5}, Partial: {.5, .5}, Absent: {0, 0}},
		Weak:   {Shown: {1, 1}, Partial: {.5, .5}, Absent: {0, 0}},
	}
	for _, k := range Kinds() {
		for _, v := range Verdicts() {
			w, ok := want[k][v]
			if !ok {
				t.Errorf("nobody said what a %s signal is worth when %s", k, v)
			}
			plain, hinted := Mark{Kind: k, Verdict: v}, Mark{Kind: k, Verdict: v, Hinted: true}
			if got := [2]float64{plain.points(), hinted.points()}; got != w {
				t.Errorf("%s, %s: %v points without and with a hint, want %v", k, v, got, w)
			}
		}
	}
}

func TestOnlyTheListedKindsAndVerdictsAreValid(t *testing.T) {
	for _, s := range []string{"", "Strong", "shown ", "unknown"} {
		if Kind(s).Valid() || Verdict(s).Valid() {
			t.Errorf("%q is taken for valid", s)
		}
	}
}
