package rubric

import (
	"slices"
	"strings"
	"sync"
)

// Seeker points at the sentence that comes nearest to what a signal seeks. It is made once for the signals of a question and reads many answers.
type Seeker struct {
	ids  map[string]int32 // of the keys of all signals
	keys [][]int32        // by signal
	done sync.Pool        // Sentences that are no longer needed
}

// NewSeeker prepares signals, which are known by their place in the list from then on.
func NewSeeker(signals []Signal) *Seeker {
	s := &Seeker{ids: map[string]int32{}}
	for _, sig := range signals {
		s.keys = append(s.keys, s.keysOf(sig))
	}
	return s
}

// keysOf lists the keys of a signal's text and concepts, each once.
func (s *Seeker) keysOf(sig Signal) []int32 {
	var out []int32
	seen := map[string]bool{}
	add := func(text string) {
		for _, w := range Words(text) {
			k := stemKey(w)
			if k == "" || seen[k] {
				continue
			}
			seen[k] = true
			id, ok := s.ids[k]
			if !ok {
				id = int32(len(s.ids))
				s.ids[k] = id
			}
			out = append(out, id)
		}
	}
	add(sig.Text)
	for _, group := range sig.Concepts {
		for _, term := range group {
			if !strings.HasPrefix(term, "cue:") {
				add(term)
			}
		}
	}
	return out
}

// Sentences are what a candidate said, cut into sentences and ready for Nearest.
type Sentences struct {
	seeker *Seeker
	quotes []Quote
	latest []int32 // by key: one more than the place in having of the last sentence that has it; 0 for none
	having []having
	shared []int32 // for counting in
}

// having is that a sentence has a key. Those of one key are chained, for hardly any of the many keys is in an answer.
type having struct{ sentence, before int32 }

// Read cuts the sources of a checker into sentences.
func (s *Seeker) Read(c *Checker) *Sentences {
	out, ok := s.done.Get().(*Sentences)
	if !ok {
		out = &Sentences{seeker: s, latest: make([]int32, len(s.ids))}
	}
	for i := range c.sources {
		out.quotes = slices.Grow(out.quotes, len(c.sources[i].ends))
	}
	for i := range c.sources {
		f := &c.sources[i]
		start := 0
		for _, end := range f.ends {
			if from, to := f.trimmed(start, int(end)); from < to {
				out.quotes = append(out.quotes, f.quote(from, to))
				out.read(f, from, to)
			}
			start = int(end)
		}
	}
	out.shared = slices.Grow(out.shared, len(out.quotes))[:len(out.quotes)]
	return out
}

// Done gives the memory of sentences to the next ones that their seeker reads.
func (s *Sentences) Done() {
	clear(s.quotes)
	clear(s.latest)
	s.quotes, s.having, s.shared = s.quotes[:0], s.having[:0], s.shared[:0]
	if cap(s.quotes) <= sentencesKept {
		s.seeker.done.Put(s)
	}
}

// read notes the keys of the latest sentence, which is a stretch of f.
func (s *Sentences) read(f *folded, from, to int) {
	if f.runes == nil {
		s.readPlain(f.text[from:to])
		return
	}
	for _, w := range Words(s.quotes[len(s.quotes)-1].Text) {
		if k := stemKey(w); k != "" {
			s.note(k)
		}
	}
}

// readPlain does the same for a plain text, whose words it need not cut out.
func (s *Sentences) readPlain(text string) {
	var key [stemLetters]byte
	n := 0
	for i := range len(text) + 1 {
		c := byte(' ')
		if i < len(text) {
			c = text[i]
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '\'':
			if n < stemLetters {
				key[n] = c
			}
			n++
		case n >= leastLetters:
			s.note(string(key[:min(n, stemLetters)]))
			n = 0
		default:
			n = 0
		}
	}
}

// note adds a key of the latest sentence, if any signal has it.
func (s *Sentences) note(key string) {
	id, ok := s.seeker.ids[key]
	if !ok {
		return
	}
	n := int32(len(s.quotes) - 1)
	if before := s.latest[id]; before == 0 || s.having[before-1].sentence != n {
		s.having = append(s.having, having{n, before})
		s.latest[id] = int32(len(s.having))
	}
}

// Nearest is the sentence that shares the most words with what the signal at place i seeks, or nil when none shares any worth the name. It only points at
// a place to improve; it is no evidence. It is not safe for concurrent use.
func (s *Sentences) Nearest(i int) *Quote {
	clear(s.shared)
	best, most := -1, int32(1) // one shared word is chance
	for _, id := range s.seeker.keys[i] {
		for k := s.latest[id]; k > 0; k = s.having[k-1].before {
			s.shared[s.having[k-1].sentence]++
		}
	}
	for i, n := range s.shared {
		if n > most {
			best, most = i, n
		}
	}
	if best < 0 {
		return nil
	}
	q := s.quotes[best]
	return &q
}

// stemKey is a word's first letters, a stem that is good enough to point with; short words are mostly grammar and give none.
func stemKey(w string) string {
	letters := 0
	for i := range w {
		if letters == stemLetters {
			return w[:i]
		}
		letters++
	}
	if letters < leastLetters {
		return ""
	}
	return w
}

const (
	stemLetters  = 5
	leastLetters = 4
)
