//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package terminal

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// control does something with a descriptor that stays in the hands of the runtime, so that closing the file ends a
// read.
func control(t testing.TB, f *os.File, do func(fd int) error) {
	t.Helper()
	conn, err := f.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var failed error
	if err := conn.Control(func(fd uintptr) { failed = do(int(fd)) }); err != nil {
		t.Fatal(err)
	}
	if failed != nil {
		t.Fatal(failed)
	}
}

func modeOf(t testing.TB, f *os.File) unix.Termios {
	t.Helper()
	var m unix.Termios
	control(t, f, func(fd int) error {
		got, err := unix.IoctlGetTermios(fd, ioctlGet)
		if err == nil {
			m = *got
		}
		return err
	})
	return m
}

func setMode(t testing.TB, f *os.File, m unix.Termios) {
	t.Helper()
	control(t, f, func(fd int) error { return unix.IoctlSetTermios(fd, ioctlSet, &m) })
}

func setSize(t testing.TB, f *os.File, width, height int) {
	t.Helper()
	control(t, f, func(fd int) error {
		return unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(height), Col: uint16(width)})
	})
}

// pollable is the same terminal, read in a way that Close can end.
func pollable(t testing.TB, f *os.File) *os.File {
	t.Helper()
	fd, err := unix.Dup(int(f.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	if err := unix.SetNonblock(fd, true); err != nil {
		t.Fatal(err)
	}
	unix.CloseOnExec(fd)
	return os.NewFile(uintptr(fd), "master")
}
