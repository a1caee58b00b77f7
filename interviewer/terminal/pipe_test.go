//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package terminal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"mockinterview/interviewer"
)

func TestAPipeGivesTheTextItShould(t *testing.T) {
	t.Parallel()
	end := func(text string) interviewer.Reply { return interviewer.Reply{Action: interviewer.ActEnd, Text: text} }
	cases := []struct {
		name, input string
		want        []interviewer.Reply
	}{
		{"lines and a dot", "one\ntwo\n.\n", []interviewer.Reply{submit("one\ntwo"), end("")}},
		{"done", "one\n/done\n", []interviewer.Reply{submit("one"), end("")}},
		{"the end submits what is there", "one\ntwo", []interviewer.Reply{end("one\ntwo")}},
		{"a last dot without a line end", "one\n.", []interviewer.Reply{submit("one"), end("")}},
		{"nothing at all", "", []interviewer.Reply{end("")}},
		{"blank lines and the end", "\n  \n", []interviewer.Reply{end("")}},
		{
			"a blank submission skips",
			"\n.\none\n.\n",
			[]interviewer.Reply{{Action: interviewer.ActSkip}, submit("one"), end("")},
		},
		{
			"CR and CRLF become LF",
			"one\r\ntwo\rthree\r\n.\r\n",
			[]interviewer.Reply{submit("one\ntwo\nthree"), end("")},
		},
		{"an empty line between CRLFs", "one\r\n\r\ntwo\r\n.\r\n", []interviewer.Reply{submit("one\n\ntwo"), end("")}},
		{"blanks are unchanged", "  one  \n\ttwo\t\n.\n", []interviewer.Reply{submit("  one  \n\ttwo\t"), end("")}},
		{"escapes", "..\n//done\n...\n. \n.\n", []interviewer.Reply{submit(".\n/done\n...\n. "), end("")}},
		{"idk is taken as it is", "idk\n.\n", []interviewer.Reply{submit("idk"), end("")}},
		{
			"hint hands the draft on",
			"one\n/hint\ntwo\n.\n",
			[]interviewer.Reply{{Action: interviewer.ActHint, Draft: "one\n"}, submit("one\ntwo"), end("")},
		},
		{
			"ask has words",
			"one\n/ask how many users?\n.\n",
			[]interviewer.Reply{
				{Action: interviewer.ActAsk, Text: "how many users?", Draft: "one\n"},
				submit("one"),
				end(""),
			},
		},
		{"ask without words is explained", "one\n/ask\n.\n", []interviewer.Reply{submit("one"), end("")}},
		{"skip", "one\n/skip\n", []interviewer.Reply{{Action: interviewer.ActSkip, Draft: "one\n"}}},
		{"pause", "one\n/pause\n", []interviewer.Reply{{Action: interviewer.ActPause, Draft: "one\n"}}},
		{"quit", "one\n/QUIT \n", []interviewer.Reply{{Action: interviewer.ActQuit, Draft: "one\n"}}},
		{"undo drops a line", "one\ntwo\n/undo\n.\n", []interviewer.Reply{submit("one"), end("")}},
		{
			"undo on an empty draft reopens",
			"/undo\nmore\n.\n",
			[]interviewer.Reply{{Action: interviewer.ActReopen}, submit("more"), end("")},
		},
		{
			"talk is answered in between",
			"one\n/help\n/time\n/repeat\n/edit\ntwo\n.\n",
			[]interviewer.Reply{submit("one\ntwo"), end("")},
		},
		{
			"an unknown command is text",
			"/hnt\n/undoing things\n.\n",
			[]interviewer.Reply{submit("/hnt\n/undoing things"), end("")},
		},
		{
			"a command with words it does not take is text",
			"/skip this part\n.\n",
			[]interviewer.Reply{submit("/skip this part"), end("")},
		},
		{
			"paste markers are nothing special",
			"\x1b[200~one\x1b[201~\n.\n",
			[]interviewer.Reply{submit("\x1b[200~one\x1b[201~"), end("")},
		},
		{"bytes that are not UTF-8 are unchanged", "one\xff\n.\n", []interviewer.Reply{submit("one\xff"), end("")}},
		{"surplus is left", "/quit\none\n.\n", []interviewer.Reply{{Action: interviewer.ActQuit}}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			term, _, _ := fromPipe(t, strings.NewReader(tc.input))
			got := converse(t, term, interviewer.Prompt{Kind: interviewer.KindQuestion, HintsLeft: 3, CanReopen: true})
			if !slices.Equal(got, tc.want) {
				t.Errorf("got  %+v\nwant %+v", got, tc.want)
			}
		})
	}
}

func fromPipe(t *testing.T, in io.Reader) (*Terminal, *strings.Builder, *strings.Builder) {
	t.Helper()
	var out, errs strings.Builder
	term, err := New(Config{In: in, Out: &out, Err: &errs})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = term.Close() })
	return term, &out, &errs
}

// converse answers until something ends the interview, as the loop does: the draft goes on with a hint.
func converse(t *testing.T, term *Terminal, p interviewer.Prompt) []interviewer.Reply {
	t.Helper()
	var got []interviewer.Reply
	for range 20 {
		r, err := term.Answer(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
		p.Draft = ""
		switch r.Action {
		case interviewer.ActHint, interviewer.ActAsk:
			p.Draft = r.Draft
		case interviewer.ActSkip:
			if r.Draft != "" {
				return got
			}
		case interviewer.ActEnd, interviewer.ActPause, interviewer.ActQuit:
			return got
		}
	}
	t.Fatal("the interview does not end")
	return nil
}

func TestAfterTheEndEveryAnswerIsTheEnd(t *testing.T) {
	term, _, _ := fromPipe(t, strings.NewReader("one\n"))
	for i, want := range []string{"one", "", ""} {
		r, err := term.Answer(context.Background(), interviewer.Prompt{})
		if err != nil || r != (interviewer.Reply{Action: interviewer.ActEnd, Text: want}) {
			t.Errorf("answer %d is %+v, %v; want the end with %q", i+1, r, err, want)
		}
	}
}

// The same keys give the same replies from a pipe and from a terminal.
func TestAPipeAndAKeyboardGiveTheSame(t *testing.T) {
	t.Parallel()
	inputs := []string{
		"the first line of it\n  indented\ttext \n\n数据 é 🙂 👩‍💻\n.\n",
		"the first line of it\n/hint\n/ask what is the load?\n..\n//x\n/var/log\n/undo\n" +
			"and more\n/time\n/help\n/done\n",
		"the first line of it\n/nosuch\n/nosuch\nand more\n.\n",
		"the first line of it\n/pause\n",
		"/skip\n",
		"some words of it\n/quit\n",
	}
	for i, input := range inputs {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			j := job{Answers: 4, Until: true, Prompt: interviewer.Prompt{Kind: interviewer.KindQuestion, HintsLeft: 2}}
			fromPipe, _, _ := piped(t, j, pipeForm(input))
			c := open(t, j, 80, 24)
			c.ready()
			for _, line := range strings.SplitAfter(keyboardForm(input), "\r") {
				c.types(line)
				time.Sleep(2 * burstGap) // a person, not a paste
			}
			fromKeyboard := c.ends()
			if !slices.Equal(fromPipe.Replies, fromKeyboard.Replies) {
				t.Errorf("pipe     %+v\nkeyboard %+v", fromPipe.Replies, fromKeyboard.Replies)
			}
		})
	}
}

// A misspelt command is text at once from a pipe, and at a keyboard after a second Enter; /undo gives a keyboard the
// line back.
func pipeForm(s string) string { return strings.Replace(s, "/nosuch\n/nosuch\n", "/nosuch\n", 1) }

func keyboardForm(s string) string {
	s = strings.Replace(s, "/nosuch\n/nosuch\n", "/nosuch\n\n", 1)
	s = strings.Replace(s, "/undo\n", "/undo\n\x15", 1)
	s = strings.Replace(s, "/skip\n", "/skip\ny\n", 1)
	s = strings.Replace(s, "/quit\n", "/quit\ny\n", 1)
	return strings.ReplaceAll(s, "\n", "\r")
}

func TestACancelledContextPausesAndKeeps(t *testing.T) {
	r, w := io.Pipe()
	term, _, _ := fromPipe(t, r)
	ctx, cancel := context.WithCancel(context.Background())
	kept := make(chan string, 8)
	p := interviewer.Prompt{Keep: func(d string) error { kept <- d; return nil }}
	go func() {
		_, _ = io.WriteString(w, "one\n")
		if d := <-kept; d != "one\n" {
			t.Errorf("the draft kept is %q", d)
		}
		cancel()
	}()
	got, err := term.Answer(ctx, p)
	if err != nil || got != (interviewer.Reply{Action: interviewer.ActPause, Draft: "one\n", Interrupted: true}) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAPipeIsReadOnlyWhenAsked(t *testing.T) {
	r, w := io.Pipe()
	term, out, _ := fromPipe(t, r)
	go func() {
		_, _ = io.WriteString(w, "one\n.\n")
		_ = w.Close()
	}()
	n, err := term.Choose(
		context.Background(),
		interviewer.Choice{Text: "Sure?", Options: []interviewer.Option{{Key: "y"}, {Key: "n"}}, Default: 1},
	)
	if n != 1 || err != nil || out.Len() > 0 {
		t.Errorf("the choice is %d, %v, and %q was said; want the default and nothing", n, err, out)
	}
	if got, _ := term.Answer(context.Background(), interviewer.Prompt{}); got != submit("one") {
		t.Errorf("then the answer is %+v", got)
	}
}

func TestEveryWholeLineIsKeptBeforeTheNextIsAwaited(t *testing.T) {
	r, w := io.Pipe()
	term, _, _ := fromPipe(t, r)
	kept := make(chan string, 8)
	done := make(chan interviewer.Reply)
	go func() {
		reply, _ := term.Answer(
			context.Background(),
			interviewer.Prompt{Keep: func(d string) error { kept <- d; return nil }},
		)
		done <- reply
	}()
	for _, step := range []struct{ write, want string }{{"one\n", "one\n"}, {"two\nthr", "one\ntwo\n"},
		{"ee\n", "one\ntwo\nthree\n"}} {
		_, _ = io.WriteString(w, step.write)
		select {
		case d := <-kept:
			if d != step.want {
				t.Errorf("after %q the draft is %q, want %q", step.write, d, step.want)
			}
		case <-time.After(patience):
			t.Fatalf("after %q nothing was kept", step.write)
		}
	}
	_ = w.Close()
	if r := <-done; r.Text != "one\ntwo\nthree" {
		t.Errorf("the answer is %+v", r)
	}
}

func TestAFailureToKeepIsSaidOnce(t *testing.T) {
	term, _, errs := fromPipe(
		t,
		io.MultiReader(strings.NewReader("one\n/time\n"), strings.NewReader("two\n"), strings.NewReader(".\n")),
	)
	tries := 0
	p := interviewer.Prompt{Keep: func(string) error { tries++; return io.ErrNoProgress }}
	if r, _ := term.Answer(context.Background(), p); r.Text != "one\ntwo" {
		t.Errorf("the answer is %+v", r)
	}
	if n := strings.Count(errs.String(), "could not be saved"); n != 1 || tries != 2 {
		t.Errorf("said %d times in %d tries: %s", n, tries, errs)
	}
}

func TestTalkGoesToStandardErrorAndTheInterviewToStandardOutput(t *testing.T) {
	term, out, errs := fromPipe(t, strings.NewReader("/hnt\n/help\n.\n"))
	ctx := context.Background()
	_ = term.Hear(ctx, interviewer.Utterance{Kind: interviewer.KindNote, Text: "offline grader"})
	_ = term.Hear(
		ctx,
		interviewer.Utterance{Kind: interviewer.KindQuestion, Text: "What is a queue?", Turn: 1, Of: 5, Minutes: 8},
	)
	_, _ = term.Answer(ctx, interviewer.Prompt{})
	if want := "\nQuestion 1 of 5 (about 8 minutes)\nWhat is a queue?\n"; out.String() != want {
		t.Errorf("standard output is %q, want %q", out, want)
	}
	for _, want := range []string{"offline grader", "did you mean /hint?", "/pause"} {
		if !strings.Contains(errs.String(), want) {
			t.Errorf("standard error lacks %q: %s", want, errs)
		}
	}
}

func TestAnEndlessPipeIsAnErrorAndKeepsWhatWasTaken(t *testing.T) {
	line := strings.Repeat("x", 1<<10) + "\n"
	term, _, _ := fromPipe(t, strings.NewReader(strings.Repeat(line, 1100)+".\n"))
	r, err := term.Answer(context.Background(), interviewer.Prompt{})
	if !errors.Is(err, ErrTooLong) || len(r.Draft) > maxDraft || len(r.Draft) < maxDraft-2*len(line) {
		t.Errorf("got %d bytes, %v", len(r.Draft), err)
	}
}

func FuzzLinesOfAPipe(f *testing.F) {
	for _, s := range []string{"", "a\nb", "a\r\nb\r", "\r\r\n\n", "a\r"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := bufio.NewReaderSize(strings.NewReader(s), 16)
		var got []string
		afterCR := false
		for {
			line, err := readLine(r, &afterCR)
			if err != nil {
				break
			}
			got = append(got, line)
		}
		want := strings.Split(newlines(s), "\n")
		if want[len(want)-1] == "" {
			want = want[:len(want)-1]
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q gives %q, want %q", s, got, want)
		}
	})
}

// An empty pipe does not submit what an earlier sitting left half typed.
func TestAnEmptyPipeLeavesAStoredDraftAlone(t *testing.T) {
	term, err := New(Config{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	defer term.Close()
	got, err := term.Answer(t.Context(), interviewer.Prompt{Kind: interviewer.KindQuestion, Draft: "half a"})
	if err != nil || got != (interviewer.Reply{Action: interviewer.ActPause, Draft: "half a"}) {
		t.Errorf("got %+v, %v; want a pause that keeps the draft", got, err)
	}
}
