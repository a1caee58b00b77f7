package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/interviewer/offline"
	"mockinterview/rubric"

	"github.com/urfave/cli/v2"
)

// graders is what a session grades and probes with.
type graders struct {
	grader interviewer.Grader
	prober interviewer.Prober
	steers func(string) bool
	info   interviewer.GraderInfo
	client *llm.Client // nil offline
}

// graders chooses by --grader: offline, llm, or auto, which means llm when a key or a base URL is configured.
func (a *app) graders(c *cli.Context, opts modelOptions) (graders, error) {
	lex, err := data.Lexicon[offline.Lexicon]()
	if err != nil {
		return graders{}, err
	}
	if err := a.findKey(); err != nil {
		return graders{}, err
	}
	off := offline.New(lex)
	local := graders{grader: off, prober: off, steers: off.Addresses, info: off.Info()}
	ask := a.asker(c)
	if opts.preview {
		ask = func(string) (bool, error) { return true, errPreview }
	}
	use, err := a.useModel(ask)
	if err != nil || !use {
		return local, err
	}
	return a.modelGraders(opts, off)
}

// errPreview says that nothing will be sent, so that nobody need agree to it.
var errPreview = errors.New("preview")

// asker puts a question with yes and no to the person at the keyboard; nil where nobody is.
func (a *app) asker(c *cli.Context) func(text string) (bool, error) {
	if !a.onTerminal() {
		return nil
	}
	return func(text string) (bool, error) {
		t, err := a.terminal()
		if err != nil {
			return false, err
		}
		defer t.Close()
		i, err := t.Choose(c.Context, interviewer.Choice{Text: text, Options: []interviewer.Option{{Key: "y", Text: "yes"}, {Key: "n", Text: "no, grade offline"}}, Default: 1})
		return i == 0, err
	}
}

// useModel decides between the model and the offline grader; it never changes once an interview has begun.
func (a *app) useModel(ask func(string) (bool, error)) (bool, error) {
	c := a.conf
	none := c.key.Empty() && c.baseURL == ""
	switch {
	case c.grader == "offline":
		return false, nil
	case c.grader == "llm" && none:
		return false, &failure{exitConfig, fmt.Errorf("grading by a model wants a key: %w", interviewer.ErrUnauthorized),
			"set OPENAI_API_KEY, or OPENAI_BASE_URL for a server without keys, or use --grader offline"}
	case c.grader == "llm" && !c.inherited:
		return true, nil
	case none:
		return false, nil
	}
	return a.consent(ask)
}

// consent asks once a host before an ambient key is used, and keeps the answer. What was kept counts everywhere; where nobody can be asked and nothing was
// kept, it says what goes where.
func (a *app) consent(ask func(string) (bool, error)) (bool, error) {
	host := a.conf.host()
	said := fmt.Sprintf("Questions, rubric and your answers go to %s (found %s). --grader offline keeps everything here.", host, a.found())
	kept := a.consents()
	switch {
	case slices.Contains(kept, "no "+host):
		a.say("Grading offline, as you chose for %s. --grader llm uses the model.", host)
		return false, nil
	case ask == nil:
		a.say("%s", said)
		return true, nil
	case slices.Contains(kept, "yes "+host):
		return true, nil
	}
	yes, err := ask(said + " Use the model?")
	if errors.Is(err, errPreview) {
		return yes, nil
	}
	if err != nil {
		return false, err
	}
	answer := "no "
	if yes {
		answer = "yes "
	}
	if err := a.keepConsent(answer + host); err != nil {
		a.say("The choice could not be kept: %v", err)
	}
	return yes, nil
}

// consents are the choices kept, a line each: yes or no, and the host.
func (a *app) consents() []string {
	if a.conf.folder == "" {
		return nil
	}
	return readLines(filepath.Join(a.conf.folder, "consent"))
}

func (a *app) keepConsent(line string) error {
	if a.conf.folder == "" {
		return errors.New("HOME is not set")
	}
	return keepLine(filepath.Join(a.conf.folder, "consent"), line)
}

func (a *app) found() string {
	if a.conf.keyFrom != "" {
		return a.conf.keyFrom
	}
	return "a base URL"
}

func readLines(file string) []string {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

func keepLine(file, line string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(f, line)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

// graderLine says which grader is in use.
func graderLine(g graders) string {
	if g.info.Kind == interviewer.Offline {
		return "Grading offline: nothing leaves this machine. It checks coverage of the rubric's signals and cannot judge whether a claim is true."
	}
	return "Graded by the model " + g.info.Model + ". Every quote is checked here against your own words, and the score is computed here."
}

// assessment is the usual way to ask for a grade.
func assessment(s interviewer.Session, t interviewer.Turn, fresh bool) interviewer.Assessment {
	return interviewer.Assessment{Pack: s.Pack, Turn: t, Level: s.Level, Fresh: fresh}
}

func parseLevel(s string) (rubric.Seniority, error) {
	if s == "" {
		return rubric.Senior, nil
	}
	if l := rubric.Seniority(s); slices.Contains(rubric.Seniorities(), l) {
		return l, nil
	}
	return "", usagef("it is one of junior, mid, senior, staff", "unknown level %q", s)
}
