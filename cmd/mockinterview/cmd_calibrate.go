package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/urfave/cli/v2"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/calibration"
	"mockinterview/interviewer/sqlite"
	"mockinterview/interviewer/terminal"
)

func (a *app) calibrateCommand() *cli.Command {
	return &cli.Command{
		Name: "calibrate", Usage: "measure how far a grader agrees with labelled answers",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "dataset", Usage: "labelled answers as JSON lines from `FILE`, - for standard input (default: the set that comes with the role)"},
			&cli.StringFlag{Name: "role", Usage: "the `ROLE` whose answers are graded", Value: "backend-engineer"},
			&cli.StringFlag{Name: "part", Usage: "only the `PART` of the set with this name, such as dev or held-out"},
			&cli.StringFlag{Name: "level", Usage: "junior, mid, senior or staff, for answers that name none (default senior)"},
			&cli.BoolFlag{Name: "json", Usage: "the report as JSON"},
			&cli.IntFlag{Name: "repeat", Usage: "grade every answer `N` times and report how often the grades agree", Value: 1},
			&cli.BoolFlag{Name: "attacks", Usage: "append text aimed at the grader to weak answers and report how many rise"},
			&cli.StringFlag{Name: "compare", Usage: "run several graders side by side: offline,llm or offline,llm:`MODEL`"},
			&cli.IntFlag{Name: "worst", Usage: "tell the `N` worst disagreements in full", Value: 10},
		}, graderFlags()...),
		Action: a.calibrate,
	}
}

func (a *app) calibrate(c *cli.Context) error {
	if c.Int("repeat") < 1 || c.Int("repeat") > 20 {
		return usagef("grade between once and 20 times", "--repeat %d", c.Int("repeat"))
	}
	if err := a.setup(c); err != nil {
		return err
	}
	who, err := comparison(c.String("compare"))
	if err != nil {
		return err
	}
	set, labels, err := a.labelled(c)
	if err != nil {
		return err
	}
	db, err := a.open(c.Context, true)
	if err != nil {
		return err
	}
	defer db.Close()
	cal := calibrating{app: a, c: c, db: db, set: set, labels: labels}
	return cal.run(who)
}

// comparison reads --compare: the graders to run, each as what --grader and --model would say. Without it there is one,
// that of the configuration.
func comparison(list string) ([]string, error) {
	if list == "" {
		return []string{""}, nil
	}
	who := strings.Split(list, ",")
	for i, w := range who {
		who[i] = strings.TrimSpace(w)
		if kind, _, _ := strings.Cut(who[i], ":"); kind != "offline" && kind != "llm" || who[i] == "llm:" {
			return nil, usagef("for example --compare offline,llm or --compare llm:gpt-5-mini,llm:gpt-5", "unknown grader %q", w)
		}
	}
	if len(who) < 2 {
		return nil, usagef("name two, such as offline,llm", "--compare wants more than one grader")
	}
	return who, nil
}

// labelled reads the labelled set: the user's, or the one that comes with the role.
func (a *app) labelled(c *cli.Context) (calibration.Set, string, error) {
	how := calibration.Reading{Role: c.String("role"), Only: c.IsSet("role"), Pack: a.pack, Part: c.String("part")}
	var set calibration.Set
	var err error
	labels := "labelled by others"
	if file := c.String("dataset"); file != "" {
		set, err = a.readLabelled(c.Context, file, how)
	} else {
		labels = "authored for this program"
		if _, err := a.pack(how.Role); err != nil {
			return set, "", err
		}
		b, berr := data.Calibration(how.Role)
		if berr != nil {
			return set, "", notFound("--dataset FILE takes your own; "+a.program()+" export ID --format labels writes the form", "no labelled set comes with %s", how.Role)
		}
		set, err = calibration.Read(bytes.NewReader(b), "the set of "+how.Role, how)
	}
	if errors.Is(err, calibration.ErrEmpty) {
		err = &failure{exitFailed, err, "a line is one JSON object; " + a.program() + " export ID --format labels writes a form to fill in"}
	}
	for i, f := range set.Faults {
		if i == 10 {
			a.say("... and %d more lines.", set.Skipped-10)
			break
		}
		a.say("line %d skipped: %s", f.Line, f.Reason)
	}
	return set, labels, err
}

func (a *app) readLabelled(ctx context.Context, file string, how calibration.Reading) (calibration.Set, error) {
	if file == "-" {
		return calibration.Read(a.stdin(ctx), "standard input", how)
	}
	f, err := os.Open(file)
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return calibration.Set{}, notFound("", "there is no file %q", file)
		}
		return calibration.Set{}, err
	}
	defer f.Close()
	return calibration.Read(f, filepath.Base(file), how)
}

// calibrating is one run of the command.
type calibrating struct {
	app    *app
	c      *cli.Context
	db     *sqlite.DB
	set    calibration.Set
	labels string
	err    error // the first reason why something has no grade
}

func (k *calibrating) run(who []string) error {
	var runs []calibration.Run
	var reports []calibration.Report
	for _, w := range who {
		run, err := k.grader(w)
		if err != nil {
			return err
		}
		r := calibration.Measure(run, k.labels, version())
		if err := k.keep(r); err != nil {
			return err
		}
		runs, reports = append(runs, run), append(reports, r)
	}
	if len(runs) > 1 {
		cmp := calibration.Compare(runs, reports)
		if err := k.show(func(w io.Writer) error { return calibration.CompareJSON(w, cmp) },
			func(w io.Writer) error { return calibration.CompareMarkdown(w, cmp) }); err != nil {
			return err
		}
		return k.unfinished(reports)
	}
	r := reports[0]
	if err := k.show(func(w io.Writer) error { return calibration.JSON(w, r) },
		func(w io.Writer) error { return calibration.Markdown(w, r, k.c.Int("worst")) }); err != nil {
		return err
	}
	return k.unfinished(reports)
}

func (k *calibrating) show(asJSON, asMarkdown func(io.Writer) error) error {
	if k.c.Bool("json") {
		return asJSON(k.app.out)
	}
	var b bytes.Buffer
	if err := asMarkdown(&b); err != nil {
		return err
	}
	return k.app.page(b.String())
}

// grader grades the set with one grader. who is empty for the configured one.
func (k *calibrating) grader(who string) (calibration.Run, error) {
	kind, model, _ := strings.Cut(who, ":")
	if kind != "" {
		k.app.conf.grader = kind
	}
	if model != "" {
		k.app.conf.model = model
	}
	if kind == "llm" && k.app.conf.key.Empty() { // the configuration may have said offline, and then no key was looked for
		if err := k.app.findKey(); err != nil {
			return calibration.Run{}, err
		}
	}
	g, err := k.app.graders(k.c, k.app.modelOptions(k.c, k.db))
	if err != nil {
		return calibration.Run{}, err
	}
	runner, err := k.runner(g)
	if err != nil {
		return calibration.Run{}, err
	}
	run, err := k.graded(runner, g)
	if err != nil {
		if k.c.Context.Err() != nil {
			err = &failure{exitInterrupted, errInterrupted, "what was graded is kept: the same command goes on from there"}
		}
		return run, err
	}
	if run.Err != nil && k.err == nil {
		k.err = run.Err
	}
	return run, nil
}

// graded runs a grader over the set, with a line of progress where somebody can see it.
func (k *calibrating) graded(r calibration.Runner, g graders) (calibration.Run, error) {
	line := &etaLine{what: "grading"}
	if g.info.Model != "" {
		line.what += " with " + g.info.Model
	}
	r.Progress = line.set
	stop := terminal.Progress(k.app.err, k.app.env, k.app.now, line.text)
	defer stop()
	return r.Run(k.c.Context, k.set)
}

func (k *calibrating) runner(g graders) (calibration.Runner, error) {
	level, err := parseLevel(first(k.c.String("level"), k.app.conf.file.Level))
	if err != nil {
		return calibration.Runner{}, err
	}
	r := calibration.Runner{
		Grader: g.grader, Steers: g.steers, Level: level, Parallel: 4, Repeat: k.c.Int("repeat"), Fresh: k.c.Bool("fresh"), Now: k.app.now,
		AttackEach: 1, // a model is paid by the answer
	}
	if g.info.Kind == interviewer.Offline {
		r.Parallel, r.AttackEach = runtime.GOMAXPROCS(0), 0
	} else {
		o := k.app.modelOptions(k.c, k.db)
		r.Memory = &gradeMemory{k.db, fmt.Sprintf("calibration/1/%s/%s/%s/%d/%t/", version(), k.app.conf.host(), g.info.Model, o.judges, o.economy)}
	}
	if k.c.Bool("attacks") {
		b, err := data.Attacks()
		if err != nil {
			return r, err
		}
		if r.Attacks, err = calibration.ParseAttacks(b); err != nil {
			return r, err
		}
	}
	return r, nil
}

// unfinished is the error of a run that could not grade everything.
func (k *calibrating) unfinished(reports []calibration.Report) error {
	missing, n, graded := 0, 0, 0
	for _, r := range reports {
		n += r.N
		graded += r.Graded
		missing += r.N - r.Graded
	}
	if missing == 0 {
		return nil
	}
	cause := k.err
	if cause == nil {
		cause = errors.New("see the report for the reasons")
	}
	code, hint := k.app.classify(cause)
	if code != exitConfig {
		code = exitPending
		if graded == 0 {
			code = exitFailed
		}
	}
	return &failure{code, fmt.Errorf("%d of %d answers have no grade: %w", missing, n, cause), first(hint, "the same command tries them again")}
}

// gradeMemory keeps finished grades in the database, under a name that tells program, server, model and ways of asking
// apart.
type gradeMemory struct {
	db    *sqlite.DB
	under string
}

// Recall gives false for what is not there or cannot be read; it is only asked again.
func (m *gradeMemory) Recall(ctx context.Context, key string) (calibration.Result, bool) {
	b, ok, err := m.db.Get(ctx, m.under+key)
	if !ok || err != nil {
		return calibration.Result{}, false
	}
	return calibration.DecodeResult(b)
}

// Keep writes a finished grade.
func (m *gradeMemory) Keep(ctx context.Context, key string, r calibration.Result) error {
	b, err := r.Encode()
	if err != nil {
		return err
	}
	return m.db.Put(ctx, m.under+key, b)
}
