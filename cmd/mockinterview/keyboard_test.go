package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/interviewer/scorecard"
	"mockinterview/rubric"
)

// shown is the newest session as show --json gives it.
func shown(t *testing.T, home string) interviewer.Session {
	t.Helper()
	cmd := exec.Command("mockinterview", "show", "last", "--json")
	cmd.Env = append(os.Environ(), "HOME="+home, "XDG_DATA_HOME=", "XDG_CONFIG_HOME=", "MOCKINTERVIEW_DB=")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	s, err := scorecard.DecodeSession(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestCtrlCTwiceInAnInterviewSavesAndExits130(t *testing.T) {
	home := t.TempDir()
	screen, code := sitAt(t, home, "xterm", []string{
		"1\r", "The app makes one key per purchase.\r", "half a line\x03\x03",
	}, "start", "backend-engineer", "--followups", "0")
	if code != exitInterrupted {
		t.Errorf("exit %d, want %d", code, exitInterrupted)
	}
	for _, want := range []string{"How long have you got?", "Question 1 of 1", "Ctrl-C again pauses", "resume"} {
		if !strings.Contains(screen, want) {
			t.Errorf("the screen never showed %q", want)
		}
	}
	s := shown(t, home)
	if s.State != interviewer.InProgress || s.Turns[0].Draft != "The app makes one key per purchase.\nhalf a line" {
		t.Errorf("session is %s, draft %q", s.State, s.Turns[0].Draft)
	}
	// Coming back, the draft is on the screen, and the interview goes on to its end.
	screen, code = sitAt(t, home, "xterm", []string{
		" of mine\r", "We insert it under a unique constraint before we call the provider.\r", ".\r", "\r",
	}, "resume")
	if code != 0 {
		t.Errorf("exit %d\n%s", code, screen)
	}
	if !strings.Contains(screen, "half a line") {
		t.Error("the draft was not shown again")
	}
}

func TestTheFirstGradeIsOfferedOnTheFirstSession(t *testing.T) {
	home := t.TempDir()
	screen, code := sitAt(t, home, "xterm", []string{
		"2\r", "The app makes one key per purchase, and we insert it under a unique constraint before the charge.\r",
		".\r", "y\r", "/quit\r", "y\r", "\r",
	}, "start", "backend-engineer", "--followups", "0")
	if code != 0 || !strings.Contains(screen, "first answer") || !strings.Contains(screen, "[+]") {
		t.Errorf("exit %d; the offer or the grade is missing:\n%s", code, screen)
	}
	if s := shown(t, home); s.State != interviewer.Abandoned {
		t.Errorf("after /quit the session is %s", s.State)
	}
}

func TestTheMarksCanBeCheckedAtTheEndOfAnInterview(t *testing.T) {
	home := t.TempDir()
	screen, code := sitAt(t, home, "xterm", []string{
		"1\r", "The app makes one key per purchase before the first attempt and sends it with every retry.\r", ".\r",
		"y\r", "n", "u", "y", "q",
	}, "start", "backend-engineer", "--followups", "0")
	if code != 0 || !strings.Contains(screen, "checked by you") {
		t.Errorf("exit %d; the second score is missing:\n%s", code, screen)
	}
	var verdicts []rubric.Verdict
	for _, c := range shown(t, home).Turns[0].Checks {
		verdicts = append(verdicts, c.Verdict)
	}
	if want := []rubric.Verdict{rubric.Absent, "", rubric.Shown}; !slices.Equal(verdicts, want) {
		t.Errorf("checked %q, want %q", verdicts, want)
	}
}

func TestTheMarksCanBeCheckedAfterAnAnswerInCoachMode(t *testing.T) {
	home := t.TempDir()
	screen, code := sitAt(t, home, "xterm", []string{
		"The app makes one key per purchase before the first attempt and sends it with every retry.\r", ".\r",
		"y\r", "y", "q", "\r", "\r",
	}, "start", "backend-engineer", "--followups", "0", "--questions", "1", "--mode", "coach")
	if code != 0 || strings.Count(screen, "Check the marks yourself now?") != 2 {
		t.Errorf("exit %d; the marks are not offered after the answer and at the end:\n%s", code, screen)
	}
	if checks := shown(t, home).Turns[0].Checks; len(checks) != 1 || checks[0].Verdict != rubric.Shown {
		t.Errorf("checked %+v, want one mark that was shown", checks)
	}
}

func TestAnAnswerCanBeGivenAgainInCoachMode(t *testing.T) {
	home := t.TempDir()
	screen, code := sitAt(t, home, "xterm", []string{
		"The app makes one key per purchase before the first attempt and sends it with every retry.\r", ".\r",
		"\r", "y\r", // no check, but again
		"The app makes one key per purchase before the first attempt and sends it with every retry.\r",
		"We store it under a unique constraint before we call the provider.\r", ".\r", "\r", "\r",
	}, "start", "backend-engineer", "--followups", "0", "--questions", "1", "--mode", "coach")
	wants(t, screen, code, exitDone, "The same question once more.", "Question 2 of 2", "First", ", then", "up ")
	if n := strings.Count(screen, "Answer it again now?"); n != 1 {
		t.Errorf("it is offered %d times, want once, after the first attempt", n)
	}
	s := shown(t, home)
	if len(s.Turns) != 2 || s.Turns[0].Question.ID != s.Turns[1].Question.ID || s.Turns[0].Grade == nil {
		t.Errorf("both answers should stand: %d turns", len(s.Turns))
	}
}

// The same words give the same stored session, typed or piped: all but ids, times and seconds.
func TestAPipeStoresWhatAKeyboardStores(t *testing.T) {
	lines := []string{
		"The app makes one key per purchase.",
		"//not a command",
		"..",
		"We insert it before the charge.",
		".",
		"A worker asks the provider.",
		".",
	}
	args := []string{"start", "backend-engineer", "--questions", "1", "--followups", "1"}
	typedHome, pipedHome := t.TempDir(), t.TempDir()
	var pieces []string
	for _, l := range lines {
		pieces = append(pieces, l+"\r")
	}
	pieces = append(pieces, "\r") // the marks are checked later
	if screen, code := sitAt(t, typedHome, "xterm", pieces, args...); code != 0 {
		t.Fatalf("exit %d\n%s", code, screen)
	}
	cmd := exec.Command("mockinterview", args...)
	cmd.Env = append(
		os.Environ(),
		"HOME="+pipedHome,
		"XDG_DATA_HOME=",
		"XDG_CONFIG_HOME=",
		"MOCKINTERVIEW_DB=",
		"OPENAI_API_KEY=",
		"OPENAI_BASE_URL=",
	)
	cmd.Stdin = strings.NewReader(strings.Join(lines, "\n") + "\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	typed, piped := timeless(t, shown(t, typedHome)), timeless(t, shown(t, pipedHome))
	if typed != piped {
		t.Errorf("typed:\n%s\npiped:\n%s", typed, piped)
	}
}

// timeless is a session as JSON without what no two runs share.
func timeless(t *testing.T, s interviewer.Session) string {
	t.Helper()
	s.ID, s.StartedAt, s.EndedAt = "", s.StartedAt.Truncate(1<<62), nil
	for i := range s.Turns {
		turn := &s.Turns[i]
		turn.Seconds = 0
		for j := range turn.Messages {
			turn.Messages[j].At = s.StartedAt
		}
		if turn.Grade != nil {
			turn.Grade.Provenance.LatencyMS = 0
			turn.Grade.Provenance.GradedAt = s.StartedAt
		}
	}
	s.StartedAt = s.StartedAt.Truncate(1 << 62)
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// wants checks an exit code and what stands on a screen; a text that begins with ! must not.
func wants(t *testing.T, screen string, code, want int, texts ...string) {
	t.Helper()
	if code != want {
		t.Errorf("exit %d, want %d\n%s", code, want, screen)
	}
	for _, text := range texts {
		not, absent := strings.CutPrefix(text, "!")
		if wrapped(not).MatchString(screen) == absent {
			t.Errorf("want %q\n%s", text, screen)
		}
	}
}

// wrapped finds a text wherever a line was broken in it: how long a path or a port is differs from run to run.
func wrapped(text string) *regexp.Regexp {
	core := strings.Trim(text, " \n")
	before, after, _ := strings.Cut(text, core)
	return regexp.MustCompile(
		regexp.QuoteMeta(before) + strings.ReplaceAll(regexp.QuoteMeta(core), " ", `\s+`) + regexp.QuoteMeta(after),
	)
}
