package main

import (
	"bytes"
	"context"
	"strconv"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/scorecard"
)

func (a *app) showCommand() *cli.Command {
	return &cli.Command{
		Name: "show", Usage: "read an interview: on one page, a question in full, or all of it", ArgsUsage: "ID [N]",
		Description: "Without more it is one page: a line a question, and what to do next. With the number of a " +
			"question it is that question with everything said and every mark; with --all it is all of them.",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "all", Usage: "every question in full"},
			jsonFlag(),
		},
		Action: action(a.showOptions, runShow),
	}
}

type showOptions struct {
	sessionOptions
	question  int // its number; 0: none was named
	all, json bool
}

func (a *app) showOptions(c *cli.Context) (showOptions, error) {
	o := showOptions{all: c.Bool("all"), json: c.Bool("json")}
	if n := c.NArg(); n < 1 || n > 2 {
		return o, usagef("give an id, the beginning of one, or last", "show wants one session, and may be a question")
	}
	o.id = c.Args().First()
	if n := c.Args().Get(1); n != "" {
		var err error
		if o.question, err = strconv.Atoi(n); err != nil || o.question < 1 {
			return o, usagef("a question is named by its number, as in show last 2", "%q is no number of a question", n)
		}
	}
	var err error
	o.invocation, err = a.invoke(c)
	return o, err
}

func runShow(ctx context.Context, o showOptions) error {
	s, measured, err := o.read(ctx)
	if err != nil {
		return err
	}
	if o.json {
		return scorecard.JSON(o.product(), s)
	}
	var b bytes.Buffer
	if err := o.write(&b, o.scorecards(measured), s); err != nil {
		return err
	}
	return o.page(b.String())
}

func (o showOptions) write(b *bytes.Buffer, w scorecard.Writer, s interviewer.Session) error {
	switch {
	case o.all:
		return w.Markdown(b, s)
	case o.question == 0:
		return w.Overview(b, s)
	}
	t := s.Turn(o.question)
	if t == nil {
		return notFound(o.program()+" show "+s.ID+" lists them", "session %s has no question %d", s.ID, o.question)
	}
	return w.Question(b, s, *t)
}
