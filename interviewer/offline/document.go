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
	idle    bool // has no hold on the matter, see markIdle
	firm    bool // has a firm one
	litany  bool // a list, whatever words it is made of
}

// document is what the candidate typed in one turn, read.
type document struct {
	c          *compiled
	sources    []rubric.Source
	tokens     []token
	messageOf  []int // by token: index into sources
	clauseOf   []int
	sentenceOf []int
	clauses    []clause
	sentences  []sentence

	content []int // tokens that carry meaning, in order
	place   []int // by token: index in content, or of the next one
	ids     [][]int32
	present idSet  // of ids and surfaces that are not struck
	guarded []bool // by token: what is said never to be assumed or trusted
	negated []bool // by token: within what is rejected
	hits    [][]hit
	cueHits [][]hit // by cue

	// only, if set, says which touches count; see telling.
	only func(hit) bool

	soup      bool // hardly more than names, see dense
	cased     bool // begins sentences with capitals, mostly
	echoWords int

	// What only the reading needs; all of it serves for the next document.
	scanner  scanner
	sums     []uint64 // by token: see grams
	runTable runTable
	arena    []int32 // of ids
	room     []hit   // not yet given to a group
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
	d := c.document()
	d.sources = sources
	for i, s := range sources {
		from := len(d.tokens)
		d.tokens = withoutFillers(d.scanner.read(d.tokens, s.Text), from)
		toks := d.tokens[from:]
		strike(toks, s.Text, steers)
		c.vocab.lookAll(toks)
		if len(toks) > 0 {
			toks[0].gap = gapSentence
		}
		for range toks {
			d.messageOf = append(d.messageOf, i)
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
	d.markIdle()
	return d
}

// document gives an empty document, in the memory of one that was released if there is any.
func (c *compiled) document() *document {
	if c.released != nil {
		if d, ok := c.released.Get().(*document); ok {
			*d = document{
				tokens: d.tokens[:0], messageOf: d.messageOf[:0], clauseOf: d.clauseOf[:0], sentenceOf: d.sentenceOf[:0], clauses: d.clauses[:0], sentences: d.sentences[:0],
				content: d.content[:0], place: d.place[:0], ids: d.ids[:0], present: d.present[:0], hits: d.hits[:0], cueHits: d.cueHits[:0],
				scanner: d.scanner, sums: d.sums[:0], runTable: d.runTable[:0], arena: d.arena[:0], room: d.room[:0],
			}
			d.c = c
			return d
		}
	}
	return &document{c: c}
}

// keptTokens is the length of document from which its memory is not kept: hardly any answer has that many words.
const keptTokens = 1 << 15

// release gives the memory of a document to the next one. Nothing may use the document or its findings any more.
func (d *document) release() {
	if d.c.released == nil || cap(d.tokens) > keptTokens {
		return
	}
	clear(d.tokens) // the words of an answer are not kept
	d.sources = nil
	d.c.released.Put(d)
}

// renew gives n zero values in the memory of a slice, if it is enough.
func renew[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
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
	d.clauseOf, d.sentenceOf = renew(d.clauseOf, len(d.tokens)), renew(d.sentenceOf, len(d.tokens))
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
		d.clauseOf[i], d.sentenceOf[i] = len(d.clauses)-1, len(d.sentences)-1
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
	d.place = renew(d.place, len(d.tokens)+1)
	d.ids = renew(d.ids, len(d.tokens))
	d.present = renew(d.present, int(d.c.vocab.next)/64+1)
	const few = 4 // ids of a token; more are rare
	d.arena = renew(d.arena, few*len(d.tokens))
	arena := d.arena[:0]
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
	if len(a.word) < 2 || len(b.word) < 2 || len(a.word)+len(b.word) > maxWord || len(a.word)+len(b.word) < minFold || c.empty(a.entry.class) && b.gap != gapHyphen ||
		!c.vocab.twoAsOne(a.word, b.word) {
		return 0
	}
	var buf [2 * maxWord]byte
	w := append(append(buf[:0], a.word...), b.word...)
	if !c.vocab.isFoldable(string(w)) {
		return 0
	}
	return c.vocab.lookup(string(w)).stem
}
