//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package terminal

import (
	"errors"
	"os"
	"time"
)

// canRaw is false where a terminal is read line by line.
const canRaw = false

var errNoRaw = errors.New("lines cannot be edited on this system")

type modes struct{}

func newModes(*os.File) (*modes, error) { return nil, errNoRaw }
func (*modes) raw() error               { return errNoRaw }
func (*modes) quiet() error             { return errNoRaw }
func (*modes) restore() error           { return nil }

type waker struct{}

func newWaker() (*waker, error) { return nil, errNoRaw }
func (*waker) wake()            {}
func (*waker) await(*os.File, time.Duration) (ready, woken bool, err error) {
	return false, false, errNoRaw
}

func watchSignals(_, _ func()) func() { return func() {} }
func suspend(<-chan struct{})         {}
