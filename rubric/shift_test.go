package rubric

import (
	"math"
	"testing"
)

func TestAShiftMovesScoresAndKeepsTheirOrder(t *testing.T) {
	for _, tt := range []struct {
		shift       Shift
		score, want float64
	}{
		{Shift{}, 2.5, 2.5},
		{Shift{-.3, -.3}, 2.6, 2.3},
		{Shift{.6, 0}, 1, 1.6},
		{Shift{.6, 0}, 2.5, 2.8},
		{Shift{.6, 0}, 4, 4},
		{Shift{0, 1}, 4, 4},
		{Shift{-1, 0}, 1, 1},
		{Shift{-.6, .6}, 2.5, 2.5},
	} {
		if got := tt.shift.Apply(tt.score); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%+v makes %.2f of %.2f, want %.2f", tt.shift, got, tt.score, tt.want)
		}
	}
	for low := -1.; low <= 1; low += .25 {
		for high := -1.; high <= 1; high += .25 {
			s := Shift{low, high}
			for v := 1.; v < 4; v += .05 {
				if s.Apply(v) > s.Apply(v+.05)+1e-9 {
					t.Fatalf("%+v puts %.2f above %.2f", s, v, v+.05)
				}
			}
		}
	}
}

func TestAShiftedCompetencyIsAtTheLevelOfItsBand(t *testing.T) {
	for _, tt := range []struct {
		was    Level
		failed bool
		score  float64
		want   Level
	}{
		{LevelWeak, false, 2.14, LevelWeak},
		{LevelWeak, false, 2.16, LevelMixed},
		{LevelMixed, false, 3.36, LevelStrong},
		{LevelStrong, false, 1, LevelWeak},
		{LevelNotShown, false, 3, LevelNotShown},
		{LevelMixed, true, 4, LevelMixed},
	} {
		got := Probed{Failed: tt.failed, Result: CompetencyScore{Level: tt.was}}.Shifted(tt.score).Result.Level
		if got != tt.want {
			t.Errorf("%s shifted to %.2f is %s, want %s", tt.was, tt.score, got, tt.want)
		}
	}
}
