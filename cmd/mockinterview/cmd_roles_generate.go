package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
	"go.yaml.in/yaml/v4"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/interviewer/report"
	"mockinterview/prompts"
	"mockinterview/rubric"
)

func (a *app) rolesGenerateCommand() *cli.Command {
	return &cli.Command{
		Name:  "generate",
		Usage: "draft a pack of your own for a job, by a model, on top of a pack that comes with the program",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "jd", Usage: "the job description: a `FILE` of text or Markdown, or a PDF"},
			&cli.StringFlag{Name: "from", Usage: "the `ROLE` to build on (default: the nearest)"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`", Value: "role.yaml"},
			&cli.IntFlag{Name: "questions", Usage: "draft `N` questions of its own", Value: 3},
			graderFlag(), modelFlag(),
			&cli.Float64Flag{Name: "budget", Usage: "stop before the call that would pass `USD`"},
		},
		Action: action(a.rolesGenerateOptions, runRolesGenerate),
	}
}

type rolesGenerateOptions struct {
	invocation
	jd, from, output string
	questions        int
}

func (a *app) rolesGenerateOptions(c *cli.Context) (rolesGenerateOptions, error) {
	o := rolesGenerateOptions{
		jd: c.String("jd"), from: c.String("from"), output: c.String("output"), questions: c.Int("questions"),
	}
	switch {
	case o.jd == "":
		return o, usagef("name the job description: --jd FILE", "roles generate wants a job description")
	case o.questions < 1 || o.questions > 10:
		return o, usagef("it is 1 to 10", "--questions %d", o.questions)
	}
	f := readFlags(c)
	f.questions = nil // which are those of an interview
	var err error
	settings, err := resolveSettings(f, a.env)
	o.invocation = invocation{a, settings}
	return o, err
}

// runRolesGenerate drafts a pack in small steps. Each is checked as part of the pack, and kept in a folder beside the
// output until all are there, so that a run which is broken off goes on where it was.
func runRolesGenerate(ctx context.Context, o rolesGenerateOptions) error {
	job, err := document(ctx, "the job description", o.jd)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(o.output); err == nil {
		return taken(o.output)
	}
	if o.from == "" {
		if o.from, err = o.nearestRole(ctx, offlineGrader(o.settings.packs), job); err != nil {
			return err
		}
	}
	base, err := o.pack(o.from)
	if err != nil {
		return err
	}
	if o.roleLibrary().Own(o.from) {
		return usagef(
			"name one that comes with the program", "%s is a pack of your own, which none can be built on", o.from,
		)
	}
	factory, done := o.graderFactoryReading(ctx)
	defer done()
	g, err := factory.make(ctx, o.settings.grader)
	if err != nil {
		return err
	}
	if g.client == nil {
		return &failure{
			exitConfig, errors.New("drafting a pack wants a model, and none is configured"),
			fmt.Sprintf("the nearest role there is: %s start %s --jd FILE; or %s roles new ROLE writes a skeleton to fill in",
				o.program(), o.from, o.program()),
		}
	}
	d := &drafting{rolesGenerateOptions: o, client: g.client, job: job, base: base, kept: o.output + ".draft"}
	kept := fmt.Sprintf("what was drafted is kept in %s; the same command goes on", d.kept)
	if err := d.run(ctx); err != nil {
		if d.steps > 0 {
			o.say("%s.", report.Capital(kept))
		}
		return orResume(err, kept)
	}
	o.say("Written to %s: %s on top of %s. Read it, change it, then %s roles lint %s and %s roles add %s.", o.output,
		report.Count(o.questions, "question"), o.from, o.program(), o.output, o.program(), o.output)
	return os.RemoveAll(d.kept)
}

// nearestRole is the role that comes with the program whose summary a document speaks to most.
func (in invocation) nearestRole(ctx context.Context, m likeness, job string) (string, error) {
	lib := data.Library{}
	var texts []string
	ids := lib.IDs()
	for _, id := range ids {
		h, err := lib.Head(id)
		if err != nil {
			return "", err
		}
		texts = append(texts, h.Title+": "+h.Summary)
	}
	near, err := m.Similarity(ctx, texts, passagesOf(job))
	if err != nil {
		return "", err
	}
	best, most := 0, -1.
	for i, row := range near {
		slices.SortFunc(row, func(a, b float64) int { return cmp.Compare(b, a) })
		sum := 0.
		for _, v := range row[:min(2*passagesCount, len(row))] {
			sum += v
		}
		if sum > most {
			best, most = i, sum
		}
	}
	return ids[best], nil
}

// drafting is a pack under way.
type drafting struct {
	rolesGenerateOptions
	client *llm.Client
	job    string
	base   interviewer.Pack
	kept   string // the folder of the steps there are
	steps  int

	pack draftPack
}

// The parts of a pack that are drafted, in the form of its file.
type (
	draftPack struct {
		Schema    string          `yaml:"schema"`
		ID        string          `yaml:"id"`
		Version   int             `yaml:"version"`
		Extends   string          `yaml:"extends"`
		Title     string          `yaml:"title"`
		Summary   string          `yaml:"summary"`
		Questions []draftQuestion `yaml:"questions,omitempty"`
	}
	draftQuestion struct {
		ID        string                  `yaml:"id"`
		Title     string                  `yaml:"title"`
		Text      string                  `yaml:"text"`
		Kind      string                  `yaml:"kind"`
		Probes    map[string]rubric.Probe `yaml:"probes"`
		Signals   []draftSignal           `yaml:"signals,omitempty"`
		Easier    string                  `yaml:"easier"`
		Facts     []interviewer.Fact      `yaml:"facts,omitempty"`
		FollowUps []draftFollowUp         `yaml:"followups,omitempty"`
		Hints     []interviewer.Hint      `yaml:"hints"`
		Answers   interviewer.Answers     `yaml:"answers"`
	}
	draftSignal struct {
		ID         string   `yaml:"id"`
		Competency string   `yaml:"competency"`
		Kind       string   `yaml:"kind"`
		Text       string   `yaml:"text"`
		Shows      []string `yaml:"shows"`
		Not        []string `yaml:"not,omitempty"`
	}
	draftFollowUp struct {
		Signal string `yaml:"signal"`
		Text   string `yaml:"text"`
	}
)

// What a model gives at each step.
type (
	draftedRole     struct{ ID, Title, Summary string }
	draftedQuestion struct{ ID, Title, Text, Kind, Chief, Easier string }
	draftedSignals  struct {
		Signals []struct {
			ID, Kind, Text string
			Shows, Not     []string
			Ask            string
		}
	}
	draftedHelp struct {
		Hints   []interviewer.Hint
		Facts   []interviewer.Fact
		Answers interviewer.Answers
	}
)

// The schemas of the steps, for servers that hold a model to one.
const (
	roleSchema     = `{"type":"object","properties":{` + texts3 + `},"required":["id","title","summary"],` + closed
	questionSchema = `{"type":"object","properties":{"id":` + str + `,"title":` + str + `,"text":` + str +
		`,"kind":` + str + `,"chief":` + str + `,"easier":` + str +
		`},"required":["id","title","text","kind","chief","easier"],` + closed
	signalsSchema = `{"type":"object","properties":{"signals":{"type":"array","items":{"type":"object","properties":{` +
		`"id":` + str + `,"kind":{"type":"string","enum":["strong","weak"]},"text":` + str + `,"shows":` + strs +
		`,"not":` + strs + `,"ask":` + str + `},"required":["id","kind","text","shows","not","ask"],` + closed +
		`}},"required":["signals"],` + closed
	helpSchema = `{"type":"object","properties":{"hints":{"type":"array","items":{"type":"object","properties":{"text":` +
		str + `,"gives":` + strs + `},"required":["text","gives"],` + closed + `},"facts":{"type":"array","items":{` +
		`"type":"object","properties":{"asks":` + strs + `,"text":` + str + `},"required":["asks","text"],` + closed +
		`},"answers":{"type":"object","properties":{"strong":` + str + `,"mixed":` + str + `,"weak":` + str +
		`},"required":["strong","mixed","weak"],` + closed + `},"required":["hints","facts","answers"],` + closed

	str    = `{"type":"string"}`
	strs   = `{"type":"array","items":` + str + `}`
	texts3 = `"id":` + str + `,"title":` + str + `,"summary":` + str
	closed = `"additionalProperties":false}`
)

func (d *drafting) run(ctx context.Context) error {
	d.pack = draftPack{Schema: data.Schema, Version: 1, Extends: d.base.ID}
	var role draftedRole
	err := d.step(ctx, prompts.Drafting{Step: "role"}, roleSchema, &role, func() error {
		d.pack.ID, d.pack.Title, d.pack.Summary = role.ID, role.Title, role.Summary
		if role.Title == "" || role.Summary == "" { // which would be inherited
			return errors.New("the title or the summary is empty")
		}
		if slices.Contains(d.roleLibrary().IDs(), role.ID) {
			return fmt.Errorf("there is a role %s already; the id has to be another one", role.ID)
		}
		return d.lint()
	})
	for n := 1; n <= d.questions && err == nil; n++ {
		err = d.question(ctx, n)
	}
	if err != nil {
		return err
	}
	return d.write()
}

// question drafts one question in three steps. Until it is whole, fill stands for what it lacks.
func (d *drafting) question(ctx context.Context, n int) error {
	var titles []string
	for _, q := range d.pack.Questions {
		titles = append(titles, q.Title)
	}
	d.pack.Questions = append(d.pack.Questions, draftQuestion{})
	q := &d.pack.Questions[n-1]
	fill := make([]interviewer.Hint, 3)
	for i := range fill {
		fill[i].Text = "-"
	}
	var head draftedQuestion
	err := d.step(ctx, prompts.Drafting{Step: "question", Number: n, Titles: titles}, questionSchema, &head, func() error {
		*q = draftQuestion{
			ID: head.ID, Title: head.Title, Text: head.Text, Kind: head.Kind, Easier: head.Easier, Hints: fill,
			Probes: map[string]rubric.Probe{head.Chief: rubric.Chief},
		}
		for _, c := range d.base.Rubric {
			if c.Always && c.ID != head.Chief {
				q.Probes[c.ID] = rubric.Also
			}
		}
		_, taken := d.base.Question(head.ID)
		if taken || slices.ContainsFunc(d.pack.Questions[:n-1], func(o draftQuestion) bool { return o.ID == head.ID }) {
			return fmt.Errorf("there is a question %s already; write another one", head.ID)
		}
		return d.lint()
	})
	if err != nil {
		return err
	}
	var signals draftedSignals
	ask := prompts.Drafting{Step: "signals", Number: n, Question: q.Text, Chief: head.Chief}
	err = d.step(ctx, ask, signalsSchema, &signals, func() error {
		q.Signals, q.FollowUps = nil, nil
		strong, weak := 0, 0
		for _, s := range signals.Signals {
			q.Signals = append(q.Signals, draftSignal{
				ID: s.ID, Competency: head.Chief, Kind: s.Kind, Text: s.Text, Shows: s.Shows, Not: s.Not,
			})
			if s.Kind == string(rubric.Weak) {
				weak++
				continue
			}
			strong++
			if s.Ask != "" {
				q.FollowUps = append(q.FollowUps, draftFollowUp{s.ID, s.Ask})
			}
		}
		if strong < 2 || weak < 1 {
			return fmt.Errorf("it has %d strong and %d weak signals, want at least 2 and 1", strong, weak)
		}
		return d.lint()
	})
	if err != nil {
		return err
	}
	var help draftedHelp
	ask.Step = "help"
	for _, s := range q.Signals {
		ask.Signals = append(ask.Signals, rubric.Signal{ID: s.ID, Text: s.Text})
	}
	return d.step(ctx, ask, helpSchema, &help, func() error {
		q.Hints, q.Facts, q.Answers = help.Hints, help.Facts, help.Answers
		if help.Answers.Strong == "" || help.Answers.Mixed == "" || help.Answers.Weak == "" {
			return errors.New("an example answer is empty")
		}
		return d.lint()
	})
}

// step takes a step that is kept, or asks for it and keeps it. What is kept is checked as well: somebody may have
// changed it.
func (d *drafting) step(ctx context.Context, p prompts.Drafting, schema string, into any, check func() error) error {
	name := fmt.Sprintf("%02d-%s.json", d.steps, p.Step)
	file := filepath.Join(d.kept, name)
	b, err := interviewer.ReadFile(file, data.MaxPack)
	switch {
	case err == nil:
		if err := json.Unmarshal(b, into); err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		if err := check(); err != nil {
			return &failure{
				exitFailed, fmt.Errorf("%s: %w", file, err), "mend it, or remove it to have it drafted again",
			}
		}
		d.steps++
		return nil
	case !errors.Is(err, os.ErrNotExist):
		return err
	}
	d.say("%s ...", report.Capital(strings.TrimSpace(fmt.Sprintf("%s %s", p.Step, number(p.Number)))))
	p.Base, p.Competencies, p.Job, p.Role = d.base.Title, d.base.Rubric, d.job, d.pack.Title
	if _, err := d.client.Draft(ctx, p, json.RawMessage(schema), into, check); err != nil {
		return err
	}
	if b, err = json.MarshalIndent(into, "", "\t"); err != nil {
		return err
	}
	if err := os.MkdirAll(d.kept, 0o700); err != nil {
		return err
	}
	d.steps++
	return report.WriteFile(file, b, 0o600)
}

// number is that of a question, or nothing for 0.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// lint checks the pack as far as it is.
func (d *drafting) lint() error {
	b, err := yaml.Dump(d.pack)
	if err != nil {
		return err
	}
	_, err = data.Parse("draft", b)
	var f data.Faults
	if errors.As(err, &f) && len(f.Faults) > 0 {
		return errors.New(f.Faults[0].Text)
	}
	return err
}

// write writes the file, which must not be there.
func (d *drafting) write() error {
	b, err := yaml.Dump(d.pack)
	if err != nil {
		return err
	}
	head := fmt.Sprintf("# Drafted by %s from a job description. Nobody has read it yet: it is yours to mend.\n",
		d.client.Info().Model)
	return writeNew(d.output, interviewer.Visible(head+string(b)))
}
