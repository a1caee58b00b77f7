package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/sqlite"
	"mockinterview/interviewer/terminal"
)

func (a *app) searchCommand() *cli.Command {
	return &cli.Command{
		Name: "search", Usage: "look through all questions and answers", ArgsUsage: "WORDS",
		Description: `All the words have to be there. "Words in quotes" stand together, and a word ending in * matches how words begin.`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "role", Usage: "only of this `ROLE`"},
			&cli.StringFlag{Name: "since", Usage: "only in interviews begun on or after this `DATE` (2026-01-31)"},
			&cli.BoolFlag{Name: "mine", Usage: "only what you said yourself"},
			&cli.IntFlag{Name: "limit", Usage: "at most `N`", Value: 20},
			&cli.BoolFlag{Name: "json", Usage: "as a JSON list"},
		},
		Action: a.search,
	}
}

func (a *app) search(c *cli.Context) error {
	if c.NArg() == 0 {
		return usagef("give the words to look for", "search wants words")
	}
	if c.Int("limit") < 1 {
		return usagef("it is 1 or more", "--limit %d", c.Int("limit"))
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
	f := sqlite.SearchFilter{Role: c.String("role"), Since: since, Limit: c.Int("limit")}
	if c.Bool("mine") {
		f.From = interviewer.FromCandidate
	}
	found, err := db.Search(c.Context, strings.Join(c.Args().Slice(), " "), f)
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return a.writeJSON(found)
	}
	if len(found) == 0 {
		return notFound("fewer words find more; a word ending in * matches how words begin", "nothing found")
	}
	for _, f := range found {
		who := "interviewer"
		if f.From == interviewer.FromCandidate {
			who = "you"
		}
		fmt.Fprintf(a.out, "%s question %d (%s), %s, %s\n  %s\n", f.Session, f.Turn, interviewer.Visible(f.Question), who,
			f.StartedAt.Local().Format(time.DateOnly), a.snippet(f.Snippet))
	}
	return nil
}

// snippet marks what was found: in bold where there is colour, in brackets elsewhere.
func (a *app) snippet(pieces []sqlite.Piece) string {
	before, after := "[", "]"
	if terminal.StyleFor(a.out, a.env).Color {
		before, after = "\x1b[1m", "\x1b[0m"
	}
	var b strings.Builder
	for _, p := range pieces {
		text := interviewer.Visible(strings.Join(strings.FieldsFunc(p.Text, func(r rune) bool { return r == '\n' }), " "))
		if p.Hit {
			text = before + text + after
		}
		b.WriteString(text)
	}
	return b.String()
}

// parseDate reads a day in local time; no text is no day.
func parseDate(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, s, time.Local)
	if err != nil {
		return t, usagef("write it as 2026-01-31", "--since %q is not a date", s)
	}
	return t, nil
}
