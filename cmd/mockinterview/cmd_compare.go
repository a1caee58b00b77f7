package main

import (
	"bytes"
	"context"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/practice"
)

func (a *app) compareCommand() *cli.Command {
	return &cli.Command{
		Name: "compare", Usage: "see two attempts side by side", ArgsUsage: "ID ID",
		Flags:  []cli.Flag{jsonFlag()},
		Action: action(a.compareOptions, runCompare),
	}
}

type compareOptions struct {
	invocation
	before, after string // ids
	json          bool
}

func (a *app) compareOptions(c *cli.Context) (compareOptions, error) {
	if c.NArg() != 2 {
		return compareOptions{}, usagef(
			"give two ids, the beginnings of two, or last for one of them",
			"compare wants two sessions",
		)
	}
	in, err := a.invoke(c)
	return compareOptions{in, c.Args().Get(0), c.Args().Get(1), c.Bool("json")}, err
}

func runCompare(ctx context.Context, o compareOptions) error {
	before, after, err := o.both(ctx)
	if err != nil {
		return err
	}
	switch {
	case before.ID == after.ID:
		return usagef(o.program()+" sessions lists them", "both are the session %s; name two", before.ID)
	case before.Role != after.Role:
		return usagef(
			o.program()+" sessions --role "+before.Role+" lists what can be compared with the first",
			"%s is of %s and %s of %s: their rubrics have nothing in common",
			before.ID,
			before.Role,
			after.ID,
			after.Role,
		)
	}
	result := practice.Compare(before, after)
	if o.json {
		return practice.CompareJSON(o.product(), result)
	}
	var b bytes.Buffer
	if err := o.practiceWriter().Compare(&b, result); err != nil {
		return err
	}
	return o.page(b.String())
}

func (o compareOptions) both(ctx context.Context) (before, after interviewer.Session, err error) {
	db, err := o.open(ctx, reads)
	if err != nil {
		return before, after, err
	}
	defer db.Close()
	if before, err = o.load(ctx, db, o.before); err != nil {
		return before, after, err
	}
	after, err = o.load(ctx, db, o.after)
	return before, after, err
}
