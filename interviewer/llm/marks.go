package llm

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"mockinterview/rubric"
	"mockinterview/rubric/evidence"
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

// parseMarks makes marks of a reply. Signals that were not asked for, second marks of a signal and verdicts that do not
// exist are dropped. A reply that leaves out more than half of the signals is no reply to the question.
func parseMarks(text string, signals []rubric.Signal, safe func(string) string) ([]rubric.Mark, error) {
	raw, err := findJSON(text, marksShape)
	if err != nil {
		return nil, err
	}
	var w struct {
		Marks []wireMark `json:"marks"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return nil, shapeError{"the object does not follow the required schema"}
	}
	byID := map[string]rubric.Mark{}
	for _, m := range w.Marks {
		i := slices.IndexFunc(signals, func(s rubric.Signal) bool { return s.ID == m.Signal })
		v := rubric.Verdict(m.Verdict)
		if _, dup := byID[m.Signal]; dup || i < 0 || !v.Valid() {
			continue
		}
		byID[m.Signal] = rubric.Mark{
			Signal:  m.Signal,
			Kind:    signals[i].Kind,
			Verdict: v,
			Reason:  shorten(safe(m.Reason)),
			Quotes:  claims(m.Evidence),
		}
	}
	if 2*len(byID) < len(signals) {
		return nil, shapeError{fmt.Sprintf("it marks %d of the %d signals", len(byID), len(signals))}
	}
	out := make([]rubric.Mark, 0, len(signals))
	for _, s := range signals {
		m, ok := byID[s.ID]
		if !ok {
			m = rubric.Mark{
				Signal:  s.ID,
				Kind:    s.Kind,
				Verdict: rubric.Absent,
				Reason:  "The model said nothing about it.",
				Quotes:  []rubric.Quote{},
			}
		}
		out = append(out, m)
	}
	return out, nil
}

func shorten(s string) string {
	if r := []rune(s); len(r) > longestReason {
		return string(r[:longestReason]) + " …"
	}
	return s
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

// restoreTyping finds the candidate's own words for claims that differ from them only in typography: curly for straight
// quotation marks, long for short dashes, or a full stop that the model put at the end. The claim is replaced by the
// words as typed; what is not found stays, and will fail the check.
func restoreTyping(marks []rubric.Mark, check func() *evidence.Checker, sources []rubric.Source) {
	for i := range marks {
		for j, q := range marks[i].Quotes {
			if slices.ContainsFunc(sources, func(s rubric.Source) bool { return strings.Contains(s.Text, q.Text) }) {
				continue
			}
			if _, err := check().Find(q.Text); err == nil {
				continue
			}
			if own, ok := asTyped(q.Text, sources); ok {
				marks[i].Quotes[j].Text = own
			}
		}
	}
}

func asTyped(quote string, sources []rubric.Source) (string, bool) {
	needle := []rune(strings.Trim(plain(quote), " \"'.,;:"))
	if len(needle) < 8 {
		return "", false
	}
	for _, s := range sources {
		hay := plain(s.Text)
		at := strings.Index(hay, string(needle))
		if at < 0 {
			continue
		}
		start := len([]rune(hay[:at]))
		return string([]rune(s.Text)[start : start+len(needle)]), true
	}
	return "", false
}

// plain maps typographic characters to those of a typewriter, one for one, so that positions stay.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '‘', '’', 'ʼ', '`', '´':
			return '\''
		case '“', '”', '„', '«', '»':
			return '"'
		case '–', '—', '‐', '‑', '−':
			return '-'
		case '\n', '\t', '\u00a0', '\u202f':
			return ' '
		}
		return r
	}, s)
}
