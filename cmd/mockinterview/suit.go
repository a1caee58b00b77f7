package main

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode"

	"mockinterview/interviewer"
	"mockinterview/rubric/text"
)

// likeness compares sentences by what they mean.
type likeness interface {
	// Similarity gives cosines: of every sentence of a, a row, with every one of b.
	Similarity(ctx context.Context, a, b []string) ([][]float64, error)
}

// fit is how much a document speaks for a question, and the passage that speaks for it most.
type fit struct {
	score   float64
	passage string
}

// What is read of a document, and when a passage speaks for a question. An advertisement is no answer, which is what
// the encoder has learned to read, so rare words that both have count as well. The figures were chosen on the lines of
// six advertisements, for four roles.
const (
	mostPassages   = 150
	fewestWords    = 3
	passagesCount  = 3   // for one question
	alike          = .57 // the cosine from which a passage speaks of what a question looks for,
	clearlyNearer  = .12 // and how much nearer that has to be than to the other questions on average;
	sharedWords    = 2   // or so many rare words in common,
	rareWord       = .05 // each worth this, times its rarity, together with the nearness
	together       = .3  // as much as this
	wordStem       = 5   // letters tell a word from another
	shownOfPassage = 90
)

// byMeaning gives the questions to which a job description or a résumé speaks. A passage speaks for the one question
// that it is nearest to, or for none: phrases that every document has are near to all of them.
func byMeaning(
	ctx context.Context, m likeness, document string, questions []interviewer.Question,
) (map[string]fit, error) {
	sentences, of := sentencesOf(questions)
	passages := passagesOf(document)
	unnumbered := make([]string, len(passages)) // a salary is like any large number
	for i, p := range passages {
		unnumbered[i] = strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return -1
			}
			return r
		}, p)
	}
	cosines, err := m.Similarity(ctx, unnumbered, sentences)
	if err != nil {
		return nil, err
	}
	rarity := newRarity(questions)
	said := map[string][]fit{}
	for i, passage := range passages {
		best, mean := make([]float64, len(questions)), 0.
		for k, q := range of {
			best[q] = max(best[q], cosines[i][k])
		}
		for _, b := range best {
			mean += b / float64(len(questions))
		}
		most, speaks := fit{passage: interviewer.Clip(passage, shownOfPassage)}, ""
		for q, b := range best {
			shared, worth := rarity.shared(passage, q)
			score := b - mean + rareWord*worth
			near := b >= alike && b-mean >= clearlyNearer || shared >= sharedWords && score >= together
			if near && score > most.score {
				most.score, speaks = score, questions[q].ID
			}
		}
		if speaks != "" {
			said[speaks] = append(said[speaks], most)
		}
	}
	out := map[string]fit{}
	for id, fits := range said {
		slices.SortStableFunc(fits, func(a, b fit) int { return cmp.Compare(b.score, a.score) })
		f := fits[0]
		for _, other := range fits[1:min(passagesCount, len(fits))] {
			f.score += other.score
		}
		out[id] = f
	}
	return out, nil
}

// sentencesOf lists what questions look for, and for each sentence the place of its question. The vectors of signals
// come with the program.
func sentencesOf(questions []interviewer.Question) (sentences []string, of []int) {
	for i, q := range questions {
		for _, s := range q.Signals {
			sentences, of = append(sentences, s.Text), append(of, i)
		}
		for _, t := range q.Truths {
			sentences, of = append(sentences, t), append(of, i)
		}
	}
	return sentences, of
}

// rarity knows the words of questions, and in how many of them each stands.
type rarity struct {
	words [][]string
	in    map[string]int
}

func newRarity(questions []interviewer.Question) rarity {
	r := rarity{in: map[string]int{}}
	sentences, of := sentencesOf(questions)
	for i, q := range questions {
		said := q.Title + ". " + q.Text
		for k, s := range sentences {
			if of[k] == i {
				said += ". " + s
			}
		}
		words := stems(said)
		for _, w := range words {
			r.in[w]++
		}
		r.words = append(r.words, words)
	}
	return r
}

// shared counts the rare words that a passage shares with a question, and what they are worth.
func (r rarity) shared(passage string, question int) (n int, worth float64) {
	all := len(r.words)
	for _, w := range stems(passage) {
		if slices.Contains(r.words[question], w) && r.in[w] <= max(2, all/5) {
			n, worth = n+1, worth+math.Log(float64(all)/float64(r.in[w]))
		}
	}
	return n, worth
}

// stems are the words of a text, each once, without what is bent at their ends.
func stems(s string) []string {
	var out []string
	for _, w := range text.Folded(s) {
		letters := []rune(w)
		if len(letters) > 2 && unicode.IsLetter(letters[0]) {
			out = append(out, string(letters[:min(wordStem, len(letters))]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// passagesOf are the sentences and list items of a document that say something of the work.
func passagesOf(document string) []string {
	var out []string
	for part := range strings.SplitSeq(document, ";") {
		for _, span := range text.Sentences(part) {
			s := interviewer.OneLine(part[span.Start:span.End])
			words := text.Folded(s)
			if len(words) >= fewestWords && !slices.ContainsFunc(words, ofTerms) && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out[:min(mostPassages, len(out))]
}

// ofTerms says whether a word is of the terms of an employment: its passage says nothing of the work.
func ofTerms(word string) bool {
	switch word {
	case "salary", "bonus", "pension", "holiday", "holidays", "vacation", "employer", "english":
		return true
	}
	return false
}
