package llm

import (
	"context"
	"errors"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
)

// piped is a network of pipes to one server, so that connections obey a clock that moves when everything waits.
type piped struct {
	conns chan net.Conn
	done  chan struct{}
}

func (p piped) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}
func (p piped) Close() error   { close(p.done); return nil }
func (p piped) Addr() net.Addr { return &net.UnixAddr{Name: "pipe"} }

// overPipes serves a server in a bubble of synctest, and gives the way to it.
func overPipes(t *testing.T, s http.Handler) http.RoundTripper {
	p := piped{make(chan net.Conn), make(chan struct{})}
	srv := &http.Server{Handler: s}
	go func() { _ = srv.Serve(p) }()
	way := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		p.conns <- there
		return here, nil
	}}
	t.Cleanup(func() {
		way.CloseIdleConnections()
		_ = srv.Close()
	})
	return way
}

func TestAServerThatSends103And102BeforeItsAnswerIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := llmtest.Offline(llmtest.OpenAI, llmtest.Options{Fault: llmtest.HintsFirst})
		if g, err := grade(t, slowly(t, overPipes(t, s)), assess(goodAnswer)); g.Status != interviewer.StatusGraded {
			t.Errorf("%s, %v; want graded", g.Status, err)
		}
	})
}

// TestAServerThatSends102ForEverIsLeftWhenItsTimeIsUp: that it is at work is no word of an answer.
func TestAServerThatSends102ForEverIsLeftWhenItsTimeIsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := llmtest.Offline(llmtest.OpenAI, llmtest.Options{Fault: llmtest.HintsForEver})
		c := slowly(t, overPipes(t, s), func(c *Config) { c.FirstByte, c.Economy = time.Minute, true })
		start := time.Now()
		g, err := grade(t, c, assess(goodAnswer))
		if g.Status != interviewer.StatusPending || !errors.Is(err, ErrTimeout) || time.Since(start) != time.Minute {
			t.Errorf("%s, %v after %s; want pending after a minute", g.Status, err, time.Since(start))
		}
	})
}

func TestAServerThatSends102ForEverIsLeftWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := llmtest.Offline(llmtest.OpenAI, llmtest.Options{Fault: llmtest.HintsForEver})
		ctx, interrupt := context.WithTimeout(t.Context(), 5*time.Second)
		defer interrupt()
		_, err := slowly(t, overPipes(t, s)).Grade(ctx, assess(goodAnswer))
		if ctx.Err() == nil || !errors.Is(err, interviewer.ErrPending) {
			t.Errorf("%v; want pending when the context ends", err)
		}
	})
}
