package terminal

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"sync"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"mockinterview/interviewer"
)

// lineRenderer draws the input line. Readline keeps the line, this knows where it is on the screen: which columns its
// characters take, at which of them it breaks, and which row the cursor is on. Rows are broken here and one column
// short of the width, so that no terminal breaks or joins them by itself, and the cursor is placed by writing what
// stands before it, so that a terminal with another opinion on the width of a character still puts it in the right
// place.
type lineRenderer struct {
	mu     sync.Mutex
	w      io.Writer
	size   func() (width, height int)
	label  func(r rune) string // what a private character looks like
	linear bool                // only ever write on

	active bool
	prompt string
	line   []rune
	pos    int

	rows     []string // as drawn
	row, col int      // of the cursor within them; col counts bytes of the row
	top      int      // the first row shown, when not all fit
	hidden   bool     // rows were left out
	above    int      // rows above the line that it leaves on the screen while it is typed
}

// start shows a new line.
func (lr *lineRenderer) start(prompt string, line []rune) {
	lr.mu.Lock()
	defer lr.mu.Unlock()
	lr.active, lr.prompt = true, prompt
	if line != nil {
		lr.line, lr.pos = line, len(line)
	}
	lr.rows, lr.row, lr.col, lr.top = nil, 0, 0, 0
	lr.draw()
}

// set takes over what readline has, and draws it if asked to.
func (lr *lineRenderer) set(line []rune, pos int, draw bool) {
	lr.mu.Lock()
	defer lr.mu.Unlock()
	lr.line, lr.pos = line, pos
	if lr.active && draw {
		lr.draw()
	}
}

// current is the line as it stands, and the place of the cursor in it.
func (lr *lineRenderer) current() (line []rune, pos int) {
	lr.mu.Lock()
	defer lr.mu.Unlock()
	return lr.line, lr.pos
}

// finish leaves the line on the screen, whole, and goes to the next row.
func (lr *lineRenderer) finish(line []rune) {
	lr.mu.Lock()
	defer lr.mu.Unlock()
	if !lr.active {
		return
	}
	lr.line, lr.pos = line, len(line)
	if lr.hidden {
		lr.erase()
		rows, _, _ := lr.layout()
		lr.write(strings.Join(rows, "\r\n"))
		lr.hidden = false
	} else {
		lr.draw()
	}
	lr.write("\r\n")
	lr.active, lr.line, lr.pos, lr.rows, lr.above = false, nil, 0, nil, 0
}

// retract takes the line off the screen, for another to stand in its place.
func (lr *lineRenderer) retract() {
	lr.mu.Lock()
	defer lr.mu.Unlock()
	if !lr.active {
		return
	}
	if lr.linear {
		lr.write("\r\n")
	} else {
		lr.erase()
	}
	lr.active, lr.hidden, lr.line, lr.pos, lr.rows = false, false, nil, 0, nil
}

// writeAbove lets something else be written above the line.
func (lr *lineRenderer) writeAbove(f func() error) error {
	lr.mu.Lock()
	defer lr.mu.Unlock()
	if !lr.active {
		return f()
	}
	if lr.linear {
		lr.write("\r\n")
	} else {
		lr.erase()
	}
	err := f()
	lr.rows, lr.row, lr.col = nil, 0, 0
	lr.draw()
	return err
}

// keepAbove lets the next line leave so many rows above it on the screen, as far as lineRows are enough for it.
func (lr *lineRenderer) keepAbove(rows int) {
	lr.mu.Lock()
	defer lr.mu.Unlock()
	lr.above = rows
}

// lineRows is how many rows of a screen a line can have whatever stands above it.
func lineRows(height int) int { return max(height/3, 3) }

// clear draws the line on an empty screen, below a text that stays there.
func (lr *lineRenderer) clear(above string) {
	lr.mu.Lock()
	defer lr.mu.Unlock()
	if lr.active && !lr.linear {
		lr.above = rowsOf(above)
		lr.write("\x1b[H\x1b[2J" + above)
		lr.rows, lr.row, lr.col = nil, 0, 0
		lr.draw()
	}
}

// redraw draws the line anew below whatever was written in the meantime.
func (lr *lineRenderer) redraw() {
	lr.mu.Lock()
	defer lr.mu.Unlock()
	if lr.active {
		lr.rows, lr.row, lr.col = nil, 0, 0
		lr.write("\r")
		lr.draw()
	}
}

// resized draws the whole line anew: a terminal that was narrower for a moment may have cut its rows off.
func (lr *lineRenderer) resized() {
	lr.mu.Lock()
	defer lr.mu.Unlock()
	if lr.active && !lr.linear {
		lr.drawRows(lr.visibleRows(lr.layout()))
	}
}

// write leaves a terminal that is gone to be noticed by reading.
func (lr *lineRenderer) write(s string) { _, _ = io.WriteString(lr.w, s) }

// toStart goes to the first row of the line, or below all of them to a new one when the first cannot be found: what
// becomes of a row that a narrower screen has no room for is the terminal's affair. Some cut it off, some make two of
// it, and none says which. A line that is drawn once too often is better than a conversation that is drawn over.
func (lr *lineRenderer) toStart() string {
	if len(lr.rows) == 0 {
		return "\r"
	}
	width, _ := lr.size()
	for i, r := range lr.rows[:lr.row+1] {
		if i == lr.row {
			r = r[:lr.col]
		}
		if ansi.StringWidthWc(r) >= width || ansi.StringWidth(r) >= width {
			return "\r\n"
		}
	}
	if lr.row > 0 {
		return fmt.Sprintf("\x1b[%dA\r", lr.row)
	}
	return "\r"
}

// erase goes to the beginning of the line and clears what follows.
func (lr *lineRenderer) erase() {
	lr.write(lr.toStart() + "\x1b[J")
	lr.rows, lr.row, lr.col = nil, 0, 0
}

// draw brings the screen up to date, writing only what is new when the line just grew.
func (lr *lineRenderer) draw() {
	rows, row, col := lr.visibleRows(lr.layout())
	if lr.linear {
		lr.drawLinear()
		return
	}
	if suffix, ok := lr.appended(rows, row, col); ok {
		lr.write(suffix)
		lr.rows, lr.row, lr.col = rows, row, col
		return
	}
	lr.drawRows(rows, row, col)
}

// drawRows writes the line over what is there of it, and clears what follows.
func (lr *lineRenderer) drawRows(rows []string, row, col int) {
	var b strings.Builder
	b.WriteString(lr.toStart())
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
	lr.write(b.String())
	lr.rows, lr.row, lr.col = rows, row, col
}

// appended says whether the line only has more at its end, and what.
func (lr *lineRenderer) appended(rows []string, row, col int) (string, bool) {
	n := len(lr.rows)
	if n == 0 || len(rows) != n || lr.row != n-1 || row != n-1 || lr.col != len(lr.rows[n-1]) || col != len(rows[n-1]) {
		return "", false
	}
	for i := range n - 1 {
		if rows[i] != lr.rows[i] {
			return "", false
		}
	}
	suffix, ok := strings.CutPrefix(rows[n-1], lr.rows[n-1])
	for _, r := range suffix {
		ok = ok && (r < 0x300 || unicode.IsLetter(r)) // what combines with its left neighbour needs both written
		break
	}
	return suffix, ok
}

// drawLinear writes on: what was added, or backspaces over what was removed from the end, or the line again on a new
// row.
func (lr *lineRenderer) drawLinear() {
	now := lr.prompt + lr.text(lr.line)
	before := strings.Join(lr.rows, "")
	switch {
	case now == before:
	case strings.HasPrefix(now, before):
		lr.write(now[len(before):])
	case strings.HasPrefix(before, now):
		lr.write(strings.Repeat("\b \b", ansi.StringWidth(before[len(now):])))
	default:
		lr.write("\r\n" + now)
	}
	lr.rows = []string{now}
}

// visibleRows leaves out rows that do not fit on the screen, around the cursor.
func (lr *lineRenderer) visibleRows(rows []string, row, col int) ([]string, int, int) {
	_, height := lr.size()
	room := max(height-1-lr.above, lineRows(height))
	if lr.linear || len(rows) <= room {
		lr.top, lr.hidden = 0, false
		return rows, row, col
	}
	lr.hidden = true
	lr.top = min(max(lr.top, row-room+1), row, len(rows)-room)
	return rows[lr.top : lr.top+room], row - lr.top, col
}

// layout breaks the line into rows and finds the cursor.
func (lr *lineRenderer) layout() (rows []string, row, col int) { return lr.layoutAt(lr.pos) }

// layoutAt breaks the line into rows, between words where it can, and finds a position of the line in them. The blank
// that a row has no room for ends it.
func (lr *lineRenderer) layoutAt(pos int) (rows []string, row, col int) {
	width, _ := lr.size()
	width = max(min(width-1, maxWidth), 8)
	b := []byte(lr.prompt)
	used := ansi.StringWidth(lr.prompt)
	end, endUsed := len(b), used // where the row can be broken; 0 where it cannot
	text, cursor := lr.text(lr.line), len(lr.text(lr.line[:pos]))
	placed := false
	for at := 0; at < len(text); {
		piece, w := nextCell(text[at:], used)
		full := used+w > width && used > 0
		if full && piece != " " {
			if end == 0 || w > 1 { // in the middle of a word, or between wide characters
				end, endUsed = len(b), used
			}
			if placed && row == len(rows) && col >= end {
				row, col = row+1, col-end
			}
			rows = append(rows, string(b[:end]))
			b, used = append([]byte(nil), b[end:]...), used-endUsed
			end, endUsed = 0, 0
			continue
		}
		if !placed && at >= cursor {
			row, col, placed = len(rows), len(b), true
		}
		at += len(piece)
		if full {
			rows = append(rows, string(b))
			b, used, end, endUsed = nil, 0, 0, 0
			continue
		}
		if piece == "\t" {
			b = append(b, strings.Repeat(" ", w)...)
		} else {
			b = append(b, piece...)
		}
		used += w
		if piece == " " || piece == "\t" || w > 1 {
			end, endUsed = len(b), used
		}
	}
	if !placed {
		row, col = len(rows), len(b)
	}
	return append(rows, string(b)), row, col
}

// beside is the position above or below the cursor within the line, false where the line has no such row.
func (lr *lineRenderer) beside(by int) (int, bool) {
	lr.mu.Lock()
	defer lr.mu.Unlock()
	rows, row, col := lr.layout()
	to, column := row+by, ansi.StringWidth(rows[row][:col])
	if to < 0 || to >= len(rows) || lr.linear {
		return lr.pos, false
	}
	pos := sort.Search(len(lr.line), func(pos int) bool { // positions go on with rows and columns
		at, row, col := lr.layoutAt(pos)
		return row > to || row == to && ansi.StringWidth(at[row][:col]) >= column
	})
	if _, row, _ := lr.layoutAt(pos); row > to {
		pos--
	}
	if start, end := graphemeAt(lr.line, pos); start != pos {
		pos = end
	}
	return pos, true
}

// nextCell is the next thing on a row that cannot be broken, and how many columns it takes at most: terminals count
// either by characters or by what is perceived as one.
func nextCell(s string, used int) (string, int) {
	if s[0] == '\t' {
		return s[:1], len(tab) - used%len(tab)
	}
	if s[0] < 0x80 && (len(s) == 1 || s[1] < 0x80) {
		return s[:1], 1
	}
	piece, w := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return piece, max(w, ansi.StringWidthWc(piece))
}

// text is the line as it looks.
func (lr *lineRenderer) text(line []rune) string {
	var b strings.Builder
	for _, r := range line {
		if private(r) {
			b.WriteString(lr.label(r))
		} else {
			b.WriteRune(r)
		}
	}
	return interviewer.Visible(b.String())
}

// moveBelow goes below the line, for somebody else to write there.
func (lr *lineRenderer) moveBelow() {
	lr.mu.Lock()
	defer lr.mu.Unlock()
	if !lr.active {
		return
	}
	if down := len(lr.rows) - 1 - lr.row; down > 0 {
		lr.write(fmt.Sprintf("\x1b[%dB", down))
	}
	lr.write("\r\n")
}
