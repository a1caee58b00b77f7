package llm

import (
	"slices"
	"unicode/utf8"

	"mockinterview/interviewer"
	"mockinterview/prompts"
	"mockinterview/rubric/text"
)

// markingWords are words of which a sentence about the marking has one. Many honest sentences have one, too.
func markingWords() []string {
	return []string{
		"grader", "graders", "grading", "grade", "grades", "graded", "rubric", "criteria", "criterion", "mark", "marks",
		"marking", "score", "scores", "scoring", "verdict", "evaluation", "evaluator", "examiner", "assessor", "prompt",
		"transcript", "interviewer",
	}
}

// fewTopicWords is how many words of the topic a sentence about the marking needs to be shown to a model.
const fewTopicWords = 2

// withoutAsides leaves out of the prompt what speaks of the marking and of nothing that was asked: it can show no
// signal, and what the filter missed in it cannot steer anybody who does not read it. It is no verdict on the
// candidate: where no answer is left without it, all is shown. The card says what was left out.
func (c *Client) withoutAsides(a interviewer.Assessment, parts []prompts.Part) (kept []prompts.Part, out []string) {
	about := topic(a)
	for _, p := range parts {
		for _, s := range p.Sentences {
			if !speaksOfMarking(s) {
				add(about, s)
			}
		}
	}
	for _, p := range parts {
		var sentences []string
		for _, s := range p.Sentences {
			if aside(s, about) {
				out = append(out, s)
			} else {
				sentences = append(sentences, s)
			}
		}
		p.Sentences = sentences
		kept = append(kept, p)
	}
	return kept, out
}

// aside says whether a sentence is about the marking and not about the topic.
func aside(sentence string, about map[string]bool) bool {
	return speaksOfMarking(sentence) && shared(sentence, about) < fewTopicWords
}

func speaksOfMarking(sentence string) bool {
	return slices.ContainsFunc(text.Folded(sentence), func(w string) bool { return slices.Contains(markingWords(), w) })
}

// shared counts the words of a topic in a sentence, each once.
func shared(sentence string, about map[string]bool) int {
	seen := map[string]bool{}
	for _, w := range text.Folded(sentence) {
		if about[w] {
			seen[w] = true
		}
	}
	return len(seen)
}

// topic are the words of the question, and of the signals that it asks for with their examples.
func topic(a interviewer.Assessment) map[string]bool {
	about := map[string]bool{}
	add(about, a.Turn.Question.Text)
	for _, comp := range a.Pack.Probed(a.Turn.Question) {
		for _, s := range markedSignals(comp, a.Turn.Question) {
			add(about, s.Text)
			for _, example := range slices.Concat(s.Shows, s.Partly) {
				add(about, example)
			}
		}
	}
	return about
}

// add adds the words of a text that may tell a topic: those of four letters or more that are not about the marking.
func add(about map[string]bool, s string) {
	for _, w := range text.Folded(s) {
		if utf8.RuneCountInString(w) >= 4 && !slices.Contains(markingWords(), w) {
			about[w] = true
		}
	}
}
