package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer/calibration"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/scorecard"
)

func (a *app) exportCommand() *cli.Command {
	return &cli.Command{
		Name: "export", ArgsUsage: "ID",
		Usage: "write an interview as Markdown, HTML or JSON, or its answers as a form for labels",
		Flags: []cli.Flag{
			&cli.StringFlag{
				Name:  "format",
				Usage: "md, html, json, or labels: answers without grades, for somebody to label",
				Value: "md",
			},
			&cli.BoolFlag{Name: "all", Usage: "every interview as one archive, for import; wants --format json"},
			&cli.StringFlag{
				Name:    "output",
				Aliases: []string{"o"},
				Usage:   "write to `FILE` (default: standard output)",
			},
			&cli.BoolFlag{Name: "force", Usage: "write over a FILE that is there"},
		},
		Action: action(a.exportOptions, runExport),
	}
}

type exportOptions struct {
	invocation
	id     string // with all it is ""
	all    bool
	format string
	output string // a file; "" or "-" is standard output
	force  bool   // write over it
}

func (a *app) exportOptions(c *cli.Context) (exportOptions, error) {
	o := exportOptions{
		all:    c.Bool("all"),
		format: c.String("format"),
		output: c.String("output"),
		force:  c.Bool("force"),
	}
	switch o.format {
	case "md", "markdown", "html", "json", "labels":
	default:
		return o, usagef("it is one of md, html, json, labels", "unknown format %q", o.format)
	}
	var err error
	if !o.all {
		if o.id, err = oneArgument(c, "session", "give an id, the beginning of one, or last"); err != nil {
			return o, err
		}
	} else if c.NArg() > 0 || o.format != "json" {
		return o, usagef("write export --all --format json", "--all is for the JSON archive of every interview")
	}
	o.invocation, err = a.invoke(c)
	return o, err
}

// runExport writes one interview, or every one, old grades included, as an archive.
func runExport(ctx context.Context, o exportOptions) error {
	var b bytes.Buffer
	if err := o.write(ctx, &b); err != nil {
		return err
	}
	return o.deliver(b.Bytes())
}

func (o exportOptions) write(ctx context.Context, w io.Writer) error {
	if o.all {
		db, err := o.open(ctx, reads)
		if err != nil {
			return err
		}
		defer db.Close()
		return db.Export(ctx, w)
	}
	s, measured, err := sessionOptions{o.invocation, o.id}.read(ctx)
	if err != nil {
		return err
	}
	switch o.format {
	case "html":
		return o.scorecards(measured).HTML(w, s)
	case "json":
		return scorecard.JSON(w, s)
	case "labels":
		return calibration.Labels(w, s)
	}
	return o.scorecards(measured).Markdown(w, s)
}

// deliver writes to the file of -o, or to standard output, which is also called "-".
func (o exportOptions) deliver(b []byte) error {
	file := o.output
	if file == "" || file == "-" {
		return o.put(string(b))
	}
	if err := o.mayWrite(file, o.force); err != nil {
		return err
	}
	if err := put(file, b); err != nil {
		return unwritten(file, err)
	}
	o.say("Written to %s", file)
	return nil
}

// unwritten says that an output could not be written.
func unwritten(file string, err error) error {
	var at *fs.PathError
	var between *os.LinkError
	switch {
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

// writeNew writes a file that must not be there yet, whole or not at all.
func writeNew(file, text string) error {
	if _, err := os.Lstat(file); err == nil {
		return taken(file)
	}
	if err := report.WriteFile(file, []byte(text), 0o600); err != nil {
		return unwritten(file, err)
	}
	return nil
}

// taken says that an output is there already.
func taken(file string) error {
	return &failure{exitFailed, fmt.Errorf("%q is there already and stays as it is", file), "name another file with -o"}
}
