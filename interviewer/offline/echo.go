package offline

import (
	"hash/maphash"
	"math/bits"
	"unicode/utf8"
)

// gramWords is the shortest run of another's words that counts as theirs, as in the quote check.
const gramWords = 4

// grams is the set of word runs of foreign texts, each by the sum of its words.
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
		sums := make([]uint64, len(ws))
		for i, w := range ws {
			sums[i] = g.sum(w)
		}
		for i := 0; i+gramWords <= len(sums); i++ {
			g.set[run(sums[i:i+gramWords])] = true
		}
	}
}

// sum is the number that stands for a word. Nobody can foretell it, so nobody can make two runs alike.
func (g grams) sum(word string) uint64 { return maphash.String(g.seed, word) }

// run is the number that stands for words in their order.
func run(sums []uint64) uint64 {
	var h uint64
	for _, s := range sums {
		h = h*0x9e3779b97f4a7c15 + s
	}
	return h
}

// strike marks the tokens of sentences that speak to the grader. Sentences are cut as the quote check cuts them, so that both agree.
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
	d.sums = d.sums[:0]
	for i := range d.tokens {
		d.sums = append(d.sums, said.sum(d.tokens[i].word))
	}
	own := grams{seed: said.seed}
	for _, h := range heard {
		if h == d.c.question.Text {
			continue // among the foreign texts already
		}
		if own.set == nil {
			own.set = map[uint64]bool{}
		}
		own.add([]string{h})
	}
	until := 0
	for i := 0; i+gramWords <= len(d.tokens); i++ {
		if h := run(d.sums[i : i+gramWords]); said.set[h] || own.set[h] {
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

// strikeRepeats takes out what was said before word for word, so that repetition adds nothing, not even a new neighbourhood. A sentence that only begins as another
// did, "it is wrong that …", keeps its beginning.
func (d *document) strikeRepeats() {
	seen := d.newRunTable(len(d.tokens))
	for i := 0; i+repeatWords <= len(d.tokens); i++ {
		if seen.at(run(d.sums[i:i+repeatWords]), i)+repeatWords <= i {
			for k := i; k < i+repeatWords; k++ {
				d.tokens[k].again = true
			}
		}
	}
	for from, to := 0, 0; from < len(d.tokens); from = to {
		again := 0
		for to = from; to == from || to < len(d.tokens) && d.tokens[to].gap < gapSentence; to++ {
			if d.tokens[to].again {
				again++
			}
		}
		short := to-from > 1 && to-from < repeatWords && seen.at(run(d.sums[from:to]), from) < from
		for k := from; k < to; k++ {
			d.tokens[k].again = short || d.tokens[k].again && 2*again >= to-from
		}
	}
	d.dropRepeats()
}

// dropRepeats takes the repeats out, so that what stood around them stands as it did the first time.
func (d *document) dropRepeats() {
	kept, cut := 0, false
	for i := range d.tokens {
		if d.tokens[i].again {
			cut = true
			continue
		}
		if cut {
			d.tokens[i].gap, cut = gapSentence, false
		}
		d.tokens[kept], d.messageOf[kept] = d.tokens[i], d.messageOf[i]
		kept++
	}
	d.tokens, d.messageOf = d.tokens[:kept], d.messageOf[:kept]
}

// runTable has the first places of runs, a table with more slots than runs.
type runTable []runPlace

type runPlace struct {
	run uint64
	at  int // one more than the place; 0 for a free slot
}

// newRunTable gives room for n runs.
func (d *document) newRunTable(n int) runTable {
	d.runTable = renew(d.runTable, 1<<bits.Len(uint(2*n)))
	return d.runTable
}

// at is the first place of a run; where it was not seen yet, that is i.
func (f runTable) at(run uint64, i int) int {
	for k := run ^ run>>32; ; k++ {
		s := &f[k&uint64(len(f)-1)]
		switch {
		case s.at == 0:
			*s = runPlace{run, i + 1}
			return i
		case s.run == run:
			return s.at - 1
		}
	}
}
