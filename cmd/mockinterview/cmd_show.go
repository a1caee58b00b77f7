package main

import (
	"bytes"
	"context"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer/scorecard"
)

func (a *app) showCommand() *cli.Command {
	return &cli.Command{
		Name: "show", Usage: "read an interview with its grades and evidence", ArgsUsage: "ID",
		Flags:  []cli.Flag{jsonFlag()},
		Action: action(a.showOptions, runShow),
	}
}

type showOptions struct {
	sessionOptions
	json bool
}

func (a *app) showOptions(c *cli.Context) (showOptions, error) {
	o, err := a.sessionOptions(c)
	return showOptions{o, c.Bool("json")}, err
}

func runShow(ctx context.Context, o showOptions) error {
	s, measured, err := o.read(ctx)
	if err != nil {
		return err
	}
	if o.json {
		return scorecard.JSON(o.out, s)
	}
	var b bytes.Buffer
	if err := o.scorecards(measured).Markdown(&b, s); err != nil {
		return err
	}
	return o.page(b.String())
}
