package evidence

import (
	"fmt"
	"strings"
	"testing"

	"mockinterview/rubric"
)

func carrying(id string, start, end int) rubric.Mark {
	return rubric.Mark{Signal: id, Kind: rubric.Strong, Verdict: rubric.Shown,
		Quotes: []rubric.Quote{{Message: 1, Start: start, End: end}}}
}

func itself(s string) string { return s }

func TestOneQuoteCarriesTwoSignalsOfACompetencyAndFourOfAnAnswer(t *testing.T) {
	var uses Uses
	shown := 0
	for _, competency := range []string{"a", "b", "c"} {
		var marks []rubric.Mark
		for i := range 14 {
			marks = append(marks, carrying(fmt.Sprintf("%s-%d", competency, i), i%3, 40+i%3)) // nearly the same words
		}
		uses.Limit(competency, marks, itself)
		for i, m := range marks {
			full := i < MostInCompetency && competency != "c"
			if (m.Verdict == rubric.Shown) != full {
				t.Errorf("%s is %s, want shown %v", m.Signal, m.Verdict, full)
			}
			if !full && !strings.HasPrefix(m.Reason, "These words already count for “a-0”") &&
				!strings.HasPrefix(m.Reason, "These words already count for “b-0”") {
				t.Errorf("%s gives as reason %q", m.Signal, m.Reason)
			}
			if m.Verdict == rubric.Shown {
				shown++
			}
		}
	}
	if shown != MostInAnswer {
		t.Errorf("forty-two marks with one quote: %d shown, want %d", shown, MostInAnswer)
	}
}

func TestOtherWordsAreFree(t *testing.T) {
	var uses Uses
	marks := []rubric.Mark{carrying("a", 0, 40), carrying("b", 0, 40), carrying("c", 30, 60), carrying("d", 0, 40)}
	marks[3].Quotes = append(marks[3].Quotes, rubric.Quote{Message: 2, Start: 0, End: 40})
	uses.Limit("x", marks, itself)
	for _, m := range marks {
		if m.Verdict != rubric.Shown {
			t.Errorf("%s with words of its own is %s", m.Signal, m.Verdict)
		}
	}
}

func TestAWeakSignalTakesNothingFromAStrongOne(t *testing.T) {
	var uses Uses
	marks := []rubric.Mark{carrying("a", 0, 40), carrying("b", 0, 40), carrying("c", 0, 40)}
	marks[0].Kind = rubric.Weak
	uses.Limit("x", marks, itself)
	if marks[2].Verdict != rubric.Shown {
		t.Errorf("the second strong signal is %s", marks[2].Verdict)
	}
}
