package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"

	"github.com/urfave/cli/v2"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/interviewer/sqlite"
	"mockinterview/interviewer/terminal"
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

// resumable is an error on the way of work whose results so far are saved. If the run was broken off, hint tells how it
// goes on; any other error stays what it is.
type resumable struct {
	error
	hint string
}

func (r *resumable) Unwrap() error { return r.error }

// orResume marks an error as that of work that is saved.
func orResume(err error, hint string) error {
	if err == nil {
		return nil
	}
	return &resumable{err, hint}
}

// cancelled says that somebody left a question of ours with Ctrl-C.
func cancelled(err error) bool {
	var f *failure
	return !errors.As(err, &f) && errors.Is(err, context.Canceled)
}

// interrupted is what an error becomes when the run was broken off: the reason of whatever did not work, but for an
// answer that could not be saved.
func (a *app) interrupted(err error) error {
	var f *failure
	var u *interviewer.Unsaved
	var r *resumable
	switch {
	case errors.As(err, &f) && f.code == exitInterrupted:
		return err
	case errors.As(err, &u):
		_, hint := a.classify(err)
		return &failure{exitInterrupted, err, hint}
	case errors.As(err, &r):
		return &failure{exitInterrupted, errInterrupted, r.hint}
	}
	return &failure{exitInterrupted, errInterrupted, ""}
}

// usageError is a command line that the command-line library refused.
type usageError struct{ error }

func (u *usageError) Unwrap() error { return u.error }

// fromLibrary gives a type to the one error of the command-line library that does not pass through OnUsageError: that
// there is no help on a topic. It comes as it is; an exit code deeper down is that of some other program.
func fromLibrary(err error) error {
	if _, ok := err.(cli.ExitCoder); ok {
		return &usageError{errors.New(strings.TrimSuffix(err.Error(), ` Did you mean ""?`))} // it had no suggestion
	}
	return err
}

// meaning is what an error means for the user. "PROGRAM" in a hint stands for how the user calls us.
type meaning struct {
	of   func(error) bool
	code int
	hint string
}

// is finds a sentinel in an error, as a type, and field a field of the client's configuration.
func is(sentinel error) func(error) bool {
	return func(err error) bool { return errors.Is(err, sentinel) }
}

func as[T error](err error) bool {
	var target T
	return errors.As(err, &target)
}

func field(name string) func(error) bool {
	return func(err error) bool {
		var c *llm.ConfigError
		return errors.As(err, &c) && c.Field == name
	}
}

// meanings is the one table where errors become exit codes and hints: the first row that an error is decides. What only
// the place of an error can know stands in a failure.
func meanings() []meaning {
	return []meaning{
		{as[*usageError], exitUsage, "PROGRAM help shows the commands"},
		{as[data.Faults], exitFailed, "PROGRAM roles lint FILE lists every fault"},

		{field("BaseURL"), exitConfig, "check OPENAI_BASE_URL, or base_url in the configuration"},
		{field("CAFile"), exitConfig, "check ca_file in the configuration"},
		{field("Prices"), exitConfig, "check prices_file in the configuration"},
		{
			is(interviewer.ErrUnauthorized),
			exitConfig,
			"set OPENAI_API_KEY to a key for this server, or use --grader offline",
		},
		{is(llm.ErrConfig), exitConfig, "check the flags, OPENAI_BASE_URL and the configuration file"},
		{
			is(errAgentMarks),
			exitPending,
			"let the agent go on through PROGRAM mcp, or name another grader: --grader offline or llm",
		},
		{is(llm.ErrQuota), exitFailed, "add credit at the provider, or name another --model or server"},
		{
			is(llm.ErrCertificate),
			exitFailed,
			"name the certificate authority with ca_file in the configuration, if you trust this server",
		},
		{
			is(llm.ErrContextTruncated),
			exitFailed,
			"raise the server's context setting: num_ctx of Ollama (OLLAMA_CONTEXT_LENGTH=16384), -c of llama.cpp, " +
				"--max-model-len of vLLM, context length of LM Studio. PROGRAM doctor finds out whether the model is too " +
				"small for check words",
		},
		{is(llm.ErrContext), exitFailed, "use a --model with a larger window"},
		{is(interviewer.ErrTooLong), exitFailed, "use a --model with a larger window"},
		{is(llm.ErrBudget), exitFailed, "raise --budget, or grade the rest later"},
		{is(llm.ErrModel), exitFailed, "PROGRAM doctor lists the models of the server; --model names one"},
		{is(llm.ErrEndpoint), exitFailed, "check OPENAI_BASE_URL; PROGRAM doctor tests it"},
		{is(llm.ErrRedirect), exitFailed, "set OPENAI_BASE_URL to the final address, if you trust it with the key"},
		{is(llm.ErrRateLimited), exitFailed, "wait a while"},
		{is(llm.ErrTimeout), exitFailed, "raise timeout and first_byte_timeout in the configuration for a slow model"},
		{
			is(llm.ErrUnreachable),
			exitFailed,
			"see that the server is running; check the network and OPENAI_BASE_URL; PROGRAM doctor tests it",
		},
		{is(llm.ErrServer), exitFailed, "wait a while"},
		{is(llm.ErrDocument), exitUsage, "shorten the file"},
		{is(terminal.ErrTooLong), exitUsage, "shorten it; PROGRAM resume goes on with what was taken"},

		{
			is(interviewer.ErrUngradable),
			exitFailed,
			"set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own, and grade by a model, or by another one",
		},
		{is(data.ErrNotFound), exitNotFound, "PROGRAM roles list shows what there is"},
		{is(sqlite.ErrDeleted), exitNotFound, "PROGRAM delete --undo ID brings it back"},
		{is(sqlite.ErrNotFound), exitNotFound, "PROGRAM sessions lists them"},
		{is(sqlite.ErrAmbiguous), exitUsage, "type more of the id"},
		{
			is(sqlite.ErrStatement),
			exitFailed,
			"please report it, with the version that PROGRAM --version tells; your data is as it was",
		},
		{
			is(sqlite.ErrCorrupt),
			exitFailed,
			"PROGRAM restore FILE puts a backup in its place and keeps the damaged file",
		},
		{is(sqlite.ErrNewer), exitFailed, "upgrade mockinterview, or name another file with --db"},
		{is(sqlite.ErrConflict), exitFailed, "PROGRAM resume goes on with what is stored"},
		{is(sqlite.ErrFull), exitFailed, "free some space, or name a file on another disk with --db"},
		{
			is(sqlite.ErrReadOnly),
			exitFailed,
			"check the permissions, or name a file elsewhere with --db or MOCKINTERVIEW_DB",
		},
		{
			is(sqlite.ErrPermission),
			exitFailed,
			"check who owns the file and its folder, or name a file elsewhere with --db or MOCKINTERVIEW_DB",
		},
		{is(sqlite.ErrLocking), exitFailed, "name a file on a local disk with --db or MOCKINTERVIEW_DB"},
		{is(sqlite.ErrBusy), exitFailed, "close the other mockinterview, then try again"},
		{is(sqlite.ErrDirectory), exitFailed, "name a file in it with --db or MOCKINTERVIEW_DB"},
		{is(sqlite.ErrNotFolder), exitFailed, "name a file in a folder with --db or MOCKINTERVIEW_DB"},
		{is(sqlite.ErrSymlinkLoop), exitFailed, "name another file with --db or MOCKINTERVIEW_DB"},
		{is(sqlite.ErrIO), exitFailed, "check the disk; PROGRAM doctor checks the database"},
		{is(sqlite.ErrNotAnArchive), exitFailed, "PROGRAM export --all --format json writes one"},
		{
			is(sqlite.ErrLogAlone),
			exitFailed,
			"put the database back beside its log (the file that ends in -wal or -journal), or PROGRAM restore FILE " +
				"puts a backup there and keeps the log; move the log away to begin anew",
		},
		{is(sqlite.ErrMoved), exitFailed, "put the file back, or begin again; what was said since is not in it"},
		{is(sqlite.ErrExists), exitFailed, "name another file"},
		{is(sqlite.ErrOlder), exitFailed, "PROGRAM start brings it up to date"},
		{is(sqlite.ErrTooBig), exitFailed, "shorten it"},
		{is(interviewer.ErrTooLarge), exitFailed, "name another file, or keep the part that matters"},
		{is(interviewer.ErrNotPlain), exitFailed, "name a plain file"},
		{is(os.ErrNotExist), exitNotFound, "check the name"},
		{is(syscall.EISDIR), exitFailed, "name a file in it"},
		{is(syscall.ENOSPC), exitFailed, "free some space"},
		{is(sqlite.ErrNoDatabase), exitNotFound, "PROGRAM start begins an interview"},
		{is(sqlite.ErrNoFile), exitNotFound, "check the name"},
		{is(sqlite.ErrNotADatabase), exitFailed, "name another file with --db or MOCKINTERVIEW_DB"},
		{
			is(os.ErrPermission),
			exitFailed,
			"check who owns the file and its folder, or name another database with --db",
		},
	}
}

// classify finds the exit code and the hint of an error.
func (a *app) classify(err error) (code int, hint string) {
	var f *failure
	if errors.As(err, &f) {
		return f.code, f.hint
	}
	for _, m := range meanings() {
		if m.of(err) {
			return m.code, strings.ReplaceAll(m.hint, "PROGRAM", a.program())
		}
	}
	return exitFailed, ""
}

// report prints an error as one sentence and a hint, and gives the exit code.
func (a *app) report(err error) int {
	if err == nil {
		return exitDone
	}
	code, hint := a.classify(err)
	if !errors.Is(err, errSaid) {
		fmt.Fprintln(a.err, "mockinterview: "+interviewer.Visible(interviewer.OneLine(err.Error())))
	}
	switch {
	case hint != "":
	case code == exitUsage:
		hint = a.program() + " help shows the commands"
	case code != exitPending && code != exitInterrupted:
		hint = a.program() + " doctor looks for what is wrong here"
	}
	if hint != "" {
		fmt.Fprintln(a.err, "hint: "+interviewer.Visible(hint))
	}
	return code
}

// errSaid marks an error whose sentence the user has read already.
var errSaid = errors.New("")
