package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/calibration"
	"mockinterview/interviewer/report"
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
	db, err := a.reading(c)
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

// deliver writes to the file of -o, or to standard output, which is also called "-".
func (a *app) deliver(c *cli.Context, b []byte) error {
	file := c.String("output")
	if file == "" || file == "-" {
		_, err := a.out.Write(b)
		return err
	}
	err := put(file, b)
	var at *fs.PathError
	var between *os.LinkError
	switch {
	case err == nil:
		a.say("Written to %s", file)
		return nil
	case errors.As(err, &at): // the name in it may be that of a file which nobody asked for
		err = at.Err
	case errors.As(err, &between):
		err = between.Err
	}
	code, hint := exitFailed, "name another file with -o"
	if errors.Is(err, fs.ErrNotExist) {
		code, hint = exitNotFound, "make the folder first, or name another file with -o"
	}
	return &failure{code, fmt.Errorf("write %q: %w", file, err), hint}
}

// put writes a file whole or not at all. A link is followed, and what is no plain file, such as a pipe or a device, is
// written to as it is.
func put(file string, b []byte) error {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	} else if to, err := os.Readlink(file); err == nil { // a link to what is not there yet
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(file), to)
		}
		file = to
	}
	mode := fs.FileMode(0o600)
	info, err := os.Stat(file)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return pour(file, b)
	case err == nil:
		mode = info.Mode().Perm()
	}
	return report.WriteFile(file, b, mode)
}

func pour(file string, b []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}
