//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package terminal

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// emulator is as much of a terminal as the tests look at: a grid, a cursor, wrapping at the edge, scrolling, and the
// sequences that this package writes. It counts columns by characters, as most terminals do.
type emulator struct {
	width, height int
	grid          [][]string // "" is the right half of a wide character
	soft          []bool     // the row goes on in the next, because it was full
	row, col      int
	pend          bool // the last column was written, the next character wraps
	rest          []byte
	modes         map[string]bool
	unknown       []string // sequences that are not understood
	reflows       bool     // another width breaks rows anew; otherwise it cuts them off
	scrolled      []string
}

func newEmulator(width, height int) *emulator {
	e := &emulator{modes: map[string]bool{}}
	e.resize(width, height)
	return e
}

func (e *emulator) resize(width, height int) {
	if e.reflows && e.grid != nil {
		e.reflow(width, height)
	}
	old := e.grid
	e.width, e.height = width, height
	e.grid, e.soft = nil, append(e.soft, make([]bool, height)...)[:height]
	for i := range height {
		row := blankRow(width)
		if i < len(old) {
			copy(row, old[i])
		}
		e.grid = append(e.grid, row)
	}
	e.row, e.col, e.pend = min(e.row, height-1), min(e.col, width-1), false
}

// reflow joins the rows that were one line, breaks them anew at a width, and lets the cursor stay with its character.
func (e *emulator) reflow(width, height int) {
	var rows [][]string
	var soft []bool
	row, col := 0, 0
	for i := 0; i < len(e.grid); i++ {
		var line []string
		cursor := -1
		for ; ; i++ {
			if i == e.row {
				cursor = len(line) + e.col
			}
			line = append(line, e.grid[i]...)
			if !e.soft[i] || i == len(e.grid)-1 {
				break
			}
		}
		used := len(line)
		for used > 0 && line[used-1] == " " && used > cursor {
			used--
		}
		for at := 0; at == 0 || at < used; {
			end := min(at+width, used)
			if end < used && line[end] == "" {
				end--
			}
			if cursor >= at {
				row, col = len(rows), cursor-at
			}
			rows = append(rows, append(slices.Clone(line[at:end]), blankRow(max(0, width-(end-at)))...))
			soft = append(soft, end < used)
			at = max(end, at+1)
		}
	}
	if col >= width {
		row, col = row+1, 0
	}
	for last := max(row, e.lastUsed(rows)); last >= height; last-- {
		e.scrolled = append(e.scrolled, strings.TrimRight(strings.Join(rows[0], ""), " "))
		rows, soft, row = rows[1:], soft[1:], row-1
	}
	e.grid, e.soft, e.row, e.col = rows, soft, row, col
}

func (e *emulator) lastUsed(rows [][]string) int {
	last := len(rows) - 1
	for last > 0 && strings.TrimSpace(strings.Join(rows[last], "")) == "" {
		last--
	}
	return last
}

func blankRow(width int) []string { return strings.Split(strings.Repeat(" ", width), "") }

func (e *emulator) Write(p []byte) (int, error) {
	e.rest = append(e.rest, p...)
	for len(e.rest) > 0 {
		n := e.step(e.rest)
		if n == 0 {
			break
		}
		e.rest = e.rest[n:]
	}
	return len(p), nil
}

func (e *emulator) step(b []byte) int {
	switch c := b[0]; {
	case c == 0x1b:
		return e.escape(b)
	case c == '\r':
		e.col, e.pend = 0, false
	case c == '\n':
		e.newline()
	case c == '\b':
		e.col, e.pend = max(0, e.col-1), false
	case c == 7:
	case c == '\t':
		e.col = min(e.width-1, e.col/8*8+8)
	case c < 0x20 || c == 0x7f:
		e.unknown = append(e.unknown, strconv.Quote(string(c)))
	default:
		if !utf8.FullRune(b) {
			return 0
		}
		r, n := utf8.DecodeRune(b)
		if r >= 0x80 && r <= 0x9f || r == utf8.RuneError && n == 1 {
			e.unknown = append(e.unknown, strconv.Quote(string(b[:n])))
		}
		e.put(r)
		return n
	}
	return 1
}

func (e *emulator) newline() {
	if e.row < e.height-1 {
		e.row++
		return
	}
	e.scrolled = append(e.scrolled, e.line(0))
	e.grid, e.soft = append(e.grid[1:], blankRow(e.width)), append(e.soft[1:], false)
}

func (e *emulator) put(r rune) {
	w := ansi.StringWidthWc(string(r))
	if unicode.In(r, unicode.Mn, unicode.Me) || r == '\u200d' || r == '\ufe0f' {
		w = 0
	}
	if w == 0 {
		if at := e.before(); at >= 0 {
			e.grid[e.row][at] += string(r)
		}
		return
	}
	if e.pend || e.col+w > e.width {
		e.soft[e.row] = true
		e.col, e.pend = 0, false
		e.newline()
	}
	e.grid[e.row][e.col] = string(r)
	if w == 2 {
		e.grid[e.row][e.col+1] = ""
	}
	e.col += w
	if e.col >= e.width {
		e.col, e.pend = e.width-1, true
	}
}

func (e *emulator) before() int {
	at := e.col - 1
	if e.pend {
		at = e.col
	}
	for at > 0 && e.grid[e.row][at] == "" {
		at--
	}
	return at
}

// escape interprets one sequence.
func (e *emulator) escape(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	if b[1] != '[' {
		e.unknown = append(e.unknown, strconv.Quote(string(b[:2])))
		return 2
	}
	for i := 2; i < len(b); i++ {
		if b[i] >= 0x40 && b[i] <= 0x7e {
			e.csi(string(b[2:i]), b[i])
			return i + 1
		}
	}
	return 0
}

func (e *emulator) csi(args string, final byte) {
	n, _ := strconv.Atoi(args)
	by := max(n, 1)
	e.pend = e.pend && final == 'm'
	switch {
	case final == 'm':
	case final == 'A':
		e.row = max(0, e.row-by)
	case final == 'B':
		e.row = min(e.height-1, e.row+by)
	case final == 'C':
		e.col = min(e.width-1, e.col+by)
	case final == 'D':
		e.col = max(0, e.col-by)
	case final == 'H' && args == "":
		e.row, e.col = 0, 0
	case final == 'J' && n == 0:
		e.wipe(e.row, e.col)
		for r := e.row + 1; r < e.height; r++ {
			e.wipe(r, 0)
		}
	case final == 'J' && n == 2:
		for r := range e.height {
			e.wipe(r, 0)
		}
	case final == 'K' && n == 0:
		e.wipe(e.row, e.col)
	case (final == 'h' || final == 'l') && strings.HasPrefix(args, "?"):
		e.modes[args] = final == 'h'
	default:
		e.unknown = append(e.unknown, strconv.Quote("\x1b["+args+string(final)))
	}
}

func (e *emulator) wipe(row, from int) {
	copy(e.grid[row][from:], blankRow(e.width-from))
	e.soft[row] = false
}

func (e *emulator) line(row int) string {
	return strings.TrimRight(strings.Join(e.grid[row], ""), " ")
}

// text is the screen without trailing blanks, and everything that scrolled off above it.
func (e *emulator) text() string {
	lines := append([]string{}, e.scrolled...)
	for r := range e.height {
		lines = append(lines, e.line(r))
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// cursor is what stands on the cursor's row to the left of the cursor.
func (e *emulator) cursor() string {
	end := e.col
	if e.pend {
		end++
	}
	return strings.Join(e.grid[e.row][:end], "")
}
