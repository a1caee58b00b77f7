package llm

import (
	"fmt"

	"mockinterview/interviewer"
	"mockinterview/prompts"
	"mockinterview/rubric/text"
)

const minAnswerWords = 5

// nonAnswerReason says why a text is no answer, without asking a model: too few words, or little else than the words of
// the question and the rubric. Empty means that it is an answer.
func nonAnswerReason(t interviewer.Turn, parts []prompts.Part, foreign []string) string {
	var left []string
	for _, p := range parts {
		for _, s := range p.Sentences {
			left = append(left, text.Folded(s)...)
		}
	}
	if len(left) < minAnswerWords {
		if len(text.Folded(t.AnswerText())) >= minAnswerWords {
			return "no answer: nothing is left of it besides text that speaks to the grader"
		}
		return fmt.Sprintf("no answer: fewer than %d words", minAnswerWords)
	}
	if own := text.Own(left, text.NewRuns(foreign...)); own < minAnswerWords || 5*own < len(left) {
		return "no answer: an echo of the question or the rubric"
	}
	return ""
}
