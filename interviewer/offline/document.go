package offline

import (
	"mockinterview/rubric"
)

// clause is a run of tokens that says one thing.
type clause struct {
	span
	sentence  int
	verb      bool // has one, so that it says something rather than names things
	relations int  // words that tie others together
	condition bool // what it says is supposed, not stated
	contrast  bool // turns against what came before
	dismissal bool // waves something away
	scorn     bool // makes light of what others care for
	names     bool // a bare list of names
	salad     bool // not a sentence of any language
}

// sentence is a run of clauses within one message.
type sentence struct {
	clauses span
	message int // index into document.sources
	linked  bool
	says    bool // has a verb or ties words together: it is more than names
}

// document is what the candidate typed in one turn, read.
type document struct {
	c         *compiled
	sources   []rubric.Source
	tokens    []token
	messageOf []int // by token: index into sources
	clauseOf  []int
	clauses   []clause
	sentences []sentence

	content []int // tokens that carry meaning, in order
	place   []int // by token: index in content, or of the next one
	ids     [][]int32
	present idSet  // of ids and surfaces that are not struck
	guarded []bool // by token: what is said never to be assumed or trusted
	negated []bool // by token: within what is rejected
	hits    [][]hit
	cueHits [][]hit // by cue
	room    []hit   // not yet given to a group

	// only, if set, says which touches count; see telling.
	only func(hit) bool

	cased     bool // begins sentences with capitals, mostly
	echoWords int
	repeated  int
}

// hit is a place where a group or a cue is touched.
type hit struct {
	token  int
	lo, hi int     // first and last token of the words that touched it
	width  int     // words that it took, so that one word is not two pieces of evidence
	weight float32 // how much it proves, 0-1
	loose  bool    // by a synonym, or in another order than the term has
	form   bool    // by how the answer is told, so that no words of its own stand for it
}

// read builds the document of a turn. heard are the interviewer's own messages besides the question.
func (c *compiled) read(sources []rubric.Source, heard []string, steers func(string) bool) *document {
	d := &document{c: c, sources: sources}
	total := 0
	for _, s := range sources {
		total += len(s.Text)
	}
	d.messageOf = make([]int, 0, total/5+4)
	for i, s := range sources {
		toks := tokenise(s.Text)
		strike(toks, s.Text, steers)
		for j := range toks {
			toks[j].entry = c.vocab.lookup(toks[j].word)
			if j == 0 {
				toks[j].gap = gapSentence
			}
			d.messageOf = append(d.messageOf, i)
		}
		if i == 0 {
			d.tokens = toks
		} else {
			d.tokens = append(d.tokens, toks...)
		}
	}
	d.cased = capitalises(d.tokens)
	d.strikeEchoes(heard)
	d.strikeRepeats()
	d.split()
	d.gather()
	d.matchMeanings()
	d.matchTerms()
	d.matchCues()
	d.judgeClauses()
	d.scope()
	return d
}

// capitalises says whether at least two sentences begin with a capital and most do.
func capitalises(tokens []token) bool {
	large, all := 0, 0
	for i, t := range tokens {
		if i == 0 || t.stopped {
			all++
			if t.capital {
				large++
			}
		}
	}
	words := 0
	for _, t := range tokens {
		if t.capital {
			words++
		}
	}
	return large >= 2 && 2*large >= all || words >= all && words >= 3
}

// split cuts the tokens into clauses and sentences. A struck token cuts as a full stop does.
func (d *document) split() {
	d.clauseOf = make([]int, len(d.tokens))
	for i := range d.tokens {
		t := &d.tokens[i]
		cut := t.gap
		if i > 0 && (t.struck != d.tokens[i-1].struck || d.messageOf[i] != d.messageOf[i-1]) {
			cut = gapSentence
		}
		newClause := i == 0 || cut >= gapComma || (t.entry.class&isBreak != 0 && d.breaks(i))
		if i == 0 || cut == gapSentence {
			d.sentences = append(d.sentences, sentence{clauses: span{len(d.clauses), len(d.clauses)}, message: d.messageOf[i]})
		}
		if newClause {
			d.clauses = append(d.clauses, clause{span: span{i, i}, sentence: len(d.sentences) - 1})
			d.sentences[len(d.sentences)-1].clauses.to = len(d.clauses)
		}
		d.clauseOf[i] = len(d.clauses) - 1
		d.clauses[len(d.clauses)-1].to = i + 1
	}
	for i := range d.sentences {
		d.sentences[i].linked = i > 0 && d.links(i)
	}
}

// breaks keeps "so that", "what if", "even if" and the like, and the last word of a sentence, from leaving a clause of nothing.
func (d *document) breaks(i int) bool {
	if i == 0 {
		return true
	}
	if i+1 == len(d.tokens) || d.tokens[i+1].gap >= gapComma {
		return false // "there only once.", "a queue instead"
	}
	p := d.tokens[i-1].entry.class
	return p&(isBreak|isDeterminer) == 0 && d.tokens[i].gap != gapHyphen
}

// links says whether a sentence goes on with the thought of the one before: same message, and it begins by pointing back.
func (d *document) links(i int) bool {
	a, b := d.sentences[i-1], d.sentences[i]
	if a.message != b.message {
		return false
	}
	first := d.clauses[b.clauses.from].from
	last := d.clauses[b.clauses.to-1].to
	for k := first; k < min(first+4, last); k++ {
		if d.tokens[k].entry.class&(isPronoun|isCondition|isOrdinal|isContrast|isBreak) != 0 {
			return true
		}
	}
	return false
}

// gather lists the tokens that carry meaning and their ids: the stem, and the joined form of two words such as "time out".
func (d *document) gather() {
	d.place = make([]int, len(d.tokens)+1)
	d.ids = make([][]int32, len(d.tokens))
	d.present = newIDSet(int(d.c.vocab.next))
	const few = 4 // ids of a token; more are rare
	arena := make([]int32, 0, few*len(d.tokens))
	for i := range d.tokens {
		d.place[i] = len(d.content)
		t := &d.tokens[i]
		if t.struck {
			continue
		}
		from := len(arena)
		if t.entry.stem != 0 {
			arena = append(arena, t.entry.stem)
		}
		if i+1 < len(d.tokens) && !d.tokens[i+1].struck && d.tokens[i+1].gap <= gapSlash {
			if id := d.c.joined(t, &d.tokens[i+1]); id != 0 {
				arena = append(arena, id)
			}
		}
		for _, id := range arena[from:] {
			d.present.add(id)
		}
		d.present.add(t.entry.surface)
		d.ids[i] = arena[from : len(arena) : from+few]
		arena = arena[:from+few]
		if !d.c.empty(t.entry.class) {
			d.content = append(d.content, i)
		}
	}
	d.place[len(d.tokens)] = len(d.content)
}

// joined is the id of two words written as one, if a term uses it so.
func (c *compiled) joined(a, b *token) int32 {
	if len(a.word) < 2 || len(b.word) < 2 || len(a.word)+len(b.word) > maxWord || c.empty(a.entry.class) && b.gap != gapHyphen {
		return 0
	}
	var buf [2 * maxWord]byte
	w := append(append(buf[:0], a.word...), b.word...)
	if !c.vocab.foldable[string(w)] {
		return 0
	}
	return c.vocab.lookup(string(w)).stem
}
