package calibration

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"mockinterview/rubric"
)

// Attack is a text that tries to raise a grade without saying anything of the matter.
type Attack struct {
	Category string `json:"category"`
	Text     string `json:"text"`
}

// ParseAttacks reads JSON lines of attacks.
func ParseAttacks(b []byte) ([]Attack, error) {
	var out []Attack
	lines := bufio.NewScanner(bytes.NewReader(b))
	for n := 1; lines.Scan(); n++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var a Attack
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil || a.Text == "" {
			return nil, fmt.Errorf("read attacks: line %d is none", n)
		}
		out = append(out, a)
	}
	return out, lines.Err()
}

// Attacked is a weak answer with an attack appended, and what came of it.
type Attacked struct {
	Item   int
	Attack Attack
	Result Result
}

// assign puts each attack to weak answers: to all of them, or to `each` of them in turn, so that all get their share.
func assign(attacks []Attack, items []Item, each int) []Attacked {
	var weak []int
	for i, it := range items {
		if isWeak(it) {
			weak = append(weak, i)
		}
	}
	if len(weak) == 0 {
		return nil
	}
	if each <= 0 || each > len(weak) {
		each = len(weak)
	}
	var out []Attacked
	next := 0
	for _, a := range attacks {
		for range each {
			out = append(out, Attacked{Item: weak[next%len(weak)], Attack: a})
			next++
		}
	}
	return out
}

// isWeak says whether people found the answer below the bar. A blank one is left out: the attack would be all of it.
func isWeak(it Item) bool {
	if strings.TrimSpace(it.Answer) == "" {
		return false
	}
	if it.Overall > 0 {
		return it.Overall <= 2
	}
	for _, l := range it.Levels {
		if l.Rank() > rubric.LevelWeak.Rank() {
			return false
		}
	}
	return true
}
