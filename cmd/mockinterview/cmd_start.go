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
	"mockinterview/rubric"
)

// fullSet is how many questions a whole interview has.
const fullSet = 5

func (a *app) startCommand() *cli.Command {
	return &cli.Command{
		Name: "start", Usage: "begin an interview", ArgsUsage: "[ROLE]",
		Description: "Asks questions of the role, takes typed answers, asks back, and ends with a scorecard. Every answer is saved before anything else happens to it.",
		Flags: append([]cli.Flag{
			&cli.IntFlag{Name: "questions", Aliases: []string{"n"}, Usage: "ask `N` questions (default 5)"},
			&cli.StringFlag{Name: "level", Usage: "junior, mid, senior or staff (default senior)"},
			&cli.StringFlag{Name: "focus", Usage: "only questions of the focus area `ID`"},
			&cli.IntFlag{Name: "minutes", Usage: "plan the whole interview for `N` minutes; nothing is cut off"},
			&cli.StringFlag{Name: "mode", Usage: "interview, or coach for a grade after each answer (default interview)"},
			&cli.IntFlag{Name: "followups", Usage: "at most `N` follow-ups a question, 0 to 2 (default 2)"},
			&cli.BoolFlag{Name: "self-rate", Usage: "rate each answer yourself before the grade is shown"},
			&cli.Int64Flag{Name: "seed", Usage: "fix the choice and order of questions"},
			&cli.StringFlag{Name: "jd", Usage: "suit the questions to the job description in `FILE` (text, up to 20 KB)"},
			&cli.StringFlag{Name: "resume", Usage: "suit the questions to the résumé in `FILE` (text, up to 20 KB)"},
			&cli.BoolFlag{Name: "show-prompt", Usage: "print exactly what grading would send to a model, and stop"},
			&cli.BoolFlag{Name: "dry-run", Usage: "print the questions that would be asked, and stop"},
		}, graderFlags()...),
		Action: a.start,
	}
}

func (a *app) drillCommand() *cli.Command {
	return &cli.Command{
		Name: "drill", Usage: "practise one question", ArgsUsage: "[ROLE]",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "question", Usage: "the question `ID` (default: the one most due for practice)"},
			&cli.BoolFlag{Name: "today", Usage: "every question that is due today, one after the other"},
			&cli.StringFlag{Name: "level", Usage: "junior, mid, senior or staff (default senior)"},
			&cli.StringFlag{Name: "mode", Usage: "interview, or coach (default interview)"},
			&cli.IntFlag{Name: "followups", Usage: "at most `N` follow-ups, 0 to 2 (default 2)"},
			&cli.BoolFlag{Name: "self-rate", Usage: "rate the answer yourself before the grade is shown"},
		}, graderFlags()...),
		Action: a.start,
	}
}

// sitting is everything one interview at the keyboard needs.
type sitting struct {
	db   *sqlite.DB
	term *terminal.Terminal
	g    graders
}

func (a *app) start(c *cli.Context) error {
	if err := a.setup(c); err != nil {
		return err
	}
	role, err := a.roleOf(c)
	if err != nil {
		return err
	}
	p, err := a.pack(role)
	if err != nil {
		return err
	}
	s, err := a.newSession(c, p)
	if err != nil {
		return err
	}
	sit, err := a.sit(c)
	if err != nil {
		return err
	}
	defer sit.close()
	first, err := sit.db.Count(c.Context)
	if err != nil {
		return err
	}
	s.Grader = sit.g.info
	preview := c.Bool("dry-run") || c.Bool("show-prompt")
	if !preview {
		a.greet(p, sit.g, first == 0)
	}
	if s.Questions, err = a.choose(c, sit, &s.Pack, s.Level); err != nil {
		return err
	}
	if len(s.Questions) == 0 {
		a.say("Nothing is due today. %s drill %s without --today practises ahead.", a.program(), role)
		return nil
	}
	if preview {
		return a.preview(c, sit.g, s)
	}
	if err := sit.db.Create(c.Context, s); err != nil {
		return a.unsaved(err)
	}
	return a.interview(c.Context, sit, &s, first == 0)
}

// roleOf is the role named, or the only one there is.
func (a *app) roleOf(c *cli.Context) (string, error) {
	if c.NArg() > 1 {
		return "", usagef("", "%s takes one role, not %d arguments", c.Command.Name, c.NArg())
	}
	if c.NArg() == 1 {
		return c.Args().First(), nil
	}
	if ids := a.library().IDs(); len(ids) == 1 {
		return ids[0], nil
	}
	return "", usagef(a.program()+" roles list shows the roles", "%s wants a role", c.Command.Name)
}

// newSession is a session with everything but its questions.
func (a *app) newSession(c *cli.Context, p interviewer.Pack) (interviewer.Session, error) {
	s := interviewer.Session{
		ID: a.newID(), Role: p.ID, State: interviewer.InProgress, StartedAt: a.now().UTC().Truncate(time.Millisecond), Pack: p,
		Options: interviewer.Options{
			Mode: first(c.String("mode"), a.conf.file.Mode, "interview"), FollowUps: 2,
			SelfRate: c.Bool("self-rate"), Minutes: c.Int("minutes"), Drill: c.Command.Name == "drill",
		},
	}
	var err error
	if s.Level, err = parseLevel(first(c.String("level"), a.conf.file.Level)); err != nil {
		return s, err
	}
	if a.conf.file.FollowUps != nil {
		s.Options.FollowUps = *a.conf.file.FollowUps
	}
	if c.IsSet("followups") {
		s.Options.FollowUps = c.Int("followups")
	}
	switch {
	case s.Options.FollowUps < 0 || s.Options.FollowUps > 2:
		return s, usagef("it is 0, 1 or 2", "--followups %d", s.Options.FollowUps)
	case s.Options.Mode != "interview" && s.Options.Mode != "coach":
		return s, usagef("it is interview or coach", "unknown mode %q", s.Options.Mode)
	case c.IsSet("questions") && c.Int("questions") < 1:
		return s, usagef("ask for at least one question", "--questions %d", c.Int("questions"))
	case s.Options.Minutes < 0:
		return s, usagef("give the minutes of the whole interview, or leave it out", "--minutes %d", s.Options.Minutes)
	}
	s.Options.Seed = c.Int64("seed")
	return s, nil
}

// choose plans the questions. On a terminal the first screen offers one question or the full set, unless a flag or the configuration has said.
func (a *app) choose(c *cli.Context, sit *sitting, p *interviewer.Pack, level rubric.Seniority) ([]string, error) {
	if id := c.String("question"); id != "" {
		q, err := question(*p, id)
		return []string{q.ID}, err
	}
	if c.Command.Name == "drill" {
		return a.mostDue(c, sit.db, *p, level)
	}
	job, err := document("the job description", c.String("jd"))
	if err != nil {
		return nil, err
	}
	resume, err := document("the résumé", c.String("resume"))
	if err != nil {
		return nil, err
	}
	asked, err := sit.db.AskedBefore(c.Context, p.ID)
	if err != nil {
		return nil, err
	}
	n := a.conf.file.Questions
	if c.IsSet("questions") {
		n = c.Int("questions")
	}
	var seed *int64
	if c.IsSet("seed") {
		v := c.Int64("seed")
		seed = &v
	}
	suits := job+resume != ""
	most := max(n, fullSet)
	if suits { // then all of them are candidates
		most = len(p.Questions)
	}
	ids, err := plan(*p, level, c.String("focus"), most, asked, seed)
	if err != nil {
		return nil, err
	}
	if suits {
		if ids, err = a.tailor(c.Context, sit.g, p, job, resume, ids); err != nil {
			return nil, err
		}
		ids = ids[:min(max(n, fullSet), len(ids))]
	}
	if n == 0 {
		if n, err = a.howMany(c, sit, *p, ids); err != nil {
			return nil, err
		}
	}
	return ids[:min(n, len(ids))], nil
}

func (a *app) howMany(c *cli.Context, sit *sitting, p interviewer.Pack, ids []string) (int, error) {
	if len(ids) == 1 || c.Bool("dry-run") || c.Bool("show-prompt") {
		return len(ids), nil
	}
	total := 0
	for _, id := range ids {
		q, _ := p.Question(id)
		total += q.Minutes
	}
	q, _ := p.Question(ids[0])
	choice, err := sit.term.Choose(c.Context, interviewer.Choice{
		Text: "How long have you got?",
		Options: []interviewer.Option{
			{Key: "1", Text: fmt.Sprintf("one question, about %d minutes", q.Minutes)},
			{Key: "2", Text: fmt.Sprintf("the full set: %d questions, about %d minutes", len(ids), total)},
		}, Default: 1,
	})
	if err != nil {
		return 0, err
	}
	if choice == 0 {
		return 1, nil
	}
	return len(ids), nil
}

// preview prints what would be asked, or sent, and leaves no trace.
func (a *app) preview(c *cli.Context, g graders, s interviewer.Session) error {
	if c.Bool("show-prompt") {
		q, _ := s.Pack.Question(s.Questions[0])
		return a.showPrompt(g, sampleAssessment(s.Pack, q, s.Level))
	}
	for i, id := range s.Questions {
		q, _ := s.Pack.Question(id)
		fmt.Fprintf(a.out, "%d. %s (%s, %s, about %d minutes)\n", i+1, interviewer.Visible(q.Title), q.ID, q.Kind, q.Minutes)
	}
	return nil
}

// sit opens the database, the terminal and the graders.
func (a *app) sit(c *cli.Context) (*sitting, error) {
	db, err := a.open(c.Context, true)
	if err != nil {
		return nil, err
	}
	t, err := a.terminal()
	if err != nil {
		db.Close()
		return nil, err
	}
	sit := &sitting{db: db, term: t}
	var ask func(string) bool
	if a.onTerminal() {
		ask = func(text string) bool {
			i, err := t.Choose(c.Context, interviewer.Choice{Text: text, Options: []interviewer.Option{{Key: "y", Text: "yes"}, {Key: "n", Text: "no, grade offline"}}, Default: 1})
			return err == nil && i == 0
		}
	}
	if sit.g, err = a.graders(a.modelOptions(c, db), ask); err != nil {
		sit.close()
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
