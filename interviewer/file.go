package interviewer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Why a file is not read.
var (
	ErrTooLarge = errors.New("too large")
	ErrNotPlain = errors.New("not a plain file")
)

// ReadFile reads a plain file of at most so many bytes. A pipe or a device, which may never end or never begin, is
// refused without being opened: ErrNotPlain; a larger file is ErrTooLarge.
func ReadFile(name string, limit int64) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.IsDir() && !info.Mode().IsRegular():
		return nil, &fs.PathError{Op: "read", Path: name, Err: ErrNotPlain}
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(b)) > limit {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)}
	}
	return b, err
}

// Bounded keeps what is written to it up to a limit, and refuses the rest.
type Bounded struct {
	Limit int
	kept  bytes.Buffer
	over  bool
}

// Write keeps b, or is ErrTooLarge.
func (w *Bounded) Write(b []byte) (int, error) {
	if w.kept.Len()+len(b) > w.Limit {
		w.over = true
		return 0, ErrTooLarge
	}
	return w.kept.Write(b)
}

// Over says whether more was written than is kept.
func (w *Bounded) Over() bool { return w.over }

// String is what was kept.
func (w *Bounded) String() string { return w.kept.String() }
