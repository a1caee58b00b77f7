package main

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/practice"
	"mockinterview/interviewer/sqlite"
	"mockinterview/interviewer/terminal"
)

func (a *app) progressCommand() *cli.Command {
	return &cli.Command{
		Name: "progress", Usage: "see how you come along, competency by competency", ArgsUsage: "[ROLE]",
		Description: "Follows the score of each competency over your attempts and names the questions that are due " +
			"for practice. It looks at the newest 50 attempts unless --limit or --since say otherwise.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "since", Usage: "only attempts begun on or after this `DATE` (2026-01-31)"},
			&cli.IntFlag{Name: "limit", Usage: "the newest `N` attempts (0 for all)", Value: 50},
			jsonFlag(),
		},
		Action: action(a.progressOptions, runProgress),
	}
}

type progressOptions struct {
	invocation
	role  string // "" is every role that was practised
	since time.Time
	limit int // 0: all
	json  bool
}

func (a *app) progressOptions(c *cli.Context) (progressOptions, error) {
	if c.NArg() > 1 {
		return progressOptions{}, usagef(
			a.program()+" roles list shows the roles",
			"progress takes one role, not %d arguments",
			c.NArg(),
		)
	}
	if c.Int("limit") < 0 {
		return progressOptions{}, usagef("0 is all of them", "--limit %d", c.Int("limit"))
	}
	since, err := parseDate(c.String("since"))
	if err != nil {
		return progressOptions{}, err
	}
	in, err := a.invoke(c)
	return progressOptions{in, c.Args().First(), since, c.Int("limit"), c.Bool("json")}, err
}

func runProgress(ctx context.Context, o progressOptions) error {
	db, err := o.open(ctx, reads)
	if err != nil {
		return err
	}
	defer db.Close()
	attempts, more, err := attempts(ctx, db, sqlite.Filter{Role: o.role, Since: o.since, Limit: o.limit})
	if err != nil {
		return err
	}
	reports, err := o.reports(ctx, db, attempts, o.since.IsZero() && !more)
	if err != nil {
		return err
	}
	if o.json {
		return practice.ProgressJSON(o.out, reports, o.now(), o.limit, more)
	}
	if len(reports) == 0 {
		if !o.since.IsZero() {
			o.say("No interviews since %s.", o.since.Format(time.DateOnly))
			return nil
		}
		o.say("No interviews yet. %s begins one.", o.command("start", "backend-engineer"))
		return nil
	}
	var b bytes.Buffer
	for i, r := range reports {
		if i > 0 {
			b.WriteByte('\n')
		}
		if err := o.practiceWriter().Progress(&b, r, more); err != nil {
			return err
		}
	}
	return o.page(b.String())
}

// attempts reads the sessions that a filter chooses, the oldest first, and says whether its limit left out older ones.
func attempts(ctx context.Context, db *store, f sqlite.Filter) ([]practice.Attempt, bool, error) {
	limit := f.Limit
	if limit > 0 {
		f.Limit++ // one more tells whether there are older ones
	}
	history, err := db.History(ctx, f)
	if err != nil {
		return nil, false, err
	}
	more := limit > 0 && len(history) > limit
	if more {
		history = history[len(history)-limit:]
	}
	out := make([]practice.Attempt, len(history))
	for i, h := range history {
		out[i] = practice.Attempt{Session: h.Session, Score: h.Score}
	}
	return out, more, nil
}

// reports is one report for the role that is named, or one for each that was practised. whole says that there are no
// other attempts than these.
func (o progressOptions) reports(
	ctx context.Context,
	db *store,
	all []practice.Attempt,
	whole bool,
) ([]practice.Report, error) {
	roles := practice.Roles(all)
	if o.role != "" {
		roles = []string{o.role}
	}
	var out []practice.Report
	for _, role := range roles {
		p, err := o.pack(role)
		var f *failure
		if errors.As(err, &f) && f.code == exitNotFound && len(all) > 0 {
			p, err = interviewer.Pack{ID: role}, nil // the pack is gone, the answers are not
		}
		if err != nil {
			return nil, err
		}
		var history []interviewer.Session // read again only where the trends look less far back
		if of := sessionsOf(role, all); whole || len(of) >= remembered {
			history = of
		}
		queue, err := o.queue(ctx, db, p, o.settings.interview.level, history)
		if err != nil {
			return nil, err
		}
		out = append(out, practice.ByLevel(p, all, queue)...)
	}
	return out, nil
}

func sessionsOf(role string, all []practice.Attempt) []interviewer.Session {
	out := []interviewer.Session{}
	for _, at := range all {
		if at.Role == role {
			out = append(out, at.Session)
		}
	}
	return out
}

// practiceWriter writes for the place where standard output goes.
func (a *app) practiceWriter() practice.Writer {
	s := terminal.StyleFor(a.out, a.env)
	return practice.Writer{
		Program: a.program(), Now: a.now().Local(), Width: s.Width,
		Plain: s.Linear || !a.outIsTerminal(),
	}
}
