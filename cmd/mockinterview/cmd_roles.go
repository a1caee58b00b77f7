package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
				Name: "new", Usage: "write the beginning of a pack of your own", ArgsUsage: "ROLE",
				Flags: []cli.Flag{&cli.StringFlag{
					Name: "output", Aliases: []string{"o"},
					Usage: "write to `FILE` (default: ROLE.yaml; - is standard output)",
				}},
				Action: action(a.rolesNewOptions, runRolesNew),
			},
			a.rolesGenerateCommand(),
			{
				Name: "add", Usage: "install a pack of your own", ArgsUsage: "FILE",
				Action: action(a.rolesAddOptions, runRolesAdd),
			},
		},
		Action: func(c *cli.Context) error {
			if c.NArg() > 0 {
				return usagef(
					"it has list, show, lint, try, new, generate and add", "roles has no command %q", c.Args().First(),
				)
			}
			return action(a.rolesListOptions, runRolesList)(c)
		},
	}
}

// roleJSON is a role in a list.
type roleJSON struct {
	data.Head
	Own bool `json:"own"`
	// Measured says how well its offline grades agree with a reader's; null where nobody measured it.
	Measured *data.Measure `json:"measured"`
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
		role := roleJSON{Head: h, Own: lib.Own(id)}
		if m, ok := lib.Measured(id); ok {
			role.Measured = &m
		}
		roles = append(roles, role)
	}
	if o.json {
		return o.writeJSON(roles)
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	for _, r := range roles {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.ID, interviewer.Visible(interviewer.OneLine(r.Title)),
			report.Count(r.Questions, "question"), report.Count(r.Minutes, "minute"), measuredWords(r.Measured))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return o.put(b.String())
}

// rough is the agreement below which a role's offline grades are called so.
const rough = 0.60

// measuredWords says how well the offline grades of a role are measured.
func measuredWords(m *data.Measure) string {
	if m == nil {
		return "grades not measured"
	}
	words := fmt.Sprintf("grades agree with readers at %.2f (QWK, %s)", m.QWK, report.Count(m.Answers, "answer"))
	if m.QWK < rough {
		return "rough: " + words
	}
	return words
}

type rolesNewOptions struct {
	invocation
	role   string
	output string // a file, or "-"
}

func (a *app) rolesNewOptions(c *cli.Context) (rolesNewOptions, error) {
	role, err := oneArgument(c, "role", "give an id for it, such as game-engineer")
	if err != nil {
		return rolesNewOptions{}, err
	}
	in, err := a.invoke(c)
	return rolesNewOptions{in, role, first(c.String("output"), role+".yaml")}, err
}

// runRolesNew never writes over a file.
func runRolesNew(_ context.Context, o rolesNewOptions) error {
	text, ok := data.Skeleton(o.role)
	if !ok {
		return usagef(
			"write it like game-engineer", "%q is no id of a role: lower-case letters, digits and hyphens", o.role,
		)
	}
	if slices.Contains(o.roleLibrary().IDs(), o.role) {
		o.say("There is a pack of that id already; yours would take its place once it is added.")
	}
	if o.output == "-" {
		return o.put(text)
	}
	if err := writeNew(o.output, text); err != nil {
		return err
	}
	o.say("Written to %s. Fill in what is empty; %s roles lint %s says what is missing, then %s roles add %s installs it.",
		o.output, o.program(), o.output, o.program(), o.output)
	return nil
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
	warnings, err := offlineGrader("").Review(ctx, data.Own(p)) // what it inherits was looked at by its author
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
