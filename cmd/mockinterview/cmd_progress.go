package main

import (
	"bytes"
	"context"
	"errors"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/practice"
	"mockinterview/interviewer/sqlite"
	"mockinterview/interviewer/terminal"
)

func (a *app) progressCommand() *cli.Command {
	return &cli.Command{
		Name: "progress", Usage: "see how you come along, competency by competency", ArgsUsage: "[ROLE]",
		Description: "Follows the score of each competency over your attempts and names the questions that are due for practice. It looks at the newest 50 attempts unless --limit or --since say otherwise.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "since", Usage: "only attempts begun on or after this `DATE` (2026-01-31)"},
			&cli.IntFlag{Name: "limit", Usage: "the newest `N` attempts (0 for all)", Value: 50},
			&cli.BoolFlag{Name: "json", Usage: "as JSON"},
		},
		Action: a.progress,
	}
}

func (a *app) progress(c *cli.Context) error {
	if c.NArg() > 1 {
		return usagef("", "progress takes one role, not %d arguments", c.NArg())
	}
	if c.Int("limit") < 0 {
		return usagef("0 is all of them", "--limit %d", c.Int("limit"))
	}
	since, err := parseDate(c.String("since"))
	if err != nil {
		return err
	}
	db, err := a.reading(c)
	if err != nil {
		return err
	}
	defer db.Close()
	attempts, more, err := attempts(c.Context, db, sqlite.Filter{Role: c.Args().First(), Since: since, Limit: c.Int("limit")})
	if err != nil {
		return err
	}
	reports, err := a.reports(c, db, attempts, since.IsZero() && !more)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return practice.ProgressJSON(a.out, reports, a.now(), c.Int("limit"), more)
	}
	if len(reports) == 0 {
		if !since.IsZero() {
			a.say("No interviews since %s.", c.String("since"))
			return nil
		}
		a.say("No interviews yet. %s start backend-engineer begins one.", a.program())
		return nil
	}
	var b bytes.Buffer
	for i, r := range reports {
		if i > 0 {
			b.WriteByte('\n')
		}
		if err := a.practiceWriter().Progress(&b, r, more); err != nil {
			return err
		}
	}
	return a.page(b.String())
}

// attempts reads the sessions that a filter chooses, the oldest first, and says whether its limit left out older ones.
func attempts(ctx context.Context, db *sqlite.DB, f sqlite.Filter) ([]practice.Attempt, bool, error) {
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

// reports is one report for the role that is named, or one for each that was practised. whole says that there are no other attempts than these.
func (a *app) reports(c *cli.Context, db *sqlite.DB, all []practice.Attempt, whole bool) ([]practice.Report, error) {
	level, err := parseLevel(a.conf.file.Level)
	if err != nil {
		return nil, err
	}
	roles := practice.Roles(all)
	if role := c.Args().First(); role != "" {
		roles = []string{role}
	}
	var out []practice.Report
	for _, role := range roles {
		p, err := a.pack(role)
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
		queue, err := a.queue(c.Context, db, p, level, history)
		if err != nil {
			return nil, err
		}
		out = append(out, practice.Progress(p, all, queue))
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
		Program: a.program(), Now: a.now().Local(), Width: s.Width, Plain: s.Linear || !a.outIsTerminal(),
	}
}
