package offline

import "slices"

// Talk that has nothing to do with the matter earns nothing and undoes nothing: "That is an interesting question", a word about the weather, "I hope that
// makes sense". Single words of it touch concepts by chance, so a sentence has to have some hold on the matter before any of its touches counts.

// How much hold is firm: different words that the question's own signals are made of, a phrase of theirs being worth one more.
const firmly = 2

// markIdle marks the sentences without hold, and those with a firm one. It comes after scope, which reads all sentences.
func (d *document) markIdle() {
	few := d.c.richness() < 1 // of the many terms of a rich pack, ordinary talk touches some
	phrase, own, touched := make([]bool, len(d.sentences)), make([]bool, len(d.sentences)), make([]bool, len(d.tokens))
	for _, k := range d.c.competencies {
		for _, s := range k.signals {
			for gi, g := range s.groups {
				if k.of.Always || s.forms[gi] {
					continue
				}
				for _, h := range d.hits[g] {
					touched[h.token] = touched[h.token] || few && h.weight >= worthWord
					if h.width > 1 && h.weight >= worthPhrase && !h.loose {
						phrase[d.sentenceOf[h.token]] = true
						own[d.sentenceOf[h.token]] = own[d.sentenceOf[h.token]] || s.of.Competency != ""
					}
				}
			}
		}
	}
	for si := range d.sentences {
		s := &d.sentences[si]
		words, topical := d.hold(s, touched)
		if own[si] {
			topical++
		}
		s.firm = topical >= firmly || topical == firmly-1 && d.pointsBack(si) && d.sentences[si-1].firm
		s.idle = words == 0 && !phrase[si] || !d.soup && d.onlyNames(s)
	}
}

// pointsBack says whether a sentence begins with a word for what the sentence before was about.
func (d *document) pointsBack(si int) bool {
	s := &d.sentences[si]
	return s.linked && d.tokens[d.clauses[s.clauses.from].from].entry.class&isPronoun != 0
}

// hold counts the different words of a sentence that are the field's, and those of the question's own signals. To wave something away is about the matter
// whatever it is.
func (d *document) hold(s *sentence, touched []bool) (field, topical int) {
	var seen [firmly]string
	for ci := s.clauses.from; ci < s.clauses.to; ci++ {
		c := &d.clauses[ci]
		if c.dismissal || c.scorn {
			field++
		}
		for k := c.from; k < c.to; k++ {
			t := &d.tokens[k]
			if t.struck || t.echo || t.entry.class&isEveryday != 0 {
				continue
			}
			if t.entry.class&(isDomain|isTechnology|isJargon) != 0 || d.c.asked[t.entry.stem] || touched[k] {
				field++
			}
			if topical < firmly && d.c.topical[t.entry.stem] && !slices.Contains(seen[:topical], t.word) {
				seen[topical] = t.word
				topical++
			}
		}
	}
	return field, topical
}

// onlyNames says whether a sentence is nothing but bare names, not even led in by what the speaker does with them.
func (d *document) onlyNames(s *sentence) bool {
	if s.litany {
		return true
	}
	for ci := s.clauses.from; ci < s.clauses.to; ci++ {
		if !d.clauses[ci].names || d.tells(ci) {
			return false
		}
	}
	for k := d.clauses[s.clauses.from].from; k < d.clauses[s.clauses.from].to; k++ {
		if d.tokens[k].entry.class&isFirst != 0 {
			return false
		}
	}
	return true
}
