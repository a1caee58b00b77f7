package main

import (
	"testing"
	"time"
)

func TestAFollowUpIsWaitedForAsLongAsTheModelMayTakeAndThePackAfterIt(t *testing.T) {
	for _, c := range []struct {
		file string
		want time.Duration
	}{
		{"", 75 * time.Second}, {"followup_timeout: 2m\n", 150 * time.Second},
	} {
		s, err := resolveSettings(flagSettings{}, world(t, c.file, nil))
		if err != nil {
			t.Fatal(err)
		}
		f := invocation{&app{now: time.Now}, s}.graderFactory(t.Context(), nil)
		g, err := f.model(graderChoice{}, credential{}, offlineGrader(""))
		if err != nil {
			t.Fatal(err)
		}
		if got := g.probeWithin(); got != c.want {
			t.Errorf("%q: a follow-up is waited for %s, want %s", c.file, got, c.want)
		}
	}
	if got := (graders{}).probeWithin(); got != 30*time.Second {
		t.Errorf("offline it is waited for %s", got)
	}
}
