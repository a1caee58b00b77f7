package main

import (
	"errors"
	"math"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// An agent's interview is the candidate's, too: it is listed, it can be gone on with at the keyboard, and its grades
// wait for the agent unless another grader is named.
func TestAnInterviewOfAnAgentOverStandardInputAndOutput(t *testing.T) {
	env := append(os.Environ(), "HOME="+t.TempDir(), "OPENAI_API_KEY=", "OPENAI_BASE_URL=", "MOCKINTERVIEW_DB=",
		"XDG_DATA_HOME=", "XDG_CONFIG_HOME=")
	server := exec.Command("mockinterview", "mcp")
	server.Env = env
	client, err := mcp.NewClient(&mcp.Implementation{Name: "probe", Version: "1"}, nil).
		Connect(t.Context(), &mcp.CommandTransport{Command: server}, nil)
	if err != nil {
		t.Fatal(err)
	}
	tools, err := client.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(tools.Tools) != 10 {
		t.Errorf("there are %d tools", len(tools.Tools))
	}
	r, err := client.CallTool(t.Context(), &mcp.CallToolParams{
		Name: "start_interview", Arguments: map[string]any{"role": "backend-engineer", "level": "mid"},
	})
	if err != nil || r.IsError {
		t.Fatalf("start_interview: %v, %+v", err, r)
	}
	for _, tt := range []struct {
		level     string
		questions int
		want      string // of an error
	}{
		{"boss", 1, "level has to be one of junior"},
		{"mid", -1, "questions has to be a whole number from 1 on"},
		{"mid", math.MaxInt32, ""}, // as many as there are
		{"senior", 1, ""},
	} {
		r, err := client.CallTool(t.Context(), &mcp.CallToolParams{
			Name:      "start_interview",
			Arguments: map[string]any{"role": "backend-engineer", "level": tt.level, "questions": tt.questions},
		})
		if err != nil {
			t.Fatal(err)
		}
		text := r.Content[0].(*mcp.TextContent).Text
		if r.IsError != (tt.want != "") || !strings.Contains(text, tt.want) || strings.Contains(text, "--level") {
			t.Errorf("level %s, %d questions: %s", tt.level, tt.questions, text)
		}
	}
	if err := client.Close(); err != nil {
		t.Fatal(err)
	}

	run := func(stdin string, args ...string) (output string, code int) {
		t.Helper()
		cmd := exec.Command("mockinterview", args...)
		cmd.Env, cmd.Stdin = env, strings.NewReader(stdin)
		out, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return string(out), cmd.ProcessState.ExitCode()
	}
	const answer = "The client makes one key per purchase and sends it with every retry, so that two are one.\n.\n"
	for _, tt := range []struct {
		stdin, args string
		code        int
		want        string
	}{
		{"", "sessions --json", 0, `"kind": "agent",\s+"model": "probe"`},
		{answer, "resume", 5, "Marked by your agent(.|\n)*hint: let the agent go on through .*mcp"},
		{"", "grade --pending", 5, "1 of 1 answers not graded: an agent marks it"},
		{"", "show last --json", 0, `"status": "pending"`},
		{"", "grade last --grader offline", 0, `question 1 \(\S+\): \d\.\d, `},
		{"", "show last --json", 0, `"grader": "offline"`},
	} {
		out, code := run(tt.stdin, strings.Fields(tt.args)...)
		if code != tt.code || !regexp.MustCompile(tt.want).MatchString(out) {
			t.Errorf("%s: exit %d, want %d, and %q in\n%s", tt.args, code, tt.code, tt.want, out)
		}
	}
}
