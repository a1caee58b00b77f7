package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
)

// document reads a job description or a résumé: up to 20 KB of text or Markdown, or a PDF with as much text.
func document(ctx context.Context, what, file string) (string, error) {
	if file == "" {
		return "", nil
	}
	f, err := openNow(file)
	if errors.Is(err, os.ErrNotExist) {
		return "", notFound("check the name", "there is no file %q", file)
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

// speaking gives the questions that the words of a job description or a résumé speak for, by meaning. Where a model
// chooses it reads them itself: see tailor.
func (w wishes) speaking(ctx context.Context, g graders, s interviewer.Session) (map[string]fit, error) {
	if !w.tailored() {
		return nil, nil
	}
	return byMeaning(ctx, g.meaning, w.job+"\n"+w.resume, suiting(s.Pack, s.Level, w.focus))
}

// tailor lets a model order questions by how well they suit a job and a candidate, and reword them.
func tailor(ctx context.Context, g graders, p *interviewer.Pack, w wishes, ids []string) ([]string, error) {
	list, _, err := g.client.Tailor(ctx, *p, w.job, w.resume, ids)
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
