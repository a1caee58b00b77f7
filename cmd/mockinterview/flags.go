package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v2"
)

// dbFlag stands on every command, and before all of them.
func dbFlag() cli.Flag {
	return &cli.StringFlag{Name: "db", Usage: "database `FILE` (default: in the XDG data folder, or $MOCKINTERVIEW_DB)"}
}

// graderFlag and modelFlag choose a grader.
func graderFlag() cli.Flag {
	return &cli.StringFlag{
		Name: "grader", Usage: "auto, llm or offline (default auto: a model if a key or a base URL is configured)",
	}
}

func modelFlag() cli.Flag { return &cli.StringFlag{Name: "model", Usage: "the `MODEL` to ask"} }

// gradingFlags are those of every command that grades.
func gradingFlags() []cli.Flag {
	return []cli.Flag{
		graderFlag(), modelFlag(),
		&cli.IntFlag{
			Name: "judges",
			Usage: "judge every answer `N` times and take the mean; N is odd (default: once, and twice more in " +
				"doubt)",
		},
		&cli.BoolFlag{Name: "economy", Usage: "grade all competencies in one call"},
		&cli.StringFlag{
			Name: "profile", Usage: "`HOW` prompts are written: auto, standard or terse (default auto: terse for a model " +
				"that doctor found small)",
		},
		&cli.BoolFlag{Name: "thorough", Usage: "ask for critical signals, and for those in doubt, one a call"},
		&cli.Float64Flag{Name: "budget", Usage: "stop before the call that would pass `USD`"},
		&cli.BoolFlag{Name: "fresh", Usage: "ask the model again even where an identical grade is known"},
	}
}

func yesFlag() cli.Flag {
	return &cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "do not ask"}
}

func jsonFlag() cli.Flag { return &cli.BoolFlag{Name: "json", Usage: "as JSON"} }

func levelFlag() cli.Flag {
	return &cli.StringFlag{Name: "level", Usage: "junior, mid, senior or staff (default senior)"}
}

// readFlags reads what the flags of a command say of settings. A flag that the command has not got says nothing.
func readFlags(c *cli.Context) flagSettings {
	f := flagSettings{
		grader: c.String("grader"), model: c.String("model"), level: c.String("level"), mode: c.String("mode"),
		questions: intFlag(c, "questions"), followUps: intFlag(c, "followups"), minutes: c.Int("minutes"),
		judges: intFlag(c, "judges"), economy: c.Bool("economy"), fresh: c.Bool("fresh"),
		profile: c.String("profile"), thorough: c.Bool("thorough"),
	}
	for _, level := range c.Lineage() { // on the command, or before it
		f.db = first(f.db, level.String("db"))
	}
	if c.IsSet("budget") {
		budget := c.Float64("budget")
		f.budget = &budget
	}
	return f
}

// intFlag is a number, or nil where the flag was not typed.
func intFlag(c *cli.Context, name string) *int {
	if !c.IsSet(name) {
		return nil
	}
	n := c.Int(name)
	return &n
}

// namesGrader says whether the flags choose a grader.
func namesGrader(c *cli.Context) bool { return c.IsSet("grader") || c.IsSet("model") }

// oneArgument is the only argument of a command; what says what it is.
func oneArgument(c *cli.Context, what, hint string) (string, error) {
	if c.NArg() != 1 {
		return "", usagef(hint, "%s wants one %s", c.Command.FullName(), what)
	}
	return c.Args().First(), nil
}

// atMostOne is the only argument of a command, or "" without one.
func atMostOne(c *cli.Context, what, hint string) (string, error) {
	if c.NArg() > 1 {
		return "", usagef(hint, "%s takes one %s, not %d", c.Command.Name, what, c.NArg())
	}
	return c.Args().First(), nil
}

// prepare adds to a command, and to those below it, what every command has: its usage errors in our words, --db, the
// refusal of arguments where it takes none, and no default of 0 in help.
func (a *app) prepare(cmd *cli.Command) {
	cmd.OnUsageError = a.wrongUsage
	if len(cmd.Subcommands) == 0 {
		cmd.Flags = append(cmd.Flags, dbFlag())
		if cmd.ArgsUsage == "" {
			cmd.Action = alone(cmd.Action)
		}
	}
	for i, f := range cmd.Flags {
		cmd.Flags[i] = withoutZero(f)
	}
	for _, sub := range cmd.Subcommands {
		a.prepare(sub)
	}
}

// alone refuses arguments for a command that takes none, where they would be passed over in silence.
func alone(action cli.ActionFunc) cli.ActionFunc {
	return func(c *cli.Context) error {
		if c.NArg() > 0 {
			return usagef("leave it out", "%s takes no arguments, not %q", c.Command.Name, c.Args().First())
		}
		return action(c)
	}
}

// withoutZero keeps help from saying "(default: 0)" of a number that is not set.
func withoutZero(f cli.Flag) cli.Flag {
	zero := false
	switch f := f.(type) {
	case *cli.IntFlag:
		zero = f.Value == 0
	case *cli.Int64Flag:
		zero = f.Value == 0
	case *cli.Float64Flag:
		zero = f.Value == 0
	}
	if full, ok := f.(fullFlag); ok && zero {
		return unset{full}
	}
	return f
}

// fullFlag is all that help looks for in a flag.
type fullFlag interface {
	cli.DocGenerationFlag
	cli.VisibleFlag
	cli.CategorizableFlag
}

type unset struct{ fullFlag }

// GetDefaultText says nothing.
func (unset) GetDefaultText() string { return "" }

// String is the flag's line in help.
func (f unset) String() string { return cli.FlagStringer(f) }

// wrongUsage makes an error of ours of what the command-line library found wrong. It and the flag package give no
// types, so the words are recognised to put them better; whatever they are, it is wrong usage.
func (a *app) wrongUsage(c *cli.Context, err error, _ bool) error {
	text, hint := err.Error(), ""
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		name = strings.TrimLeft(name, "-")
		text = "there is no flag " + dashed(name)
		if near := nearest(name, flagNames(c)); near != "" {
			hint = fmt.Sprintf("did you mean %s?", dashed(near))
		}
	} else if before, name, ok := strings.Cut(text, "for flag -"); ok {
		name, why, _ := strings.Cut(name, ":")
		text = before + "for " + dashed(name) + ":" + why
	} else if name, ok := strings.CutPrefix(text, "flag needs an argument: -"); ok {
		text = dashed(strings.TrimLeft(name, "-")) + " wants a value"
	}
	if hint == "" {
		hint = strings.TrimSpace(a.program()+" help "+c.Command.Name) + " shows the flags"
	}
	return usagef(hint, "%s", text)
}

// dashed is a flag as it is typed.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// flagNames are the flags of the command that was typed, in full.
func flagNames(c *cli.Context) []string {
	flags := c.App.Flags
	if c.Command != nil && len(c.Command.Flags) > 0 {
		flags = c.Command.Flags
	}
	var out []string
	for _, f := range flags {
		out = append(out, f.Names()[0])
	}
	return out
}

// parseDate reads a day in local time; no text is no day.
func parseDate(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, s, time.Local)
	if err != nil || t.Year() < 1 { // years beyond 9999 have another form
		return t, usagef("write it as 2026-01-31", "--since %q is not a date", s)
	}
	return t, nil
}
