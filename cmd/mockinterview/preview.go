package main

import (
	"context"
	"errors"
	"fmt"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/sqlite"
	"mockinterview/rubric"
)

// runPreview prints what would be asked, or what grading would send. It leaves no trace and sends nothing: the database
// is only read, and where a model would suit the questions to a job, they are suited here.
func (o startOptions) runPreview(ctx context.Context, w wishes, s interviewer.Session) error {
	var history *store
	db, err := sqlite.Open(ctx, o.settings.db, sqlite.Options{Now: o.now, ReadOnly: true})
	switch {
	case errors.Is(err, sqlite.ErrNoDatabase), errors.Is(err, sqlite.ErrOlder):
	case err != nil:
		return err
	default:
		defer db.Close()
		history = &store{DB: db}
	}
	factory := o.graderFactory(ctx, nil)
	factory.preview = true
	g, err := factory.make(ctx, o.settings.grader)
	if err != nil {
		return err
	}
	ids, err := o.candidates(ctx, history, w, s)
	if err != nil {
		return err
	}
	if w.tailored() {
		ids = byOverlap(s.Pack, w.job+"\n"+w.resume, ids)
		if g.client != nil {
			o.say(
				"Nothing is sent for a preview: these suit by the words they share. The model may choose otherwise, " +
					"and reword them.",
			)
		}
	}
	n := w.n
	if n == 0 && s.Options.Minutes > 0 {
		n = fitting(s.Pack, ids, s.Options.Minutes)
	}
	ids = ids[:min(first(n, fullSet), len(ids))]
	o.sayWhy(s.Pack, ids, w)
	s.Pack = timed(s.Pack, ids, s.Options.Minutes)
	if o.showPrompt {
		q, _ := s.Pack.Question(ids[0])
		return o.printPrompts(g, sampleAssessment(s.Pack, q, s.Level))
	}
	for i, id := range ids {
		q, _ := s.Pack.Question(id)
		line := fmt.Sprintf(
			"%d. %s (%s, %s, about %s)\n",
			i+1,
			q.Title,
			q.ID,
			q.Kind,
			report.Count(q.Minutes, "minute"),
		)
		if err := o.put(line); err != nil {
			return err
		}
	}
	return nil
}

// printPrompts prints exactly what grading would send, and sends nothing.
func (a *app) printPrompts(g graders, as interviewer.Assessment) error {
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
		if err := a.put(o.String() + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// sampleAnswer stands for the candidate's words where a prompt is shown before any are typed.
const sampleAnswer = "(Here stands what you type, sentence by sentence, as one answer.)"

func sampleAssessment(p interviewer.Pack, q interviewer.Question, level rubric.Seniority) interviewer.Assessment {
	return interviewer.Assessment{
		Pack:  p,
		Level: level,
		Turn: interviewer.Turn{N: 1, Question: q, State: interviewer.Answered, Messages: []interviewer.Message{
			{N: 1, From: interviewer.FromInterviewer, Kind: interviewer.KindQuestion, Text: q.Text},
			{N: 2, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: sampleAnswer},
		}},
	}
}
