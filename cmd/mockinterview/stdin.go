package main

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// input opens a file that a command reads; - is standard input.
func (a *app) input(ctx context.Context, file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(a.stdin(ctx)), nil
	}
	f, err := openNow(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound("check the name; - is standard input", "there is no file %q", file)
	}
	if err != nil {
		return nil, err
	}
	return leavingFile{leaving{ctx, f}, f}, nil
}

// openNow opens a file without waiting: a named pipe that nobody writes to is empty.
func openNow(file string) (*os.File, error) {
	return os.OpenFile(file, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// leavingFile is a file whose reader gives up when its context ends.
type leavingFile struct {
	leaving
	io.Closer
}

// stdin is standard input that a signal ends, where a plain read would go on waiting for a line.
func (a *app) stdin(ctx context.Context) io.Reader { return leaving{ctx, a.in} }

// leaving gives up reading when its context ends; the read under way is left behind.
type leaving struct {
	ctx context.Context
	r   io.Reader
}

// Read reads, or gives the context's error.
func (l leaving) Read(b []byte) (int, error) {
	if err := l.ctx.Err(); err != nil {
		return 0, err
	}
	type result struct {
		b   []byte
		err error
	}
	done := make(chan result, 1)
	go func() {
		own := make([]byte, len(b)) // for b is the caller's again once we have left
		n, err := l.r.Read(own)
		done <- result{own[:n], err}
	}()
	select {
	case <-l.ctx.Done():
		return 0, l.ctx.Err()
	case got := <-done:
		return copy(b, got.b), got.err
	}
}
