package terminal

import (
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A draft is text whose finished lines end in LF; what follows the last one is the line that is still being typed.

// splitDraft takes a draft apart.
func splitDraft(draft string) (lines []string, rest string) {
	draft = newlines(draft)
	end := strings.LastIndexByte(draft, '\n')
	if end < 0 {
		return nil, draft
	}
	return strings.Split(draft[:end], "\n"), draft[end+1:]
}

// saveAfter is how long after a key its line is saved, so that a slow machine has the rest of the two seconds that are
// promised, and saveSize the number of characters that are saved at once.
const (
	saveAfter = 500 * time.Millisecond
	saveSize  = 200
)

// autosave saves the line that is being typed while it is typed. It has a goroutine of its own, so that no key waits
// for a disk.
type autosave struct {
	save        func()
	size        atomic.Int64 // characters on the line
	whole       atomic.Bool  // something was pasted, which is saved at once
	changed     chan struct{}
	done, ended chan struct{}
	once        sync.Once
}

// startAutosave calls save from time to time until it is stopped; guard is what its goroutine runs in.
func startAutosave(guard func(func()), save func()) *autosave {
	s := &autosave{
		save: save, changed: make(chan struct{}, 1), done: make(chan struct{}), ended: make(chan struct{}),
	}
	go func() {
		defer close(s.ended)
		guard(s.run)
	}()
	return s
}

// typed says that the line has changed. It never waits.
func (s *autosave) typed(size int, pasted bool) {
	s.size.Store(int64(size))
	if pasted {
		s.whole.Store(true)
	}
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

// stop ends the saving; when it returns nothing is being saved any more.
func (s *autosave) stop() {
	s.once.Do(func() { close(s.done) })
	<-s.ended
}

func (s *autosave) run() {
	var due <-chan time.Time
	saved := int64(0)
	for {
		select {
		case <-s.done:
			return
		case <-s.changed:
			if grown := s.size.Load() - saved; s.whole.Load() || grown >= saveSize || grown <= -saveSize {
				break
			}
			if due == nil {
				due = time.After(saveAfter)
			}
			continue
		case <-due:
		}
		due, saved = nil, s.size.Load()
		s.whole.Store(false)
		s.save()
	}
}
