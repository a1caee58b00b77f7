//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package terminal

import (
	"errors"
	"os"
	"os/signal"
	"time"

	"golang.org/x/sys/unix"
)

// canRaw says that lines can be edited here; elsewhere a terminal is read line by line.
const canRaw = true

// modes switches a terminal between the mode it was found in and ours.
type modes struct {
	tty   *os.File
	found unix.Termios
}

func newModes(tty *os.File) (*modes, error) {
	found, err := unix.IoctlGetTermios(int(tty.Fd()), ioctlGet)
	if err != nil {
		return nil, err
	}
	return &modes{tty: tty, found: *found}, nil
}

// raw gives every key to us as it is typed; output stays as it is. quiet does the same but leaves the keys of
// interruption to the system: it is for waiting, when nothing typed should garble the screen.
func (m *modes) raw() error   { return m.set(0) }
func (m *modes) quiet() error { return m.set(unix.ISIG) }

func (m *modes) set(keep uint32) error {
	t := m.found
	t.Iflag &^= unix.BRKINT | unix.IGNCR | unix.INLCR | unix.ICRNL | unix.ISTRIP | unix.IXON | unix.PARMRK
	t.Lflag &^= unix.ECHO | unix.ECHONL | unix.ICANON | unix.IEXTEN | unix.ISIG
	t.Lflag |= tcflag(keep)
	t.Cflag &^= unix.CSIZE | unix.PARENB
	t.Cflag |= unix.CS8
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 1, 0
	return unix.IoctlSetTermios(int(m.tty.Fd()), ioctlSet, &t)
}

// restore is the mode that the terminal was found in.
func (m *modes) restore() error {
	return unix.IoctlSetTermios(int(m.tty.Fd()), ioctlSet, &m.found)
}

// waker is a pipe to oneself. The files only keep their descriptors alive.
type waker struct {
	files     [2]*os.File
	out, self int
}

func newWaker() (*waker, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	k := &waker{files: [2]*os.File{r, w}, self: int(r.Fd()), out: int(w.Fd())}
	return k, errors.Join(unix.SetNonblock(k.self, true), unix.SetNonblock(k.out, true))
}

// wake ends an await, now or the next one. A full pipe wakes as well as a fuller one.
func (w *waker) wake() { _, _ = unix.Write(w.out, []byte{0}) }

// await waits until tty can be read, wake is called, or the time is over; a negative time is none. select is used
// because poll does not know terminals on every system.
func (w *waker) await(tty *os.File, wait time.Duration) (ready, woken bool, err error) {
	in, self := int(tty.Fd()), w.self
	var fds unix.FdSet
	fds.Set(in)
	fds.Set(self)
	var limit *unix.Timeval
	if wait >= 0 {
		v := unix.NsecToTimeval(int64(wait))
		limit = &v
	}
	n, err := unix.Select(max(in, self)+1, &fds, nil, nil, limit)
	switch {
	case errors.Is(err, unix.EINTR):
		return false, true, nil
	case err != nil || n == 0:
		return false, false, err
	}
	if fds.IsSet(self) {
		var drain [64]byte
		_, _ = unix.Read(self, drain[:])
		return false, true, nil
	}
	return fds.IsSet(in), false, nil
}

// sizeStays is how long a size must have stayed to be drawn for. While a window is being drawn by its edge, what is
// written for one width reaches a screen that has the next.
const sizeStays = 80 * time.Millisecond

// watchSignals tells of a new size, once it stays, and of having been continued. The function it gives back ends
// that.
func watchSignals(resized, continued func()) func() {
	ch := make(chan os.Signal, 4)
	signal.Notify(ch, unix.SIGWINCH, unix.SIGCONT)
	done := make(chan struct{})
	go func() {
		var stayed <-chan time.Time
		for {
			select {
			case s := <-ch:
				if s == unix.SIGCONT {
					continued()
				} else {
					stayed = time.After(sizeStays)
				}
			case <-stayed:
				stayed = nil
				resized()
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(ch)
		close(done)
	}
}

// suspend stops the program and those that the shell started with it, as Ctrl-Z does on a terminal in its usual mode.
func suspend(continued <-chan struct{}) {
	select {
	case <-continued:
	default:
	}
	if unix.Kill(0, unix.SIGTSTP) != nil {
		return
	}
	// The signal may arrive after kill returned, and in an orphaned process group it never does.
	select {
	case <-continued:
	case <-time.After(300 * time.Millisecond):
	}
}
