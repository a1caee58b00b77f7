package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
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
		text := fmt.Sprintf(
			"Remove %s for good? There is no way back.",
			report.Count(len(deleted), "deleted interview"),
		)
		if err := o.confirm(ctx, "purge", text); err != nil {
			return err
		}
	}
	got, err := db.Purge(ctx)
	if err != nil {
		return err
	}
	if err := o.tell(got); err != nil {
		return err
	}
	if err := o.removeRecordings(ctx, db); err != nil {
		return err
	}
	return o.removeRescued(got.Sessions > 0)
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
		o.say("%s removed.", removed)
	}
	switch {
	case got.Sessions == 0:
	case len(got.Unsearched) > 0:
		o.say(
			"%s of them by an earlier purge that was cut short: its texts are not known any more, so the files were "+
				"rebuilt but could not be searched for them.",
			report.Count(len(got.Unsearched), "interview"),
		)
	default:
		o.say(
			"The files were searched for the removed texts: none is left. Backups you made yourself " +
				"with backup FILE are not touched.",
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

// removeRescued removes the answers that could not be saved and were put into files: a purge that leaves them would
// leave words behind. Nothing says of which interview they are. One that may not be removed is said and left: in a
// folder that all users share it may be somebody else's.
func (o purgeOptions) removeRescued(purged bool) error {
	for _, dir := range o.rescueFolders() {
		files, err := filepath.Glob(filepath.Join(escapeGlob(dir), rescued))
		if err != nil {
			return err
		}
		for _, file := range files {
			if !purged {
				o.say("An answer that could not be saved once lies in %s.", file)
				continue
			}
			if err := os.Remove(file); err != nil {
				o.say("An answer that could not be saved once could not be removed: %v", err)
				continue
			}
			o.say("Removed as well, an answer that could not be saved once: %s", file)
		}
	}
	return nil
}

// escapeGlob makes a folder's name stand for itself in a pattern.
func escapeGlob(s string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(s)
}
