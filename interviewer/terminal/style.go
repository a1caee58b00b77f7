package terminal

import (
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/fatih/color"
	"golang.org/x/term"
)

// capabilities is what the environment says about the screen.
type capabilities struct {
	cursorMoves bool // the cursor can be moved
	linear      bool // nothing on the screen may change once written
}

func detectCapabilities(env func(string) string) capabilities {
	return capabilities{cursorMoves: env("TERM") != "dumb", linear: truthy(env("ACCESSIBLE"))}
}

func truthy(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "", "0", "no", "false", "off":
		return false
	}
	return true
}

// Style is how text is laid out. The zero Style is plain text, not wrapped.
type Style struct {
	Width int  // columns to wrap at; 0 does not wrap
	Color bool // may use the sixteen ANSI colours
	// Linear is for a screen that is read aloud: no tables, no rules under headings.
	Linear bool
}

// The widths that text is laid out for.
const (
	minWidth = 20
	maxWidth = 100
)

// StyleFor is the style of text on w: the width of the terminal, or COLUMNS, but never more than 100; colour on a
// terminal unless NO_COLOR, CLICOLOR=0 or TERM=dumb say no, and anywhere when CLICOLOR_FORCE is set. Off a terminal it
// wraps only when COLUMNS says so.
func StyleFor(w io.Writer, env func(string) string) Style {
	s := Style{Color: useColor(w, env), Linear: truthy(env("ACCESSIBLE"))}
	if n, err := strconv.Atoi(strings.TrimSpace(env("COLUMNS"))); err == nil && n > 0 {
		s.Width = n
	} else if isTerminal(w) {
		s.Width = screenWidth(w)
	}
	if s.Width > 0 {
		s.Width = min(max(s.Width, minWidth), maxWidth)
	}
	return s
}

func useColor(w io.Writer, env func(string) string) bool {
	switch {
	case env("NO_COLOR") != "", truthy(env("ACCESSIBLE")):
		return false
	case env("CLICOLOR_FORCE") != "" && env("CLICOLOR_FORCE") != "0":
		return true
	case env("CLICOLOR") == "0", env("TERM") == "dumb":
		return false
	}
	return isTerminal(w)
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && f != nil && term.IsTerminal(int(f.Fd()))
}

func screenWidth(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			return n
		}
	}
	return 80
}

// colored gives text the attributes, line by line so that a pager that cuts lines loses nothing.
func (s Style) colored(text string, attrs ...color.Attribute) string {
	if !s.Color || text == "" || len(attrs) == 0 {
		return text
	}
	c := color.New(attrs...)
	c.EnableColor()
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if l != "" {
			lines[i] = c.Sprint(l)
		}
	}
	return strings.Join(lines, "\n")
}

func (s Style) bold(text string) string   { return s.colored(text, color.Bold) }
func (s Style) dim(text string) string    { return s.colored(text, color.Faint) }
func (s Style) accent(text string) string { return s.colored(text, color.FgCyan) }

// tab is what a tab takes at most: a terminal that lays it out by itself does not know where lines are to end.
const tab = "    "

// hyphen is one at which no line is broken: what follows may be the flag of a command.
const hyphen = "\u2011"

// wrap breaks lines at the width, between words where it can. Width 0 leaves them.
func wrap(text string, width int) string {
	if width <= 0 {
		return text
	}
	text = strings.ReplaceAll(text, "\t", tab)
	return strings.ReplaceAll(ansi.Wrap(strings.ReplaceAll(text, "-", hyphen), width, " "), hyphen, "-")
}
