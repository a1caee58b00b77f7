package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"mockinterview/interviewer/llm/llmtest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"mockinterview": main,
	})
}

// Every script in testdata/script is one behaviour, from the outside: a command line, what it prints, its exit code.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", e.WorkDir+"/home")
			e.Setenv("TERM", "xterm")
			e.Setenv("MOCKINTERVIEW_RETRY_PAUSE", "1ms") // between the tries of a call to a server that is away
			for _, v := range []string{
				"OPENAI_API_KEY", "OPENAI_BASE_URL", "MOCKINTERVIEW_DB", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "NO_COLOR",
				"COLUMNS", "PAGER",
			} {
				e.Setenv(v, "")
			}
			e.Values[server{}] = &server{}
			return os.Mkdir(e.WorkDir+"/home", 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"asked":  asked,
			"exits":  exits,
			"jsonis": jsonIs,
			"model":  model,
		},
	})
}

// model starts a server that speaks like PROFILE and sets the environment for it: model PROFILE [JUDGE or FAULT]. The
// key is a canary that scripts look for.
func model(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: model PROFILE [lying|obedient|FAULT]")
	}
	var o llmtest.Options
	if len(args) == 2 {
		switch args[1] {
		case "lying":
			o.Judge = llmtest.Lying
		case "obedient":
			o.Judge = llmtest.Obedient
		default:
			o.Fault = llmtest.Fault(args[1])
		}
	}
	s := llmtest.New(llmtest.Profile(args[0]), o)
	ts.Defer(s.Close)
	ts.Value(server{}).(*server).Server = s
	ts.Setenv("OPENAI_BASE_URL", s.URL)
	ts.Setenv("OPENAI_API_KEY", "sk-canary-0123456789abcdef")
}

// server is the newest server of a script.
type server struct{ *llmtest.Server }

// asked says which models the newest server was asked for, each once, in the order of the first time: asked MODEL...
func asked(ts *testscript.TestScript, neg bool, want []string) {
	if neg {
		ts.Fatalf("usage: asked MODEL...")
	}
	var got []string
	for _, r := range ts.Value(server{}).(*server).Requests() {
		var body struct{ Model string }
		if err := json.Unmarshal([]byte(r.Body), &body); err != nil {
			ts.Fatalf("a request is no JSON: %v", err)
		}
		if !slices.Contains(got, body.Model) {
			got = append(got, body.Model)
		}
	}
	if !slices.Equal(got, want) {
		ts.Fatalf("the server was asked for %q, want %q", got, want)
	}
}

// exits runs a command and wants one exit code: exits CODE COMMAND ARG...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARG...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf(
			"%s: exit %s, want %s\n%s%s",
			strings.Join(args[1:], " "),
			got,
			args[0],
			ts.ReadFile("stdout"),
			ts.ReadFile("stderr"),
		)
	}
}

// jsonIs looks into the JSON on standard output: jsonis PATH VALUE, a path such as turns.0.grade.status; "len" is the
// length of a list.
func jsonIs(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: jsonis PATH VALUE")
	}
	var v any
	if err := json.Unmarshal([]byte(ts.ReadFile("stdout")), &v); err != nil {
		ts.Fatalf("standard output is no JSON: %v", err)
	}
	for _, key := range strings.Split(args[0], ".") {
		v = step(ts, v, key, args[0])
	}
	b, _ := json.Marshal(v)
	if got := strings.Trim(string(b), `"`); (got == args[1]) == neg {
		ts.Fatalf("%s is %s, want %s", args[0], got, args[1])
	}
}

func step(ts *testscript.TestScript, v any, key, path string) any {
	switch v := v.(type) {
	case map[string]any:
		got, ok := v[key]
		if !ok {
			ts.Fatalf("%s: there is no key %q", path, key)
		}
		return got
	case []any:
		if key == "len" {
			return len(v)
		}
		i := 0
		for _, c := range key {
			i = i*10 + int(c-'0')
		}
		if i < 0 || i >= len(v) {
			ts.Fatalf("%s: the list has %d entries", path, len(v))
		}
		return v[i]
	}
	ts.Fatalf("%s: %q leads nowhere", path, key)
	return nil
}
