package offline

import "mockinterview/rubric"

// fewWords is how many different words it takes to have answered anything.
const fewWords = 5

// gate says why the text is no answer, or "".
func (d *document) gate(found [][]finding) string {
	live, echo := 0, 0
	different := map[string]bool{}
	for i := range d.tokens {
		t := &d.tokens[i]
		if t.struck {
			continue
		}
		live++
		if len(different) < fewWords && (!d.clauses[d.clauseOf[i]].names || d.soup) {
			different[t.word] = true
		}
		if t.echo {
			echo++
		}
	}
	touched := d.credited(found) + d.contradicted(found)
	if d.soup && !d.soups() {
		return "These are names and no statements, so there is nothing to grade."
	}
	switch {
	case len(different) < fewWords:
		return "There are too few words here to grade."
	case d.passes() && (d.credited(found) == 0 || live <= passWords):
		return "This passes on the question, so there is nothing to grade."
	case echo*10 >= live*6:
		return "This repeats the words of the question or the rubric, so there is nothing of your own to grade."
	}
	if d.soup {
		return ""
	}
	if d.disordered() {
		return "The words are in no order that makes sentences, so there is nothing to grade."
	}
	if d.offTopic(touched, live, marked(d.c.competencies, found)) {
		return "This does not speak to the question that was asked."
	}
	return ""
}

// What keeps a text on the topic: that it names things of the field, or waves the matter away, however little it says. A signal that is shown is worth a
// good deal of topic, because text about something else shows one or two by accident and never many.
const (
	fieldNames  = 3
	wavesAway   = 3
	wavedTopic  = 0.6
	signalTopic = 0.06
	moreTopic   = 0.12
	accidents   = 2
)

// wordsPerCredit is the length of text up to which one signal shown is no accident.
const wordsPerCredit = 25

// offTopic says whether a text of so many words is about something else, touched being the number of signals that it shows and marked whether any is
// shown at least in part.
func (d *document) offTopic(touched, live int, marked bool) bool {
	rich := d.c.richness()
	if wordsPerCredit*float64(touched) >= rich*float64(live) {
		return false
	}
	names := map[string]bool{}
	for i := range d.tokens {
		if t := &d.tokens[i]; !t.struck && !t.echo && !d.idleAt(i) && t.entry.class&(isTechnology|isJargon) != 0 {
			names[t.word] = true
		}
	}
	if len(names) >= fieldNames {
		return false
	}
	if !marked {
		return true
	}
	least := onTopic
	if away, _ := d.stance(); away >= wavesAway {
		least = wavedTopic
	}
	topic := d.topicality() / rich
	if touched > 0 {
		topic += signalTopic + moreTopic*float64(max(touched-accidents, 0))
	}
	return topic < least
}

// passWords is the length up to which words of passing make a text a pass, whatever else it names.
const passWords = 12

// richness is how well the pack's concepts cover the ways to speak of the matter, 0.4-1: with few terms less of an answer touches any.
func (c *compiled) richness() float64 {
	const rich = 400 // terms
	return min(max(float64(len(c.terms.terms))/rich, 0.4), 1)
}

// marked says whether any signal of a competency that has to be earned was found, if only in part.
func marked(competencies []competency, found [][]finding) bool {
	for i, fs := range found {
		for _, f := range fs {
			if !competencies[i].of.Always && f.verdict != rubric.Absent {
				return true
			}
		}
	}
	return false
}

// credited counts the signals shown in the competencies that an answer has to earn.
func (d *document) credited(found [][]finding) int {
	n := 0
	for i, fs := range found {
		for j, f := range fs {
			if f.verdict == rubric.Shown && !d.c.competencies[i].of.Always && d.c.competencies[i].signals[j].of.Kind == rubric.Strong {
				n++
			}
		}
	}
	return n
}

// onTopic is how much an answer has to share with the question's concepts, its words and its field. Fluent text about something else stays
// below; plain words about the matter do not.
const onTopic = 0.74

// contradicted counts the weak signals shown in the same competencies: they are about the matter, too.
func (d *document) contradicted(found [][]finding) int {
	n := 0
	for i, fs := range found {
		for j, f := range fs {
			if f.verdict == rubric.Shown && !f.named && !d.c.competencies[i].of.Always && d.c.competencies[i].signals[j].of.Kind == rubric.Weak {
				n++
			}
		}
	}
	return n
}

// topicality adds up three shares: of the meaningful words that touch a concept, of those that belong to the field, and of the question's words taken up.
func (d *document) topicality() float64 {
	touching := make([]bool, len(d.tokens))
	for _, k := range d.c.competencies {
		for _, s := range k.signals {
			for gi, g := range s.groups {
				if k.of.Always || s.forms[gi] || s.of.Kind == rubric.Weak {
					continue
				}
				for _, h := range d.hits[g] {
					touching[h.token] = touching[h.token] || h.weight >= worthWord
				}
			}
		}
	}
	touched, field, named, all := 0, 0, 0, 0
	asked := map[int32]bool{}
	for _, i := range d.content {
		if d.tokens[i].echo || d.clauses[d.clauseOf[i]].names {
			continue // neither copied words nor heaps of names make a text speak to the question
		}
		all++
		if d.idleAt(i) {
			continue
		}
		cl := d.tokens[i].entry.class
		if touching[i] {
			touched++
		}
		if cl&isDomain != 0 {
			field++
		}
		if cl&isTechnology != 0 {
			named++
		}
		if id := d.tokens[i].entry.stem; d.c.asked[id] {
			asked[id] = true
		}
	}
	if all < 3 {
		return 1
	}
	return float64(touched+field+named)/float64(all+1) + float64(len(asked))/float64(len(d.c.asked)+1)
}
