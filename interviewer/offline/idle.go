package offline

// Talk that has nothing to do with the matter earns nothing and undoes nothing: "That is an interesting question", a word about the weather, "I hope that
// makes sense". Single words of it touch concepts by chance, so a sentence has to have some hold on the matter before any of its touches counts.

// held is how much gives a sentence hold on the matter: different words of the question or of the field, and for one each a figure and a phrase of the matter.
const held = 1

// markIdle marks the sentences without hold. It comes after scope, which reads all sentences.
func (d *document) markIdle() {
	few := d.c.richness() < 1 // of the many terms of a rich pack, ordinary talk touches some
	phrase, touched := make([]bool, len(d.sentences)), make([]bool, len(d.tokens))
	for _, k := range d.c.competencies {
		for _, s := range k.signals {
			for gi, g := range s.groups {
				if k.of.Always || s.forms[gi] {
					continue
				}
				for _, h := range d.hits[g] {
					touched[h.token] = touched[h.token] || few && h.weight >= worthWord
					if h.width > 1 && h.weight >= worthPhrase && !h.loose {
						phrase[d.clauses[d.clauseOf[h.token]].sentence] = true
					}
				}
			}
		}
	}
	figures := d.holding(cueQuantity)
	for si := range d.sentences {
		n := 0
		if phrase[si] {
			n++
		}
		if figures[si] {
			n++
		}
		want := held - n
		if si > 0 && d.sentences[si].linked && !d.sentences[si-1].idle {
			want-- // it goes on with what has hold
		}
		s := &d.sentences[si]
		s.idle = !d.holds(s, touched, max(want, 1-n)) || !d.soup && d.onlyNames(s)
	}
}

// holds says whether a sentence has some number of different words of the matter, or waves something away, which is about the matter whatever it is.
func (d *document) holds(s *sentence, touched []bool, want int) bool {
	last := ""
	for ci := s.clauses.from; ci < s.clauses.to && want > 0; ci++ {
		c := &d.clauses[ci]
		if c.dismissal || c.scorn {
			return true
		}
		for k := c.from; k < c.to; k++ {
			t := &d.tokens[k]
			if t.struck || t.echo || t.word == last || t.entry.class&isEveryday != 0 || t.entry.class&(isDomain|isTechnology|isJargon) == 0 && !d.c.asked[t.entry.stem] && !touched[k] {
				continue
			}
			last = t.word
			want--
		}
	}
	return want <= 0
}

// onlyNames says whether a sentence is nothing but bare names, not even led in by what the speaker does with them.
func (d *document) onlyNames(s *sentence) bool {
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
