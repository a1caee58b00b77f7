//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
)

// What is said in spokenWAV, by espeak-ng.
const (
	spokenWAV = "../../interviewer/voice/testdata/spoken.wav"
	spokenOne = "The app makes one key per purchase."
	spokenTwo = "Um, you know, we store it first."
)

// homeWith writes a configuration of commands, each a shell script: NAME: SCRIPT, and gives the home that it is in.
func homeWith(t *testing.T, scripts map[string]string, more string) (home string) {
	t.Helper()
	home = t.TempDir()
	folder := filepath.Join(home, ".config", "mockinterview")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	text := more
	for name, script := range scripts {
		text += name + ": [sh, -c, " + strconv.Quote(script) + ", sh]\n"
	}
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return home
}

// sayTheFile is a recorder that hears the spoken file, says on the screen that it has, and goes on recording.
func sayTheFile(t *testing.T) string {
	t.Helper()
	wav, err := filepath.Abs(spokenWAV)
	if err != nil {
		t.Fatal(err)
	}
	return "cat " + wav + "; echo all was said >/dev/tty; exec sleep 600"
}

// recordings are the files that wait beside the database of a home.
func recordings(t *testing.T, home string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(home, ".local/share/mockinterview/mockinterview.db.recordings/*.wav"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestAnAnswerIsSpokenCorrectedAndSentLikeATypedOne(t *testing.T) {
	aloud := filepath.Join(t.TempDir(), "aloud")
	home := homeWith(t, map[string]string{
		"recorder":    sayTheFile(t),
		"transcriber": "test -s \"$1\" && echo " + spokenOne + " Um, you know, we sore it first.",
		"speaker":     "cat >>" + aloud,
	}, "")
	screen, code := play(t, environment(home), []move{
		{"How long", "1\r"}, {"Say your answer, or type it?", "s\r"}, {"Recording with sh", ""}, {"all was said", "\r"},
		{"14 words in 0:0", ""}, {"scored.", ""}, {"we sore it first", "/undo\r"},
		{"> Um, you know, we sore it first.", strings.Repeat("\b", len("sore it first.")) + "store it first.\r"},
		{"> ", ".\r"}, {"Check the marks", "\r"},
	}, "start", "backend-engineer", "--followups", "0", "--voice", "--speak")
	wants(t, screen, code, exitDone, "How you spoke")
	s := shown(t, home)
	said := s.Turns[0].Answers()[0]
	if want := spokenOne + "\n" + spokenTwo; said.Text != want {
		t.Errorf("the answer is %q, want %q", said.Text, want)
	}
	if said.Speech == nil || said.Speech.Pauses != 1 || said.Speech.Fillers["um"] != 1 {
		t.Errorf("speech %+v", said.Speech)
	}
	if left := recordings(t, home); len(left) != 0 {
		t.Errorf("the committed answer left %v", left)
	}
	question, err := os.ReadFile(aloud)
	if err != nil || !strings.Contains(string(question), s.Turns[0].Question.Text[:40]) {
		t.Errorf("read out %q, %v; want the question", question, err)
	}

	typedHome := t.TempDir()
	play(t, environment(typedHome), []move{
		{"How long", "1\r"}, {"> ", spokenOne + "\r"}, {"> ", spokenTwo + "\r"}, {"> ", ".\r"},
		{"Check the marks", "\r"},
	}, "start", "backend-engineer", "--followups", "0")
	typed := shown(t, typedHome).Turns[0]
	if typed.Answers()[0].Speech != nil || *typed.Grade.Score != *s.Turns[0].Grade.Score ||
		typed.Grade.Sum != s.Turns[0].Grade.Sum {
		t.Errorf("spoken it is worth %v, typed %v", s.Turns[0].Grade.Sum, typed.Grade.Sum)
	}
}

func TestARecordingIsWrittenDownByAServerOfItsOwn(t *testing.T) {
	const canary = "sk-canary-0123456789abcdef"
	server := llmtest.New(llmtest.OpenAI, llmtest.Options{Key: canary, Heard: spokenOne + " " + canary})
	defer server.Close()
	home := homeWith(t, map[string]string{"recorder": sayTheFile(t)},
		"transcribe_base_url: "+server.URL+"\ntranscribe_api_key_env: VOICE_KEY\n")
	screen, code := play(t, environment(home, "VOICE_KEY="+canary), []move{
		{"Your recordings go to 127.0.0.1", ""}, {"How long", "1\r"}, {"Say your answer", "s\r"},
		{"all was said", "\r"}, {"one key per purchase", ""}, {"> ", ".\r"}, {"Check the marks", "\r"},
	}, "start", "backend-engineer", "--followups", "0", "--grader", "offline", "--voice")
	wants(t, screen, code, exitDone, "Grading offline", "!"+canary)
	if got := shown(t, home).Turns[0].Answers()[0].Text; got != spokenOne+"\n[redacted]" {
		t.Errorf("the answer is %q", got)
	}
	if len(server.Recordings()) != 1 || len(server.Requests()) != 0 {
		t.Errorf("the server was sent %d recordings and %d answers", len(server.Recordings()), len(server.Requests()))
	}
}

func TestASpokenAnswerIsNotLostWithTheProgram(t *testing.T) {
	ended := filepath.Join(t.TempDir(), "ended")
	if err := syscall.Mkfifo(ended, 0o600); err != nil {
		t.Fatal(err)
	}
	fifo, err := os.OpenFile(ended, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer fifo.Close()
	if err := fifo.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil { // a hang fails the test
		t.Fatal(err)
	}
	wav, err := filepath.Abs(spokenWAV)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(wav)
	if err != nil {
		t.Fatal(err)
	}
	// Once all that was said is in the file the program is killed; the recorder goes on until nobody listens.
	home := homeWith(t, map[string]string{
		"recorder": "trap '' PIPE HUP; cat " + wav + "; kept=$HOME/.local/share/mockinterview/*.recordings/*.wav; " +
			"until [ $(cat $kept | wc -c) -ge " + strconv.FormatInt(info.Size(), 10) + " ]; do :; done; " +
			"kill -9 $PPID; " +
			"while printf '\\0\\0\\0\\0' 2>/dev/null; do :; done; echo >" + ended,
		"transcriber": "echo " + spokenOne,
	}, "")
	sitAt(t, home, "xterm", []string{"1\r", "s\r"}, "start", "backend-engineer", "--followups", "0", "--voice")
	if _, err := fifo.Read(make([]byte, 1)); err != nil {
		t.Fatalf("the recorder goes on: %v", err)
	}
	files := recordings(t, home)
	if len(files) != 1 {
		t.Fatalf("recordings: %v, want one", files)
	}
	got, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(wav)
	if err != nil || !strings.HasPrefix(string(got), string(want)) {
		t.Errorf("%d bytes are kept of %d, %v", len(got), len(want), err)
	}
	screen, code := play(t, environment(home), []move{
		{"was not written down yet", "w\r"}, {"one key per purchase", ""}, {"> ", ".\r"}, {"Check the marks", "\r"},
	}, "resume", "--voice")
	wants(t, screen, code, exitDone, "A recording of 6 seconds")
	if s := shown(t, home); s.State != interviewer.Finished || s.Turns[0].Answers()[0].Text != spokenOne {
		t.Errorf("the session is %s, answers %+v", s.State, s.Turns[0].Answers())
	}
	if left := recordings(t, home); len(left) != 0 {
		t.Errorf("the committed answer left %v", left)
	}
}

func TestASpokenDraftNeedsNoVoiceToBeSentOrSkipped(t *testing.T) {
	for want, leave := range map[interviewer.State][]move{
		interviewer.Answered: {{"one key per purchase", ""}, {"> ", ".\r"}, {"Check the marks", "\r"}},
		interviewer.Skipped:  {{"one key per purchase", ""}, {"> ", "/skip\r"}, {"y/N", "y\r"}},
	} {
		home := homeWith(t, map[string]string{"recorder": sayTheFile(t), "transcriber": "echo " + spokenOne}, "")
		screen, code := play(t, environment(home), []move{
			{"How long", "1\r"}, {"Say your answer", "s\r"}, {"all was said", "\r"}, {"scored.", ""},
			{"> ", "/pause\r"},
		}, "start", "backend-engineer", "--followups", "0", "--voice")
		wants(t, screen, code, exitDone, "Saved.", "!Not written down")
		if len(recordings(t, home)) != 1 {
			t.Fatalf("recordings: %v, want one until the answer is sent", recordings(t, home))
		}
		screen, code = play(t, environment(home), leave, "resume")
		wants(t, screen, code, exitDone)
		turn := shown(t, home).Turns[0]
		if turn.State != want {
			t.Errorf("the question is %s, want %s", turn.State, want)
		}
		for _, said := range turn.Answers() {
			if said.Speech == nil || said.Speech.Spoken != 7 {
				t.Errorf("speech %+v, want that of what was said", said.Speech)
			}
		}
		if left := recordings(t, home); len(left) != 0 {
			t.Errorf("%s: there is still %v", want, left)
		}
	}
}

func TestOnlyARecordingThatResumeOffersIsSaidToBeOffered(t *testing.T) {
	const (
		offered = "Not written down, and offered by mockinterview resume"
		kept    = "Not written down, and not offered any more:"
		removed = "mockinterview delete ID, then mockinterview purge, remove it with the interview"
	)
	speak := []move{{"How long", "1\r"}, {"Say your answer", "s\r"}}
	typed := []move{
		{"all was said", "\r"}, {"no model. The recording is kept.", "t\r"}, {"> ", spokenOne + "\r"},
	}
	stays, isOver := []string{offered, "!" + kept}, []string{kept, removed, "!" + offered}
	for name, tt := range map[string]struct {
		recorder string
		then     []move
		want     []string
	}{
		"paused": {sayTheFile(t), append(typed, move{"> ", "/pause\r"}), stays},
		"quit":   {sayTheFile(t), append(typed, move{"> ", "/quit\r"}, move{"y/N", "y\r"}), stays},
		"finished": {
			sayTheFile(t), append(typed, move{"> ", ".\r"}, move{"Check the marks", "\r"}), isOver,
		},
		"skipped": {sayTheFile(t), append(typed, move{"> ", "/skip\r"}, move{"y/N", "y\r"}), isOver},
		"no WAV":  {"echo raw samples", []move{{"it is no WAV", ""}, {"> ", "/pause\r"}}, isOver},
	} {
		t.Run(name, func(t *testing.T) {
			home := homeWith(t, map[string]string{"recorder": tt.recorder, "transcriber": "echo no model >&2; exit 1"}, "")
			screen, code := play(t, environment(home), slices.Concat(speak, tt.then),
				"start", "backend-engineer", "--followups", "0", "--voice")
			wants(t, strings.ReplaceAll(screen, shown(t, home).ID, "ID"), code, exitDone, tt.want...)
			if len(recordings(t, home)) != 1 {
				t.Errorf("recordings: %v, want the one that nobody wrote down", recordings(t, home))
			}
		})
	}
}

func TestWithoutASoundCardTheInterviewGoesOn(t *testing.T) {
	home := homeWith(t, map[string]string{
		"recorder":    "echo ALSA lib: cannot find card >&2; echo arecord: audio open error >&2; exit 1",
		"transcriber": "echo never asked",
		"speaker":     "echo no audio device >&2; exit 1",
	}, "")
	screen, code := play(t, environment(home), []move{
		{"How long", "1\r"}, {"Say your answer", "s\r"},
		{"Nothing is recorded: sh: arecord: audio open error. Type", ""},
		{"> ", spokenOne + " We store it before the charge.\r"}, {"> ", ".\r"}, {"Check the marks", "\r"},
	}, "start", "backend-engineer", "--followups", "0", "--voice", "--speak")
	wants(t, screen, code, exitDone, "!ALSA lib")
	if strings.Count(screen, "Nothing is read out: sh: no audio device.") != 1 {
		t.Errorf("that nothing is read out should be said once:\n%s", screen)
	}
}

func TestSpeakingSaysInOneLineWhatItLacks(t *testing.T) {
	program, err := exec.LookPath("mockinterview")
	if err != nil {
		t.Fatal(err)
	}
	bare := []string{"PATH=" + filepath.Dir(program), "TERM=xterm"}
	for _, tt := range []struct {
		home, flag, want, hint string
	}{
		{t.TempDir(), "--voice", "no recorder was found: none of arecord, sox and ffmpeg is installed", "alsa-utils"},
		{
			homeWith(t, map[string]string{"recorder": "true"}, ""), "--voice",
			"nothing is configured that writes down what you say", "transcribe_base_url",
		},
		{
			homeWith(t, map[string]string{"recorder": "true"}, "transcribe_base_url: 'http://a b'\n"), "--voice",
			"the base URL cannot be read", "check transcribe_base_url",
		},
		{
			homeWith(t, map[string]string{"recorder": "true"},
				"transcribe_base_url: http://127.0.0.1:1\ntranscribe_api_key_env: NONE\n"), "--voice",
			"down: transcribe_api_key_env names a variable that is not set", "; transcribe_api_key_env itself holds",
		},
		{
			homeWith(t, map[string]string{"recorder": "true"},
				"transcribe_base_url: https://models.example.com\nbudget_usd: 1\n"), "--voice",
			"no price is known for transcription", "leave --budget (budget_usd) out, or name a program",
		},
	} {
		screen, code := play(t, append(bare, "HOME="+tt.home), nil, "start", "backend-engineer", tt.flag)
		wants(t, screen, code, exitConfig, tt.want, tt.hint, "!How long")
	}
	screen, code := play(t, append(bare, "HOME="+t.TempDir()), []move{
		{"Nothing is read out: neither espeak-ng nor say is installed", ""}, {"How long", "1\r"}, {"> ", "/quit\r"},
		{"y/N", "y\r"},
	}, "start", "backend-engineer", "--speak")
	wants(t, screen, code, exitDone)
}

func TestAPurgeTakesTheRecordingsAlong(t *testing.T) {
	home := homeWith(t, map[string]string{"recorder": sayTheFile(t), "transcriber": "echo no model >&2; exit 1"}, "")
	screen, code := play(t, environment(home), []move{
		{"How long", "1\r"}, {"Say your answer", "s\r"}, {"all was said", "\r"},
		{"could not be written down: sh: no model. The recording is kept.", "t\r"}, {"> ", "/pause\r"},
	}, "start", "backend-engineer", "--voice")
	wants(t, screen, code, exitDone, "Not written down, and offered by", "--voice")
	run := func(args ...string) string {
		cmd := exec.Command("mockinterview", args...)
		cmd.Env = environment(home)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%q: %v\n%s", args, err, out)
		}
		return string(out)
	}
	run("delete", "last", "--yes")
	if len(recordings(t, home)) != 1 {
		t.Error("what is only hidden has lost its recording")
	}
	if said := run("purge", "--yes"); !strings.Contains(said, "Recordings removed as well: 1.") ||
		len(recordings(t, home)) != 0 {
		t.Errorf("purge left %v and said\n%s", recordings(t, home), said)
	}
}
