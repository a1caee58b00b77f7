package rubric

import "slices"

// Kind tells a signal that speaks for the candidate from one that speaks against. The set is closed: CONTRIBUTING.md
// lists what a new one touches. What reads kinds from outside (packs, the database) asks Valid or Kinds.
type Kind string

// The kinds of signal.
const (
	Strong Kind = "strong"
	Weak   Kind = "weak"
)

// Kinds lists every kind of signal.
func Kinds() []Kind { return []Kind{Strong, Weak} }

// Valid says whether it is one of Kinds.
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }

// Verdict is what a grader says of one signal. The set is closed.
type Verdict string

// The verdicts. Shown is worth one point, Partial half of one, times the signal's weight.
const (
	Shown   Verdict = "shown"
	Partial Verdict = "partial"
	Absent  Verdict = "absent"
)

// Verdicts lists every verdict, from the most.
func Verdicts() []Verdict { return []Verdict{Shown, Partial, Absent} }

// Valid says whether it is one of Verdicts.
func (v Verdict) Valid() bool { return slices.Contains(Verdicts(), v) }

// Worth is what a verdict is worth: 1, ½ or nothing.
func (v Verdict) Worth() float64 {
	switch v {
	case Shown:
		return 1
	case Partial:
		return .5
	case Absent:
		return 0
	}
	return 0 // what is no verdict is worth nothing
}

// points are what a mark is worth, before the weight of its signal: its verdict, or the mean of the judges. A hint
// leaves half at most of what speaks for the candidate.
func (m Mark) points() float64 {
	worth := m.Verdict.Worth()
	if len(m.Votes) > 0 {
		worth = mean(m.Votes)
	}
	switch m.Kind {
	case Strong:
		if m.Hinted {
			return min(worth, .5)
		}
	case Weak:
	}
	return worth
}

// Credited says whether a mark counts for the candidate, in full or in part.
func (m Mark) Credited() bool { return m.Kind == Strong && m.Verdict != Absent }

// Full says whether a mark is fully shown, with nothing taken off by a hint.
func (m Mark) Full() bool { return m.Verdict == Shown && !(m.Kind == Strong && m.Hinted) }

// Vote is the verdict of several judges: what they see on average, where two thirds are shown, and any less is partly
// shown.
func Vote(votes []Verdict) Verdict {
	switch worth := mean(votes); {
	case 3*worth >= 2-1e-9:
		return Shown
	case worth > 0:
		return Partial
	}
	return Absent
}

func mean(votes []Verdict) float64 {
	sum := 0.
	for _, v := range votes {
		sum += v.Worth()
	}
	return sum / float64(max(len(votes), 1))
}

// Agreeing is how many of the judges saw the signal, in full or in part.
func (m Mark) Agreeing() int {
	n := 0
	for _, v := range m.Votes {
		if v != Absent {
			n++
		}
	}
	return n
}
