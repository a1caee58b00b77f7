package llm

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// wireMark is a mark as the model writes it.
type wireMark struct {
	Signal   string   `json:"signal"`
	Evidence []string `json:"evidence"`
	Reason   string   `json:"reason"`
	Verdict  string   `json:"verdict"`
}

// Limits to what is taken of one mark.
const (
	mostEvidence  = 5
	longestQuote  = 600
	longestReason = 300
)

// unmarked is the reason of a mark that the model did not give.
const unmarked = "The model said nothing about it."

// judgeMarks are what one judge says: a mark for every signal that was asked for, and then for every wrong claim that
// it may cite. Signals that it left out are unmarked.
type judgeMarks struct {
	marks []rubric.Mark
	model string // that was asked; empty where somebody else asked it
}

// missing lists the signals that the judge left out.
func (j judgeMarks) missing() []string {
	var out []string
	for _, m := range j.marks {
		if m.Unmarked {
			out = append(out, m.Signal)
		}
	}
	return out
}

// parseMarks makes marks of a reply. Signals that were not asked for, second marks of a signal and verdicts that do not
// exist are dropped. A reply that marks none of the signals is no reply to the question.
func parseMarks(text string, signals, wrong []rubric.Signal, safe func(string) string) (judgeMarks, error) {
	raw, err := findJSON(text, marksShape)
	if err != nil {
		return judgeMarks{}, err
	}
	var w struct {
		Marks []wireMark `json:"marks"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return judgeMarks{}, shapeError{"the object does not follow the required schema"}
	}
	byID := map[string]rubric.Mark{}
	known := slices.Concat(signals, wrong)
	for _, m := range w.Marks {
		i := slices.IndexFunc(known, func(s rubric.Signal) bool { return s.ID == m.Signal })
		v := rubric.Verdict(m.Verdict)
		if _, dup := byID[m.Signal]; dup || i < 0 || !v.Valid() {
			continue
		}
		byID[m.Signal] = rubric.Mark{
			Signal:  m.Signal,
			Kind:    known[i].Kind,
			Verdict: v,
			Reason:  interviewer.Beginning(safe(m.Reason), longestReason),
			Quotes:  claims(m.Evidence),
		}
	}
	var out judgeMarks
	for i, s := range known {
		m, ok := byID[s.ID]
		if !ok {
			m = rubric.Mark{
				Signal: s.ID, Kind: s.Kind, Verdict: rubric.Absent, Reason: unmarked, Quotes: []rubric.Quote{},
			}
			m.Unmarked = i < len(signals)
		}
		out.marks = append(out.marks, m)
	}
	if len(signals) > 0 && len(out.missing()) == len(signals) {
		return judgeMarks{}, shapeError{fmt.Sprintf("it marks 0 of the %d signals", len(signals))}
	}
	return out, nil
}

// with puts the marks of a later reply in the place of those that are missing.
func (j judgeMarks) with(later judgeMarks) judgeMarks {
	out := judgeMarks{slices.Clone(j.marks), j.model}
	for i, m := range out.marks {
		at := slices.IndexFunc(later.marks, func(l rubric.Mark) bool { return l.Signal == m.Signal })
		if at >= 0 && m.Unmarked {
			out.marks[i] = later.marks[at]
		}
	}
	return out
}

// ownNumber is our sentence number, which a model may copy along with the sentence.
var ownNumber = regexp.MustCompile(`^\s*\[\d{1,3}\]\s*`)

// claims are the quotes that a mark claims. Our own sentence numbers are taken off; everything else stays as it was
// claimed.
func claims(evidence []string) []rubric.Quote {
	out := []rubric.Quote{}
	for _, e := range evidence {
		e = strings.TrimSpace(ownNumber.ReplaceAllString(e, ""))
		if e == "" || len(e) > longestQuote || len(out) == mostEvidence {
			continue
		}
		out = append(out, rubric.Quote{Text: e})
	}
	return out
}
