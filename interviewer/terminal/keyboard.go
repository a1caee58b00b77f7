package terminal

import (
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
	lineEnded bool // a key that ends a line was given
	closed    bool
	hungUp    bool // the terminal went away
	injected  []rune
	decoder   decoder
}

// escDelay is how long the rest of an escape sequence may take before it counts as the Esc key.
const escDelay = 60 * time.Millisecond

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
func (k *keyboard) resume() { k.with(func() { k.open, k.lineEnded = true, false }) }

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
		k.lineEnded = r == keyEnter || r == keyLF || r == keyCtrlC || r == keyCtrlD
		return r, true, nil
	}
	return 0, false, nil
}

// fill waits for bytes of the terminal, or for something that matters more.
func (k *keyboard) fill() error {
	k.mu.Lock()
	wait := time.Duration(-1)
	if k.decoder.waiting() {
		wait = escDelay
	}
	k.mu.Unlock()
	ready, woken, err := k.wake.await(k.tty, wait)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case woken || k.closed || !k.open || len(k.injected) > 0:
		return nil
	case !ready:
		k.decoder.expire()
		return nil
	}
	buf := make([]byte, 16<<10)
	n, err := k.tty.Read(buf)
	if n > 0 {
		k.decoder.feed(buf[:n])
		return nil
	}
	if err == nil {
		err = io.EOF
	}
	return err
}
