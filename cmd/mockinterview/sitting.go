package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"mockinterview/interviewer"
	"mockinterview/interviewer/terminal"
	"mockinterview/interviewer/voice"
)

// sitting is everything one interview at the keyboard needs.
type sitting struct {
	invocation
	db   *store
	term *terminal.Terminal
	graders
	before *interviewer.Session // an earlier answer to the question, to be set beside this one; nil: none

	recorder, speaker voice.Command // nil: answers are typed, questions are read
	transcriber       voice.Transcriber
}

// sit opens the database, the terminal and the graders, and finds what speaking needs.
func (in invocation) sit(ctx context.Context, choice graderChoice, spoken voiceOptions) (*sitting, error) {
	db, err := in.open(ctx, writes)
	if err != nil {
		return nil, err
	}
	s := &sitting{invocation: in, db: db}
	s.graders, err = in.graderFactory(ctx, db).make(ctx, choice)
	if err == nil { // before the terminal: making the graders may ask on one of its own
		s.term, err = in.terminal()
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	if err := s.prepareVoice(ctx, spoken); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (sit *sitting) close() {
	sit.term.Close()
	sit.db.Close()
}

func (sit *sitting) greet(p interviewer.Pack, first bool) {
	if first {
		sit.say(
			"Welcome. You will be asked one question at a time, as in a real interview; take your time, and think " +
				"on the page.",
		)
		sit.say(
			"Every answer is on disk before anything else happens to it: you can stop at any moment and come back "+
				"with %s.",
			sit.command("resume"),
		)
		sit.say("The grade at the end quotes your own words, so that you can check it line by line.")
	}
	sit.say("%s interview. %s", p.Title, graderLine(sit.graders))
}

// interview runs a session, waits for its grades and shows the scorecard.
func (sit *sitting) interview(ctx context.Context, s *interviewer.Session, first bool) error {
	grading := &interviewer.Grading{Grader: sit.grader, Store: sit.db, Steers: sit.steers, Now: sit.now}
	candidate, store := sit.candidate(s.ID)
	defer sit.mentionRecordings(s)
	iv := interviewer.Interview{
		Store: store, Candidate: candidate, Prober: sit.prober, Grading: grading, Now: sit.now,
		OfferFirst:  first && s.Options.Mode == interviewer.ModeInterview && len(s.Questions) > 1,
		ProbeWithin: sit.probeWithin(),
		ShowGrade: func(ctx context.Context, s interviewer.Session, turn int) error {
			if err := sit.showTurn(s, turn); err != nil || s.Options.Mode != interviewer.ModeCoach {
				return err
			}
			if s.Repeats(turn) {
				if err := sit.showAgain(*s.Turn(turn - 1), *s.Turn(turn)); err != nil {
					return err
				}
			}
			return sit.offerCheck(ctx, s, turn)
		},
	}
	goesOn := "what was answered is saved; " + sit.program() + " resume goes on"
	err := iv.Run(ctx, s)
	switch {
	case errors.Is(err, interviewer.ErrPaused):
		return orResume(sit.paused(ctx, grading, s.ID, errors.Is(err, interviewer.ErrInterrupted)), goesOn)
	case err != nil:
		return orResume(sit.unsaved(err), goesOn)
	}
	goesOn = "what was answered is saved; " + sit.program() + " grade --pending goes on"
	return orResume(sit.finish(ctx, grading, s.ID), goesOn)
}

// paused says how to come back. Grades under way are given a moment; what is not done is graded later.
func (sit *sitting) paused(ctx context.Context, g *interviewer.Grading, id string, interrupted bool) error {
	if !interrupted {
		sit.await(ctx, g)
	}
	sit.say("Saved. %s goes on at this very line.", sit.command("resume", id))
	if interrupted {
		return &failure{exitInterrupted, errSaid, ""}
	}
	s, err := sit.db.Load(context.WithoutCancel(ctx), id)
	if err != nil {
		return err
	}
	return sit.pendingError(s, g.Err())
}

// await shows progress until every grade has ended or the candidate has had enough.
func (sit *sitting) await(ctx context.Context, g *interviewer.Grading) {
	status := func() string {
		done, total := g.Progress()
		said := fmt.Sprintf("grading: %d of %d answers done", done, total)
		if sit.client != nil {
			said += ", " + sit.client.Progress()
		}
		return said
	}
	if err := sit.term.Wait(ctx, interviewer.Waiting{Status: status, Done: g.Done()}); err != nil {
		sit.say("Not waiting for the rest. The answers are saved.")
	}
}

// finish waits for the grades, then shows the scorecard.
func (sit *sitting) finish(ctx context.Context, g *interviewer.Grading, id string) error {
	sit.await(ctx, g)
	s, err := sit.db.Load(context.WithoutCancel(ctx), id)
	if err != nil {
		return err
	}
	if err := sit.showScorecard(s, sit.db.measured); err != nil {
		return err
	}
	if sit.before != nil {
		if err := sit.showComparison(*sit.before, s); err != nil {
			return err
		}
	}
	sit.say("The whole interview with the evidence: %s", sit.command("show", s.ID, "--all"))
	sit.say("As Markdown: %s", sit.command("export", s.ID, "-o", "interview.md"))
	if s.State == interviewer.Abandoned {
		sit.say("Going on after all: %s", sit.command("resume", s.ID))
	}
	if err := sit.offerCheck(ctx, s, 0); err != nil {
		return err
	}
	return sit.pendingError(s, g.Err())
}

// pendingError is exit 5, with the reason, while an answer has no final grade.
func (a *app) pendingError(s interviewer.Session, cause error) error {
	for _, t := range s.Turns {
		if t.Unfinished() {
			switch {
			case cause != nil:
			case s.Grader.Kind == interviewer.Agent:
				cause = errAgentMarks
			default:
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
func (in invocation) unsaved(err error) error {
	var u *interviewer.Unsaved
	if !errors.As(err, &u) || u.Text == "" {
		return err
	}
	in.say("This is the answer that could not be saved:\n\n%s\n", u.Text)
	for _, dir := range in.rescueFolders() {
		f, ferr := os.CreateTemp(dir, rescued)
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

// rescued is the form of the names of files with answers that could not be saved.
const rescued = "mockinterview-answer-*.txt"

// rescueFolders are where such files are put, the best place first, and where a purge looks for them.
func (in invocation) rescueFolders() []string {
	var out []string
	for _, dir := range []string{in.settings.folder, filepath.Dir(in.settings.db), os.TempDir()} {
		if dir != "" && !slices.Contains(out, dir) {
			out = append(out, dir)
		}
	}
	return out
}
