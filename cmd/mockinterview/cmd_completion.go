package main

import (
	"context"
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/sqlite"
	"mockinterview/rubric"
)

// completions are scripts that ask the program itself, through completeCommand, so that they need no change when it
// does.
//
//go:embed completion/mockinterview.*
var completions embed.FS

// shells are those with a script, and the ends of its name.
func shells() map[string]string {
	return map[string]string{"bash": "bash", "zsh": "zsh", "fish": "fish", "powershell": "ps1"}
}

func (a *app) completionCommand() *cli.Command {
	return &cli.Command{
		Name: "completion", Usage: "print a script that completes commands, flags and ids in a shell",
		ArgsUsage: "SHELL",
		Description: "SHELL is bash, zsh, fish or powershell. The script asks this program for roles, questions, " +
			"interviews and models as they are; its first line says how to use it.",
		Action: action(a.completionOptions, runCompletion),
	}
}

// completionOptions need no settings.
type completionOptions struct {
	*app
	script string // the end of its name
}

func (a *app) completionOptions(c *cli.Context) (completionOptions, error) {
	shell, err := oneArgument(c, "shell", "it is bash, zsh, fish or powershell")
	if err != nil {
		return completionOptions{}, err
	}
	end, ok := shells()[shell]
	if !ok {
		return completionOptions{}, usagef(
			"it is bash, zsh, fish or powershell", "there is no completion for %q", shell,
		)
	}
	return completionOptions{a, end}, nil
}

func runCompletion(_ context.Context, o completionOptions) error {
	script, err := completions.ReadFile("completion/mockinterview." + o.script)
	if err != nil {
		return err
	}
	return o.put(string(script))
}

// completeCommand is what the scripts call: __complete -- WORD... @LAST. The last word has a mark before it, since
// PowerShell drops an argument that is empty.
func (a *app) completeCommand() *cli.Command {
	return &cli.Command{
		Name: "__complete", Usage: "print what may stand next on a command line", ArgsUsage: "-- WORD... @LAST",
		Hidden: true, SkipFlagParsing: true,
		Action: action(a.completeOptions, runComplete),
	}
}

type completeOptions struct {
	*app
	line  typedLine
	typed string // the beginning of the word to complete
}

// completeOptions are read without a look at the configuration, which may have a fault. A line without a word is an
// empty one.
func (a *app) completeOptions(c *cli.Context) (completeOptions, error) {
	words := c.Args().Slice()
	if len(words) > 0 && words[0] == "--" {
		words = words[1:]
	}
	o := completeOptions{app: a, line: readLine(c.App, nil)}
	if n := len(words) - 1; n >= 0 {
		o.line, o.typed = readLine(c.App, words[:n]), strings.TrimPrefix(words[n], "@")
	}
	return o, nil
}

// typedLine is the part of a command line that stands before the word to complete.
type typedLine struct {
	flags    []cli.Flag // that may stand here
	commands []*cli.Command
	command  *cli.Command // nil before any
	args     []string
	values   map[string]string // of flags, by name
	awaits   string            // the flag whose value comes next
}

// readLine reads the words before the one to complete.
func readLine(app *cli.App, words []string) typedLine {
	l := typedLine{flags: app.Flags, commands: app.Commands, values: map[string]string{}}
	for _, w := range words {
		name, value, hasValue := strings.Cut(w, "=")
		switch {
		case w == "=": // bash cuts --flag=value in three
		case l.awaits != "":
			l.values[l.awaits], l.awaits = w, ""
		case isFlag(w) && hasValue:
			l.values[strings.TrimLeft(name, "-")] = value
		case isFlag(w):
			if takesValue(l.flags, w) {
				l.awaits = strings.TrimLeft(w, "-")
			}
		default:
			l.word(w)
		}
	}
	return l
}

// word takes a word that is no flag: the name of a command, or an argument.
func (l *typedLine) word(w string) {
	i := slices.IndexFunc(l.commands, func(c *cli.Command) bool { return c.HasName(w) })
	if i < 0 || len(l.args) > 0 {
		l.args = append(l.args, w)
		return
	}
	l.command = l.commands[i]
	l.flags, l.commands = l.command.Flags, l.command.Subcommands
}

// suggestion is a word that may stand next, and what it is.
type suggestion struct{ word, about string }

// files stands for the names of files, which a shell knows best.
const files = ":files"

// harmlessWord is what is suggested: nothing in it means something to a shell.
var harmlessWord = regexp.MustCompile(`^(:files|[A-Za-z0-9_-][A-Za-z0-9_.:/@+-]*)$`)

// runComplete prints the suggestions that begin with what is typed. What cannot be found out is not suggested: a shell
// has no place for an error.
func runComplete(ctx context.Context, o completeOptions) error {
	l, typed := o.line, o.typed
	if typed == "=" {
		typed = ""
	}
	before := ""
	if name, value, ok := strings.Cut(typed, "="); ok && isFlag(name) && l.awaits == "" {
		l.awaits, typed, before = strings.TrimLeft(name, "-"), value, name+"="
	}
	settings, _ := resolveSettings(flagSettings{db: l.values["db"]}, o.env)
	c := completer{invocation{o.app, settings}, l}
	var b strings.Builder
	for _, s := range c.suggestions(ctx, typed) {
		if strings.HasPrefix(s.word, typed) && harmlessWord.MatchString(s.word) || s.word == files {
			line := s.word
			if s.word != files {
				line = before + s.word
			}
			if s.about != "" {
				line += "\t" + interviewer.OneLine(s.about)
			}
			b.WriteString(line + "\n")
		}
	}
	return o.put(b.String())
}

// completer finds what may stand at one place of a command line.
type completer struct {
	invocation
	typedLine
}

func (c completer) suggestions(ctx context.Context, typed string) []suggestion {
	switch {
	case c.awaits != "":
		return c.flagValues(ctx, c.awaits)
	case strings.HasPrefix(typed, "-"):
		return c.flagWords()
	case len(c.commands) > 0 && len(c.args) == 0:
		var out []suggestion
		for _, cmd := range c.commands {
			if !cmd.Hidden {
				out = append(out, suggestion{cmd.Name, cmd.Usage})
			}
		}
		return out
	case c.command == nil:
		return nil
	}
	wanted := strings.Fields(strings.NewReplacer("[", "", "]", "", "...", "").Replace(c.command.ArgsUsage))
	if len(c.args) >= len(wanted) {
		return nil
	}
	return c.arguments(ctx, wanted[len(c.args)])
}

func (c completer) flagWords() []suggestion {
	var out []suggestion
	for _, f := range c.flags {
		about := ""
		if doc, ok := f.(cli.DocGenerationFlag); ok {
			about = strings.ReplaceAll(doc.GetUsage(), "`", "")
		}
		for _, name := range f.Names() {
			if len(name) > 1 {
				out = append(out, suggestion{dashed(name), about})
			}
		}
	}
	return out
}

// flagValues are the values that a flag may have.
func (c completer) flagValues(ctx context.Context, flag string) []suggestion {
	switch flag {
	case "grader":
		return plainly("auto", "llm", "offline")
	case "mode":
		return plainly(interviewer.Modes()...)
	case "format":
		return plainly("md", "html", "json", "labels")
	case "profile":
		return plainly(llm.Profiles()...)
	case "level":
		return plainly(rubric.Seniorities()...)
	case "state":
		return plainly(interviewer.InProgress, interviewer.Finished, interviewer.Abandoned)
	case "role":
		return c.arguments(ctx, "ROLE")
	case "question":
		return c.questions()
	case "focus":
		return c.focusAreas()
	case "model":
		return c.models(ctx)
	}
	for _, f := range c.flags {
		if doc, ok := f.(cli.DocGenerationFlag); ok && slices.Contains(f.Names(), flag) &&
			strings.Contains(doc.GetUsage(), "`FILE`") {
			return plainly(files)
		}
	}
	return nil
}

func plainly[S ~string](words ...S) []suggestion {
	var out []suggestion
	for _, w := range words {
		out = append(out, suggestion{word: string(w)})
	}
	return out
}

// arguments are what may stand for a word in capitals of a command's usage.
func (c completer) arguments(ctx context.Context, what string) []suggestion {
	var out []suggestion
	switch what {
	case "FILE", "ANSWER":
		return plainly(files)
	case "SHELL":
		for shell := range shells() {
			out = append(out, suggestion{word: shell})
		}
		slices.SortFunc(out, func(x, y suggestion) int { return strings.Compare(x.word, y.word) })
	case "COMMAND":
		for _, cmd := range c.cli().Commands {
			if !cmd.Hidden {
				out = append(out, suggestion{cmd.Name, cmd.Usage})
			}
		}
	case "ROLE":
		lib := c.roleLibrary()
		for _, id := range lib.IDs() {
			head, _ := lib.Head(id) // one with a fault has no title
			out = append(out, suggestion{id, head.Title})
		}
	case "ID":
		for i, s := range c.sessions(ctx) {
			if i == 0 {
				out = append(out, suggestion{"last", "the newest"})
			}
			out = append(out, suggestion{s.ID, fmt.Sprintf("%s, %s, %s", s.Role,
				s.StartedAt.Local().Format(time.DateTime), report.Label(s.State))})
		}
	}
	return out
}

// recentSessions is how many interviews are suggested.
const recentSessions = 30

// sessions are the newest interviews. A database that is not there, or that cannot be read, has none.
func (c completer) sessions(ctx context.Context) []sqlite.Head {
	db, err := sqlite.Open(ctx, c.settings.db, sqlite.Options{Now: c.now, ReadOnly: true})
	if err != nil {
		return nil
	}
	defer db.Close()
	list, _ := db.Sessions(ctx, sqlite.Filter{Limit: recentSessions})
	return list
}

// role is the pack of the role that the line names, or the default one of its flag.
func (c completer) role() interviewer.Pack {
	id := c.values["role"]
	for _, arg := range c.args {
		id = first(id, arg)
	}
	for _, f := range c.flags {
		if s, ok := f.(*cli.StringFlag); ok && s.Name == "role" {
			id = first(id, s.Value)
		}
	}
	p, _ := c.roleLibrary().Pack(id) // none has no questions
	return p
}

func (c completer) questions() []suggestion {
	var out []suggestion
	for _, q := range c.role().Questions {
		out = append(out, suggestion{q.ID, q.Title})
	}
	return out
}

func (c completer) focusAreas() []suggestion {
	var out []suggestion
	for _, f := range c.role().Focus {
		out = append(out, suggestion{f.ID, f.Title})
	}
	return out
}

// models are those of the configuration, those that have graded before, and for a server without an address the default
// one. No server is asked: a key on the keyboard is no reason to go to the network.
func (c completer) models(ctx context.Context) []suggestion {
	names := append([]string{c.settings.grader.model}, c.settings.grading.models...)
	for _, s := range c.sessions(ctx) {
		if s.Grader.Kind == interviewer.LLM {
			names = append(names, s.Grader.Model)
		}
	}
	if c.settings.endpoint.baseURL == "" {
		names = append(names, llm.DefaultModel)
	}
	slices.Sort(names)
	return plainly(slices.Compact(slices.DeleteFunc(names, func(n string) bool { return n == "" }))...)
}
