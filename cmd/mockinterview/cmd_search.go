package main

import (
	"context"
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
		Description: "All the words have to be there. \"Words in quotes\" stand together, and a word ending in * " +
			"matches how words begin.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "role", Usage: "only of this `ROLE`"},
			&cli.StringFlag{Name: "since", Usage: "only in interviews begun on or after this `DATE` (2026-01-31)"},
			&cli.BoolFlag{Name: "mine", Usage: "only what you said yourself"},
			&cli.IntFlag{Name: "limit", Usage: "at most `N`", Value: 20},
			&cli.BoolFlag{Name: "json", Usage: "as a JSON list"},
		},
		Action: action(a.searchOptions, runSearch),
	}
}

type searchOptions struct {
	invocation
	words  string
	filter sqlite.SearchFilter
	json   bool
}

func (a *app) searchOptions(c *cli.Context) (searchOptions, error) {
	if c.NArg() == 0 {
		return searchOptions{}, usagef("give the words to look for", "search wants words")
	}
	f := sqlite.SearchFilter{Role: c.String("role"), Limit: c.Int("limit")}
	if f.Limit < 1 {
		return searchOptions{}, usagef("it is 1 or more", "--limit %d", f.Limit)
	}
	if c.Bool("mine") {
		f.From = interviewer.FromCandidate
	}
	var err error
	if f.Since, err = parseDate(c.String("since")); err != nil {
		return searchOptions{}, err
	}
	in, err := a.invoke(c)
	return searchOptions{in, strings.Join(c.Args().Slice(), " "), f, c.Bool("json")}, err
}

func runSearch(ctx context.Context, o searchOptions) error {
	db, err := o.open(ctx, reads)
	if err != nil {
		return err
	}
	defer db.Close()
	found, err := db.Search(ctx, o.words, o.filter)
	if err != nil {
		return err
	}
	if o.json {
		return o.writeJSON(found)
	}
	if len(found) == 0 {
		return notFound("fewer words find more; a word ending in * matches how words begin", "nothing found")
	}
	for _, f := range found {
		who := "interviewer"
		if f.From == interviewer.FromCandidate {
			who = "you"
		}
		head := fmt.Sprintf(
			"%s question %d (%s), %s, %s",
			f.Session,
			f.Turn,
			f.Question,
			who,
			f.StartedAt.Local().Format(time.DateOnly),
		)
		if err := o.styled(interviewer.Visible(head) + "\n  " + o.snippet(f.Snippet) + "\n"); err != nil {
			return err
		}
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
		text := interviewer.Visible(
			strings.Join(strings.FieldsFunc(p.Text, func(r rune) bool { return r == '\n' }), " "),
		)
		if p.Hit {
			text = before + text + after
		}
		b.WriteString(text)
	}
	return b.String()
}
