package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
)

// consent asks once a host before an ambient key is used, and keeps the answer. What was kept counts everywhere; where
// nobody can be asked and nothing was kept, it says what goes where.
func (f *graderFactory) consent(ctx context.Context, cred credential) (bool, error) {
	host := f.settings.endpoint.host()
	notice := fmt.Sprintf(
		"Questions, rubric and your answers go to %s (found %s). --grader offline keeps everything here.",
		host,
		first(cred.from, "a base URL"),
	)
	kept := f.consents()
	switch {
	case slices.Contains(kept, "no "+host):
		f.say("Grading offline, as you chose for %s. --grader llm uses the model.", host)
		return false, nil
	case f.preview:
		return true, nil
	case !f.onTerminal():
		f.say("%s", notice)
		return true, nil
	case slices.Contains(kept, "yes "+host):
		return true, nil
	}
	yes, err := f.askYesOrNo(ctx, notice+" Use the model?", "no, grade offline")
	if err != nil {
		return false, err
	}
	answer := "no "
	if yes {
		answer = "yes "
	}
	if err := f.keepConsent(answer + host); err != nil {
		f.say("The choice could not be kept: %v", err)
	}
	return yes, nil
}

// declined says whether a no was kept for the configured server, and no word of this run goes before it.
func (in invocation) declined() bool {
	return in.settings.grader.kind != "llm" && slices.Contains(in.consents(), "no "+in.settings.endpoint.host())
}

// askYesOrNo puts a question to the person at the keyboard. Enter alone means no.
func (a *app) askYesOrNo(ctx context.Context, text, no string) (bool, error) {
	t, err := a.terminal()
	if err != nil {
		return false, err
	}
	defer t.Close()
	i, err := t.Choose(ctx, interviewer.Choice{
		Text: text, Options: []interviewer.Option{{Key: "y", Text: "yes"}, {Key: "n", Text: no}}, Default: 1,
	})
	return i == 0, err
}

// consents are the choices kept, a line each: yes or no, and the host.
func (in invocation) consents() []string {
	if in.settings.folder == "" {
		return nil
	}
	b, err := interviewer.ReadFile(filepath.Join(in.settings.folder, "consent"), largestSettings)
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

func (in invocation) keepConsent(line string) error {
	if in.settings.folder == "" {
		return errNoHome
	}
	if err := os.MkdirAll(in.settings.folder, 0o700); err != nil {
		return err
	}
	lines := append(in.consents(), line)
	return report.WriteFile(filepath.Join(in.settings.folder, "consent"), []byte(strings.Join(lines, "\n")+"\n"), 0o600)
}
