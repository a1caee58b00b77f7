package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
)

func (a *app) manCommand() *cli.Command {
	return &cli.Command{
		Name: "man", Usage: "print the manual page of a command, for man(1)", ArgsUsage: "[COMMAND [COMMAND]]",
		Description: "Without a command it is the page of the whole program. With --folder every page is written to a " +
			"file of its own.",
		Flags:  []cli.Flag{&cli.StringFlag{Name: "folder", Usage: "write all pages into the `FOLDER`"}},
		Action: action(a.manOptions, runMan),
	}
}

// manOptions need no settings.
type manOptions struct {
	*app
	command string // "" is the program
	folder  string // all pages go into it; "" prints one
}

func (a *app) manOptions(c *cli.Context) (manOptions, error) {
	o := manOptions{a, strings.Join(c.Args().Slice(), " "), c.String("folder")}
	if o.folder != "" && c.NArg() > 0 {
		return o, usagef("leave the command out", "man writes all pages into a folder, or prints one")
	}
	return o, nil
}

func runMan(_ context.Context, o manOptions) error {
	pages := manual(o.cli())
	if o.folder == "" {
		page, ok := pages[manName(o.command)]
		if !ok {
			return notFound(o.program()+" help shows the commands", "there is no command %q", o.command)
		}
		return o.put(page)
	}
	if err := os.MkdirAll(o.folder, 0o755); err != nil {
		return err
	}
	for name, page := range pages {
		if err := os.WriteFile(filepath.Join(o.folder, name), []byte(page), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// manName is the file name of a command's page.
func manName(full string) string {
	return strings.ReplaceAll(strings.TrimSpace("mockinterview "+full), " ", "-") + ".1"
}

// manual is the page of every command, and that of the program, by file name. It has no date, so that the same program
// always gives the same bytes.
func manual(c *cli.App) map[string]string {
	pages := map[string]string{}
	var all []string
	eachCommand(c.Commands, "", func(full string, cmd *cli.Command) {
		all = append(all, full)
		var p roff
		p.head(full, cmd.Usage)
		p.synopsis(full, cmd)
		p.description(cmd.Description)
		p.options(cmd.Flags)
		p.tail(full)
		p.line(".SH SEE ALSO", `.BR mockinterview (1)`)
		pages[manName(full)] = p.String()
	})
	var p roff
	p.head("", c.Usage)
	p.line(".SH SYNOPSIS", ".B mockinterview", `.RI [ "options" ] " command " [ "command options" ]`)
	p.line(".SH COMMANDS")
	eachCommand(c.Commands, "", func(full string, cmd *cli.Command) {
		p.line(".TP", ".B "+p.text(full), p.text(sentenceOf(cmd.Usage)))
	})
	p.options(c.Flags)
	p.tail("")
	p.line(".SH FILES",
		".TP", `.I $XDG_CONFIG_HOME/mockinterview/config.yaml`, "The configuration; all of it is optional.",
		".TP", `.I $XDG_DATA_HOME/mockinterview/mockinterview.db`, "The interviews.")
	p.line(".SH EXIT STATUS",
		p.text("0 done; 1 failed; 2 wrong usage; 3 not found; 4 configuration or authentication needed; 5 done, but "+
			"grades are pending; 130 interrupted, with everything saved."))
	p.line(".SH SEE ALSO")
	for i, full := range all {
		comma := ","
		if i == len(all)-1 {
			comma = ""
		}
		p.line(".BR " + p.text(strings.TrimSuffix(manName(full), ".1")) + " (1)" + comma)
	}
	pages[manName("")] = p.String()
	return pages
}

// roff writes a manual page.
type roff struct{ b strings.Builder }

// String is the page.
func (r *roff) String() string { return r.b.String() }

func (r *roff) line(lines ...string) {
	for _, l := range lines {
		r.b.WriteString(l + "\n")
	}
}

// text is text without anything that roff would take for a request: of ours, but a usage may name a value of the user.
func (*roff) text(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", "").Replace(interviewer.OneLine(s))
	if strings.HasPrefix(s, ".") {
		s = `\&` + s
	}
	return s
}

func (r *roff) head(full, usage string) {
	name := strings.TrimSuffix(manName(full), ".1")
	r.line(fmt.Sprintf(`.TH "%s" 1 "" mockinterview "User Commands"`, r.text(strings.ToUpper(name))))
	r.line(".SH NAME", r.text(name)+` \- `+r.text(usage))
}

func (r *roff) synopsis(full string, cmd *cli.Command) {
	r.line(".SH SYNOPSIS", ".B mockinterview "+r.text(full))
	if len(cmd.Subcommands) > 0 {
		r.line(".I command")
	}
	r.line(".RI [ options ]")
	if cmd.ArgsUsage != "" {
		r.line(".I " + r.text(cmd.ArgsUsage))
	}
}

func (r *roff) description(text string) {
	if text != "" {
		r.line(".SH DESCRIPTION", r.text(text))
	}
}

// options are the flags, as help tells them.
func (r *roff) options(flags []cli.Flag) {
	r.line(".SH OPTIONS")
	for _, f := range flags {
		names, text, _ := strings.Cut(strings.ReplaceAll(f.String(), " (default: false)", ""), "\t")
		r.line(".TP", ".B "+r.text(names), r.text(sentenceOf(text)))
	}
}

func (r *roff) tail(full string) {
	r.line(".SH EXAMPLE", ".nf", r.text(examples()[full]), ".fi")
}

// sentenceOf is a usage as a sentence.
func sentenceOf(usage string) string {
	if usage == "" {
		return ""
	}
	return strings.ToUpper(usage[:1]) + usage[1:] + "."
}
