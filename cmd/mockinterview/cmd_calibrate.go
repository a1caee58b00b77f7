package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

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
			&cli.StringFlag{
				Name: "dataset",
				Usage: "labelled answers as JSON lines from `FILE`, - for standard input (default: the set that " +
					"comes with the role)",
			},
			&cli.StringFlag{Name: "role", Usage: "the `ROLE` whose answers are graded", Value: "backend-engineer"},
			&cli.StringFlag{Name: "part", Usage: "only the `PART` of the set with this name, such as dev or held-out"},
			&cli.StringFlag{
				Name: "level", Usage: "junior, mid, senior or staff, for answers that name none (default senior)",
			},
			&cli.BoolFlag{Name: "json", Usage: "the report as JSON"},
			&cli.IntFlag{
				Name: "repeat", Usage: "grade every answer `N` times and report how often the grades agree", Value: 1,
			},
			&cli.BoolFlag{
				Name: "attacks", Usage: "append text aimed at the grader to weak answers and report how many rise",
			},
			&cli.StringFlag{
				Name: "compare", Usage: "run several graders side by side: offline,llm or offline,llm:`MODEL`",
			},
			&cli.BoolFlag{
				Name: "fit", Usage: "learn how to shift the scores towards the labels, and keep what holds on held-out questions",
			},
			&cli.BoolFlag{Name: "clear", Usage: "with --fit: remove what was learned for the role, and stop"},
			&cli.IntFlag{Name: "worst", Usage: "tell the `N` worst disagreements in full", Value: 10},
		}, gradingFlags()...),
		Action: action(a.calibrateOptions, runCalibrate),
	}
}

type calibrateOptions struct {
	invocation
	dataset string // "" is the set that comes with the role
	reading calibration.Reading
	choices []graderChoice // more than one are compared
	repeat  int
	attacks bool
	worst   int
	json    bool
	fit     bool
	clear   bool
}

func (a *app) calibrateOptions(c *cli.Context) (calibrateOptions, error) {
	o := calibrateOptions{
		dataset: c.String("dataset"), repeat: c.Int("repeat"), attacks: c.Bool("attacks"), worst: c.Int("worst"),
		json: c.Bool("json"), fit: c.Bool("fit"), clear: c.Bool("clear"),
		reading: calibration.Reading{Role: c.String("role"), Only: c.IsSet("role"), Part: c.String("part")},
	}
	if o.repeat < 1 || o.repeat > 20 {
		return o, usagef("grade between once and 20 times", "--repeat %d", o.repeat)
	}
	switch {
	case o.clear && !o.fit:
		return o, usagef("--fit --clear removes what --fit learned", "--clear goes with --fit")
	case o.fit && (c.IsSet("compare") || c.IsSet("part")):
		return o, usagef("leave out --compare and --part", "--fit learns of one grader, from a whole set")
	}
	var err error
	if o.invocation, err = a.invoke(c); err != nil {
		return o, err
	}
	o.reading.Pack, o.reading.Level = o.pack, o.settings.interview.level
	o.choices, err = comparison(c.String("compare"), o.settings.grader)
	return o, err
}

func runCalibrate(ctx context.Context, o calibrateOptions) error {
	if o.clear {
		return o.clearFits(ctx)
	}
	set, labels, err := o.labelled(ctx)
	if err != nil {
		return err
	}
	if o.fit {
		if err := fitRole(set); err != nil {
			return err
		}
	}
	db, err := o.open(ctx, writes)
	if err != nil {
		return err
	}
	defer db.Close()
	cal := calibrating{calibrateOptions: o, db: db, factory: o.graderFactory(ctx, db), set: set, labels: labels}
	cal.factory.raw = true
	return cal.run(ctx)
}

// comparison reads --compare: a choice for each grader named, which has of the configured one what it does not say
// itself. Without --compare there is only the configured one.
func comparison(list string, configured graderChoice) ([]graderChoice, error) {
	if list == "" {
		return []graderChoice{configured}, nil
	}
	var out []graderChoice
	for w := range strings.SplitSeq(list, ",") {
		kind, model, named := strings.Cut(strings.TrimSpace(w), ":")
		if kind != "offline" && kind != "llm" || named && model == "" && kind == "llm" {
			return nil, usagef(
				"for example --compare offline,llm or --compare llm:gpt-5-mini,llm:gpt-5",
				"unknown grader %q",
				w,
			)
		}
		out = append(out, graderChoice{kind: kind, model: first(model, configured.model)})
	}
	if len(out) < 2 {
		return nil, usagef("name two, such as offline,llm", "--compare wants more than one grader")
	}
	return out, nil
}

// labelled reads the labelled set: the user's, or the one that comes with the role.
func (o calibrateOptions) labelled(ctx context.Context) (calibration.Set, string, error) {
	labels := "labelled by others"
	var set calibration.Set
	var err error
	if o.dataset != "" {
		set, err = o.readDataset(ctx)
	} else {
		labels = "authored for this program"
		set, err = o.ownDataset()
	}
	if errors.Is(err, calibration.ErrEmpty) {
		err = &failure{
			exitFailed,
			err,
			"a line is one JSON object; " + o.program() + " export ID --format labels writes a form to fill in",
		}
	}
	for i, f := range set.Faults {
		if i == 10 {
			o.say("... and %d more lines.", set.Skipped-10)
			break
		}
		o.say("line %d skipped: %s", f.Line, f.Reason)
	}
	return set, labels, err
}

// readDataset reads the user's labelled answers.
func (o calibrateOptions) readDataset(ctx context.Context) (calibration.Set, error) {
	r, err := o.input(ctx, o.dataset)
	if err != nil {
		return calibration.Set{}, err
	}
	defer r.Close()
	name := filepath.Base(o.dataset)
	if o.dataset == "-" {
		name = "standard input"
	}
	return calibration.Read(r, name, o.reading)
}

// ownDataset reads the labelled answers that come with the role.
func (o calibrateOptions) ownDataset() (calibration.Set, error) {
	role := o.reading.Role
	if _, err := o.pack(role); err != nil {
		return calibration.Set{}, err
	}
	b, err := data.Calibration(role)
	if err != nil {
		hint := "--dataset FILE takes your own; " + o.program() + " export ID --format labels writes the form"
		return calibration.Set{}, notFound(hint, "no labelled set comes with %s", role)
	}
	return calibration.Read(bytes.NewReader(b), "the set of "+role, o.reading)
}

// calibrating is one run of the command.
type calibrating struct {
	calibrateOptions
	db      *store
	factory *graderFactory
	set     calibration.Set
	labels  string
	err     error // the first reason why something has no grade
}

func (k *calibrating) run(ctx context.Context) error {
	var runs []calibration.Run
	var reports []calibration.Report
	for _, choice := range k.choices {
		g, run, err := k.measure(ctx, choice)
		if err != nil {
			return err
		}
		r := calibration.Measure(run, k.labels, version())
		r.Rated = k.rated(g.info)
		if k.fit {
			r.Fit = calibration.Learn(run)
			if err := k.keepFit(ctx, g, r); err != nil {
				return err
			}
		}
		if err := k.keep(ctx, r); err != nil {
			return err
		}
		runs, reports = append(runs, run), append(reports, r)
	}
	if err := k.show(runs, reports); err != nil {
		return err
	}
	return k.unfinished(reports)
}

// rated are the ratings of a grader's quotes that come with a role, as its labelled set does.
func (o calibrateOptions) rated(g interviewer.GraderInfo) *interviewer.RatedQuotes {
	m, ok := o.roleLibrary().Measured(o.reading.Role)
	if !ok || o.dataset != "" || g.Kind != interviewer.Offline || m.Quotes.N == 0 {
		return nil
	}
	return &m.Quotes
}

// show prints the report, or several side by side.
func (k *calibrating) show(runs []calibration.Run, reports []calibration.Report) error {
	var b bytes.Buffer
	var err error
	switch several := len(runs) > 1; {
	case several && k.json:
		return calibration.CompareJSON(k.product(), calibration.Compare(runs, reports))
	case several:
		err = calibration.CompareMarkdown(&b, calibration.Compare(runs, reports))
	case k.json:
		return calibration.JSON(k.product(), reports[0])
	default:
		err = calibration.Markdown(&b, reports[0], k.worst)
	}
	if err != nil {
		return err
	}
	return k.page(b.String())
}

// keep stores a report, for scorecards to cite and for whoever wants to look again.
func (k *calibrating) keep(ctx context.Context, r calibration.Report) error {
	if r.Dataset.Part != "" || r.Graded == 0 { // half a measurement is not cited
		return nil
	}
	b, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return k.db.PutCalibration(context.WithoutCancel(ctx), sqlite.Calibration{
		Grader: graderKey(r.Grader), Dataset: r.Dataset.Name + "@" + r.Dataset.Hash, Done: r.Graded == r.N, Body: b,
	})
}

// measure grades the set with one grader.
func (k *calibrating) measure(ctx context.Context, choice graderChoice) (graders, calibration.Run, error) {
	g, err := k.factory.make(ctx, choice)
	if err != nil {
		return g, calibration.Run{}, err
	}
	runner, err := k.runner(g)
	if err != nil {
		return g, calibration.Run{}, err
	}
	run, err := k.graded(ctx, runner, g)
	k.err = first(k.err, run.Err)
	return g, run, orResume(err, "what was graded is kept: the same command goes on from there")
}

// graded runs a grader over the set, with a line of progress where somebody can see it.
func (k *calibrating) graded(ctx context.Context, r calibration.Runner, g graders) (calibration.Run, error) {
	line := &progressLine{what: "grading"}
	if g.info.Model != "" {
		line.what += " with " + g.info.Model
	}
	r.Progress = line.set
	stop := terminal.Progress(k.app.err, k.env, k.now, line.text)
	defer stop()
	return r.Run(ctx, k.set)
}

func (k *calibrating) runner(g graders) (calibration.Runner, error) {
	r := calibration.Runner{
		Grader: g.grader, Steers: g.steers, Level: k.settings.interview.level, Parallel: 4, Repeat: k.repeat,
		Fresh: k.settings.grading.fresh, Now: k.now, AttackEach: 1, // a model is paid by the answer
	}
	if g.info.Kind == interviewer.Offline {
		r.Parallel, r.AttackEach = runtime.GOMAXPROCS(0), 0
	} else {
		r.Memory = &gradeMemory{k.db, k.memoryName(g)}
	}
	if k.attacks {
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

// memoryName tells program, server, model and ways of asking apart.
func (k *calibrating) memoryName(g graders) string {
	return fmt.Sprintf("calibration/2/%s/%s/%s/%s/", version(), k.settings.endpoint.host(), g.info.Model, g.asking())
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
	code, hint := k.classify(cause)
	if code != exitConfig {
		code = exitPending
		if graded == 0 {
			code = exitFailed
		}
	}
	return &failure{
		code,
		fmt.Errorf("%d of %d answers have no grade: %w", missing, n, cause),
		first(hint, "the same command tries them again"),
	}
}

// gradeMemory keeps finished grades in the database, under a name that tells program, server, model and ways of asking
// apart.
type gradeMemory struct {
	db    *store
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

// progressLine says how far a calibration is, in a line.
type progressLine struct {
	what string

	mu sync.Mutex
	p  calibration.Progress
}

func (l *progressLine) set(p calibration.Progress) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.p = p
}

func (l *progressLine) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.what
	if l.p.Total > 0 {
		s += fmt.Sprintf(": %d of %d grades", l.p.Done, l.p.Total)
	}
	if l.p.Failed > 0 {
		s += fmt.Sprintf(", %d without one", l.p.Failed)
	}
	if l.p.Left > 0 {
		s += ", about " + l.p.Left.Round(time.Second).String() + " left"
	}
	return s
}
