package offline

import "mockinterview/rubric"

// Names are not statements. A run of them in a sentence earns nothing; a line of nothing else is passed over, whatever it names; and an answer that is
// little more than names is a soup, which shows of every competency only that things were named.

// heap is how many bare names in a row make a heap of them.
const heap = 3

// markLists marks clauses that only name things: nothing ties their words together, and they stand among their like. Where most of a sentence is
// such a heap, the rest of it is part of it.
func (d *document) markLists() {
	list := d.c.byCue[cueList]
	var hits []hit
	figures := make([]int, len(d.sentences))
	for _, h := range d.cueHits[d.c.byCue[cueQuantity]] {
		figures[d.clauses[d.clauseOf[h.token]].sentence]++
	}
	d.markLines()
	for si, s := range d.sentences {
		if 4*figures[si] >= s.clauses.len() {
			continue // notes with figures in them say how much of what
		}
		if d.litany(s) {
			d.sentences[si].litany = true
			for k := s.clauses.from; k < s.clauses.to; k++ {
				d.clauses[k].names = true
			}
			hits = append(hits, hit{token: d.clauses[s.clauses.from].from, lo: d.clauses[s.clauses.from].from, hi: d.clauses[s.clauses.from].to - 1, width: 1, weight: worthCue})
			continue
		}
		run, marked := 0, 0
		for k := s.clauses.from; k <= s.clauses.to; k++ {
			if k < s.clauses.to && d.bare(k) {
				run++
				continue
			}
			if run >= heap {
				for j := k - run; j < k; j++ {
					d.clauses[j].names = true
					if len(hits) < maxHits {
						hits = append(hits, hit{token: d.clauses[j].from, lo: d.clauses[j].from, hi: d.clauses[j].to - 1, width: 1, weight: worthCue})
					}
				}
				marked += run
			}
			run = 0
		}
		if marked > heap && 3*marked >= 2*s.clauses.len() {
			for k := s.clauses.from; k < s.clauses.to; k++ {
				d.clauses[k].names = d.clauses[k].names || !d.tells(k)
			}
		}
	}
	jargon := d.jargon()
	hits = append(hits, d.markHeaps(jargon)...)
	d.cueHits[list] = mergeHits(d.cueHits[list], hits)
	d.soup = d.isSoup(jargon)
}

// markLines marks the same where every item has a line or a full stop of its own.
func (d *document) markLines() {
	from := 0
	for si := 0; si <= len(d.sentences); si++ {
		if si < len(d.sentences) && d.item(&d.sentences[si]) && d.sentences[si].message == d.sentences[from].message {
			continue
		}
		for n := from; si-from >= litany && n < si; n++ {
			d.sentences[n].litany = true
			for k := d.sentences[n].clauses.from; k < d.sentences[n].clauses.to; k++ {
				d.clauses[k].names = true
			}
		}
		from = si + 1
	}
}

// item says whether a sentence is no more than an item of a list: a few words, and none that says who, when, whether or how much.
func (d *document) item(s *sentence) bool {
	const words = 5
	from, to := d.clauses[s.clauses.from].from, d.clauses[s.clauses.to-1].to
	if to-from > words {
		return false
	}
	for k := from; k < to; k++ {
		if d.tokens[k].entry.class&(isFirst|isPronoun|isAux|isCondition|isBreak|isOrdinal|isNegator) != 0 || d.quantityAt(k) > 0 {
			return false
		}
	}
	return true
}

// tells says whether a clause is long enough, and its words tied together, to say something beside a heap of names.
func (d *document) tells(k int) bool {
	const words = 6
	return d.clauses[k].relations > 0 && d.clauses[k].len() >= words
}

// A litany is so many clauses of so few words each that the sentence can only be a list, whatever words it is made of.
const (
	litany      = 8
	litanyWords = 2.5
)

func (d *document) litany(s sentence) bool {
	from, to := d.clauses[s.clauses.from].from, d.clauses[s.clauses.to-1].to
	return s.clauses.len() >= litany && float64(to-from) <= litanyWords*float64(s.clauses.len())
}

// jargon marks the tokens of technologies and of jargon in one word or several.
func (d *document) jargon() []bool {
	out := make([]bool, len(d.tokens))
	for _, h := range d.cueHits[d.c.byCue[cueJargon]] {
		for k := h.token; k < min(h.token+h.width, len(d.tokens)); k++ {
			out[k] = true
		}
	}
	for i := range d.tokens {
		out[i] = out[i] || d.tokens[i].entry.class&(isTechnology|isJargon) != 0
	}
	return out
}

// What makes a text dense: how many of a hundred words have to be jargon or joined by hyphens and strokes, over and above two for every five words of
// grammar, and how many words it takes to tell. It asks for no order, so that the same words in another one are the same soup.
const (
	densely  = 17
	fewNames = 12
)

// prose is how many words outside of bare lists make an answer of their own.
const prose = 20

// isSoup says whether the text is hardly more than names. Lines of nothing but names are an addition to whatever else is said, which alone decides.
func (d *document) isSoup(jargon []bool) bool {
	all, said := tally{}, tally{}
	for _, s := range d.sentences {
		t := d.tally(s, jargon)
		all.add(t)
		if !d.onlyNames(&s) {
			said.add(t)
		}
	}
	switch {
	case all.words < fewNames:
		return false
	case said.words < prose && said.talk == 0:
		return said.words == 0 || all.dense()
	}
	return said.dense()
}

// tally counts what makes a text dense.
type tally struct{ words, heavy, grammar, talk int }

func (t *tally) add(o tally) {
	t.words, t.heavy, t.grammar, t.talk = t.words+o.words, t.heavy+o.heavy, t.grammar+o.grammar, t.talk+o.talk
}

// dense says whether the words as a whole are more jargon than language.
func (t tally) dense() bool {
	return 100*t.heavy-40*t.grammar >= densely*t.words
}

// tally counts a sentence; the words of others and talk to the grader are left out.
func (d *document) tally(s sentence, jargon []bool) tally {
	var out tally
	for i := d.clauses[s.clauses.from].from; i < d.clauses[s.clauses.to-1].to; i++ {
		t := &d.tokens[i]
		if t.struck || t.echo {
			continue
		}
		out.words++
		if jargon[i] {
			out.heavy++
		}
		if t.gap == gapHyphen || t.gap == gapSlash {
			out.heavy++
		}
		if t.entry.class&(isStop|isEnglish|isAux) != 0 {
			out.grammar++
		}
		if t.entry.class&(isFirst|isPronoun|isAux) != 0 {
			out.talk++
		}
	}
	return out
}

// soups says whether a soup stands for itself, rather than beside a pass or talk to the grader: names after "I don't know" are no attempt.
func (d *document) soups() bool {
	for i := range d.tokens {
		if d.tokens[i].struck {
			return false
		}
	}
	id, ok := d.c.byCue["nonanswer"]
	if !ok {
		return true
	}
	for _, h := range d.cueHits[id] {
		if h.width > 1 {
			return false
		}
	}
	return true
}

// pour gives the findings of a soup: in every competency the signal that is about naming, on the first names.
func (d *document) pour() [][]finding {
	hits := d.cueHits[d.c.byCue[cueList]]
	if len(hits) == 0 {
		hits = d.cueHits[d.c.byCue[cueJargon]]
	}
	out := make([][]finding, len(d.c.competencies))
	for i, k := range d.c.competencies {
		out[i] = make([]finding, len(k.signals))
		told := false
		for j, s := range k.signals {
			f := finding{verdict: rubric.Absent, nearest: -1}
			if s.naming && !told && len(hits) > 0 {
				f, told = finding{verdict: rubric.Shown, hits: hits[:min(len(hits), namings)], nearest: -1, strength: 1, named: true}, true
			}
			out[i][j] = f
		}
	}
	return out
}

// markHeaps marks sentences that are mostly jargon with hardly a word of grammar between, and gives a hit for each.
func (d *document) markHeaps(jargon []bool) []hit {
	var hits []hit
	for _, s := range d.sentences {
		from, to := d.clauses[s.clauses.from].from, d.clauses[s.clauses.to-1].to
		heavy, hype, grammar := 0, 0, 0
		for k := from; k < to; k++ {
			cl := d.tokens[k].entry.class
			if jargon[k] {
				heavy++
			}
			if cl&isHype != 0 {
				hype++
			}
			if cl&(isStop|isEnglish|isAux) != 0 {
				grammar++
			}
		}
		n := to - from
		if n >= 8 && (3*heavy >= n && 10*grammar < 3*n || hype >= 2 && 5*heavy >= n) {
			for k := s.clauses.from; k < s.clauses.to; k++ {
				d.clauses[k].names = true
			}
			if len(hits) < maxHits {
				hits = append(hits, hit{token: from, lo: from, hi: min(to, from+6) - 1, width: 1, weight: worthCue})
			}
		}
	}
	return hits
}

// bare says whether a clause is a name and nothing else: a few words of content, and no word of grammar.
func (d *document) bare(k int) bool {
	c := &d.clauses[k]
	if c.relations > 0 || d.contentOf(c.span) > 4 {
		return false
	}
	for i := c.from; i < c.to; i++ {
		cl := d.tokens[i].entry.class
		if cl&(isAux|isDeterminer|isPronoun|isFirst|isRelation|isCondition) != 0 || (cl&isNumber != 0 && d.quantityAt(i) > 0) {
			return false
		}
	}
	return true
}

// heaped says whether half of the words stand in bare lists and heaps of names, which earn nothing anyway.
func (d *document) heaped() bool {
	n := 0
	for _, c := range d.clauses {
		if c.names {
			n += c.len()
		}
	}
	return 2*n >= len(d.tokens)
}

// A listing has at least so many clauses, and at most one in so many of them says who, when, whether or how much.
const (
	listingFrom  = 4
	listingShare = 8
)

// listing says whether an answer lists things without saying anything of them, however many words each has.
func (d *document) listing() bool {
	told, all := 0, 0
	figures := make([]bool, len(d.clauses))
	for _, h := range d.cueHits[d.c.byCue[cueQuantity]] {
		figures[d.clauseOf[h.token]] = true
	}
	for ci := range d.clauses {
		c := &d.clauses[ci]
		if d.tokens[c.from].struck || d.sentences[c.sentence].idle && !d.onlyNames(&d.sentences[c.sentence]) {
			continue
		}
		all++
		tells := figures[ci]
		for k := c.from; k < c.to && !tells; k++ {
			tells = d.tokens[k].entry.class&(isFirst|isPronoun|isAux|isCondition|isBreak|isOrdinal|isNegator) != 0
		}
		if tells {
			told++
		}
	}
	return all >= listingFrom && listingShare*told < all
}
