// Package rubric says what a good answer is, and does the arithmetic of a score.
//
// A Competency is broken into Signals, single observable things. A grader — a model or the offline one — only marks
// signals as shown, partial or absent and quotes the candidate. The arithmetic after the marks happens here, in pure
// functions: turning marks into the Level of a competency (Score), levels into the score of one answer (ScoreTurn) and
// answers into a session (ScoreSession). Package evidence checks the quotes before.
package rubric

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
)

// Level is what was attained in one competency. NotShown is no evidence either way, which is not Weak.
type Level string

// The levels, from the best.
const (
	LevelStrong   Level = "strong"
	LevelMixed    Level = "mixed"
	LevelWeak     Level = "weak"
	LevelNotShown Level = "not_shown"
)

// Levels lists every level, from the best.
func Levels() []Level { return []Level{LevelStrong, LevelMixed, LevelWeak, LevelNotShown} }

// Rank is 4 for strong, 3 for mixed, 2 for weak and 1 for not_shown; 0 for anything else.
func (l Level) Rank() int {
	switch l {
	case LevelStrong:
		return 4
	case LevelMixed:
		return 3
	case LevelWeak:
		return 2
	case LevelNotShown:
		return 1
	}
	return 0
}

// Recommendation is the outcome of an answer or a session.
type Recommendation string

// The recommendations, from the best. NoDecision means that too little was answered or graded.
const (
	StrongHire    Recommendation = "strong_hire"
	LeaningHire   Recommendation = "leaning_hire"
	LeaningNoHire Recommendation = "leaning_no_hire"
	StrongNoHire  Recommendation = "strong_no_hire"
	NoDecision    Recommendation = "no_decision"
)

// Recommendations lists every recommendation that has a score, from the best.
func Recommendations() []Recommendation {
	return []Recommendation{StrongHire, LeaningHire, LeaningNoHire, StrongNoHire}
}

// Least is the lowest score of a recommendation. Its bands stand here and nowhere else.
func (r Recommendation) Least() float64 {
	switch r {
	case StrongHire:
		return 3.4
	case LeaningHire:
		return 2.5
	case LeaningNoHire:
		return 1.6
	}
	return 1
}

// Below is the highest score that a recommendation just misses.
func (r Recommendation) Below() float64 { return Round(r.Least() - .1) }

// Overall is 4 for strong_hire down to 1 for strong_no_hire, and 0 (shown as null) for no_decision.
func (r Recommendation) Overall() int {
	switch r {
	case StrongHire:
		return 4
	case LeaningHire:
		return 3
	case LeaningNoHire:
		return 2
	case StrongNoHire:
		return 1
	}
	return 0
}

// Words is the outcome as a candidate reads it: about the answer, on this rubric, never about the person.
func (r Recommendation) Words() string {
	if side := r.Side(); side != "" {
		return side + " the bar on this rubric"
	}
	return "no decision yet"
}

// Side is where an answer stands to the bar: "just above". It is empty with NoDecision.
func (r Recommendation) Side() string {
	switch r {
	case StrongHire:
		return "clearly above"
	case LeaningHire:
		return "just above"
	case LeaningNoHire:
		return "just below"
	case StrongNoHire:
		return "well below"
	}
	return ""
}

// Seniority is what the candidate is interviewed for; it sets how much has to be shown.
type Seniority string

// The seniorities. Senior is the default.
const (
	Junior Seniority = "junior"
	Mid    Seniority = "mid"
	Senior Seniority = "senior"
	Staff  Seniority = "staff"
)

// Seniorities lists every seniority, from the lowest bar.
func Seniorities() []Seniority { return []Seniority{Junior, Mid, Senior, Staff} }

// Probe says how much a question asks for a competency.
type Probe string

// A chief competency counts twice.
const (
	Chief Probe = "chief"
	Also  Probe = "also"
)

// Signal is one observable thing that an interviewer could tick.
type Signal struct {
	ID     string   `json:"id"                   yaml:"id"`
	Kind   Kind     `json:"kind"                 yaml:"kind"`
	Text   string   `json:"text"                 yaml:"text"`
	Weight int      `json:"weight"               yaml:"weight"` // 1, or 2 for critical
	Shows  []string `json:"shows,omitempty"      yaml:"shows"`  // sentences of candidates that show it
	Partly []string `json:"partly,omitempty"     yaml:"partly"` // sentences that show half of it
	// near misses: named only, denied, mistaken, a neighbour
	Not      []string `json:"not,omitempty"        yaml:"not"`
	FollowUp string   `json:"followup,omitempty"   yaml:"followup"`
	// decided by Score from Unless, quoted by nobody
	Absence bool `json:"absence,omitempty"    yaml:"absence"`
	// ids; Absence holds when none of them is marked
	Unless     []string `json:"unless,omitempty"     yaml:"unless"`
	Competency string   `json:"competency,omitempty" yaml:"competency"` // of a question's signal
	// the general signal that a question's signal makes concrete
	Refines string `json:"refines,omitempty"    yaml:"refines"`
}

// Critical says whether the signal alone can decide: a critical weak one keeps a competency from strong.
func (s Signal) Critical() bool { return s.Weight >= 2 }

// Own says whether the signal is a question's own rather than one of its competency in general.
func (s Signal) Own() bool { return s.Competency != "" }

// Competency is one thing an interview measures.
type Competency struct {
	ID     string `json:"id"                 yaml:"id"`
	Name   string `json:"name"               yaml:"name"`
	Weight int    `json:"weight"             yaml:"weight"` // share of the whole, in percent
	Strong string `json:"strong"             yaml:"strong"` // anchor sentence
	Middle string `json:"middle,omitempty"   yaml:"middle"` // anchor sentence
	Weak   string `json:"weak"               yaml:"weak"`   // anchor sentence
	// ByLevel says in a line what each seniority shows here.
	ByLevel map[Seniority]string `json:"by_level,omitempty" yaml:"by_level"`
	Always  bool                 `json:"always,omitempty"   yaml:"always"`
	// StrongNeeds are groups of strong signals by id: unless one of each is fully shown, the level is mixed at most.
	StrongNeeds [][]string `json:"strong_needs,omitempty" yaml:"strong_needs"`
	Signals     []Signal   `json:"signals"            yaml:"signals"`
	Examples    []Example  `json:"examples,omitempty" yaml:"examples"`
}

// Example is a made-up answer with its marks, shown to a model before it grades.
type Example struct {
	Answer string        `json:"answer" yaml:"answer"`
	Level  Level         `json:"level"  yaml:"level"`
	Marks  []ExampleMark `json:"marks"  yaml:"marks"`
}

// ExampleMark is a mark as a model is asked to write it, its fields in the order of thinking: words, reason, verdict.
type ExampleMark struct {
	Signal   string   `json:"signal"   yaml:"signal"`
	Evidence []string `json:"evidence" yaml:"evidence"`
	Reason   string   `json:"reason"   yaml:"reason"`
	Verdict  Verdict  `json:"verdict"  yaml:"verdict"`
}

// Quote is a slice of one of the candidate's messages.
type Quote struct {
	Text     string `json:"text"`
	Message  int    `json:"message"` // n of the message within its turn
	Start    int    `json:"start"`   // in code points of the message's text
	End      int    `json:"end"`     // exclusive
	Prompted bool   `json:"prompted"`
}

// Source is one message of the candidate, in which a quote may be found.
type Source struct {
	Message  int // n within the turn
	Text     string
	Prompted bool // typed after a follow-up or a hint
}

// Mark is what a grader says of one signal in one answer.
type Mark struct {
	Signal  string  `json:"id"`
	Kind    Kind    `json:"kind"`
	Verdict Verdict `json:"verdict"`
	Reason  string  `json:"reason"`
	Quotes  []Quote `json:"quotes"`
	// Sought is the signal's text, kept with the mark so that a stored grade explains itself.
	Sought string `json:"sought,omitempty"`
	// Nearest is the candidate's clause that comes closest to a signal that was not credited.
	Nearest *Quote `json:"nearest,omitempty"`
	// Example is the pack's example that the offline grader found nearest to the sentence, and Strength how surely it
	// read it: 0 is where a signal begins to count as shown.
	Example  string  `json:"example,omitempty"`
	Strength float64 `json:"strength,omitempty"`
	// Prompted says that the signal appeared only after a follow-up or a hint.
	Prompted bool `json:"prompted,omitempty"`
	// Hinted says that a hint had given the signal away before it was shown, so it counts half.
	Hinted bool `json:"hinted,omitempty"`
	// Contested says that the judges did not agree on the verdict.
	Contested bool `json:"contested,omitempty"`
	// Votes are the verdicts of several judges. While they stand, the mark is worth their mean; whoever changes the
	// verdict takes them away.
	Votes []Verdict `json:"votes,omitempty"`
	// Unmarked says that the grader said nothing of the signal, even when asked for it alone. It counts neither for nor
	// against, and is no part of the bar.
	Unmarked bool `json:"unmarked,omitempty"`
}

// Absents gives an absent mark for every signal: what an answer that shows nothing of a competency amounts to.
func Absents(signals []Signal, reason string) []Mark {
	marks := make([]Mark, 0, len(signals))
	for _, s := range signals {
		marks = append(
			marks,
			Mark{Signal: s.ID, Kind: s.Kind, Verdict: Absent, Reason: reason, Quotes: []Quote{}, Sought: s.Text},
		)
	}
	return marks
}

// Applicable lists the signals of a competency that count for one question: the question's own, then the general ones
// that none of them refines. A refining signal takes the higher weight of the pair. The order is that of the pack.
func Applicable(c Competency, question []Signal) []Signal {
	general := map[string]Signal{}
	for _, s := range c.Signals {
		general[s.ID] = s
	}
	refined := map[string]bool{}
	var out []Signal
	for _, s := range question {
		if s.Competency != c.ID {
			continue
		}
		if g, ok := general[s.Refines]; ok {
			refined[g.ID] = true
			s.Weight = max(s.Weight, g.Weight)
		}
		out = append(out, s)
	}
	// A general absence looks at general ids; where a question refined one of them, the refinement stands for it.
	for _, s := range c.Signals {
		if refined[s.ID] {
			continue
		}
		for _, q := range out {
			if slices.Contains(s.Unless, q.Refines) && q.Refines != "" {
				s.Unless = append(slices.Clone(s.Unless), q.ID)
			}
		}
		out = append(out, s)
	}
	return out
}

// Lacks lists the signals of the first of the StrongNeeds of which none is fully shown; none where all needs are met.
// A signal that makes one of a group concrete stands for it. A group that was not marked whole counts as met.
func (c Competency) Lacks(signals []Signal, marks []Mark) []Signal {
	for _, group := range c.StrongNeeds {
		asked := slices.DeleteFunc(slices.Clone(signals), func(s Signal) bool {
			return !slices.Contains(group, cmp.Or(s.Refines, s.ID))
		})
		met := slices.ContainsFunc(marks, func(m Mark) bool {
			of := func(s Signal) bool { return s.ID == m.Signal }
			return (m.Full() || m.Unmarked) && slices.ContainsFunc(asked, of)
		})
		if !met {
			return asked
		}
	}
	return nil
}

// Hash names a set of competencies and question signals by content: equal hashes grade alike.
// It is the first 16 hex digits of the SHA-256 of their JSON form.
func Hash(competencies []Competency, question []Signal) string {
	b, err := json.Marshal(struct {
		C []Competency
		Q []Signal
	}{competencies, question})
	if err != nil { // only unmarshalable types can fail, and there are none
		panic(err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// byWeight sorts signals with the heaviest first and keeps the order of the pack among equals.
func byWeight(signals []Signal) []Signal {
	out := slices.Clone(signals)
	slices.SortStableFunc(out, func(a, b Signal) int { return cmp.Compare(b.Weight, a.Weight) })
	return out
}

// Missing lists the strong signals that the marks do not fully show, the heaviest first.
func Missing(signals []Signal, marks []Mark) []Signal {
	known := map[string]bool{} // shown, or not looked at
	for _, m := range marks {
		if m.Verdict == Shown || m.Unmarked {
			known[m.Signal] = true
		}
	}
	var out []Signal
	for _, s := range byWeight(signals) {
		if s.Kind == Strong && !known[s.ID] {
			out = append(out, s)
		}
	}
	return out
}
