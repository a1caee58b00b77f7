package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"
)

func (a *app) configCommand() *cli.Command {
	return &cli.Command{
		Name: "config", Usage: "what is configured, and where",
		Subcommands: []*cli.Command{
			{
				Name: "path", Usage: "print the path of the configuration file",
				Action: func(*cli.Context) error { return a.runConfigPath() },
			},
			{
				Name: "show", Usage: "print what is in force; keys are never shown",
				Action: action(a.invoke, runConfigShow),
			},
			a.configSetupCommand(),
		},
		Action: func(c *cli.Context) error {
			if c.NArg() > 0 {
				return usagef("it has path, show and setup", "config has no command %q", c.Args().First())
			}
			return action(a.invoke, runConfigShow)(c)
		},
	}
}

// runConfigPath does not read the configuration, so that it helps to find a file that has a fault.
func (a *app) runConfigPath() error {
	folder := xdgFolder(a.env, "XDG_CONFIG_HOME", ".config")
	if folder == "" {
		return &failure{exitConfig, errNoHome, "set HOME or XDG_CONFIG_HOME"}
	}
	return a.put(filepath.Join(folder, "config.yaml") + "\n")
}

func runConfigShow(ctx context.Context, in invocation) error {
	cred, err := in.configuredCredential(ctx)
	if err != nil {
		return err
	}
	key := "none"
	if !cred.key.Empty() {
		key = "from " + cred.from
	}
	s := in.settings
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	rows := [][2]string{
		{"configuration", s.file()}, {"database", s.db}, {"own packs", s.packs}, {"grader", s.grader.kind},
		{"model", first(s.grader.model, "(the default)")}, {"endpoint", s.endpoint.host()}, {"key", key},
	}
	db, done := in.keptIn(ctx)
	defer done()
	if db != nil {
		for _, f := range readFits(ctx, db.DB) {
			rows = append(rows, [2]string{"calibration", fitWords(f)})
		}
	}
	for _, row := range rows {
		fmt.Fprintf(w, "%s\t%s\n", row[0], strings.ReplaceAll(row[1], "\n", "␊"))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return in.put(b.String())
}
