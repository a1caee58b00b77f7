package main

import (
	"context"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/scorecard"
	"mockinterview/interviewer/sqlite"
)

func (a *app) sessionsCommand() *cli.Command {
	return &cli.Command{
		Name: "sessions", Usage: "list your interviews, the newest first",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "role", Usage: "only of this `ROLE`"},
			&cli.StringFlag{Name: "state", Usage: "only in_progress, finished or abandoned"},
			&cli.StringFlag{Name: "since", Usage: "only begun on or after this `DATE` (2026-01-31)"},
			&cli.IntFlag{Name: "limit", Usage: "at most `N` (0 for all)", Value: 50},
			&cli.BoolFlag{Name: "json", Usage: "as a JSON list"},
		},
		Action: action(a.sessionsOptions, runSessions),
	}
}

type sessionsOptions struct {
	invocation
	filter sqlite.Filter
	json   bool
}

func (a *app) sessionsOptions(c *cli.Context) (sessionsOptions, error) {
	f := sqlite.Filter{Role: c.String("role"), State: interviewer.State(c.String("state")), Limit: c.Int("limit")}
	if f.Limit < 0 {
		return sessionsOptions{}, usagef("0 is all of them", "--limit %d", f.Limit)
	}
	switch f.State {
	case "", interviewer.InProgress, interviewer.Finished, interviewer.Abandoned:
	default:
		return sessionsOptions{}, usagef("it is one of in_progress, finished, abandoned", "unknown state %q", f.State)
	}
	var err error
	if f.Since, err = parseDate(c.String("since")); err != nil {
		return sessionsOptions{}, err
	}
	in, err := a.invoke(c)
	return sessionsOptions{in, f, c.Bool("json")}, err
}

func runSessions(ctx context.Context, o sessionsOptions) error {
	db, err := o.open(ctx, reads)
	if err != nil {
		return err
	}
	defer db.Close()
	list, err := db.Sessions(ctx, o.filter)
	if err != nil {
		return err
	}
	if o.json {
		return scorecard.ListJSON(o.product(), heads(list))
	}
	if len(list) == 0 {
		return o.sayNone(ctx, db)
	}
	return o.table(list)
}

// sayNone says why nothing is listed, and what to do.
func (o sessionsOptions) sayNone(ctx context.Context, db *store) error {
	n, err := db.Count(ctx)
	switch {
	case err != nil:
		return err
	case n > 0:
		o.say("No interview is of that role, state or date. %s lists them all.", o.command("sessions"))
	default:
		o.say("No interviews yet. %s begins one.", o.command("start", "backend-engineer"))
	}
	return nil
}
