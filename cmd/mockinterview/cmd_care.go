package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/sqlite"
)

func (a *app) backupCommand() *cli.Command {
	return &cli.Command{
		Name: "backup", Usage: "copy the database to a file", ArgsUsage: "FILE",
		Description: "The copy is whole even while an interview is going on. Automatic backups are made beside the database once a day and before an upgrade.",
		Action: func(c *cli.Context) error {
			return a.withDB(c, "FILE", func(db *sqlite.DB, file string) error {
				if err := db.Backup(c.Context, file); err != nil {
					return err
				}
				a.say("Written to %s. %s restore %s brings it back.", file, a.program(), file)
				return nil
			})
		},
	}
}

// withDB opens the database for a command that writes and takes one argument, called what in messages.
func (a *app) withDB(c *cli.Context, what string, f func(db *sqlite.DB, arg string) error) error {
	if c.NArg() != 1 {
		return usagef("", "%s wants one %s", c.Command.Name, what)
	}
	if err := a.setup(c); err != nil {
		return err
	}
	db, err := a.open(c.Context, true)
	if err != nil {
		return err
	}
	defer db.Close()
	return f(db, c.Args().First())
}

func (a *app) restoreCommand() *cli.Command {
	return &cli.Command{
		Name: "restore", Usage: "put a backup in the place of the database", ArgsUsage: "FILE",
		Description: "The backup is checked from end to end first. The database that was there is kept beside it.",
		Flags:       []cli.Flag{&cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "do not ask"}},
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return usagef(a.backupsHint(), "restore wants one FILE")
			}
			if err := a.setup(c); err != nil {
				return err
			}
			if err := a.mayReplace(c); err != nil {
				return err
			}
			kept, err := sqlite.Restore(c.Context, a.conf.db, c.Args().First(), sqlite.Options{Now: a.now, Note: func(s string) { a.say("%s", s) }})
			if errors.Is(err, os.ErrNotExist) {
				return notFound(a.backupsHint(), "there is no file %q", c.Args().First())
			}
			if err != nil {
				return err
			}
			a.say("Restored from %s.", c.Args().First())
			if kept != "" {
				a.say("The database that was there is kept as %s.", kept)
			}
			return nil
		},
	}
}

// mayReplace asks before a database with interviews is replaced. Off a terminal it goes on, for the old one is kept.
func (a *app) mayReplace(c *cli.Context) error {
	if !a.onTerminal() {
		return nil
	}
	db, err := sqlite.Open(c.Context, a.conf.db, sqlite.Options{Now: a.now, ReadOnly: true})
	if err != nil {
		return nil // there is none, or it is what the backup is needed for
	}
	n, err := db.Count(c.Context)
	db.Close()
	if err != nil || n == 0 {
		return nil
	}
	return a.confirm(c, fmt.Sprintf("Put %s in the place of the database with %s? The old one is kept beside it.", c.Args().First(), report.Count(n, "interview")))
}

// backupsHint says where the automatic backups are, if there are any.
func (a *app) backupsHint() string {
	if list := sqlite.Backups(a.conf.db); len(list) > 0 {
		return "the automatic backups are in " + sqlite.BackupFolder(a.conf.db)
	}
	return ""
}

func (a *app) importCommand() *cli.Command {
	return &cli.Command{
		Name: "import", Usage: "take in an archive written by export --all --format json", ArgsUsage: "FILE",
		Description: "Ids decide: importing twice changes nothing, and two machines can be merged both ways. - is standard input.",
		Action: func(c *cli.Context) error {
			return a.withDB(c, "FILE", func(db *sqlite.DB, file string) error {
				r := a.stdin(c.Context)
				if file != "-" {
					f, err := os.Open(file)
					if errors.Is(err, os.ErrNotExist) {
						return notFound("", "there is no file %q", file)
					}
					if err != nil {
						return err
					}
					defer f.Close()
					r = f
				}
				got, err := db.Import(c.Context, r)
				if err != nil {
					return err
				}
				a.say("%d new, %d brought forward, %d unchanged.", got.Added, got.Updated, got.Unchanged)
				if len(got.Deleted) > 0 {
					a.say("Deleted here and left so: %s", strings.Join(got.Deleted, " "))
				}
				if len(got.Conflicts) > 0 {
					return &failure{exitFailed, fmt.Errorf("these went on differently here and there, and were kept as they are here: %s", strings.Join(got.Conflicts, " ")), ""}
				}
				return nil
			})
		},
	}
}

func (a *app) deleteCommand() *cli.Command {
	return &cli.Command{
		Name: "delete", Usage: "hide an interview; it can be brought back until a purge", ArgsUsage: "ID",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "do not ask"},
			&cli.BoolFlag{Name: "undo", Usage: "bring a deleted interview back"},
		},
		Action: a.delete,
	}
}

func (a *app) delete(c *cli.Context) error {
	return a.withDB(c, "ID", func(db *sqlite.DB, name string) error {
		if c.Bool("undo") {
			id, err := db.ResolveDeleted(c.Context, name)
			if errors.Is(err, sqlite.ErrNotFound) {
				return notFound("", "there is no deleted session %q", name)
			}
			if err != nil {
				return err
			}
			if err := db.Undelete(c.Context, id); err != nil {
				return err
			}
			a.say("%s is back.", id)
			return nil
		}
		s, err := a.load(c.Context, db, name)
		if err != nil {
			return err
		}
		if err := a.confirm(c, fmt.Sprintf("Delete %s, the %s interview of %s?", s.ID, s.Role, s.StartedAt.Local().Format("2006-01-02 15:04"))); err != nil {
			return err
		}
		if err := db.Delete(c.Context, s.ID); err != nil {
			return err
		}
		a.say("Deleted. %s delete --undo %s brings it back, until %s purge removes it for good.", a.program(), s.ID, a.program())
		return nil
	})
}

// confirm asks before something is taken away. Off a terminal only --yes will do.
func (a *app) confirm(c *cli.Context, text string) error {
	if c.Bool("yes") {
		return nil
	}
	if !a.onTerminal() {
		return usagef("--yes does it without asking", "%s asks first, and there is nobody to ask", c.Command.Name)
	}
	t, err := a.terminal()
	if err != nil {
		return err
	}
	defer t.Close()
	i, err := t.Choose(c.Context, interviewer.Choice{Text: text, Options: []interviewer.Option{{Key: "y", Text: "yes"}, {Key: "n", Text: "no"}}, Default: 1})
	if err != nil {
		return err
	}
	if i != 0 {
		return &failure{exitFailed, errors.New("nothing was changed"), ""}
	}
	return nil
}

func (a *app) purgeCommand() *cli.Command {
	return &cli.Command{
		Name: "purge", Usage: "remove deleted interviews for good, from backups too",
		Flags:  []cli.Flag{&cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "do not ask"}},
		Action: a.purge,
	}
}

func (a *app) purge(c *cli.Context) error {
	db, err := a.reading(c)
	if err != nil {
		return err
	}
	defer db.Close()
	deleted, err := db.Deleted(c.Context)
	if err != nil {
		return err
	}
	if len(deleted) > 0 {
		if err := a.confirm(c, fmt.Sprintf("Remove %s for good? There is no way back.", report.Count(len(deleted), "deleted interview"))); err != nil {
			return err
		}
	}
	// Also with nothing to remove: an earlier purge may have been cut short.
	got, err := db.Purge(c.Context)
	if err != nil {
		return err
	}
	switch {
	case got.Sessions == 0:
		a.say("Nothing to purge. %s delete ID hides an interview first.", a.program())
	case len(got.Left) > 0:
		return &failure{exitFailed, fmt.Errorf("%s removed, but removed texts are still in %s", report.Count(got.Sessions, "interview"), strings.Join(got.Left, " ")), "purge again when no other mockinterview is running"}
	default:
		a.say("%s removed. The files were searched for the removed texts: none is left. Backups you made yourself with backup FILE are not touched.", report.Count(got.Sessions, "interview"))
	}
	if len(got.Cleaned) > 0 {
		a.say("Cleaned as well: %s", strings.Join(got.Cleaned, " "))
	}
	if len(got.Dropped) > 0 {
		a.say("Damaged backups that could not be cleaned were removed: %s", strings.Join(got.Dropped, " "))
	}
	return nil
}
