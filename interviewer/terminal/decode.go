package terminal

import (
	"bytes"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The private characters that stand on the input line for what was pasted. Plane 16 is private use; what a keyboard
// sends from it is registered like a paste.
const (
	privateFirst = '\U00100000'
	privateLast  = '\U0010FFFD'

	pastedSlash = privateFirst     // a pasted slash, which begins no command
	pastedDot   = privateFirst + 1 // a pasted dot, which submits nothing
	pastedTab   = privateFirst + 2 // a pasted tab, which completes nothing
	deleteKey   = privateFirst + 3 // the Delete key, which is no Ctrl-D
	firstBlock  = privateFirst + 16
)

// How long the rest of a key may be under way, as over a slow line, and how long a paste may be silent before it counts
// as over: its end marker is lost.
const (
	sequenceDelay = 600 * time.Millisecond
	pasteSilence  = time.Second
)

const (
	keyCtrlC = 3
	keyCtrlD = 4
	keyEnter = 13
	keyLF    = 10
	keyUp    = 16 // Ctrl-P
	keyDown  = 14 // Ctrl-N
	keyCtrlK = 11
	keyCtrlL = 12
	keyCtrlT = 20
	keyCtrlU = 21
	keyCtrlW = 23
	keyCtrlY = 25
	keyCtrlZ = 26
	keyEsc   = 27
	keyQuit  = 28 // Ctrl-\
)

// inlinePaste is the longest paste, in characters, that is laid on the input line to be edited. Longer ones, and those
// of several lines, stand there as one block.
const inlinePaste = 400

// decoder turns the bytes of a terminal into the few keys that readline knows. It collects bracketed pastes aside and
// drops every sequence that it does not know, so that no key can leave its bytes in an answer.
type decoder struct {
	in      []byte // not yet understood
	pasting bool
	paste   []byte
	whole   bool // every paste is one block, so that none is taken for keys
	out     []rune
	blocks  []string // what firstBlock and on stand for
}

var (
	pasteStart = []byte("\x1b[200~")
	pasteEnd   = []byte("\x1b[201~")
)

// feed takes bytes as they come, cut anywhere.
func (d *decoder) feed(b []byte) {
	d.in = append(d.in, b...)
	for d.step() {
	}
}

// patience is how long the rest of what has begun may take; false where nothing has.
func (d *decoder) patience() (time.Duration, bool) {
	switch {
	case d.pasting:
		return pasteSilence, true
	case len(d.in) > 0:
		return sequenceDelay, true
	}
	return 0, false
}

// expire gives up on the end of what has begun: a paste keeps its text, a lone Esc is dropped, cut UTF-8 becomes
// U+FFFD.
func (d *decoder) expire() {
	if d.pasting {
		d.finish()
		return
	}
	if len(d.in) == 0 {
		return
	}
	if d.in[0] != keyEsc {
		d.out = append(d.out, utf8.RuneError)
	}
	rest := d.in[1:]
	d.in = nil
	d.feed(rest)
}

// finish takes what is left of a paste that was cut off, so that it is not lost.
func (d *decoder) finish() {
	if d.pasting {
		d.paste = append(d.paste, d.in...)
		d.in, d.pasting = nil, false
		d.pasted(string(d.paste))
		d.paste = nil
	}
}

// step takes one thing off the input; false asks for more bytes.
func (d *decoder) step() bool {
	switch {
	case len(d.in) == 0:
		return false
	case d.pasting:
		return d.collect()
	case d.in[0] == keyEsc:
		return d.escape()
	case !utf8.FullRune(d.in):
		return false
	}
	r, n := utf8.DecodeRune(d.in)
	d.in = d.in[n:]
	d.key(r)
	return true
}

// collect moves bytes into the paste up to its end marker, of which a part may be there.
func (d *decoder) collect() bool {
	text, rest, found := bytes.Cut(d.in, pasteEnd)
	if found {
		d.paste = append(d.paste, text...)
		d.in, d.pasting = rest, false
		d.pasted(string(d.paste))
		d.paste = nil
		return true
	}
	keep := 0
	for n := min(len(d.in), len(pasteEnd)-1); n > 0; n-- {
		if bytes.HasSuffix(d.in, pasteEnd[:n]) {
			keep = n
			break
		}
	}
	d.paste = append(d.paste, d.in[:len(d.in)-keep]...)
	d.in = append([]byte(nil), d.in[len(d.in)-keep:]...)
	return false
}

// pasted puts a paste on the line: a short one as characters, of which those that the protocol knows are made private,
// others as a block.
func (d *decoder) pasted(text string) {
	text = newlines(text)
	if text == "" {
		return
	}
	if d.whole || len(text) > 4*inlinePaste || utf8.RuneCountInString(text) > inlinePaste || !utf8.ValidString(text) ||
		strings.ContainsFunc(text, unprintable) {
		d.out = append(d.out, d.block(text))
		return
	}
	for _, r := range text {
		d.out = append(d.out, protectRune(r))
	}
}

// unprintable says whether a character cannot stand on the input line.
func unprintable(r rune) bool {
	return r < ' ' && r != '\t' || r >= 0x7f && r <= 0x9f || r >= privateFirst
}

func protectRune(r rune) rune {
	switch r {
	case '/':
		return pastedSlash
	case '.':
		return pastedDot
	case '\t':
		return pastedTab
	}
	return r
}

// unite makes one key of keys that came at once. Nobody types so fast: they are a key that is held, or a paste without
// marks, which stands there as a block. A way out among them is taken all the same.
func (d *decoder) unite() {
	keys := slices.Compact(d.out)
	for _, r := range keys {
		if r == keyCtrlC || r == keyCtrlD || r == keyQuit {
			d.out = []rune{r}
			return
		}
	}
	switch {
	case len(keys) < 2:
		d.out = keys
	case len(keys) == 2 && keys[0] == keyEsc: // Alt and a key, which moves about in a line
		d.out = nil
	default:
		d.out = []rune{d.block(string(keys))}
	}
}

// block registers text and gives the character that stands for it.
func (d *decoder) block(text string) rune {
	if r := rune(firstBlock + len(d.blocks)); r <= privateLast {
		d.blocks = append(d.blocks, text)
		return r
	}
	return utf8.RuneError
}

// expand gives back what a line stands for. A block at its end loses one line end, which the Enter that follows brings.
func (d *decoder) expand(line string) string {
	if !strings.ContainsFunc(line, private) {
		return line
	}
	var b strings.Builder
	for _, r := range line {
		switch {
		case r == pastedSlash:
			b.WriteByte('/')
		case r == pastedDot:
			b.WriteByte('.')
		case r == pastedTab:
			b.WriteByte('\t')
		case private(r):
			b.WriteString(d.piece(r))
		default:
			b.WriteRune(r)
		}
	}
	if last, _ := utf8.DecodeLastRuneInString(line); last >= firstBlock {
		return strings.TrimSuffix(b.String(), "\n")
	}
	return b.String()
}

// piece is the text of one block.
func (d *decoder) piece(r rune) string {
	if i := int(r - firstBlock); i >= 0 && i < len(d.blocks) {
		return d.blocks[i]
	}
	return string(r)
}

func private(r rune) bool { return r >= privateFirst && r <= privateLast }

// key passes on a character, or a control that readline can do something sensible with.
func (d *decoder) key(r rune) {
	switch {
	case r == utf8.RuneError, r >= ' ' && r != 0x7f && !private(r):
		d.out = append(d.out, r)
	case private(r):
		d.out = append(d.out, d.block(string(r)))
	case r == 0x7f, r < ' ' && 1<<r&passedControls != 0:
		d.out = append(d.out, r)
	}
}

// passedControls are the control keys that readline gets: Ctrl-A to F, H, Tab, LF, K, L, Enter, N, P, T, U, W, Y, Z, \.
// NUL would be taken for the end of the input, the searches of readline draw on the screen themselves, and the rest
// would end up in the text.
const passedControls = 1<<1 | 1<<2 | 1<<keyCtrlC | 1<<keyCtrlD | 1<<5 | 1<<6 | 1<<8 | 1<<9 |
	1<<keyLF | 1<<keyCtrlK | 1<<keyCtrlL | 1<<keyEnter | 1<<14 | 1<<16 |
	1<<keyCtrlT | 1<<keyCtrlU | 1<<keyCtrlW | 1<<keyCtrlY | 1<<keyCtrlZ | 1<<keyQuit

// escape takes one escape sequence off the input.
func (d *decoder) escape() bool {
	if len(d.in) < 2 {
		return false
	}
	switch c := d.in[1]; c {
	case '[':
		return d.csi()
	case 'O':
		if len(d.in) < 3 {
			return false
		}
		d.motion(d.in[2], "")
		d.in = d.in[3:]
	case ']', 'P', '_', '^', 'X':
		return d.str()
	case keyEsc:
		d.in = d.in[1:]
	case 'b', 'f', 'd', 0x7f, 8:
		d.out = append(d.out, keyEsc, meta(c))
		d.in = d.in[2:]
	case keyEnter, keyLF:
		d.in = d.in[1:]
	default: // Esc means nothing, so what follows it is what was typed
		d.in = d.in[1:]
	}
	return true
}

func meta(c byte) rune {
	if c == 8 {
		return 0x7f
	}
	return rune(c)
}

// str drops an OSC, DCS or similar string: a report of the terminal, which nobody asked for.
func (d *decoder) str() bool {
	for i := 2; i < len(d.in); i++ {
		switch {
		case d.in[i] == 7:
			d.in = d.in[i+1:]
			return true
		case d.in[i] == keyEsc && i+1 < len(d.in):
			d.in = d.in[i+1:]
			d.in = bytes.TrimPrefix(d.in, []byte(`\`))
			return true
		case i > 4096 || d.in[i] == keyEnter || d.in[i] == keyCtrlC:
			d.in = d.in[i:]
			return true
		}
	}
	return false
}

// csi takes a control sequence: ESC [ parameters final.
func (d *decoder) csi() bool {
	for i := 2; i < len(d.in); i++ {
		c := d.in[i]
		switch {
		case c == '[' && i == 2: // a function key of the Linux console has one more
			if len(d.in) < 4 {
				return false
			}
			d.in = d.in[4:]
			return true
		case c >= 0x40 && c <= 0x7e:
			if bytes.HasPrefix(d.in, pasteStart) {
				d.pasting, d.in = true, d.in[len(pasteStart):]
				return true
			}
			args := string(d.in[2:i])
			d.in = d.in[i+1:]
			d.motion(c, args)
			return true
		case c < ' ' || c > 0x7e || i > 64: // no sequence after all
			d.in = d.in[i:]
			return true
		}
	}
	return false
}

// motion translates a cursor key, or an Enter with Shift, Control or Alt. Control or Alt with an arrow goes by words.
func (d *decoder) motion(final byte, args string) {
	if final == 'u' && (args == "13" || strings.HasPrefix(args, "13;")) ||
		final == '~' && strings.HasPrefix(args, "27;") && strings.HasSuffix(args, ";13") {
		d.out = append(d.out, keyEnter)
		return
	}
	if final == '~' {
		args, _, _ = strings.Cut(args, ";")
		switch args {
		case "1", "7":
			d.out = append(d.out, 1)
		case "4", "8":
			d.out = append(d.out, 5)
		case "3":
			d.out = append(d.out, deleteKey)
		}
		return
	}
	words := strings.HasSuffix(args, ";5") || strings.HasSuffix(args, ";3") || final == 'c' || final == 'd'
	switch {
	case final == 'A':
		d.out = append(d.out, keyUp)
	case final == 'B':
		d.out = append(d.out, keyDown)
	case words && (final == 'C' || final == 'c'):
		d.out = append(d.out, keyEsc, 'f')
	case words && (final == 'D' || final == 'd'):
		d.out = append(d.out, keyEsc, 'b')
	case final == 'C':
		d.out = append(d.out, 6)
	case final == 'D':
		d.out = append(d.out, 2)
	case final == 'H':
		d.out = append(d.out, 1)
	case final == 'F':
		d.out = append(d.out, 5)
	}
}
