package evidence

import (
	"mockinterview/rubric"
)

// The most signals of one kind that the same words may carry. Without a limit one sentence could show a whole rubric.
const (
	MostInCompetency = 2
	MostInAnswer     = 4
)

// Uses counts what the words of an answer were already quoted for. The zero value has counted nothing.
type Uses struct{ taken []use }

// use is a quote that carries a signal.
type use struct {
	quote      rubric.Quote
	competency string
	signal     string
	kind       rubric.Kind
}

// Limit takes the checked marks of a competency, in the order of its signals. A shown mark of which every quote carries
// as many signals as it may becomes partial, with the signals that it carries as the reason; name gives what a signal
// is called on the card. It never raises a mark.
func (u *Uses) Limit(competency string, marks []rubric.Mark, name func(signal string) string) {
	for i, m := range marks {
		if m.Verdict == rubric.Absent || len(m.Quotes) == 0 {
			continue
		}
		free, first := false, ""
		for _, q := range m.Quotes {
			here, anywhere, carried := u.carried(q, competency, m.Kind)
			if here < MostInCompetency && anywhere < MostInAnswer {
				free = true
			} else if first == "" {
				first = carried
			}
		}
		if !free {
			if m.Verdict == rubric.Shown {
				marks[i].Verdict, marks[i].Votes = rubric.Partial, nil
				marks[i].Reason = "These words already count for “" + name(first) + "”."
			}
			continue
		}
		for _, q := range m.Quotes {
			u.taken = append(u.taken, use{q, competency, m.Signal, m.Kind})
		}
	}
}

// carried counts the signals of a kind that a quote carries, in a competency and anywhere, and names the first.
func (u *Uses) carried(q rubric.Quote, competency string, kind rubric.Kind) (here, anywhere int, first string) {
	seen := map[[2]string]bool{}
	for _, t := range u.taken {
		key := [2]string{t.competency, t.signal}
		if t.kind != kind || seen[key] || !sameWords(t.quote, q) {
			continue
		}
		seen[key] = true
		if anywhere++; first == "" {
			first = t.signal
		}
		if t.competency == competency {
			here++
		}
	}
	return here, anywhere, first
}

// sameWords says whether two quotes overlap by more than half of the shorter one.
func sameWords(a, b rubric.Quote) bool {
	if a.Message != b.Message {
		return false
	}
	common := min(a.End, b.End) - max(a.Start, b.Start)
	return 2*common > min(a.End-a.Start, b.End-b.Start)
}
