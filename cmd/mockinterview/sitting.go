package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/sqlite"
	"mockinterview/interviewer/terminal"
)

// sitting is everything one interview at the keyboard needs.
type sitting struct {
	db   *sqlite.DB
	term *terminal.Terminal
	g    graders
}

// sit opens the database, the terminal and the graders.
func (a *app) sit(c *cli.Context) (*sitting, error) {
	db, err := a.open(c.Context, true)
	if err != nil {
		return nil, err
	}
	sit := &sitting{db: db}
	if sit.g, err = a.graders(c, a.modelOptions(c, db)); err == nil { // before the terminal: it may ask on one of its own
		sit.term, err = a.terminal()
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return sit, nil
}

func (s *sitting) close() {
	s.term.Close()
	s.db.Close()
}

func (a *app) greet(p interviewer.Pack, g graders, first bool) {
	if first {
		a.say("Welcome. You will be asked one question at a time, as in a real interview; take your time, and think on the page.")
		a.say("Every answer is on disk before anything else happens to it: you can stop at any moment and come back with %q.", a.program()+" resume")
		a.say("The grade at the end quotes your own words, so that you can check it line by line.")
	}
	a.say("%s interview. %s", p.Title, graderLine(g))
}

// interview runs a session, waits for its grades and shows the scorecard.
func (a *app) interview(ctx context.Context, sit *sitting, s *interviewer.Session, first bool) error {
	a.goesOn = "what was answered is saved; " + a.program() + " resume goes on"
	grading := &interviewer.Grading{Grader: sit.g.grader, Store: sit.db, Steers: sit.g.steers, Now: a.now}
	iv := interviewer.Interview{
		Store: sit.db, Candidate: sit.term, Prober: sit.g.prober, Grading: grading, Now: a.now,
		OfferFirst: first && s.Options.Mode == "interview" && len(s.Questions) > 1, ProbeWithin: 30 * time.Second,
		ShowGrade: func(_ context.Context, s interviewer.Session, turn int) error { return a.showTurn(s, turn) },
	}
	err := iv.Run(ctx, s)
	switch {
	case errors.Is(err, interviewer.ErrPaused):
		return a.paused(ctx, sit, grading, s.ID, errors.Is(err, interviewer.ErrInterrupted))
	case err != nil:
		return a.unsaved(err)
	}
	return a.finish(ctx, sit, grading, s.ID)
}

// paused says how to come back. Grades under way are given a moment; what is not done is graded later.
func (a *app) paused(ctx context.Context, sit *sitting, g *interviewer.Grading, id string, interrupted bool) error {
	if !interrupted {
		a.await(ctx, sit, g)
	}
	a.say("Saved. %q goes on at this very line.", a.program()+" resume "+id)
	if interrupted {
		return &failure{exitInterrupted, errSaid, ""}
	}
	s, err := sit.db.Load(context.WithoutCancel(ctx), id)
	if err != nil {
		return err
	}
	return a.pendingError(s, g.Err())
}

// await shows progress until every grade has ended or the candidate has had enough.
func (a *app) await(ctx context.Context, sit *sitting, g *interviewer.Grading) {
	status := func() string {
		done, total := g.Progress()
		return fmt.Sprintf("grading: %d of %d answers done", done, total)
	}
	if err := sit.term.Wait(ctx, interviewer.Waiting{Status: status, Done: g.Done()}); err != nil {
		a.say("Not waiting for the rest. The answers are saved.")
	}
}

// finish waits for the grades, then shows the scorecard.
func (a *app) finish(ctx context.Context, sit *sitting, g *interviewer.Grading, id string) error {
	a.goesOn = "what was answered is saved; " + a.program() + " grade --pending goes on"
	a.await(ctx, sit, g)
	s, err := sit.db.Load(context.WithoutCancel(ctx), id)
	if err != nil {
		return err
	}
	if err := a.showScorecard(s); err != nil {
		return err
	}
	a.say("The whole interview with the evidence: %s show %s", a.program(), s.ID)
	a.say("As Markdown: %s export %s -o interview.md", a.program(), s.ID)
	return a.pendingError(s, g.Err())
}

// pendingError is exit 5, with the reason, while an answer has no final grade.
func (a *app) pendingError(s interviewer.Session, cause error) error {
	for _, t := range s.Turns {
		if t.Unfinished() {
			if cause == nil {
				cause = errors.New("the grading was interrupted")
			}
			_, hint := a.classify(cause)
			text := fmt.Errorf("some answers are not graded yet: %w", cause)
			finish := a.program() + " grade --pending finishes it"
			if hint != "" {
				finish = hint + "; then " + finish
			}
			return &failure{exitPending, text, finish}
		}
	}
	return nil
}

// unsaved prints an answer that could not be committed and puts it where it can be found again.
func (a *app) unsaved(err error) error {
	var u *interviewer.Unsaved
	if !errors.As(err, &u) || u.Text == "" {
		return err
	}
	a.say("This is the answer that could not be saved:\n\n%s\n", u.Text)
	for _, dir := range []string{a.conf.folder, ".", os.TempDir()} {
		f, ferr := os.CreateTemp(dir, "mockinterview-answer-*.txt")
		if ferr != nil {
			continue
		}
		_, werr := f.WriteString(u.Text + "\n")
		if cerr := f.Close(); werr == nil && cerr == nil {
			path, _ := filepath.Abs(f.Name())
			return &failure{exitFailed, err, "the answer is kept in " + path}
		}
		os.Remove(f.Name())
	}
	return err
}
