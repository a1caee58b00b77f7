package main

import (
	"context"
	"slices"
	"strconv"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/practice"
	"mockinterview/interviewer/scorecard"
)

func (a *app) retryCommand() *cli.Command {
	return &cli.Command{
		Name: "retry", Usage: "answer the weakest question of an interview once more", ArgsUsage: "[ID [N]]",
		Description: "Asks the weakest question of the last interview again, or of the one that is named, or its " +
			"question N; at the end both answers stand side by side. The next drill then takes another question that " +
			"looks for the same thing.",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "mode", Usage: "interview, or coach (default interview)"},
			&cli.IntFlag{Name: "followups", Usage: "at most `N` follow-ups, 0 to 2 (default 2)"},
			&cli.BoolFlag{Name: "self-rate", Usage: "rate the answer yourself before the grade is shown"},
		}, slices.Concat(voiceFlags(), gradingFlags())...),
		Action: action(a.retryOptions, runRetry),
	}
}

type retryOptions struct {
	sessionOptions
	question int // its number; 0: the weakest
	selfRate bool
	spoken   voiceOptions
}

func (a *app) retryOptions(c *cli.Context) (retryOptions, error) {
	o := retryOptions{selfRate: c.Bool("self-rate"), spoken: readVoice(c)}
	o.id = first(c.Args().First(), "last")
	if c.NArg() > 2 {
		return o, usagef("give an id, the beginning of one, or last", "retry takes one session, and may be a question")
	}
	if n := c.Args().Get(1); n != "" {
		var err error
		if o.question, err = strconv.Atoi(n); err != nil || o.question < 1 {
			return o, usagef(
				"a question is named by its number, as in retry last 2", "%q is no number of a question", n,
			)
		}
	}
	var err error
	o.invocation, err = a.invoke(c)
	return o, err
}

// runRetry holds a drill of a question that was answered before.
func runRetry(ctx context.Context, o retryOptions) error {
	s, _, err := o.read(ctx)
	if err != nil {
		return err
	}
	t, err := o.again(s)
	if err != nil {
		return err
	}
	before := practice.Alone(s, t)
	held := o.settings.interview
	held.level = s.Level
	return runStart(ctx, startOptions{
		invocation: o.withInterview(held), role: s.Role, drill: true, question: t.Question.ID, selfRate: o.selfRate,
		before: &before, spoken: o.spoken,
	})
}

// again is the turn to answer once more.
func (o retryOptions) again(s interviewer.Session) (interviewer.Turn, error) {
	n := o.question
	if n == 0 {
		p := scorecard.New(s).Practise
		if p == nil {
			return interviewer.Turn{}, notFound(o.program()+" retry "+s.ID+" N answers question N again",
				"session %s has no graded answer with a gap", s.ID)
		}
		n = p.Turn
	}
	t := s.Turn(n)
	if t == nil {
		return interviewer.Turn{}, notFound(o.program()+" show "+s.ID+" lists them",
			"session %s has no question %d", s.ID, n)
	}
	return *t, nil
}
