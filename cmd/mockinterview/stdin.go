package main

import (
	"context"
	"io"
)

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
