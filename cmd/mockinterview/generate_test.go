package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// drafts are the replies of a model that drafts one question of a game engineer, by step.
func drafts() map[string]string {
	return map[string]string{
		"Step: role": `{"id":"game-engineer","title":"Game engineer","summary":"Builds what many players see at once."}`,
		"Step: question 1": `Here it is: {"id":"match-state","title":"One match, two views",` +
			`"text":"Forty players share a match. ` +
			`How do you keep what they see the same?","kind":"design","chief":"system-design-depth",` +
			`"easier":"Who decides who was hit?"}`,
		"Step: signals 1": `{"signals":[
		{"id":"one-authority","kind":"strong","text":"Names one place that decides.",
			"shows":["The server decides every hit.","One process owns the match."],
			"not":["server, authority"],"ask":"Who decides?"},
		{"id":"bounded-delay","kind":"strong","text":"Bounds the delay.",
			"shows":["Nobody waits over 100 ms.","We drop what is late."],"not":[],"ask":"What if it is late?"},
		{"id":"trusts-clients","kind":"weak","text":"Trusts what clients claim.",
			"shows":["The phone says whether it hit.","I believe the players."],"not":[],"ask":""}]}`,
		"Step: help 1": `{"hints":[{"text":"Who decides?","gives":[]},
			{"text":"What if two disagree?","gives":["one-authority"]},
		{"text":"One process per match.","gives":["one-authority"]}],"facts":[{"asks":["players"],"text":"Forty."}],
		"answers":{"strong":"The server decides.","mixed":"A server.","weak":"The phones decide."}}`,
	}
}

// drafter answers the steps of a draft; broken are steps that it answers with something else, always or once each.
func drafter(t *testing.T, broken map[string]string, once bool) (env map[string]string, asked *[]string) {
	t.Helper()
	asked = &[]string{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		reply := `{"ok":"yes"}`
		for step, text := range drafts() {
			if strings.Contains(string(b), step) {
				*asked = append(*asked, step)
				reply = text
				if other, ok := broken[step]; ok {
					reply = other
					if once {
						delete(broken, step)
					}
				}
			}
		}
		content, _ := json.Marshal(reply)
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"id":"x","object":"chat.completion","model":"m","choices":[{"index":0,"finish_reason":"stop",`+
			`"message":{"role":"assistant","content":%s}}],`+
			`"usage":{"prompt_tokens":2000,"completion_tokens":100,"total_tokens":2100}}`, content)
	}))
	t.Cleanup(s.Close)
	return map[string]string{
		"OPENAI_BASE_URL": s.URL + "/v1", "OPENAI_API_KEY": "sk-canary-0123456789abcdef",
		"MOCKINTERVIEW_RETRY_PAUSE": "1ms",
	}, asked
}

// inFolder makes a home with a job description the working folder.
func inFolder(t *testing.T) (home string) {
	t.Helper()
	home = t.TempDir()
	t.Chdir(home)
	const job = "You build the server of a game with many players: state, latency and fairness are yours.\n"
	if err := os.WriteFile("jd.md", []byte(job), 0o600); err != nil {
		t.Fatal(err)
	}
	return home
}

func generate() []string {
	return strings.Fields("roles generate --jd jd.md --from backend-engineer --questions 1 -o game.yaml")
}

func TestAPackIsDraftedInCheckedStepsThatAreKept(t *testing.T) {
	home := inFolder(t)
	bad := `{"id":"game-engineer","title":"Game engineer","summary":""}`
	env, asked := drafter(t, map[string]string{"Step: help 1": "I would rather not.", "Step: role": bad}, true)
	out, code := within(t, home, "", env, generate()...)
	if code != exitDone {
		t.Fatalf("exit %d\n%s", code, out)
	}
	if len(*asked) != 6 { // four steps, of which two were answered wrongly once
		t.Errorf("asked for %q", *asked)
	}
	out, code = within(t, home, "", nil, "roles", "lint", "game.yaml")
	if code != exitDone || !strings.Contains(out, "game-engineer is right") {
		t.Errorf("exit %d\n%s", code, out)
	}
	if _, err := os.Stat("game.yaml.draft"); err == nil {
		t.Error("the steps are still there")
	}
	before, _ := os.ReadFile("game.yaml")
	out, code = within(t, home, "", env, generate()...)
	if after, _ := os.ReadFile("game.yaml"); code != exitFailed || string(after) != string(before) {
		t.Errorf("a second draft: exit %d\n%s", code, out)
	}
}

func TestADraftThatWasBrokenOffGoesOn(t *testing.T) {
	home := inFolder(t)
	env, _ := drafter(t, map[string]string{"Step: signals 1": `{"signals":[]}`}, false)
	out, code := within(t, home, "", env, generate()...)
	if code == exitDone || !strings.Contains(out, "game.yaml.draft") {
		t.Fatalf("exit %d\n%s", code, out)
	}
	kept, err := filepath.Glob("game.yaml.draft/*.json")
	if err != nil || len(kept) != 2 {
		t.Fatalf("kept %q, %v", kept, err)
	}
	env, asked := drafter(t, nil, true)
	if out, code = within(t, home, "", env, generate()...); code != exitDone {
		t.Fatalf("exit %d\n%s", code, out)
	}
	if got := strings.Join(*asked, ", "); got != "Step: signals 1, Step: help 1" {
		t.Errorf("asked again for %s", got)
	}
}

func TestWithoutAModelTheNearestRoleIsOffered(t *testing.T) {
	home := inFolder(t)
	const job = "You are on call, you own service levels and error budgets, and you lead what follows an outage.\n"
	if err := os.WriteFile("jd.md", []byte(job), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := within(t, home, "", nil, "roles", "generate", "--jd", "jd.md")
	nearest := "start site-reliability-engineer --jd FILE"
	if code != exitConfig || !strings.Contains(out, "wants a model") || !strings.Contains(out, nearest) {
		t.Errorf("exit %d\n%s", code, out)
	}
}
