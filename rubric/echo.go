package rubric

import "slices"

// echoWords is the shortest run of another's words that counts as theirs: shorter ones are how anybody talks.
const echoWords = 4

// Foreign is text whose words are not the candidate's own, ready for finding runs of them: the question, the rubric, what the interviewer said.
type Foreign struct {
	texts  [][]string
	places map[string][]place // where a run may begin, by its first word
}

type place struct{ text, word int }

// ReadForeign reads texts once, for Checkers of many answers.
func ReadForeign(texts []string) *Foreign {
	f := &Foreign{places: map[string][]place{}}
	for i, t := range texts {
		words := Words(t)
		f.texts = append(f.texts, words)
		for k := 0; k+echoWords <= len(words); k++ {
			f.places[words[k]] = append(f.places[words[k]], place{i, k})
		}
	}
	return f
}

// holds says whether words, at least echoWords of them, stand one after the other in one of the texts.
func (f *Foreign) holds(run []string) bool {
	for _, p := range f.places[run[0]] {
		if text := f.texts[p.text][p.word:]; len(text) >= len(run) && slices.Equal(text[:len(run)], run) {
			return true
		}
	}
	return false
}
