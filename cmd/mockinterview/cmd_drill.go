package main

import (
	"context"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/practice"
	"mockinterview/rubric"
)

func (a *app) drillCommand() *cli.Command {
	return &cli.Command{
		Name: "drill", Usage: "practise one question", ArgsUsage: "[ROLE]",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "question", Usage: "the question `ID` (default: the one most due for practice)"},
			&cli.BoolFlag{Name: "today", Usage: "every question that is due today, one after the other"},
			levelFlag(),
			&cli.StringFlag{Name: "mode", Usage: "interview, or coach (default interview)"},
			&cli.IntFlag{Name: "followups", Usage: "at most `N` follow-ups, 0 to 2 (default 2)"},
			&cli.BoolFlag{Name: "self-rate", Usage: "rate the answer yourself before the grade is shown"},
		}, gradingFlags()...),
		Action: action(a.drillOptions, runStart),
	}
}

func (a *app) drillOptions(c *cli.Context) (startOptions, error) {
	in, err := a.invoke(c)
	if err != nil {
		return startOptions{}, err
	}
	o := startOptions{
		invocation: in, drill: true, question: c.String("question"), today: c.Bool("today"),
		selfRate: c.Bool("self-rate"),
	}
	o.role, err = in.roleArgument(c)
	return o, err
}

// mostDue chooses the question of a drill, or with --today every one that is due; none is no error.
func (a *app) mostDue(
	ctx context.Context, db *store, p interviewer.Pack, level rubric.Seniority, today bool,
) ([]string, error) {
	queue, err := a.queue(ctx, db, p, level, nil)
	if err != nil {
		return nil, err
	}
	if len(queue) == 0 {
		return plan(p, level, "", 1, nil, nil) // which says what is wrong
	}
	n := 1
	if today {
		n = practice.CountDue(queue)
	}
	ids := []string{}
	for _, it := range queue[:n] {
		ids = append(ids, it.Question)
	}
	return ids, nil
}
