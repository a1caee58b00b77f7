//go:build unix

package sqlite

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// lockable tries whether files beside path can be locked at all. SQLite takes most failures to lock for another process
// being busy.
func lockable(path string) error {
	name := path + ".lock"
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil // then something else is in the way
	}
	defer os.Remove(name)
	defer f.Close()
	err = syscall.FcntlFlock(
		f.Fd(),
		syscall.F_SETLK,
		&syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart, Len: 1},
	)
	if err == nil || errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EACCES) || errors.Is(err, syscall.EINTR) {
		return nil
	}
	return errors.Join(ErrLocking, err)
}
