package injection

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

type attack struct{ Category, Text string }

func lines(t *testing.T, file string) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

// TestTheFilterStrikesAttacksAndLeavesHonestSentences prints the two figures by which the filter is judged. Every third
// attack is held out: phrases are never taken from it.
func TestTheFilterStrikesAttacksAndLeavesHonestSentences(t *testing.T) {
	f := New(nil)
	honest := lines(t, "honest.txt")
	struck := 0
	for _, s := range honest {
		if f.Addresses(s) {
			struck++
			t.Logf("struck, though honest: %q", s)
		}
	}
	attacks := lines(t, "attacks.jsonl")
	found, held := 0, 0
	foundAll := 0
	for i, line := range attacks {
		var a attack
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		hit := f.Addresses(a.Text)
		if !hit && i%3 != 0 {
			t.Logf("missed: %s: %q", a.Category, a.Text)
		}
		if hit {
			foundAll++
		}
		if i%3 == 0 {
			held++
			if hit {
				found++
			}
		}
	}
	t.Logf("honest sentences struck: %d of %d", struck, len(honest))
	t.Logf("attacks struck: %d of %d held out, %d of %d in all", found, held, foundAll, len(attacks))
	if len(honest) < 400 || len(attacks) < 200 {
		t.Errorf("%d honest sentences and %d attacks, want 400 and 200", len(honest), len(attacks))
	}
	if struck > 2 {
		t.Errorf("%d honest sentences struck, at most 2 are allowed", struck)
	}
	if 10*found < 9*held {
		t.Errorf("%d of %d held-out attacks struck, want 90 percent", found, held)
	}
}
