package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/sqlite"
	"mockinterview/rubric"
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
	a.goesOn = "what was graded is saved; " + a.program() + " grade --pending goes on"
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
		r.app.conf.grader, r.app.conf.inherited = string(s.Grader.Kind), true
		if s.Grader.Kind == interviewer.LLM {
			r.app.conf.model = first(s.Grader.Model, r.app.conf.model)
		}
	}
	if g, ok := r.made[key]; ok {
		return g, nil
	}
	g, err := r.app.graders(r.c, r.app.modelOptions(r.c, r.db))
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
		if err := r.settle(ctx, s, t, grades[i], errs[i]); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// settle saves what a new attempt at a grade has brought. An attempt that was broken off, or that has no score where there was one, takes nothing's place.
func (r *regrade) settle(ctx context.Context, s interviewer.Session, t interviewer.Turn, g interviewer.Grade, gerr error) error {
	if ctx.Err() != nil && g.Status.Retryable() {
		return nil
	}
	r.graded++
	keeps := t.Grade != nil && t.Grade.Score != nil && g.Score == nil
	if keeps || g.Status.Retryable() {
		r.open++
		r.err = first(r.err, gerr)
	}
	if keeps {
		fmt.Fprintln(r.app.out, interviewer.Visible(fmt.Sprintf("%s question %d (%s): kept: %s; the new attempt: %s", s.ID, t.N, t.Question.ID, gradeWords(t.Grade), first(g.Reason, string(g.Status)))))
		return nil
	}
	if err := r.db.Save(context.WithoutCancel(ctx), s.ID, interviewer.Graded{Turn: t.N, Grade: g}); err != nil {
		return err
	}
	fmt.Fprintln(r.app.out, interviewer.Visible(change(s, t, g)))
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
			line += fmt.Sprintf("; %s %s -> %s", c.ID, levelWords(old.Level), levelWords(c.Level))
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
	return fmt.Sprintf("%.1f, %s", *g.Score, verdict(g.Recommendation))
}

func levelWords(l rubric.Level) string { return strings.ReplaceAll(string(l), "_", " ") }

func (a *app) stillPending(r regrade) error {
	cause := r.err
	if cause == nil {
		cause = errors.New("try again later")
	}
	_, hint := a.classify(cause)
	return &failure{exitPending, fmt.Errorf("%d of %d answers not graded: %w", r.open, r.graded, cause), first(hint, a.program()+" grade --pending tries again")}
}
