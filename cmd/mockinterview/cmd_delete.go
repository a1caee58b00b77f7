package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer/sqlite"
)

func (a *app) deleteCommand() *cli.Command {
	return &cli.Command{
		Name: "delete", Usage: "hide an interview; it can be brought back until a purge", ArgsUsage: "ID",
		Flags: []cli.Flag{
			yesFlag(),
			&cli.BoolFlag{Name: "undo", Usage: "bring a deleted interview back"},
		},
		Action: action(a.deleteOptions, runDelete),
	}
}

type deleteOptions struct {
	invocation
	id   string
	undo bool
	yes  bool // do not ask
}

func (a *app) deleteOptions(c *cli.Context) (deleteOptions, error) {
	id, err := oneArgument(c, "ID", a.program()+" sessions lists them")
	if err != nil {
		return deleteOptions{}, err
	}
	in, err := a.invoke(c)
	return deleteOptions{in, id, c.Bool("undo"), c.Bool("yes")}, err
}

func runDelete(ctx context.Context, o deleteOptions) error {
	db, err := o.open(ctx, writes)
	if err != nil {
		return err
	}
	defer db.Close()
	if o.undo {
		return o.bringBack(ctx, db)
	}
	s, err := o.load(ctx, db, o.id)
	if err != nil {
		return err
	}
	if !o.yes {
		begun := s.StartedAt.Local().Format("2006-01-02 15:04")
		text := fmt.Sprintf("Delete %s, the %s interview of %s?", s.ID, s.Role, begun)
		if err := o.confirm(ctx, "delete", text); err != nil {
			return err
		}
	}
	if err := db.Delete(ctx, s.ID); err != nil {
		return err
	}
	o.say(
		"Deleted. %s delete --undo %s brings it back, until %s purge removes it for good.",
		o.program(),
		s.ID,
		o.program(),
	)
	return nil
}

func (o deleteOptions) bringBack(ctx context.Context, db *store) error {
	id, err := db.ResolveDeleted(ctx, o.id)
	if errors.Is(err, sqlite.ErrNotFound) {
		return notFound(o.program()+" delete without --undo hides one", "there is no deleted session %q", o.id)
	}
	if err != nil {
		return err
	}
	if err := db.Undelete(ctx, id); err != nil {
		return err
	}
	o.say("%s is back.", id)
	return nil
}

// confirm asks before something is taken away. Off a terminal only --yes will do.
func (a *app) confirm(ctx context.Context, command, text string) error {
	if !a.onTerminal() {
		return usagef("--yes does it without asking", "%s asks first, and there is nobody to ask", command)
	}
	yes, err := a.askYesOrNo(ctx, text, "no")
	if err == nil && !yes {
		err = &failure{exitFailed, errors.New("nothing was changed"), "--yes does it without asking"}
	}
	return err
}
