package offline

import (
	"context"
	_ "embed" // for what order words stand in
	"fmt"
	"slices"
	"strings"
	"sync"

	"mockinterview/interviewer"
	"mockinterview/interviewer/offline/encoder"
	"mockinterview/rubric"
	"mockinterview/rubric/text"
)

// fewest is the number of words below which a text is no answer.
const fewest = 5

// gate says why a text is no answer to the question, or "".
func (r *read) gate() string {
	switch {
	case r.words < fewest && r.struck > 0:
		return "Nothing is left of it besides text that speaks to the grader."
	case r.words < fewest:
		return "That is too short to be an answer."
	case 2*r.own < r.words && r.own < 3*fewest:
		return "That repeats the words of the question or of the rubric."
	case disordered(text.Folded(r.whole)):
		return "The words stand in no order that could be read."
	case r.astray != "":
		return fmt.Sprintf("This reads like an answer to another question, “%s”.", r.astray)
	}
	return ""
}

// notes says what a reader should know of how the text was read.
func (r *read) notes() []string {
	out := []string{interviewer.OfflineLimits}
	if r.struck > 0 {
		out = append(out, "Text that speaks to the grader was left out, and the rest was graded.")
	}
	return out
}

// offTopic is how much closer an answer has to be to another question for it to be that one's answer.
const offTopic = 0.025

// astray finds the question of the pack that an answer speaks to instead of the one that was asked: its title, or "".
// It is the closest one, if that is closer by far and its own signals are read more surely: what shows nothing lies
// close to nothing in particular. TestAnAnswerToAnotherQuestionIsNotTakenForAnAnswer has the figures.
func (g *Grader) astray(ctx context.Context, p interviewer.Pack, r *read) (string, error) {
	if len(r.passages) == 0 {
		return "", nil
	}
	closest, err := g.closeness(ctx, r, r.question)
	if err != nil {
		return "", err
	}
	closest, other := closest+offTopic, r.question
	for _, q := range p.Questions {
		c, err := g.closeness(ctx, r, q)
		if err != nil {
			return "", err
		}
		if c > closest {
			closest, other = c, q
		}
	}
	if other.ID == r.question.ID {
		return "", nil
	}
	asked, err := g.sureness(ctx, r, r.question)
	if err != nil {
		return "", err
	}
	if sure, err := g.sureness(ctx, r, other); err != nil || sure <= asked {
		return "", err
	}
	return other.Title, nil
}

// closeness is how close an answer comes to the matter of a question: the mean over its sentences of the cosine to the
// nearest sentence about the question, and half the cosine between the means of both.
func (g *Grader) closeness(ctx context.Context, r *read, q interviewer.Question) (float64, error) {
	about, err := g.encode(ctx, matter(q))
	if err != nil {
		return 0, err
	}
	sum := 0.
	for _, v := range r.vectors {
		_, c := nearestOf(v, about)
		sum += c
	}
	return sum/float64(len(r.vectors)) + encoder.Cosine(encoder.Mean(r.vectors), encoder.Mean(about))/2, nil
}

// sureness is how surely a question's own strong signals are read, on average: from 0, nothing of them, to 1.
func (g *Grader) sureness(ctx context.Context, r *read, q interviewer.Question) (float64, error) {
	sum, n := 0., 0
	for _, s := range q.Signals {
		if s.Kind != rubric.Strong || s.Absence {
			continue
		}
		e, err := g.examples(ctx, s)
		if err != nil {
			return 0, err
		}
		m := reading{of: s, own: true, examples: e}
		r.match(&m)
		sum += min(max(m.first+3, 0), 6) / 6
		n++
	}
	return sum / float64(max(n, 1)), nil
}

// matter are the sentences that tell what a question is about: its own, and the examples of its own signals.
func matter(q interviewer.Question) []string {
	message := text.Unwrap(q.Text)
	var out []string
	for _, s := range text.Sentences(message) {
		out = append(out, s.Of(message))
	}
	for _, s := range q.Signals {
		out = append(out, exampleSentences(s)...)
	}
	return out
}

// pairsFile has a line for each of the commonest words of grammar, with those of them that may follow it; order.py in
// data/encoder/train wrote it from 1,867 answers.
//
//go:embed pairs.txt
var pairsFile string

// followers are the words of grammar, each with those that may follow it.
var followers = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(pairsFile) {
		word, after, _ := strings.Cut(line, ":")
		out[word] = strings.Fields(after)
	}
	return out
})

// disordered says whether the words of a text stand in no order: meaning alone would not notice. It counts the words of
// grammar side by side that never stand so in an answer. It is so for none of 933 answers, 162 of 174 heaps of
// rubric words, and every answer whose words are shuffled.
func disordered(words []string) bool {
	all, wrong := 0, 0
	for i, w := range words[:max(0, len(words)-1)] {
		after, first := followers()[w]
		if _, second := followers()[words[i+1]]; first && second {
			all++
			if !slices.Contains(after, words[i+1]) {
				wrong++
			}
		}
	}
	return wrong >= 2 && 4*wrong >= all
}
