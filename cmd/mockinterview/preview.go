package main

import (
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/sqlite"
	"mockinterview/rubric"
)

// preview prints what would be asked, or what grading would send. It leaves no trace and sends nothing: the database is only read, and where a model would
// suit the questions to a job, they are suited here.
func (a *app) preview(c *cli.Context, w wishes, s interviewer.Session) error {
	db, err := sqlite.Open(c.Context, a.conf.db, sqlite.Options{Now: a.now, ReadOnly: true})
	switch {
	case errors.Is(err, sqlite.ErrNoDatabase), errors.Is(err, sqlite.ErrOlder):
		db = nil
	case err != nil:
		return err
	default:
		defer db.Close()
	}
	opts := a.modelOptions(c, nil)
	opts.preview = true
	g, err := a.graders(c, opts)
	if err != nil {
		return err
	}
	ids, err := a.candidates(c.Context, db, w, s)
	if err != nil {
		return err
	}
	if w.tailored() {
		ids = byOverlap(s.Pack, w.job+"\n"+w.resume, ids)
		if g.client != nil {
			a.say("Nothing is sent for a preview: these suit by the words they share. The model may choose otherwise, and reword them.")
		}
	}
	ids = ids[:min(first(w.n, fullSet), len(ids))]
	if c.Bool("show-prompt") {
		q, _ := s.Pack.Question(ids[0])
		return a.showPrompt(g, sampleAssessment(s.Pack, q, s.Level))
	}
	for i, id := range ids {
		q, _ := s.Pack.Question(id)
		fmt.Fprintf(a.out, "%d. %s (%s, %s, about %s)\n", i+1, interviewer.Visible(q.Title), q.ID, q.Kind, report.Count(q.Minutes, "minute"))
	}
	return nil
}

// showPrompt prints exactly what grading would send, and sends nothing.
func (a *app) showPrompt(g graders, as interviewer.Assessment) error {
	if g.client == nil {
		a.say("Grading offline sends nothing.")
		return nil
	}
	list, err := g.client.Prompts(as)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		a.say("This text is no answer, so nothing would be sent.")
	}
	for _, o := range list {
		fmt.Fprintln(a.out, interviewer.Visible(o.String()))
	}
	return nil
}

// sampleAnswer stands for the candidate's words where a prompt is shown before any are typed.
const sampleAnswer = "(Here stands what you type, sentence by sentence, as one answer.)"

func sampleAssessment(p interviewer.Pack, q interviewer.Question, level rubric.Seniority) interviewer.Assessment {
	return interviewer.Assessment{Pack: p, Level: level, Turn: interviewer.Turn{N: 1, Question: q, State: interviewer.Answered, Messages: []interviewer.Message{
		{N: 1, From: interviewer.FromInterviewer, Kind: interviewer.KindQuestion, Text: q.Text},
		{N: 2, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: sampleAnswer},
	}}}
}
