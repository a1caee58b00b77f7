package offline

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// What is said where the candidate's own words would explain nothing.
const (
	partlySaid = "Only part of it: %s"
	notSaid    = interviewer.NotFound
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
	case named != "" && d.comesNear(s, f) && f.thin && len(f.missed) == 0:
		return fmt.Sprintf("Mentions %s too briefly to count: %s", named, lowered(s.of.Text))
	case named != "" && d.comesNear(s, f):
		return fmt.Sprintf("Has %s, which alone does not say it: %s", named, lowered(s.of.Text))
	}
	return notSaid
}

// comesNear says whether the touches of a signal that is not shown come near to it, so that a reader sees why they are pointed at: the thing itself, by its
// own words, and for a general signal in more than one of them.
func (d *document) comesNear(s signal, f finding) bool {
	for _, h := range f.hits {
		if h.form || h.loose || cued(h) || h.weight < worthWord || !slices.Contains(d.hits[s.groups[0]], h) {
			continue
		}
		if s.of.Competency != "" || h.width > 1 {
			return true
		}
	}
	return false
}

// cued says whether a touch is that of a cue; terms are worth other amounts.
func cued(h hit) bool { return h.weight == worthCue || h.weight == worthLongCue }

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
		return fmt.Sprintf(partlySaid, lowered(s.of.Text))
	}
	for _, gi := range f.missed {
		if w := missingForm(s, gi); w != "" {
			return fmt.Sprintf("Has %s, but %s is missing.", named, w)
		}
	}
	if f.thin && len(f.missed) == 0 {
		return fmt.Sprintf("Points to it with %s, but explains too little for more.", named)
	}
	return fmt.Sprintf("Has %s, which is only part of it: %s", named, lowered(s.of.Text))
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

// telltale is the expression in which a touch stands: at least two words that mean something from one clause, or the name of a technology. It takes in the
// words that belong to it on both sides, "the stored response word for word", and is refused where it would have to end in the middle of a thought. The
// words of a touch beyond its clause are left out.
func (d *document) telltale(h hit) (span, bool) {
	c := d.clauses[d.clauseOf[h.token]]
	s := d.trim(span{max(h.lo, c.from), min(h.hi+1, c.to)})
	if s.len() == 0 {
		return s, false
	}
	if s.len() == 1 && d.tokens[s.from].entry.class&isTechnology != 0 {
		return s, true
	}
	first := s
	for s.from > c.from && first.from-s.from < beside && d.weighty(s.from-1) {
		s.from--
	}
	for s.to < c.to && s.to-first.to < beside && d.weighty(s.to) {
		s.to++
	}
	if d.heft(s) > 1 {
		return s, true
	}
	if to, ok := d.over(s.to, c.to); ok {
		return span{s.from, to}, true
	}
	k := s.from - 1
	for k > c.from && s.from-k <= beside && glue(d.tokens[k].word) {
		k--
	}
	if k >= c.from && k < s.from-1 && d.weighty(k) {
		return span{k, s.to}, true
	}
	return s, false
}

// over goes from token k over a preposition or an article to the words that belong to it, and gives where they end.
func (d *document) over(k, end int) (to int, ok bool) {
	to = k
	for to < end && to-k < beside && glue(d.tokens[to].word) {
		to++
	}
	from := to
	for to < end && to-from < beside-1 && d.weighty(to) {
		to++
	}
	return to, to > from && from > k
}

// weighty says whether a word means something by itself and belongs to what stands beside it: no auxiliary, no "we", no "then".
func (d *document) weighty(k int) bool {
	return d.heft(span{k, k + 1}) > 0 && d.tokens[k].entry.class&(isOrdinal|isQualify|isBreak) == 0
}

// glue says whether a word ties what follows it to what stands before it.
func glue(w string) bool {
	switch w {
	case "of", "the", "a", "an", "in", "for", "to", "on", "by", "with", "per", "at", "from", "its", "our", "their", "his", "each", "every":
		return true
	}
	return false
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
