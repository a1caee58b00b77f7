package offline

import (
	"math"
	"slices"
	"strings"

	"mockinterview/rubric"
)

// Score is how far a short answer agrees with reference answers.
type Score struct {
	// Value is the expected share of the full mark, 0-1.
	Value float64
	// Strong says that the value reaches the threshold from which an answer counts as correct.
	Strong bool
}

// strongFrom is the value from which a short answer counts as correct; see the program that learns the weights.
const strongFrom = shortStrong

// Similarity grades a short answer against reference answers with a few frozen weights over measures of shared words. Of several references the one
// that fits best counts.
func (g *Grader) Similarity(question string, refs []string, answer string) Score {
	f := g.Features(question, refs, answer)
	v := shortBias
	for i, w := range shortWeights {
		v += w * f[i]
	}
	v = min(max(v, 0), 1)
	if f[0] == 0 { // not a single word of any reference
		v = 0
	}
	return Score{Value: v, Strong: v >= strongFrom}
}

// FeatureNames names the measures of Features, in their order.
func FeatureNames() []string {
	return []string{"coverage", "order", "letter coverage", "overlap"}
}

// Features measures how an answer relates to the reference that it fits best. Each measure is between 0 and 1. Coverage and order are how many words of the
// reference the answer has, in any order and in the same order; letter coverage compares letter triples; overlap is the harmonic mean of coverage and
// its counterpart, the share of the answer that is in the reference. Words of the question count half, for they prove little.
func (g *Grader) Features(question string, refs []string, answer string) []float64 {
	s := g.shortWords()
	asked := map[string]bool{}
	for _, w := range s.bag(question) {
		asked[w.stem] = true
	}
	a := s.bag(answer)
	best := make([]float64, len(FeatureNames()))
	for i, ref := range refs {
		f := s.compare(a, s.bag(ref), asked, answer, ref)
		if i == 0 || fit(f) > fit(best) {
			best = f
		}
	}
	return best
}

// fit orders references: the one whose own words the answer has most of.
func fit(f []float64) float64 { return f[0] + f[3] }

// shortWord is a content word of a short answer.
type shortWord struct {
	word, stem string
	meanings   []int32
}

// shortLexicon is what short answers need of the lexicon.
type shortLexicon struct {
	vocab    *vocabulary
	meanings map[string][]int32
}

// shortWords prepares the lexicon for short answers, once.
func (g *Grader) shortWords() *shortLexicon {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.short != nil {
		return g.short
	}
	s := &shortLexicon{vocab: newVocabulary(rubric.Lexicon{Stopwords: g.lex.Stopwords}), meanings: map[string][]int32{}}
	for i, name := range sortedKeys(g.lex.Entries) {
		for _, phrase := range g.lex.Entries[name] {
			if ws := words(phrase); len(ws) == 1 {
				s.meanings[stem(ws[0])] = append(s.meanings[stem(ws[0])], int32(i))
			}
		}
	}
	g.short = s
	return s
}

// bag reads the content words of a text, in order. Very long texts are read to their first 2,000 words.
func (s *shortLexicon) bag(text string) []shortWord {
	const limit = 2000
	var out []shortWord
	for _, t := range tokenise(text) {
		k := s.vocab.classes[t.word]
		if k&(isStop|isNegator|isAux|isDeterminer|isPronoun|isRelation) != 0 && k&(isNumber|isBad|isQualify) == 0 {
			continue
		}
		st := stem(t.word)
		out = append(out, shortWord{word: t.word, stem: st, meanings: s.meanings[st]})
		if len(out) == limit {
			break
		}
	}
	return out
}

// alike is how much two words mean the same, 0-1.
func alike(a, b shortWord) float64 {
	if a.stem == b.stem {
		return 1
	}
	for _, m := range a.meanings {
		if slices.Contains(b.meanings, m) {
			return 0.6
		}
	}
	n := min(len(a.stem), len(b.stem))
	if n >= 5 && (a.stem[:5] == b.stem[:5]) {
		return 0.7
	}
	if n >= minFold && a.word[0] == b.word[0] && nearlySame(a.word, b.word) {
		return 0.8
	}
	return 0
}

// nearlySame says whether two words differ by one letter, or by two neighbours swapped.
func nearlySame(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	return i == len(a) || a[i+1:] == b[i+1:] || (i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:])
}

// askedHalf is what a word of the question counts.
const askedHalf = 0.5

// covered is the share of the words of want that have has, each counted once.
func covered(want, have []shortWord, asked map[string]bool) float64 {
	index := map[string]bool{}
	for _, w := range have {
		index[w.stem] = true
	}
	seen := map[string]bool{}
	var sum, n float64
	for _, w := range want {
		if seen[w.stem] {
			continue
		}
		seen[w.stem] = true
		worth := 1.0
		if asked[w.stem] {
			worth = askedHalf
		}
		n += worth
		if index[w.stem] {
			sum += worth
			continue
		}
		best := 0.0
		for _, h := range have {
			best = max(best, alike(w, h))
		}
		sum += worth * best
	}
	if n == 0 {
		return 0
	}
	return sum / n
}

func (s *shortLexicon) compare(a, r []shortWord, asked map[string]bool, answer, ref string) []float64 {
	recall, precision := covered(r, a, asked), covered(a, r, asked)
	ta, tr := trigrams(answer), trigrams(ref)
	shared := 0
	for t := range tr {
		if ta[t] {
			shared++
		}
	}
	n := distinct(r)
	return []float64{saturate(recall, n), saturate(subsequence(a, r), n), saturate(ratio(shared, len(tr)), n), math.Sqrt(harmonic(recall, precision))}
}

// saturate turns a share of a reference of n words into evidence. The longer the reference, the smaller the share that a good answer has of it, and
// the last words add less than the first.
func saturate(share float64, n int) float64 {
	return 1 - math.Exp(-2*share*math.Pow(float64(n), 0.4))
}

// distinct counts different words.
func distinct(ws []shortWord) int {
	seen := map[string]bool{}
	for _, w := range ws {
		seen[w.stem] = true
	}
	return len(seen)
}

func harmonic(a, b float64) float64 {
	if a+b == 0 {
		return 0
	}
	return 2 * a * b / (a + b)
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// trigrams is the set of letter triples of a text.
func trigrams(text string) map[string]bool {
	out := map[string]bool{}
	joined := " " + strings.Join(words(text), " ") + " "
	for i := 0; i+3 <= len(joined); i++ {
		out[joined[i:i+3]] = true
	}
	return out
}

// subsequence is the longest common subsequence of content words as a share of the reference, over the first 400 words of each.
func subsequence(a, r []shortWord) float64 {
	const limit = 400
	a, r = a[:min(len(a), limit)], r[:min(len(r), limit)]
	if len(r) == 0 {
		return 0
	}
	row := make([]int, len(r)+1)
	for i := range a {
		diag := 0
		for j := range r {
			up := row[j+1]
			switch {
			case a[i].stem == r[j].stem:
				row[j+1] = diag + 1
			case row[j] > up:
				row[j+1] = row[j]
			}
			diag = up
		}
	}
	return float64(row[len(r)]) / float64(len(r))
}
