// Package calibration measures how far a grader agrees with people.
//
// Read takes a labelled set of answers, JSON lines in one of two forms: answers to the questions of a role with a level per competency, or public short
// answers with reference answers and a mark. A Runner has a grader grade every answer, as often as asked and also under attack, and keeps what is
// finished, so that a run that was cut short goes on. Measure turns the results into a Report: agreement with intervals by question, each competency,
// the confusion table, and the answers on which grader and labels differ most. The statistics themselves are in package rubric.
package calibration

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Form tells the two kinds of labelled set apart.
type Form string

// The forms of a labelled set.
const (
	Interviews   Form = "interviews"    // answers to a role's questions, labelled by level
	ShortAnswers Form = "short-answers" // short answers with references and marks
)

// Item is one labelled answer. Interviews use Role, Levels and Overall, short answers Refs, Mark and Max.
type Item struct {
	Line     int
	ID       string
	Question string // the question's id
	Answer   string // verbatim
	Part     string // dev, held-out, or whatever the set calls it; may be empty
	Kind     string // what sort of answer it is, may be empty

	Role      string
	Seniority rubric.Seniority // empty for the run's own
	Levels    map[string]rubric.Level
	Overall   int // 4…1, 0 where it is not labelled
	Reasons   map[string]string
	// Raters are what two people said apart from each other, before they settled their differences; empty where that was not kept.
	Raters []Rater

	Asked string // the question's text
	Refs  []string
	Mark  float64
	Max   float64
}

// Share is the mark of a short answer between 0 and 1.
func (it Item) Share() float64 { return it.Mark / it.Max }

// key names an item by all that a grade depends on, so that a finished grade is found again and a changed answer is not.
func (it Item) key() string {
	b, err := json.Marshal([]any{it.Role, it.Seniority, it.Question, it.Asked, it.Refs, it.Answer})
	if err != nil { // strings only
		panic(err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// Rater is what one person said of an answer.
type Rater struct {
	Levels  map[string]rubric.Level `json:"levels"`
	Overall int                     `json:"overall"`
}

// Set is a labelled set as read.
type Set struct {
	Name    string
	Part    string // the only part that was read, or empty
	Hash    string // of the bytes that were read
	Form    Form
	Items   []Item
	Faults  []Fault // lines that were skipped, the first of them
	Bad     int     // how many lines were skipped
	LeftOut int     // lines of other roles or parts than those asked for
	Packs   map[string]interviewer.Pack
}

// Fault is a line that could not be used.
type Fault struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// Questions counts the different questions.
func (s Set) Questions() int { return len(byQuestion(s.Items)) }

// byQuestion groups items by the question they answer: indexes in the order of first appearance.
func byQuestion(items []Item) [][]int {
	place := map[string]int{}
	var out [][]int
	for i, it := range items {
		k := it.Role + "\x00" + it.Question
		if _, ok := place[k]; !ok {
			place[k] = len(out)
			out = append(out, nil)
		}
		out[place[k]] = append(out[place[k]], i)
	}
	return out
}

// competencies lists the ids that can be labelled, in the order of the packs, and their names.
func (s Set) competencies() (ids []string, names map[string]string) {
	names = map[string]string{}
	seenRole := map[string]bool{}
	for _, it := range s.Items {
		if seenRole[it.Role] {
			continue
		}
		seenRole[it.Role] = true
		for _, c := range s.Packs[it.Role].Rubric {
			if _, ok := names[c.ID]; !ok {
				ids = append(ids, c.ID)
				names[c.ID] = c.Name
			}
		}
	}
	return ids, names
}
