package main

import (
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
)

// examples are what help and the manual show of each command, by its full name.
func examples() map[string]string {
	return map[string]string{
		"":               "mockinterview start backend-engineer",
		"start":          "mockinterview start backend-engineer --questions 2 --level senior",
		"resume":         "mockinterview resume",
		"drill":          "mockinterview drill backend-engineer --question idempotent-payments",
		"retry":          "mockinterview retry last 2",
		"sessions":       "mockinterview sessions --role backend-engineer --since 2026-01-31",
		"show":           "mockinterview show last 1",
		"check":          "mockinterview check last",
		"export":         "mockinterview export last --format html -o interview.html",
		"progress":       "mockinterview progress backend-engineer --limit 10",
		"compare":        "mockinterview compare k3f9x2ma last",
		"grade":          "mockinterview grade --pending",
		"assess":         "mockinterview assess --question idempotent-payments answer.txt",
		"calibrate":      "mockinterview calibrate --compare offline,llm",
		"roles":          "mockinterview roles",
		"roles list":     "mockinterview roles list --json",
		"roles show":     "mockinterview roles show backend-engineer",
		"roles new":      "mockinterview roles new game-engineer",
		"roles generate": "mockinterview roles generate --jd job.md -o game-engineer.yaml",
		"roles lint":     "mockinterview roles lint my-role.yaml",
		"roles try":      "mockinterview roles try my-role.yaml answer.txt",
		"roles add":      "mockinterview roles add my-role.yaml",
		"search":         "mockinterview search unique constraint",
		"backup":         "mockinterview backup interviews.db",
		"restore":        "mockinterview restore interviews.db",
		"import":         "mockinterview import interviews.json",
		"delete":         "mockinterview delete k3f9x2ma",
		"purge":          "mockinterview purge --yes",
		"config":         "mockinterview config",
		"config path":    "$EDITOR \"$(mockinterview config path)\"",
		"config setup":   "mockinterview config setup",
		"config show":    "mockinterview config show",
		"doctor":         "mockinterview doctor --json",
		"mcp":            "claude mcp add mockinterview -- mockinterview mcp",
		"completion":     "source <(mockinterview completion bash)",
		"man":            "mockinterview man start | man -l -",
	}
}

// eachCommand visits the commands that help lists, those below others after them.
func eachCommand(list []*cli.Command, above string, visit func(full string, cmd *cli.Command)) {
	for _, cmd := range list {
		if cmd.Hidden || cmd.Name == "help" {
			continue
		}
		full := strings.TrimSpace(above + " " + cmd.Name)
		visit(full, cmd)
		eachCommand(cmd.Subcommands, full, visit)
	}
}

// showExamples puts the examples into the help of every command.
func showExamples(c *cli.App) {
	all := examples()
	c.CustomAppHelpTemplate = cli.AppHelpTemplate + exampleSection(all[""])
	eachCommand(c.Commands, "", func(full string, cmd *cli.Command) {
		template := cli.CommandHelpTemplate
		if len(cmd.Subcommands) > 0 {
			template = cli.SubcommandHelpTemplate
		}
		cmd.CustomHelpTemplate = template + exampleSection(all[full])
	})
}

func exampleSection(command string) string { return "\nEXAMPLE:\n   " + command + "\n" }

// helpPage gathers what the command-line library writes of help and version, which it does without looking whether it
// could. It is wrapped and written at the end.
type helpPage struct {
	w     io.Writer
	width int // 0 wraps nothing
	text  strings.Builder
}

// Write gathers.
func (h *helpPage) Write(b []byte) (int, error) { return h.text.Write(b) }

// flush writes the page.
func (h *helpPage) flush() error {
	_, err := io.WriteString(h.w, wrapHelp(interviewer.Visible(h.text.String()), h.width))
	return err
}

// wrapHelp breaks the lines of a help page between words. What goes on stands below the text that it belongs to: the
// second column of a list, or the beginning of the line. That a switch is off by default says nothing, and is left out.
func wrapHelp(page string, width int) string {
	page = strings.ReplaceAll(page, " (default: false)", "")
	if width <= 0 {
		return page
	}
	var b strings.Builder
	for line := range strings.Lines(page) {
		text := strings.TrimSuffix(line, "\n")
		if ansi.StringWidth(text) <= width {
			b.WriteString(line)
			continue
		}
		hang := hanging(text, width)
		head := text[:hang]
		for _, part := range breakWords(text[hang:], max(width-hang, 20)) {
			b.WriteString(head + part + "\n")
			head = strings.Repeat(" ", hang)
		}
	}
	return b.String()
}

// breakWords breaks a text between words, nowhere else: a flag that is broken at a hyphen cannot be copied.
func breakWords(text string, width int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && ansi.StringWidth(line)+1+ansi.StringWidth(word) > width {
			out = append(out, line)
			line = ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return append(out, line)
}

// hanging is where the text of a line begins, in bytes, which are columns here: names of commands and flags are ASCII.
// A first column of more than half the width leaves no room below the second.
func hanging(line string, width int) int {
	indent := len(line) - len(strings.TrimLeft(line, " "))
	gap := strings.LastIndex(strings.TrimRight(line, " "), "  ")
	if second := gap + 2; gap > indent && second <= width/2 {
		return second
	}
	return indent
}
