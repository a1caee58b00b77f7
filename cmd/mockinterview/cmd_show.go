package main

import (
	"bytes"
	"context"
	"errors"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/scorecard"
	"mockinterview/interviewer/sqlite"
)

func (a *app) showCommand() *cli.Command {
	return &cli.Command{
		Name: "show", Usage: "read an interview with its grades and evidence", ArgsUsage: "ID",
		Flags:  []cli.Flag{&cli.BoolFlag{Name: "json", Usage: "as JSON"}},
		Action: a.show,
	}
}

func (a *app) show(c *cli.Context) error {
	s, err := a.one(c)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return scorecard.JSON(a.out, s)
	}
	var b bytes.Buffer
	if err := a.writer().Markdown(&b, s); err != nil {
		return err
	}
	return a.page(b.String())
}

// one is the session that the only argument names.
func (a *app) one(c *cli.Context) (interviewer.Session, error) {
	var none interviewer.Session
	if c.NArg() != 1 {
		return none, usagef("give an id, the beginning of one, or last", "%s wants one session", c.Command.Name)
	}
	db, err := a.reading(c)
	if err != nil {
		return none, err
	}
	defer db.Close()
	return a.load(c.Context, db, c.Args().First())
}

// load finds a session by id, prefix or "last".
func (a *app) load(ctx context.Context, db *sqlite.DB, name string) (interviewer.Session, error) {
	id, err := db.Resolve(ctx, name)
	if err != nil {
		if errors.Is(err, sqlite.ErrNotFound) && !errors.Is(err, sqlite.ErrDeleted) {
			return interviewer.Session{}, notFound(a.program()+" sessions lists them", "there is no session %q", name)
		}
		return interviewer.Session{}, err
	}
	return db.Load(ctx, id)
}
