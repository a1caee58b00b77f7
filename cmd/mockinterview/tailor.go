package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/rubric/text"
)

// document reads a job description or a résumé: up to 20 KB of text or Markdown.
func document(what, file string) (string, error) {
	if file == "" {
		return "", nil
	}
	b, err := interviewer.ReadFile(file, largestSettings)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", notFound("check the name", "there is no file %q", file)
	case err != nil:
		return "", err
	case bytes.HasPrefix(b, []byte("%PDF-")):
		return "", usagef("copy its text into a .txt or .md file", "%s %q is a PDF, which is not read", what, file)
	case len(b) > llm.LargestDocument:
		return "", usagef(
			"keep the part that matters",
			"%s %q has %d bytes, at most %d are read",
			what,
			file,
			len(b),
			llm.LargestDocument,
		)
	case !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0:
		return "", usagef("save it as plain text in UTF-8", "%s %q is no text", what, file)
	}
	return string(b), nil
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
	has := map[string]bool{}
	for _, w := range text.Folded(wanted) {
		if len(w) > 3 {
			has[w] = true
		}
	}
	score := map[string]int{}
	for _, id := range ids {
		q, _ := p.Question(id)
		words := q.Title + " " + q.Text + " " + strings.Join(q.Focus, " ") + " " + string(q.Kind)
		for _, s := range q.Signals {
			words += " " + s.Text
		}
		seen := map[string]bool{}
		for _, w := range text.Folded(words) {
			if has[w] && !seen[w] {
				seen[w] = true
				score[id]++
			}
		}
	}
	out := slices.Clone(ids)
	slices.SortStableFunc(out, func(x, y string) int { return cmp.Compare(score[y], score[x]) })
	return out
}
