package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/calibration"
	"mockinterview/interviewer/scorecard"
)

func (a *app) exportCommand() *cli.Command {
	return &cli.Command{
		Name: "export", Usage: "write an interview as Markdown, HTML or JSON, or its answers as a form for labels", ArgsUsage: "ID",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Usage: "md, html, json, or labels: answers without grades, for somebody to label", Value: "md"},
			&cli.BoolFlag{Name: "all", Usage: "every interview as one archive, for import; wants --format json"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE` (default: standard output)"},
		},
		Action: a.export,
	}
}

func (a *app) export(c *cli.Context) error {
	if c.Bool("all") {
		return a.exportAll(c)
	}
	var write func(io.Writer, interviewer.Session) error
	switch c.String("format") {
	case "md", "markdown":
		write = a.writer().Markdown
	case "html":
		write = a.writer().HTML
	case "json":
		write = scorecard.JSON
	case "labels":
		write = calibration.Labels
	default:
		return usagef("it is one of md, html, json, labels", "unknown format %q", c.String("format"))
	}
	s, err := a.one(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(&b, s); err != nil {
		return err
	}
	return a.deliver(c, b.Bytes())
}

// exportAll writes every interview, old grades included, as one archive.
func (a *app) exportAll(c *cli.Context) error {
	if c.NArg() > 0 || c.String("format") != "json" {
		return usagef("write export --all --format json", "--all is for the JSON archive of every interview")
	}
	if err := a.setup(c); err != nil {
		return err
	}
	db, err := a.open(c.Context, false)
	if err != nil {
		return err
	}
	defer db.Close()
	var b bytes.Buffer
	if err := db.Export(c.Context, &b); err != nil {
		return err
	}
	return a.deliver(c, b.Bytes())
}

// deliver writes to the file of -o, or to standard output. The file appears whole or not at all.
func (a *app) deliver(c *cli.Context, b []byte) error {
	file := c.String("output")
	if file == "" {
		_, err := a.out.Write(b)
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(file), ".export-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(b)
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(tmp.Name(), file)
	}
	if err != nil {
		return err
	}
	a.say("Written to %s", file)
	return nil
}
