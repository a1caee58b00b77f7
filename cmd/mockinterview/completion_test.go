package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// words asks for what may stand next, and gives it without what is said about it.
func words(t *testing.T, home string, line ...string) []string {
	t.Helper()
	var out, errs bytes.Buffer
	a := &app{name: "mockinterview", in: os.Stdin, out: &out, err: &errs, env: func(name string) string {
		return map[string]string{"HOME": home}[name]
	}}
	line[len(line)-1] = "@" + line[len(line)-1]
	if code := a.run(append([]string{"mockinterview", "__complete", "--"}, line...)); code != 0 || errs.Len() > 0 {
		t.Fatalf("%q: exit %d, %s", line, code, errs.String())
	}
	var list []string
	for l := range strings.Lines(out.String()) {
		word, _, _ := strings.Cut(strings.TrimSuffix(l, "\n"), "\t")
		list = append(list, word)
	}
	return list
}

func TestCompletion(t *testing.T) {
	home := t.TempDir()
	for _, tt := range []struct {
		line []string
		want []string // all of these; the first alone says that there is nothing else
		only bool
	}{
		{[]string{""}, []string{"start", "resume", "roles", "completion"}, false},
		{[]string{"sta"}, []string{"start"}, true},
		{[]string{"__c"}, nil, true},
		{[]string{"nonsense", ""}, nil, true},
		{[]string{"start", "back"}, []string{"backend-engineer"}, true},
		{[]string{"start", "backend-engineer", ""}, nil, true},
		{[]string{"start", "--ses"}, nil, true},
		{[]string{"start", "--se"}, []string{"--self-rate", "--seed"}, true},
		{[]string{"--db", "x", "start", "--level", ""}, []string{"junior", "mid", "senior", "staff"}, true},
		{[]string{"start", "--level=s"}, []string{"--level=senior", "--level=staff"}, true},
		{[]string{"start", "--level", "=", "s"}, []string{"senior", "staff"}, true},
		{[]string{"start", "--level", "="}, []string{"junior", "mid", "senior", "staff"}, true},
		{[]string{"start", "--level", "senior", "backend-engineer", "--focus", ""}, []string{"api-contracts"}, false},
		{[]string{"drill", "backend-engineer", "--question", "idem"}, []string{"idempotent-payments"}, true},
		{[]string{"assess", "--question", "idem"}, []string{"idempotent-payments"}, true},
		{[]string{"assess", "--role", "no-such-role", "--question", ""}, nil, true},
		{[]string{"assess", "a"}, []string{":files"}, true},
		{[]string{"export", "last", "-o", ""}, []string{":files"}, true},
		{[]string{"export", "last", "--format", ""}, []string{"md", "html", "json", "labels"}, true},
		{[]string{"roles", ""}, []string{"list", "show", "lint", "try", "add"}, false},
		{[]string{"roles", "show", "sec"}, []string{"security-engineer"}, true},
		{[]string{"completion", ""}, []string{"bash", "fish", "powershell", "zsh"}, true},
		{[]string{"man", "sta"}, []string{"start"}, true},
		{[]string{"start", "--model", ""}, []string{"gpt-4.1-mini"}, false},
		{[]string{"start", "--profile", ""}, []string{"auto", "standard", "terse"}, true},
		{[]string{"show", ""}, nil, true}, // no interviews, no ids
		{[]string{"show", "$(reboot)"}, nil, true},
	} {
		got := words(t, home, slices.Clone(tt.line)...)
		for _, w := range tt.want {
			if !slices.Contains(got, w) {
				t.Errorf("%q: %q is not among %q", tt.line, w, got)
			}
		}
		if tt.only && len(got) != len(tt.want) {
			t.Errorf("%q: got %q, want %q and nothing else", tt.line, got, tt.want)
		}
	}
	if _, err := os.Stat(filepath.Join(home, ".local")); !os.IsNotExist(err) {
		t.Error("a completion made a database")
	}
}

// Text of somebody else that stands where ids are kept suggests nothing that a shell would obey.
func TestOnlyHarmlessWordsAreSuggested(t *testing.T) {
	home := t.TempDir()
	folder := filepath.Join(home, ".config", "mockinterview")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	conf := "model: \"$(reboot)\"\nmodels: [\"`id`\", \"a;b\", \"fine/model:7b\", \"--db\\nx\", \"\\u001b[31m\"]\n"
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	got := words(t, home, "start", "--model", "")
	if want := []string{"fine/model:7b", "gpt-4.1-mini"}; !slices.Equal(got, want) {
		t.Errorf("the models are %q, want %q", got, want)
	}
}

// The scripts do what they should in the shells themselves, where these are installed.
func TestCompletionInShells(t *testing.T) {
	program, err := exec.LookPath("mockinterview")
	if err != nil {
		t.Fatal(err)
	}
	for shell, script := range map[string]string{
		"bash": `source <(mockinterview completion bash)
			COMP_WORDS=(mockinterview start --level s) COMP_CWORD=3
			_mockinterview && printf '%s\n' "${COMPREPLY[@]}"`,
		"fish": `mockinterview completion fish | source
			complete -C 'mockinterview start --level s' | string replace -r '\t.*' ''; true`,
		"zsh": `autoload -Uz compinit && compinit -u -D && source <(mockinterview completion zsh)
			compadd() { print -l -- ${(P)@[-1]} }
			words=(mockinterview start --level s) CURRENT=4 _mockinterview`,
	} {
		t.Run(shell, func(t *testing.T) {
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skip(shell + " is not installed")
			}
			flag := "--norc"
			if shell != "bash" {
				flag = map[string]string{"fish": "--no-config", "zsh": "-f"}[shell]
			}
			cmd := exec.Command(path, flag, "-c", script)
			cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "PATH="+filepath.Dir(program)+":"+os.Getenv("PATH"))
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if got := strings.Fields(string(out)); !slices.Equal(got, []string{"senior", "staff"}) {
				t.Errorf("%s suggests %q", shell, got)
			}
		})
	}
}
