package scorecard

import (
	"bytes"
	"strings"
	"testing"

	"mockinterview/interviewer"
)

func TestAScorecardSaysWhatItsGraderWasMeasuredAt(t *testing.T) {
	s := session(t)
	stamp := func(role string, g interviewer.GraderInfo) string {
		if role == s.Role && g.Kind == interviewer.Offline {
			return "this grader agreed with *somebody*"
		}
		return ""
	}
	for _, tt := range []struct {
		name  string
		stamp func(string, interviewer.GraderInfo) string
		kind  interviewer.GraderKind
		want  int
	}{
		{"measured", stamp, interviewer.Offline, 1}, {"another grader", stamp, interviewer.LLM, 0},
		{"no stamps", nil, interviewer.Offline, 0},
	} {
		s.Turns[0].Grade.Provenance.Grader = tt.kind
		var b bytes.Buffer
		if err := (Writer{Program: "mockinterview", Stamp: tt.stamp}).Markdown(&b, s); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(b.String(), `Measured: this grader agreed with \*somebody\*.`); got != tt.want {
			t.Errorf("%s: stamped %d times, want %d", tt.name, got, tt.want)
		}
	}
}
