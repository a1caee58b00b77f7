package main

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/sqlite"
)

func (a *app) gradeCommand() *cli.Command {
	return &cli.Command{
		Name: "grade", Usage: "grade or regrade answers, and say what changed", ArgsUsage: "[ID]",
		Flags: append([]cli.Flag{
			&cli.BoolFlag{Name: "pending", Usage: "only answers whose grade is pending, partial or failed"},
			&cli.BoolFlag{Name: "all", Usage: "every answer of every session"},
		}, gradingFlags()...),
		Action: action(a.gradeOptions, runGrade),
	}
}

type gradeOptions struct {
	invocation
	id        string // "" with pending or all
	pending   bool
	ownGrader bool // every session is graded by its own grader, for no flag names another
}

func (a *app) gradeOptions(c *cli.Context) (gradeOptions, error) {
	id, err := atMostOne(c, "id", "give an id, the beginning of one, or last")
	if err == nil && id == "" && !c.Bool("pending") && !c.Bool("all") {
		err = usagef("give an id, or --pending, or --all", "grade wants to know what")
	}
	if err != nil {
		return gradeOptions{}, err
	}
	in, err := a.invoke(c)
	return gradeOptions{in, id, c.Bool("pending"), !namesGrader(c)}, err
}

func runGrade(ctx context.Context, o gradeOptions) error {
	db, err := o.open(ctx, writes)
	if err != nil {
		return err
	}
	defer db.Close()
	ids, err := o.sessions(ctx, db)
	if err != nil {
		return err
	}
	r := regrading{
		gradeOptions: o, db: db, factory: o.graderFactory(ctx, db), made: map[interviewer.GraderInfo]graders{},
	}
	return orResume(r.all(ctx, ids), "what was graded is saved; "+o.program()+" grade --pending goes on")
}

// sessions are the ids of the sessions to grade.
func (o gradeOptions) sessions(ctx context.Context, db *store) ([]string, error) {
	switch {
	case o.id != "":
		id, err := o.resolve(ctx, db, o.id)
		return []string{id}, err
	case o.pending:
		return db.Pending(ctx)
	}
	list, err := db.Sessions(ctx, sqlite.Filter{})
	var ids []string
	for _, s := range list {
		ids = append(ids, s.ID)
	}
	return ids, err
}

// regrading goes through sessions one at a time, so that memory stays flat, and through the answers of one together.
type regrading struct {
	gradeOptions
	db      *store
	factory *graderFactory
	made    map[interviewer.GraderInfo]graders // by the session's grader
	graded  int
	open    int   // answers without a final grade
	err     error // the first reason why
}

func (r *regrading) all(ctx context.Context, ids []string) error {
	for _, id := range ids {
		if err := r.session(ctx, id); err != nil {
			return err
		}
	}
	if r.graded == 0 {
		r.say("Nothing to grade.")
	}
	if r.open > 0 {
		return r.stillPending()
	}
	return nil
}

// graders are those that flags name, or else the session's own.
func (r *regrading) graders(ctx context.Context, s interviewer.Session) (graders, error) {
	choice, key := r.settings.grader, interviewer.GraderInfo{}
	if r.ownGrader {
		choice, key = r.settings.sessionGrader(s.Grader), s.Grader
	}
	if g, ok := r.made[key]; ok {
		return g, nil
	}
	g, err := r.factory.make(ctx, choice)
	if err == nil {
		r.made[key] = g
	}
	return g, err
}

func (r *regrading) session(ctx context.Context, id string) error {
	s, err := r.db.Load(ctx, id)
	if err != nil {
		return err
	}
	var turns []interviewer.Turn
	for _, t := range s.Turns {
		if t.State == interviewer.Answered && (t.Unfinished() || !r.pending) {
			turns = append(turns, t)
		}
	}
	if len(turns) == 0 {
		return nil
	}
	g, err := r.graders(ctx, s)
	if err != nil {
		return err
	}
	if g.grader == nil {
		r.graded, r.open = r.graded+len(turns), r.open+len(turns)
		r.err = first(r.err, errAgentMarks)
		return nil
	}
	grades := make([]interviewer.Grade, len(turns))
	errs := make([]error, len(turns))
	var wg sync.WaitGroup
	for i, t := range turns {
		wg.Go(func() {
			as := interviewer.Assessment{Pack: s.Pack, Turn: t, Level: s.Level, Fresh: r.settings.grading.fresh}
			grades[i], errs[i] = interviewer.Judge(ctx, g.grader, as, g.steers, r.now)
		})
	}
	stop := r.telling(g)
	wg.Wait()
	stop()
	for i, t := range turns {
		if err := r.keep(ctx, s, t, grades[i], errs[i]); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// errAgentMarks is why an answer of an agent's interview is not graded here.
var errAgentMarks = errors.New("an agent marks it")

// keep saves a new attempt at a grade. An attempt that was broken off, or that has no score where there was one, takes
// nothing's place.
func (r *regrading) keep(
	ctx context.Context, s interviewer.Session, t interviewer.Turn, g interviewer.Grade, gerr error,
) error {
	if ctx.Err() != nil && g.Status.Retryable() {
		return nil
	}
	r.graded++
	oldStands := t.Grade != nil && t.Grade.Score != nil && g.Score == nil
	if oldStands || g.Status.Retryable() {
		r.open++
		r.err = first(r.err, gerr)
	}
	if oldStands {
		line := fmt.Sprintf("%s question %d (%s): kept: %s; the new attempt: %s",
			s.ID, t.N, t.Question.ID, gradeWords(t.Grade), first(g.Reason, string(g.Status)))
		return r.put(line + "\n")
	}
	if err := r.db.Save(context.WithoutCancel(ctx), s.ID, interviewer.Graded{Turn: t.N, Grade: g}); err != nil {
		return err
	}
	return r.put(change(s, t, g) + "\n")
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
			line += fmt.Sprintf("; %s %s -> %s", c.ID, report.Label(old.Level), report.Label(c.Level))
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
	return fmt.Sprintf("%s, %s", report.Scored(*g.Score, g.Calibrated), verdict(g.Recommendation))
}

func (r *regrading) stillPending() error {
	cause := r.err
	if cause == nil {
		cause = errors.New("try again later")
	}
	_, hint := r.classify(cause)
	err := fmt.Errorf("%d of %d answers not graded: %w", r.open, r.graded, cause)
	return &failure{exitPending, err, first(hint, r.program()+" grade --pending tries again")}
}
