package main

import (
	"context"
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/sqlite"
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
	w, err := a.wishes(c, s)
	if err != nil {
		return err
	}
	if c.Bool("dry-run") || c.Bool("show-prompt") {
		return a.preview(c, w, s)
	}
	sit, err := a.sit(c)
	if err != nil {
		return err
	}
	defer sit.close()
	before, err := sit.db.Count(c.Context)
	if err != nil {
		return err
	}
	s.Grader = sit.g.info
	a.greet(p, sit.g, before == 0)
	if s.Questions, err = a.choose(c, sit, w, &s); err != nil {
		return err
	}
	if len(s.Questions) == 0 {
		a.say("Nothing is due today. %s drill %s without --today practises ahead.", a.program(), role)
		return nil
	}
	if err := sit.db.Create(c.Context, s); err != nil {
		return a.unsaved(err)
	}
	return a.interview(c.Context, sit, &s, before == 0)
}

// roleOf is the role named, or the only one there is.
func (a *app) roleOf(c *cli.Context) (string, error) {
	if c.NArg() > 1 {
		return "", usagef("", "%s takes one role, not %d arguments", c.Command.Name, c.NArg())
	}
	if c.NArg() == 1 {
		return c.Args().First(), nil
	}
	if ids := a.roleLibrary().IDs(); len(ids) == 1 {
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

// wishes are what the flags say of the questions, checked before anything is opened or said.
type wishes struct {
	question, focus string
	drill, today    bool
	job, resume     string
	n               int // 0: not said
	seed            *int64
}

func (a *app) wishes(c *cli.Context, s interviewer.Session) (wishes, error) {
	w := wishes{
		question: c.String("question"), focus: c.String("focus"), drill: s.Options.Drill, today: c.Bool("today"), n: a.conf.file.Questions,
	}
	if c.IsSet("questions") {
		w.n = c.Int("questions")
	}
	if c.IsSet("seed") {
		w.seed = &s.Options.Seed
	}
	if w.question != "" {
		_, err := question(s.Pack, w.question)
		return w, err
	}
	suiting, err := plan(s.Pack, s.Level, w.focus, len(s.Pack.Questions), nil, nil)
	if err != nil {
		return w, err
	}
	if w.n > len(suiting) && c.IsSet("questions") {
		a.say("Only %s here.", suits(len(suiting)))
	}
	if w.job, err = document("the job description", c.String("jd")); err != nil {
		return w, err
	}
	w.resume, err = document("the résumé", c.String("resume"))
	return w, err
}

func suits(n int) string {
	if n == 1 {
		return "1 question suits"
	}
	return fmt.Sprintf("%d questions suit", n)
}

// choose plans the questions. On a terminal the first screen offers one question or the full set, unless a flag or the configuration has said.
func (a *app) choose(c *cli.Context, sit *sitting, w wishes, s *interviewer.Session) ([]string, error) {
	ids, err := a.candidates(c.Context, sit.db, w, *s)
	if err != nil || w.question != "" || w.drill {
		return ids, err
	}
	if w.tailored() {
		if ids, err = a.tailor(c.Context, sit.g, &s.Pack, w.job, w.resume, ids); err != nil {
			return nil, err
		}
	}
	ids = ids[:min(max(w.n, fullSet), len(ids))]
	n := w.n
	if n == 0 {
		if n, err = a.howMany(c, sit, s.Pack, ids); err != nil {
			return nil, err
		}
	}
	return ids[:min(n, len(ids))], nil
}

func (w wishes) tailored() bool { return w.job+w.resume != "" }

// candidates are the questions to choose from, the best first; for a drill, those to ask. db may be nil, which is a history without an interview.
func (a *app) candidates(ctx context.Context, db *sqlite.DB, w wishes, s interviewer.Session) ([]string, error) {
	switch {
	case w.question != "":
		return []string{w.question}, nil
	case w.drill:
		return a.mostDue(ctx, db, s.Pack, s.Level, w.today)
	}
	var asked map[string]int64
	if db != nil {
		var err error
		if asked, err = db.AskedBefore(ctx, s.Pack.ID); err != nil {
			return nil, err
		}
	}
	most := max(w.n, fullSet)
	if w.tailored() { // then all of them are candidates
		most = len(s.Pack.Questions)
	}
	return plan(s.Pack, s.Level, w.focus, most, asked, w.seed)
}

func (a *app) howMany(c *cli.Context, sit *sitting, p interviewer.Pack, ids []string) (int, error) {
	if len(ids) == 1 {
		return 1, nil
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
			{Key: "1", Text: "one question, about " + report.Count(q.Minutes, "minute")},
			{Key: "2", Text: fmt.Sprintf("the full set: %d questions, about %s", len(ids), report.Count(total, "minute"))},
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
