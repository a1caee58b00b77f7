package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/calibration"
	"mockinterview/interviewer/llm"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/terminal"
)

func (a *app) configSetupCommand() *cli.Command {
	return &cli.Command{
		Name: "setup", Usage: "find a model to grade with, try it, and write the configuration",
		Description: "Looks for Ollama, LM Studio, llama.cpp and vLLM on this machine and for keys in the environment. " +
			"Nothing is sent anywhere until you choose a server. Of a key only the name of its variable is written. " +
			"Without a terminal it prints what it would do.",
		Flags: []cli.Flag{&cli.BoolFlag{
			Name: "store-key", Usage: "write the key itself, into a file of its own that only you can read",
		}},
		Action: action(a.setupOptions, runSetup),
	}
}

type setupOptions struct {
	invocation
	storeKey bool
}

// setupOptions does not mind a fault in the configuration, which setup is there to mend.
func (a *app) setupOptions(c *cli.Context) (setupOptions, error) {
	in, err := a.invoke(c)
	if code, _ := a.classify(err); err != nil && (code != exitConfig || in.settings.folder == "") {
		return setupOptions{}, err
	}
	return setupOptions{in, c.Bool("store-key")}, nil
}

// runSetup walks from what is found to a configuration.
func runSetup(ctx context.Context, o setupOptions) error {
	found := o.foundServers(ctx)
	if len(found) == 0 {
		return o.put("No key was found in the environment, and no server on this machine. Interviews work now, graded " +
			"offline.\nFor a free model on this machine install Ollama, then: ollama pull qwen3:8b\n" +
			"and run this again: " + o.program() + " config setup\n")
	}
	if !o.onTerminal() {
		return o.plan(ctx, found)
	}
	t, err := o.terminal()
	if err != nil {
		return err
	}
	defer t.Close()
	s := setup{setupOptions: o, term: t}
	return s.run(ctx, found)
}

// plan says what would be done, and asks only servers of this machine, for the names of their models.
func (o setupOptions) plan(ctx context.Context, found []knownServer) error {
	var b strings.Builder
	for _, s := range found {
		if s.variable != "" {
			fmt.Fprintf(&b, "found: %s, key in %s\n", s.name, s.variable)
			continue
		}
		models := "no models"
		client, err := o.clientOf(s, llm.DefaultModel)
		if err == nil {
			if list, err := usableModels(ctx, client); err != nil {
				models = interviewer.OneLine(err.Error())
			} else if len(list) > 0 {
				models = strings.Join(list, ", ")
			}
		}
		fmt.Fprintf(&b, "found: %s at %s, %s\n", s.name, s.baseURL, models)
	}
	fmt.Fprintf(&b, "At a keyboard this command would let you choose one, try it, and write %s.\n", o.settings.file())
	return o.put(b.String())
}

// clientOf is a client of a found server.
func (o setupOptions) clientOf(s knownServer, model string) (*llm.Client, error) {
	return llm.New(o.clientConfig(s, model))
}

// clientConfig is as patient as grading is: a trial is many calls, which a server may want slower.
func (o setupOptions) clientConfig(s knownServer, model string) llm.Config {
	return llm.Config{
		BaseURL: s.baseURL, Key: llm.NewSecret(o.keyOf(s)), Model: model, Now: o.now,
		RetryPause: o.settings.endpoint.retryPause, Steers: offlineGrader(o.settings.packs).Steers,
	}
}

func (o setupOptions) keyOf(s knownServer) string {
	if s.variable == "" {
		return ""
	}
	return o.env(s.variable)
}

// usableModels lists the models that may be written into a configuration and typed in a shell, without those that
// cannot chat by their names.
func usableModels(ctx context.Context, c *llm.Client) ([]string, error) {
	list, err := c.Models(ctx)
	return slices.DeleteFunc(list, func(m string) bool {
		return !harmlessWord.MatchString(m) || llm.LikeKey(m) || strings.Contains(m, "embed")
	}), err
}

// setup is one set-up at the keyboard.
type setup struct {
	setupOptions
	term *terminal.Terminal
}

func (s *setup) run(ctx context.Context, found []knownServer) error {
	server, err := s.chooseServer(ctx, found)
	if err != nil {
		return err
	}
	if server == nil {
		return s.write(ctx, configuration{text: "# Everything is graded on this machine.\ngrader: offline\n"})
	}
	model, err := s.chooseModel(ctx, *server)
	if err != nil {
		return err
	}
	client, err := s.clientOf(*server, model)
	if err != nil {
		return err
	}
	if err := s.try(ctx, client, model); err != nil {
		return err
	}
	if err := s.offerTrial(ctx, client); err != nil {
		return err
	}
	c, err := s.configuration(*server, model)
	if err != nil {
		return err
	}
	return s.write(ctx, c)
}

func (s *setup) chooseServer(ctx context.Context, found []knownServer) (*knownServer, error) {
	c := interviewer.Choice{Text: "What shall grade your answers?"}
	for i, f := range found {
		where := "on this machine; nothing leaves it"
		if f.variable != "" {
			host, err := llm.Host(first(f.baseURL, llm.DefaultBaseURL))
			if err != nil {
				return nil, err
			}
			where = fmt.Sprintf("your answers go to %s, with the key in %s", host, f.variable)
		}
		c.Options = append(c.Options, interviewer.Option{Key: fmt.Sprint(i + 1), Text: f.name + ": " + where})
	}
	c.Options = append(c.Options,
		interviewer.Option{Key: "o", Text: "the offline grader: no model, nothing leaves this machine"})
	c.Default = len(found)
	i, err := s.term.Choose(ctx, c)
	if err != nil || i == len(found) {
		return nil, err
	}
	return &found[i], nil
}

// mostModels is how many models are offered by number; any other can be typed.
const mostModels = 15

func (s *setup) chooseModel(ctx context.Context, server knownServer) (string, error) {
	client, err := s.clientOf(server, llm.DefaultModel)
	if err != nil {
		return "", err
	}
	list, err := usableModels(ctx, client)
	if err != nil {
		return "", err
	}
	c := interviewer.Choice{Text: fmt.Sprintf("%s has %s. Which one?", server.name, report.Count(len(list), "model"))}
	for i, m := range list[:min(mostModels, len(list))] {
		c.Options = append(c.Options, interviewer.Option{
			Key: fmt.Sprint(i + 1), Text: m + ", " + priceWords(client, m),
		})
	}
	c.Options = append(c.Options, interviewer.Option{Key: "t", Text: "another one, to be typed"})
	i, err := s.term.Choose(ctx, c)
	if err != nil || i < len(c.Options)-1 {
		return slices.Concat(list, []string{""})[i], err
	}
	for {
		typed, ok, err := s.term.Line(ctx, "model> ")
		typed = strings.TrimSpace(typed)
		if err != nil || ok && harmlessWord.MatchString(typed) && !llm.LikeKey(typed) {
			return typed, err
		}
		if !ok {
			return "", context.Canceled
		}
		s.say("That is no name of a model.")
	}
}

// priceWords says what a model costs, where it is known.
func priceWords(c *llm.Client, model string) string {
	p, known := c.PriceOf(model)
	switch {
	case !known:
		return "price not known"
	case p.Input == 0 && p.Output == 0:
		return "free"
	}
	return fmt.Sprintf("$%.2f in and $%.2f out for a million tokens (list of %s)", p.Input, p.Output, c.PricesChecked())
}

// try asks the model for a word of JSON and says what came of it.
func (s *setup) try(ctx context.Context, client *llm.Client, model string) error {
	s.say("Trying %s ...", model)
	h := client.Ping(ctx)
	if h.Err != nil {
		return h.Err
	}
	follows := "it holds to a schema"
	if !h.Follows {
		follows = "it does not hold to a schema, so that many grades may fail"
	}
	s.say("%s answers in %.1f s; %s (%s); %s.",
		model, h.Latency.Seconds(), follows, h.Format, priceWords(client, model))
	return nil
}

// trialAnswers is how many labelled answers a trial grades.
const trialAnswers = 12

// offerTrial grades labelled answers where that is agreed to, and says how far the grades agree.
func (s *setup) offerTrial(ctx context.Context, client *llm.Client) error {
	i, err := s.term.Choose(ctx, interviewer.Choice{
		Text: fmt.Sprintf("Grade %d labelled answers with it, to see how far it agrees with people? They come with this "+
			"program; it takes some 60 calls.", trialAnswers),
		Options: []interviewer.Option{{Key: "y", Text: "yes"}, {Key: "n", Text: "no"}}, Default: 1,
	})
	if err != nil || i != 0 {
		return err
	}
	set, err := s.trialSet()
	if err != nil {
		return err
	}
	line := &progressLine{what: "grading"}
	stop := terminal.Progress(s.app.err, s.env, s.now, line.text)
	run, err := calibration.Runner{
		Grader: client, Steers: offlineGrader(s.settings.packs).Steers, Level: s.settings.interview.level,
		Parallel: 4, Repeat: 1, Progress: line.set, Now: s.now,
	}.Run(ctx, set)
	stop()
	if err != nil {
		return err
	}
	s.say("%s", trialWords(calibration.Measure(run, "authored for this program", version())))
	return nil
}

// trialSet is the labelled set of the backend pack, cut to answers that stand evenly apart in it.
func (s *setup) trialSet() (calibration.Set, error) {
	b, err := data.Calibration(sampleRole)
	if err != nil {
		return calibration.Set{}, err
	}
	set, err := calibration.Read(bytes.NewReader(b), "a trial", calibration.Reading{
		Role: sampleRole, Level: s.settings.interview.level, Pack: s.pack,
	})
	if err != nil {
		return set, err
	}
	var some []calibration.Item
	for i := range min(trialAnswers, len(set.Items)) {
		some = append(some, set.Items[i*len(set.Items)/trialAnswers])
	}
	set.Items = some
	return set, nil
}

// trialWords sums a trial up. Of so few answers no more is said than what can be counted.
func trialWords(r calibration.Report) string {
	same, near := 0, 0
	for label, row := range r.Overall.Confusion {
		for given, n := range row {
			switch label - given {
			case 0:
				same, near = same+n, near+n
			case 1, -1:
				near += n
			}
		}
	}
	s := fmt.Sprintf("Of %s it gave %d the very overall of the label, and %d at most one step off.",
		report.Count(r.Overall.N, "graded answer"), same, near)
	if missing := r.N - r.Graded; missing > 0 {
		s += fmt.Sprintf(" %d got no grade.", missing)
	}
	return s + " calibrate measures it on all of them."
}

// configuration is what a set-up writes: the text of the file, and a key where that is kept in a file of its own.
type configuration struct {
	text    string
	keyFile string // that the text names; "" keeps no key
	key     string
}

// configuration is that of a server and a model.
func (s *setup) configuration(server knownServer, model string) (configuration, error) {
	var c configuration
	var b strings.Builder
	fmt.Fprintf(&b, "# Grade by a model of %s. --grader offline keeps one run on this machine.\n", server.name)
	fmt.Fprintln(&b, "grader: llm")
	fmt.Fprintf(&b, "model: %q\n", model)
	if server.baseURL != "" {
		fmt.Fprintf(&b, "base_url: %q\n", server.baseURL)
	}
	switch {
	case server.variable == "":
		b.WriteString("# A server of this machine wants no key.\n")
	case s.storeKey:
		host, err := llm.Host(first(server.baseURL, llm.DefaultBaseURL))
		if err != nil {
			return c, err
		}
		c.keyFile, c.key = filepath.Join(s.settings.folder, keyFile(host)), s.keyOf(server)
		fmt.Fprintf(&b, "# The key stands in a file that only you can read.\napi_key_file: %q\n", c.keyFile)
	default:
		fmt.Fprintf(&b, "# The name of the variable that holds the key; the key itself is kept nowhere.\napi_key_env: %s\n",
			server.variable)
	}
	c.text = b.String()
	return c, nil
}

// keyFile is the name of the file for the key of a host. Each host has its own, since another configuration may still
// name it: the old one that is kept, or the one that stays.
func keyFile(host string) string {
	return "key-" + strings.Map(func(r rune) rune {
		if r == '[' || r == ']' || r == ':' { // which Windows takes in no name
			return '-'
		}
		return r
	}, host)
}

// write puts the configuration in its place, and keeps the one that was there. Nothing is written before that is
// agreed to, the key neither.
func (s *setup) write(ctx context.Context, c configuration) error {
	file := s.settings.file()
	if err := os.MkdirAll(s.settings.folder, 0o700); err != nil {
		return err
	}
	old, err := interviewer.ReadFile(file, largestSettings)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("read configuration: %w", err)
	default:
		i, err := s.term.Choose(ctx, interviewer.Choice{
			Text:    "There is a configuration. Put this one in its place? The old one is kept beside it.",
			Options: []interviewer.Option{{Key: "y", Text: "yes"}, {Key: "n", Text: "no, print it"}}, Default: 1,
		})
		if err != nil {
			return err
		}
		if i != 0 {
			if c.key != "" {
				s.say("The key was not stored: put it into the file that this names, or name its variable " +
					"(api_key_env).")
			}
			return s.put(c.text)
		}
		if err := report.WriteFile(file+".old", old, 0o600); err != nil {
			return err
		}
	}
	if c.key != "" {
		if err := report.WriteFile(c.keyFile, []byte(c.key+"\n"), 0o600); err != nil {
			return err
		}
	}
	head := "# Written by mockinterview config setup. All settings are optional; README lists them.\n"
	if err := report.WriteFile(file, []byte(head+c.text), 0o600); err != nil {
		return err
	}
	s.say("Written: %s", file)
	s.say("Now: %s start", s.program())
	return nil
}
