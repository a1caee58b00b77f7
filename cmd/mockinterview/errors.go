package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/sqlite"
)

// The exit codes.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitNotFound    = 3
	exitConfig      = 4
	exitPending     = 5
	exitInterrupted = 130
)

// failure is an error with what the user can do about it.
type failure struct {
	code int
	err  error
	hint string
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

func usageError(text string) error { return &failure{exitUsage, errors.New(text), ""} }

func usagef(hint, format string, args ...any) error {
	return &failure{exitUsage, fmt.Errorf(format, args...), hint}
}

func notFound(hint, format string, args ...any) error {
	return &failure{exitNotFound, fmt.Errorf(format, args...), hint}
}

// errInterrupted and errPending end a run that did its work otherwise.
var (
	errInterrupted = errors.New("interrupted")
	errPending     = errors.New("some grades are pending")
)

// classify finds the exit code and the hint of an error: the one place where sentinels become words.
func (a *app) classify(err error) (code int, hint string) {
	var f *failure
	var faults data.Faults
	switch {
	case errors.As(err, &f):
		return f.code, f.hint
	case errors.Is(err, errPending):
		return exitPending, a.program() + " grade --pending finishes it"
	case errors.Is(err, errInterrupted), errors.Is(err, context.Canceled):
		return exitInterrupted, "everything is saved; " + a.program() + " resume goes on"
	case errors.Is(err, interviewer.ErrUnauthorized):
		return exitConfig, "set OPENAI_API_KEY to a key for this server, or use --grader offline"
	case errors.As(err, &faults):
		return exitFailed, a.program() + " roles lint FILE lists every fault"
	case errors.Is(err, data.ErrNotFound):
		return exitNotFound, a.program() + " roles list shows what there is"
	case errors.Is(err, sqlite.ErrNotFound):
		return exitNotFound, a.program() + " sessions lists them"
	case errors.Is(err, sqlite.ErrAmbiguous):
		return exitUsage, "type more of the id"
	case errors.Is(err, os.ErrPermission):
		return exitFailed, "check who owns the file and its folder, or name another database with --db"
	case usage(err):
		return exitUsage, a.program() + " help shows the commands"
	}
	return exitFailed, ""
}

// usage recognises what the command-line library says of a wrong command line; it has no types for it.
func usage(err error) bool {
	s := err.Error()
	return strings.Contains(s, "flag provided but not defined") || strings.Contains(s, "Required flag") ||
		strings.HasPrefix(s, "invalid value") || strings.Contains(s, "flag needs an argument") || strings.HasPrefix(s, "No help topic")
}

// report prints an error as one sentence and a hint, and gives the exit code.
func (a *app) report(err error) int {
	if err == nil {
		return exitDone
	}
	code, hint := a.classify(err)
	if !errors.Is(err, errSaid) {
		text := strings.Join(strings.Fields(err.Error()), " ")
		fmt.Fprintln(a.err, "mockinterview: "+interviewer.Visible(text))
	}
	if hint != "" {
		fmt.Fprintln(a.err, "hint: "+interviewer.Visible(hint))
	}
	return code
}

// errSaid marks an error whose sentence the user has read already.
var errSaid = errors.New("")
