package offline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"mockinterview/interviewer"
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
	out := []string{Limits}
	if r.struck > 0 {
		out = append(out, "Text that speaks to the grader was left out, and the rest was graded.")
	}
	return out
}

// offTopic is how much surer another question's own signals have to be read, on average, for an answer to be its
// answer.
const offTopic = 0.12

// astray finds the question of the pack that an answer speaks to instead of the one that was asked: its title, or "".
func (g *Grader) astray(ctx context.Context, p interviewer.Pack, r *read) (string, error) {
	if len(r.passages) == 0 {
		return "", nil
	}
	asked, err := g.sureness(ctx, r, r.question)
	if err != nil {
		return "", err
	}
	best, title := asked+offTopic, ""
	for _, q := range p.Questions {
		if q.ID == r.question.ID {
			continue
		}
		s, err := g.sureness(ctx, r, q)
		if err != nil {
			return "", err
		}
		if s > best {
			best, title = s, q.Title
		}
	}
	return title, nil
}

// sureness is how surely a question's own strong signals are read, on average: from 0, nothing of them, to 1.
func (g *Grader) sureness(ctx context.Context, r *read, q interviewer.Question) (float64, error) {
	sum, n := 0., 0
	for _, s := range q.Signals {
		if s.Kind != rubric.Strong {
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
	if n == 0 {
		return 0, nil
	}
	return sum / float64(n), nil
}

// In English an article is hardly ever followed by one of these words; in words that somebody shuffled
// it often is.
var (
	leading        = strings.Fields("the a an every each our your their")
	neverAfterThem = strings.Fields(
		"the a an of and or is are was were it they you we i with from if when then but because that this " +
			"does has have by can will would so into must for to",
	)
)

// disordered says whether the words of a text stand in no order: meaning alone would not notice. It is so for none of
// 667 answers as people type them, and for nine in ten when their words are shuffled.
func disordered(words []string) bool {
	all, wrong := 0, 0
	for i, w := range words[:max(0, len(words)-1)] {
		if slices.Contains(leading, w) {
			all++
			if slices.Contains(neverAfterThem, words[i+1]) {
				wrong++
			}
		}
	}
	return wrong >= 2 && 8*wrong >= all
}
