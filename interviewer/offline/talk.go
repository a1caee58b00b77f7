package offline

import "mockinterview/rubric"

// How an answer is told is read from its form as well as from its phrases: a decision may be stated by simply saying what is done, a reason by
// "so", an order by numbered lines. These forms are added as touches of the cues, once the matter itself has been judged, because
// a form without matter shows nothing.

// plainly is how many signals of the matter have to be shown before saying what is done counts as deciding.
const plainly = 3

// tellByForm adds the forms. found are the findings of the competencies judged so far, by competency; nil where not judged.
func (d *document) tellByForm(found [][]finding) {
	var firm []hit
	shown, touched := 0, false
	for i, fs := range found {
		for j, f := range fs {
			s := d.c.competencies[i].signals[j]
			touched = touched || f.verdict != rubric.Absent && s.of.Kind == rubric.Strong && s.of.Competency != ""
			if f.verdict == rubric.Shown && s.of.Kind == rubric.Strong && s.of.Competency != "" {
				firm = append(firm, f.hits...)
				shown++
			}
		}
	}
	if shown >= plainly {
		d.addForm(cueDecision, d.firmest(firm))
	}
	if h, ok := d.opening(); ok && touched {
		d.addForm(cueDecision, h)
	}
	for ci := range d.clauses {
		c := d.clauses[ci]
		if n := c.len(); n >= 3 && n <= 6 && d.tokens[c.to-1].word == "is" && d.tokens[c.to-2].word == "it" && !c.condition && !d.tokens[c.from].struck { // "Postgres it is"
			d.addForm(cueDecision, hit{token: c.from, lo: c.from, hi: c.to - 1, width: n, weight: worthLongCue})
		}
		if t := d.tokens[c.from]; t.word == "so" && c.len() > 3 && !t.struck {
			d.addForm(cueCause, hit{token: c.from, lo: c.from, hi: c.from, width: 1, weight: worthCue})
		}
	}
	d.tellOrder()
}

// firmest is, among touches of what is shown, the one that stands in the plainest statement, the first of them.
func (d *document) firmest(hits []hit) hit {
	best, h := -1, hits[0]
	for _, o := range hits {
		p := d.plain(d.clauseOf[o.token])
		if p > best || p == best && o.token < h.token {
			best, h = p, o
		}
	}
	h.weight = worthStatement
	return h
}

// worthStatement is what saying what is done is worth as a decision: as much as one in words, but those are the better quote.
const worthStatement = worthLongCue - 0.01

// plain says how far a clause by itself states what is done: 2 if the speaker does it, 1 if anything does, 0 if it only supposes, explains or adds to another.
func (d *document) plain(ci int) int {
	c := d.clauses[ci]
	if c.len() < 4 || !c.verb || c.condition || c.dismissal {
		return 0
	}
	switch first := d.tokens[c.from]; {
	case first.entry.class&(isBreak|isContrast|isPronoun) != 0 || first.word == "as":
		return 0
	case first.entry.class&isFirst != 0 && first.word != "my" && first.word != "our":
		return 2
	}
	return 1
}

// opening is an answer's first sentence where that is what is decided: the bare name of a technology, or what the speaker does or does not do.
func (d *document) opening() (hit, bool) {
	if len(d.sentences) < 2 {
		return hit{}, false
	}
	s := d.sentences[0]
	from, to := d.clauses[s.clauses.from].from, d.clauses[s.clauses.to-1].to
	h := hit{token: from, lo: from, hi: to - 1, width: 2, weight: worthLongCue}
	if d.tokens[from].struck || d.guessed(h) {
		return h, false
	}
	if to-from <= 3 {
		for k := from; k < to; k++ {
			if next := d.clauses[d.sentences[1].clauses.from]; d.tokens[k].entry.class&isTechnology != 0 && next.len() > 3 && d.sentences[1].says {
				return hit{token: next.from, lo: next.from, hi: next.to - 1, width: 2, weight: worthLongCue}, true // what goes on from the name
			}
		}
		return h, false
	}
	if w := d.tokens[from].word; w != "we" && w != "i" || from+1 >= to {
		return h, false
	}
	switch d.tokens[from+1].word {
	case "dont", "wont", "wouldnt", "never":
		return h, from+2 < to && d.tokens[from+2].entry.class&isVerb != 0 && unthinking(d.tokens[from+2].word)
	}
	return h, false
}

// unthinking says whether a verb is about doing something rather than about what somebody thinks.
func unthinking(w string) bool {
	switch w {
	case "know", "think", "see", "believe", "understand", "remember", "have", "care", "worry", "bother", "need", "like", "want", "agree", "trust":
		return false
	}
	return true
}

// tellOrder takes labels such as "Storage:" at the start of sentences for parts of an answer, when there are several.
func (d *document) tellOrder() {
	var labels []hit
	for _, s := range d.sentences {
		c := d.clauses[s.clauses.from]
		if s.clauses.len() > 1 && c.len() <= 3 && c.to < len(d.tokens) && d.tokens[c.to].gap == gapComma && d.colon(c) {
			labels = append(labels, hit{token: c.from, lo: c.from, hi: c.to - 1, width: 2, weight: worthLongCue})
		}
	}
	if len(labels) < 2 {
		return
	}
	for _, h := range labels {
		d.addForm(cueSequence, h)
	}
}

// colon says whether a colon or a dash follows a clause.
func (d *document) colon(c clause) bool {
	if c.to >= len(d.tokens) {
		return false
	}
	text := d.sources[d.messageOf[c.from]].Text
	for _, r := range slice(text, d.tokens[c.to-1].end, d.tokens[c.to].start) {
		if r == ':' {
			return true
		}
	}
	return false
}

// addForm adds a touch of a cue to the groups that want it.
func (d *document) addForm(name string, h hit) {
	h.form = true
	for _, g := range d.c.cueGoals[d.c.byCue[name]] {
		if len(d.hits[g]) < 2*maxHits {
			d.hits[g] = mergeHits(d.hits[g], []hit{h})
		}
	}
}

// substance says whether a sentence, or the one before it, or for the first the one after it, touches the matter: a concept of a competency that an answer has to earn.
func (d *document) substance() []bool {
	matter := make([]bool, len(d.sentences)+1)
	for _, k := range d.c.competencies {
		if k.of.Always {
			continue
		}
		for _, s := range k.signals {
			for gi, g := range s.groups {
				if s.forms[gi] {
					continue
				}
				for _, h := range d.hits[g] {
					if h.weight >= worthWord && d.usable(h, rubric.Strong) {
						matter[d.clauses[d.clauseOf[h.token]].sentence] = true
					}
				}
			}
		}
	}
	for i := len(d.sentences) - 1; i > 0; i-- {
		matter[i] = matter[i] || matter[i-1]
	}
	if len(d.sentences) > 1 {
		matter[0] = matter[0] || matter[1] // an answer may open with its conclusion
	}
	return matter
}

// liking marks the sentences that speak of taste, whose reasons are none.
func (d *document) liking() []bool {
	out := make([]bool, len(d.sentences)+1)
	id, ok := d.c.byCue["preference"]
	if !ok {
		return out
	}
	for _, h := range d.cueHits[id] {
		out[d.clauses[d.clauseOf[h.token]].sentence] = true
	}
	return out
}

// telling judges the signals of how an answer is told. They count only about the matter, and in full only when some of the matter was shown.
func (d *document) telling(k competency, credited int) []finding {
	matter, liking := d.substance(), d.liking()
	d.only = func(h hit) bool {
		s := d.clauses[d.clauseOf[h.token]].sentence
		return matter[s] && !liking[s]
	}
	defer func() { d.only = nil }()
	var out []finding
	for _, s := range k.signals {
		f := d.look(s)
		if s.of.Kind == rubric.Strong && f.verdict == rubric.Shown && credited == 0 {
			f.verdict, f.shared = rubric.Partial, false
		}
		out = append(out, f)
	}
	return out
}
