package terminal

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"

	"golang.org/x/term"
)

// Page shows text on w through $PAGER, or less -FRX, where w is a terminal that it does not fit on; elsewhere it just
// writes. A pager that is missing costs nothing: the text is written. PAGER=cat switches paging off, and so do
// ACCESSIBLE and TERM=dumb.
func Page(w io.Writer, env func(string) string, text string) error {
	out, ok := w.(*os.File)
	l := detectCapabilities(env)
	pager := strings.TrimSpace(env("PAGER"))
	if pager == "" {
		pager = "less -FRX"
	}
	if !ok || !isTerminal(w) || !l.cursorMoves || l.linear || pager == "cat" || fits(out, text) || !installed(pager) {
		_, err := io.WriteString(w, text)
		return err
	}
	// The variable holds a command line, so a shell takes it apart. A less that is given no options gets those that
	// keep colours and leave the text behind.
	cmd := exec.Command("sh", "-c", `: "${LESS=FRX}" "${LESSCHARSET=utf-8}"; export LESS LESSCHARSET; `+pager)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(text), out, out
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.ExitCode() != 126 && exit.ExitCode() != 127:
		return nil // left before the end
	case err != nil && !errors.Is(err, os.ErrClosed):
		_, err = io.WriteString(w, text)
	}
	return err
}

// installed says whether the program that a command line begins with can be found. What only a shell understands is
// left to it.
func installed(pager string) bool {
	name := strings.Fields(pager)[0]
	if strings.ContainsAny(name, `"'\$=(;&|`) {
		return true
	}
	_, err := exec.LookPath(name)
	return err == nil
}

// fits says whether text leaves room for the next prompt on the screen.
func fits(out *os.File, text string) bool {
	_, height, err := term.GetSize(int(out.Fd()))
	return err != nil || strings.Count(text, "\n") < height-1
}
