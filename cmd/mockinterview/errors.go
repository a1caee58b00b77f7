package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
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

func usagef(hint, format string, args ...any) error {
	return &failure{exitUsage, fmt.Errorf(format, args...), hint}
}

func notFound(hint, format string, args ...any) error {
	return &failure{exitNotFound, fmt.Errorf(format, args...), hint}
}

// errInterrupted ends a run that somebody broke off.
var errInterrupted = errors.New("interrupted")

// interrupted is what an error becomes when the run was broken off: the reason of whatever did not work, but for an answer that could not be saved.
func (a *app) interrupted(err error) error {
	var f *failure
	var u *interviewer.Unsaved
	if errors.As(err, &f) && f.code == exitInterrupted {
		return err
	}
	if errors.As(err, &u) {
		_, hint := a.classify(err)
		return &failure{exitInterrupted, err, hint}
	}
	return &failure{exitInterrupted, errInterrupted, a.goesOn}
}

// hints is the one table where sentinels become words: the first row that an error is decides. "PROGRAM" stands for how the user calls us.
func hints() []struct {
	is   error
	code int
	hint string
} {
	return []struct {
		is   error
		code int
		hint string
	}{
		{interviewer.ErrUnauthorized, exitConfig, "set OPENAI_API_KEY to a key for this server, or use --grader offline"},
		{llm.ErrConfig, exitConfig, "check the flags, OPENAI_BASE_URL and the configuration file"},
		{llm.ErrQuota, exitFailed, "add credit at the provider, or name another --model or server"},
		{llm.ErrCertificate, exitFailed, "name the certificate authority with ca_file in the configuration, if you trust this server"},
		{llm.ErrContextTruncated, exitFailed, "raise the server's context setting (num_ctx, -c, --max-model-len or context length)"},
		{llm.ErrContext, exitFailed, "use a --model with a larger window"},
		{interviewer.ErrTooLong, exitFailed, "use a --model with a larger window"},
		{llm.ErrBudget, exitFailed, "raise --budget, or grade the rest later"},
		{llm.ErrModel, exitFailed, "PROGRAM doctor lists the models of the server; --model names one"},
		{llm.ErrEndpoint, exitFailed, "check OPENAI_BASE_URL; PROGRAM doctor tests it"},
		{llm.ErrRedirect, exitFailed, "set OPENAI_BASE_URL to the final address, if you trust it with the key"},
		{llm.ErrRateLimited, exitFailed, "wait a while"},
		{llm.ErrTimeout, exitFailed, "raise timeout and first_byte_timeout in the configuration for a slow model"},
		{llm.ErrUnreachable, exitFailed, "check the network and OPENAI_BASE_URL; PROGRAM doctor tests it"},
		{llm.ErrServer, exitFailed, "wait a while"},
		{llm.ErrDocument, exitUsage, "shorten the file"},

		{data.ErrNotFound, exitNotFound, "PROGRAM roles list shows what there is"},
		{sqlite.ErrDeleted, exitNotFound, "PROGRAM delete --undo ID brings it back"},
		{sqlite.ErrNotFound, exitNotFound, "PROGRAM sessions lists them"},
		{sqlite.ErrAmbiguous, exitUsage, "type more of the id"},
		{sqlite.ErrCorrupt, exitFailed, "PROGRAM restore FILE puts a backup in its place and keeps the damaged file"},
		{sqlite.ErrNewer, exitFailed, "upgrade mockinterview, or name another file with --db"},
		{sqlite.ErrConflict, exitFailed, "PROGRAM resume goes on with what is stored"},
		{sqlite.ErrFull, exitFailed, "free some space, or name a file on another disk with --db"},
		{sqlite.ErrReadOnly, exitFailed, "check the permissions, or name a file elsewhere with --db or MOCKINTERVIEW_DB"},
		{sqlite.ErrPermission, exitFailed, "check who owns the file and its folder, or name a file elsewhere with --db or MOCKINTERVIEW_DB"},
		{sqlite.ErrLocking, exitFailed, "name a file on a local disk with --db or MOCKINTERVIEW_DB"},
		{sqlite.ErrBusy, exitFailed, "close the other mockinterview, then try again"},
		{sqlite.ErrDirectory, exitFailed, "name a file in it with --db or MOCKINTERVIEW_DB"},
		{sqlite.ErrNotFolder, exitFailed, "name a file in a folder with --db or MOCKINTERVIEW_DB"},
		{sqlite.ErrSymlinkLoop, exitFailed, "name another file with --db or MOCKINTERVIEW_DB"},
		{sqlite.ErrIO, exitFailed, "check the disk; PROGRAM doctor checks the database"},
		{sqlite.ErrNotAnArchive, exitFailed, "PROGRAM export --all --format json writes one"},
		{sqlite.ErrNoDatabase, exitNotFound, "PROGRAM start begins an interview"},
		{sqlite.ErrNoFile, exitNotFound, "check the name"},
		{sqlite.ErrNotADatabase, exitFailed, "name another file with --db or MOCKINTERVIEW_DB"},
		{os.ErrPermission, exitFailed, "check who owns the file and its folder, or name another database with --db"},
	}
}

// classify finds the exit code and the hint of an error.
func (a *app) classify(err error) (code int, hint string) {
	var f *failure
	var faults data.Faults
	switch {
	case errors.As(err, &f):
		return f.code, f.hint
	case errors.As(err, &faults):
		return exitFailed, a.program() + " roles lint FILE lists every fault"
	case usage(err):
		return exitUsage, a.program() + " help shows the commands"
	}
	for _, h := range hints() {
		if errors.Is(err, h.is) {
			return h.code, strings.ReplaceAll(h.hint, "PROGRAM", a.program())
		}
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
