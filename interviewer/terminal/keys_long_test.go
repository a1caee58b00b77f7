//go:build fault && (linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package terminal

import (
	"io"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/creack/pty"
)

// TestNoKeysBreakReadline presses all keys that reach readline one after another in every order, for a panic in its own
// goroutine is the one that nobody can recover from. Whether the editor says what a line is, others test.
func TestNoKeysBreakReadline(t *testing.T) {
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	e, err := newLineEditor(tty, io.Discard, capabilities{cursorMoves: true})
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	e.answer.set(restless{})
	keys := [][]rune{
		{'a'}, {' '}, {'/'}, {'数'}, {0x301}, {'\t'}, {0x7f}, {8}, {1}, {2}, {keyCtrlD}, {5}, {6}, {keyCtrlK}, {keyCtrlL},
		{keyUp}, {keyDown}, {keyCtrlT}, {keyCtrlU}, {keyCtrlW}, {keyCtrlY}, {deleteKey}, {e.keys.block("a\nb")},
		{keyEsc, 'b'}, {keyEsc, 'f'}, {keyEsc, 'd'}, {keyEsc, 0x7f}, {utf8.RuneError}, {keyCtrlC}, {keyEnter},
	}
	lines := 0
	var press func(pressed []rune, more int)
	press = func(pressed []rune, more int) {
		if more == 0 {
			for _, initial := range []string{"", "x", "two words 数"} {
				e.keys.with(func() { e.keys.decoder.out = append(slices.Clone(pressed), keyEnter) })
				e.readLine(t.Context(), "> ", initial)
				lines++
			}
			return
		}
		for _, k := range keys {
			press(append(slices.Clone(pressed), k...), more-1)
		}
	}
	press(nil, 3)
	t.Logf("%d lines", lines)
}

// restless uses a line and has no other above or below.
type restless struct{}

func (restless) typing([]rune, bool) {}
func (restless) canMove(int) bool    { return false }
func (restless) above() string       { return "" }
