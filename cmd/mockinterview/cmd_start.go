package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/practice"
	"mockinterview/interviewer/report"
)

// fullSet is how many questions a whole interview has.
const fullSet = 5

func (a *app) startCommand() *cli.Command {
	return &cli.Command{
		Name: "start", Usage: "begin an interview", ArgsUsage: "[ROLE]",
		Description: "Asks questions of the role, takes typed answers, asks back, and ends with a scorecard. Every " +
			"answer is saved before anything else happens to it.",
		Flags: append([]cli.Flag{
			&cli.IntFlag{Name: "questions", Aliases: []string{"n"}, Usage: "ask `N` questions (default 5)"},
			levelFlag(),
			&cli.StringFlag{Name: "focus", Usage: "only questions of the focus area `ID`"},
			&cli.IntFlag{Name: "minutes", Usage: "plan the whole interview for `N` minutes; nothing is cut off"},
			&cli.StringFlag{
				Name: "mode", Usage: "interview, or coach for a grade after each answer (default interview)",
			},
			&cli.IntFlag{Name: "followups", Usage: "at most `N` follow-ups a question, 0 to 2 (default 2)"},
			&cli.BoolFlag{Name: "self-rate", Usage: "rate each answer yourself before the grade is shown"},
			&cli.Int64Flag{Name: "seed", Usage: "fix the choice and order of questions, whatever was asked before"},
			&cli.StringFlag{
				Name: "jd", Usage: "suit the questions to the job description in `FILE` (text up to 20 KB, or a PDF)",
			},
			&cli.StringFlag{Name: "resume", Usage: "suit the questions to the résumé in `FILE` (text up to 20 KB, or a PDF)"},
			&cli.BoolFlag{
				Name: "show-prompt", Usage: "print exactly what grading would send to a model, and stop",
			},
			&cli.BoolFlag{Name: "dry-run", Usage: "print the questions that would be asked and why, and stop"},
		}, slices.Concat(voiceFlags(), gradingFlags())...),
		Action: action(a.startOptions, runStart),
	}
}

// startOptions are those of start and of drill.
type startOptions struct {
	invocation
	role     string
	selfRate bool
	spoken   voiceOptions
	seed     *int64
	// preview: the questions are printed, or with showPrompt what grading would send, and nothing is asked.
	preview, showPrompt bool

	focus       string
	job, resume string // files
	countGiven  bool   // by --questions, so that it is said if there are fewer

	drill    bool
	question string               // of a drill; "" is the one most due
	today    bool                 // every question that is due
	before   *interviewer.Session // an earlier answer to the question, to be set beside this one
}

func (a *app) startOptions(c *cli.Context) (startOptions, error) {
	in, err := a.invoke(c)
	if err != nil {
		return startOptions{}, err
	}
	o := startOptions{
		invocation: in, selfRate: c.Bool("self-rate"), preview: c.Bool("dry-run") || c.Bool("show-prompt"),
		showPrompt: c.Bool("show-prompt"), focus: c.String("focus"), job: c.String("jd"), resume: c.String("resume"),
		countGiven: c.IsSet("questions"), spoken: readVoice(c),
	}
	if c.IsSet("seed") {
		seed := c.Int64("seed")
		o.seed = &seed
	}
	o.role, err = in.roleArgument(c)
	return o, err
}

// roleArgument is the role named, or the only one there is.
func (in invocation) roleArgument(c *cli.Context) (string, error) {
	if c.NArg() > 1 {
		return "", usagef(
			"name one role, or none to choose",
			"%s takes one role, not %d arguments",
			c.Command.Name,
			c.NArg(),
		)
	}
	if c.NArg() == 1 {
		return c.Args().First(), nil
	}
	if ids := in.roleLibrary().IDs(); len(ids) == 1 {
		return ids[0], nil
	}
	if in.onTerminal() {
		return "", nil // which the candidate chooses
	}
	return "", usagef(in.program()+" roles list shows the roles", "%s wants a role", c.Command.Name)
}

// chooseRole lets the candidate at the keyboard choose.
func (in invocation) chooseRole(ctx context.Context) (string, error) {
	t, err := in.terminal()
	if err != nil {
		return "", err
	}
	defer t.Close()
	ids := in.roleLibrary().IDs()
	c := interviewer.Choice{Text: "Which role do you want to practise?"}
	for i, id := range ids {
		c.Options = append(c.Options, interviewer.Option{Key: fmt.Sprint(i + 1), Text: id})
	}
	i, err := t.Choose(ctx, c)
	if err != nil {
		return "", err
	}
	return ids[i], nil
}

// runStart holds an interview or a drill.
func runStart(ctx context.Context, o startOptions) error {
	if o.role == "" {
		var err error
		if o.role, err = o.chooseRole(ctx); err != nil {
			return err
		}
	}
	p, err := o.pack(o.role)
	if err != nil {
		return err
	}
	s := o.session(p)
	w, err := o.wishes(ctx, s)
	if err != nil {
		return err
	}
	if o.preview {
		return o.runPreview(ctx, w, s)
	}
	if err := o.encodeOwn(ctx, p); err != nil {
		return err
	}
	sit, err := o.sit(ctx, o.settings.grader, o.spoken)
	if err != nil {
		return err
	}
	defer sit.close()
	before, err := sit.db.Count(ctx)
	if err != nil {
		return err
	}
	s.Grader, sit.before = sit.info, o.before
	sit.greet(p, before == 0)
	if err := sit.mentionUnfinished(ctx); err != nil {
		return err
	}
	if s.Questions, err = sit.choose(ctx, w, &s); err != nil {
		return err
	}
	s.Pack = timed(s.Pack, s.Questions, s.Options.Minutes)
	if len(s.Questions) == 0 {
		return o.nothingDue(ctx, sit.db, p)
	}
	if err := sit.db.Create(ctx, s); err != nil {
		return o.unsaved(err)
	}
	return sit.interview(ctx, &s, before == 0)
}

// nothingDue says so, and when the next question is due.
func (o startOptions) nothingDue(ctx context.Context, db *store, p interviewer.Pack) error {
	queue, err := o.queue(ctx, db, p, o.settings.interview.level, nil)
	if err != nil {
		return err
	}
	words := "Nothing is due today."
	if it, ok := practice.NextDue(queue); ok {
		q, _ := p.Question(it.Question)
		words += fmt.Sprintf(" The next is %s, on %s.", q.Title, o.dueDay(it))
	}
	o.say("%s %s without --today practises ahead.", words, o.command("drill", o.role))
	return nil
}

// dueDay is the day on which a question is due, as people here write it.
func (a *app) dueDay(it practice.Item) string {
	return it.DueAt.In(a.now().Location()).Format("2 January")
}

// session is a session with everything but its questions and its grader.
func (o startOptions) session(p interviewer.Pack) interviewer.Session {
	iv := o.settings.interview
	s := interviewer.Session{
		ID: o.newID(), Role: p.ID, Level: iv.level, State: interviewer.InProgress, Pack: p,
		StartedAt: o.now().UTC().Truncate(time.Millisecond),
		Options: interviewer.Options{
			Mode: iv.mode, FollowUps: iv.followUps, SelfRate: o.selfRate, Minutes: iv.minutes, Drill: o.drill,
		},
	}
	if o.seed != nil {
		s.Options.Seed = *o.seed
	}
	return s
}

// wishes are what was said of the questions, checked before anything is opened or said.
type wishes struct {
	question, focus string
	drill, today    bool
	job, resume     string // texts
	n               int    // 0: not said
	minutes         int    // of the whole interview; 0: no plan
	seed            *int64
}

func (o startOptions) wishes(ctx context.Context, s interviewer.Session) (wishes, error) {
	w := wishes{question: o.question, focus: o.focus, drill: o.drill, today: o.today, seed: o.seed}
	w.minutes = o.settings.interview.minutes
	if n := o.settings.interview.questions; n != nil {
		w.n = *n
	}
	if w.question != "" {
		_, err := question(s.Pack, w.question)
		return w, err
	}
	suiting, err := plan(s.Pack, s.Level, w.focus, len(s.Pack.Questions), nil, nil, nil)
	if err != nil {
		return w, err
	}
	if w.n > len(suiting) && o.countGiven {
		o.say("Only %s %s here.", report.Count(len(suiting), "question"), report.Plural(len(suiting), "suits", "suit"))
	}
	if w.job, err = document(ctx, "the job description", o.job); err != nil {
		return w, err
	}
	w.resume, err = document(ctx, "the résumé", o.resume)
	return w, err
}

// choose plans the questions. On a terminal the first screen offers one question or the full set, unless a flag or the
// configuration has said.
func (sit *sitting) choose(ctx context.Context, w wishes, s *interviewer.Session) (_ []string, err error) {
	var speaks map[string]fit
	byModel := w.tailored() && sit.graders.client != nil
	if !byModel {
		if speaks, err = w.speaking(ctx, sit.graders, *s); err != nil {
			return nil, err
		}
	}
	ids, err := sit.candidates(ctx, sit.db, w, *s, speaks)
	if err != nil || w.named() {
		return ids, err
	}
	if byModel {
		if ids, err = tailor(ctx, sit.graders, &s.Pack, w, ids); err != nil {
			return nil, err
		}
	}
	ids = w.most(s.Pack, ids)
	if w.n == 0 && w.minutes == 0 {
		n, err := sit.howMany(ctx, s.Pack, ids)
		if err != nil {
			return nil, err
		}
		ids = ids[:n]
	}
	if w.tailored() && !byModel {
		sit.sayWhy(s.Pack, speaks, ids)
	}
	return ids, nil
}

// sayWhy says for which words of a document questions were chosen, and which of them for none.
func (sit *sitting) sayWhy(p interviewer.Pack, speaks map[string]fit, chosen []string) {
	var others []string
	for _, id := range chosen {
		q, _ := p.Question(id)
		if f, ok := speaks[id]; ok {
			sit.say("Chosen for “%s”: %s.", f.passage, q.Title)
		} else {
			others = append(others, q.Title)
		}
	}
	if len(others) > 0 {
		sit.say("Chosen to fill up, for none of its words: %s.", strings.Join(others, "; "))
	}
}

// most are the candidates that an interview asks at most: as many as were wished for, else those that fit into the
// minutes, else a full set.
func (w wishes) most(p interviewer.Pack, ids []string) []string {
	n := fullSet
	switch {
	case w.n > 0:
		n = w.n
	case w.minutes > 0:
		n = fitting(p, ids, w.minutes)
	}
	return ids[:min(n, len(ids))]
}

// fitting is how many questions, from the first, fit into so many minutes; at least one.
func fitting(p interviewer.Pack, ids []string, minutes int) int {
	for n, id := range ids {
		q, _ := p.Question(id)
		if minutes -= q.Minutes; minutes < 0 {
			return max(n, 1)
		}
	}
	return len(ids)
}

// timed gives each question its share of the minutes of the interview, so that they add up; 0 minutes change nothing.
func timed(p interviewer.Pack, ids []string, minutes int) interviewer.Pack {
	usual := 0
	for _, id := range ids {
		q, _ := p.Question(id)
		usual += q.Minutes
	}
	if minutes == 0 || usual == 0 {
		return p
	}
	p.Questions = slices.Clone(p.Questions)
	for _, id := range ids {
		i := slices.IndexFunc(p.Questions, func(q interviewer.Question) bool { return q.ID == id })
		q := &p.Questions[i]
		own := q.Minutes
		q.Minutes = (minutes*own + usual/2) / usual // of what is left
		minutes, usual = minutes-q.Minutes, usual-own
	}
	return p
}

// mentionUnfinished says how to go on with an interview that was left.
func (sit *sitting) mentionUnfinished(ctx context.Context) error {
	open, err := sit.db.Unfinished(ctx, 1)
	if err != nil || len(open) == 0 {
		return err
	}
	sit.say("An interview for %s of %s is unfinished; this command goes on with it: %s",
		open[0].Role, open[0].StartedAt.Local().Format(time.DateTime), sit.command("resume", open[0].ID))
	return nil
}

// tailored: a document says which questions are wanted.
func (w wishes) tailored() bool { return w.job+w.resume != "" && !w.named() }

// named: the questions are those that were named, or that are due.
func (w wishes) named() bool { return w.drill || w.question != "" }

// candidates are the questions to choose from, the best first; for a drill, those to ask. db may be nil, which is a
// history without an interview; speaks says what a document speaks for.
func (a *app) candidates(
	ctx context.Context, db *store, w wishes, s interviewer.Session, speaks map[string]fit,
) ([]string, error) {
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
	if w.tailored() || w.n == 0 && w.minutes > 0 { // a model may choose otherwise, and the minutes hold more
		most = len(s.Pack.Questions)
	}
	return plan(s.Pack, s.Level, w.focus, most, asked, speaks, w.seed)
}

func (sit *sitting) howMany(ctx context.Context, p interviewer.Pack, ids []string) (int, error) {
	if len(ids) == 1 {
		return 1, nil
	}
	total := 0
	for _, id := range ids {
		q, _ := p.Question(id)
		total += q.Minutes
	}
	q, _ := p.Question(ids[0])
	choice, err := sit.term.Choose(ctx, interviewer.Choice{
		Text: "How long have you got?",
		Options: []interviewer.Option{
			{Key: "1", Text: "one question, about " + report.Count(q.Minutes, "minute")},
			{
				Key:  "2",
				Text: fmt.Sprintf("the full set: %d questions, about %s", len(ids), report.Count(total, "minute")),
			},
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
