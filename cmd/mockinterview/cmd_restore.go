package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer/report"
	"mockinterview/interviewer/sqlite"
)

func (a *app) restoreCommand() *cli.Command {
	return &cli.Command{
		Name: "restore", Usage: "put a backup in the place of the database", ArgsUsage: "FILE",
		Description: "The backup is checked from end to end first. The database that was there is kept beside it.",
		Flags:       []cli.Flag{yesFlag()},
		Action:      action(a.restoreOptions, runRestore),
	}
}

type restoreOptions struct {
	invocation
	file string
	yes  bool // do not ask
}

func (a *app) restoreOptions(c *cli.Context) (restoreOptions, error) {
	in, err := a.invoke(c)
	if err != nil {
		return restoreOptions{}, err
	}
	file, err := oneArgument(c, "FILE", in.backupsHint())
	return restoreOptions{in, file, c.Bool("yes")}, err
}

func runRestore(ctx context.Context, o restoreOptions) error {
	if err := o.mayReplace(ctx); err != nil {
		return err
	}
	kept, err := sqlite.Restore(ctx, o.settings.db, o.file, sqlite.Options{
		Now: o.now, Note: func(s string) { o.say("%s", s) },
	})
	if errors.Is(err, fs.ErrNotExist) {
		return notFound(o.backupsHint(), "there is no file %q", o.file)
	}
	if err != nil {
		return err
	}
	o.say("Restored from %s.", o.file)
	if kept != "" {
		o.say("The database that was there is kept as %s.", kept)
	}
	return nil
}

// mayReplace asks before a database with interviews is replaced. Off a terminal it goes on, for the old one is kept.
func (o restoreOptions) mayReplace(ctx context.Context) error {
	if o.yes || !o.onTerminal() {
		return nil
	}
	db, err := sqlite.Open(ctx, o.settings.db, sqlite.Options{Now: o.now, ReadOnly: true})
	if err != nil {
		return nil // there is none, or it is what the backup is needed for
	}
	n, err := db.Count(ctx)
	db.Close()
	if err != nil || n == 0 {
		return nil
	}
	text := fmt.Sprintf(
		"Put %s in the place of the database with %s? The old one is kept beside it.",
		o.file,
		report.Count(n, "interview"),
	)
	return o.confirm(ctx, "restore", text)
}

// backupsHint says where the automatic backups are, if there are any.
func (in invocation) backupsHint() string {
	if list := sqlite.Backups(in.settings.db); len(list) > 0 {
		return "the automatic backups are in " + sqlite.BackupFolder(in.settings.db)
	}
	return "name a file that " + in.program() + " backup wrote"
}
