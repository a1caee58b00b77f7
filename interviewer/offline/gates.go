package offline

import (
	"hash/maphash"
	"strings"
	"unicode/utf8"
)

// gramWords is the shortest run of another's words that counts as theirs, as in rubric.Checker.
const gramWords = 4

// grams is the set of word runs of foreign texts.
type grams struct {
	seed maphash.Seed
	set  map[uint64]bool
}

func newGrams(texts []string) grams {
	g := grams{seed: maphash.MakeSeed(), set: map[uint64]bool{}}
	g.add(texts)
	return g
}

func (g grams) add(texts []string) {
	for _, t := range texts {
		ws := words(t)
		for i := 0; i+gramWords <= len(ws); i++ {
			g.set[g.hash(ws[i:i+gramWords])] = true
		}
	}
}

func (g grams) hash(ws []string) uint64 {
	var h maphash.Hash
	h.SetSeed(g.seed)
	for _, w := range ws {
		h.WriteString(w)
		h.WriteByte(0)
	}
	return h.Sum64()
}

// strike marks the tokens of sentences that speak to the grader. Sentences are cut as rubric.Checker cuts them, so that both agree.
func strike(toks []token, text string, steers func(string) bool) {
	if steers == nil {
		return
	}
	next := 0
	eachSentence(text, func(s string, from, to int) {
		for next < len(toks) && toks[next].start < from {
			next++
		}
		if !steers(s) {
			return
		}
		for next < len(toks) && toks[next].start < to {
			toks[next].struck = true
			next++
		}
	})
}

// eachSentence calls f for every sentence with its bounds in code points.
func eachSentence(text string, f func(s string, from, to int)) {
	from, at, fromByte := 0, 0, 0
	for i, r := range text {
		at++
		end := i + utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, w := utf8.DecodeRuneInString(text[i:])
			end = i + w
		}
		stop := r == '!' || r == '?' || r == '\n' || r == '。' || r == '！' || r == '？' ||
			(r == '.' && (end >= len(text) || text[end] == ' ' || text[end] == '\n' || text[end] == '\t'))
		if stop {
			f(text[fromByte:end], from, at)
			from, fromByte = at, end
		}
	}
	if fromByte < len(text) {
		f(text[fromByte:], from, at)
	}
}

// strikeEchoes marks runs of the question's, the rubric's and the interviewer's words.
func (d *document) strikeEchoes(heard []string) {
	said := d.c.foreign
	var own grams
	for _, h := range heard {
		if h == d.c.question.Text {
			continue // among the foreign texts already
		}
		if own.set == nil {
			own = newGrams(nil)
		}
		own.add([]string{h})
	}
	var buf [gramWords]string
	until := 0
	for i := 0; i+gramWords <= len(d.tokens); i++ {
		for k := range buf {
			buf[k] = d.tokens[i+k].word
		}
		if said.set[said.hash(buf[:])] || (own.set != nil && own.set[own.hash(buf[:])]) {
			for k := max(i, until); k < i+gramWords; k++ {
				d.tokens[k].echo = true
				d.echoWords++
			}
			until = i + gramWords
		}
	}
}

// repeatWords is the shortest run of own words that counts as said before.
const repeatWords = 6

// strikeRepeats strikes what was said before word for word, so that repetition adds nothing, not even a new neighbourhood.
func (d *document) strikeRepeats() {
	g := grams{seed: d.c.foreign.seed}
	seen := make(map[uint64]int, len(d.tokens))
	var buf [repeatWords]string
	for i := 0; i+repeatWords <= len(d.tokens); i++ {
		for k := range buf {
			buf[k] = d.tokens[i+k].word
		}
		h := g.hash(buf[:])
		first, ok := seen[h]
		if !ok {
			seen[h] = i
			continue
		}
		if first+repeatWords > i {
			continue
		}
		for k := i; k < i+repeatWords; k++ {
			if !d.tokens[k].struck {
				d.tokens[k].struck = true
				d.repeated++
			}
		}
	}
}

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
		salad := broken >= 2 && 4*broken >= want && mean < littleOrder || pairs >= saladPairs && mean < -noOrder
		for k := s.clauses.from; k < s.clauses.to; k++ {
			d.clauses[k].salad = salad
		}
	}
}

// heap is how many bare names in a row make a heap of them.
const heap = 3

// markLists marks clauses that only name things: nothing ties their words together, and they stand among their like. Where most of a sentence is
// such a heap, the rest of it is part of it.
func (d *document) markLists() {
	list := d.c.byCue[cueList]
	var hits []hit
	for _, s := range d.sentences {
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
				d.clauses[k].names = true
			}
		}
	}
	hits = append(hits, d.markHeaps()...)
	d.cueHits[list] = mergeHits(d.cueHits[list], hits)
}

// markHeaps marks sentences that are mostly jargon with hardly a word of grammar between, and gives a hit for each.
func (d *document) markHeaps() []hit {
	jargon := make([]bool, len(d.tokens))
	for _, h := range d.cueHits[d.c.byCue[cueJargon]] {
		for k := h.token; k < min(h.token+h.width, len(d.tokens)); k++ {
			jargon[k] = true
		}
	}
	var hits []hit
	for _, s := range d.sentences {
		from, to := d.clauses[s.clauses.from].from, d.clauses[s.clauses.to-1].to
		heavy, hype, grammar := 0, 0, 0
		for k := from; k < to; k++ {
			cl := d.tokens[k].entry.class
			if jargon[k] || cl&(isTechnology|isJargon) != 0 {
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

// nonAnswers are the words of somebody who passes.
func (d *document) passes() bool {
	id, ok := d.c.byCue["nonanswer"]
	if !ok {
		return false
	}
	covered, last, live, phrase := 0, 0, 0, false
	for i := range d.tokens {
		if !d.tokens[i].struck {
			live++
		}
	}
	for _, h := range d.cueHits[id] {
		from := max(h.token, last)
		to := h.token + h.width
		covered += max(0, d.place[min(to, len(d.tokens))]-d.place[min(from, len(d.tokens))])
		last = max(last, to)
		phrase = phrase || h.width > 1
	}
	rest := 6
	if !phrase {
		rest = 1 // "later" or "nothing" pass only where hardly anything else is said
	}
	return len(d.cueHits[id]) > 0 && len(d.content)-covered <= rest && live <= 30
}
