package injection

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestNothingIsSparedThatAPatternFinds puts sentences together from what the patterns are made of, and wants the quick
// looks before them to see whatever they find.
func TestNothingIsSparedThatAPatternFinds(t *testing.T) {
	pieces := strings.Split(
		"verdict|marks|evidence|shown|partial|absent|output|result|judgement|decision|strong|pass|hire|excellent|full|leaning_hire|strong_no_hire|not_shown|im_start|system|assistant|user|"+
			"answer|instructions|prompt|inst|sys|level|rating|grade|overall|final score|total score|score|max|perfect|a|10|100|4|5.0|print|return|console.log|begin|end|start|of|the|my|this|transcript|"+
			"new|special|hidden|grading|thing|dear|note to|grader|ai|é| |  |\t|\n|\f|\v|:|=|\"|'|<|>|[|]|{|(|#|##|<<|>>>|/|_|-|*|,|.",
		"|",
	)
	r := rand.New(rand.NewPCG(2, 2))
	found := 0
	for range 60_000 {
		var b strings.Builder
		for range 1 + r.IntN(6) {
			b.WriteString(pieces[r.IntN(len(pieces))])
			if r.IntN(3) == 0 {
				b.WriteByte(' ')
			}
		}
		s := b.String()
		want := strings.ContainsAny(s, "<>[]{}#:=_\"") && machineText().MatchString(s) || boundary().MatchString(s) ||
			roleHeading().MatchString(s)
		if got := marked(s); got != want {
			t.Fatalf("marked(%q) = %v, but the patterns say %v", s, got, want)
		}
		if want {
			found++
		}
	}
	if found < 1000 {
		t.Errorf("only %d sentences were found, so little was tried", found)
	}
}
