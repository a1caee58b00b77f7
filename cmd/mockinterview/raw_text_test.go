package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// hostile has an escape sequence, a bell, a C1 control, a bidi control and a space of no width.
const hostile = "x\x1b]52;c\x07\u009by\u202ez\u200bw"

// raw finds what a terminal would obey or not show.
var raw = regexp.MustCompile("[\x1b\x07\x7f\u009b\u202e\u200b]")

// within runs a command line in this process, with what it reads and the variables it sees, and gives all that it
// wrote.
func within(t *testing.T, home, stdin string, env map[string]string, args ...string) (string, int) {
	t.Helper()
	in := filepath.Join(t.TempDir(), "stdin")
	if err := os.WriteFile(in, []byte(stdin), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all bytes.Buffer
	a := &app{
		name: "mockinterview", in: f, out: &all, err: &all, now: time.Now, seed: func() int64 { return 1 },
		env: func(name string) string {
			if v, ok := env[name]; ok {
				return v
			}
			return map[string]string{"HOME": home, "TERM": "xterm"}[name]
		},
	}
	code := a.run(append([]string{"mockinterview"}, args...))
	return all.String(), code
}

// Characters that a terminal obeys or hides come out of no command, wherever they came in.
func TestRawTextComesOutOfNoCommand(t *testing.T) {
	home := t.TempDir()
	t.Chdir(home)
	walk := func(env map[string]string, args ...string) {
		t.Helper()
		if out, _ := within(t, home, "", env, args...); raw.MatchString(out) {
			t.Errorf("%q with %q: %q", args, env, out)
		}
	}
	said := "The client zebrafish makes one key " + hostile + " per purchase and sends it with every retry.\n.\n"
	out, code := within(t, home, said, nil, "start", "backend-engineer", "--questions", "1", "--followups", "0")
	if code != exitDone || raw.MatchString(out) {
		t.Fatalf("exit %d: %q", code, out)
	}
	for _, args := range []string{
		"export --all --format json", "export last --format labels", "export last", "export last --format html",
		"export last --format json", "show last", "show last --json", "search client", "search zebrafish --json",
		"sessions", "progress backend-engineer", "progress backend-engineer --json", "compare last last", "check last",
		"",
	} {
		walk(nil, strings.Fields(args)...)
	}
	var commands []string
	for _, c := range (&app{}).cli().Commands {
		commands = append(commands, c.Name)
	}
	for _, c := range append(commands, "help") {
		walk(nil, c, hostile)
		walk(nil, c, hostile, hostile)
		if c != "calibrate" { // which would grade the whole bundled set
			walk(nil, c, "--db", hostile+"/x")
		}
		walk(nil, c, "--"+hostile)
		for _, f := range []string{"role", "since", "format", "question"} {
			walk(nil, c, "--"+f, hostile)
		}
	}
	walk(nil, hostile)
	walk(nil, "export", "last", "-o", hostile)
	for _, v := range []string{
		"XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME", "MOCKINTERVIEW_DB", "MOCKINTERVIEW_MODEL", "MOCKINTERVIEW_GRADER",
		"OPENAI_BASE_URL", "MOCKINTERVIEW_LEVEL",
	} {
		for _, args := range [][]string{{"config", "path"}, {"config", "show"}, {"sessions"}, {"doctor"}} {
			walk(map[string]string{v: hostile}, args...)
			walk(map[string]string{v: filepath.Join(home, hostile)}, args...)
		}
	}
}

// Only these files know standard output: whatever is written passes the doors of output.go, or is a message to an
// agent.
func TestThereIsOneDoorToStandardOutput(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	use := regexp.MustCompile(`\b(\w+)\([^()]*\b[a-z]+\.out\b`)
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") ||
			slices.Contains([]string{"app.go", "output.go", "main.go", "cmd_mcp.go"}, f) {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range use.FindAllStringSubmatch(string(b), -1) {
			if m[1] != "StyleFor" {
				t.Errorf("%s writes to standard output by itself: %s", f, m[0])
			}
		}
	}
}

// Whatever goes wrong, the user is told what to do about it.
func TestEveryErrorHasAHint(t *testing.T) {
	home := t.TempDir()
	t.Chdir(home)
	if err := os.Mkdir("folder", 0o700); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args string
		code int
	}{
		{"help -1", exitUsage}, {"help -- -1", exitUsage}, {"help --nope", exitUsage}, {"roles help -1", exitUsage},
		{"help nothing", exitUsage}, {"resume a b c", exitUsage}, {"grade a b c", exitUsage}, {"show a b", exitUsage},
		{"check a b", exitUsage}, {"start a b", exitUsage}, {"compare a", exitUsage}, {"search", exitUsage},
		{"start backend-engineer --minutes -3", exitUsage}, {"sessions --since 10000-01-01", exitUsage},
		{"sessions --since 0000-01-01", exitUsage}, {"sessions --since -0001-01-01", exitUsage},
		{"roles add folder", exitFailed}, {"import folder", exitFailed}, {"restore --yes folder", exitFailed},
		{"start backend-engineer --jd none", exitNotFound}, {"start backend-engineer --resume none", exitNotFound},
		{"roles lint none", exitNotFound}, {"roles add none", exitNotFound}, {"roles try none", exitNotFound},
		{"import none", exitNotFound}, {"restore none", exitNotFound}, {"calibrate --dataset none", exitNotFound},
		{"assess --question idempotent-payments none", exitNotFound}, {"show none", exitNotFound},
		{"export none", exitNotFound}, {"start none", exitNotFound}, {"roles show none", exitNotFound},
	} {
		out, code := within(t, home, "", nil, strings.Fields(tt.args)...)
		if code != tt.code || !strings.Contains(out, "\nhint: ") {
			t.Errorf("%s: exit %d, want %d and a hint:\n%s", tt.args, code, tt.code, out)
		}
	}
	config := filepath.Join(home, ".config", "mockinterview", "config.yaml")
	if err := os.MkdirAll(filepath.Dir(config), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, []byte("minutes: -3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := within(t, home, "", nil, "sessions"); code != exitConfig || !strings.Contains(out, "\nhint: ") {
		t.Errorf("minutes: -3 in the configuration: exit %d\n%s", code, out)
	}
}
