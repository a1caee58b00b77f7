package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer/report"
	"mockinterview/interviewer/sqlite"
)

func (a *app) purgeCommand() *cli.Command {
	return &cli.Command{
		Name: "purge", Usage: "remove deleted interviews for good, from backups too",
		Flags:  []cli.Flag{yesFlag()},
		Action: action(a.purgeOptions, runPurge),
	}
}

type purgeOptions struct {
	invocation
	yes bool // do not ask
}

func (a *app) purgeOptions(c *cli.Context) (purgeOptions, error) {
	in, err := a.invoke(c)
	return purgeOptions{in, c.Bool("yes")}, err
}

// runPurge purges with nothing to remove, too: an earlier purge may have been cut short.
func runPurge(ctx context.Context, o purgeOptions) error {
	db, err := o.open(ctx, reads) // without a backup, which would hold what is to go
	if err != nil {
		return err
	}
	defer db.Close()
	deleted, err := db.Deleted(ctx)
	if err != nil {
		return err
	}
	if len(deleted) > 0 && !o.yes {
		text := fmt.Sprintf("Remove %s for good? There is no way back.", report.Count(len(deleted), "deleted interview"))
		if err := o.confirm(ctx, "purge", text); err != nil {
			return err
		}
	}
	got, err := db.Purge(ctx)
	if err != nil {
		return err
	}
	return o.tell(got)
}

func (o purgeOptions) tell(got sqlite.Purged) error {
	removed := report.Count(got.Sessions, "interview")
	switch {
	case got.Sessions == 0:
		o.say("Nothing to purge. %s delete ID hides an interview first.", o.program())
	case len(got.Left) > 0:
		err := fmt.Errorf("%s removed, but removed texts are still in %s", removed, strings.Join(got.Left, " "))
		return &failure{exitFailed, err, "purge again when no other mockinterview is running"}
	default:
		o.say(
			"%s removed. The files were searched for the removed texts: none is left. Backups you made yourself "+
				"with backup FILE are not touched.",
			removed,
		)
	}
	if len(got.Cleaned) > 0 {
		o.say("Cleaned as well: %s", strings.Join(got.Cleaned, " "))
	}
	if len(got.Dropped) > 0 {
		o.say("Damaged backups that could not be cleaned were removed: %s", strings.Join(got.Dropped, " "))
	}
	return nil
}
