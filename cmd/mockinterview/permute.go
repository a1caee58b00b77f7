package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// permute moves flags before positional arguments, level by level, since the command-line library stops looking for
// flags at the first positional one. What follows "--" stays as it is. A negative number is an argument.
func permute(app *cli.App, args []string) []string {
	if len(args) == 0 {
		return args
	}
	flags, commands := app.Flags, app.Commands
	out := []string{args[0]}
	rest := args[1:]
	for {
		before, name, after := splitAt(flags, rest)
		i := slices.IndexFunc(commands, func(c *cli.Command) bool { return c.HasName(name) })
		if i < 0 && len(commands) > 0 && (name == "help" || name == "h") {
			return append(append(append(out, before...), name), topics(after)...)
		}
		if name == "" || i < 0 || len(commands) == 0 {
			return append(out, reorder(flags, rest)...)
		}
		out = append(append(out, before...), name)
		flags, commands, rest = commands[i].Flags, commands[i].Subcommands, after
	}
}

// topics are the arguments of the library's own help: one like a flag is a topic that there is none of, which it says,
// where the library would explain help itself.
func topics(args []string) []string {
	other := func(s string) bool { return strings.HasPrefix(s, "-") && !slices.Contains([]string{"-h", "--help"}, s) }
	if !slices.ContainsFunc(args, other) {
		return args
	}
	return append([]string{"--"}, slices.DeleteFunc(slices.Clone(args), func(s string) bool { return s == "--" })...)
}

// splitAt gives the flags before the first positional argument, that argument, and what follows.
func splitAt(flags []cli.Flag, args []string) (before []string, name string, after []string) {
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "--":
			return before, "", args[i:]
		case !isFlag(args[i]):
			return before, args[i], args[i+1:]
		}
		before = append(before, args[i])
		if takesValue(flags, args[i]) && i+1 < len(args) {
			i++
			before = append(before, args[i])
		}
	}
	return before, "", nil
}

func reorder(flags []cli.Flag, args []string) []string {
	var first, rest []string
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "--":
			return append(append(first, "--"), append(rest, args[i+1:]...)...)
		case !isFlag(args[i]):
			rest = append(rest, args[i])
		default:
			first = append(first, args[i])
			if takesValue(flags, args[i]) && i+1 < len(args) {
				i++
				first = append(first, args[i])
			}
		}
	}
	return append(first, rest...)
}

func isFlag(s string) bool {
	return len(s) > 1 && s[0] == '-' && (s[1] < '0' || s[1] > '9')
}

func takesValue(flags []cli.Flag, arg string) bool {
	name := strings.TrimLeft(arg, "-")
	if strings.Contains(name, "=") {
		return false
	}
	for _, f := range flags {
		if slices.Contains(f.Names(), name) {
			_, isBool := f.(*cli.BoolFlag)
			return !isBool
		}
	}
	return false
}
