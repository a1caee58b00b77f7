package terminal

import (
	"strings"
	"testing"
	"time"
)

func TestInAPipeALineSaysAtEveryTickWhatGoesOn(t *testing.T) {
	var out strings.Builder
	at := time.Unix(0, 0)
	now := func() time.Time { at = at.Add(15 * time.Second); return at }
	tick := make(chan time.Time)
	stop := inPipe(&out, now, tick, func() string { return "grading \x1b[31manswer 2 of 3" })
	tick <- time.Time{}
	tick <- time.Time{}
	stop()
	stop()
	if got := out.String(); strings.Count(got, "\n") != 2 || !strings.Contains(got, "answer 2 of 3, 30s so far") ||
		strings.Contains(got, "\x1b") {
		t.Errorf("wrote %q", got)
	}
}
