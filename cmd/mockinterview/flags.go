package main

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

// prepare gives every command what all of them have.
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
			return usagef("", "%s takes no arguments, not %q", c.Command.Name, c.Args().First())
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

// wrongUsage says in our words what the command-line library found wrong.
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
