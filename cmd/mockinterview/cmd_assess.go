package main

import (
	"context"
	"errors"
	"fmt"
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
			levelFlag(),
			&cli.BoolFlag{Name: "json", Usage: "the grade as JSON"},
			&cli.BoolFlag{Name: "show-prompt", Usage: "print exactly what would be sent to a model, and stop"},
		}, gradingFlags()...),
		Action: action(a.assessOptions, runAssess),
	}
}

type assessOptions struct {
	invocation
	role, question   string
	file             string // "" or "-" is standard input
	json, showPrompt bool
}

func (a *app) assessOptions(c *cli.Context) (assessOptions, error) {
	file, err := atMostOne(c, "file", "give one file, or none for standard input")
	if err != nil {
		return assessOptions{}, err
	}
	in, err := a.invoke(c)
	return assessOptions{in, c.String("role"), c.String("question"), file, c.Bool("json"), c.Bool("show-prompt")}, err
}

// maxAnswer is the longest answer that is taken, in bytes.
const maxAnswer = 100 << 10

// runAssess grades one answer. The graders are made before it is read, because making them may ask.
func runAssess(ctx context.Context, o assessOptions) error {
	p, err := o.pack(o.role)
	if err != nil {
		return err
	}
	if o.question == "" {
		return usagef(o.program()+" roles show "+p.ID+" lists the questions", "assess wants a --question")
	}
	q, err := question(p, o.question)
	if err != nil {
		return err
	}
	factory, done := o.graderFactoryReading(ctx)
	defer done()
	factory.preview = o.showPrompt
	g, err := factory.make(ctx, o.settings.grader)
	if err != nil {
		return err
	}
	text, err := o.answerText(ctx, o.file)
	if err != nil {
		return err
	}
	t := interviewer.Turn{N: 1, Question: q, State: interviewer.Answered, Messages: []interviewer.Message{
		{N: 1, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: text},
	}}
	as := interviewer.Assessment{Pack: p, Turn: t, Level: o.settings.interview.level, Fresh: o.settings.grading.fresh}
	if o.showPrompt {
		return o.printPrompts(g, as)
	}
	stop := o.telling(g)
	grade, gerr := interviewer.Judge(ctx, g.grader, as, g.steers, o.now)
	stop()
	t.Grade = &grade
	if o.json {
		err = scorecard.GradeJSON(o.product(), grade)
	} else {
		err = o.showGrade(p, t)
	}
	if err != nil || grade.Status == interviewer.StatusGraded {
		return err
	}
	return o.notGraded(grade, gerr)
}

// notGraded is the error of an answer that has no whole grade.
func (a *app) notGraded(g interviewer.Grade, cause error) error {
	if cause == nil {
		cause = errors.New(first(g.Reason, string(g.Status)))
	}
	code := exitFailed
	if errors.Is(cause, interviewer.ErrUnauthorized) {
		code = exitConfig
	}
	_, hint := a.classify(cause)
	return &failure{code, fmt.Errorf("the answer is not fully graded: %w", cause), hint}
}

// answerText reads an answer, verbatim.
func (a *app) answerText(ctx context.Context, file string) (string, error) {
	if (file == "" || file == "-") && term.IsTerminal(int(a.in.Fd())) {
		a.say("Type the answer, then Ctrl-D.")
	}
	r, err := a.input(ctx, first(file, "-"))
	if err != nil {
		return "", err
	}
	defer r.Close()
	text, err := plainText("the answer", r, maxAnswer)
	if err == nil && strings.TrimSpace(text) == "" {
		err = usagef("give a file with an answer, or type one and end with Ctrl-D", "there is no answer to grade")
	}
	return text, err
}
