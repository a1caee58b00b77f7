package offline

import "math/bits"

// minFold is the shortest word in which a typing error is forgiven; shorter ones are too often other words.
const minFold = 5

// maxWord is the longest word worth stemming or mending.
const maxWord = 32

// spellings are the words that a typing error may stand for, by first letter and length: a mistyped word keeps the one and nearly keeps the other, so that few
// have to be compared with it.
type spellings [26][maxWord + 2][]spelling

type spelling struct {
	word    string
	letters uint32 // the set of its letters
}

func (s *spellings) add(w string) {
	if len(w) < len(s[0]) && lower(w) {
		at := &s[w[0]-'a'][len(w)]
		*at = append(*at, spelling{w, letters(w)})
	}
}

// mend gives the word that w is one typing error away from, keeping the first letter, or "". Swapped letters come first, then a letter too many, too few
// and a wrong one, the earliest place first; so the result does not depend on the order of the words.
func (s *spellings) mend(w string) string {
	if len(w) < minFold || len(w) > maxWord || !lower(w) {
		return ""
	}
	best, least, have := "", 0, letters(w)
	for n := len(w) - 1; n <= len(w)+1; n++ {
		for _, o := range s[w[0]-'a'][n] {
			if bits.OnesCount32(o.letters^have) > 2 { // more letters differ than one error could change
				continue
			}
			if rank := slip(w, o.word); rank > 0 && (best == "" || rank < least) {
				best, least = o.word, rank
			}
		}
	}
	return best
}

// The slips of the pen, in the order in which they are looked for.
const (
	slipSwap = (iota + 1) << 16
	slipExtra
	slipMissing
	slipWrong
)

// slip ranks the typing error that made w of a word with the same first letter: by its sort, then its earliest place, then the letter meant. It is 0 when it
// takes more than one.
func slip(w, meant string) int {
	p, n := 0, min(len(w), len(meant))
	for p < n && w[p] == meant[p] {
		p++
	}
	switch {
	case len(w) > len(meant):
		if w[p+1:] != meant[p:] {
			return 0
		}
		return slipExtra + doubled(w, p)<<8
	case len(w) < len(meant):
		if w[p:] != meant[p+1:] {
			return 0
		}
		return slipMissing + doubled(meant, p)<<8 + int(meant[p])
	case p == n:
		return 0
	case p+1 < n && w[p] == meant[p+1] && w[p+1] == meant[p] && w[p+2:] == meant[p+2:]:
		return slipSwap + p<<8
	case w[p+1:] == meant[p+1:]:
		return slipWrong + p<<8 + int(meant[p])
	}
	return 0
}

// doubled is the earliest place, after the first letter, from which the letter at i goes on to i: which of them is one too many cannot be told.
func doubled(w string, i int) int {
	for i > 1 && w[i-1] == w[i] {
		i--
	}
	return i
}

// letters is the set of the letters of a word, whatever else it has.
func letters(w string) uint32 {
	var set uint32
	for i := range len(w) {
		set |= 1 << (w[i] - 'a')
	}
	return set
}

func lower(w string) bool {
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return true
}
