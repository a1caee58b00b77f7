package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"mockinterview/interviewer"
	"mockinterview/interviewer/scorecard"
)

func (a *app) assessCommand() *cli.Command {
	return &cli.Command{
		Name: "assess", Usage: "grade one answer from a file or standard input, without a session", ArgsUsage: "[FILE]",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "role", Usage: "the `ROLE` that the question belongs to", Value: "backend-engineer"},
			&cli.StringFlag{Name: "question", Usage: "the question `ID`"},
			&cli.StringFlag{Name: "level", Usage: "junior, mid, senior or staff (default senior)"},
			&cli.BoolFlag{Name: "json", Usage: "the grade as JSON"},
			&cli.BoolFlag{Name: "show-prompt", Usage: "print exactly what would be sent to a model, and stop"},
		}, graderFlags()...),
		Action: a.assess,
	}
}

// maxAnswer is the longest answer that is taken, in bytes.
const maxAnswer = 100 << 10

func (a *app) assess(c *cli.Context) error {
	if c.NArg() > 1 {
		return usagef("give one file, or none for standard input", "assess takes one file, not %d", c.NArg())
	}
	if err := a.setup(c); err != nil {
		return err
	}
	p, err := a.pack(c.String("role"))
	if err != nil {
		return err
	}
	if c.String("question") == "" {
		return usagef(a.program()+" roles show "+p.ID+" lists the questions", "assess wants a --question")
	}
	q, err := question(p, c.String("question"))
	if err != nil {
		return err
	}
	level, err := parseLevel(first(c.String("level"), a.conf.file.Level))
	if err != nil {
		return err
	}
	opts := a.modelOptions(c, nil)
	opts.preview = c.Bool("show-prompt")
	g, err := a.graders(c, opts) // before the answer is read: it may ask
	if err != nil {
		return err
	}
	text, err := a.answerText(c.Context, c.Args().First())
	if err != nil {
		return err
	}
	t := interviewer.Turn{N: 1, Question: q, State: interviewer.Answered, Messages: []interviewer.Message{
		{N: 1, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: text},
	}}
	as := interviewer.Assessment{Pack: p, Turn: t, Level: level, Fresh: c.Bool("fresh")}
	if c.Bool("show-prompt") {
		return a.showPrompt(g, as)
	}
	grade, gerr := interviewer.Judge(c.Context, g.grader, as, g.steers, a.now)
	t.Grade = &grade
	if c.Bool("json") {
		err = scorecard.GradeJSON(a.out, grade)
	} else {
		err = a.showGrade(p, t)
	}
	if err != nil || grade.Status == interviewer.StatusGraded {
		return err
	}
	if gerr == nil {
		gerr = errors.New(first(grade.Reason, string(grade.Status)))
	}
	code, hint := exitFailed, ""
	if errors.Is(gerr, interviewer.ErrUnauthorized) {
		code = exitConfig
	}
	_, hint = a.classify(gerr)
	return &failure{code, fmt.Errorf("the answer is not fully graded: %w", gerr), hint}
}

// answerText reads an answer, verbatim.
func (a *app) answerText(ctx context.Context, file string) (string, error) {
	r := a.stdin(ctx)
	if file != "" && file != "-" {
		f, err := os.Open(file)
		if err != nil {
			if errors.Is(err, os.ErrNotExist) {
				return "", notFound("", "there is no file %q", file)
			}
			return "", err
		}
		defer f.Close()
		r = f
	} else if term.IsTerminal(int(a.in.Fd())) {
		a.say("Type the answer, then Ctrl-D.")
	}
	b, err := io.ReadAll(io.LimitReader(r, maxAnswer+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("read the answer: %w", err)
	case len(b) > maxAnswer:
		return "", usagef("shorten it", "the answer is longer than %d bytes", maxAnswer)
	case strings.TrimSpace(string(b)) == "":
		return "", usagef("give a file with an answer, or type one and end with Ctrl-D", "there is no answer to grade")
	}
	return strings.ToValidUTF8(string(b), "\uFFFD"), nil
}
