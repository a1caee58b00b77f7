//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package terminal

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"mockinterview/interviewer"
)

const (
	up, down, right, leftKey = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
	home, end, deletes       = "\x1b[1~", "\x1b[4~", "\x1b[3~"
	wordLeft, wordRight      = "\x1b[1;5D", "\x1b[1;5C"
)

func submit(text string) interviewer.Reply {
	return interviewer.Reply{Action: interviewer.ActSubmit, Text: text}
}

// answered waits for the end and checks the only reply.
func (c *console) answered(want interviewer.Reply) {
	c.t.Helper()
	got := c.ends()
	if len(got.Replies) != 1 || got.Replies[0] != want {
		c.t.Errorf("the reply is %+v, want %+v", got.Replies, want)
	}
	c.clean()
}

func TestKeysGiveTheTextTheyShould(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, keys, want string
	}{
		{"lines", "one line here\rand another\r.\r", "one line here\nand another"},
		{"Ctrl-D on an empty line submits", "one line here\r\x04", "one line here"},
		{"done submits", "one line here\r/done\r", "one line here"},
		{"line feeds are Enter", "one line here\nand another\n.\n", "one line here\nand another"},
		{"a dot is escaped", "a list of dots\r..\r...\r.\r", "a list of dots\n.\n..."},
		{"a slash is escaped", "//skip is not skipped\r.\r", "/skip is not skipped"},
		{"a path is text", "/var/log/x filled up\r.\r", "/var/log/x filled up"},
		{"a dot and more is text", ". is the root zone\r.\r", ". is the root zone"},
		{
			"moving and inserting",
			"one lne here" + home + wordRight + right + "i" + end + " now\r.\r",
			"one line here now",
		},
		{
			"Delete key in a line",
			"one xline here" + home + right + right + right + right + deletes + "\r.\r",
			"one line here",
		},
		{
			"Delete key on an empty line submits nothing",
			"one line here\r" + deletes + "and more\r.\r",
			"one line here\nand more",
		},
		{"Ctrl-D in a line deletes", "xone line here" + home + "\x04\r.\r", "one line here"},
		{"killing and yanking", "tail one line" + home + wordRight + "\x0b" + home + "\x19 \r.\r", "one line tail "},
		{"Alt-Backspace", "one line herr" + "\x1b\x7f" + "here\r.\r", "one line here"},
		{
			"unknown sequences vanish",
			"one\x1b[99;99X\x1b]0;title\x07\x1bPq\x1b\\\x1b[I\x1bOP line\x00\x0f here\r.\r",
			"one line here",
		},
		{
			"up goes to the lines above and down comes back",
			"one line here\rtwo lines here\rand" + up + up + home + "x" + down + home + "y" + down + " three\r.\r",
			"xone line here\nytwo lines here\nand three",
		},
		{
			"Enter in a line above goes on below",
			"one line here\rtwo" + up + home + "x\r lines\r.\r",
			"xone line here\ntwo lines",
		},
		{"up in the first line does nothing", up + down + "one line here" + up + "\r.\r", "one line here"},
		{
			"a line above is text whatever it says",
			"one line here\r" + up + "\x15/quit\rtwo lines here\r.\r",
			"/quit\ntwo lines here",
		},
		{
			"up moves within a long line first",
			"zero\r" + strings.Repeat("a word ", 20) + up + home + up + home + "x" + down + down + "\r.\r",
			"xzero\n" + strings.Repeat("a word ", 20),
		},
		{
			"wide characters",
			"漢字 kanji 🙂 emoji" + strings.Repeat(leftKey, 7) + "\x7f" + home + deletes + "\r.\r",
			"字 kanji🙂 emoji",
		},
		{
			"characters of several code points",
			"café\u0301 👩‍💻 done now" + home + strings.Repeat(right, 5) + "x" + right + "\x7f" + deletes + "\r.\r",
			"café\u0301 xdone now",
		},
		{
			"undo puts the line back",
			"one line here\rtwo lines herr\r/undo\r\x7fe\r.\r",
			"one line here\ntwo lines here",
		},
		{"undo escapes what it puts back", "first of all\r//a slash\r/undo\r!\r.\r", "first of all\n/a slash!"},
		{
			"a paste is not a command",
			"see what I pasted\r" + paste("/quit") + "\r" + paste(".") + "\r.\r",
			"see what I pasted\n/quit\n.",
		},
		{"a paste of lines submits nothing", paste("one line\r.\r/quit\r\x04") + "\r.\r", "one line\n.\n/quit\n\x04"},
		{"a paste can be typed around", "before " + paste("inner/part.") + " after\r.\r", "before inner/part. after"},
		{
			"a paste is never unescaped",
			paste("//two slashes here") + "\r" + paste("..") + "\r.\r",
			"//two slashes here\n..",
		},
		{
			"undo of a paste gives it back",
			"one line here\r" + paste("/quit") + "\r/undo\r\r.\r",
			"one line here\n/quit",
		},
		{
			"a paste with an end gives one line end",
			paste("a line\nanother\n") + "\rand more\r.\r",
			"a line\nanother\nand more",
		},
		{"Tab is a tab in text", "if x {\r\treturn y\r}\r.\r", "if x {\n\treturn y\n}"},
		{"completion", "one line here\r/do\t\r", "one line here"},
		{"a typed private character is itself", "one \U00100000 line here\r.\r", "one \U00100000 line here"},
		{"Ctrl-C keeps the line", "one line he\x03re\r.\r", "one line here"},
		{"a line may be long", strings.Repeat("many words ", 300) + "\r.\r", strings.Repeat("many words ", 300)},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := open(t, job{}, 80, 24)
			c.ready()
			c.types(tc.keys)
			c.answered(submit(tc.want))
		})
	}
}

// longPaste is 30 lines of about 4 KB with whatever people paste.
func longPaste() string {
	var lines []string
	for i := range 30 {
		switch i % 5 {
		case 0:
			lines = append(
				lines,
				fmt.Sprintf(
					"%d. Élan vital, naïve façade, Zoë's résumé — “quoted” … and a tab\tafter that, line %d of the "+
						"thing I wrote before",
					i,
					i,
				),
			)
		case 1:
			lines = append(lines, "数据库主从复制延迟时,读到旧值怎么办?我们用版本号比较,然后重试。ただし、上限を決めておきます。")
		case 2:
			lines = append(
				lines,
				"🙂 👩‍💻 🏳️‍🌈 e\u0301 \u1100\u1161\u11a8 नमस्ते שלום 🇺🇳 and 👍🏽 with some more words so that the line "+
					"is really long enough to break"+strings.Repeat(
					" and words",
					32,
				),
			)
		case 3:
			lines = append(lines, ".", "/quit")
		default:
			lines = append(
				lines,
				"    indented(code) { return \"\\x1b[31m not an escape\" } // with trailing blanks   ",
			)
		}
	}
	return strings.Join(lines[:30], "\n")
}

func TestALongPasteArrivesByteForByteAndSubmitsNothing(t *testing.T) {
	t.Parallel()
	text := longPaste()
	if n := strings.Count(text, "\n"); n != 29 || len(text) < 4096 {
		t.Fatalf("the paste has %d lines and %d bytes", n+1, len(text))
	}
	c := open(t, job{}, 80, 24)
	c.ready()
	c.types(paste(strings.ReplaceAll(text, "\n", "\r")))
	c.at(fmt.Sprintf("[pasted 30 lines, %d characters]", len([]rune(text))))
	c.kept(text) // though it waits for Enter
	c.types("\r", ".\r")
	c.answered(submit(text))
}

func TestAVeryLongLineIsPastedWhole(t *testing.T) {
	t.Parallel()
	text := strings.TrimSpace(strings.Repeat("sixteen kilobytes of words, 数据, ", 500))
	c := open(t, job{}, 80, 24)
	c.ready()
	c.types(paste(text), "\r.\r")
	c.answered(submit(text))
}

func TestAPasteMayComeInPieces(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 80, 24)
	c.ready()
	whole := paste("first é\r.\rlast 数")
	for i := range len(whole) {
		c.types(whole[i : i+1])
		if i%7 == 0 {
			time.Sleep(2 * time.Millisecond) // lets the pieces be read one by one; nothing depends on it
		}
	}
	c.types("\r.\r")
	c.answered(submit("first é\n.\nlast 数"))
}

func TestTheCursorIsWhereTheTextIs(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 40, 12)
	c.ready()
	c.types("漢字かな交じり文は幅が二つ分あるので折り返しが難しい")
	c.at("しが難しい")
	c.types(leftKey, leftKey, leftKey)
	c.at("しが")
	c.types("🙂")
	c.at("しが🙂")
	c.sees("🙂難しい")
	c.types(home)
	c.at("> ")
	c.types("é")
	c.until("the whole line", func(e *emulator) bool {
		return strings.Contains(strings.ReplaceAll(e.text(), "\n", ""), "é漢字かな交じり文は幅が二つ分あるので折り返しが🙂難しい")
	})
	c.types("\r.\r")
	c.answered(submit("é漢字かな交じり文は幅が二つ分あるので折り返しが🙂難しい"))
}

func (c *console) resize(width, height int) {
	c.t.Helper()
	c.mu.Lock()
	c.screen.resize(width, height)
	c.mu.Unlock()
	setSize(c.t, c.master, width, height)
}

const typedLine = "the worker takes a job 数据库 from the queue and writes the key before it calls out, then the " +
	"answer is stored"

// resizing opens a long line below a note, on a terminal that breaks rows anew or cuts them off.
func resizing(t *testing.T, reflows bool) *console {
	c := open(
		t,
		job{Prompt: interviewer.Prompt{Draft: "the draft before\n"}, Before: "A note that stays where it is."},
		80,
		24,
	)
	c.mu.Lock()
	c.screen.reflows = reflows
	c.mu.Unlock()
	c.ready()
	c.types(typedLine)
	c.at("stored")
	return c
}

var widths = map[string]bool{"rows are broken anew": true, "rows are cut off": false}

func TestResizingWhileTyping(t *testing.T) {
	t.Parallel()
	for name, reflows := range widths {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := resizing(t, reflows)
			for _, width := range []int{120, 100, 60, 44, 120, 70, 52} {
				c.resize(width, 40)
				c.drawnAnew("> "+typedLine, width)
			}
			c.types(home, "First, ")
			c.drawnAnew("> First, "+typedLine, 52)
			c.types("\r.\r")
			c.answered(submit("the draft before\nFirst, " + typedLine))
		})
	}
}

// While a window is drawn by its edge, sizes come faster than anything can be drawn for them, and keys with them.
func TestResizingFasterThanDrawing(t *testing.T) {
	t.Parallel()
	for name, reflows := range widths {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := resizing(t, reflows)
			line := typedLine
			for i, width := range []int{79, 61, 44, 90, 120, 33, 70, 52, 41, 66, 47} {
				c.resize(width, 40)
				if i%3 == 0 {
					c.types("!")
					line += "!"
				}
			}
			for _, begin := range []string{"", "First, "} {
				c.types(home, begin)
				c.until("the line at 47 columns", func(e *emulator) bool {
					_, ok := belowTheConversation(e, "> "+begin+line, 47) // rows between may be drawn over one another
					return ok
				})
			}
			c.types("\r.\r")
			c.answered(submit("the draft before\nFirst, " + line))
		})
	}
}

func TestALineThatStillFitsIsDrawnInItsPlace(t *testing.T) {
	t.Parallel()
	for name, reflows := range widths {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := resizing(t, reflows)
			c.types("\x15a short line")
			c.at("a short line")
			for _, width := range []int{60, 30, 100} {
				c.resize(width, 24)
				c.types("!")
				c.at("!")
				c.types("\x7f")
				c.at("line")
			}
			c.until("the line, once", func(e *emulator) bool {
				above, ok := strings.CutSuffix(e.text(), "\n> a short line")
				return ok && !strings.Contains(above, ">")
			})
			c.types("\r.\r")
			c.answered(submit("the draft before\na short line"))
		})
	}
}

// drawnAnew waits for a line in the rows that a width breaks it into, with nothing below. Above it stand the
// conversation, whole, and at most rows of older drawings: where rows did not fit any more, nobody knows where the line
// began.
func (c *console) drawnAnew(line string, width int) {
	c.t.Helper()
	bare := strings.NewReplacer(" ", "", ">", "").Replace
	c.until(fmt.Sprintf("the line at %d columns", width), func(e *emulator) bool {
		old, ok := belowTheConversation(e, line, width)
		for _, row := range old {
			ok = ok && strings.Contains(bare(typedLine), bare(row))
		}
		return ok
	})
}

// belowTheConversation says whether the conversation stands at the top and the line, in its rows, at the bottom, and
// gives what stands between them.
func belowTheConversation(e *emulator, line string, width int) (between []string, ok bool) {
	lr := &lineRenderer{
		line: []rune(line), size: func() (int, int) { return width, 40 }, label: func(rune) string { return "" },
	}
	rows, _, _ := lr.layout()
	for i := range rows {
		rows[i] = strings.TrimRight(rows[i], " ")
	}
	above, ok := strings.CutSuffix(e.text(), "\n"+strings.Join(rows, "\n"))
	conversation, old, _ := strings.Cut(above, "\n> ")
	for _, part := range []string{"A note that stays where it is.\n", "\n| the draft before\n", "\nType your answer."} {
		ok = ok && strings.Contains(conversation, part)
	}
	return strings.Split(old, "\n"), ok
}

func TestALineLongerThanTheScreenCanBeEdited(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 40, 8)
	c.ready()
	var b strings.Builder
	for i := range 120 {
		fmt.Fprintf(&b, "word%03d ", i)
	}
	c.types(b.String())
	c.at("9 ")
	c.types(home)
	c.at("> ")
	c.types("X")
	c.sees("> Xword000")
	c.types(end, "Y")
	c.at("9 Y")
	c.types("\r.\r")
	c.answered(submit("X" + b.String() + "Y"))
}

func TestCtrlCSaysHowToLeaveThenPauses(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 80, 24)
	c.ready()
	c.types("one line\r", "half a li\x03")
	c.sees("Ctrl-C again pauses")
	c.at("half a li")
	c.types("\x03")
	c.answered(interviewer.Reply{Action: interviewer.ActPause, Draft: "one line\nhalf a li", Interrupted: true})
	if want := "one line\nhalf a li"; c.draft() != want {
		t.Errorf("the draft is %q, want %q", c.draft(), want)
	}
	c.restored()
}

// restored checks that the terminal is in the mode it was opened in.
func (c *console) restored() {
	c.t.Helper()
	c.until("bracketed paste to be off", func(e *emulator) bool { return !e.modes["?2004"] })
	if m := modeOf(c.t, c.master); m != c.found {
		c.t.Errorf("the terminal is left in mode %+v, want %+v", m, c.found)
	}
}

func TestEveryLineIsKept(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 80, 24)
	c.ready()
	c.types("one\r")
	c.kept("one\n")
	c.types("two\r")
	c.kept("one\ntwo\n")
	_ = c.cmd.Process.Kill()
	<-c.done
	if c.draft() != "one\ntwo\n" {
		t.Errorf("after SIGKILL the draft is %q", c.draft())
	}
}

func (c *console) kept(want string) {
	c.t.Helper()
	c.until(fmt.Sprintf("the draft %q", want), func(*emulator) bool { return c.draft() == want })
}

func TestAHangUpLosesNothing(t *testing.T) {
	t.Parallel()
	for name, signals := range map[string]bool{"the signal is handled": true, "only the terminal is gone": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := open(t, job{Signals: signals, IgnoreHangup: !signals}, 80, 24)
			c.ready()
			c.types("one line\r", "half a "+paste("li"))
			c.at("half a li")
			_ = c.master.Close()
			got := c.ends()
			want := interviewer.Reply{Action: interviewer.ActPause, Draft: "one line\nhalf a li", Interrupted: true}
			if len(got.Replies) != 1 || got.Replies[0] != want || c.draft() != want.Draft {
				t.Errorf("got %+v and the draft %q, want %+v", got.Replies, c.draft(), want)
			}
		})
	}
}

func TestATerminationLosesNothing(t *testing.T) {
	t.Parallel()
	c := open(t, job{Signals: true}, 80, 24)
	c.ready()
	c.types("one line\r", "half a li")
	c.at("half a li")
	_ = c.cmd.Process.Signal(syscall.SIGTERM)
	c.answered(interviewer.Reply{Action: interviewer.ActPause, Draft: "one line\nhalf a li", Interrupted: true})
	if c.draft() != "one line\nhalf a li" {
		t.Errorf("the draft is %q", c.draft())
	}
	c.restored()
}

func TestAPanicGivesTheTerminalBack(t *testing.T) {
	t.Parallel()
	c := open(t, job{Panic: "two"}, 80, 24)
	c.ready()
	c.types("one\r", "two\r")
	c.sees("panic: in the middle of an answer")
	c.gone()
	c.restored()
	if c.draft() != "one\ntwo\n" {
		t.Errorf("the draft is %q", c.draft())
	}
}

func TestAPanicBesideTheInterviewSavesTheUnfinishedLine(t *testing.T) {
	t.Parallel()
	c := open(t, job{Aside: "one"}, 80, 24)
	c.ready()
	c.types("one\r")
	c.kept("one\n")
	c.types("half a li")
	c.at("half a li")
	if err := os.WriteFile(filepath.Join(c.dir, "crash"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c.sees("panic: beside the interview")
	c.gone()
	c.restored()
	if c.draft() != "one\nhalf a li" {
		t.Errorf("the draft is %q", c.draft())
	}
}

// Readline reads keys in one goroutine of its own and edits the line in another; both call us.
func TestAPanicInReadlinesOwnGoroutineGivesTheTerminalBack(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ broken, unfinished, said string }{
		{"reading", "", "panic: runtime error"},
		{"completing", "/h", "panic: in the middle of a list"},
	} {
		t.Run(c.broken, func(t *testing.T) {
			t.Parallel()
			con := open(t, job{Broken: c.broken}, 80, 24)
			con.ready()
			con.types("one\r")
			if c.unfinished != "" {
				con.kept("one\n")
				con.types(c.unfinished)
				con.at(c.unfinished)
				con.types("\t")
			}
			con.sees(c.said)
			con.gone()
			con.restored()
			if got := con.draft(); got != "one\n"+c.unfinished {
				t.Errorf("the draft is %q", got)
			}
		})
	}
}

// gone waits for a child that leaves no result.
func (c *console) gone() {
	c.t.Helper()
	select {
	case <-c.done:
	case <-time.After(patience):
		c.t.Fatal("the program did not end")
	}
}

func TestCtrlZAndBack(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 80, 24)
	c.ready()
	c.types("one line he")
	c.at("one line he")
	c.types("\x1a")
	c.until("bracketed paste to be off", func(e *emulator) bool { return !e.modes["?2004"] })
	// The child leads an orphaned process group, which a stop signal does not stop: it goes on by itself. A stop from
	// outside does stop it.
	c.until(
		"bracketed paste to be on again",
		func(e *emulator) bool { return e.modes["?2004"] && strings.HasSuffix(e.cursor(), "one line he") },
	)
	_ = c.cmd.Process.Signal(syscall.SIGSTOP)
	setMode(t, c.master, c.found) // as a shell does
	_ = c.cmd.Process.Signal(syscall.SIGCONT)
	c.until("the raw mode again", func(*emulator) bool { return modeOf(t, c.master) != c.found })
	c.types("re\r.\r")
	c.answered(submit("one line here"))
}

func TestTheEditorRoundTrip(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	script := filepath.Join(dir, "my editor")
	body := "#!/bin/sh\nls -l \"$2\" | cut -c1-10 > '" + dir +
		"/mode'\nstty -a < /dev/tty | grep -q ' icanon' || echo raw > '" + dir +
		"/raw'\nread -r key\nprintf 'edited: %s\\n' \"$key\" >> \"$2\"\necho \"$1\" > '" + dir + "/arg'\n"
	if err := os.WriteFile(script, []byte(body), 0o700); err != nil {
		t.Fatal(err)
	}
	c := open(t, job{}, 80, 24, "VISUAL='"+script+"' --wait", "EDITOR=false")
	c.ready()
	c.types("one line\r", "/edit\r")
	c.until("the editor", func(*emulator) bool { _, err := os.Stat(filepath.Join(dir, "mode")); return err == nil })
	c.types("typed into the editor\r")
	c.sees("| edited: typed into the editor")
	c.at("> ")
	c.types("and on\r.\r")
	c.answered(submit("one line\nedited: typed into the editor\nand on"))
	if mode, _ := os.ReadFile(filepath.Join(dir, "mode")); string(mode) != "-rw-------\n" {
		t.Errorf("the draft's file has mode %s", mode)
	}
	if _, err := os.Stat(filepath.Join(dir, "raw")); err == nil {
		t.Error("the editor found the terminal in raw mode")
	}
	if left, _ := filepath.Glob(filepath.Join(c.dir, "answer-*")); len(left) > 0 {
		t.Errorf("files are left: %v", left)
	}
}

// Nobody types thirty megabytes: they are not read, and not thrown away either.
func TestAnEditorThatLeavesTooMuchChangesNothing(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 80, 24, "EDITOR=truncate -s 30M")
	c.ready()
	c.types("one line here\r", "/edit\r")
	c.sees("The draft is as it was")
	c.sees("left in")
	c.types(".\r")
	c.answered(submit("one line here"))
	left, err := filepath.Glob(filepath.Join(c.dir, "answer-*"))
	if err != nil || len(left) != 1 {
		t.Errorf("left are %q, %v", left, err)
	}
}

func TestAFailingEditorChangesNothing(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 80, 24, "EDITOR=false")
	c.ready()
	c.types("one line here\r", "/edit\r")
	c.sees("The draft is as it was")
	c.types(".\r")
	c.answered(submit("one line here"))
}
