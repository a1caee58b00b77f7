package main

import (
	"context"
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
	return &cli.Command{
		Name: "roles", Usage: "the roles you can practise",
		Subcommands: []*cli.Command{
			{
				Name: "list", Usage: "list the roles", Flags: []cli.Flag{jsonFlag()},
				Action: action(a.rolesListOptions, runRolesList),
			},
			{
				Name: "show", Usage: "the hub of a role: preparation, focus, rubric, questions, FAQ", ArgsUsage: "ROLE",
				Flags: []cli.Flag{jsonFlag()}, Action: action(a.rolesShowOptions, runRolesShow),
			},
			{
				Name: "lint", Usage: "say what is wrong with a pack", ArgsUsage: "FILE",
				Action: action(a.rolesLintOptions, runRolesLint),
			},
			a.rolesTryCommand(),
			{
				Name: "add", Usage: "install a pack of your own", ArgsUsage: "FILE",
				Action: action(a.rolesAddOptions, runRolesAdd),
			},
		},
		Action: func(c *cli.Context) error {
			if c.NArg() > 0 {
				return usagef("it has list, show, lint, try and add", "roles has no command %q", c.Args().First())
			}
			return action(a.rolesListOptions, runRolesList)(c)
		},
	}
}

// roleJSON is a role in a list.
type roleJSON struct {
	data.Head
	Own bool `json:"own"`
}

type rolesListOptions struct {
	invocation
	json bool
}

func (a *app) rolesListOptions(c *cli.Context) (rolesListOptions, error) {
	in, err := a.invoke(c)
	return rolesListOptions{in, c.Bool("json")}, err
}

func runRolesList(_ context.Context, o rolesListOptions) error {
	lib := o.roleLibrary()
	roles := []roleJSON{}
	for _, id := range lib.IDs() {
		h, err := lib.Head(id)
		if err != nil {
			o.say("left out %s: %v", id, err)
			continue
		}
		roles = append(roles, roleJSON{h, lib.Own(id)})
	}
	if o.json {
		return o.writeJSON(roles)
	}
	w := tabwriter.NewWriter(o.out, 0, 8, 2, ' ', 0)
	for _, r := range roles {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.ID, interviewer.Visible(r.Title), report.Count(r.Questions, "question"),
			report.Count(r.Minutes, "minute"))
	}
	return w.Flush()
}

type rolesShowOptions struct {
	invocation
	role string
	json bool
}

func (a *app) rolesShowOptions(c *cli.Context) (rolesShowOptions, error) {
	role, err := oneArgument(c, "role", a.program()+" roles list shows the roles")
	if err != nil {
		return rolesShowOptions{}, err
	}
	in, err := a.invoke(c)
	return rolesShowOptions{in, role, c.Bool("json")}, err
}

func runRolesShow(_ context.Context, o rolesShowOptions) error {
	p, err := o.pack(o.role)
	if err != nil {
		return err
	}
	if o.json {
		return o.writeJSON(withoutAnswers(p))
	}
	runnable := map[string]bool{}
	for _, id := range o.roleLibrary().IDs() {
		runnable[id] = true
	}
	var b strings.Builder
	if err := o.scorecards(nil).Role(&b, p, func(id string) bool { return runnable[id] }); err != nil {
		return err
	}
	return o.page(b.String())
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

type rolesLintOptions struct {
	*app
	file string
}

func (a *app) rolesLintOptions(c *cli.Context) (rolesLintOptions, error) {
	file, err := oneArgument(c, "file", "give a pack file")
	return rolesLintOptions{a, file}, err
}

func runRolesLint(ctx context.Context, o rolesLintOptions) error {
	p, err := data.ReadFile(o.file)
	var f data.Faults
	if errors.As(err, &f) {
		for _, fault := range f.Faults {
			if err := o.put(fmt.Sprintf("%s: %s\n", f.File, fault)); err != nil {
				return err
			}
		}
		return &failure{
			exitFailed,
			fmt.Errorf("%s has %s", o.file, report.Count(len(f.Faults), "fault")),
			"the format is described in docs/pack-format.md",
		}
	}
	if err != nil {
		return err
	}
	warnings, err := offlineGrader("").Review(ctx, p)
	if err != nil {
		return err
	}
	out := fmt.Sprintf(
		"%s is right: %d competencies, %s\n", p.ID, len(p.Rubric), report.Count(len(p.Questions), "question"),
	)
	for _, w := range warnings {
		out += "look at: " + w + "\n"
	}
	return o.put(out)
}

type rolesAddOptions struct {
	invocation
	file string
}

func (a *app) rolesAddOptions(c *cli.Context) (rolesAddOptions, error) {
	file, err := oneArgument(c, "file", "give a pack file")
	if err != nil {
		return rolesAddOptions{}, err
	}
	in, err := a.invoke(c)
	return rolesAddOptions{in, file}, err
}

func runRolesAdd(ctx context.Context, o rolesAddOptions) error {
	p, err := o.roleLibrary().Add(o.file)
	if err != nil {
		return err
	}
	if err := o.encodeOwn(ctx, p); err != nil {
		return err
	}
	o.say("%s is installed. %s begins an interview.", p.Title, o.command("start", p.ID))
	return nil
}
