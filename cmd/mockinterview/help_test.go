package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"github.com/urfave/cli/v2"

	"mockinterview/data"
	"mockinterview/rubric"
)

// printed runs a command line on a screen of so many columns and gives what it prints.
func printed(t *testing.T, columns string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	a := &app{name: "mockinterview", in: os.Stdin, out: &out, err: &errs, env: func(name string) string {
		return map[string]string{"COLUMNS": columns, "HOME": t.TempDir()}[name]
	}}
	if code := a.run(append([]string{"mockinterview"}, args...)); code != 0 {
		t.Fatalf("%v: exit %d\n%s", args, code, errs.String())
	}
	return out.String()
}

// commandNames are the full names of all commands that help lists.
func commandNames() []string {
	var out []string
	eachCommand((&app{env: os.Getenv}).cli().Commands, "", func(full string, _ *cli.Command) {
		out = append(out, full)
	})
	return out
}

func TestEveryCommandHasAnExampleThatIsOneOfItsOwn(t *testing.T) {
	c := (&app{env: os.Getenv}).cli()
	names := commandNames()
	for full := range examples() {
		if full != "" && !slices.Contains(names, full) {
			t.Errorf("there is an example of %q, which is no command", full)
		}
	}
	eachCommand(c.Commands, "", func(full string, _ *cli.Command) {
		line, ok := examples()[full]
		_, words, found := strings.Cut(line, "mockinterview "+full)
		if !ok || !found {
			t.Errorf("%s has the example %q", full, line)
			return
		}
		for _, flag := range strangeFlags(c, full+words) {
			t.Errorf("the example %q has the flag %s, which the command has not", line, flag)
		}
	})
}

// strangeFlags are the flags of a command line that its command has not.
func strangeFlags(c *cli.App, line string) (out []string) {
	l := readLine(c, strings.Fields(line))
	for _, w := range strings.Fields(line) {
		if !isFlag(w) || w == "-l" || w == "-" { // of man(1), behind the pipe
			continue
		}
		if name := strings.TrimLeft(w, "-"); !slices.ContainsFunc(l.flags, func(f cli.Flag) bool {
			return slices.Contains(f.Names(), name)
		}) {
			out = append(out, w)
		}
	}
	return out
}

func TestWhatAPackTellsToTypeCanBeTyped(t *testing.T) {
	c := (&app{env: os.Getenv}).cli()
	quoted := regexp.MustCompile(`“mockinterview ([^”]+)”`)
	lib := data.Library{}
	for _, id := range lib.IDs() {
		p, err := lib.Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, step := range p.Prep {
			if !quoted.MatchString(step.Text) {
				t.Errorf("%s: the step %q names no command", id, step.Title)
			}
			texts = append(texts, step.Text)
		}
		for _, f := range p.FAQ {
			texts = append(texts, f.A)
		}
		for _, m := range quoted.FindAllStringSubmatch(strings.Join(texts, "\n"), -1) {
			l := readLine(c, strings.Fields(m[1]))
			if l.command == nil {
				t.Errorf("%s tells to type %q, which is no command", id, m[1])
				continue
			}
			for _, flag := range strangeFlags(c, m[1]) {
				t.Errorf("%s: %q has the flag %s, which the command has not", id, m[1], flag)
			}
			if f := l.values["focus"]; f != "" && len(suiting(p, rubric.Senior, f)) == 0 {
				t.Errorf("%s: %q has the focus %s, for which there is no question", id, m[1], f)
			}
			for _, arg := range l.args {
				if arg != id && arg != "last" {
					t.Errorf("%s: %q is about %s", id, m[1], arg)
				}
			}
		}
	}
}

func TestHelpIsWrappedAtTheWidthOfTheScreen(t *testing.T) {
	for _, width := range []int{40, 80} {
		for _, full := range append(commandNames(), "") {
			page := printed(t, strconv.Itoa(width), append(strings.Fields(full), "--help")...)
			for line := range strings.Lines(page) {
				line = strings.TrimSuffix(line, "\n")
				words := strings.Fields(line)
				if w := ansi.StringWidth(line); w > width && len(words) > 1 &&
					ansi.StringWidth(words[len(words)-1]) < width/2 {
					t.Errorf("%s at %d columns has a line of %d: %s", full, width, w, line)
				}
			}
			if strings.Contains(page, "default: false") {
				t.Errorf("%s says that a switch is off", full)
			}
		}
	}
	page := printed(t, "", "start", "--help")
	if !strings.Contains(page, "(default: once, and twice more in doubt)\n") {
		t.Errorf("off a terminal, help is wrapped:\n%s", page)
	}
}

func TestWrappedHelpHangsBelowItsColumn(t *testing.T) {
	for _, tt := range []struct {
		name, page, want string
		width            int
	}{
		{
			"second column", "   --n N  one two three four five six\n",
			"   --n N  one two three four\n          five six\n", 32,
		},
		{"no column", "   one two three four five six\n", "   one two three four\n   five six\n", 22},
		{
			"a first column too wide",
			"   --a-very-long-flag VALUE  text of it\n", "   --a-very-long-flag VALUE\n   text of it\n", 30,
		},
		{"short", "   one\n", "   one\n", 10},
		{"no width", strings.Repeat("a ", 100) + "\n", strings.Repeat("a ", 100) + "\n", 0},
	} {
		if got := wrapHelp(tt.page, tt.width); got != tt.want {
			t.Errorf("%s: got\n%q, want\n%q", tt.name, got, tt.want)
		}
	}
}

// The manual is what help says, so that a change of either shows in the golden pages.
func TestManualPages(t *testing.T) {
	folder := t.TempDir()
	printed(t, "", "man", "--folder", folder)
	golden := filepath.Join("testdata", "man")
	if *update {
		if err := os.RemoveAll(golden); err != nil {
			t.Fatal(err)
		}
		printed(t, "", "man", "--folder", golden)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if want := len(commandNames()) + 1; len(entries) != want {
		t.Errorf("there are %d pages, want %d", len(entries), want)
	}
	for _, e := range entries {
		got, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(filepath.Join(golden, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s is not what testdata/man has (-update writes it):\n%s", e.Name(), diff)
		}
	}
	if got := printed(t, "", "man", "roles", "show"); !strings.Contains(got, `.TH "MOCKINTERVIEW\-ROLES\-SHOW" 1`) {
		t.Errorf("man roles show prints:\n%s", got)
	}
}

func TestTheVersionTellsItsCommit(t *testing.T) {
	stamp := func(modified string) []debug.BuildSetting {
		return []debug.BuildSetting{
			{Key: "vcs.revision", Value: "0123456789abcdef0123456789abcdef01234567"},
			{Key: "vcs.time", Value: "2026-11-30T01:02:03Z"}, {Key: "vcs.modified", Value: modified},
		}
	}
	for _, tt := range []struct {
		info         debug.BuildInfo
		short, whole string
	}{
		{debug.BuildInfo{}, "devel", "devel"},
		{debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, "devel", "devel"},
		{debug.BuildInfo{Main: debug.Module{Version: "v1.2.0"}}, "v1.2.0", "v1.2.0"},
		{
			debug.BuildInfo{Main: debug.Module{Version: "v1.2.0"}, Settings: stamp("false")},
			"v1.2.0", "v1.2.0 (commit 0123456789ab of 2026-11-30)",
		},
		{
			debug.BuildInfo{Settings: stamp("true")},
			"devel-0123456789ab", "devel-0123456789ab (commit 0123456789ab of 2026-11-30, with changes)",
		},
	} {
		if got := versionOf(&tt.info); got != tt.short {
			t.Errorf("the version is %q, want %q", got, tt.short)
		}
		if got := builtOf(&tt.info); got != tt.whole {
			t.Errorf("the program says it is %q, want %q", got, tt.whole)
		}
	}
}
