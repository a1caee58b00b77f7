package terminal

import (
	"slices"
	"strings"
	"unicode"

	"mockinterview/interviewer"
)

// isNonAnswer says whether a text is what people type instead of an answer, so that alternatives are offered first. It
// errs towards no.
func isNonAnswer(text string, kind interviewer.MessageKind) bool {
	words := strings.FieldsFunc(
		strings.ToLower(text),
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' },
	)
	said := strings.NewReplacer("'", "", "’", "").Replace(strings.Join(words, " "))
	for _, filler := range []string{"sorry ", "well ", "um ", "uh ", "hm ", "hmm ", "honestly ", "i honestly "} {
		said = strings.TrimPrefix(said, filler)
	}
	if slices.Contains(nonAnswers(), said) {
		return true
	}
	return kind != interviewer.KindFollowUp && len(words) < 3 && len(text) < 40
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
