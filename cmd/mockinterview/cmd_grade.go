package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/scorecard"
	"mockinterview/interviewer/sqlite"
)

func (a *app) gradeCommand() *cli.Command {
	return &cli.Command{
		Name: "grade", Usage: "grade or regrade answers, and say what changed", ArgsUsage: "[ID]",
		Flags: append([]cli.Flag{
			&cli.BoolFlag{Name: "pending", Usage: "only answers whose grade is pending, partial or failed"},
			&cli.BoolFlag{Name: "all", Usage: "every answer of every session"},
		}, graderFlags()...),
		Action: a.grade,
	}
}

func (a *app) grade(c *cli.Context) error {
	id := c.Args().First()
	switch {
	case c.NArg() > 1:
		return usagef("", "grade takes one id, not %d", c.NArg())
	case id == "" && !c.Bool("pending") && !c.Bool("all"):
		return usagef("give an id, or --pending, or --all", "grade wants to know what")
	}
	if err := a.setup(c); err != nil {
		return err
	}
	db, err := a.open(c.Context, true)
	if err != nil {
		return err
	}
	defer db.Close()
	ids, err := a.toGrade(c, db, id)
	if err != nil {
		return err
	}
	r := regrade{app: a, c: c, db: db}
	for _, id := range ids {
		if err := r.session(c.Context, id); err != nil {
			return err
		}
	}
	if r.graded == 0 {
		a.say("Nothing to grade.")
	}
	if r.open > 0 {
		return a.stillPending(r)
	}
	return nil
}

func (a *app) toGrade(c *cli.Context, db *sqlite.DB, name string) ([]string, error) {
	if name != "" {
		id, err := db.Resolve(c.Context, name)
		if errors.Is(err, sqlite.ErrNotFound) {
			return nil, notFound(a.program()+" sessions lists them", "there is no session %q", name)
		}
		return []string{id}, err
	}
	if c.Bool("pending") {
		return db.Pending(c.Context)
	}
	list, err := db.Sessions(c.Context, sqlite.Filter{})
	var ids []string
	for _, s := range list {
		ids = append(ids, s.ID)
	}
	return ids, err
}

// regrade goes through sessions one at a time, so that memory stays flat, and through the answers of one together.
type regrade struct {
	app    *app
	c      *cli.Context
	db     *sqlite.DB
	made   map[interviewer.GraderInfo]graders
	graded int
	open   int
	err    error
}

// graders are those that flags name, or else the session's own: a grade never changes its grader silently.
func (r *regrade) graders(s interviewer.Session) (graders, error) {
	key := interviewer.GraderInfo{}
	if !r.c.IsSet("grader") && !r.c.IsSet("model") {
		key = s.Grader
		r.app.conf.grader = string(s.Grader.Kind)
		if s.Grader.Kind == interviewer.LLM {
			r.app.conf.model = first(s.Grader.Model, r.app.conf.model)
		}
	}
	if g, ok := r.made[key]; ok {
		return g, nil
	}
	g, err := r.app.graders(r.app.modelOptions(r.c, r.db), nil)
	if err != nil {
		return g, err
	}
	if r.made == nil {
		r.made = map[interviewer.GraderInfo]graders{}
	}
	r.made[key] = g
	return g, nil
}

func (r *regrade) session(ctx context.Context, id string) error {
	s, err := r.db.Load(ctx, id)
	if err != nil {
		return err
	}
	var turns []interviewer.Turn
	for _, t := range s.Turns {
		if t.State == interviewer.Answered && (t.Unfinished() || !r.c.Bool("pending")) {
			turns = append(turns, t)
		}
	}
	if len(turns) == 0 {
		return nil
	}
	g, err := r.graders(s)
	if err != nil {
		return err
	}
	grades := make([]interviewer.Grade, len(turns))
	errs := make([]error, len(turns))
	var wg sync.WaitGroup
	for i, t := range turns {
		wg.Go(func() {
			grades[i], errs[i] = interviewer.Judge(ctx, g.grader, assessment(s, t, r.c.Bool("fresh")), g.steers, r.app.now)
		})
	}
	wg.Wait()
	for i, t := range turns {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := r.db.Save(ctx, s.ID, interviewer.Graded{Turn: t.N, Grade: grades[i]}); err != nil {
			return err
		}
		r.graded++
		if grades[i].Status.Retryable() {
			r.open++
			if r.err == nil {
				r.err = errs[i]
			}
		}
		fmt.Fprintln(r.app.out, interviewer.Visible(change(s, t, grades[i])))
	}
	return nil
}

// change says in one line what a new grade changed.
func change(s interviewer.Session, t interviewer.Turn, g interviewer.Grade) string {
	after := gradeWords(&g)
	line := fmt.Sprintf("%s question %d (%s): ", s.ID, t.N, t.Question.ID)
	if before := gradeWords(t.Grade); t.Grade != nil && before != after {
		line += before + " -> "
	} else if t.Grade != nil {
		line += "unchanged, "
	}
	line += after
	if g.Status != interviewer.StatusGraded && g.Reason != "" {
		line += ": " + g.Reason
	}
	for _, c := range g.Competencies {
		if t.Grade == nil {
			continue
		}
		if old, ok := t.Grade.Competency(c.ID); ok && old.Level != c.Level {
			line += fmt.Sprintf("; %s %s -> %s", c.ID, old.Level, c.Level)
		}
	}
	return line
}

func gradeWords(g *interviewer.Grade) string {
	switch {
	case g == nil:
		return "no grade"
	case g.Score == nil:
		return string(g.Status)
	}
	return fmt.Sprintf("%.1f %s", *g.Score, g.Recommendation)
}

func (a *app) stillPending(r regrade) error {
	cause := r.err
	if cause == nil {
		cause = errors.New("try again later")
	}
	_, hint := a.classify(cause)
	return &failure{exitPending, fmt.Errorf("%d of %d answers not graded: %w", r.open, r.graded, cause), first(hint, a.program()+" grade --pending tries again")}
}

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
	text, err := a.answerText(c.Args().First())
	if err != nil {
		return err
	}
	g, err := a.graders(a.modelOptions(c, nil), nil)
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
func (a *app) answerText(file string) (string, error) {
	var r io.Reader = a.in
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
