package llm

import (
	"fmt"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/prompts"
	"mockinterview/rubric"
)

const minAnswerWords = 5

// nonAnswerReason says why a text is no answer, without asking a model: too few words, or little else than the words of
// the question and the rubric. Empty means that it is an answer.
func nonAnswerReason(t interviewer.Turn, parts []prompts.Part, foreign []string) string {
	var left []string
	for _, p := range parts {
		for _, s := range p.Sentences {
			left = append(left, rubric.Words(s)...)
		}
	}
	if len(left) < minAnswerWords && countUnspacedRunes(parts) < 12 {
		if len(rubric.Words(t.AnswerText())) >= minAnswerWords {
			return "no answer: nothing is left of it besides text that speaks to the grader"
		}
		return fmt.Sprintf("no answer: fewer than %d words", minAnswerWords)
	}
	if own := countOwnWords(left, foreign); own < minAnswerWords || 5*own < len(left) {
		return "no answer: an echo of the question or the rubric"
	}
	return ""
}

// countUnspacedRunes counts the characters of scripts that write without spaces, where a word count says nothing.
func countUnspacedRunes(parts []prompts.Part) int {
	n := 0
	for _, p := range parts {
		for _, s := range p.Sentences {
			for _, r := range s {
				if r >= 0x2e80 && r < 0xfb00 || r >= 0x0e00 && r < 0x0e80 {
					n++
				}
			}
		}
	}
	return n
}

// copiedRun is how many words in a row, the same as in the question or the rubric, count as copied.
const copiedRun = 5

// countOwnWords counts the words that are not part of a copied run.
func countOwnWords(words, foreign []string) int {
	runs := map[string]bool{}
	for _, f := range foreign {
		w := rubric.Words(f)
		for i := 0; i+copiedRun <= len(w); i++ {
			runs[strings.Join(w[i:i+copiedRun], " ")] = true
		}
	}
	copied := make([]bool, len(words))
	for i := 0; i+copiedRun <= len(words); i++ {
		if runs[strings.Join(words[i:i+copiedRun], " ")] {
			for k := i; k < i+copiedRun; k++ {
				copied[k] = true
			}
		}
	}
	own := 0
	for _, c := range copied {
		if !c {
			own++
		}
	}
	return own
}
