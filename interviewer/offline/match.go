package offline

import "slices"

// slack is how many other meaningful words may stand among the words of a term.
const slack = 2

// maxHits bounds the places kept for one group. An answer that says a thing this often has said it.
const maxHits = 64

// idSet is a set of ids: those that stand anywhere in a document. Most terms that share a word with an answer have another that it has not, and are done with
// by one look.
type idSet []uint64

func (s idSet) add(id int32) { s[id>>6] |= 1 << (id & 63) }

func (s idSet) has(id int32) bool { return s[id>>6]&(1<<(id&63)) != 0 }

// misses says whether what a term needs beside its anchor is not in the set.
func (s idSet) misses(f *filed) bool {
	return f.need != 0 && !s.has(f.need) && !slices.ContainsFunc(f.also, s.has)
}

// window is a set of the ids that stand around a token, by their last bits: it may hold one too many, and never one too few.
type window [4]uint64

func (w *window) add(id int32) { w[id>>6&3] |= 1 << (id & 63) }

func (w *window) has(id int32) bool { return w[id>>6&3]&(1<<(id&63)) != 0 }

// misses says whether what a term needs near its anchor does not stand there.
func (w *window) misses(f *filed) bool {
	if !f.near || w.has(f.need) {
		return false
	}
	for _, id := range f.also {
		if w.has(id) {
			return false
		}
	}
	return true
}

// window fills a window with what stands around token i in its sentence, as far as any term reaches.
func (d *document) window(i, reach int) (w window) {
	at := d.place[i]
	for p := max(at-reach, 0); p < min(at+reach+1, len(d.content)); p++ {
		if j := d.content[p]; d.sentenceOf[j] == d.sentenceOf[i] {
			for _, id := range d.ids[j] {
				w.add(id)
			}
		}
	}
	return w
}

// matchMeanings adds the meanings of lexicon phrases to the words that carry them.
func (d *document) matchMeanings() {
	type found struct {
		at int
		t  *term
	}
	var matched []found
	p := &d.c.meanings
	for _, i := range d.content {
		for _, id := range d.ids[i] {
			all := p.anchored(id)
			for k := range all {
				f := &all[k]
				if d.present.misses(f) {
					continue
				}
				if _, _, ok := d.near(&p.terms[f.term], i, id == f.own); ok {
					matched = append(matched, found{i, &p.terms[f.term]})
				}
			}
		}
	}
	for _, f := range matched {
		for _, m := range f.t.targets {
			if !slices.Contains(d.ids[f.at], m) {
				d.ids[f.at] = append(d.ids[f.at], m)
				d.present.add(m)
			}
		}
	}
}

func (p *phrases) anchored(id int32) []filed {
	if int(id) >= len(p.anchor) {
		return nil
	}
	return p.anchor[id]
}

// matchTerms finds the groups that are touched.
func (d *document) matchTerms() {
	d.hits = renew(d.hits, d.c.groups)
	p := &d.c.terms
	for i := range d.tokens {
		var near window
		if len(d.ids[i]) > 0 {
			near = d.window(i, p.reach)
		}
		for _, id := range d.ids[i] {
			all := p.anchored(id)
			for k := range all {
				f := &all[k]
				if d.present.misses(f) || near.misses(f) {
					continue
				}
				t := &p.terms[f.term]
				h, soft, ok := d.near(t, i, id == f.own)
				if !ok {
					continue
				}
				h.weight = weigh(t, h.width, soft)
				h.loose = h.loose || soft
				for _, g := range t.targets {
					d.touch(&d.hits[g], h)
				}
			}
		}
	}
}

// touch keeps a hit. Of several at one token the one that proves most stays.
func (d *document) touch(hits *[]hit, h hit) {
	n := len(*hits)
	if n > 0 && (*hits)[n-1].token == h.token {
		if last := &(*hits)[n-1]; h.weight > last.weight || (h.weight == last.weight && h.width > last.width) {
			*last = h
		}
		return
	}
	if n < maxHits {
		if n == cap(*hits) {
			*hits = append(d.moreHits(4*n), *hits...)
		}
		*hits = append(*hits, h)
	}
}

// moreHits gives room for the hits of a group: a few at first, for many groups need no more.
func (d *document) moreHits(n int) []hit {
	const few, chunk = 4, 512
	n = max(n, few)
	if len(d.room)+n > cap(d.room) {
		d.room = make([]hit, 0, max(chunk, 2*cap(d.room)))
	}
	from := len(d.room)
	d.room = d.room[:from+n]
	return d.room[from : from : from+n]
}

// What a touch is worth, out of 1: the words of a term beat a synonym of the lexicon, two words beat one, and the question's own words prove little.
const (
	worthPhrase     = 1.0
	worthWord       = 0.7
	worthSoftPhrase = 0.75
	worthSoftWord   = 0.45
	worthCue        = 0.65
	worthLongCue    = 0.85
	askedShare      = 0.6
)

func cueWorth(width int) float32 {
	if width > 1 {
		return worthLongCue
	}
	return worthCue
}

func weigh(t *term, width int, soft bool) float32 {
	w := float32(worthWord)
	switch {
	case width > 1 && soft:
		w = worthSoftPhrase
	case width > 1:
		w = worthPhrase
	case soft:
		w = worthSoftWord
	}
	if t.asked {
		w *= askedShare
	}
	return w
}

// near says whether all atoms of a term stand close to its anchor at token i, how many words they take, and whether any of them was touched by meaning alone;
// own tells that the anchor was not. The first id of an atom is its own stem.
func (d *document) near(t *term, i int, own bool) (h hit, soft, ok bool) {
	h = hit{token: i, lo: i, hi: i, width: len(t.atoms)}
	if t.exact {
		h.hi = i + len(t.atoms) - 1
		return h, false, d.follows(t, i)
	}
	soft = !own || t.meaning
	if len(t.atoms) == 1 {
		h.width = t.words()
		return h, soft, true
	}
	at := d.place[i]
	s := d.sentenceOf[i]
	reach := reach(t)
	var used [8]int
	used[0] = i
	for k := 1; k < len(t.atoms) && k < len(used); k++ {
		j, own := d.closest(t.atoms[k], at, reach, s, used[:k])
		if j < 0 {
			return h, false, false
		}
		soft = soft || !own
		used[k] = j
		h.lo, h.hi = min(h.lo, j), max(h.hi, j)
	}
	used[0], used[t.first] = used[t.first], used[0] // back in the order of the phrase
	h.loose = !slices.IsSorted(used[:min(len(t.atoms), len(used))])
	return h, soft, !t.ordered || !h.loose
}

// reach is how many words of content away from its anchor the other words of a term may stand.
func reach(t *term) int { return len(t.atoms) - 1 + slack }

// closest is the nearest content token within reach that carries one of the ids, or -1. own tells that it was the first of them.
func (d *document) closest(ids []int32, at, reach, sentence int, used []int) (token int, own bool) {
	for dist := 1; dist <= reach; dist++ {
		for _, p := range [2]int{at + dist, at - dist} {
			if p < 0 || p >= len(d.content) {
				continue
			}
			j := d.content[p]
			if d.sentenceOf[j] != sentence || slices.Contains(used, j) {
				continue
			}
			if slices.Contains(d.ids[j], ids[0]) {
				return j, true
			}
			for _, id := range ids[1:] {
				if slices.Contains(d.ids[j], id) {
					return j, false
				}
			}
		}
	}
	return -1, false
}

// follows says whether the atoms of an exact term stand one after the other from token i.
func (d *document) follows(t *term, i int) bool {
	if i+len(t.atoms) > len(d.tokens) {
		return false
	}
	s := d.sentenceOf[i]
	for k := 1; k < len(t.atoms); k++ {
		if d.tokens[i+k].entry.stem != t.atoms[k][0] || d.sentenceOf[i+k] != s {
			return false
		}
	}
	return true
}

// matchCues finds cues by the letter of their phrases, one adverb forgiven, and by form.
func (d *document) matchCues() {
	d.cueHits = renew(d.cueHits, len(d.c.cueNames))
	p := &d.c.cues
	for i := range d.tokens {
		if d.tokens[i].struck {
			continue
		}
		all := p.anchored(d.tokens[i].entry.surface)
		for k := range all {
			f := &all[k]
			if d.present.misses(f) {
				continue
			}
			if f.next != 0 && (i+1 == len(d.tokens) || d.tokens[i+1].entry.surface != f.next && !adverb(d.tokens[i+1].word)) {
				continue
			}
			t := &p.terms[f.term]
			if width, ok := d.spelled(t, i); ok {
				d.touch(&d.cueHits[t.targets[0]], hit{token: i, lo: i, hi: i + width - 1, width: width, weight: cueWorth(width)})
			}
		}
	}
	d.matchForms()
	for id, groups := range d.c.cueGoals {
		for _, g := range groups {
			d.hits[g] = mergeHits(d.hits[g], d.cueHits[id])
		}
	}
}

// spelled says whether the words of a cue stand from token i on, within one sentence, an adverb between them allowed.
func (d *document) spelled(t *term, i int) (width int, ok bool) {
	j := i + 1
	s := d.sentenceOf[i]
	for k := 1; k < len(t.atoms); k++ {
		if j < len(d.tokens) && d.tokens[j].entry.surface != t.atoms[k][0] && adverb(d.tokens[j].word) {
			j++
		}
		if j >= len(d.tokens) || d.tokens[j].struck || d.tokens[j].entry.surface != t.atoms[k][0] || d.sentenceOf[j] != s {
			return 0, false
		}
		j++
	}
	return j - i, true
}

func adverb(w string) bool {
	switch w {
	case "just", "then", "also", "still", "always", "even", "rather", "really", "only":
		return true
	}
	return len(w) > 4 && w[len(w)-2:] == "ly"
}

func mergeHits(a, b []hit) []hit {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	out := append(append(make([]hit, 0, len(a)+len(b)), a...), b...)
	slices.SortStableFunc(out, func(x, y hit) int { return x.token - y.token })
	return out[:min(len(out), 2*maxHits)]
}
