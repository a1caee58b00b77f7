package terminal

import (
	"io"

	"mockinterview/interviewer"
)

// Render lays out Markdown for a terminal.
func Render(w io.Writer, markdown string, s Style) error {
	_, err := io.WriteString(w, wrap(interviewer.Visible(markdown), s.Width)+"\n")
	return err
}
