package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/interviewer/sqlite"
)

// What an error says decides nothing: the same words under another type mean something else.
func TestErrorsAreToldApartByTypeNotByTheirWords(t *testing.T) {
	a := &app{name: "mockinterview"}
	damage := &sqlite.Error{Op: "read", Path: "x.db", Kind: sqlite.ErrCorrupt}
	mistake := &sqlite.Error{
		Op:   "read",
		Path: "x.db",
		Kind: sqlite.ErrStatement,
		Err:  errors.New("malformed disk image"),
	}
	for _, c := range []struct {
		err  error
		code int
		hint string // part of it; "" for none
	}{
		{errors.New("flag provided but not defined: -x"), exitFailed, ""},
		{&usageError{errors.New("anything")}, exitUsage, "help shows the commands"},
		{&llm.ConfigError{Field: "CAFile", Err: errors.New("timeout")}, exitConfig, "check ca_file"},
		{&llm.ConfigError{Field: "Prices", Err: errors.New("CA file")}, exitConfig, "check prices_file"},
		{&llm.ConfigError{Field: "BaseURL", Err: errors.New("price table")}, exitConfig, "check OPENAI_BASE_URL"},
		{fmt.Errorf("outside: %w", damage), exitFailed, "restore FILE"},
		{fmt.Errorf("outside: %w", mistake), exitFailed, "please report it"},
		{interviewer.ErrUnauthorized, exitConfig, "set OPENAI_API_KEY"},
	} {
		code, hint := a.classify(c.err)
		if code != c.code || !strings.Contains(hint, c.hint) || (c.hint == "") != (hint == "") {
			t.Errorf("%v: exit %d, hint %q; want %d, %q", c.err, code, hint, c.code, c.hint)
		}
	}
}

// A program that we run has an exit code as well, which is not the command-line library's.
func TestTheExitCodeOfAnotherProgramIsNotWrongUsage(t *testing.T) {
	err := fromLibrary(fmt.Errorf("api_key_cmd: %w", exec.Command("false").Run()))
	if code, _ := (&app{}).classify(err); code != exitFailed {
		t.Errorf("exit %d, want %d", code, exitFailed)
	}
}

func TestAnInterruptionTellsHowSavedWorkGoesOn(t *testing.T) {
	a := &app{name: "mockinterview"}
	for _, c := range []struct {
		err  error
		hint string
	}{
		{context.Canceled, ""},
		{fmt.Errorf("grade: %w", orResume(context.Canceled, "go on")), "go on"},
		{orResume(&failure{exitPending, errors.New("pending"), "wait"}, "go on"), "go on"},
	} {
		code, hint := a.classify(a.interrupted(c.err))
		if code != exitInterrupted || hint != c.hint {
			t.Errorf("%v: exit %d, hint %q; want %d, %q", c.err, code, hint, exitInterrupted, c.hint)
		}
	}
	if orResume(nil, "go on") != nil {
		t.Error("no error became one")
	}
}
