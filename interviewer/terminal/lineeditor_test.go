//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package terminal

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/chzyer/readline"
	"github.com/creack/pty"

	"mockinterview/interviewer"
)

func TestTheFirstPromptSaysHowToAnswerAndTheRestStayOutOfTheWay(t *testing.T) {
	t.Parallel()
	for width, want := range map[int]string{
		50:  "Type your answer. A line with only a dot sends it;\n/hint, /ask, /help.\n>",
		80:  "Type your answer. A line with only a dot sends it; /hint, /ask, /help.\n>",
		120: "Type your answer. A line with only a dot sends it; /hint, /ask, /help.\n>",
	} {
		c := open(t, job{Answers: 2, Prompt: interviewer.Prompt{Minutes: 8, Started: time.Now()}}, width, 24)
		c.until("the first prompt", func(e *emulator) bool { return strings.TrimSpace(e.text()) == want })
		c.types("the first answer is here\r")
		c.until("a bare prompt", func(e *emulator) bool { return e.cursor() == "> " })
		c.types(".\r")
		c.until("a bare prompt", func(e *emulator) bool { return e.cursor() == "> " && e.row > 2 })
		c.types("the second answer is here\r\x04")
		if got := c.ends(); len(got.Replies) != 2 || strings.Count(c.output(), "Type your answer.") != 1 {
			t.Errorf("the replies are %+v; said %q", got, c.output())
		}
	}
}

func TestANonAnswerIsQuestionedOnce(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, keys, sees, then string
		want                   interviewer.Reply
	}{
		{"submitted all the same", "I don't know.\r.\r", "hardly an answer", ".\r", submit("I don't know.")},
		{
			"gone on with",
			"idk\r.\r",
			"hardly an answer",
			"but I would start with a queue\r.\r",
			submit("idk\nbut I would start with a queue"),
		},
		{
			"a hint instead",
			"idk\r.\r",
			"/hint gives a nudge",
			"/hint\r",
			interviewer.Reply{Action: interviewer.ActHint, Draft: "idk\n"},
		},
		{"nothing, twice", "\x04", "Nothing is typed yet", ".\r", interviewer.Reply{Action: interviewer.ActSkip}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := open(t, job{Prompt: interviewer.Prompt{HintsLeft: 1}}, 80, 24)
			c.ready()
			c.types(tc.keys)
			c.sees(tc.sees)
			c.types(tc.then)
			c.answered(tc.want)
		})
	}
}

func TestAnUnknownCommandIsGivenBackToMend(t *testing.T) {
	t.Parallel()
	c := open(t, job{Prompt: interviewer.Prompt{HintsLeft: 1}}, 80, 24)
	c.ready()
	c.types("one line\r", "/hnt\r")
	c.sees("did you mean /hint?")
	c.at("/hnt")
	c.types(leftKey, leftKey, "i\r")
	c.answered(interviewer.Reply{Action: interviewer.ActHint, Draft: "one line\n"})
}

func TestCommandsThatCannotBeDoneSayWhy(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 80, 24)
	c.ready()
	c.types("/hint\r")
	c.sees("There are no hints left")
	c.types("/undo\r")
	c.sees("nothing to take back")
	c.types("/ask\r")
	c.sees("/ask TEXT")
	c.types("/skip it all\r")
	c.sees("/skip stands alone")
	c.types("\x15/help\r")
	c.sees("/hint      a nudge; a hinted point counts less (not now)")
	c.types("/p\t\r")
	c.answered(interviewer.Reply{Action: interviewer.ActPause})
}

func TestTabOffersWhatACommandCouldBecome(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 80, 24)
	c.ready()
	c.types("/h\t")
	c.sees("/hint  /help")
	c.at("/h")
	c.types("e\t\r")
	c.sees("this list")
	c.types("/quit\ry\r")
	c.answered(interviewer.Reply{Action: interviewer.ActQuit})
}

func TestRepeatShowsTheConversationAndTheDraft(t *testing.T) {
	t.Parallel()
	p := interviewer.Prompt{
		Question: "What is a queue for?",
		Draft:    "a first line\n",
		Conversation: []interviewer.Message{
			{From: interviewer.FromInterviewer, Kind: interviewer.KindQuestion, Text: "What is a queue for?"},
			{From: interviewer.FromCandidate, Kind: interviewer.KindClarification, Text: "# Which\n  load?"},
			{From: interviewer.FromInterviewer, Kind: interviewer.KindClarification, Text: "Assume what you need."},
		},
	}
	c := open(t, job{Prompt: p}, 80, 24)
	c.ready()
	c.sees("| a first line")
	c.types(up)
	c.at("line 1 of 1 > a first line")
	c.types(down)
	c.at("> ")
	c.types("/repeat\r")
	c.sees(
		"Question\nWhat is a queue for?\n\nYou\n# Which\n  load?\n\nInterviewer\nAssume what you need.\n| a first line",
	)
	c.types("and a second\r.\r")
	c.answered(submit("a first line\nand a second"))
}

func TestTheClockWarnsAndStandsInNoPrompt(t *testing.T) {
	t.Parallel()
	p := interviewer.Prompt{
		Started:        time.Now().Add(-7 * time.Minute),
		Minutes:        8,
		Session:        time.Now().Add(-40 * time.Minute),
		SessionMinutes: 30,
	}
	c := open(t, job{Prompt: p}, 80, 24)
	c.ready()
	c.sees("About 1 minute left of the 8 minutes for this question.")
	c.sees("The 30 minutes for the interview are over. Finish your thought; nothing is cut\noff.")
	c.until("a bare prompt", func(e *emulator) bool { return e.cursor() == "> " })
	c.types("one line of it\r", "/time\r")
	c.sees("The interview: 40:")
	c.types(".\r")
	c.answered(submit("one line of it"))
	if n := strings.Count(c.raw.String(), "are over"); n != 1 {
		t.Errorf("the warning came %d times", n)
	}
}

func TestANoteDoesNotDisturbTyping(t *testing.T) {
	t.Parallel()
	c := open(t, job{Note: "one line"}, 60, 20)
	c.ready()
	c.types("one line\r" + strings.Repeat("words typed at the very same time ", 4) + home + right)
	c.sees("An interjection.")
	c.at("> w")
	c.types("X")
	c.sees("> wXords typed")
	c.types("\x0c") // clears the screen
	c.until("the line below what it answers", func(e *emulator) bool {
		seen := sight(e)
		return strings.HasPrefix(seen, "Question\n") && strings.Contains(seen, "\n| one line\n> wXords typed") &&
			!strings.Contains(seen, "interjection")
	})
	c.types("\r.\r")
	c.answered(submit("one line\nwX" + strings.Repeat("words typed at the very same time ", 4)[1:]))
}

func TestAClosedTerminalPauses(t *testing.T) {
	t.Parallel()
	c := open(t, job{Close: true, Prompt: interviewer.Prompt{Draft: "a draft\n"}}, 80, 24)
	c.ready()
	c.types("/hint\r/skip\ry\r")
	got := c.ends()
	want := interviewer.Reply{Action: interviewer.ActPause, Draft: "a draft\n", Interrupted: true}
	if len(got.Replies) != 2 || got.Replies[1] != want {
		t.Errorf("after Close the answer is %+v, want %+v", got.Replies, want)
	}
	c.restored()
}

func TestChoosing(t *testing.T) {
	t.Parallel()
	choice := &interviewer.Choice{Text: "How much time is there?", Default: 1, Options: []interviewer.Option{
		{Key: "s", Text: "one question"}, {Key: "f", Text: "the full set"}, {Key: "n", Text: "not now"}}}
	cases := []struct {
		keys string
		want int
		err  string
	}{
		{
			"\r",
			1,
			"<nil>",
		}, {"s\r", 0, "<nil>"}, {"N\r", 2, "<nil>"}, {"3\r", 2, "<nil>"}, {"one\r", 0, "<nil>"}, {"x\rs\r", 0, "<nil>"},
		{"\x04", 1, "<nil>"}, {"\x03\x03", 1, "context canceled"},
	}
	for _, tc := range cases {
		t.Run(tc.keys, func(t *testing.T) {
			t.Parallel()
			c := open(t, job{Choice: choice}, 80, 24)
			c.at("? ")
			c.sees("f  the full set (Enter)")
			c.types(tc.keys)
			if got := c.ends(); got.Chosen != tc.want || got.Err != tc.err {
				t.Errorf("%q chose %d, %s; want %d, %s", tc.keys, got.Chosen, got.Err, tc.want, tc.err)
			}
			c.clean()
			c.restored()
		})
	}
}

func TestALineThatEndsByItself(t *testing.T) {
	t.Parallel()
	const next = "\npick> "
	cases := []struct {
		name string
		keys [][2]string // a key, and what the screen shows once it was taken; "" at the end
		want []string
		err  string
	}{
		{"a key each", [][2]string{{"y", "> y" + next}, {"n", "> n" + next}, {"u", ""}}, []string{"y", "n", "u"}, "<nil>"},
		{
			"digits wait for one more, or for Enter",
			[][2]string{{"1", "> 1"}, {"2", "> 12" + next}, {"3", "> 3"}, {"\r", "> 3" + next}, {"4", "> 4"}, {"5", ""}},
			[]string{"12", "3", "45"}, "<nil>",
		},
		{
			"Enter alone, and a key rubbed out",
			[][2]string{{"\r", ">" + next}, {"4", "> 4"}, {"\x7f", ">" + next}, {"5", "> 5"}, {"6", "> 56" + next}, {"n", ""}},
			[]string{"", "56", "n"}, "<nil>",
		},
		{"a key that is held", [][2]string{{"yyyy", "> y" + next}, {"n", "> n" + next}, {"n", ""}},
			[]string{"y", "n", "n"}, "<nil>"},
		{"Ctrl-D leaves", [][2]string{{"y", "> y" + next}, {"\x04", ""}}, []string{"y"}, "<nil>"},
		{"Ctrl-C leaves", [][2]string{{"y", "> y" + next}, {"1", "> 1"}, {"\x03", ""}}, []string{"y"}, "context canceled"},
		{"Ctrl-\\ leaves", [][2]string{{"y", "> y" + next}, {"\x1c", ""}}, []string{"y"}, "context canceled"},
		{"Ctrl-C leaves, with keys on its heels", [][2]string{{"yn\x03y", ""}}, nil, "context canceled"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := open(t, job{Picks: 3}, 80, 24)
			c.at("pick> ")
			for _, k := range tc.keys {
				c.types(k[0])
				if k[1] != "" {
					c.until(k[1], func(e *emulator) bool {
						return strings.HasSuffix(e.text(), strings.TrimSuffix(k[1], " "))
					})
				}
			}
			if got := c.ends(); !slices.Equal(got.Picked, tc.want) || got.Err != tc.err {
				t.Errorf("picked %q, %s; want %q, %s", got.Picked, got.Err, tc.want, tc.err)
			}
			c.clean()
			c.restored()
		})
	}
}

func TestALineThatEndsByItselfGivesTheTerminalBackOnASignal(t *testing.T) {
	t.Parallel()
	c := open(t, job{Picks: 1, Signals: true}, 80, 24)
	c.at("pick> ")
	_ = c.cmd.Process.Signal(syscall.SIGTERM)
	if got := c.ends(); len(got.Picked) > 0 || got.Err != "context canceled" {
		t.Errorf("picked %q, %s", got.Picked, got.Err)
	}
	c.restored()
}

func TestALineOfAPipeEndsWithItsLine(t *testing.T) {
	t.Parallel()
	got, _, _ := piped(t, job{Picks: 3}, "y\n12\n")
	if want := []string{"y", "12"}; !slices.Equal(got.Picked, want) || got.Err != "<nil>" {
		t.Errorf("picked %q, %s; want %q", got.Picked, got.Err, want)
	}
}

func TestWhatIsTypedWhileWaitingIsKeptAndNotEchoed(t *testing.T) {
	t.Parallel()
	c := open(t, job{Wait: true}, 80, 24)
	c.sees("thinking of a follow-up (0:0")
	c.types("typed ahead of time", paste("\r.\r"))
	c.readyWith("typed ahead of time")
	c.sees("> typed ahead of time[pasted 2 lines, 2 characters]")
	if strings.Count(c.raw.String(), "typed ahead of time") != 1 {
		t.Errorf("it was echoed while waiting: %q", c.raw.String())
	}
	c.types("\r.\r")
	c.answered(submit("typed ahead of time\n.")) // the paste brings its own line ends
	if strings.Contains(c.screen.text(), "thinking") {
		t.Errorf("the spinner left a trace:\n%s", c.screen.text())
	}
}

func (c *console) readyWith(text string) {
	c.t.Helper()
	c.until("a prompt with what was typed", func(e *emulator) bool { return strings.Contains(e.cursor(), "> "+text) })
}

func TestAScreenThatIsReadAloudIsNeverRedrawn(t *testing.T) {
	t.Parallel()
	c := open(t, job{Wait: true}, 80, 24, "ACCESSIBLE=1")
	c.sees("thinking of a follow-up ...")
	c.ready()
	c.types("one line herr\x7fe\r", paste("a paste\rof lines"), "\r.\r")
	c.answered(submit("one line here\na paste\nof lines"))
	plain := strings.NewReplacer(pasteOn, "", pasteOff, "", "\b \b", "", "\r\r\n", "\n", "\r\n", "\n").
		Replace(c.raw.String())
	if strings.ContainsAny(plain, "\x1b\b\r") {
		t.Errorf("the screen was redrawn: %q", plain)
	}
}

func TestADumbTerminalIsReadLineByLine(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 80, 24, "TERM=dumb")
	c.at("> ")
	c.types("one line here\n", "and another\n", ".\n")
	c.answered(submit("one line here\nand another"))
	if strings.Contains(c.raw.String(), "\x1b") {
		t.Errorf("an escape reached it: %q", c.raw.String())
	}
}

func TestCtrlDOnADumbTerminalSubmitsOnlyOnce(t *testing.T) {
	t.Parallel()
	c := open(t, job{Answers: 2}, 80, 24, "TERM=dumb")
	c.at("> ")
	c.types("one line here\n", "\x04")
	c.until("the second prompt", func(e *emulator) bool {
		return strings.HasSuffix(e.cursor(), "> ") && !strings.Contains(e.line(e.row), "lone")
	})
	c.types("two lines here\n", "\x04")
	got := c.ends()
	if want := []interviewer.Reply{submit("one line here"), submit("two lines here")}; !slices.Equal(
		got.Replies,
		want,
	) {
		t.Errorf("got %+v, want %+v", got.Replies, want)
	}
}

// A shell that the test plays stops the program with Ctrl-Z and brings it back.
func TestCtrlZUnderAShell(t *testing.T) {
	t.Parallel()
	j := job{}
	c := openUnder(
		t,
		j,
		"sh",
		"-c",
		`set -m; "$0"; echo STOPPED; stty -a | grep -q ' icanon' && echo COOKED; read -r key; fg >/dev/null; echo BACK`,
	)
	c.ready()
	c.types("one line he")
	c.at("one line he")
	c.types("\x1a")
	c.sees("STOPPED")
	c.sees("COOKED")
	c.types("x\n")
	c.at("> one line he")
	c.types("re\r.\r")
	c.sees("BACK")
	c.answered(submit("one line here"))
}

// ours are the sequences that this package writes where there is no colour.
var ours = regexp.MustCompile(`\x1b\[(\?2004[hl]|[0-9]*[ABJK])|\r`)

// Everything untrusted reaches a terminal in all the ways there are: said, rendered, offered, shown as a draft, and
// pasted.
func TestNothingHostileReachesTheTerminal(t *testing.T) {
	t.Parallel()
	corpus, err := os.ReadFile(filepath.Join("..", "testdata", "hostile.txt"))
	if err != nil {
		t.Fatal(err)
	}
	c := open(t, job{Hostile: string(corpus)}, 100, 40, "NO_COLOR=1")
	c.sees("HOSTILE-DONE")
	c.ready()
	for _, line := range strings.Split(string(corpus), "\n") {
		if s, err := strconv.Unquote(line); err == nil && !strings.Contains(s, "\x1b[201~") {
			c.types("typed " + paste(s) + "|")
			c.at("|")
			c.types("\x15")
			c.at("> ")
		}
	}
	c.types("/quit\ry\r")
	c.answered(interviewer.Reply{Action: interviewer.ActQuit})
	left := ours.ReplaceAllString(c.output(), "")
	hostile := func(r rune) bool {
		return r != '\n' && r < ' ' || r >= 0x7f && r <= 0x9f || r >= 0x202a && r <= 0x202e ||
			r >= 0x2066 && r <= 0x2069 ||
			r == 0x200b
	}
	if i := strings.IndexFunc(left, hostile); i >= 0 {
		t.Errorf("%q reached the terminal", left[max(0, i-20):min(len(left), i+20)])
	}
	shown, pasted, _ := strings.Cut(left, "HOSTILE-DONE")
	if !strings.Contains(shown, "␛]52;c;") || !strings.Contains(shown, "‹U+202E›") ||
		!strings.Contains(pasted, "‹U+202E›") {
		t.Error("the corpus was not shown")
	}
}

func TestProgressIsSilentOffATerminal(t *testing.T) {
	var b strings.Builder
	asked := 0
	stop := Progress(&b, func(string) string { return "" }, time.Now, func() string { asked++; return "grading" })
	stop()
	stop()
	if b.Len() > 0 || asked > 0 {
		t.Errorf("it said %q", b.String())
	}
}

func TestPagingAndItsAbsence(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a line of a long scorecard\n", 60) + "the last line\n"
	cases := []struct {
		name, env, keys string
		sees            string
	}{
		{"less by default", "", "Gq", "the last line"},
		{"a pager of one's own", "PAGER=cat; echo paged", "", "paged"},
		{"a pager that is missing", "PAGER=/no/such/pager -x", "", "the last line"},
		{"none", "PAGER=cat", "", "the last line"},
		{"read aloud", "ACCESSIBLE=1", "", "the last line"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := open(t, job{Page: long}, 80, 24, tc.env)
			c.sees("a line of a long scorecard")
			c.types(tc.keys)
			c.sees(tc.sees)
			c.ends()
			c.restored()
		})
	}
}

// What comes all at once is no key: three verdicts would be taken from it.
func TestAPasteIsNoKey(t *testing.T) {
	t.Parallel()
	for name, pasted := range map[string]string{
		"short, marked": paste("yes"), "of one key, marked": paste("y"), "long, marked": paste("yes\nno\nyes"),
		"without marks": "yes, I am in the habit of it", "lines without marks": strings.Repeat("y\r", 12),
		"short, without marks": "yes", "of two keys": "yn", "of a key and a line end": "y\r",
		"with a mark inside": "y" + paste("y"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := open(t, job{Picks: 2}, 80, 24)
			c.at("pick> ")
			c.types(pasted)
			c.sees("A paste is not taken here")
			c.at("pick> ")
			time.Sleep(2 * burstGap) // a person, not the same paste
			c.types("n")
			c.until("the second prompt", func(e *emulator) bool { return strings.Contains(e.text(), "pick> n\npick>") })
			c.types("q")
			if got := c.ends().Picked; !slices.Equal(got, []string{"n", "q"}) {
				t.Errorf("picked %q", got)
			}
			if n := strings.Count(c.output(), "A paste is not taken here"); n != 1 {
				t.Errorf("it is said %d times", n)
			}
		})
	}
}

func TestAPasteThatIsTakenAwayCanBeBroughtBack(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]string{
		"Ctrl-U": "\x15", "Ctrl-K": home + "\x0b", "Backspace": "\x7f", "Ctrl-D": home + "\x04", "Ctrl-W": "\x17",
		"Backspace, then more keys": "\x7fx\x7f\x15",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := open(t, job{}, 80, 24)
			c.ready()
			c.types(paste("one\ntwo"))
			c.at("[pasted 2 lines, 7 characters]")
			c.types(key)
			c.sees("Ctrl-Y brings back what was pasted.")
			c.types("\x19")
			c.at("[pasted 2 lines, 7 characters]")
			c.types("\r.\r", ".\r") // hardly an answer: the dot is asked for twice
			c.answered(submit("one\ntwo"))
		})
	}
}

// What stands behind the cursor is not the word before it, and a word that was taken away comes back.
func TestCtrlWTakesTheWordBeforeTheCursor(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 80, 24)
	c.ready()
	c.types("hello and more"+home+strings.Repeat("\x06", 5), "\x17")
	c.sees(">  and more")
	c.types("\x19")
	c.at("> hello")
	c.types("\r.\r", ".\r")
	c.answered(submit("hello and more"))
}

// The line end that closes a paste makes no line of its own.
func TestAPasteCountsItsLines(t *testing.T) {
	t.Parallel()
	for pasted, want := range map[string]string{
		"one\ntwo\n": "[pasted 2 lines, 7 characters]", "one\ntwo": "[pasted 2 lines, 7 characters]",
		"one\n\n": "[pasted 2 lines, 4 characters]", "one\n": "[pasted 1 line, 3 characters]",
		"\n":                     "[pasted 1 line, 0 characters]",
		strings.Repeat("x", 401): "[pasted 401 characters]",
	} {
		c := open(t, job{}, 80, 24)
		c.ready()
		c.types(paste(pasted))
		c.at(want)
		_ = c.cmd.Process.Kill()
		<-c.done
	}
}

// A wide screen is no reason for lines that nobody can follow.
func TestALineOnAWideScreenBreaksWhereTextDoes(t *testing.T) {
	t.Parallel()
	c := open(t, job{}, 160, 24)
	c.ready()
	c.types(strings.TrimSpace(strings.Repeat("word ", 40)))
	c.until("40 words in rows that can be read", func(e *emulator) bool {
		return strings.Count(e.text(), "word") == 40 &&
			!slices.ContainsFunc(strings.Split(e.text(), "\n"), func(row string) bool { return len(row) > maxWidth })
	})
	c.types("\r.\r")
	c.ends()
}

// A tab takes four columns wherever text is laid out, so that what follows it is broken here and not by the terminal.
func TestTabsAreLaidOut(t *testing.T) {
	for width, want := range map[int]string{0: "\ta b", 20: "    a b", 6: "    a\nb"} {
		if got := wrap("\ta b", width); got != want {
			t.Errorf("at width %d: %q, want %q", width, got, want)
		}
	}
}

// sight is what a person sees: the rows of the screen, without what scrolled off above it.
func sight(e *emulator) string {
	lines := make([]string, e.height)
	for r := range e.height {
		lines[r] = e.line(r)
	}
	return strings.Join(lines, "\n")
}

const askedLong = "A charge was sent twice because the network was slow, and the customer saw both on the statement. " +
	"How would you build it so that this cannot happen, whatever fails on the way? Say what you would store, and when."

// longDraft is a prompt with a question and a long draft, of which the last line is not finished.
func longDraft(unfinished string) interviewer.Prompt {
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, "line %d of what was typed\n", i+1)
	}
	return interviewer.Prompt{Kind: interviewer.KindQuestion, Question: askedLong, Draft: b.String() + unfinished}
}

func TestTheQuestionStaysInSightAboveALongDraft(t *testing.T) {
	t.Parallel()
	for name, unfinished := range map[string]string{
		"finished lines": "", "a line": "half a li", "a long paragraph": strings.Repeat("many words ", 130) + "half a li",
	} {
		for _, width := range []int{50, 80, 120} {
			t.Run(fmt.Sprintf("%s at %d columns", name, width), func(t *testing.T) {
				t.Parallel()
				p := longDraft(unfinished)
				c := open(t, job{Prompt: p, Said: true}, width, 24)
				c.until("the question, the end of the draft and the prompt", func(e *emulator) bool {
					seen := sight(e)
					return e.modes["?2004"] && strings.Contains(seen, "Question\nA charge was sent twice") &&
						strings.Contains(seen, "\n| line 60 of what was typed") && strings.Contains(seen, "/repeat shows all)") &&
						strings.HasSuffix(e.cursor(), cmp.Or(unfinished[max(0, len(unfinished)-9):], "> "))
				})
				if unfinished == "" {
					c.types("/repeat\r")
					c.sees("| line 1 of what was typed")
				}
				_ = c.cmd.Process.Kill()
				<-c.done
			})
		}
	}
}

// What was asked and told since the question may fill the screen by itself: then the question is said again below.
func TestTheQuestionIsSaidAgainBelowWhatWasSaidSince(t *testing.T) {
	t.Parallel()
	p := longDraft("half a li")
	p.Conversation = []interviewer.Message{
		{From: interviewer.FromInterviewer, Kind: interviewer.KindQuestion, Text: askedLong},
	}
	for range 5 {
		p.Conversation = append(p.Conversation,
			interviewer.Message{From: interviewer.FromCandidate, Kind: interviewer.KindClarification, Text: "Why?"},
			interviewer.Message{From: interviewer.FromInterviewer, Kind: interviewer.KindClarification, Text: "Assume it."})
	}
	c := open(t, job{Prompt: p}, 80, 24)
	c.until("the question, the end of the draft and the prompt", func(e *emulator) bool {
		seen := sight(e)
		return strings.Contains(seen, "Question\nA charge was sent twice") &&
			strings.Contains(seen, "\n| line 60 of what was typed") && strings.HasSuffix(e.cursor(), "half a li")
	})
	c.types("\r.\r")
	c.ends()
}

func TestAClearedScreenShowsWhatIsBeingAnswered(t *testing.T) {
	t.Parallel()
	asked := interviewer.Message{From: interviewer.FromInterviewer, Kind: interviewer.KindQuestion, Text: askedLong}
	said := interviewer.Message{From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: "I would lock."}
	followUp := interviewer.Message{From: interviewer.FromInterviewer, Kind: interviewer.KindFollowUp, Text: "And then?"}
	for _, tc := range []struct {
		name          string
		p             interviewer.Prompt
		width, height int
		want          []string
	}{
		{"a question", longDraft("half a li"), 80, 24,
			[]string{"Question\nA charge", "when.\n", "| line 60 ", "/repeat shows all)"}},
		{"an empty draft", interviewer.Prompt{Question: askedLong}, 50, 24, []string{"Question\nA charge", "when.\n> "}},
		{"a follow-up", interviewer.Prompt{
			Kind: interviewer.KindFollowUp, Question: askedLong, Draft: "one line\nhalf a li",
			Conversation: []interviewer.Message{asked, said, followUp},
		}, 80, 24, []string{"Question\nA charge", "Follow-up\nAnd then?\n| one line\n> half a li"}},
		{"a follow-up on a small screen", interviewer.Prompt{
			Kind: interviewer.KindFollowUp, Question: askedLong, Conversation: []interviewer.Message{asked, said, followUp},
		}, 40, 8, []string{"Follow-up\nAnd then?\n"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := open(t, job{Prompt: tc.p}, tc.width, tc.height)
			c.until("a prompt", func(e *emulator) bool { return e.modes["?2004"] && strings.Contains(e.cursor(), "> ") })
			before := c.output()
			c.types("\x0c", "!")
			c.until("what is being answered", func(e *emulator) bool {
				seen := sight(e)
				return strings.HasSuffix(e.cursor(), "!") && strings.Contains(c.raw.String()[len(before):], "\x1b[2J") &&
					!slices.ContainsFunc(tc.want, func(w string) bool { return !strings.Contains(seen, w) })
			})
			c.types("\x7f")
			_ = c.cmd.Process.Kill()
			<-c.done
			c.clean()
		})
	}
}

// Readline tells of a key after it has given the line away, and by then the next line may have begun.
func TestALineThatHasEndedChangesNothingOfTheNext(t *testing.T) {
	for name, key := range map[string]rune{"Enter": keyEnter, "Ctrl-C": keyCtrlC, "Ctrl-D": keyCtrlD, "Ctrl-\\": keyQuit} {
		master, tty, err := pty.Open()
		if err != nil {
			t.Fatal(err)
		}
		e, err := newLineEditor(tty, io.Discard, capabilities{cursorMoves: true})
		if err != nil {
			t.Fatal(err)
		}
		e.answer.set(restless{})
		began, lines, keys := make(chan struct{}), atomic.Int32{}, atomic.Int32{}
		late := e.rl.Config.Clone()
		late.Listener = readline.FuncListener(func(line []rune, pos int, key rune) ([]rune, int, bool) {
			switch {
			case key == 0 && lines.Add(1) == 2: // the next line begins
				close(began)
			case key != 0 && keys.Add(1) == 1:
				<-began
			}
			return e.onChange(line, pos, key)
		})
		e.rl.SetConfig(late)
		lines.Store(0)
		e.keys.with(func() { e.keys.decoder.out = []rune{key} })
		e.readLine(t.Context(), "> ", "")
		done := make(chan inputLine)
		go func() {
			e.keys.with(func() { e.keys.decoder.out = []rune{keyCtrlD, keyEnter} })
			line, _ := e.readLine(t.Context(), "> ", "ab")
			done <- line
		}()
		select {
		case line := <-done:
			if line.raw != "ab" { // the cursor stands at its end, where Ctrl-D finds nothing
				t.Errorf("after %s: the next line is %q", name, line.raw)
			}
		case <-time.After(10 * time.Second):
			t.Errorf("after %s the next line does not end", name)
		}
		_ = e.close()
		_ = master.Close()
	}
}
