package voice

import (
	"context"
	"errors"
	"fmt"
	"os"

	"mockinterview/interviewer"
)

// Transcriber writes down what is said in a WAV.
type Transcriber interface {
	Transcribe(ctx context.Context, wav []byte) (string, error)
}

// Whisper is a local command that is given the name of a WAV as its last argument and writes the words to its standard
// output, such as whisper-cli of whisper.cpp.
type Whisper struct{ Command Command }

// largestTranscript is more than anybody says in a recording of the largest size.
const largestTranscript = 256 << 10

// Transcribe runs the command on a file of its own: the sizes in one that a recorder wrote to a pipe are not true.
func (w Whisper) Transcribe(ctx context.Context, wav []byte) (heard string, err error) {
	f, err := os.CreateTemp("", "answer-*"+audioEnd)
	if err != nil {
		return "", fmt.Errorf("hand over the recording: %w", err)
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	_, err = f.Write(wav)
	if err := errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("hand over the recording: %w", err)
	}
	said, out := &lastWords{}, &interviewer.Bounded{Limit: largestTranscript}
	cmd := w.Command.command(ctx, []string{f.Name()}, said)
	cmd.Stdout = out
	err = cmd.Run()
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case out.Over():
		return "", errors.New(w.Command.name() + " wrote more than anybody can have said")
	case err != nil:
		return "", w.Command.failed(err, said)
	}
	return out.String(), nil
}
