package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/interviewer/offline"
	"mockinterview/interviewer/sqlite"
	"mockinterview/interviewer/terminal"
)

func (a *app) doctorCommand() *cli.Command {
	return &cli.Command{
		Name: "doctor", Usage: "check terminal, database, configuration, packs, endpoint and model",
		Description: "Asks the configured server, if there is one, for its models and for one word of JSON: some thirty tokens. Nothing of yours is sent.",
		Flags:       append([]cli.Flag{&cli.BoolFlag{Name: "json", Usage: "as JSON"}}, graderFlags()[:2]...),
		Action:      a.doctor,
	}
}

// finding is one thing that doctor looked at.
type finding struct {
	Check  string `json:"check"`
	OK     bool   `json:"ok"`
	Says   string `json:"says"`
	Advice string `json:"advice"`
}

func (a *app) doctor(c *cli.Context) error {
	fault := a.setup(c)
	if fault == nil {
		fault = a.findKey()
	} else if code, _ := a.classify(fault); code != exitConfig {
		return fault
	}
	list := []finding{a.checkTerminal(), a.checkConfig(fault)}
	if a.conf.db != "" {
		list = append(list, a.checkDatabase(c.Context)...)
	}
	list = append(list, a.checkPacks()...)
	if fault == nil {
		list = append(list, a.checkModel(c)...)
	}
	bad := 0
	for _, f := range list {
		if !f.OK {
			bad++
		}
	}
	if c.Bool("json") {
		if err := a.writeJSON(map[string]any{"schema": "mockinterview.doctor/v1", "ok": bad == 0, "checks": list}); err != nil {
			return err
		}
	} else {
		for _, f := range list {
			a.printFinding(f)
		}
	}
	if bad > 0 {
		return &failure{exitFailed, errors.Join(errSaid, fmt.Errorf("%d of %d checks failed", bad, len(list))), ""}
	}
	return nil
}

func (a *app) printFinding(f finding) {
	mark := "ok  "
	if !f.OK {
		mark = "FAIL"
	}
	fmt.Fprintf(a.out, "%s  %-13s  %s\n", mark, f.Check, interviewer.Visible(f.Says))
	if f.Advice != "" {
		fmt.Fprintf(a.out, "      %-13s  %s\n", "", interviewer.Visible(f.Advice))
	}
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

func (a *app) checkConfig(fault error) finding {
	if fault != nil {
		_, advice := a.classify(fault)
		return finding{Check: "configuration", Says: interviewer.OneLine(fault.Error()), Advice: advice}
	}
	key := "no key"
	if !a.conf.key.Empty() {
		key = "key from " + a.conf.keyFrom
	}
	return finding{Check: "configuration", OK: true, Says: fmt.Sprintf("grader %s, %s", a.conf.grader, key)}
}

func (a *app) checkDatabase(ctx context.Context) []finding {
	f := finding{Check: "database", Says: a.conf.db}
	db, err := sqlite.Open(ctx, a.conf.db, sqlite.Options{Now: a.now, ReadOnly: true})
	if errors.Is(err, sqlite.ErrNoDatabase) {
		f.OK, f.Says = true, a.conf.db+" does not exist yet; the first interview makes it"
		return []finding{f}
	}
	if err != nil {
		f.Says = err.Error()
		_, f.Advice = a.classify(err)
		return []finding{f}
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
		f.Advice = a.program() + " restore FILE puts a backup in place"
		if where := a.backupsHint(); where != "" {
			f.Advice = where + "; " + f.Advice
		}
	default:
		n, err := db.Count(ctx)
		f.OK = err == nil
		f.Says = fmt.Sprintf("%s, whole, %s, %s", a.conf.db, count(n, "interview"), count(len(sqlite.Backups(a.conf.db)), "automatic backup"))
		if info, err := os.Stat(a.conf.db); err == nil && info.Mode().Perm()&0o077 != 0 {
			f.Advice = fmt.Sprintf("others can read it (mode %04o): chmod 600 %s", info.Mode().Perm(), a.conf.db)
		}
	}
	return []finding{f}
}

func (a *app) checkPacks() []finding {
	var out []finding
	lib := a.roleLibrary()
	for _, id := range lib.IDs() {
		f := finding{Check: "pack", OK: true}
		p, err := lib.Pack(id)
		if err != nil {
			f.OK, f.Says = false, err.Error()
			_, f.Advice = a.classify(err)
		} else {
			f.Says = fmt.Sprintf("%s, %s", p.PackName(), count(len(p.Questions), "question"))
		}
		out = append(out, f)
	}
	return out
}

func (a *app) checkModel(c *cli.Context) []finding {
	if a.conf.grader == "offline" || (a.conf.key.Empty() && a.conf.baseURL == "") {
		return []finding{{Check: "model", OK: true, Says: "none configured; grading is offline, and nothing leaves this machine"}}
	}
	lex, err := data.Lexicon()
	if err != nil {
		return []finding{{Check: "model", Says: err.Error()}}
	}
	client, err := a.client(a.modelOptions(c, nil), lex, offline.New(lex))
	if err != nil {
		return []finding{{Check: "endpoint", Says: err.Error()}}
	}
	return a.health(client, client.Ping(c.Context))
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
	return []finding{endpoint, model, {Check: "schema", OK: h.Follows, Says: fmt.Sprintf("%s, answered in %d ms", first(h.Format, "not tried"), h.LatencyMS)}}
}
