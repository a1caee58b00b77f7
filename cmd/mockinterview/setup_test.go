package main

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"mockinterview/interviewer/llm"
	"mockinterview/interviewer/llm/llmtest"
)

// setUp runs config setup with these servers to look for: at a terminal where pieces are typed, else on a pipe. It
// gives what the screen received and the exit code.
func setUp(t *testing.T, home string, env map[string]string, servers []knownServer, pieces []string, args ...string) (
	screen string, code int,
) {
	t.Helper()
	a := &app{
		name: "mockinterview", now: time.Now, seed: func() int64 { return 1 }, servers: servers,
		env: func(name string) string {
			return cmp.Or(env[name], map[string]string{"HOME": home, "TERM": "dumb", "COLUMNS": "100"}[name])
		},
	}
	line := append([]string{"mockinterview", "config", "setup"}, args...)
	if pieces == nil {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		w.Close()
		defer r.Close()
		var out bytes.Buffer
		a.in, a.out, a.err = r, &out, &out
		code = a.run(line)
		return out.String(), code
	}
	keyboard, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer keyboard.Close()
	a.in, a.out, a.err = tty, tty, tty
	codes := make(chan int, 1)
	go func() {
		codes <- a.run(line)
		tty.Close()
	}()
	var seen bytes.Buffer
	buf := make([]byte, 4096)
	for {
		n, err := keyboard.Read(buf)
		seen.Write(buf[:n])
		if n > 0 && prompt.Match(seen.Bytes()) {
			if len(pieces) == 0 {
				t.Fatalf("it asks once more than was typed:\n%s", seen.String())
			}
			if _, err := io.WriteString(keyboard, pieces[0]+"\n"); err != nil {
				t.Fatal(err)
			}
			pieces = pieces[1:]
		}
		if errors.Is(err, io.EOF) || errors.Is(err, syscall.EIO) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(pieces) > 0 {
		t.Fatalf("it ended before %q was typed:\n%s", pieces[0], seen.String())
	}
	return strings.ReplaceAll(seen.String(), "\r", ""), <-codes
}

// written is a file that a set-up wrote, and its mode.
func written(t *testing.T, home, name string) (text string, mode os.FileMode) {
	t.Helper()
	file := filepath.Join(home, ".config", "mockinterview", name)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b), info.Mode().Perm()
}

func local(t *testing.T) knownServer {
	t.Helper()
	s := llmtest.New(llmtest.Ollama, llmtest.Options{Model: "qwen3:8b"})
	t.Cleanup(s.Close)
	return knownServer{name: "Ollama", baseURL: s.URL}
}

func TestSetupWithoutAnythingSaysHowToGetAModel(t *testing.T) {
	gone := knownServer{name: "Ollama", baseURL: "http://127.0.0.1:1/v1"}
	screen, code := setUp(t, t.TempDir(), nil, []knownServer{gone, {"OpenAI", ambientKey, ""}}, nil)
	if code != 0 {
		t.Errorf("exit %d", code)
	}
	for _, want := range []string{"Interviews work now", "ollama pull", "config setup"} {
		if !strings.Contains(screen, want) {
			t.Errorf("it does not say %q:\n%s", want, screen)
		}
	}
}

func TestSetupOnAPipeOnlySaysWhatItWouldDo(t *testing.T) {
	home := t.TempDir()
	screen, code := setUp(t, home, map[string]string{"GROQ_API_KEY": testCanary},
		[]knownServer{local(t), {"Groq", "GROQ_API_KEY", "http://127.0.0.1:1/v1"}}, nil)
	if code != 0 || !strings.Contains(screen, "found: Ollama at http://127.0.0.1:") ||
		!strings.Contains(screen, "qwen3:8b") || !strings.Contains(screen, "found: Groq, key in GROQ_API_KEY") {
		t.Errorf("exit %d:\n%s", code, screen)
	}
	if strings.Contains(screen, testCanary) {
		t.Error("the key was printed")
	}
	if _, err := os.Stat(filepath.Join(home, ".config")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was written: %v", err)
	}
}

const testCanary = "sk-canary-0123456789abcdefghijklmnop"

func TestSetupTriesAModelOfThisMachineAndWritesIt(t *testing.T) {
	home := t.TempDir()
	server := local(t)
	screen, code := setUp(t, home, nil, []knownServer{server}, []string{"1", "1", "y"})
	if code != 0 {
		t.Fatalf("exit %d\n%s", code, screen)
	}
	for _, want := range []string{
		"qwen3:8b, free", "it holds to a schema", "Of 12 graded answers it gave", "Written:",
	} {
		if !strings.Contains(screen, want) {
			t.Errorf("it does not say %q:\n%s", want, screen)
		}
	}
	text, mode := written(t, home, "config.yaml")
	for _, want := range []string{
		"grader: llm\n", "model: \"qwen3:8b\"\n", "base_url: \"" + server.baseURL + "\"\n", "# ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the configuration lacks %q:\n%s", want, text)
		}
	}
	if mode != 0o600 {
		t.Errorf("the configuration has mode %o", mode)
	}
	s, err := resolveSettings(flagSettings{}, func(name string) string { return map[string]string{"HOME": home}[name] })
	if err != nil || s.grader.model != "qwen3:8b" || s.endpoint.baseURL != server.baseURL {
		t.Errorf("it is read as %+v, %v", s, err)
	}
}

func TestSetupKeepsAKeyOnlyWhereItIsToldTo(t *testing.T) {
	home := t.TempDir()
	s := llmtest.New(llmtest.Groq, llmtest.Options{Model: "some/model", Key: testCanary})
	defer s.Close()
	servers := []knownServer{{"Groq", "GROQ_API_KEY", s.URL}}
	env := map[string]string{"GROQ_API_KEY": testCanary}
	screen, code := setUp(t, home, env, servers, []string{"1", "t", "some/model", "n"})
	if code != 0 || strings.Contains(screen, testCanary) {
		t.Fatalf("exit %d, or the key on the screen:\n%s", code, screen)
	}
	text, _ := written(t, home, "config.yaml")
	if !strings.Contains(text, "api_key_env: GROQ_API_KEY\n") || strings.Contains(text, testCanary) {
		t.Errorf("the configuration is\n%s", text)
	}
	// Once more, with the key stored: the file that is there is kept beside the new one.
	screen, code = setUp(t, home, env, servers, []string{"1", "1", "n", "y"}, "--store-key")
	if code != 0 {
		t.Fatalf("exit %d\n%s", code, screen)
	}
	if old, mode := written(t, home, "config.yaml.old"); old != text || mode != 0o600 {
		t.Errorf("the old configuration is %q, mode %o", old, mode)
	}
	text, _ = written(t, home, "config.yaml")
	key, mode := written(t, home, keyFileOf(t, s.URL))
	if strings.Contains(text, testCanary) || !strings.Contains(text, "api_key_file: ") || key != testCanary+"\n" ||
		mode != 0o600 {
		t.Errorf("the configuration is\n%s, the key's file has mode %o", text, mode)
	}
}

func keyFileOf(t *testing.T, baseURL string) string {
	t.Helper()
	host, err := llm.Host(baseURL)
	if err != nil {
		t.Fatal(err)
	}
	return keyFile(host)
}

// A server that is busy for a moment is as patiently asked as in an interview.
func TestSetupTriesAsOftenAndAsPatientlyAsGrading(t *testing.T) {
	o := setupOptions{invocation: invocation{&app{}, Settings{}}}
	o.settings.endpoint.retryPause = 3 * time.Second
	if got := o.clientConfig(knownServer{}, "m").RetryPause; got != 3*time.Second {
		t.Errorf("it pauses for %s", got)
	}
	o.settings.endpoint.retryPause = 0
	if got := o.clientConfig(knownServer{}, "m").RetryPause; got != 0 {
		t.Errorf("it pauses for %s, and not for the client's default", got)
	}
}

// A configuration names its key's file, and a key goes only to the host that it was configured for.
func TestSetupLeavesTheStoredKeyOfAnotherHost(t *testing.T) {
	home := t.TempDir()
	setUpWith := func(key, name string, pieces ...string) *llmtest.Server {
		s := llmtest.New(llmtest.Groq, llmtest.Options{Model: "some/model", Key: key})
		t.Cleanup(s.Close)
		screen, code := setUp(t, home, map[string]string{name: key}, []knownServer{{"Groq", name, s.URL}},
			append([]string{"1", "1", "n"}, pieces...), "--store-key")
		if code != 0 || strings.Contains(screen, key) {
			t.Fatalf("exit %d, or the key on the screen:\n%s", code, screen)
		}
		return s
	}
	holds := func(config, key string) {
		t.Helper()
		text, _ := written(t, home, config)
		_, name, _ := strings.Cut(text, "api_key_file: ")
		name, err := strconv.Unquote(strings.TrimSpace(name))
		if err != nil {
			t.Fatalf("%s names no file of a key: %v\n%s", config, err, text)
		}
		if b, err := os.ReadFile(name); err != nil || string(b) != key+"\n" {
			t.Errorf("the key of %s is %q, %v, want %q", config, b, err, key)
		}
	}
	const other = testCanary + "-of-another-host"
	setUpWith(testCanary, "GROQ_API_KEY")
	refused := setUpWith(other, "OTHER_API_KEY", "n")
	holds("config.yaml", testCanary)
	_, err := os.Stat(filepath.Join(home, ".config", "mockinterview", keyFileOf(t, refused.URL)))
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the key of a configuration that was not wanted was written: %v", err)
	}
	setUpWith(other, "OTHER_API_KEY", "y")
	holds("config.yaml", other)
	holds("config.yaml.old", testCanary)
}

func TestSetupLeavesWhatIsThereWhereItIsToldTo(t *testing.T) {
	home := t.TempDir()
	folder := filepath.Join(home, ".config", "mockinterview")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	const own = "level: staff\nno_such_setting: 1\n" // setup helps where the file has a fault, too
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	screen, code := setUp(t, home, nil, []knownServer{local(t)}, []string{"o", "n"})
	if code != 0 || !strings.Contains(screen, "grader: offline") {
		t.Errorf("exit %d\n%s", code, screen)
	}
	if text, _ := written(t, home, "config.yaml"); text != own {
		t.Errorf("the configuration is now\n%s", text)
	}
}

func TestSetupWritesNothingForAModelThatDoesNotAnswer(t *testing.T) {
	home := t.TempDir()
	s := llmtest.New(llmtest.OpenAI, llmtest.Options{Model: "gpt-4.1-mini", Key: "another"})
	defer s.Close()
	screen, code := setUp(t, home, map[string]string{ambientKey: testCanary},
		[]knownServer{{"OpenAI", ambientKey, s.URL}}, []string{"1"})
	if code != exitConfig || !strings.Contains(screen, "hint: ") || strings.Contains(screen, testCanary) {
		t.Errorf("exit %d\n%s", code, screen)
	}
	_, err := os.Stat(filepath.Join(home, ".config", "mockinterview", "config.yaml"))
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a configuration was written: %v", err)
	}
}
