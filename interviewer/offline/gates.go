package offline

import "strings"

// slots counts the places of a run of tokens where grammar wants a certain kind of word next, and how many of them are broken.
func (d *document) slots(s span) (want, broken int) {
	for k := s.from; k < s.to; k++ {
		t := &d.tokens[k]
		cl := t.entry.class
		broken += d.miscased(k, s)
		if t.struck || cl&(isFragment|isAux|isFirst|isCondition|isBreak) == 0 || cl&(isStop|isBreak) == 0 && cl&isFragment == 0 {
			continue
		}
		want++
		if k+1 >= s.to || d.tokens[k+1].gap >= gapComma {
			if cl&(isFragment|isCondition|isBreak) != 0 && !dangles[t.word] || t.word == "we" || t.word == "i" {
				broken++
			}
			continue
		}
		if clash(t, &d.tokens[k+1]) {
			broken++
		}
	}
	return want, broken
}

// dangles are words of the classes that need a neighbour which nevertheless may end a clause.
var dangles = map[string]bool{"at": true, "from": true, "to": true, "by": true, "with": true, "once": true, "after": true, "instead": true, "otherwise": true, "then": true, "so": true, "since": true, "without": true,
	"rather": true, "though": true, "which": true, "while": true, "than": true}

// miscased counts a sentence that begins in the middle of one, or in small letters where the writer uses capitals: the marks of words moved about.
func (d *document) miscased(k int, s span) int {
	t := &d.tokens[k]
	if k == s.from || t.entry.class&isKnown == 0 || t.entry.class&isTechnology != 0 || t.word == "i" || strings.HasPrefix(t.word, "i'") || t.word == "im" || t.word == "ive" {
		return 0
	}
	mid := t.capital && t.gap <= gapSlash && !d.tokens[k-1].capital && !d.tokens[k-1].bullet
	small := !t.capital && t.gap == gapSentence && d.cased && t.entry.class&isNumber == 0 && !t.bullet && d.stops(k)
	if mid && t.entry.class&isStop != 0 || small {
		return 1
	}
	return 0
}

// stops says whether a full stop stands right before token k.
func (d *document) stops(k int) bool {
	return d.messageOf[k] == d.messageOf[k-1] && d.tokens[k].stopped
}

// clash says whether English hardly ever has b right after a.
func clash(a, b *token) bool {
	x, y := a.entry.class, b.entry.class
	switch {
	case a.word == b.word:
		return true
	case x&isDeterminer != 0:
		return y&(isDeterminer|isRelation|isAux|isCondition) != 0 || y&isPronoun != 0 && b.word != "which" || b.word == "we" || b.word == "i" || b.word == "and" || b.word == "or" || b.word == "not"
	case x&isAux != 0 && (a.word == "is" || a.word == "are" || a.word == "was" || a.word == "were"):
		return y&isAux != 0 && b.word != "being" && b.word != "done" || b.word == "we" || b.word == "i" || b.word == "of" || y&isCondition != 0 && b.word != "when" && b.word != "if" && b.word != "once"
	case a.word == "we" || a.word == "i":
		return b.word == "is" || b.word == "are" && a.word == "i" || y&isDeterminer != 0 || b.word == "of" || b.word == "i" || b.word == "we" || y&isCondition != 0 && y&isAux == 0
	case x&isFragment != 0:
		return y&isFragment != 0 && y&isDeterminer == 0 && b.word != "to" && b.word != "than" && b.word != "from" && b.word != "with" || b.word == "is" || b.word == "are" || b.word == "was" ||
			b.word == "we" && a.word != "and" && a.word != "or" && a.word != "than" && a.word != "as" || b.word == "i" && a.word != "and" && a.word != "or" && a.word != "than" && a.word != "as"
	case x&isCondition != 0:
		return y&isAux != 0 || b.word == "of" || b.word == "and"
	}
	return false
}

// markSalad marks sentences whose words are in no order that English has.
func (d *document) markSalad() {
	for _, s := range d.sentences {
		from, to := d.clauses[s.clauses.from].from, d.clauses[s.clauses.to-1].to
		want, broken := d.slots(span{from, to})
		mean, pairs := d.order(span{from, to})
		salad := broken >= 2 && 4*broken >= want && mean < littleOrder || pairs >= saladPairs && mean < saladOrder
		for k := s.clauses.from; k < s.clauses.to; k++ {
			d.clauses[k].salad = salad
		}
	}
}

// nonAnswers are the words of somebody who passes.
func (d *document) passes() bool {
	id, ok := d.c.byCue["nonanswer"]
	if !ok {
		return false
	}
	covered, last, phrase := 0, 0, false
	live := d.live()
	for _, h := range d.cueHits[id] {
		from := max(h.token, last)
		to := h.token + h.width
		if d.idleAt(h.token) {
			phrase = phrase || h.width > 1
			continue
		}
		covered += max(0, d.place[min(to, len(d.tokens))]-d.place[min(from, len(d.tokens))])
		last = max(last, to)
		phrase = phrase || h.width > 1
	}
	rest := 6
	if !phrase {
		rest = 1 // "later" or "nothing" pass only where hardly anything else is said
	}
	for _, i := range d.content {
		if d.idleAt(i) {
			covered++
		}
	}
	return len(d.cueHits[id]) > 0 && len(d.content)-covered <= rest && live <= 30
}

// live counts the words that are neither struck nor idle, and those of sentences that pass.
func (d *document) live() int {
	n := 0
	for i := range d.tokens {
		if !d.tokens[i].struck && !d.idleAt(i) {
			n++
		}
	}
	return n
}

// idleAt says whether a token stands in a sentence without hold on the matter.
func (d *document) idleAt(i int) bool { return d.sentences[d.clauses[d.clauseOf[i]].sentence].idle }
