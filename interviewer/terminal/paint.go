package terminal

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"mockinterview/interviewer"
)

// painter draws the input line. Readline keeps the line, this knows where it is on the screen: which columns its characters take, at which of
// them it breaks, and which row the cursor is on. Rows are broken here and one column short of the width, so that no terminal breaks or
// joins them by itself, and the cursor is placed by writing what stands before it, so that a terminal with another opinion on the
// width of a character still puts it in the right place.
type painter struct {
	mu      sync.Mutex
	w       io.Writer
	size    func() (width, height int)
	name    func(r rune) string // what a private character looks like
	linear  bool                // only ever write on
	reflows bool                // the terminal breaks long rows anew when it gets narrower

	active bool
	prompt string
	line   []rune
	pos    int

	rows     []string // as painted
	row, col int      // of the cursor within them; col counts bytes of the row
	top      int      // the first row shown, when not all fit
	hidden   bool     // rows were left out
}

// start shows a new line.
func (p *painter) start(prompt string, line []rune) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.active, p.prompt = true, prompt
	if line != nil {
		p.line, p.pos = line, len(line)
	}
	p.rows, p.row, p.col, p.top = nil, 0, 0, 0
	p.draw()
}

// set takes over what readline has, and draws it if asked to.
func (p *painter) set(line []rune, pos int, draw bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.line, p.pos = line, pos
	if p.active && draw {
		p.draw()
	}
}

// current is the line as it stands.
func (p *painter) current() []rune {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.line
}

// finish leaves the line on the screen, whole, and goes to the next row.
func (p *painter) finish(line []rune) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.active {
		return
	}
	p.line, p.pos = line, len(line)
	if p.hidden {
		p.erase()
		rows, _, _ := p.layout()
		p.put(strings.Join(rows, "\r\n"))
		p.hidden = false
	} else {
		p.draw()
	}
	p.put("\r\n")
	p.active, p.line, p.pos, p.rows = false, nil, 0, nil
}

// around lets something else be written above the line.
func (p *painter) around(f func() error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.active {
		return f()
	}
	if p.linear {
		p.put("\r\n")
	} else {
		p.erase()
	}
	err := f()
	p.rows, p.row, p.col = nil, 0, 0
	p.draw()
	return err
}

// clear draws the line at the top of an empty screen.
func (p *painter) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.active && !p.linear {
		p.put("\x1b[H\x1b[2J")
		p.rows, p.row, p.col = nil, 0, 0
		p.draw()
	}
}

// again draws the line anew below whatever was written in the meantime.
func (p *painter) again() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.active {
		p.rows, p.row, p.col = nil, 0, 0
		p.put("\r")
		p.draw()
	}
}

// resized draws the line for a new width. Rows that still fit are where they were. Longer ones are broken anew by most terminals, which puts
// the cursor further from the beginning of the line.
func (p *painter) resized() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.active || p.linear || len(p.rows) == 0 {
		return
	}
	if width, height := p.size(); p.reflows {
		up := broken(p.rows[p.row][:p.col], width) - 1
		for _, r := range p.rows[:p.row] {
			up += broken(r, width)
		}
		p.row = min(up, height-1)
	}
	p.erase()
	p.draw()
}

// broken is how many rows a row becomes at a width.
func broken(row string, width int) int {
	if width <= 0 || ansi.StringWidth(row) <= width {
		return 1
	}
	return 1 + strings.Count(ansi.Hardwrap(row, width, true), "\n")
}

func (p *painter) put(s string) { _, _ = io.WriteString(p.w, s) } // a terminal that is gone is noticed by reading

// erase goes to the beginning of the line and clears what follows.
func (p *painter) erase() {
	var b strings.Builder
	if p.row > 0 {
		fmt.Fprintf(&b, "\x1b[%dA", p.row)
	}
	b.WriteString("\r\x1b[J")
	p.put(b.String())
	p.rows, p.row, p.col = nil, 0, 0
}

// draw brings the screen up to date, writing only what is new when the line just grew.
func (p *painter) draw() {
	rows, row, col := p.window(p.layout())
	if p.linear {
		p.drawLinear()
		return
	}
	if suffix, ok := p.grown(rows, row, col); ok {
		p.put(suffix)
		p.rows, p.row, p.col = rows, row, col
		return
	}
	var b strings.Builder
	if p.row > 0 {
		fmt.Fprintf(&b, "\x1b[%dA", p.row)
	}
	b.WriteString("\r")
	for i, r := range rows {
		if i > 0 {
			b.WriteString("\r\n")
		}
		b.WriteString(r + "\x1b[K")
	}
	b.WriteString("\x1b[J")
	if up := len(rows) - 1 - row; up > 0 {
		fmt.Fprintf(&b, "\x1b[%dA", up)
	}
	if row < len(rows)-1 || col < len(rows[row]) {
		b.WriteString("\r" + rows[row][:col])
	}
	p.put(b.String())
	p.rows, p.row, p.col = rows, row, col
}

// grown says whether the line only has more at its end, and what.
func (p *painter) grown(rows []string, row, col int) (string, bool) {
	n := len(p.rows)
	if n == 0 || len(rows) != n || p.row != n-1 || row != n-1 || p.col != len(p.rows[n-1]) || col != len(rows[n-1]) {
		return "", false
	}
	for i := range n - 1 {
		if rows[i] != p.rows[i] {
			return "", false
		}
	}
	suffix, ok := strings.CutPrefix(rows[n-1], p.rows[n-1])
	for _, r := range suffix {
		ok = ok && (r < 0x300 || unicode.IsLetter(r)) // what combines with its left neighbour needs both written
		break
	}
	return suffix, ok
}

// drawLinear writes on: what was added, or backspaces over what was removed from the end, or the line again on a new row.
func (p *painter) drawLinear() {
	now := p.prompt + p.text(p.line)
	before := strings.Join(p.rows, "")
	switch {
	case now == before:
	case strings.HasPrefix(now, before):
		p.put(now[len(before):])
	case strings.HasPrefix(before, now):
		p.put(strings.Repeat("\b \b", ansi.StringWidth(before[len(now):])))
	default:
		p.put("\r\n" + now)
	}
	p.rows = []string{now}
}

// window leaves out rows that do not fit on the screen, around the cursor.
func (p *painter) window(rows []string, row, col int) ([]string, int, int) {
	_, height := p.size()
	room := max(height-1, 3)
	if p.linear || len(rows) <= room {
		p.top, p.hidden = 0, false
		return rows, row, col
	}
	p.hidden = true
	p.top = min(max(p.top, row-room+1), row, len(rows)-room)
	return rows[p.top : p.top+room], row - p.top, col
}

// layout breaks the line into rows and finds the cursor.
func (p *painter) layout() (rows []string, row, col int) {
	width, _ := p.size()
	width = max(width-1, 8)
	var b strings.Builder
	b.WriteString(p.prompt)
	used := ansi.StringWidth(p.prompt)
	text, cursor := p.text(p.line), len(p.text(p.line[:p.pos]))
	placed := false
	for at := 0; at < len(text); {
		piece, w := nextPiece(text[at:], used)
		if used+w > width && used > 0 {
			rows = append(rows, b.String())
			b.Reset()
			used = 0
		}
		if !placed && at >= cursor {
			row, col, placed = len(rows), b.Len(), true
		}
		if piece == "\t" {
			b.WriteString(strings.Repeat(" ", w))
		} else {
			b.WriteString(piece)
		}
		used += w
		at += len(piece)
	}
	if !placed {
		row, col = len(rows), b.Len()
	}
	return append(rows, b.String()), row, col
}

// nextPiece is the next thing on a row that cannot be broken, and how many columns it takes at most: terminals count either by characters
// or by what is perceived as one.
func nextPiece(s string, used int) (string, int) {
	if s[0] == '\t' {
		return s[:1], 4 - used%4
	}
	if s[0] < 0x80 && (len(s) == 1 || s[1] < 0x80) {
		return s[:1], 1
	}
	piece, w := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return piece, max(w, ansi.StringWidthWc(piece))
}

// text is the line as it looks.
func (p *painter) text(line []rune) string {
	var b strings.Builder
	for _, r := range line {
		if private(r) {
			b.WriteString(p.name(r))
		} else {
			b.WriteRune(r)
		}
	}
	return interviewer.Visible(b.String())
}

// leave goes below the line, for somebody else to write there.
func (p *painter) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.active {
		return
	}
	if down := len(p.rows) - 1 - p.row; down > 0 {
		p.put(fmt.Sprintf("\x1b[%dB", down))
	}
	p.put("\r\n")
}
