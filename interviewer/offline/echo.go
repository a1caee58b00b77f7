package offline

import (
	"hash/maphash"
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
