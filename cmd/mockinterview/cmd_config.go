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
				Action: action(a.configPathOptions, runConfigPath),
			},
			{
				Name: "show", Usage: "print what is in force; keys are never shown",
				Action: action(a.invoke, runConfigShow),
			},
			a.configSetupCommand(),
		},
		Action: action(a.configOptions, runConfigShow),
	}
}

// configOptions are those of config without a command, which shows what is in force.
func (a *app) configOptions(c *cli.Context) (invocation, error) {
	if c.NArg() > 0 {
		return invocation{}, usagef("it has path, show and setup", "config has no command %q", c.Args().First())
	}
	return a.invoke(c)
}

// configPathOptions are read without the configuration, so that config path helps to find a file that has a fault.
type configPathOptions struct {
	*app
	folder string // of the configuration; "" where nothing says where that is
}

func (a *app) configPathOptions(*cli.Context) (configPathOptions, error) {
	return configPathOptions{a, xdgFolder(a.env, "XDG_CONFIG_HOME", ".config")}, nil
}

func runConfigPath(_ context.Context, o configPathOptions) error {
	if o.folder == "" {
		return &failure{exitConfig, errNoHome, "set HOME or XDG_CONFIG_HOME"}
	}
	return o.put(filepath.Join(o.folder, "config.yaml") + "\n")
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
