package voice

import (
	"context"
	"strings"
	"sync"

	"mockinterview/interviewer"
)

// Aloud reads out what the interviewer says, one thing after another, while the candidate reads along. The zero value
// with a Command is ready.
type Aloud struct {
	Command Command
	// Failed is told once why nothing is read out; after that nothing is tried.
	Failed func(error)

	mu   sync.Mutex
	hush context.CancelFunc // ends what is being said and what waits behind it
	ctx  context.Context
	last chan struct{} // closed when all that was said so far has been
	off  bool
}

// say reads a text out once what went before has been.
func (a *Aloud) say(text string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.off {
		return
	}
	if a.hush == nil {
		a.ctx, a.hush = context.WithCancel(context.Background())
	}
	ctx, before, done := a.ctx, a.last, make(chan struct{})
	a.last = done
	go func() {
		defer close(done)
		if before != nil {
			<-before
		}
		if ctx.Err() == nil {
			a.run(ctx, text)
		}
	}()
}

// unmarked takes out what Markdown marks words with, which is not said.
func unmarked(text string) string {
	return strings.NewReplacer("`", "", "*", "", "“", "", "”", "").Replace(interviewer.Visible(text))
}

func (a *Aloud) run(ctx context.Context, text string) {
	said := &lastWords{}
	cmd := a.Command.command(ctx, nil, said)
	cmd.Stdin = strings.NewReader(unmarked(text) + "\n")
	err := cmd.Run()
	if err == nil || ctx.Err() != nil {
		return
	}
	a.mu.Lock()
	first := !a.off
	a.off = true
	a.mu.Unlock()
	if first && a.Failed != nil {
		a.Failed(a.Command.failed(err, said))
	}
}

// Hush ends what is being read out.
func (a *Aloud) Hush() {
	a.mu.Lock()
	if a.hush != nil {
		a.hush()
		a.hush = nil
	}
	a.mu.Unlock()
	a.wait()
}

// wait is over when everything has been read out.
func (a *Aloud) wait() {
	a.mu.Lock()
	last := a.last
	a.mu.Unlock()
	if last != nil {
		<-last
	}
}
