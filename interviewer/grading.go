package interviewer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// Judge grades one answer: it asks the grader, then checks and scores what came back. It always gives a grade; what
// could not be graded says so in its status. The error is the grader's, for a hint to the user.
func Judge(ctx context.Context, g Grader, a Assessment, steers func(string) bool, now func() time.Time) (Grade, error) {
	start := now()
	j, err := guarded(ctx, g, a)
	info := g.Info()
	if j.Provenance.Grader == "" {
		j.Provenance.Grader, j.Provenance.Model = info.Kind, info.Model
	}
	j.Provenance.LatencyMS = max(j.Provenance.LatencyMS, now().Sub(start).Milliseconds())
	j.Provenance.GradedAt = now().UTC().Truncate(time.Second)
	if err != nil {
		return Ungraded(a, j.Provenance, err), err
	}
	grade := Finish(a, j, steers)
	return grade, grade.failure(j)
}

// guarded turns a panic of a grader into an error: it must take neither the interview nor the terminal with it.
func guarded(ctx context.Context, g Grader, a Assessment) (j Judgement, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			j, err = Judgement{}, fmt.Errorf("%w: the grader broke: %v", ErrUnusable, broken)
		}
	}()
	return g.Grade(ctx, a)
}

// failure is the first reason why a competency has no result, for the hint.
func (g Grade) failure(j Judgement) error {
	for _, f := range j.Findings {
		if f.Err != nil {
			return fmt.Errorf("%s: %w", f.Competency, f.Err)
		}
	}
	return nil
}

// Grading grades answers in the background while the interview goes on. A turn that is handed in again cancels its
// earlier run. The zero value is not usable; fields are set before the first Add.
type Grading struct {
	Grader Grader // nil where an agent hands the marks in later: then answers stay ungraded
	Store  Store
	Steers func(string) bool
	Now    func() time.Time

	mu    sync.Mutex
	wg    sync.WaitGroup
	runs  map[string]*run
	total int
	done  int
	errs  []error
}

type run struct {
	cancel context.CancelFunc
	done   chan struct{}
	stored bool // a grade was saved; to be read when done is closed
}

// Add starts grading a turn of a session.
func (g *Grading) Add(ctx context.Context, session string, a Assessment) {
	if g.Grader == nil {
		return
	}
	a.Turn.Messages = slices.Clone(a.Turn.Messages) // the interview goes on, and may take an answer back meanwhile
	ctx, cancel := context.WithCancel(ctx)
	key := fmt.Sprintf("%s/%d", session, a.Turn.N)
	r := &run{cancel: cancel, done: make(chan struct{})}
	g.mu.Lock()
	if g.runs == nil {
		g.runs = map[string]*run{}
	}
	old := g.runs[key]
	if old != nil {
		old.cancel()
	}
	g.runs[key] = r
	g.total++
	g.mu.Unlock()
	g.wg.Go(func() {
		defer close(r.done)
		defer cancel()
		if old != nil {
			<-old.done // so that the newest grade is also the last one stored
		}
		r.stored = g.grade(ctx, session, a)
	})
}

// Drop cancels the grading of a turn whose answer was taken back, waits until it has ended, and says whether it had
// stored a grade all the same.
func (g *Grading) Drop(session string, turn int) (stored bool) {
	g.mu.Lock()
	r := g.runs[fmt.Sprintf("%s/%d", session, turn)]
	g.mu.Unlock()
	if r == nil {
		return false
	}
	r.cancel()
	<-r.done
	return r.stored
}

// grade says whether it stored a grade.
func (g *Grading) grade(ctx context.Context, session string, a Assessment) (stored bool) {
	grade, err := Judge(ctx, g.Grader, a, g.Steers, g.Now)
	if ctx.Err() == nil {
		// The grade is worth keeping even if the candidate leaves this very moment.
		if serr := g.Store.Save(context.WithoutCancel(ctx), session,
			Graded{Turn: a.Turn.N, Grade: grade}); serr != nil {
			err = errors.Join(err, fmt.Errorf("save the grade of question %d: %w", a.Turn.N, serr))
		}
		stored = true
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.done++
	if err != nil && ctx.Err() == nil {
		g.errs = append(g.errs, err)
	}
	return stored
}

// Progress is how many gradings were started and have ended.
func (g *Grading) Progress() (done, total int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.done, g.total
}

// Err is the first thing that went wrong, or nil.
func (g *Grading) Err() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.errs) == 0 {
		return nil
	}
	return g.errs[0]
}

// Done is closed when everything added so far has ended.
func (g *Grading) Done() <-chan struct{} {
	ch := make(chan struct{})
	go func() {
		g.wg.Wait()
		close(ch)
	}()
	return ch
}

// Turn is closed when the latest grading of one turn has ended.
func (g *Grading) Turn(session string, turn int) <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	if r := g.runs[fmt.Sprintf("%s/%d", session, turn)]; r != nil {
		return r.done
	}
	ch := make(chan struct{})
	close(ch)
	return ch
}
