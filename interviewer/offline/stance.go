package offline

// scorns is how many sentences have to wave the matter away before making light of things turns down what the same sentence names.
const scorns = 2

// scorned rejects what is named in sentences that make light of it, with the question that such a sentence answers: "A nightly check? Theatre."
func (d *document) scorned() {
	id, ok := d.c.byCue[cueScorn]
	if !ok {
		return
	}
	for _, h := range d.cueHits[id] {
		d.clauses[d.clauseOf[h.token]].scorn = true
	}
	if stance, _ := d.stance(); stance < scorns {
		return
	}
	for si, s := range d.sentences {
		scorn := false
		for k := s.clauses.from; k < s.clauses.to; k++ {
			scorn = scorn || d.clauses[k].scorn
		}
		if !scorn {
			continue
		}
		d.negate(s)
		if p := si - 1; p >= 0 && d.sentences[p].message == s.message && d.contentOf(span{d.clauses[d.sentences[p].clauses.from].from, d.clauses[d.sentences[p].clauses.to-1].to}) <= 4 {
			d.negate(d.sentences[p])
		}
	}
}

// negate rejects a whole sentence.
func (d *document) negate(s sentence) {
	for k := d.clauses[s.clauses.from].from; k < d.clauses[s.clauses.to-1].to; k++ {
		d.negated[k] = true
	}
}

// stance counts the sentences that wave something away, and those of them that make light of it. A figure in the sentence is an argument, so it is not one. A very
// long sentence counts for as many as it would be with full stops.
func (d *document) stance() (away, light int) {
	figures := d.holding(cueQuantity)
	for si, s := range d.sentences {
		from, to := d.clauses[s.clauses.from].from, d.clauses[s.clauses.to-1].to
		if d.tokens[from].struck {
			continue
		}
		waving, scorning := 0, 0
		for ci := s.clauses.from; ci < s.clauses.to; ci++ {
			c := &d.clauses[ci]
			if c.dismissal && !c.condition || d.refusesIn(ci) {
				waving++
			}
			if c.scorn {
				scorning++
			}
		}
		if waving+scorning == 0 || figures[si] && (waving == 0 || scorning == 0) {
			continue
		}
		most := 1 + (to-from)/longSentence
		away += min(max(waving, 1), most)
		light += min(scorning, most)
	}
	return away, light
}

// longSentence is the number of words in which most people end a sentence.
const longSentence = 30

// refusesIn says whether the speaker turns something down in a clause.
func (d *document) refusesIn(ci int) bool {
	first := false
	for k := d.clauses[ci].from; k < d.clauses[ci].to; k++ {
		cl := d.tokens[k].entry.class
		first = first || cl&isFirst != 0
		if first && cl&isNegator != 0 && d.rejects(ci, k) {
			return true
		}
	}
	return false
}

// dismissive says whether waving away is the answer's way of dealing with the matter: at least three sentences do, and one in four of those that speak to
// the matter at all.
func (d *document) dismissive() bool {
	matter := d.touching()
	away, speaking := 0, 0
	for si, s := range d.sentences {
		turned := false
		for ci := s.clauses.from; ci < s.clauses.to && !turned; ci++ {
			c := &d.clauses[ci]
			turned = c.dismissal && !c.condition
			for k := c.from; k < c.to && !turned; k++ {
				turned = d.tokens[k].entry.class&isNegator != 0 && d.rejects(ci, k)
			}
		}
		if turned {
			away++
		}
		if turned || matter[si] {
			speaking++
		}
	}
	return away >= 3 && 4*away >= speaking
}
