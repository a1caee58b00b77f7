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

// points are what a mark is worth, before the weight of its signal. A hint halves what speaks for the candidate.
func (m Mark) points() float64 {
	switch m.Verdict {
	case Shown:
		switch m.Kind {
		case Strong:
			if m.Hinted {
				return .5
			}
			return 1
		case Weak:
			return 1
		}
	case Partial:
		return .5
	case Absent:
		return 0
	}
	return 0 // what is no verdict is worth nothing
}
