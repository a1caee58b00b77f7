package terminal

import (
	"bytes"
	"io"
	"os"
	"sync"
	"time"
	"unicode/utf8"
)

// keyboard is the standard input of readline: decoded keys, one a read. It reads the terminal only while a line is
// being asked for, and holds still after every key that ends one, so that between two lines an editor, or nobody, has
// the terminal.
type keyboard struct {
	tty  *os.File
	wake *waker

	mu        sync.Mutex
	cond      *sync.Cond
	open      bool // a line is being asked for
	stepwise  bool // every key is waited for until resume: each may end the line
	lineEnded bool // a key that ends a line was given
	closed    bool
	hungUp    bool // the terminal went away
	injected  []rune
	decoder   decoder
	first     rune      // the first key of the line, 0 before it
	burst     int       // line ends that came without a pause
	lastRead  time.Time // when the last of them came, or was dealt with
}

// A terminal without bracketed paste sends a paste as if it were typed, but faster than anybody types: more than
// burstLines line ends, none later than burstGap after what came before.
const (
	burstLines = 8
	burstGap   = 50 * time.Millisecond
	// keyGap is how soon after a key nobody has typed another, not even by holding it down.
	keyGap = 10 * time.Millisecond
)

func newKeyboard(tty *os.File) (*keyboard, error) {
	w, err := newWaker()
	if err != nil {
		return nil, err
	}
	k := &keyboard{tty: tty, wake: w}
	k.cond = sync.NewCond(&k.mu)
	return k, nil
}

// resume lets keys through again.
func (k *keyboard) resume() {
	k.with(func() {
		if !k.open { // a new line
			k.first, k.lastRead = 0, time.Now()
		}
		k.open, k.lineEnded = true, false
	})
}

// byStep lets each key wait for a resume, or not any more. What comes at once, a paste above all, is then one key that
// stands for all of it.
func (k *keyboard) byStep(on bool) { k.with(func() { k.stepwise, k.decoder.whole = on, on }) }

// pause stops reading the terminal.
func (k *keyboard) pause() { k.with(func() { k.open, k.injected = false, nil }) }

// interrupt is a Ctrl-C that nobody typed.
func (k *keyboard) interrupt() { k.with(func() { k.injected = []rune{keyCtrlC} }) }

// Close ends every read.
func (k *keyboard) Close() error {
	k.with(func() { k.closed = true })
	return nil
}

func (k *keyboard) with(f func()) {
	k.mu.Lock()
	f()
	k.mu.Unlock()
	k.cond.Broadcast()
	k.wake.wake()
}

// disconnected says whether nothing can come any more.
func (k *keyboard) disconnected() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.hungUp || k.closed
}

// idle says whether no further key is there already, so that drawing is worth while.
func (k *keyboard) idle() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.decoder.out) == 0
}

// expand gives back what a line stands for.
func (k *keyboard) expand(line string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.decoder.expand(line)
}

// piece is the text that one character stands for.
func (k *keyboard) piece(r rune) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	if r < firstBlock {
		return k.decoder.expand(string(r))
	}
	return k.decoder.piece(r)
}

// block makes one character of a text.
func (k *keyboard) block(text string) rune {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.decoder.block(text)
}

// drainPaste takes what is left of a paste that was cut off.
func (k *keyboard) drainPaste() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.decoder.finish()
	var out []rune
	for _, r := range k.decoder.out {
		if r >= ' ' && r != 0x7f && r != deleteKey {
			out = append(out, r)
		}
	}
	k.decoder.out = nil
	return k.decoder.expand(string(out))
}

// Read gives one key.
func (k *keyboard) Read(p []byte) (int, error) {
	if len(p) < utf8.UTFMax {
		return 0, io.ErrShortBuffer
	}
	for {
		r, ok, err := k.next()
		if err != nil {
			return 0, err
		}
		if ok {
			return utf8.EncodeRune(p, r), nil
		}
		if err := k.fill(); err != nil {
			k.with(func() { k.hungUp, k.injected = true, []rune{keyCtrlC} })
		}
	}
}

// next takes a key that is there, once a line is being asked for.
func (k *keyboard) next() (rune, bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for !k.closed && (!k.open || k.lineEnded) {
		k.cond.Wait()
	}
	if k.stepwise {
		k.decoder.unite()
	}
	switch {
	case k.closed:
		return 0, false, io.EOF
	case len(k.injected) > 0:
		r := k.injected[0]
		k.injected = k.injected[1:]
		k.lineEnded = true
		return r, true, nil
	case len(k.decoder.out) > 0:
		r := k.decoder.out[0]
		k.decoder.out = k.decoder.out[1:]
		k.lineEnded = k.stepwise || endsLine(r)
		if k.first == 0 {
			k.first = r
		}
		return r, true, nil
	}
	return 0, false, nil
}

// endsLine says whether a key may end the line, so that nothing after it belongs there.
func endsLine(r rune) bool {
	switch r {
	case keyEnter, keyLF, keyCtrlC, keyCtrlD, keyUp, keyDown, keyQuit:
		return true
	}
	return false
}

// fill waits for bytes of the terminal, or for something that matters more.
func (k *keyboard) fill() error {
	k.mu.Lock()
	wait, limited := k.decoder.patience()
	if !limited {
		wait = -1
	}
	k.mu.Unlock()
	ready, woken, err := k.wake.await(k.tty, wait)
	if err != nil {
		return err
	}
	if k.distracted(woken) {
		return nil
	}
	if !ready {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.decoder.expire()
		return nil
	}
	b, err := k.readBytes()
	if len(b) == 0 {
		return err
	}
	b, pasted := k.gather(b)
	k.mu.Lock()
	defer k.mu.Unlock()
	if pasted {
		k.decoder.pasted(string(b))
	} else {
		k.decoder.feed(b)
	}
	return nil // an error comes again
}

// distracted says whether something matters more than what the terminal has.
func (k *keyboard) distracted(woken bool) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return woken || k.closed || !k.open || len(k.injected) > 0
}

// readBytes takes what the terminal has.
func (k *keyboard) readBytes() ([]byte, error) {
	buf := make([]byte, 16<<10)
	n, err := k.tty.Read(buf)
	if n <= 0 && err == nil {
		err = io.EOF
	}
	return buf[:max(n, 0)], err
}

// gather finds out whether what was read begins a burst, and if so reads it to its end. Only what may matter waits for
// that: an Enter that ends a line of plain words is text, whether it was typed or pasted.
func (k *keyboard) gather(b []byte) (all []byte, pasted bool) {
	k.mu.Lock()
	now := time.Now()
	if now.Sub(k.lastRead) > burstGap {
		k.burst = 0
	}
	k.lastRead = now
	before, plain := k.burst, k.first != 0 && k.first != '/' && k.first != '.' && k.first >= ' '
	stepwise, bracketed := k.stepwise, k.decoder.pasting || len(k.decoder.in) > 0 || bytes.Contains(b, pasteStart)
	k.mu.Unlock()
	if stepwise { // and what comes at once is one key
		if b = append(b, k.readUntilPause(keyGap)...); len(b) > 1 {
			b = append(b, k.readUntilPause(burstGap)...)
		}
		return b, false
	}
	n := lineEnds(b)
	if bracketed || n == 0 && before <= burstLines {
		return b, false
	}
	ended := b[len(b)-1] == keyEnter || b[len(b)-1] == keyLF
	if n == 1 && plain && before == 0 && ended {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.burst = 1
		return b, false
	}
	b = append(b, k.readUntilPause(burstGap)...)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.burst = 0
	return b, before+lineEnds(b) > burstLines && !bytes.Contains(b, pasteStart)
}

// readUntilPause reads on until nothing has come for a while.
func (k *keyboard) readUntilPause(gap time.Duration) (all []byte) {
	for len(all) < maxDraft {
		ready, woken, err := k.wake.await(k.tty, gap)
		switch {
		case err != nil, k.distracted(false), !ready && !woken:
			return all
		case ready:
			more, _ := k.readBytes()
			if len(more) == 0 {
				return all
			}
			all = append(all, more...)
		}
	}
	return all
}

// lineEnds counts the ends of lines in what was read; CRLF is one.
func lineEnds(b []byte) int {
	return bytes.Count(b, []byte{keyEnter}) + bytes.Count(b, []byte{keyLF}) - bytes.Count(b, []byte{keyEnter, keyLF})
}
