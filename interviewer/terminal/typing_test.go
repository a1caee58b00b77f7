//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package terminal

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/creack/pty"

	"mockinterview/interviewer"
)

func TestALineWithoutEnterIsSavedAndComesBack(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 80, 24)
	c.ready()
	c.types("one line\r", "a paragraph without Enter")
	c.kept("one line\na paragraph without Enter")
	c.types(up, home, "the ")
	c.kept("the one line\na paragraph without Enter")
	_ = c.cmd.Process.Kill()
	<-c.done
	again := open(t, job{Prompt: interviewer.Prompt{Draft: c.draft()}}, 80, 24)
	again.sees("| the one line")
	again.at("> a paragraph without Enter")
	again.types(" goes on\r.\r")
	again.answered(submit("the one line\na paragraph without Enter goes on"))
}

func TestACommandHalfTypedIsNoDraft(t *testing.T) {
	t.Parallel()
	c := open(t, job{Signals: true}, 80, 24)
	c.ready()
	c.types("one line\r", "/hint")
	c.at("/hint")
	c.types("\x1c") // Ctrl-\
	c.answered(interviewer.Reply{Action: interviewer.ActPause, Draft: "one line\n", Interrupted: true})
	c.restored()
}

func TestMuchTextIsSavedAtOnce(t *testing.T) {
	saved := make(chan int, 8)
	s := startAutosave(func(f func()) { f() }, func() { saved <- 0 })
	defer s.stop()
	s.typed(saveSize, false)
	<-saved // which does not wait for the clock
	s.typed(saveSize+1, true)
	<-saved
}

func TestNothingIsSavedAfterTheEnd(t *testing.T) {
	saves := 0
	s := startAutosave(func(f func()) { f() }, func() { saves++ })
	s.typed(1, false)
	s.stop()
	if s.typed(saveSize, true); saves != 0 {
		t.Errorf("saved %d times", saves)
	}
}

// TestNothingOlderThanTwoSecondsIsLost types a paragraph without Enter and kills the program at random.
func TestNothingOlderThanTwoSecondsIsLost(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 3))
	worst := time.Duration(0)
	for i := range kills {
		c := open(t, job{}, 80, 24)
		c.ready()
		var at []time.Time // when each character was typed
		var text strings.Builder
		stop := time.Now().Add(time.Duration(rng.Int64N(int64(3500 * time.Millisecond))))
		for time.Now().Before(stop) {
			k := string(rune('a' + rng.IntN(26)))
			c.types(k)
			text.WriteString(k)
			at = append(at, time.Now())
			time.Sleep(time.Duration(rng.Int64N(int64(60 * time.Millisecond)))) // a person's pace
		}
		killed := time.Now()
		_ = c.cmd.Process.Kill()
		<-c.done
		kept := c.draft()
		if !strings.HasPrefix(text.String(), kept) {
			t.Fatalf("kill %d: %q was typed, %q is kept", i, text.String(), kept)
		}
		if len(kept) < len(at) {
			worst = max(worst, killed.Sub(at[len(kept)]))
		}
		_ = c.master.Close()
	}
	t.Logf("%d kills; the oldest key that was lost was %s old", kills, worst.Round(time.Millisecond))
	if worst > 2*time.Second {
		t.Errorf("a key was lost %s after it was typed", worst)
	}
}

func TestAPasteWithoutAnEndEndsByItself(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 80, 24)
	c.ready()
	c.types("\x1b[200~first words\r/quit\r.\rlast words")
	c.at("characters]") // once the terminal has been silent
	c.types(" and typed\r.\r")
	c.answered(submit("first words\n/quit\n.\nlast words and typed"))
}

func TestABurstWithoutBracketsIsAPaste(t *testing.T) {
	t.Parallel()
	lines := []string{"one line of it", "two", "three", ".", "/quit", "/skip", "y", "eight", "nine", "ten", ".", "end"}
	for _, end := range []string{"\r", "\n", "\r\n"} {
		c := open(t, job{}, 80, 24)
		c.ready()
		c.types(strings.Join(lines, end) + end)
		c.at("]")
		c.types("\r.\r")
		c.answered(submit(strings.Join(lines, "\n")))
	}
}

func TestKeysMayComeInPiecesFarApart(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 80, 24)
	c.ready()
	pieces := []string{"caf\xc3", "\xa9 数\xe6", "\x95", "\xb0 words", "\x1b", "[", "1;5D", "my \x1b[13", ";2u.\r"}
	for _, piece := range pieces {
		c.types(piece)
		time.Sleep(300 * time.Millisecond) // as over a bad line, well within what is allowed
	}
	c.answered(submit("café 数数 my words"))
}

func TestNoControlKeyBreaksAnything(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"", "x", strings.Repeat("many words 数 ", 60)} {
		c := open(t, job{Answers: 100}, 80, 24)
		c.ready()
		for key := rune(0); key <= 0x1f; key++ {
			if slices.Contains([]rune{keyCtrlC, keyCtrlD, keyQuit, keyCtrlZ}, key) {
				continue
			}
			k, mark := string(key), fmt.Sprintf("key %02x", key)
			c.types("\x15", line, k, k, k, "\x1b"+k, home+k, "\x7f", up, down)
			c.types("\x05\x15", mark)
			c.at(mark) // so that not many of them come at once, as in a paste
		}
		c.types("\r\x05\x15the end of it\r")
		c.until("the last line", func(*emulator) bool { return strings.HasSuffix(c.draft(), "the end of it\n") })
		_ = c.cmd.Process.Kill()
		<-c.done
		if strings.Contains(c.output(), "panic") {
			t.Errorf("with %.10q: %s", line, c.output())
		}
	}
}

// TestNoKeysBreakReadline presses all keys that reach readline one after another in every order, for a panic in its own
// goroutine is the one that nobody can recover from. Whether the editor says what a line is, others test.
func TestNoKeysBreakReadline(t *testing.T) {
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	e, err := newLineEditor(tty, io.Discard, capabilities{cursorMoves: true})
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	e.answer.set(restless{})
	keys := [][]rune{
		{'a'}, {' '}, {'/'}, {'数'}, {0x301}, {'\t'}, {0x7f}, {8}, {1}, {2}, {keyCtrlD}, {5}, {6}, {keyCtrlK}, {keyCtrlL},
		{keyUp}, {keyDown}, {keyCtrlT}, {keyCtrlU}, {keyCtrlW}, {keyCtrlY}, {deleteKey}, {e.keys.block("a\nb")},
		{keyEsc, 'b'}, {keyEsc, 'f'}, {keyEsc, 'd'}, {keyEsc, 0x7f}, {utf8.RuneError}, {keyCtrlC}, {keyEnter},
	}
	lines := 0
	var press func(pressed []rune, more int)
	press = func(pressed []rune, more int) {
		if more == 0 {
			for _, initial := range []string{"", "x", "two words 数"} {
				e.keys.with(func() { e.keys.decoder.out = append(slices.Clone(pressed), keyEnter) })
				e.readLine(t.Context(), "> ", initial)
				lines++
			}
			return
		}
		for _, k := range keys {
			press(append(slices.Clone(pressed), k...), more-1)
		}
	}
	press(nil, keysInARow)
	t.Logf("%d lines", lines)
}

// restless uses a line and has no other above or below.
type restless struct{}

func (restless) typing([]rune, bool) {}
func (restless) canMove(int) bool    { return false }
func (restless) above() string       { return "" }

func TestSkippingAndQuittingAreAskedOnce(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		asked string
		act   interviewer.Action
	}{
		"/skip": {"Skip this question? It counts as not answered", interviewer.ActSkip},
		"/quit": {"End the interview here?", interviewer.ActQuit},
	} {
		c := open(t, job{}, 80, 24)
		c.ready()
		c.types("one line\r" + name + "\r")
		c.sees(tc.asked)
		c.at("y/N ")
		c.types("\r")
		c.sees("Go on typing.")
		c.at("> ")
		c.types(name + "\r")
		c.at("y/N ")
		c.types("y\r")
		c.answered(interviewer.Reply{Action: tc.act, Draft: "one line\n"})
	}
}

func TestAnEditorThatComesBackAtOnceIsWaitedFor(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	script := filepath.Join(dir, "code")
	if err := os.WriteFile(script, []byte("#!/bin/sh\nprintf %s \"$1\" > '"+dir+"/name'\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	c := open(t, job{}, 80, 24, "VISUAL="+script)
	c.ready()
	c.types("one line\r/edit\r")
	c.sees("the file and close it to come back.")
	c.sees("Press Enter.")
	name, err := os.ReadFile(filepath.Join(dir, "name"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(string(name), []byte("one line\nfrom the window\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.types("\r")
	c.sees("| from the window")
	c.types("/edit\r")
	c.until("the second question", func(e *emulator) bool { return strings.Count(e.text(), "Press Enter.") == 2 })
	c.types("\r")
	c.sees("Nothing has changed.")
	c.types(".\r")
	c.answered(submit("one line\nfrom the window"))
	if left, _ := filepath.Glob(filepath.Join(c.dir, "answer-*")); len(left) != 1 {
		t.Errorf("files left: %v; want the one that may still be open", left)
	}
}

func TestLinesBreakBetweenWordsAtAnyWidth(t *testing.T) {
	t.Parallel()
	words := "the worker takes a job from the queue and writes the key before it calls the provider, then it stores"
	for _, width := range []int{20, 50, 80, 120} {
		lr := &lineRenderer{prompt: "> ", line: []rune(words), size: func() (int, int) { return width, 24 }}
		rows, _, _ := lr.layoutAt(len(words))
		joined := strings.Join(rows, "|")
		for _, w := range strings.Fields(words) {
			if !strings.Contains(joined, w) {
				t.Errorf("at %d columns %q is broken: %s", width, w, joined)
			}
		}
		for pos := range len(words) + 1 { // the cursor stands before its character, or at the end of a full row
			_, row, col := lr.layoutAt(pos)
			if after := rows[row][col:]; pos < len(words) && after != "" && after[0] != words[pos] {
				t.Fatalf("at %d columns, position %d is before %q", width, pos, after)
			}
		}
	}
}
