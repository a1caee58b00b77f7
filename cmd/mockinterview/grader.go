package main

import (
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
)

// graders is what a session grades and probes with.
type graders struct {
	grader interviewer.Grader
	prober interviewer.Prober
	steers func(string) bool
	info   interviewer.GraderInfo
	client *llm.Client // nil offline
}

// graders chooses by --grader: offline, llm, or auto, which means llm when a key or a base URL is configured. ask, if not nil, is how consent
// to using an ambient key is asked on a terminal.
func (a *app) graders(opts modelOptions, ask func(text string) bool) (graders, error) {
	lex, err := data.Lexicon()
	if err != nil {
		return graders{}, err
	}
	if err := a.findKey(); err != nil {
		return graders{}, err
	}
	off := offline.New(lex)
	local := graders{grader: off, prober: off, steers: lex.Addresses, info: off.Info()}
	use, err := a.useModel(ask)
	if err != nil || !use {
		return local, err
	}
	return a.modelGraders(opts, lex, off)
}

// useModel decides between the model and the offline grader; it never changes once an interview has begun.
func (a *app) useModel(ask func(string) bool) (bool, error) {
	c := a.conf
	switch c.grader {
	case "offline":
		return false, nil
	case "llm":
		if c.key.Empty() && c.baseURL == "" {
			return false, &failure{exitConfig, fmt.Errorf("grading by a model wants a key: %w", interviewer.ErrUnauthorized),
				"set OPENAI_API_KEY, or OPENAI_BASE_URL for a server without keys, or use --grader offline"}
		}
		return true, nil
	}
	if c.key.Empty() && c.baseURL == "" {
		return false, nil
	}
	return a.consent(ask), nil
}

// consent asks once a host before an ambient key is used, and keeps the answer. Off a terminal it says what goes where.
func (a *app) consent(ask func(string) bool) bool {
	host := a.conf.host()
	said := fmt.Sprintf("Questions, rubric and your answers go to %s (found %s). --grader offline keeps everything here.", host, a.found())
	if ask == nil {
		a.say("%s", said)
		return true
	}
	file := filepath.Join(a.conf.folder, "consent")
	kept := readLines(file)
	switch {
	case slices.Contains(kept, "yes "+host):
		return true
	case slices.Contains(kept, "no "+host):
		a.say("Grading offline, as you chose for %s. --grader llm uses the model.", host)
		return false
	}
	yes := ask(said + " Use the model?")
	answer := "no "
	if yes {
		answer = "yes "
	}
	if err := keepLine(file, answer+host); err != nil {
		a.say("The choice could not be kept: %v", err)
	}
	return yes
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
