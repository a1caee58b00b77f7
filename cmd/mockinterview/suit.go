package main

import (
	"cmp"
	"context"
	"slices"

	"mockinterview/interviewer"
	"mockinterview/rubric/text"
)

// likeness compares sentences by what they mean.
type likeness interface {
	// Similarity gives cosines: of every sentence of a, a row, with every one of b.
	Similarity(ctx context.Context, a, b []string) ([][]float64, error)
}

// suited is a question with the passage of a document that speaks for it most; "" where none does.
type suited struct{ id, passage string }

// What is read of a document, and how much of it counts for one question.
const (
	mostPassages   = 150
	fewestWords    = 3
	passagesCount  = 3
	clearlyNearer  = .1 // than to the other questions on average
	shownOfPassage = 90
)

// byMeaning puts the questions first to which a job description or a résumé speaks. A passage counts for a question by
// how much nearer it is to what the question looks for than to what the others do, so that phrases which every document
// has count for none. Ties keep their order.
func byMeaning(ctx context.Context, m likeness, p interviewer.Pack, document string, ids []string) ([]suited, error) {
	sentences, of := sentencesOf(p, ids)
	passages := passagesOf(document)
	near, err := m.Similarity(ctx, passages, sentences)
	if err != nil {
		return nil, err
	}
	gains := make([][]float64, len(ids)) // by question, then passage
	for q := range ids {
		gains[q] = make([]float64, len(passages))
	}
	for i := range passages {
		best, mean := make([]float64, len(ids)), 0.
		for k, q := range of {
			best[q] = max(best[q], near[i][k])
		}
		for _, b := range best {
			mean += b / float64(len(ids))
		}
		for q := range ids {
			gains[q][i] = best[q] - mean
		}
	}
	type scored struct {
		suited
		score float64
	}
	all := make([]scored, len(ids))
	for q, id := range ids {
		all[q] = scored{suited: suited{id: id}}
		if len(passages) > 0 {
			if i := slices.Index(gains[q], slices.Max(gains[q])); gains[q][i] >= clearlyNearer {
				all[q].passage = interviewer.Clip(passages[i], shownOfPassage)
			}
		}
		best := slices.Clone(gains[q])
		slices.SortFunc(best, func(a, b float64) int { return cmp.Compare(b, a) })
		for _, g := range best[:min(passagesCount, len(best))] {
			all[q].score += max(g, 0)
		}
	}
	slices.SortStableFunc(all, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	out := make([]suited, len(all))
	for i, s := range all {
		out[i] = s.suited
	}
	return out, nil
}

// sentencesOf lists what questions look for, and for each sentence the place of its question. The vectors of signals
// come with the program.
func sentencesOf(p interviewer.Pack, ids []string) (sentences []string, of []int) {
	for i, id := range ids {
		q, _ := p.Question(id)
		for _, s := range q.Signals {
			sentences, of = append(sentences, s.Text), append(of, i)
		}
		for _, t := range append([]string{q.Title}, q.Truths...) {
			sentences, of = append(sentences, t), append(of, i)
		}
	}
	return sentences, of
}

// passagesOf are the sentences and list items of a document that say something.
func passagesOf(document string) []string {
	var out []string
	for _, span := range text.Sentences(document) {
		s := interviewer.OneLine(document[span.Start:span.End])
		if len(text.Folded(s)) >= fewestWords && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out[:min(mostPassages, len(out))]
}

// idsOf are the questions of a choice.
func idsOf(list []suited) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.id
	}
	return out
}
