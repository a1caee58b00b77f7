package main

import (
	"context"

	"github.com/urfave/cli/v2"
)

func (a *app) backupCommand() *cli.Command {
	return &cli.Command{
		Name: "backup", Usage: "copy the database to a file", ArgsUsage: "FILE",
		Description: "The copy is whole even while an interview is going on. Automatic backups are made beside the " +
			"database once a day and before an upgrade.",
		Action: action(a.backupOptions, runBackup),
	}
}

type backupOptions struct {
	invocation
	file string
}

func (a *app) backupOptions(c *cli.Context) (backupOptions, error) {
	file, err := oneArgument(c, "FILE", "name the file to write")
	if err != nil {
		return backupOptions{}, err
	}
	in, err := a.invoke(c)
	return backupOptions{in, file}, err
}

func runBackup(ctx context.Context, o backupOptions) error {
	if err := o.mayWrite(o.file, false); err != nil {
		return err
	}
	db, err := o.open(ctx, writes)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Backup(ctx, o.file); err != nil {
		return err
	}
	o.say("Written to %s. %s brings it back.", o.file, o.command("restore", o.file))
	return nil
}
