//go:build fault

package offline_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
)

// full says that the tests that grade answers try all that they have, which takes minutes.
const full = true

// What is denied or mistaken in the right words is the grader's blind spot; this says how blind it is, over questions
// that nothing was trained on.
func TestDeniedAndMistakenAnswersMostlyGetLittle(t *testing.T) {
	file, err := os.ReadFile("../../data/encoder/train/denied.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	above, n := map[string]int{}, map[string]int{}
	for line := range bytes.Lines(file) {
		var a labelled
		if err := json.Unmarshal(line, &a); err != nil {
			t.Fatal(err)
		}
		if a.Split == "dev" {
			continue
		}
		b := newBench(t, a.Role)
		q, _ := b.pack.Question(a.Question)
		n[a.Kind]++
		if b.score(t, q, a.Answer) >= 2.5 {
			above[a.Kind]++
		}
	}
	t.Logf("2.5 or more: %v of %v", above, n)
	for kind, all := range n {
		if 100*above[kind] > 45*all {
			t.Errorf("%d of %d answers that are %s get 2.5 or more, want at most 45 in 100", above[kind], all, kind)
		}
	}
}
