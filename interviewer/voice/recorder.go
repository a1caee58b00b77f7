package voice

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"mockinterview/interviewer"
)

// Command is a program and its arguments.
type Command []string

// name is the program as messages name it, without its folder.
func (c Command) name() string { return filepath.Base(c[0]) }

// FindRecorder is the first recorder that is installed: a command that writes WAV to its standard output until it is
// interrupted. It is nil where there is none.
func FindRecorder(system string, look func(string) (string, error)) Command {
	list := []Command{
		{"arecord", "-q", "-t", "wav", "-f", "S16_LE", "-r", "16000", "-c", "1"},
		{"sox", "-q", "-d", "-t", "wav", "-r", "16000", "-c", "1", "-b", "16", "-e", "signed-integer", "-"},
	}
	if device := ffmpegDevices()[system]; device != nil {
		ffmpeg := append(Command{"ffmpeg", "-loglevel", "error", "-nostdin"}, device...)
		list = append(list, append(ffmpeg, "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", "-f", "wav", "-"))
	}
	return firstOf(list, look)
}

// ffmpegDevices name the microphone of a system for ffmpeg; where it has no name for the usual one there is none.
func ffmpegDevices() map[string][]string {
	return map[string][]string{
		"linux":   {"-f", "alsa", "-i", "default"},
		"darwin":  {"-f", "avfoundation", "-i", ":default"},
		"freebsd": {"-f", "oss", "-i", "/dev/dsp"},
	}
}

// FindSpeaker is the first speaker that is installed: a command that reads aloud what stands on its standard input. It
// is nil where there is none.
func FindSpeaker(look func(string) (string, error)) Command {
	return firstOf([]Command{{"espeak-ng", "--stdin"}, {"say", "-f", "-"}}, look)
}

func firstOf(list []Command, look func(string) (string, error)) Command {
	for _, c := range list {
		if _, err := look(c[0]); err == nil {
			return c
		}
	}
	return nil
}

// endPatience is how long a command may take to end once it was told to.
const endPatience = 2 * time.Second

// command is c ready to run: it is interrupted when the context ends, and killed where that does not help. What it says
// of errors goes into said.
func (c Command) command(ctx context.Context, args []string, said *lastWords) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c[0], append(c[1:len(c):len(c)], args...)...)
	cmd.WaitDelay = endPatience
	cmd.Cancel = func() error {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			return cmd.Process.Kill() // Windows interrupts nobody
		}
		return nil
	}
	cmd.Stderr = said
	return cmd
}

// lastWords is the end of what a command says: why it failed stands there. It never refuses, for a command is not ended
// for talking too much.
type lastWords struct{ kept []byte }

// mostWords is how many bytes of them are kept.
const mostWords = 4 << 10

// Write keeps b, and of what went before as much as there is room for.
func (w *lastWords) Write(b []byte) (int, error) {
	w.kept = append(w.kept, b...)
	w.kept = w.kept[max(0, len(w.kept)-mostWords):]
	return len(b), nil
}

// line is the last one of all.
func (w *lastWords) line() string {
	words := strings.TrimSpace(strings.ToValidUTF8(string(w.kept), ""))
	return words[strings.LastIndexByte(words, '\n')+1:]
}

// failed says why a command did not do its work, in its own last words where it had any.
func (c Command) failed(err error, said *lastWords) error {
	words := said.line()
	switch {
	case words != "":
		return fmt.Errorf("%s: %s", c.name(), interviewer.Clip(words, 200))
	case errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("%s is not installed", c.name())
	case err != nil:
		return fmt.Errorf("%s: %w", c.name(), err)
	}
	return fmt.Errorf("%s gave nothing", c.name())
}

// recording is a recorder at work. What it writes is in the file as it comes, so that whatever ends this program ends
// the recording and loses none of it: the recorder writes to a pipe of ours, and cannot outlive us by more than a
// write.
type recording struct {
	take
	by    Command
	ended chan struct{} // closed when the recorder has ended
	stop  context.CancelFunc
	out   *limited
	said  *lastWords
	err   error // of the recorder; set before ended is closed
}

// record starts the recorder.
func (r Recordings) record(ctx context.Context, by Command, session string, turn int) (*recording, error) {
	t, file, err := r.next(session, turn)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	rec := &recording{
		take: t, by: by, ended: make(chan struct{}), stop: stop,
		out: &limited{w: file, left: largestRecording}, said: &lastWords{},
	}
	cmd := by.command(ctx, nil, rec.said)
	cmd.Stdout = rec.out
	if err := cmd.Start(); err != nil {
		stop()
		return nil, errors.Join(by.failed(err, rec.said), file.Close(), t.remove())
	}
	go func() {
		defer close(rec.ended)
		rec.err = errors.Join(cmd.Wait(), file.Sync(), file.Close())
	}()
	return rec, nil
}

// end stops the recorder and gives what was recorded, however it came to an end: a recorder that was interrupted may
// call that an error, and a full disk ends one. That is an error only where there is no sound.
func (r *recording) end() (sound, error) {
	r.stop()
	<-r.ended
	s, err := r.load()
	switch {
	case err == nil && len(s.samples) > 0:
		return s, nil
	case r.out.err != nil:
		return sound{}, fmt.Errorf("keep the recording: %w", r.out.err)
	case err != nil && r.out.written > 0:
		return sound{}, err
	}
	err = r.err
	if errors.Is(err, context.Canceled) {
		err = nil
	}
	return sound{}, r.by.failed(err, r.said)
}

// cut says why a recording ended before the candidate or the recorder ended it, or "".
func (r *recording) cut() string {
	switch {
	case r.out.full:
		return "A recording ends here; /speak goes on in another one."
	case r.out.err != nil:
		return fmt.Sprintf("The recording ends here: %v.", r.out.err)
	}
	return ""
}

// limited writes up to a limit, and then ends the recorder by refusing.
type limited struct {
	w             io.Writer
	left, written int
	full          bool
	err           error
}

// Write passes on what there is room for.
func (l *limited) Write(b []byte) (int, error) {
	room := b[:min(len(b), l.left)]
	n, err := l.w.Write(room)
	l.left, l.written, l.err = l.left-n, l.written+n, err
	if err == nil && n < len(b) {
		l.full = true
		return n, interviewer.ErrTooLarge
	}
	return n, err
}
