// Package calibration measures how far a grader agrees with people.
//
// Read takes a labelled set: answers to the questions of a role, as JSON lines, with a level per competency, an overall
// and, if a reader went that far, a mark per signal. A Runner has a grader grade every answer, as often as asked and
// also under attack, and keeps what is finished, so that an interrupted run resumes. Measure turns the results into a
// Report: agreement with intervals by question, by competency, by group of answers and by signal, the confusion tables,
// and the answers on which grader and labels differ most. The statistics themselves are in package agreement.
package calibration

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Item is one labelled answer.
type Item struct {
	Line      int
	ID        string
	Role      string
	Question  string           // the question's id
	Answer    string           // verbatim
	Seniority rubric.Seniority // empty for the run's own
	Part      string           // dev, held-out, or whatever the set calls it; may be empty
	Kind      string           // what sort of answer it is, may be empty

	Levels  map[string]rubric.Level // by competency
	Overall int                     // 4…1, 0 where it is not labelled
	Marks   map[string]ReaderMark   // by signal; nil where nobody marked signals
	Reasons map[string]string       // by competency
	// Raters are the labels of two people who worked independently; empty where the set does not keep them.
	Raters []Rater
}

// ReaderMark is what a reader found of one signal. Signals without one are absent from the answer.
type ReaderMark struct {
	Verdict  rubric.Verdict // shown or partial
	Evidence []string       // passages of the answer
}

// key identifies an item by all that a grade depends on: a finished grade is found again, that of a changed answer or
// rubric not.
func (it Item) key(p interviewer.Pack) string {
	q, _ := p.Question(it.Question)
	b, err := json.Marshal([]any{it.Role, it.Seniority, q, p.Probed(q), it.Answer})
	if err != nil { // only unmarshalable types can fail, and there are none
		panic(err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// Rater is one person's labels of an answer.
type Rater struct {
	Levels  map[string]rubric.Level `json:"levels"`
	Overall int                     `json:"overall"`
}

// Set is a labelled set as read.
type Set struct {
	Name    string
	Part    string // the only part that was read, or empty
	Hash    string // of the bytes that were read
	Items   []Item
	Faults  []Fault // lines that were skipped, the first of them
	Skipped int     // how many lines were skipped
	LeftOut int     // lines of other roles or parts than those asked for
	Packs   map[string]interviewer.Pack
}

// Fault is a line that could not be used.
type Fault struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// byQuestion groups items by the question they answer: indexes in the order of first appearance.
func byQuestion(items []Item) [][]int {
	return grouped(len(items), func(i int) string { return items[i].Role + "\x00" + items[i].Question })
}

// grouped puts the indexes 0 to n-1 into groups of one name, in the order of first appearance.
func grouped(n int, name func(int) string) [][]int {
	group := map[string]int{}
	var out [][]int
	for i := range n {
		k := name(i)
		if _, ok := group[k]; !ok {
			group[k] = len(out)
			out = append(out, nil)
		}
		out[group[k]] = append(out[group[k]], i)
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
