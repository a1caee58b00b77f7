package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/sqlite"
	"mockinterview/interviewer/terminal"
)

func (a *app) doctorCommand() *cli.Command {
	return &cli.Command{
		Name: "doctor", Usage: "check terminal, database, configuration, packs, endpoint and model",
		Description: "Asks the configured server, if there is one, for its models and for a word of JSON, and measures how " +
			"fast the model reads and writes: some 1,500 tokens. Nothing of yours is sent. What it finds is kept in the " +
			"database. With --grade it also grades an example answer of the backend pack.",
		Flags: []cli.Flag{
			jsonFlag(), graderFlag(), modelFlag(),
			&cli.BoolFlag{Name: "grade", Usage: "grade one example answer, to see that it works and how long it takes"},
		},
		Action: action(a.doctorOptions, runDoctor),
	}
}

// finding is one thing that doctor looked at.
type finding struct {
	Check  string `json:"check"`
	OK     bool   `json:"ok"`
	Says   string `json:"says"`
	Advice string `json:"advice"`
}

type doctorOptions struct {
	invocation
	fault error // of the configuration, which is one of the findings
	json  bool
	grade bool // one answer, from end to end
}

func (a *app) doctorOptions(c *cli.Context) (doctorOptions, error) {
	in, err := a.invoke(c)
	o := doctorOptions{in, err, c.Bool("json"), c.Bool("grade")}
	if err != nil {
		if code, _ := a.classify(err); code != exitConfig {
			return o, err
		}
	}
	return o, nil
}

func runDoctor(ctx context.Context, o doctorOptions) error {
	cred, fault := credential{}, o.fault
	if fault == nil {
		cred, fault = o.configuredCredential(ctx)
	}
	list := []finding{o.checkTerminal(), o.checkConfig(cred, fault)}
	if o.settings.db != "" {
		list = append(list, o.checkDatabase(ctx))
	}
	list = append(append(list, o.checkPacks()...), o.checkVoice(cred))
	if fault == nil {
		list = append(list, o.checkModel(ctx, cred)...)
		if o.grade {
			list = append(list, o.checkGrade(ctx, cred))
		}
	}
	bad := 0
	for _, f := range list {
		if !f.OK {
			bad++
		}
	}
	if o.json {
		report := map[string]any{"schema": "mockinterview.doctor/v1", "ok": bad == 0, "checks": list}
		if err := o.writeJSON(report); err != nil {
			return err
		}
	} else {
		for _, f := range list {
			if err := o.printFinding(f); err != nil {
				return err
			}
		}
	}
	if bad > 0 {
		return &failure{
			exitFailed,
			errors.Join(errSaid, fmt.Errorf("%d of %d checks failed", bad, len(list))),
			"each FAIL above says what helps",
		}
	}
	return nil
}

func (a *app) printFinding(f finding) error {
	mark := "ok  "
	if !f.OK {
		mark = "FAIL"
	}
	text := fmt.Sprintf("%s  %-13s  %s\n", mark, f.Check, f.Says)
	if f.Advice != "" {
		text += fmt.Sprintf("      %-13s  %s\n", "", f.Advice)
	}
	return a.put(text)
}

func (a *app) checkTerminal() finding {
	f := finding{Check: "terminal", OK: true, Says: "a pipe; lines are taken as typed"}
	if a.onTerminal() {
		s := terminal.StyleFor(a.out, a.env)
		f.Says = fmt.Sprintf("%s, %d columns, colour %v", first(a.env("TERM"), "unknown"), s.Width, s.Color)
		if a.env("TERM") == "dumb" {
			f.Advice = "TERM=dumb: lines cannot be edited while typing"
		}
	}
	return f
}

func (in invocation) checkConfig(cred credential, fault error) finding {
	if fault != nil {
		_, advice := in.classify(fault)
		return finding{Check: "configuration", Says: interviewer.OneLine(fault.Error()), Advice: advice}
	}
	key := "no key"
	if !cred.key.Empty() {
		key = "key from " + cred.from
	}
	return finding{Check: "configuration", OK: true, Says: fmt.Sprintf("grader %s, %s", in.settings.grader.kind, key)}
}

func (in invocation) checkDatabase(ctx context.Context) finding {
	f := finding{Check: "database", Says: in.settings.db}
	db, err := sqlite.Open(ctx, in.settings.db, sqlite.Options{Now: in.now, ReadOnly: true})
	if errors.Is(err, sqlite.ErrNoDatabase) {
		f.OK, f.Says = true, in.settings.db+" does not exist yet; it is made when there is something to keep"
		return f
	}
	if err != nil {
		f.Says = err.Error()
		_, f.Advice = in.classify(err)
		return f
	}
	defer db.Close()
	problems, err := db.QuickCheck(ctx)
	switch {
	case err != nil:
		f.Says = err.Error()
	case len(problems) > 0:
		f.Says = interviewer.Clip(interviewer.OneLine(problems[0]), 200)
		if more := len(problems) - 1; more > 0 {
			f.Says += fmt.Sprintf(" (and %d more)", more)
		}
		f.Advice = in.program() + " restore FILE puts a backup in place"
		if where := in.backupsHint(); where != "" {
			f.Advice = where + "; " + f.Advice
		}
	default:
		n, err := db.Count(ctx)
		f.OK = err == nil
		f.Says = fmt.Sprintf(
			"%s, whole, %s, %s",
			in.settings.db,
			report.Count(n, "interview"),
			report.Count(len(sqlite.Backups(in.settings.db)), "automatic backup"),
		)
		if info, err := os.Stat(in.settings.db); err == nil && openToOthers(info.Mode(), runtime.GOOS) {
			f.Advice = fmt.Sprintf("others can read it (mode %04o): chmod 600 %s", info.Mode().Perm(), in.settings.db)
		}
	}
	return f
}

func (in invocation) checkPacks() []finding {
	var out []finding
	lib := in.roleLibrary()
	for _, id := range lib.IDs() {
		f := finding{Check: "pack", OK: true}
		p, err := lib.Pack(id)
		if err != nil {
			f.OK, f.Says = false, err.Error()
			_, f.Advice = in.classify(err)
		} else {
			f.Says = fmt.Sprintf("%s, %s", p.PackName(), report.Count(len(p.Questions), "question"))
		}
		out = append(out, f)
	}
	return out
}

// namesModel says whether the settings name a server, or hold a key for the default one, and do not grade offline.
func (in invocation) namesModel(cred credential) bool {
	return in.settings.grader.kind != "offline" && (!cred.key.Empty() || in.settings.endpoint.baseURL != "")
}

// gradesByModel says whether the settings come to a model that was not said no to.
func (in invocation) gradesByModel(cred credential) bool {
	return in.namesModel(cred) && !in.declined()
}

func (in invocation) checkModel(ctx context.Context, cred credential) []finding {
	const offline = "; grading is offline, and nothing leaves this machine"
	switch {
	case !in.namesModel(cred):
		return []finding{{Check: "model", OK: true, Says: "none configured" + offline}}
	case in.declined():
		return []finding{{
			Check: "model", OK: true, Says: "none used: you said no to " + in.settings.endpoint.host() + offline,
			Advice: "--grader llm asks it all the same",
		}}
	}
	db, done := in.openIfPossible(ctx)
	defer done()
	client, err := in.graderFactory(ctx, db).client(in.settings.grader, cred, offlineGrader(in.settings.packs))
	if err != nil {
		_, advice := in.classify(err)
		return []finding{{Check: "endpoint", Says: err.Error(), Advice: advice}}
	}
	defer terminal.Progress(in.err, in.env, in.now, func() string { return "asking " + client.Info().Model })()
	h := client.Ping(ctx)
	list := in.health(client, h)
	if h.Err != nil || !h.Answers {
		return list
	}
	speed, err := client.Measure(ctx)
	if err != nil {
		_, advice := in.classify(err)
		return append(list, finding{Check: "speed", Says: err.Error(), Advice: advice})
	}
	return append(list, speedFinding(speed, in.settings.grading.profile), checkWordsFinding(speed))
}

// keptIn is the database for what is known of graders and servers, where there is one: what only looks makes none.
func (in invocation) keptIn(ctx context.Context) (db *store, done func()) {
	if _, err := os.Stat(in.settings.db); err != nil {
		return nil, func() {}
	}
	return in.openIfPossible(ctx)
}

// openIfPossible is the database for what is found out. Where it cannot be opened, what is found is only said.
func (in invocation) openIfPossible(ctx context.Context) (db *store, done func()) {
	db, err := in.open(ctx, reads)
	if err != nil { // which is a finding of its own
		return nil, func() {}
	}
	return db, func() { _ = db.Close() }
}

// speedFinding says how fast the model is and what a grade will take.
func speedFinding(s llm.Speed, profile llm.Profile) finding {
	f := finding{Check: "speed", OK: true, Says: fmt.Sprintf("tokens a second: %s read, %s written; about %s a grade",
		tokensPerSecond(s.Read), tokensPerSecond(s.Write), minutes(s.Grade))}
	switch {
	case s.TooSlow:
		f.OK = false
		f.Says += fmt.Sprintf(", %s by profile terse", minutes(s.Terse))
		f.Advice = "one call may take longer than a server is waited for, and its grade then stays pending: name a " +
			"smaller or quicker --model, or grade offline (--grader offline)"
	case profile == llm.Terse:
		f.Says += fmt.Sprintf(", and %s by profile terse, which is set", minutes(s.Terse))
	case s.Small && profile == llm.Standard:
		f.Advice = fmt.Sprintf("profile terse advised: about %s a grade", minutes(s.Terse))
	case s.Small:
		f.Advice = fmt.Sprintf("profile terse advised, and chosen from now on: about %s a grade; --profile standard "+
			"takes the long prompts all the same", minutes(s.Terse))
	}
	return f
}

// checkWordsFinding says how a prompt that the server cuts short will be noticed.
func checkWordsFinding(s llm.Speed) finding {
	if s.Repeats {
		return finding{Check: "check words", OK: true, Says: "repeated: a prompt that is cut short will be noticed"}
	}
	return finding{
		Check: "check words", OK: true,
		Says: "not repeated, by a prompt of 1,300 tokens: the model is too small for it, or its context is",
		Advice: "they are left out for this model; the guard that is left is that signals without a mark are asked for " +
			"again, and that quotes are checked. See that its context holds 8,000 tokens (num_ctx of Ollama), then run " +
			"doctor again",
	}
}

func tokensPerSecond(n float64) string {
	if n == 0 {
		return "more than can be measured"
	}
	return fmt.Sprintf("%.3g", n)
}

// minutes is a time as somebody who waits wants it.
func minutes(d time.Duration) string {
	if d < time.Minute {
		return report.Count(max(1, int(d.Round(time.Second)/time.Second)), "second")
	}
	return report.Count(int((d+30*time.Second)/time.Minute), "minute")
}

func (a *app) health(client *llm.Client, h llm.Health) []finding {
	endpoint := finding{Check: "endpoint", OK: h.Reachable, Says: h.Endpoint}
	if w := client.Warnings(); len(w) > 0 {
		endpoint.Advice = strings.Join(w, "; ")
	}
	model := finding{Check: "model", OK: h.Answers && h.Err == nil, Says: h.Model}
	switch {
	case h.Err != nil:
		model.Says += ": " + h.Err.Error()
		_, model.Advice = a.classify(h.Err)
	case h.Listed != nil && !*h.Listed:
		model.Advice = "the server does not list it; it lists " + strings.Join(h.Models[:min(8, len(h.Models))], ", ")
	}
	if !h.Reachable {
		return []finding{endpoint, model}
	}
	return []finding{endpoint, model, schemaFinding(h)}
}

// schemaFinding says how a reply of a given shape was asked for, and what came.
func schemaFinding(h llm.Health) finding {
	f := finding{Check: "schema", OK: h.Follows, Says: first(h.Format, "not tried")}
	if h.Err != nil {
		return f
	}
	if !h.Follows {
		f.Says += ", not followed: " + h.Strayed
		f.Advice = "the model, or the server that should hold it to a schema, is too weak to grade by: name a larger " +
			"--model, or a server that knows response_format"
	}
	f.Says += fmt.Sprintf("; answered in %.1f s", h.Latency.Seconds())
	return f
}
