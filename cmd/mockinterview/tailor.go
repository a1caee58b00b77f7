package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/rubric/text"
)

// document reads a job description or a résumé: up to 20 KB of text or Markdown, or a PDF with as much text.
func document(ctx context.Context, what, file string) (string, error) {
	if file == "" {
		return "", nil
	}
	f, err := openNow(file)
	if errors.Is(err, os.ErrNotExist) {
		return "", notFound("", "there is no file %q", file)
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	what = fmt.Sprintf("%s %q", what, file)
	r := bufio.NewReader(leaving{ctx, f})
	var words string
	if begin, _ := r.Peek(len(pdfMagic)); string(begin) == pdfMagic {
		words, err = pdfText(ctx, what, r)
		r = bufio.NewReader(strings.NewReader(words))
	}
	if err == nil {
		words, err = plainText(what, r, llm.LargestDocument)
	}
	if err == nil && strings.TrimSpace(words) == "" {
		err = usagef("a scan has no text: copy what it says into a .txt or .md file", "%s has no text", what)
	}
	return words, err
}

// tailor orders questions by how well they suit a job and a candidate. A model also rewords them; without one only the
// choice changes, by shared words.
func tailor(
	ctx context.Context,
	client *llm.Client,
	p *interviewer.Pack,
	job, resume string,
	ids []string,
) ([]string, error) {
	if client == nil {
		return byOverlap(*p, job+"\n"+resume, ids), nil
	}
	list, _, err := client.Tailor(ctx, *p, job, resume, ids)
	if err != nil {
		return nil, err
	}
	questions := slices.Clone(p.Questions)
	var out []string
	for _, t := range list {
		out = append(out, t.ID)
		i := slices.IndexFunc(questions, func(q interviewer.Question) bool { return q.ID == t.ID })
		if i >= 0 && t.Reworded {
			questions[i].Text = t.Text
		}
	}
	p.Questions = questions
	return out, nil
}

// byOverlap puts the questions first that share the most words with what is wanted; ties keep their order.
func byOverlap(p interviewer.Pack, wanted string, ids []string) []string {
	score := map[string]int{}
	for _, id := range ids {
		q, _ := p.Question(id)
		score[id] = len(shared(q, wanted))
	}
	out := slices.Clone(ids)
	slices.SortStableFunc(out, func(x, y string) int { return cmp.Compare(score[y], score[x]) })
	return out
}

// shared are the words that a question has in common with what is wanted, each once, the longest first. Short words say
// little.
func shared(q interviewer.Question, wanted string) []string {
	has := map[string]bool{}
	for _, w := range text.Folded(wanted) {
		has[w] = len(w) > 3
	}
	words := q.Title + " " + q.Text + " " + strings.Join(q.Focus, " ") + " " + string(q.Kind)
	for _, s := range q.Signals {
		words += " " + s.Text
	}
	var out []string
	for _, w := range text.Folded(words) {
		if has[w] {
			has[w] = false
			out = append(out, w)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return out
}

// mostShared is how many words of a document are named for a question.
const mostShared = 5

// sayWhy names the questions that were chosen for a document, and the words of it that they share.
func (a *app) sayWhy(p interviewer.Pack, ids []string, w wishes) {
	if !w.tailored() {
		return
	}
	a.say("Chosen for what you gave:")
	for _, id := range ids {
		q, _ := p.Question(id)
		words := shared(q, w.job+"\n"+w.resume)
		why := "no word in common"
		if len(words) > 0 {
			why = strings.Join(words[:min(len(words), mostShared)], ", ")
		}
		a.say("- %s: %s", q.Title, why)
	}
}
