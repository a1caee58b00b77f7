package terminal

import (
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric/text"
)

// isNonAnswer says whether a text is what people type instead of an answer, so that alternatives are offered first. It
// errs towards no.
func isNonAnswer(answer string, kind interviewer.MessageKind) bool {
	words := text.Folded(answer)
	said := strings.ReplaceAll(strings.Join(words, " "), "'", "")
	for _, filler := range []string{"sorry ", "well ", "um ", "uh ", "hm ", "hmm ", "honestly ", "i honestly "} {
		said = strings.TrimPrefix(said, filler)
	}
	if slices.Contains(nonAnswers(), said) {
		return true
	}
	return kind != interviewer.KindFollowUp && len(words) < 3 && len(answer) < 40
}

func nonAnswers() []string {
	return []string{
		"", "idk", "i dont know", "dont know", "i do not know", "do not know", "dunno", "i dunno", "no idea",
		"i have no idea", "no clue",
		"i have no clue", "not sure", "im not sure", "i am not sure", "pass", "skip", "next", "na", "n a", "none",
		"nothing", "help", "hint",
		"i cant answer", "i cannot answer", "i cant answer this", "no answer", "i dont know this", "i dont know that",
		"i dont know this one",
		"no experience", "never done this", "never did this", "i give up", "give up", "dont know sorry",
		"i dont know sorry", "test",
	}
}
