package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/scorecard"
	"mockinterview/interviewer/terminal"
	"mockinterview/rubric"
)

func (a *app) checkCommand() *cli.Command {
	return &cli.Command{
		Name: "check", Usage: "check the marks of an interview yourself, one by one", ArgsUsage: "[ID]",
		Description: "Goes through the marks of each answer, the weightiest first, and asks whether you agree. Your " +
			"verdicts are kept beside the grader's and change none of them; the score is then shown twice. One key " +
			"each: " + checkKeys + ". It goes on where you left it. From a pipe each line is a key.",
		Action: action(a.checkOptions, runCheck),
	}
}

func (a *app) checkOptions(c *cli.Context) (sessionOptions, error) {
	id, err := atMostOne(c, "session", "give an id, the beginning of one, or last")
	if err != nil {
		return sessionOptions{}, err
	}
	in, err := a.invoke(c)
	return sessionOptions{in, first(id, "last")}, err
}

func runCheck(ctx context.Context, o sessionOptions) error {
	db, err := o.open(ctx, writes)
	if err != nil {
		return err
	}
	defer db.Close()
	s, err := o.load(ctx, db, o.id)
	if err != nil {
		return err
	}
	term, err := o.terminal()
	if err != nil {
		return err
	}
	defer term.Close()
	return (&checking{app: o.app, store: db, term: term, session: s}).run(ctx)
}

// checkKeys are the keys of a check, in words.
const checkKeys = "y it says so, p partly, n no, s skip, u undo, m the pack's model answer, q leave"

// checking is one walk through the marks of a session.
type checking struct {
	*app
	store   interviewer.Store
	term    *terminal.Terminal
	session interviewer.Session
	turn    int                     // the only one to go through; 0 is all
	said    []interviewer.CheckItem // in this walk, for undo
}

func (c *checking) run(ctx context.Context) error {
	judged, all := c.session.CheckCount()
	if all == 0 {
		return notFound(c.program()+" show "+c.session.ID+" reads it", "session %s has no marks to check", c.session.ID)
	}
	c.say("%d of %s checked. One key each: %s.", judged, report.Count(all, "mark"), checkKeys)
	for goOn := true; goOn; {
		item, left := c.next()
		if left == 0 {
			break
		}
		err := c.show(func(w scorecard.Writer, b *strings.Builder) error {
			return w.CheckItem(b, c.session, item, left)
		})
		if err == nil {
			goOn, err = c.ask(ctx, item)
		}
		if err != nil {
			return orResume(err, "what was checked is saved; "+c.program()+" check "+c.session.ID+" goes on")
		}
	}
	words := scorecard.CheckedWords(c.session)
	if t := c.session.Turn(c.turn); t != nil {
		words = scorecard.TurnCheckedWords(c.session, *t)
	}
	if words != "" {
		c.say("%s", words)
	}
	return nil
}

// next is the first mark that was not looked at, and how many are left with it.
func (c *checking) next() (item interviewer.CheckItem, left int) {
	for _, t := range c.session.Turns {
		for _, i := range c.session.Checklist(t) {
			if i.Check != nil || c.turn != 0 && i.Turn != c.turn {
				continue
			}
			if left == 0 {
				item = i
			}
			left++
		}
	}
	return item, left
}

func (c *checking) show(write func(scorecard.Writer, *strings.Builder) error) error {
	var b strings.Builder
	if err := write(c.scorecards(nil), &b); err != nil {
		return err
	}
	if err := c.styled("\n"); err != nil {
		return err
	}
	return c.print(b.String())
}

// ask takes keys until one settles the mark. goOn is false where the candidate leaves.
func (c *checking) ask(ctx context.Context, item interviewer.CheckItem) (goOn bool, err error) {
	for {
		key, ok, err := c.term.Pick(ctx, "check> ", oneKey)
		if err != nil || !ok {
			return false, err
		}
		check := interviewer.Check{Signal: item.Signal.ID, At: c.now().UTC()}
		switch key = strings.ToLower(strings.TrimSpace(key)); key {
		case "y", "p":
			check.Verdict = rubric.Shown
			if key == "p" {
				check.Verdict = rubric.Partial
			}
			if len(item.Mark.Quotes) == 0 {
				if check.Quote, err = c.claim(ctx, item); err != nil {
					return false, err
				}
				if check.Quote == nil {
					continue
				}
			}
			return true, c.keep(ctx, item, check)
		case "n":
			check.Verdict = rubric.Absent
			return true, c.keep(ctx, item, check)
		case "s":
			return true, c.keep(ctx, item, check)
		case "u":
			if len(c.said) == 0 {
				c.say("Nothing to undo.")
				continue
			}
			return true, c.undo(ctx)
		case "m":
			// After which the mark is asked again: the answer may have pushed it off the screen.
			return true, c.show(func(w scorecard.Writer, b *strings.Builder) error {
				return w.ModelAnswer(b, *c.session.Turn(item.Turn))
			})
		case "q":
			return false, nil
		case "": // Enter, out of habit
		default:
			c.say("The keys are: %s.", checkKeys)
		}
	}
}

// claim lets the candidate choose the sentence of their answer that shows a signal; nil is none.
func (c *checking) claim(ctx context.Context, item interviewer.CheckItem) (*rubric.Quote, error) {
	sentences := c.session.Turn(item.Turn).Sentences()
	if err := c.show(func(w scorecard.Writer, b *strings.Builder) error {
		return w.Sentences(b, sentences)
	}); err != nil {
		return nil, err
	}
	for {
		typed, ok, err := c.term.Pick(ctx, "sentence> ", numberUpTo(len(sentences)))
		if typed = strings.TrimSpace(typed); err != nil || !ok || typed == "0" {
			return nil, err
		}
		if n, err := strconv.Atoi(typed); err == nil && 1 <= n && n <= len(sentences) {
			return &sentences[n-1], nil
		}
		if typed != "" {
			c.say("A number from 1 to %d, or 0 for none of them.", len(sentences))
		}
	}
}

// oneKey ends a line with its first key.
func oneKey(string) bool { return true }

// numberUpTo ends a line where no further digit could make a number up to most of it, or where it is none.
func numberUpTo(most int) func(string) bool {
	return func(typed string) bool {
		n, err := strconv.Atoi(typed)
		return err != nil || n == 0 || n*10 > most
	}
}

func (c *checking) keep(ctx context.Context, item interviewer.CheckItem, check interviewer.Check) error {
	e := interviewer.MarkChecked{Turn: item.Turn, Check: check}
	if err := c.store.Save(ctx, c.session.ID, e); err != nil {
		return err
	}
	c.session.Apply(e)
	c.said = append(c.said, item)
	return nil
}

// undo takes back what was said last.
func (c *checking) undo(ctx context.Context) error {
	n := len(c.said) - 1
	item := c.said[n]
	e := interviewer.MarkChecked{Turn: item.Turn, Check: interviewer.Check{
		Signal: item.Signal.ID, Withdrawn: true, At: c.now().UTC(),
	}}
	if err := c.store.Save(ctx, c.session.ID, e); err != nil {
		return err
	}
	c.session.Apply(e)
	c.said = c.said[:n]
	return nil
}

// offerCheck asks on a terminal whether the marks shall be checked now: those of one turn, or with 0 of all.
func (sit *sitting) offerCheck(ctx context.Context, s interviewer.Session, turn int) error {
	c := &checking{app: sit.app, store: sit.db, term: sit.term, session: s, turn: turn}
	if _, left := c.next(); left == 0 || !sit.term.Interactive() {
		return nil
	}
	choice, err := sit.term.Choose(ctx, interviewer.Choice{
		Text: "Check the marks yourself now? Your verdicts are kept beside the grader's.",
		Options: []interviewer.Option{
			{Key: "n", Text: "later: " + sit.program() + " check " + s.ID},
			{Key: "y", Text: "now"},
		},
	})
	if err != nil || choice == 0 {
		return err
	}
	return c.run(ctx)
}
