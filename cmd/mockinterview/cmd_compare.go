package main

import (
	"bytes"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer/practice"
)

func (a *app) compareCommand() *cli.Command {
	return &cli.Command{
		Name: "compare", Usage: "see two attempts side by side", ArgsUsage: "ID ID",
		Flags:  []cli.Flag{&cli.BoolFlag{Name: "json", Usage: "as JSON"}},
		Action: a.compare,
	}
}

func (a *app) compare(c *cli.Context) error {
	if c.NArg() != 2 {
		return usagef("give two ids, the beginnings of two, or last for one of them", "compare wants two sessions")
	}
	db, err := a.reading(c)
	if err != nil {
		return err
	}
	defer db.Close()
	first, err := a.load(c.Context, db, c.Args().Get(0))
	if err != nil {
		return err
	}
	second, err := a.load(c.Context, db, c.Args().Get(1))
	if err != nil {
		return err
	}
	switch {
	case first.ID == second.ID:
		return usagef(a.program()+" sessions lists them", "both are the session %s; name two", first.ID)
	case first.Role != second.Role:
		return usagef(a.program()+" sessions --role "+first.Role+" lists what can be compared with the first",
			"%s is of %s and %s of %s: their rubrics have nothing in common", first.ID, first.Role, second.ID, second.Role)
	}
	result := practice.Compare(first, second)
	if c.Bool("json") {
		return practice.CompareJSON(a.out, result)
	}
	var b bytes.Buffer
	if err := a.practiceWriter().Compare(&b, result); err != nil {
		return err
	}
	return a.page(b.String())
}
