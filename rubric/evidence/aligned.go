package evidence

import (
	"slices"
	"strings"

	"mockinterview/rubric"
	"mockinterview/rubric/text"
)

// A quote is aligned when at least nine in ten of its content words stand in one sentence, in that order; with fewer
// than leastAligned such words chance would do.
const (
	leastAligned = 3
	alignedShare = .9
)

// findAligned finds the sentence that a quote with other small words was taken from, and gives the candidate's stretch
// of it: "w/ a key" for "with a key". Numbers and negations must all be the same on both sides, for they turn a meaning
// round by a single word; and the stretch is at most twice as long as the quote, so that nothing is stitched together.
func (c *Checker) findAligned(quote string) (rubric.Quote, error) {
	all := text.Folded(quote)
	wanted := slices.DeleteFunc(slices.Clone(all), smallWord)
	if len(wanted) < leastAligned {
		return rubric.Quote{}, ErrNotVerbatim
	}
	err := ErrNotVerbatim
	for i := range c.sources {
		src := &c.sources[i]
		for _, s := range text.Sentences(src.src.Text) {
			words := text.Words(s.Of(src.src.Text))
			first, last, ok := align(wanted, words, 2*len(all))
			if !ok {
				continue
			}
			from, to := s.Start+words[first].Start, s.Start+words[last].End
			own := text.Folded(src.src.Text[from:to])
			switch {
			case text.Own(own, c.foreign) == 0:
				err = ErrEcho
			case c.steers != nil && c.steers(src.aroundBytes(from, to)):
				err = ErrAddressed
			default:
				return src.slice(from, to), nil
			}
		}
	}
	return rubric.Quote{}, err
}

// align gives the first and last of the words that the wanted ones stand in, if they do.
func align(wanted []string, words []text.Word, longest int) (first, last int, ok bool) {
	match := longestCommon(wanted, words)
	if float64(len(match)) < alignedShare*float64(len(wanted)) {
		return 0, 0, false
	}
	first, last = match[0], match[len(match)-1]
	if last-first >= longest {
		return 0, 0, false
	}
	// A negation may stand right before the stretch that it turns round.
	said := words[max(0, first-2) : last+1]
	var decisive []string
	for _, w := range said {
		if turns(w.Fold) {
			decisive = append(decisive, w.Fold)
		}
	}
	asked := slices.DeleteFunc(slices.Clone(wanted), func(w string) bool { return !turns(w) })
	return first, last, slices.Equal(decisive, asked)
}

// longestCommon gives the places in words of the longest subsequence that they share with wanted.
func longestCommon(wanted []string, words []text.Word) []int {
	n, m := len(wanted), len(words)
	best := make([][]int, n+1)
	for i := range best {
		best[i] = make([]int, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			if wanted[i] == words[j].Fold {
				best[i][j] = best[i+1][j+1] + 1
			} else {
				best[i][j] = max(best[i+1][j], best[i][j+1])
			}
		}
	}
	var out []int
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case wanted[i] == words[j].Fold:
			out = append(out, j)
			i, j = i+1, j+1
		case best[i+1][j] >= best[i][j+1]:
			i++
		default:
			j++
		}
	}
	return out
}

// turns says whether a word alone can turn a sentence round: a negation, or a number.
func turns(word string) bool {
	return strings.ContainsAny(word, "0123456789") || strings.HasSuffix(word, "n't") || slices.Contains(negations, word)
}

var negations = []string{"no", "not", "never", "none", "nothing", "without", "cannot", "nor", "neither", "unless"}

// smallWord says whether a word carries no content, so that a model may have written another.
func smallWord(word string) bool { return slices.Contains(smallWords, word) }

var smallWords = strings.Fields(`a an the and or but so then than that this these those of to in on at by for from with
	w as is are was were be been being it its i we you he she they them us our my your their his her me do does did
	have has had will would can could should may might must shall just also very really`)
