package offline

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mockinterview/rubric"
)

// What is said where the candidate's own words would explain nothing.
const (
	partlySaid = "Only part of this is said."
	notSaid    = "Nothing in the answer speaks to this."
)

// reason says in one plain sentence why the mark is what it is: what was found, in the candidate's words, and what is missing, in those of the signal.
func (d *document) reason(s signal, f finding, v rubric.Verdict) string {
	named := d.named(f)
	strong := s.of.Kind == rubric.Strong
	switch {
	case v == rubric.Shown:
		return shownReason(s, f, named)
	case v == rubric.Partial && f.hedged:
		return "Said as a guess, so it counts in part."
	case v == rubric.Partial && f.against:
		return "Counts in part only, for the same words also count against it."
	case v == rubric.Partial && f.doubted:
		return "Mentioned, but the answer mostly turns such things down."
	case v == rubric.Partial && f.shared:
		return "Said only in passing: the words already count for another signal."
	case v == rubric.Partial:
		return partialReason(s, f, named)
	case !strong:
		return "Nothing in the answer reads that way."
	case f.off && len(f.hits) == 0:
		return "Brings it up only to turn it down."
	case named != "" && f.thin:
		return fmt.Sprintf("Mentions %s and does not build on it.", named)
	case named != "":
		return fmt.Sprintf("Has %s, which is not enough for this: %s", named, lowered(s.of.Text))
	}
	return notSaid
}

// shownReason explains a mark that counts in full.
func shownReason(s signal, f finding, named string) string {
	switch {
	case f.refusal && named != "":
		return fmt.Sprintf("Turns down what is sought here: %s.", named)
	case f.refusal:
		return "Turns down what is sought here."
	case f.named && named != "":
		return fmt.Sprintf("Names %s and leaves it there.", named)
	case f.named:
		return "Names things and leaves it there."
	case s.of.Kind == rubric.Weak && named != "":
		return fmt.Sprintf("Reads that way: %s.", named)
	case s.of.Kind == rubric.Weak:
		return "The words quoted read that way."
	case named != "":
		return fmt.Sprintf("Says it with %s.", named)
	}
	return "The words quoted say it."
}

// partialReason explains a mark that counts in part: by the form that is missing, or else by all that is sought.
func partialReason(s signal, f finding, named string) string {
	if named == "" {
		return partlySaid
	}
	for _, gi := range f.missed {
		if w := missingForm(s, gi); w != "" {
			return fmt.Sprintf("Has %s, but %s is missing.", named, w)
		}
	}
	if f.thin && len(f.missed) == 0 {
		return fmt.Sprintf("Points to it with %s, but explains too little for more.", named)
	}
	return fmt.Sprintf("Has %s, which is only part of what is sought: %s", named, lowered(s.of.Text))
}

// lowered is the text of a signal as the end of a sentence.
func lowered(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	next, _ := utf8.DecodeRuneInString(text[n:])
	if !unicode.IsUpper(next) { // an abbreviation keeps its capital
		text = string(unicode.ToLower(r)) + text[n:]
	}
	return strings.TrimRight(text, ".") + "."
}

// namedAtMost is how many of the candidate's expressions a reason cites.
const namedAtMost = 2

// named cites the words that touched the groups, each with enough beside it to mean something; "" if none does.
func (d *document) named(f finding) string {
	var spans []span
	for _, h := range f.hits {
		s, ok := d.telltale(h)
		if h.form || !ok || slices.ContainsFunc(spans, func(o span) bool { return s.from < o.to && o.from < s.to }) {
			continue
		}
		spans = append(spans, s)
	}
	var out []string
	for _, s := range spans[:min(len(spans), namedAtMost)] {
		if q, ok := d.quote(s); ok {
			out = append(out, "“"+q.Text+"”")
		}
	}
	return strings.Join(out, " and ")
}

// telltale is the expression in which a touch stands: at least two words that mean something from one clause, or the name of a technology. The words of a
// touch beyond its clause are left out.
func (d *document) telltale(h hit) (span, bool) {
	c := d.clauses[d.clauseOf[h.token]]
	s := d.trim(span{max(h.lo, c.from), min(h.hi+1, c.to)})
	if s.len() == 0 {
		return s, false
	}
	if s.len() == 1 && d.tokens[s.from].entry.class&isTechnology != 0 || d.heft(s) > 1 {
		return s, true
	}
	after, before := s, s
	for after.to < c.to && after.to-s.to < beside && d.heft(after) < 2 {
		after.to++
	}
	if d.heft(after) > 1 {
		for after.to < c.to && after.to-s.to < beside && d.heft(span{after.to, after.to + 1}) > 0 { // not in the middle of "a dead letter queue"
			after.to++
		}
		return after, true
	}
	for before.from > c.from && s.from-before.from < beside && d.heft(before) < 2 {
		before.from--
	}
	return before, d.heft(before) > 1
}

// heft counts the words that mean something by themselves.
func (d *document) heft(s span) int {
	n := 0
	for k := s.from; k < s.to; k++ {
		if d.tokens[k].entry.class&(isEnglish|isNegator|isPronoun|isCondition|isAux|isFirst|isDeterminer) == 0 {
			n += d.contentOf(span{k, k + 1})
		}
	}
	return n
}

// beside is how many words next to a touch may be cited with it.
const beside = 4

// trim takes words without content of their own from both ends, but never the no that turns a phrase around.
func (d *document) trim(s span) span {
	for s.from < s.to && d.tokens[s.from].entry.class&isNegator == 0 && d.heft(span{s.from, s.from + 1}) == 0 {
		s.from++
	}
	for s.from < s.to && d.heft(span{s.to - 1, s.to}) == 0 {
		s.to--
	}
	return s
}

// missingForm names what a group wants that is sought by its form alone, such as a reason; "" for groups with words of their own.
func missingForm(s signal, gi int) string {
	if gi >= len(s.of.Concepts) {
		return "" // a signal without concepts is wanted in no words of its own
	}
	found := ""
	for _, t := range s.of.Concepts[gi] {
		name, isCue := strings.CutPrefix(t, "cue:")
		if !isCue {
			return ""
		}
		if found == "" {
			found = cueWords[name]
		}
	}
	return found
}

// cueWords say what a cue looks for.
var cueWords = map[string]string{
	"quantity": "a number with its unit", "cause": "a reason", "alternative": "another option", "decision": "a decision", "failure": "what fails", "action": "what was done",
	"outcome": "what came of it", "condition": "under which condition", "contrast": "what speaks against it", "example": "an example", "sequence": "an order of steps",
}
