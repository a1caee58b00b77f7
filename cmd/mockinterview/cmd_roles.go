package main

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
)

func (a *app) rolesCommand() *cli.Command {
	asJSON := func() cli.Flag { return &cli.BoolFlag{Name: "json", Usage: "as JSON"} }
	return &cli.Command{
		Name: "roles", Usage: "the roles you can practise",
		Subcommands: []*cli.Command{
			{Name: "list", Usage: "list the roles", Flags: []cli.Flag{asJSON()}, Action: a.rolesList},
			{Name: "show", Usage: "the hub of a role: preparation, focus, rubric, questions, FAQ", ArgsUsage: "ROLE", Flags: []cli.Flag{asJSON()}, Action: a.rolesShow},
			{Name: "lint", Usage: "say what is wrong with a pack", ArgsUsage: "FILE", Action: a.rolesLint},
			{Name: "add", Usage: "install a pack of your own", ArgsUsage: "FILE", Action: a.rolesAdd},
		},
		Action: func(c *cli.Context) error {
			if c.NArg() > 0 {
				return usagef("it has list, show, lint and add", "roles has no command %q", c.Args().First())
			}
			return a.rolesList(c)
		},
	}
}

// roleJSON is a role in a list.
type roleJSON struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	Version   int    `json:"version"`
	Questions int    `json:"questions"`
	Own       bool   `json:"own"`
}

func (a *app) rolesList(c *cli.Context) error {
	if err := a.setup(c); err != nil {
		return err
	}
	lib := a.roleLibrary()
	roles := []roleJSON{}
	for _, id := range lib.IDs() {
		p, err := lib.Pack(id)
		if err != nil {
			a.say("left out %s: %v", id, err)
			continue
		}
		roles = append(roles, roleJSON{p.ID, p.Title, p.Summary, p.Version, len(p.Questions), lib.Own(id)})
	}
	if c.Bool("json") {
		return a.writeJSON(roles)
	}
	w := tabwriter.NewWriter(a.out, 0, 8, 2, ' ', 0)
	for _, r := range roles {
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.ID, interviewer.Visible(r.Title), report.Count(r.Questions, "question"))
	}
	return w.Flush()
}

func (a *app) rolesShow(c *cli.Context) error {
	if c.NArg() != 1 {
		return usagef(a.program()+" roles list shows the roles", "roles show wants one role")
	}
	if err := a.setup(c); err != nil {
		return err
	}
	p, err := a.pack(c.Args().First())
	if err != nil {
		return err
	}
	if c.Bool("json") {
		return a.writeJSON(withoutAnswers(p))
	}
	runnable := map[string]bool{}
	for _, id := range a.roleLibrary().IDs() {
		runnable[id] = true
	}
	var b strings.Builder
	if err := a.writer().Role(&b, p, func(id string) bool { return runnable[id] }); err != nil {
		return err
	}
	return a.page(b.String())
}

// withoutAnswers leaves out what is shown only after an attempt.
func withoutAnswers(p interviewer.Pack) interviewer.Pack {
	questions := make([]interviewer.Question, len(p.Questions))
	for i, q := range p.Questions {
		q.Answers = interviewer.Answers{}
		questions[i] = q
	}
	p.Questions = questions
	return p
}

func (a *app) rolesLint(c *cli.Context) error {
	if c.NArg() != 1 {
		return usagef("give a pack file", "roles lint wants one file")
	}
	p, err := data.ReadFile(c.Args().First())
	var f data.Faults
	if errors.As(err, &f) {
		for _, fault := range f.Faults {
			fmt.Fprintf(a.out, "%s: %s\n", interviewer.Visible(f.File), interviewer.Visible(fault.String()))
		}
		return &failure{exitFailed, fmt.Errorf("%s has %s", c.Args().First(), report.Count(len(f.Faults), "fault")), "the format is described in docs/pack-format.md"}
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s is right: %d competencies, %s\n", p.ID, len(p.Rubric), report.Count(len(p.Questions), "question"))
	return nil
}

func (a *app) rolesAdd(c *cli.Context) error {
	if c.NArg() != 1 {
		return usagef("give a pack file", "roles add wants one file")
	}
	if err := a.setup(c); err != nil {
		return err
	}
	p, err := a.roleLibrary().Add(c.Args().First())
	if err != nil {
		return err
	}
	a.say("%s is installed. %s start %s begins an interview.", p.Title, a.program(), p.ID)
	return nil
}
