package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// preview prints what would be asked, or sent, and leaves no trace.
func (a *app) preview(c *cli.Context, g graders, s interviewer.Session) error {
	if c.Bool("show-prompt") {
		q, _ := s.Pack.Question(s.Questions[0])
		return a.showPrompt(g, sampleAssessment(s.Pack, q, s.Level))
	}
	for i, id := range s.Questions {
		q, _ := s.Pack.Question(id)
		fmt.Fprintf(a.out, "%d. %s (%s, %s, about %d minutes)\n", i+1, interviewer.Visible(q.Title), q.ID, q.Kind, q.Minutes)
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
