//go:build unix

package voice

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"mockinterview/interviewer"
)

// keyboard plays the candidate at the keyboard.
type keyboard struct {
	chosen  func(ctx context.Context, c interviewer.Choice) (int, error)
	replies []interviewer.Reply
	prompts []interviewer.Prompt
	notes   []string
}

func (k *keyboard) Hear(_ context.Context, u interviewer.Utterance) error {
	if u.Kind == interviewer.KindNote {
		k.notes = append(k.notes, u.Text)
	}
	return nil
}

func (k *keyboard) Answer(_ context.Context, p interviewer.Prompt) (interviewer.Reply, error) {
	k.prompts = append(k.prompts, p)
	r := k.replies[0]
	k.replies = k.replies[1:]
	if r.Action != interviewer.ActPause {
		r.Text = strings.TrimSuffix(p.Draft, "\n")
	}
	r.Draft = p.Draft
	return r, nil
}

func (k *keyboard) Choose(ctx context.Context, c interviewer.Choice) (int, error) {
	return k.chosen(ctx, c)
}

func (k *keyboard) Wait(_ context.Context, w interviewer.Waiting) error {
	<-w.Done
	return nil
}

// keys answers choices by the key of an option, in turn; "" waits for the end of the context, as a person does who only
// speaks, and "^C" leaves.
func keys(t *testing.T, list ...string) func(context.Context, interviewer.Choice) (int, error) {
	return func(ctx context.Context, c interviewer.Choice) (int, error) {
		t.Helper()
		if len(list) == 0 {
			t.Fatalf("nobody expected to be asked %q", c.Text)
		}
		key := list[0]
		list = list[1:]
		switch key {
		case "":
			<-ctx.Done()
			return c.Default, ctx.Err()
		case "^C":
			return c.Default, context.Canceled
		}
		i := slices.IndexFunc(c.Options, func(o interviewer.Option) bool { return o.Key == key })
		if i < 0 {
			t.Fatalf("%q has no option %q", c.Text, key)
		}
		return i, nil
	}
}

// heard is a transcriber that hears the same every time, after it has failed as often as it has errors.
type heard struct {
	text string
	errs []error
	wavs [][]byte
}

func (h *heard) Transcribe(_ context.Context, wav []byte) (string, error) {
	h.wavs = append(h.wavs, wav)
	if len(h.errs) > 0 {
		err := h.errs[0]
		h.errs = h.errs[1:]
		return "", err
	}
	return h.text, nil
}

// plays is a recorder that records a file and ends.
func plays(file string) Command { return Command{"cat", file} }

const whatWasSaid = "The app makes one key per purchase. Um, you know, we store it first."

// candidate is one who speaks into a recorder; what the keyboard gets, and what is kept as draft, is looked at.
func candidate(t *testing.T, by Command, h *heard, k *keyboard) (*Candidate, interviewer.Prompt, *string) {
	t.Helper()
	kept := new(string)
	c := &Candidate{
		Candidate: k, Session: "s1", Recordings: Folder(filepath.Join(t.TempDir(), "a.db")), Recorder: by,
		Transcriber: h,
	}
	return c, interviewer.Prompt{Turn: 2, Keep: func(d string) error { *kept = d; return nil }}, kept
}

// files are the names in the folder of recordings.
func files(t *testing.T, r Recordings) []string {
	t.Helper()
	entries, err := os.ReadDir(r.Dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v; want 0600", e.Name(), info.Mode(), err)
		}
		out = append(out, e.Name())
	}
	return out
}

func TestWhatWasSaidIsTheDraftAndGoesOnceItIsCommitted(t *testing.T) {
	h := &heard{text: whatWasSaid}
	k := &keyboard{replies: []interviewer.Reply{{Action: interviewer.ActSpeak}, {Action: interviewer.ActSubmit}}}
	c, p, kept := candidate(t, plays("testdata/spoken.wav"), h, k)
	k.chosen = keys(t, "s", "", "") // the recorder ends by itself, both times
	reply, err := c.Answer(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	const once = "The app makes one key per purchase.\nUm, you know, we store it first.\n"
	if k.prompts[0].Draft != once || !k.prompts[0].CanSpeak || *kept != once+once || reply.Text+"\n" != once+once {
		t.Errorf("draft %q, kept %q, sent %q", k.prompts[0].Draft, *kept, reply.Text)
	}
	if s := reply.Speech; s == nil || s.Spoken != 28 || s.Pauses != 2 || s.Fillers["um"] != 2 {
		t.Errorf("speech %+v, want both passages", s)
	}
	if !strings.Contains(strings.Join(k.notes, "\n"), "14 words in 0:05") {
		t.Errorf("the candidate was told %q", k.notes)
	}
	if _, err := parseWAV(h.wavs[0]); err != nil || !bytes.Equal(h.wavs[0], spoken(t)) {
		t.Errorf("%d bytes were transcribed, %v", len(h.wavs[0]), err)
	}
	if got := files(t, c.Recordings); len(got) != 4 {
		t.Errorf("before the answer is committed there is %v, want two recordings", got)
	}
	store := Store{Store: committing{}, Recordings: c.Recordings, Left: func(err error) { t.Error(err) }}
	for _, e := range []interviewer.Event{
		interviewer.DraftKept{Turn: 2}, interviewer.Said{Turn: 1, Message: answer}, interviewer.Said{Turn: 2},
	} {
		if err := store.Save(t.Context(), "s1", e); err != nil || len(files(t, c.Recordings)) != 4 {
			t.Errorf("%T removed a recording, %v", e, err)
		}
	}
	failing := Store{Store: committing{errors.New("disk full")}, Recordings: c.Recordings}
	if err := failing.Save(t.Context(), "s1", interviewer.Said{Turn: 2, Message: answer}); err == nil {
		t.Error("an answer that was not saved is no error")
	}
	if got := files(t, c.Recordings); len(got) != 4 {
		t.Errorf("an answer that was not saved left %v", got)
	}
	if err := store.Save(t.Context(), "s1", interviewer.Said{Turn: 2, Message: answer}); err != nil {
		t.Fatal(err)
	}
	if got := files(t, c.Recordings); len(got) != 0 {
		t.Errorf("the committed answer left %v", got)
	}
}

var answer = interviewer.Message{From: interviewer.FromCandidate, Kind: interviewer.KindAnswer}

// committing is a store whose saves end in an error, or in nil.
type committing struct{ err error }

func (committing) Create(context.Context, interviewer.Session) error { return nil }

func (c committing) Save(context.Context, string, interviewer.Event) error { return c.err }

func (committing) Load(context.Context, string) (interviewer.Session, error) {
	return interviewer.Session{}, nil
}

func TestARecorderIsStoppedByTheCandidate(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "said")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	h := &heard{text: whatWasSaid}
	k := &keyboard{replies: []interviewer.Reply{{Action: interviewer.ActSubmit}}}
	by := Command{"sh", "-c", `cat testdata/spoken.wav; echo >"$0"; exec sleep 600`, fifo}
	c, p, _ := candidate(t, by, h, k)
	chosen := keys(t, "s", "a", "d") // once more from the beginning, then done
	k.chosen = func(ctx context.Context, c interviewer.Choice) (int, error) {
		if strings.HasPrefix(c.Text, "Recording") {
			if _, err := os.ReadFile(fifo); err != nil { // which waits until all was said
				t.Fatal(err)
			}
		}
		return chosen(ctx, c)
	}
	if _, err := c.Answer(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if len(h.wavs) != 1 || !bytes.Equal(h.wavs[0], spoken(t)) || len(files(t, c.Recordings)) != 2 {
		t.Errorf("%d transcribed, files %v; want the second take alone", len(h.wavs), files(t, c.Recordings))
	}
}

func TestWhatCannotBeRecordedIsTyped(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "silent.wav")
	if err := os.WriteFile(empty, sound{8000, 1, make([]byte, 16000)}.wav(), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		by   Command
		want string
	}{
		"no sound card": {
			Command{"sh", "-c", "echo ALSA: no card >&2; echo arecord: audio open error: No such file >&2; exit 1"},
			"Nothing is recorded: sh: arecord: audio open error: No such file",
		},
		"not installed": {Command{"no-such-recorder"}, "Nothing is recorded: no-such-recorder is not installed"},
		"nothing said":  {Command{"true"}, "true gave nothing"},
		"header alone":  {Command{"head", "-c", "44", "testdata/spoken.wav"}, "head gave nothing"},
		"silence":       {plays(empty), "silent: is the microphone on?"},
		"no WAV":        {Command{"echo", "a raw stream of samples"}, "it is no WAV"},
	} {
		t.Run(name, func(t *testing.T) {
			k := &keyboard{replies: []interviewer.Reply{{Action: interviewer.ActSkip}}}
			c, p, _ := candidate(t, tt.by, &heard{}, k)
			k.chosen = keys(t, "s", "")
			reply, err := c.Answer(t.Context(), p)
			if err != nil || reply.Action != interviewer.ActSkip || reply.Speech != nil {
				t.Errorf("%+v, %v; want to go on at the keyboard", reply, err)
			}
			if said := strings.Join(k.notes, "\n"); !strings.Contains(said, tt.want) || strings.Count(said, "\n") > 0 {
				t.Errorf("the candidate was told %q, want one line with %q", said, tt.want)
			}
			if left := len(files(t, c.Recordings)); left != map[bool]int{true: 1}[name == "no WAV"] {
				t.Errorf("%d files are left", left)
			}
		})
	}
}

func TestARecordingThatIsNotWrittenDownIsKeptAndOfferedAgain(t *testing.T) {
	down := errors.New("the server cannot be reached")
	h := &heard{text: whatWasSaid, errs: []error{down, down}}
	k := &keyboard{replies: []interviewer.Reply{
		{Action: interviewer.ActSubmit}, {Action: interviewer.ActPause}, {Action: interviewer.ActSubmit},
	}}
	c, p, kept := candidate(t, plays("testdata/spoken.wav"), h, k)
	k.chosen = keys(t, "s", "", "r", "t") // tried again, then given up and typed
	if _, err := c.Answer(t.Context(), p); err != nil || *kept != "" {
		t.Fatalf("kept %q, %v", *kept, err)
	}
	if waiting, err := c.Recordings.Waiting("s1"); err != nil || len(waiting) != 1 {
		t.Fatalf("waiting: %v, %v", waiting, err)
	}
	if err := (Store{Store: committing{}, Recordings: c.Recordings}).Save(t.Context(), "s1",
		interviewer.Said{Turn: 2, Message: answer}); err != nil || len(files(t, c.Recordings)) != 1 {
		t.Errorf("a typed answer removed what nobody has written down, %v", err)
	}
	followUp := p
	followUp.Conversation = []interviewer.Message{{N: 2, Kind: interviewer.KindFollowUp}}
	k.chosen = keys(t, "t") // what was typed over is not offered as the answer to something else
	if _, err := c.Answer(t.Context(), followUp); err != nil {
		t.Fatal(err)
	}
	later := &Candidate{
		Candidate: k, Session: c.Session, Recordings: c.Recordings, Recorder: c.Recorder, Transcriber: h,
	}
	k.chosen = keys(t, "w")
	reply, err := later.Answer(t.Context(), p)
	if err != nil || !strings.HasPrefix(reply.Text, "The app makes one key") || reply.Speech == nil {
		t.Errorf("in another sitting: %+v, %v", reply, err)
	}
}

func TestWhatWasChosenForAPromptIsNotAskedAgain(t *testing.T) {
	k := &keyboard{replies: []interviewer.Reply{
		{Action: interviewer.ActHint}, {Action: interviewer.ActAsk}, {Action: interviewer.ActSubmit},
		{Action: interviewer.ActHint}, {Action: interviewer.ActSpeak}, {Action: interviewer.ActSubmit},
	}}
	c, p, _ := candidate(t, plays("testdata/spoken.wav"), &heard{text: whatWasSaid}, k)
	waiting(t, c.Recordings, 1)
	question := interviewer.Message{N: 1, Kind: interviewer.KindQuestion}
	for _, tt := range []struct {
		last interviewer.Message
		keys []string
	}{
		{question, []string{"l", "t"}},
		{interviewer.Message{N: 2, Kind: interviewer.KindHint}, nil},
		{interviewer.Message{N: 4, Kind: interviewer.KindClarification}, nil},
		{interviewer.Message{N: 6, Kind: interviewer.KindFollowUp}, []string{"t"}},
		{interviewer.Message{N: 7, Kind: interviewer.KindHint}, []string{""}}, // it is /speak that records here
	} {
		p.Conversation = append(p.Conversation, tt.last)
		k.chosen = keys(t, tt.keys...)
		if _, err := c.Answer(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if left, err := c.Recordings.Waiting("s1"); len(left) != 1 {
		t.Errorf("waiting: %v, %v; want what was put off", left, err)
	}
}

// waiting are recordings of question 2 that no earlier sitting wrote down.
func waiting(t *testing.T, r Recordings, n int) {
	t.Helper()
	for range n {
		_, f, err := r.next("s1", 2)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(spoken(t)); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAllThatWaitIsWrittenDownBeforeTheAnswerIsSent(t *testing.T) {
	k := &keyboard{replies: []interviewer.Reply{{Action: interviewer.ActSubmit}}}
	c, p, kept := candidate(t, plays("testdata/spoken.wav"), &heard{text: "First. Second."}, k)
	waiting(t, c.Recordings, 3)
	k.chosen = keys(t, "w", "d", "w")
	reply, err := c.Answer(t.Context(), p)
	const both = "First.\nSecond.\nFirst.\nSecond.\n"
	if err != nil || k.prompts[0].Draft != both || *kept != both || reply.Speech == nil || reply.Speech.Spoken != 4 {
		t.Errorf("draft %q, kept %q, %+v, %v; want both passages", k.prompts[0].Draft, *kept, reply.Speech, err)
	}
	if left, err := c.Recordings.Waiting("s1"); len(left) != 0 {
		t.Errorf("waiting: %v, %v", left, err)
	}
}

func TestARecordingThatCannotBeRemovedIsToldAndEndsNothing(t *testing.T) {
	k := &keyboard{replies: []interviewer.Reply{{Action: interviewer.ActSubmit}}}
	c, p, _ := candidate(t, plays("testdata/spoken.wav"), &heard{}, k)
	waiting(t, c.Recordings, 1)
	if err := os.MkdirAll(filepath.Join(c.Recordings.Dir, "s1.2.1.json", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	k.chosen = keys(t, "d", "t")
	if _, err := c.Answer(t.Context(), p); err != nil || len(k.notes) != 1 {
		t.Errorf("%v, notes %q; want a note, and an answer", err, k.notes)
	}
}

func TestWhoTypesBecauseTheServerIsAwayIsOfferedNoMore(t *testing.T) {
	k := &keyboard{replies: []interviewer.Reply{{Action: interviewer.ActSubmit}}}
	c, p, _ := candidate(t, plays("testdata/spoken.wav"), &heard{errs: []error{errors.New("no route")}}, k)
	waiting(t, c.Recordings, 2)
	k.chosen = keys(t, "w", "t")
	if _, err := c.Answer(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if left, err := c.Recordings.Waiting("s1"); len(left) != 2 {
		t.Errorf("waiting: %v, %v; want both recordings", left, err)
	}
}

func TestWhatWasSpokenIsToldAndGoesWhereNobodySpeaksAnyMore(t *testing.T) {
	for name, closing := range map[string]interviewer.Event{
		"sent":    interviewer.Said{Turn: 2, Message: answer},
		"skipped": interviewer.TurnClosed{Turn: 2, State: interviewer.Skipped},
	} {
		t.Run(name, func(t *testing.T) {
			k := &keyboard{replies: []interviewer.Reply{{Action: interviewer.ActSubmit}}}
			c, p, _ := candidate(t, nil, nil, k)
			waiting(t, c.Recordings, 2)
			takes, err := c.Recordings.of("s1", 2)
			if err := errors.Join(err, takes[0].heard(interviewer.Speech{Spoken: 14})); err != nil {
				t.Fatal(err)
			}
			reply, err := c.Answer(t.Context(), p)
			if err != nil || reply.Speech == nil || reply.Speech.Spoken != 14 || k.prompts[0].CanSpeak {
				t.Errorf("%+v, %v; want what an earlier sitting wrote down, and no /speak", reply.Speech, err)
			}
			store := Store{Store: committing{}, Recordings: c.Recordings, Left: func(err error) { t.Error(err) }}
			if err := store.Save(t.Context(), "s1", closing); err != nil {
				t.Fatal(err)
			}
			if got := files(t, c.Recordings); !slices.Equal(got, []string{"s1.2.2.wav"}) {
				t.Errorf("left %v, want the recording that nobody wrote down", got)
			}
		})
	}
}

func TestATranscriptWithoutWordsIsNone(t *testing.T) {
	for _, text := range []string{"", "[BLANK_AUDIO]\n", " ... "} {
		k := &keyboard{replies: []interviewer.Reply{{Action: interviewer.ActSubmit}}}
		c, p, kept := candidate(t, plays("testdata/spoken.wav"), &heard{text: text}, k)
		asked := ""
		chosen := keys(t, "s", "", "t")
		k.chosen = func(ctx context.Context, choice interviewer.Choice) (int, error) {
			asked = choice.Text
			return chosen(ctx, choice)
		}
		reply, err := c.Answer(t.Context(), p)
		if err != nil || reply.Speech != nil || *kept != "" {
			t.Errorf("%q: %+v, %v, kept %q; want a typed answer that nobody spoke", text, reply, err, *kept)
		}
		if want := "It could not be written down: no words were heard in it. The recording is kept."; asked != want {
			t.Errorf("%q: asked %q, want %q", text, asked, want)
		}
		if waiting, err := c.Recordings.Waiting("s1"); len(waiting) != 1 || len(files(t, c.Recordings)) != 1 {
			t.Errorf("%q: waiting: %v, %v; want the recording alone", text, waiting, err)
		}
	}
}

func TestLeavingInTheMiddleKeepsTheRecording(t *testing.T) {
	k := &keyboard{}
	c, p, _ := candidate(t, Command{"sh", "-c", "cat testdata/spoken.wav; exec sleep 600"}, &heard{}, k)
	chosen := keys(t, "s", "^C")
	k.chosen = func(ctx context.Context, choice interviewer.Choice) (int, error) {
		for strings.HasPrefix(choice.Text, "Recording") { // until something has come
			takes, err := c.Recordings.of("s1", 2)
			if err != nil {
				t.Fatal(err)
			}
			if s, err := takes[0].load(); err == nil && len(s.samples) > 0 {
				break
			}
		}
		return chosen(ctx, choice)
	}
	reply, err := c.Answer(t.Context(), p)
	if err != nil || reply.Action != interviewer.ActPause || !reply.Interrupted {
		t.Errorf("%+v, %v; want a pause", reply, err)
	}
	if waiting, _ := c.Recordings.Waiting("s1"); len(waiting) != 1 {
		t.Errorf("waiting: %v, want what was said", waiting)
	}
}

func TestARecordingOnAFullDiskIsWrittenDownAsFarAsItGoes(t *testing.T) {
	const child = "VOICE_TEST_FULL_DISK"
	if os.Getenv(child) == "" { // the limit is one of the whole process, whose own files it would cut too
		cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), child+"=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return
	}
	const largest = 64 << 10 // bytes; a file may be no larger, as if the disk were full
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: largest, Max: largest}); err != nil {
		t.Fatal(err)
	}
	h := &heard{text: whatWasSaid}
	k := &keyboard{replies: []interviewer.Reply{{Action: interviewer.ActSubmit}}}
	c, p, _ := candidate(t, plays("testdata/spoken.wav"), h, k)
	k.chosen = keys(t, "s", "")
	reply, err := c.Answer(t.Context(), p)
	if err != nil || !strings.HasPrefix(reply.Text, "The app makes one key") || reply.Speech == nil {
		t.Errorf("%+v, %v; want what was said until the disk was full", reply, err)
	}
	said := strings.Join(k.notes, "\n")
	if !strings.Contains(said, "The recording ends here: ") || !strings.Contains(said, syscall.EFBIG.Error()) {
		t.Errorf("the candidate was told %q", said)
	}
	if len(h.wavs) != 1 || len(h.wavs[0]) != largest || !bytes.HasPrefix(spoken(t)[44:], h.wavs[0][44:]) {
		t.Errorf("%d recordings were transcribed, want the beginning of one", len(h.wavs))
	}
}

func TestARecordingHasALargestSize(t *testing.T) {
	var out bytes.Buffer
	l := &limited{w: &out, left: 4}
	n, err := l.Write([]byte("abcdef"))
	if n != 4 || !errors.Is(err, interviewer.ErrTooLarge) || !l.full || l.err != nil || out.String() != "abcd" {
		t.Errorf("wrote %d, %v, full %v, %q", n, err, l.full, out.String())
	}
}

func TestRecordingsOfInterviewsThatAreGoneArePurged(t *testing.T) {
	r := Folder(filepath.Join(t.TempDir(), "a.db"))
	for _, session := range []string{"gone", "here", "here.too"} {
		tk, f, err := r.next(session, 1)
		if err := errors.Join(err, f.Close(), tk.heard(interviewer.Speech{})); err != nil {
			t.Fatal(err)
		}
	}
	n, err := r.Purge(func(s string) (bool, error) { return s == "gone", nil })
	want := []string{"here.1.1.json", "here.1.1.wav", "here.too.1.1.json", "here.too.1.1.wav"}
	if n != 1 || err != nil || !slices.Equal(files(t, r), want) {
		t.Errorf("purged %d, %v; left %v", n, err, files(t, r))
	}
}

func TestALocalCommandWritesDown(t *testing.T) {
	script := `test "$(head -c 4 "$2")" = RIFF && echo "Heard."; echo "$2" >"$1"`
	note := filepath.Join(t.TempDir(), "name")
	w := Whisper{Command{"sh", "-c", script, "whisper", note}}
	if got, err := w.Transcribe(t.Context(), spoken(t)); err != nil || got != "Heard.\n" {
		t.Errorf("%q, %v", got, err)
	}
	name, err := os.ReadFile(note)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(strings.TrimSpace(string(name))); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file that was handed over is still there: %v", err)
	}
	w = Whisper{Command{"sh", "-c", "echo model.bin: no such model >&2; exit 3"}}
	if _, err := w.Transcribe(t.Context(), nil); err == nil || err.Error() != "sh: model.bin: no such model" {
		t.Errorf("%v", err)
	}
	w = Whisper{Command{"sh", "-c", "yes loading | head -c 200000 >&2; echo no memory >&2; exit 3"}}
	if _, err := w.Transcribe(t.Context(), nil); err == nil || err.Error() != "sh: no memory" {
		t.Errorf("%v, want the last words of a program that says much", err)
	}
	w = Whisper{Command{"sh", "-c", "yes"}}
	if _, err := w.Transcribe(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "more than anybody") {
		t.Errorf("%v", err)
	}
}

func TestWhatTheInterviewerSaysIsReadOut(t *testing.T) {
	file := filepath.Join(t.TempDir(), "said")
	k := &keyboard{replies: []interviewer.Reply{{Action: interviewer.ActSkip}}}
	c := &Candidate{Candidate: k, Pipe: true, Aloud: &Aloud{Command: Command{"sh", "-c", `cat >>"$0"`, file}}}
	for _, u := range []interviewer.Utterance{
		{Kind: interviewer.KindTalk, Text: "Let us go on."},
		{Kind: interviewer.KindQuestion, Text: "Design `POST /payments`.\x1b[31m"},
		{Kind: interviewer.KindAnswer, Text: "I did."}, {Kind: interviewer.KindNote, Text: "saved"},
		{Kind: interviewer.KindFollowUp, Text: "What if it *fails*?"},
	} {
		if err := c.Hear(t.Context(), u); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.Answer(t.Context(), interviewer.Prompt{}); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	want := "Let us go on.\nDesign POST /payments." + unmarked("\x1b") + "[31m\nWhat if it fails?\n"
	if err != nil || string(got) != want {
		t.Errorf("read out %q, %v; want %q", got, err, want)
	}
}

func TestReadingOutEndsWithTheAnswerAndFailsOnce(t *testing.T) {
	a := &Aloud{Command: Command{"sleep", "600"}}
	a.say("A long question.")
	a.say("And one more.")
	a.Hush() // returns, and nothing is said any more
	told := 0
	a = &Aloud{Command: Command{"sh", "-c", "echo no audio device >&2; exit 1"}, Failed: func(err error) {
		if told++; err.Error() != "sh: no audio device" {
			t.Error(err)
		}
	}}
	a.say("One.")
	a.wait()
	a.say("Two.")
	a.wait()
	if told != 1 {
		t.Errorf("told %d times, want once", told)
	}
}

func TestTheFirstThatIsInstalledIsFound(t *testing.T) {
	having := func(names ...string) func(string) (string, error) {
		return func(name string) (string, error) {
			if slices.Contains(names, name) {
				return "/usr/bin/" + name, nil
			}
			return "", os.ErrNotExist
		}
	}
	for _, tt := range []struct{ got, want Command }{
		{FindRecorder("linux", having("ffmpeg", "sox", "arecord"))[:1], Command{"arecord"}},
		{FindRecorder("linux", having("ffmpeg", "sox"))[:1], Command{"sox"}},
		{FindRecorder("darwin", having("ffmpeg"))[4:8], Command{"-f", "avfoundation", "-i", ":default"}},
		{FindRecorder("windows", having("ffmpeg")), nil},
		{FindRecorder("linux", having()), nil},
		{FindSpeaker(having("say")), Command{"say", "-f", "-"}},
		{FindSpeaker(having()), nil},
	} {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("found %q, want %q", tt.got, tt.want)
		}
	}
}
