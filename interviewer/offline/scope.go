package offline

// judgeClauses says of every clause what it is.
func (d *document) judgeClauses() {
	for i := range d.clauses {
		c := &d.clauses[i]
		for k := c.from; k < c.to; k++ {
			cl := d.tokens[k].entry.class
			if cl&isVerb != 0 || verbForm(d.tokens[k].word, cl) {
				c.verb = true
			}
			if cl&(isRelation|isCondition|isQualify|isAux) != 0 {
				c.relations++
			}
		}
		first := d.tokens[c.from].entry.class
		c.condition = first&isCondition != 0 || (c.from+1 < c.to && d.tokens[c.from+1].entry.class&isCondition != 0)
		c.contrast = first&isContrast != 0
	}
	for i := range d.clauses {
		if c := &d.clauses[i]; c.verb || c.relations > 0 {
			d.sentences[c.sentence].says = true
		}
	}
	d.markSalad()
	d.markLists()
	d.spareColumns()
	for _, h := range d.cueHits[d.c.byCue[cueDismissal]] {
		d.clauses[d.clauseOf[h.token]].dismissal = true
	}
}

// verbForm says whether a word that is no known verb looks like one in use.
func verbForm(w string, c class) bool {
	return c&(isStop|isNumber|isTechnology) == 0 && len(w) > 4 && (w[len(w)-2:] == "ed" || (len(w) > 5 && w[len(w)-3:] == "ing"))
}

// scope marks what is rejected: the words after a negation that rejects, the words before a dismissal, and the lists that go on either.
func (d *document) scope() {
	d.negated = make([]bool, len(d.tokens))
	d.guarded = make([]bool, len(d.tokens))
	spared := make([]bool, len(d.tokens))
	if id, ok := d.c.byCue[cueSpare]; ok {
		for _, h := range d.cueHits[id] {
			for k := h.token; k < min(h.token+h.width, len(d.tokens)); k++ {
				spared[k] = true
			}
		}
	}
	d.disbelief(spared)
	for ci := range d.clauses {
		c := &d.clauses[ci]
		for k := c.from; k < c.to; k++ {
			if c.len() == 1 && d.tokens[k].word == "no" { // "sharding is complicated, no"
				c.dismissal = true
				d.rejectBefore(ci)
				break
			}
			if d.tokens[k].entry.class&isNegator != 0 && !spared[k] && d.rejects(ci, k) {
				d.reject(ci, k+1)
				if d.refersBack(span{k + 1, c.to}) {
					d.rejectBefore(ci)
				}
				break
			}
		}
	}
	if id, ok := d.c.byCue[cueNegator]; ok {
		for _, h := range d.cueHits[id] {
			ci := d.clauseOf[h.token]
			if !spared[h.token] && !d.clauses[ci].condition && !d.clauses[ci].dismissal {
				d.reject(ci, h.token+h.width)
			}
		}
	}
	for ci := range d.clauses {
		if d.clauses[ci].dismissal && !d.clauses[ci].condition {
			d.dismiss(ci)
		}
	}
	d.hearsay()
	d.deny()
	d.scorned()
}

// deny rejects what a sentence calls false, "it is wrong that …", to its end or to the clause that turns against it, and a whole message that is taken back.
func (d *document) deny() {
	if id, ok := d.c.byCue[cueDenied]; ok {
		for _, h := range d.cueHits[id] {
			ci := d.clauseOf[h.token]
			if d.clauses[ci].condition || h.token > d.clauses[ci].from && d.tokens[h.token-1].entry.class&isNegator != 0 {
				continue // "never forget the index"
			}
			d.clauses[ci].dismissal = true
			for n := ci; n < d.sentences[d.sentenceOf[h.token]].clauses.to && (n == ci || !d.clauses[n].contrast); n++ {
				for k := d.clauses[n].from; k < d.clauses[n].to; k++ {
					d.negated[k] = true
				}
			}
		}
	}
	if id, ok := d.c.byCue[cueDisowned]; ok {
		for _, h := range d.cueHits[id] {
			d.clauses[d.clauseOf[h.token]].dismissal = true
			for k := range d.tokens {
				if d.messageOf[k] == d.messageOf[h.token] {
					d.negated[k] = true
				}
			}
		}
	}
}

// refersBack says whether the words after a no name nothing themselves: "I don't want them".
func (d *document) refersBack(s span) bool {
	pronoun := false
	for k := s.from; k < s.to; k++ {
		pronoun = pronoun || d.tokens[k].entry.class&isPronoun != 0 || d.tokens[k].word == "them"
	}
	return pronoun && d.heft(s) <= 1
}

// rejectBefore marks the clauses before one in its sentence, back to the last that says something.
func (d *document) rejectBefore(ci int) {
	s := d.sentences[d.clauses[ci].sentence]
	for n := ci - 1; n >= s.clauses.from; n-- {
		c := &d.clauses[n]
		if c.condition {
			return
		}
		for k := c.from; k < c.to; k++ {
			d.negated[k] = true
		}
		if c.verb {
			return
		}
	}
}

// What follows a negation and makes it a dismissal of the whole clause: not necessary, don't believe in, never fails.
var (
	unneeded = map[string]bool{"necessary": true, "needed": true, "required": true, "important": true, "useful": true, "worth": true, "worthwhile": true, "relevant": true, "interesting": true, "matter": true, "something": true}
	doubted  = map[string]bool{"believe": true, "agree": true, "buy": true, "see": true, "like": true, "trust": false}
	distrust = map[string]bool{"assume": true, "trust": true, "rely": true, "forget": true, "treat": true}
	failing  = map[string]bool{"fail": true, "fails": true, "crash": true, "crashes": true, "break": true, "breaks": true, "die": true, "dies": true, "happen": true, "happens": true, "down": true}
)

// disbelief marks the clauses in which a negation waves the matter away.
func (d *document) disbelief(spared []bool) {
	for ci := range d.clauses {
		c := &d.clauses[ci]
		first := false
		for k := c.from; k < c.to; k++ {
			c.dismissal = c.dismissal || !c.condition && d.waves(c, k, first)
			first = first || d.tokens[k].entry.class&isFirst != 0
			if d.tokens[k].entry.class&isNegator == 0 || spared[k] || c.condition {
				continue
			}
			reach := 4
			if k+1 < c.to && d.tokens[k+1].word == "of" { // "none of it is needed"
				reach = 6
			}
			for j := k + 1; j < min(k+reach, c.to); j++ {
				w := d.tokens[j].word
				if distrust[w] {
					for g := j; g < c.to; g++ {
						d.guarded[g] = true
					}
				}
				if unneeded[w] || first && doubted[w] || !first && failing[w] && k > c.from {
					c.dismissal = true
				}
			}
		}
	}
}

// Words that wave a thing away by themselves, after "only" or "just", after "no", and after "I would".
var (
	waving    = map[string]bool{"overrated": true, "overkill": true, "pointless": true, "useless": true, "unneeded": true, "needless": true, "unnecessary": true, "nonsense": true, "exaggerated": true, "overengineered": true, "irrelevant": true, "premature": true}
	onlyHarms = map[string]bool{"cost": true, "costs": true, "slow": true, "slows": true, "annoy": true, "annoys": true, "complicates": true, "complicate": true, "wastes": true, "waste": true, "adds": true, "lose": true,
		"loses": true, "upset": true, "upsets": true, "double": true, "doubles": true, "wake": true, "wakes": true, "confuse": true, "confuses": true, "hides": true, "scares": true}
	noUse = map[string]bool{"reason": true, "point": true, "sense": true, "use": true, "value": true, "benefit": true, "need": true}
)

// waves says whether token k, with what stands around it, waves the matter of its clause away.
func (d *document) waves(c *clause, k int, first bool) bool {
	w := d.tokens[k].word
	next, after := "", ""
	if k+1 < c.to {
		next = d.tokens[k+1].word
	}
	if k+2 < c.to {
		after = d.tokens[k+2].word
	}
	negated := k > c.from && d.tokens[k-1].entry.class&isNegator != 0
	switch {
	case waving[w]:
		return !negated
	case w == "waste" || w == "wasted":
		return !negated && (next == "of" || next == "" || next == "on" || next == "time" || next == "effort" || next == "money" || next == "as")
	case w == "only" || w == "just":
		return onlyHarms[next]
	case w == "no":
		return noUse[next]
	case w == "leave" || w == "left":
		for j := k + 1; j < min(k+6, c.to); j++ {
			if d.tokens[j].word == "out" {
				return !negated
			}
		}
	case w == "do" || w == "live":
		return next == "without" && (after == "" || after == "them" || after == "it" || after == "that")
	case w == "avoid" || w == "skipped":
		return first && !negated && d.fronted(c, k) // "read replicas I avoid"
	case w == "nobodys" || w == "noones":
		return next == "problem" || next == "business"
	case w == "never":
		return first && (next == "seen" || next == "saw" || next == "needed" || next == "had")
	case w == "skip" || w == "drop" || w == "omit":
		return first && !negated && (w == "skip" || next == "" || next == "too" || after == "")
	}
	return false
}

// fronted says whether what is spoken of stands before the speaker in a clause, up to token k.
func (d *document) fronted(c *clause, k int) bool {
	for j := c.from; j < k; j++ {
		if d.tokens[j].entry.class&isFirst != 0 {
			return d.heft(span{c.from, j}) > 0
		}
	}
	return false
}

// hearsay rejects what is told as the opinion of others when the next thing said is the speaker's own no: "Some would use a lock. I don't."
func (d *document) hearsay() {
	for si, s := range d.sentences {
		from, to := d.clauses[s.clauses.from].from, d.clauses[s.clauses.to-1].to
		if !d.others(from, to) {
			continue
		}
		end := to
		if si+1 < len(d.sentences) && d.sentences[si+1].message == s.message {
			end = d.clauses[d.sentences[si+1].clauses.to-1].to
		}
		first, own := false, -1
		for k := from; k < end && own < 0; k++ {
			cl := d.tokens[k].entry.class
			if k > from+1 && cl&isFirst != 0 {
				first = true
			}
			if first && cl&isNegator != 0 {
				own = k
			}
		}
		for k := from; k < min(own, to); k++ {
			d.negated[k] = true
		}
	}
}

// others says whether a sentence begins by telling what other people say or do.
func (d *document) others(from, to int) bool {
	who, tell := false, false
	for k := from; k < min(from+6, to); k++ {
		switch d.tokens[k].word {
		case "people", "others", "everybody", "everyone", "textbooks", "books", "colleagues", "experts", "many", "some", "most":
			who = who || k < from+3
		case "say", "says", "tell", "recommend", "suggest", "would", "claim", "think", "argue", "use", "want":
			tell = true
		}
	}
	return who && tell
}

// goesOn says whether a clause is a bare continuation of the list before it: no subject and no auxiliary of its own.
func (d *document) goesOn(n int) bool {
	c := &d.clauses[n]
	if c.contrast || c.condition || d.contentOf(c.span) > 6 {
		return false
	}
	for k := c.from; k < c.to; k++ {
		if d.tokens[k].entry.class&(isAux|isFirst|isPronoun) != 0 {
			return false
		}
	}
	return true
}

// rejects says whether the negator at token k turns a thing down, rather than describing, protecting or limiting.
func (d *document) rejects(ci, k int) bool {
	c := &d.clauses[ci]
	if c.condition {
		return false
	}
	w := d.tokens[k].word
	noun := w == "no" || w == "without" || w == "skip" || w == "skips" || w == "skipping" || w == "lack" || w == "lacks" || w == "lacking"
	if w == "without" && k == c.from && ci == d.sentences[c.sentence].clauses.from {
		return false // "without a lock two of them would …" argues for the lock
	}
	first := false
	for j := c.from; j < k; j++ {
		first = first || d.tokens[j].entry.class&isFirst != 0 || d.tokens[j].word == "you"
	}
	for j := k + 1; j < c.to; j++ {
		cl := d.tokens[j].entry.class
		if first && (d.tokens[j].word == "anything" || d.tokens[j].word == "any" || d.tokens[j].word == "such") {
			return true
		}
		if d.tokens[j].word == "all" && d.tokens[j-1].word == "at" {
			continue // "no cache at all"
		}
		if cl&(isBad|isQualify|isNegator) != 0 && j-k <= 6 {
			return false // avoiding harm, "not until", "never without"
		}
	}
	if noun {
		return true
	}
	if k+2 < c.to && d.tokens[k+1].word == "be" && d.tokens[k+2].entry.class&isDeterminer != 0 {
		return true // "won't be a bottleneck"
	}
	// the verb that is negated
	for j := k + 1; j < min(k+4, c.to); j++ {
		cl := d.tokens[j].entry.class
		if cl&isGuard != 0 {
			return false
		}
		if cl&isAdopt != 0 {
			return first || imperative(d, c, k) || d.tokens[j].word == "need" || d.tokens[j].word == "needed" || d.tokens[j].word == "required" || d.tokens[j].word == "necessary"
		}
	}
	switch w {
	case "cannot", "cant", "can't", "couldnt", "couldn't":
		return false // what cannot be is no choice: "we cannot foresee it", "we cannot sell it twice"
	}
	return first && (w != "never" || k > c.from && wouldWords[d.tokens[k-1].word])
}

// wouldWords make "never" a decision of the speaker's: I'd never put, we will never add.
var wouldWords = map[string]bool{"i'd": true, "we'd": true, "would": true, "i'll": true, "we'll": true}

// imperative says whether the negation opens the clause: "don't store …".
func imperative(d *document, c *clause, k int) bool { return k-c.from <= 1 }

// reject marks the rest of the clause and the bare list that goes on from it.
func (d *document) reject(ci, from int) {
	for k := from; k < d.clauses[ci].to; k++ {
		d.negated[k] = true
	}
	s := d.sentences[d.clauses[ci].sentence]
	for n := ci + 1; n < s.clauses.to; n++ {
		if !d.goesOn(n) {
			return
		}
		c := &d.clauses[n]
		for k := c.from; k < c.to; k++ {
			d.negated[k] = true
		}
	}
}

// dismiss marks a clause that waves something away, with what it points back to.
func (d *document) dismiss(ci int) {
	c := &d.clauses[ci]
	d.reject(ci, c.from)
	back := 0
	for k := c.from; k < min(c.from+6, c.to); k++ {
		if d.tokens[k].entry.class&isPronoun != 0 {
			back = 1
		}
	}
	bare := min(d.contentOf(c.span)-d.waved(c.span), d.heft(c.span)) <= 1 && !d.subject(c)
	if bare {
		back = 1
	}
	if d.forward(ci) {
		return
	}
	s := d.sentences[c.sentence]
	for n := ci - 1; back > 0 && n >= s.clauses.from; n-- {
		if d.clauses[n].condition {
			return
		}
		for k := d.clauses[n].from; k < d.clauses[n].to; k++ {
			d.negated[k] = true
		}
		if d.clauses[n].verb {
			back--
		}
	}
	if back > 0 && c.sentence > 0 && d.sentences[c.sentence-1].message == s.message && bare {
		p := d.sentences[c.sentence-1]
		for k := d.clauses[p.clauses.from].from; k < d.clauses[p.clauses.to-1].to; k++ {
			d.negated[k] = true
		}
	}
}

// subject says whether a clause names what it turns down before it does: "a lock is not needed".
func (d *document) subject(c *clause) bool {
	for _, h := range d.cueHits[d.c.byCue[cueDismissal]] {
		if h.token >= c.from && h.token < c.to {
			return d.heft(span{c.from, h.token}) > 0
		}
	}
	return false
}

// forward says whether what a clause waves away is named in it or after it: "there is no trade-off", "it does not matter which".
func (d *document) forward(ci int) bool {
	c := &d.clauses[ci]
	if w := d.tokens[c.from].word; w == "there" || w == "theres" || w == "there's" {
		return true
	}
	end := c.to
	if ci+1 < d.sentences[c.sentence].clauses.to {
		end = min(d.clauses[ci+1].from+1, len(d.tokens))
	}
	pronoun := d.tokens[c.from].word == "it" || d.tokens[c.from].word == "i" || d.tokens[c.from].word == "we"
	for k := c.from + 1; pronoun && k < end; k++ {
		switch d.tokens[k].word {
		case "which", "whether", "what", "how", "who", "where":
			return true
		}
	}
	return false
}

// waved counts the meaningful words that dismissals take in a clause.
func (d *document) waved(s span) int {
	n := 0
	for _, h := range d.cueHits[d.c.byCue[cueDismissal]] {
		if h.token >= s.from && h.token < s.to {
			n = max(n, d.contentOf(span{h.token, min(h.hi+1, s.to)}))
		}
	}
	return n
}

func (d *document) contentOf(s span) int { return d.place[s.to] - d.place[s.from] }
