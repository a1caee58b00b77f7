package terminal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"mockinterview/interviewer"
)

// forkTime is how soon an editor comes back that has only told another process to open the file.
const forkTime = 2 * time.Second

// edit lets the candidate change the answer in the editor of their choice, with the terminal in its usual mode.
func (a *answering) edit(ctx context.Context) (string, error) {
	text := a.text()
	if text != "" {
		text += "\n"
	}
	name, err := draftFile(text)
	if err != nil {
		return "", err
	}
	t, editor := a.t, a.t.editorCommand()
	a.note(fmt.Sprintf("Opening %s. %s", editor, howToLeave(editor)))
	t.editor.restore()
	began := t.cfg.Now()
	err = t.runEditor(ctx, editor, name)
	quick := t.cfg.Now().Sub(began) < forkTime
	if again := t.editor.enterRaw(); again != nil {
		return "", again
	}
	edited, readErr := interviewer.ReadFile(name, largestAnswer)
	forked := errors.Join(err, readErr) == nil && quick && string(edited) == text
	if forked { // or nothing was changed, which takes one Enter more
		a.note("Saved in your editor? Press Enter.")
		a.askLine(ctx, "")
		edited, readErr = interviewer.ReadFile(name, largestAnswer)
	}
	if err := errors.Join(err, readErr); err != nil {
		a.discard(name, text, false)
		return "", err
	}
	a.discard(name, string(edited), forked && string(edited) == text)
	return strings.TrimSuffix(newlines(string(edited)), "\n"), nil
}

// largestAnswer is how many bytes are taken back from an editor, as they are from a pipe.
const largestAnswer = 1 << 20

// discard deletes the editor's file, unless it holds anything but the words that are safe, or is still open.
func (a *answering) discard(name, safe string, open bool) {
	now, err := interviewer.ReadFile(name, largestAnswer)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil || string(now) != safe: // also where it is too large to be read
		a.note("What the editor has saved is not taken over, and is left in " + name)
	case open:
		a.note("Nothing has changed. The editor may still have the file open, so it is left: " + name)
	default:
		os.Remove(name)
	}
}

// howToLeave says what a beginner in an editor does not know.
func howToLeave(editor string) string {
	words := strings.Fields(editor)
	name := ""
	if len(words) > 0 {
		name = filepath.Base(strings.Trim(words[0], `"'`))
	}
	switch name {
	case "vi", "vim", "nvim", "hx", "helix":
		return "Esc, then :wq and Enter saves and comes back; :q! comes back without a change."
	case "nano", "pico":
		return "Ctrl-O and Enter saves, Ctrl-X comes back."
	case "emacs":
		return "Ctrl-X Ctrl-S saves, Ctrl-X Ctrl-C comes back."
	case "micro":
		return "Ctrl-S saves, Ctrl-Q comes back."
	}
	return "Save the file and close it to come back."
}

// draftFile writes text where only the candidate can read it.
func draftFile(text string) (string, error) {
	f, err := os.CreateTemp("", "answer-*.md")
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// editorCommand is the command line of the candidate's editor.
func (t *Terminal) editorCommand() string {
	return cmp.Or(t.cfg.Env("VISUAL"), t.cfg.Env("EDITOR"), "vi")
}

func (t *Terminal) runEditor(ctx context.Context, editor, name string) error {
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
