package main

import (
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
		Action: a.sessions,
	}
}

func (a *app) sessions(c *cli.Context) error {
	if c.Int("limit") < 0 {
		return usagef("0 is all of them", "--limit %d", c.Int("limit"))
	}
	if err := a.setup(c); err != nil {
		return err
	}
	f := sqlite.Filter{Role: c.String("role"), State: interviewer.State(c.String("state")), Limit: c.Int("limit")}
	switch f.State {
	case "", interviewer.InProgress, interviewer.Finished, interviewer.Abandoned:
	default:
		return usagef("it is one of in_progress, finished, abandoned", "unknown state %q", f.State)
	}
	since, err := parseDate(c.String("since"))
	if err != nil {
		return err
	}
	f.Since = since
	db, err := a.open(c.Context, false)
	if err != nil {
		return err
	}
	defer db.Close()
	list, err := db.Sessions(c.Context, f)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return scorecard.ListJSON(a.out, heads(list))
	}
	if len(list) == 0 {
		a.say("No interviews yet. %s start backend-engineer begins one.", a.program())
		return nil
	}
	return a.table(list)
}
