package rubric

import "strings"

// Addresses says whether a sentence speaks to the grader rather than to the interviewer: instructions, claims of a grade, talk about marks. The
// phrases are the lexicon's cue "steering"; each is found as a run of words.
func (l Lexicon) Addresses(sentence string) bool {
	words := Words(sentence)
	for _, phrase := range l.Cues["steering"] {
		if run := Words(phrase); len(run) > 0 && containsRun(words, run) {
			return true
		}
	}
	return strings.Contains(strings.ToLower(sentence), "\"verdict\"")
}
