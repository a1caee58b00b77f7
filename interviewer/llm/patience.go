package llm

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"
)

// localPatience is how long a server on this very machine may think before it says anything: a model without a graphics
// card needs minutes, and whoever waits sees it and can end it. No limit grows beyond it.
const localPatience = 20 * time.Minute

// longestAnswer bounds a call that is being answered, however slowly.
const longestAnswer = 4 * localPatience

// errSilent ends a call to a server that says nothing.
var errSilent = errors.New("nothing came from the server")

// patience is how long one server may say nothing. A limit that is too short for it would drop every call, so limits
// grow with what it needed lately; that is kept for the next process, where it matters there.
type patience struct {
	first, idle time.Duration // until an answer begins and between its pieces, as configured
	now         func() time.Time
	cache       Cache
	key         string
	// slow says that a call which ran out of time would have been answered: nobody but this program uses the server.
	slow bool

	mu     sync.Mutex
	needed time.Duration // by the slowest of the last calls
}

func newPatience(cfg Config, end endpoint) *patience {
	p := &patience{
		first: cfg.FirstByte, idle: cfg.Timeout, now: cfg.Now, cache: cfg.Cache, key: "patience/1/" + end.host,
		slow: end.local(),
	}
	if p.cache != nil {
		if b, ok := p.cache.Get(p.key); ok {
			p.needed, _ = time.ParseDuration(string(b)) // nothing is known where it cannot be read
		}
	}
	return p
}

// limits are those of the next call.
func (p *patience) limits() (first, idle time.Duration) {
	grown := min(2*p.lately(), localPatience)
	return max(p.first, grown), max(p.idle, grown)
}

// lately is what the slowest of the last calls took, or at least what it was given.
func (p *patience) lately() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.needed
}

// took remembers how long a call took, or how long it was waited for in vain. Each call that is quicker takes a
// twentieth off: a follow-up between two grades says little of how long a grade takes.
func (p *patience) took(d time.Duration, answered bool) {
	if !answered && !p.slow {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.needed
	if answered {
		p.needed -= p.needed / 20
	}
	p.needed = max(d, p.needed)
	matters := 2*max(before, p.needed) > min(p.first, p.idle)
	if matters && p.cache != nil {
		p.cache.Put(p.key, []byte(p.needed.String()))
	}
}

// watch watches over one call.
type watch struct {
	p      *patience
	ctx    context.Context
	end    context.CancelCauseFunc
	free   context.CancelFunc
	silent *time.Timer
	idle   time.Duration
	began  time.Time
}

// watch gives the context of a call, which ends when the server is silent for too long.
func (p *patience) watch(ctx context.Context) *watch {
	first, idle := p.limits()
	w := &watch{p: p, idle: idle, began: p.now()}
	ctx, w.free = context.WithTimeoutCause(ctx, longestAnswer, errSilent)
	w.ctx, w.end = context.WithCancelCause(ctx)
	w.silent = time.AfterFunc(first, func() { w.end(errSilent) })
	return w
}

// heard says that a piece of the answer came.
func (w *watch) heard() { w.silent.Reset(w.idle) }

// measure remembers how long a call took. One that was dropped for silence needed more.
func (w *watch) measure(answered bool) {
	if silent := errors.Is(context.Cause(w.ctx), errSilent); answered || silent {
		w.p.took(w.p.now().Sub(w.began), answered)
	}
}

// stop ends the watch.
func (w *watch) stop() {
	w.silent.Stop()
	w.end(context.Canceled)
	w.free()
}

// body is an answer whose pieces are heard.
func (w *watch) body(r io.Reader) io.Reader { return heardReader{r, w} }

type heardReader struct {
	io.Reader
	watch *watch
}

func (r heardReader) Read(b []byte) (int, error) {
	n, err := r.Reader.Read(b)
	if n > 0 {
		r.watch.heard()
	}
	return n, err
}
