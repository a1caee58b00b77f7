package llm

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// limiter keeps all calls of a Client within what the server allows: so many at once, and, as far as the server states
// them in its headers, no more requests and tokens than remain before its next reset. Waiting calls keep their slot, so
// that they go in the order in which they came.
type limiter struct {
	slots chan struct{}
	now   func() time.Time
	sleep func(context.Context, time.Duration) error

	mu        sync.Mutex
	unopened  int // slots that slow start still holds back
	inFlight  int
	notBefore time.Time // the server asked to slow down
	requests  allowance
	tokens    allowance
}

// allowance is what remains of one stated limit until its reset. It is unknown until a server states it.
type allowance struct {
	known bool
	left  int
	reset time.Time
}

// longestSit is the longest wait that is sat out. A longer one is told at once, and the grade left pending.
const longestSit = time.Minute

// longestWait bounds a wait that a server's headers ask for.
const longestWait = 10 * time.Minute

// A Client begins with few calls at once. Every quick reply opens one slot more, up to the most, so that a fast server
// is soon used to the full while a slow one, such as a model on the candidate's own machine, is never asked for more
// than it can begin.
const (
	firstSlots = 4
	quickReply = 3 * time.Second
)

func newLimiter(most int, now func() time.Time, sleep func(context.Context, time.Duration) error) *limiter {
	l := &limiter{slots: make(chan struct{}, most), now: now, sleep: sleep, unopened: max(0, most-firstSlots)}
	for range l.unopened {
		l.slots <- struct{}{}
	}
	return l
}

// acquire waits for leave to send a prompt of so many tokens. Release must be called with the reply's headers, or nil.
func (l *limiter) acquire(ctx context.Context, tokens int) (release func(http.Header), err error) {
	select {
	case l.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	for {
		wait := l.admit(tokens)
		if wait <= 0 {
			break
		}
		if wait > longestSit {
			<-l.slots
			return nil, fmt.Errorf("the server asks to wait %s", wait.Round(time.Second))
		}
		if err := l.sleep(ctx, wait); err != nil {
			<-l.slots
			return nil, err
		}
	}
	from := l.now()
	return func(h http.Header) {
		l.observe(h)
		<-l.slots
		if h != nil && l.now().Sub(from) <= quickReply {
			l.openSlot()
		}
	}, nil
}

// openSlot lets one call more go at once, until all slots are open.
func (l *limiter) openSlot() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.unopened > 0 {
		l.unopened--
		<-l.slots
	}
}

// admit counts a request in, or says how long to wait before asking again.
func (l *limiter) admit(tokens int) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	wait := l.notBefore.Sub(now)
	wait = max(wait, l.requests.wait(1, now), l.tokens.wait(tokens, now))
	if wait > 0 {
		return min(wait, longestWait)
	}
	l.requests.left--
	l.tokens.left -= tokens
	l.inFlight++
	return 0
}

// wait is how long until so much is allowed. After the reset the allowance is unknown again, so that nothing waits
// twice for it.
func (a *allowance) wait(need int, now time.Time) time.Duration {
	if !a.known || a.left >= need {
		return 0
	}
	if d := a.reset.Sub(now); d > 0 {
		return d
	}
	a.known = false
	return 0
}

// pauseFor holds every call back until the server's time is up.
func (l *limiter) pauseFor(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if at := l.now().Add(d); at.After(l.notBefore) {
		l.notBefore = at
	}
}

// observe takes the server's word for what is left. Calls that are still under way are counted off, because it may not
// have seen them.
func (l *limiter) observe(h http.Header) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inFlight--
	now := l.now()
	l.requests.observe(h, now, l.inFlight, "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests")
	l.requests.observe(
		h,
		now,
		l.inFlight,
		"anthropic-ratelimit-requests-remaining",
		"anthropic-ratelimit-requests-reset",
	)
	l.tokens.observe(h, now, 0, "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens")
	l.tokens.observe(h, now, 0, "anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset")
}

func (a *allowance) observe(h http.Header, now time.Time, unseen int, left, reset string) {
	n, err := strconv.Atoi(strings.TrimSpace(h.Get(left)))
	if err != nil || n < 0 {
		return
	}
	at, ok := resetTime(h.Get(reset), now)
	if !ok {
		return
	}
	*a = allowance{known: true, left: n - unseen, reset: at}
}

// resetTime reads when a limit is filled up again: a span such as 6m0s or 20ms, seconds, or a point in time.
func resetTime(v string, now time.Time) (time.Time, bool) {
	v = strings.TrimSpace(v)
	if d, err := time.ParseDuration(v); err == nil {
		return now.Add(d), true
	}
	if s, err := strconv.ParseFloat(v, 64); err == nil && s >= 0 {
		if s > 1e12 { // OpenRouter gives the time in ms
			return time.UnixMilli(int64(s)), true
		}
		return now.Add(time.Duration(s * float64(time.Second))), true
	}
	at, err := time.Parse(time.RFC3339, v)
	return at, err == nil
}
