package offline

import (
	"fmt"
	"strings"

	"mockinterview/rubric"
)

// mark turns a finding into a mark with quotes and a reason.
func (d *document) mark(s signal, f finding) rubric.Mark {
	m := rubric.Mark{Signal: s.of.ID, Kind: s.of.Kind, Verdict: f.verdict, Quotes: []rubric.Quote{}, Sought: s.of.Text}
	if f.verdict != rubric.Absent {
		m.Quotes = d.quotes(f)
		if len(m.Quotes) == 0 {
			m.Verdict = rubric.Absent
		}
		m.Prompted = len(m.Quotes) > 0
		for _, q := range m.Quotes {
			m.Prompted = m.Prompted && q.Prompted
		}
	}
	if m.Verdict == rubric.Absent && f.nearest >= 0 && s.of.Kind == rubric.Strong {
		if q, ok := d.quote(d.clauses[f.nearest].span); ok {
			m.Nearest = &q
		}
	}
	m.Reason = d.reason(s, f, m.Verdict)
	return m
}

// quotes are the clauses that carry the evidence, joined where they stand together.
func (d *document) quotes(f finding) []rubric.Quote {
	lo, hi := len(d.clauses), -1
	for _, h := range f.hits {
		lo, hi = min(lo, d.clauseOf[h.token]), max(hi, d.clauseOf[h.token])
	}
	whole := span{d.clauses[lo].from, d.clauses[hi].to}
	if whole.len() <= 40 && d.clauses[lo].sentence == d.clauses[hi].sentence {
		if q, ok := d.quote(whole); ok {
			return []rubric.Quote{q}
		}
	}
	var out []rubric.Quote
	last := -1
	for k := lo; k <= hi; k++ {
		for _, h := range f.hits {
			if d.clauseOf[h.token] == k && last != k {
				last = k
				if q, ok := d.quote(d.clauses[k].span); ok {
					out = append(out, q)
				}
			}
		}
	}
	return out
}

// quote is a slice of the candidate's own message. It is refused where rubric.Checker would refuse it: too short, or another's words throughout.
func (d *document) quote(s span) (rubric.Quote, bool) {
	for s.from < s.to && d.tokens[s.from].word == "%" {
		s.from++
	}
	for s.to > s.from && d.tokens[s.to-1].word == "%" {
		s.to--
	}
	if s.len() == 0 || (s.len() == 1 && len(d.tokens[s.from].word) < 4) {
		return rubric.Quote{}, false
	}
	own := false
	for k := s.from; k < s.to; k++ {
		own = own || !d.tokens[k].echo
	}
	if !own {
		return rubric.Quote{}, false
	}
	src := d.sources[d.messageOf[s.from]]
	from, to := d.tokens[s.from].start, d.tokens[s.to-1].end
	return rubric.Quote{Text: slice(src.Text, from, to), Message: src.Message, Start: from, End: to, Prompted: src.Prompted}, true
}

// slice cuts by code points.
func slice(text string, from, to int) string {
	n, start := 0, len(text)
	for i := range text {
		if n == from {
			start = i
		}
		if n == to {
			return text[start:i]
		}
		n++
	}
	return text[start:]
}

// reason says in one plain sentence why the mark is what it is.
func (d *document) reason(s signal, f finding, v rubric.Verdict) string {
	named := d.named(f)
	switch {
	case v == rubric.Shown && s.of.Kind == rubric.Strong:
		return fmt.Sprintf("Says it with %s.", named)
	case v == rubric.Shown && f.refusal:
		return fmt.Sprintf("Turns down %s.", named)
	case v == rubric.Shown && f.named:
		return fmt.Sprintf("Names %s and leaves it there.", named)
	case v == rubric.Shown:
		return fmt.Sprintf("Reads that way: %s.", named)
	case f.thin && s.of.Kind == rubric.Strong && v == rubric.Partial:
		return fmt.Sprintf("Brings it up with %s, but the answer explains too little for more.", named)
	case f.thin && s.of.Kind == rubric.Strong:
		return fmt.Sprintf("Mentions %s and does not build on it.", named)
	case v == rubric.Partial && f.doubted:
		return fmt.Sprintf("Mentions %s, but the answer mostly turns such things down.", named)
	case v == rubric.Partial && f.shared:
		return fmt.Sprintf("Says it only in passing, with %s, where the words already count for another signal.", named)
	case v == rubric.Partial && len(f.missed) == 0:
		return fmt.Sprintf("Comes near it with %s, but loosely.", named)
	case v == rubric.Partial:
		return fmt.Sprintf("Names %s, but not %s.", named, wanted(s, f.missed))
	case s.of.Kind == rubric.Weak:
		return "Nothing in the answer reads that way."
	case f.off && len(f.hits) == 0:
		return "Brings it up only to turn it down."
	case len(f.hits) > 0:
		return fmt.Sprintf("Names %s, but not %s.", named, wanted(s, f.missed))
	}
	return fmt.Sprintf("Says nothing of %s.", wanted(s, []int{0}))
}

// named quotes the words that touched the groups.
func (d *document) named(f finding) string {
	var out []string
	for _, h := range f.hits {
		q, ok := d.quote(span{h.lo, h.hi + 1})
		w := "“" + q.Text + "”"
		if ok && !strings.Contains(strings.Join(out, " "), w) {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return "it"
	}
	return strings.Join(out, " and ")
}

// wanted describes missing groups by their first terms.
func wanted(s signal, missed []int) string {
	var out []string
	for _, gi := range missed {
		if gi >= len(s.of.Concepts) {
			continue // a signal without concepts is wanted in no words of its own
		}
		if w := describe(s.of.Concepts[gi]); w != "" {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return "what is sought"
	}
	return strings.Join(out, ", nor ")
}

// cueWords say what a cue looks for.
var cueWords = map[string]string{
	"quantity": "a number with its unit", "cause": "a reason", "alternative": "another option", "decision": "a decision", "failure": "what fails", "action": "what was done",
	"outcome": "what came of it", "condition": "under which condition", "contrast": "what speaks against it", "example": "an example", "sequence": "an order of steps",
}

func describe(group []string) string {
	var plain []string
	for _, t := range group {
		name, isCue := strings.CutPrefix(t, "cue:")
		if isCue {
			continue
		}
		plain = append(plain, name)
		if len(plain) == 2 {
			break
		}
	}
	if len(plain) == 0 {
		for _, t := range group {
			if w := cueWords[strings.TrimPrefix(t, "cue:")]; w != "" {
				return w
			}
		}
		return ""
	}
	return "anything like “" + strings.Join(plain, "” or “") + "”"
}
