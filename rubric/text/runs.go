package text

// RunWords is the length of the shortest run of another's words that counts as theirs: shorter ones are how anybody
// talks.
const RunWords = 4

// Runs are the runs of words that stand in some texts, for finding what was copied from them.
type Runs struct{ all map[run]struct{} }

type run [RunWords]string

// NewRuns reads texts. A run never reaches from one text into the next.
func NewRuns(texts ...string) *Runs {
	r := &Runs{all: map[run]struct{}{}}
	for _, t := range texts {
		words := Folded(t)
		for i := 0; i+RunWords <= len(words); i++ {
			r.all[run(words[i:i+RunWords])] = struct{}{}
		}
	}
	return r
}

// Copied says of each of the words, which are folded, whether it is of a run of RunWords or more that stands in the
// texts of any of the given runs.
func Copied(words []string, from ...*Runs) []bool {
	out := make([]bool, len(words))
	for i := 0; i+RunWords <= len(words); i++ {
		for _, r := range from {
			if _, ok := r.all[run(words[i:i+RunWords])]; !ok {
				continue
			}
			for k := i; k < i+RunWords; k++ {
				out[k] = true
			}
			break
		}
	}
	return out
}

// Reveals says whether the words, which are folded, have a run of the secret texts that the known texts do not have.
func Reveals(words []string, secret, known *Runs) bool {
	for i := 0; i+RunWords <= len(words); i++ {
		r := run(words[i : i+RunWords])
		_, isSecret := secret.all[r]
		_, isKnown := known.all[r]
		if isSecret && !isKnown {
			return true
		}
	}
	return false
}

// Own counts the words that are not Copied from the texts of any of the given runs.
func Own(words []string, from ...*Runs) int {
	n := 0
	for _, copied := range Copied(words, from...) {
		if !copied {
			n++
		}
	}
	return n
}
