package main

import (
	"time"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
)

func (a *app) resumeCommand() *cli.Command {
	return &cli.Command{
		Name: "resume", Usage: "go on with an unfinished interview", ArgsUsage: "[ID]",
		Flags:  graderFlags(),
		Action: a.resume,
	}
}

// resume goes on with the newest unfinished interview, or the one named. The grader is the session's own unless a flag names another.
func (a *app) resume(c *cli.Context) error {
	if err := a.setup(c); err != nil {
		return err
	}
	if c.NArg() > 1 {
		return usagef("", "resume takes one id, not %d", c.NArg())
	}
	db, err := a.open(c.Context, true)
	if err != nil {
		return err
	}
	id := c.Args().First()
	if id == "" {
		open, err := db.Unfinished(c.Context, 1)
		if err == nil && len(open) == 0 {
			err = notFound(a.program()+" start begins one", "there is no unfinished interview")
		}
		if err != nil {
			db.Close()
			return err
		}
		id = open[0].ID
	}
	s, err := a.load(c.Context, db, id)
	db.Close()
	if err != nil {
		return err
	}
	if s.State != interviewer.InProgress {
		return notFound(a.program()+" show "+s.ID+" reads it", "session %s is not open any more", s.ID)
	}
	if !c.IsSet("grader") && !c.IsSet("model") {
		a.conf.grader, a.conf.inherited = string(s.Grader.Kind), true
		a.conf.model = first(s.Grader.Model, a.conf.model)
	}
	sit, err := a.sit(c)
	if err != nil {
		return err
	}
	defer sit.close()
	a.say("Going on with session %s, begun %s. %s", s.ID, s.StartedAt.Local().Format(time.DateTime), graderLine(sit.g))
	return a.interview(c.Context, sit, &s, false)
}
