package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

// recording holds docs/demo.cast against the interview that the README shows.
func recording(t *testing.T, transcript string) {
	t.Helper()
	file := filepath.Join("..", "..", "docs", "demo.cast")
	want := asciicast(t, transcript)
	if *update {
		if err := os.WriteFile(file, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/demo.cast does not show the interview of the README; -update records it anew")
	}
}

// The pace of a recording, in seconds: a key typed, a line printed, and the pause before somebody begins to type.
const (
	keyPause  = 0.04
	linePause = 0.08
	readPause = 1.5
)

// asciicast is a transcript as a recording in format asciicast v2: what was typed comes key by key. The times are made
// up, so that the same interview is the same file.
func asciicast(t *testing.T, transcript string) []byte {
	t.Helper()
	var b bytes.Buffer
	line := func(v any) {
		if err := json.NewEncoder(&b).Encode(v); err != nil {
			t.Fatal(err)
		}
	}
	line(map[string]any{"version": 2, "width": 80, "height": 40, "title": "mockinterview"})
	at := 0.
	say := func(text string, pause float64) {
		at += pause
		line([]any{float64(int(at*1000+.5)) / 1000, "o", text})
	}
	for l := range strings.Lines(transcript) {
		l = strings.TrimSuffix(l, "\n")
		i := slices.IndexFunc([]string{"$ ", "> ", "? "}, func(p string) bool { return strings.HasPrefix(l, p) })
		if i < 0 {
			say(l+"\r\n", linePause)
			continue
		}
		say(l[:2], linePause)
		pause := readPause
		for _, r := range l[2:] {
			say(string(r), pause)
			pause = keyPause
		}
		say("\r\n", pause)
	}
	return b.Bytes()
}

func TestARecordingShowsTheTranscriptKeyByKey(t *testing.T) {
	const transcript = "$ run\nHello\n> a “b”\n> .\n"
	lines := strings.Split(strings.TrimSpace(string(asciicast(t, transcript))), "\n")
	screen, before := "", -1.
	for _, l := range lines[1:] {
		var event []any
		if err := json.Unmarshal([]byte(l), &event); err != nil {
			t.Fatal(err)
		}
		if at := event[0].(float64); at <= before {
			t.Errorf("%s is not after %g", l, before)
		} else {
			before = at
		}
		screen += event[2].(string)
	}
	if got := strings.ReplaceAll(screen, "\r\n", "\n"); got != transcript {
		t.Errorf("the recording shows %q", got)
	}
	if !strings.Contains(lines[0], `"version":2`) {
		t.Errorf("its head is %s", lines[0])
	}
}

// What the pages tell somebody to type is there: every command and every flag in a block of shell lines.
func TestDocsNameOnlyCommandsAndFlagsThatThereAre(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join("..", "..", "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	app := (&app{env: os.Getenv}).cli()
	seen := 0
	for _, page := range append(pages, filepath.Join("..", "..", "README.md")) {
		b, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range strings.Split(string(b), "\n") {
			l, _, _ = strings.Cut(strings.TrimSpace(l), "  #")
			words := strings.Fields(l)
			if len(words) < 2 || words[0] != "mockinterview" {
				continue
			}
			seen++
			typed := readLine(app, words[1:])
			if typed.command == nil && !isFlag(words[1]) {
				t.Errorf("%s: there is no command in %q", page, l)
			}
			for _, w := range words[1:] {
				name, _, _ := strings.Cut(strings.TrimLeft(w, "-"), "=")
				if isFlag(w) && !slices.ContainsFunc(typed.flags, func(f cli.Flag) bool {
					return slices.Contains(f.Names(), name)
				}) {
					t.Errorf("%s: %q has the flag %s, which the command has not", page, l, w)
				}
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d commands were found", seen)
	}
}
