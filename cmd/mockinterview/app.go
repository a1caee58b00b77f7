package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/scorecard"
	"mockinterview/interviewer/terminal"
)

// app is the outside world of one run. Tests hand in their own. Nothing in it changes under way.
type app struct {
	name     string // how we were called
	in       *os.File
	out, err io.Writer
	env      func(string) string
	now      func() time.Time
	seed     func() int64
	servers  []knownServer // that config setup looks for
}

// invocation is one command under way: the outside world, and the settings in force. Every command's options begin with
// it.
type invocation struct {
	*app
	settings Settings
}

// invoke resolves the settings of the command that was typed. The invocation is of use beside an error, too: see
// resolveSettings.
func (a *app) invoke(c *cli.Context) (invocation, error) {
	s, err := resolveSettings(readFlags(c), a.env)
	return invocation{a, s}, err
}

// withInterview is the same command for an interview that is held in another way.
func (in invocation) withInterview(o interviewOptions) invocation {
	in.settings.interview = o
	return in
}

// withEndpoint is the same command with another server.
func (in invocation) withEndpoint(e endpoint) invocation {
	in.settings.endpoint = e
	return in
}

// action reads a command's options from its flags, and runs it with them. Nothing else looks at flags.
func action[O any](read func(*cli.Context) (O, error), run func(context.Context, O) error) cli.ActionFunc {
	return func(c *cli.Context) error {
		o, err := read(c)
		if err != nil {
			return err
		}
		return run(c.Context, o)
	}
}

// run carries out a command line and gives the exit code.
func (a *app) run(args []string) int {
	// This one stays awaited to the end: one that nobody awaits is answered with the stack of every goroutine.
	ctx, stopQuit := signal.NotifyContext(context.Background(), syscall.SIGQUIT)
	defer stopQuit()
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends even what does not listen
	help := &helpPage{w: a.out, width: terminal.StyleFor(a.out, a.env).Width}
	c := a.cli()
	c.Writer = help
	err := fromLibrary(c.RunContext(ctx, permute(c, args)))
	if werr := help.flush(); err == nil && werr != nil {
		err = fmt.Errorf("write to standard output: %w", werr)
	}
	if err != nil && (ctx.Err() != nil || cancelled(err)) {
		err = a.interrupted(err)
	}
	return a.report(err)
}

// cli builds the command table.
func (a *app) cli() *cli.App {
	c := &cli.App{
		Name:           "mockinterview",
		Usage:          "a mock interviewer for the terminal",
		Version:        built(),
		Writer:         a.out,
		ErrWriter:      a.err,
		Suggest:        true,
		Flags:          []cli.Flag{dbFlag()},
		Action:         action(a.homeOptions, runHome),
		OnUsageError:   a.wrongUsage,
		ExitErrHandler: func(*cli.Context, error) {}, // exit codes are given in one place: report
		Commands: []*cli.Command{
			a.startCommand(), a.resumeCommand(), a.drillCommand(), a.retryCommand(),
			a.sessionsCommand(), a.showCommand(), a.checkCommand(), a.exportCommand(),
			a.progressCommand(), a.compareCommand(),
			a.gradeCommand(), a.assessCommand(), a.calibrateCommand(), a.rolesCommand(), a.searchCommand(),
			a.backupCommand(), a.restoreCommand(), a.importCommand(), a.deleteCommand(), a.purgeCommand(),
			a.configCommand(), a.doctorCommand(), a.mcpCommand(),
			a.completionCommand(), a.manCommand(), a.completeCommand(),
		},
	}
	for _, cmd := range c.Commands {
		a.prepare(cmd)
	}
	showExamples(c)
	return c
}

// version is the module's version, or the commit of a build from a checkout. It names a program in what is measured.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return versionOf(info)
}

func versionOf(info *debug.BuildInfo) string {
	v := info.Main.Version
	if v != "" && v != "(devel)" {
		return v
	}
	if commit := buildSetting(info, "vcs.revision"); commit != "" {
		return "devel-" + commit
	}
	return "devel"
}

// built is the version with the commit that it was built from, and the commit's date: what a report of a fault needs.
func built() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	return builtOf(info)
}

func builtOf(info *debug.BuildInfo) string {
	commit, date := buildSetting(info, "vcs.revision"), buildSetting(info, "vcs.time")
	if commit == "" {
		return versionOf(info)
	}
	text := versionOf(info) + " (commit " + commit
	if day, _, _ := strings.Cut(date, "T"); day != "" {
		text += " of " + day
	}
	if buildSetting(info, "vcs.modified") == "true" {
		text += ", with changes"
	}
	return text + ")"
}

// buildSetting is a setting of the build; a commit is cut to what tells it from others.
func buildSetting(info *debug.BuildInfo, key string) string {
	for _, s := range info.Settings {
		if s.Key == key {
			return s.Value[:min(12, len(s.Value))]
		}
	}
	return ""
}

// program is how the candidate started us, for the commands that messages name.
func (a *app) program() string {
	switch {
	case strings.Contains(a.name, string(os.PathSeparator)+"go-build"):
		return "go run ./cmd/mockinterview"
	case strings.ContainsRune(a.name, os.PathSeparator):
		return a.name
	}
	return "mockinterview"
}

// scorecards writes scorecards that cite the measurements of their graders.
func (a *app) scorecards(m measurements) scorecard.Writer {
	return scorecard.Writer{Program: a.program(), Stamp: m.stamp}
}

// roleLibrary is the built-in packs and the user's own.
func (in invocation) roleLibrary() data.Library { return data.Library{User: in.settings.packs} }

// onTerminal says whether a person sits at both ends.
func (a *app) onTerminal() bool {
	return term.IsTerminal(int(a.in.Fd())) && a.outIsTerminal()
}

func (a *app) outIsTerminal() bool {
	f, ok := a.out.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// say tells the candidate something that is not the product: it goes to standard error.
func (a *app) say(format string, args ...any) {
	text := interviewer.Visible(fmt.Sprintf(format, args...))
	if width := terminal.StyleFor(a.err, a.env).Width; width > 0 {
		text = ansi.Wordwrap(strings.ReplaceAll(text, "-", hyphen), width, "")
	}
	fmt.Fprintln(a.err, strings.NewReplacer(unbroken, " ", hyphen, "-").Replace(text))
}

// unbroken and hyphen are a space and a hyphen at which say breaks no line. They are written as plain ones.
const (
	unbroken = "\u00a0"
	hyphen   = "\u2011"
)

// command is a command line of the program for say, which keeps it whole, so that it can be copied.
func (a *app) command(args ...string) string {
	return strings.ReplaceAll(strings.Join(append([]string{a.program()}, args...), " "), " ", unbroken)
}
