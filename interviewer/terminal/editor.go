package terminal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"mockinterview/interviewer"
)

// edit lets the candidate change text in the editor of their choice, with the terminal in its usual mode.
func (t *Terminal) edit(ctx context.Context, text string) (string, error) {
	name, err := draftFile(text)
	if err != nil {
		return "", err
	}
	defer os.Remove(name)
	t.editor.restore()
	err = t.runEditor(ctx, name)
	if again := t.editor.enterRaw(); again != nil {
		return "", again
	}
	edited, readErr := interviewer.ReadFile(name, largestAnswer)
	if err := errors.Join(err, readErr); err != nil {
		return "", err
	}
	return strings.TrimSuffix(newlines(string(edited)), "\n"), nil
}

// largestAnswer is how many bytes are taken back from an editor, as they are from a pipe.
const largestAnswer = 1 << 20

// draftFile writes text where only the candidate can read it.
func draftFile(text string) (string, error) {
	f, err := os.CreateTemp("", "answer-*.md")
	if err != nil {
		return "", err
	}
	if text != "" {
		text += "\n"
	}
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

func (t *Terminal) runEditor(ctx context.Context, name string) error {
	editor := t.cfg.Env("VISUAL")
	if editor == "" {
		editor = t.cfg.Env("EDITOR")
	}
	if editor == "" {
		editor = "vi"
	}
	// The variables hold a command line, which may be quoted, so a shell takes it apart.
	cmd := exec.CommandContext(ctx, "sh", "-c", editor+` "$1"`, "editor", name)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = t.cfg.In, t.screen, t.cfg.Err
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 2 * time.Second
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("editor %q: %w", editor, err)
	}
	return nil
}
