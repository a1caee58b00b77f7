package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
)

func (a *app) configCommand() *cli.Command {
	return &cli.Command{
		Name: "config", Usage: "what is configured, and where",
		Subcommands: []*cli.Command{
			{Name: "path", Usage: "print the path of the configuration file", Action: func(c *cli.Context) error {
				folder := a.folder("XDG_CONFIG_HOME", ".config")
				if folder == "" {
					return &failure{exitConfig, errors.New("HOME is not set"), "set HOME or XDG_CONFIG_HOME"}
				}
				_, err := fmt.Fprintln(a.out, filepath.Join(folder, "config.yaml"))
				return err
			}},
			{Name: "show", Usage: "print what is in force; keys are never shown", Action: a.configShow},
		},
		Action: func(c *cli.Context) error {
			if c.NArg() > 0 {
				return usagef("it has path and show", "config has no command %q", c.Args().First())
			}
			return a.configShow(c)
		},
	}
}

func (a *app) configShow(c *cli.Context) error {
	if err := a.setup(c); err != nil {
		return err
	}
	if err := a.findKey(); err != nil {
		return err
	}
	key := "none"
	if !a.conf.key.Empty() {
		key = "from " + a.conf.keyFrom
	}
	w := tabwriter.NewWriter(a.out, 0, 8, 2, ' ', 0)
	for _, row := range [][2]string{
		{"configuration", filepath.Join(a.conf.folder, "config.yaml")},
		{"database", a.conf.db}, {"own packs", a.conf.packs},
		{"grader", a.conf.grader}, {"model", first(a.conf.model, "(the default)")}, {"endpoint", a.conf.host()}, {"key", key},
	} {
		fmt.Fprintf(w, "%s\t%s\n", row[0], interviewer.Visible(row[1]))
	}
	return w.Flush()
}
