package main

import (
	"context"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
)

func (a *app) resumeCommand() *cli.Command {
	return &cli.Command{
		Name: "resume", Usage: "go on with an unfinished interview", ArgsUsage: "[ID]",
		Flags:  slices.Concat(voiceFlags(), gradingFlags()),
		Action: action(a.resumeOptions, runResume),
	}
}

type resumeOptions struct {
	invocation
	id        string // "" is the newest unfinished one
	ownGrader bool   // the grader is the session's own, for no flag names another
	spoken    voiceOptions
}

func (a *app) resumeOptions(c *cli.Context) (resumeOptions, error) {
	in, err := a.invoke(c)
	if err != nil {
		return resumeOptions{}, err
	}
	id, err := atMostOne(c, "id", "give an id, the beginning of one, or none for the newest")
	return resumeOptions{in, id, !namesGrader(c), readVoice(c)}, err
}

// runResume goes on with the newest unfinished interview, or the one named.
func runResume(ctx context.Context, o resumeOptions) error {
	s, err := o.unfinished(ctx)
	if err != nil {
		return err
	}
	choice := o.settings.grader
	if o.ownGrader {
		choice = o.settings.sessionGrader(s.Grader)
	}
	sit, err := o.sit(ctx, choice, o.spoken)
	if err != nil {
		return err
	}
	defer sit.close()
	o.say(
		"Going on with session %s, begun %s. %s",
		s.ID,
		s.StartedAt.Local().Format(time.DateTime),
		graderLine(sit.graders),
	)
	return sit.interview(ctx, &s, false)
}

// unfinished is the session to go on with.
func (o resumeOptions) unfinished(ctx context.Context) (interviewer.Session, error) {
	var none interviewer.Session
	db, err := o.open(ctx, writes)
	if err != nil {
		return none, err
	}
	defer db.Close()
	id := o.id
	if id == "" {
		open, err := db.Unfinished(ctx, 1)
		if err == nil && len(open) == 0 {
			err = notFound(o.program()+" start begins one", "there is no unfinished interview")
		}
		if err != nil {
			return none, err
		}
		id = open[0].ID
	}
	s, err := o.load(ctx, db, id)
	if err != nil {
		return none, err
	}
	switch s.State {
	case interviewer.InProgress:
	case interviewer.Abandoned: // it was quit, by mistake or too early
		again := interviewer.Ended{State: interviewer.InProgress}
		if err := db.Save(ctx, s.ID, again); err != nil {
			return none, err
		}
		s.Apply(again)
	default:
		return none, notFound(o.program()+" show "+s.ID+" reads it", "session %s is not open any more", s.ID)
	}
	return s, nil
}
