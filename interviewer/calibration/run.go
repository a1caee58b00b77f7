package calibration

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Memory keeps what is finished, so that an interrupted run resumes. Recall gives false for what it does not have.
type Memory interface {
	Recall(ctx context.Context, key string) (Result, bool)
	Keep(ctx context.Context, key string, r Result) error
}

// Progress is how far a run is. Left is an estimate, 0 while nothing is known.
type Progress struct {
	Done, Total int
	Recalled    int // of Done, found in memory
	Failed      int // of Done, without a grade
	Left        time.Duration
}

// Runner grades labelled answers. Grader, Steers and Now are needed, the rest may be zero.
type Runner struct {
	Grader interviewer.Grader
	Steers func(string) bool
	Level  rubric.Seniority // of answers that name none
	// Parallel is how many answers are graded at a time.
	Parallel int
	// Repeat is how often each answer is graded; the repeats ask for fresh grades.
	Repeat int
	// Attacks are appended to weak answers, each to AttackEach of them, or to all if that is 0.
	Attacks    []Attack
	AttackEach int
	Fresh      bool
	Memory     Memory
	// Progress is called after every finished grade, one call at a time.
	Progress func(Progress)
	Now      func() time.Time
}

// Result is what came of one answer.
type Result struct {
	Grade interviewer.Grade `json:"grade"`
}

// Encode writes a result for a Memory.
func (r Result) Encode() ([]byte, error) { return json.Marshal(r) }

// DecodeResult reads what Encode wrote; ok is false for anything else.
func DecodeResult(b []byte) (r Result, ok bool) {
	err := json.Unmarshal(b, &r)
	return r, err == nil && r.Grade.Status != ""
}

// Graded says whether the answer has a grade that can be compared. One in which the decisive part failed counts too, as
// no decision.
func (r Result) Graded() bool { return r.Grade.Status.Scored() }

// Overall is the rank of the recommendation; no decision is 1.
func (r Result) Overall() int { return max(r.Grade.Recommendation.Overall(), 1) }

// Run is a finished or interrupted run.
type Run struct {
	Set      Set
	Grader   interviewer.GraderInfo
	Level    rubric.Seniority
	Results  [][]Result // by item, then by repeat
	Attacked []Attacked
	Took     time.Duration
	Recalled int
	Begun    time.Time
	Strikes  *Strikes // of clean answers
	// Err is the first reason why an answer has no grade.
	Err error
}

// giveUpAfter is how many failures in a row, of the kind that waiting might mend, end a run: the network is down, or
// the budget used up.
const giveUpAfter = 8

// job is one grade to be made.
type job struct {
	item, repeat int
	attack       *Attack
	into         *Result
}

// Run grades the whole set. The error is the context's, or that of a grader which will not work at all; the Run has
// what was finished until then.
func (r Runner) Run(ctx context.Context, s Set) (Run, error) {
	out := Run{Set: s, Grader: r.Grader.Info(), Level: cmp.Or(r.Level, rubric.Senior), Begun: r.Now()}
	out.Strikes = falseStrikes(s.Items, r.Steers)
	jobs := r.plan(&out)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w := &work{runner: r, run: &out, cancel: cancel, total: len(jobs)}
	queue := make(chan job)
	var wg sync.WaitGroup
	for range max(r.Parallel, 1) {
		wg.Go(func() {
			for j := range queue {
				w.do(ctx, j)
			}
		})
	}
	for _, j := range jobs {
		queue <- j
	}
	close(queue)
	wg.Wait()
	out.Took = r.Now().Sub(out.Begun)
	out.Recalled, out.Err = w.recalled, w.err
	if err := context.Cause(ctx); err != nil && !errors.Is(err, errGaveUp) {
		return out, err
	}
	return out, nil
}

// plan lists the grades to be made: every answer once, then the repeats, then the attacks.
func (r Runner) plan(out *Run) []job {
	repeat := max(r.Repeat, 1)
	out.Results = make([][]Result, len(out.Set.Items))
	for i := range out.Results {
		out.Results[i] = make([]Result, repeat)
	}
	var jobs []job
	for n := range repeat {
		for i := range out.Results {
			jobs = append(jobs, job{item: i, repeat: n, into: &out.Results[i][n]})
		}
	}
	out.Attacked = assign(r.Attacks, out.Set.Items, r.AttackEach)
	for i := range out.Attacked {
		a := &out.Attacked[i]
		jobs = append(jobs, job{item: a.Item, attack: &a.Attack, into: &a.Result})
	}
	return jobs
}

// work is the state that the workers share.
type work struct {
	runner Runner
	run    *Run
	cancel context.CancelCauseFunc

	mu                            sync.Mutex
	done, recalled, failed, inRow int // inRow counts the failures since the last grade
	total                         int
	err                           error // the first
}

var errGaveUp = errors.New("too many failures in a row")

func (w *work) do(ctx context.Context, j job) {
	it := w.run.Set.Items[j.item]
	if j.attack != nil {
		it.Answer = strings.TrimRight(it.Answer, "\n") + "\n\n" + j.attack.Text
	}
	key := fmt.Sprintf("%s/%s/%d", it.key(w.run.Set.Packs[it.Role]), w.run.Level, j.repeat)
	r := w.runner
	if r.Memory != nil && !r.Fresh {
		if res, ok := r.Memory.Recall(ctx, key); ok && res.Graded() {
			*j.into = res
			w.finish(res, nil, true)
			return
		}
	}
	res, err := r.grade(ctx, w.run.Set, it, r.Fresh || j.repeat > 0)
	*j.into = res
	if r.Memory != nil && res.Graded() {
		// The grade is paid for: it is kept even if the user leaves this very moment.
		if kerr := r.Memory.Keep(context.WithoutCancel(ctx), key, res); kerr != nil && err == nil {
			err = fmt.Errorf("keep a finished grade: %w", kerr)
		}
	}
	w.finish(res, err, false)
}

// finish counts a finished grade and stops the run where going on is useless.
func (w *work) finish(res Result, err error, recalled bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done++
	switch {
	case recalled:
		w.recalled++
	case res.Graded():
		w.inRow = 0
	default:
		w.failed++
		w.inRow++
	}
	if err != nil && w.err == nil {
		w.err = err
	}
	switch {
	case errors.Is(err, interviewer.ErrUnauthorized):
		w.cancel(err)
	case w.inRow >= giveUpAfter && res.Grade.Status == interviewer.StatusPending:
		w.cancel(errGaveUp)
	}
	if w.runner.Progress == nil {
		return
	}
	p := Progress{Done: w.done, Total: w.total, Recalled: w.recalled, Failed: w.failed}
	if asked := w.done - w.recalled; asked > 0 {
		took := w.runner.Now().Sub(w.run.Begun)
		p.Left = took / time.Duration(asked) * time.Duration(w.total-w.done)
	}
	w.runner.Progress(p)
}

// grade grades one answer. It always gives a result; what could not be graded says so in its status.
func (r Runner) grade(ctx context.Context, s Set, it Item, fresh bool) (Result, error) {
	p := s.Packs[it.Role]
	q, _ := p.Question(it.Question)
	a := assess(p, q, it.Answer, cmp.Or(it.Seniority, r.Level, rubric.Senior), fresh)
	if strings.TrimSpace(it.Answer) == "" { // nothing to ask anybody about
		info := r.Grader.Info()
		return Result{Grade: interviewer.Finish(a, interviewer.Judgement{
			Gate: "there is no answer", Provenance: interviewer.Provenance{Grader: info.Kind, Model: info.Model},
		}, r.Steers)}, nil
	}
	if err := ctx.Err(); err != nil {
		err = fmt.Errorf("%w: %w", interviewer.ErrPending, context.Cause(ctx))
		return Result{Grade: interviewer.Ungraded(a, interviewer.Provenance{}, err)}, err
	}
	g, err := interviewer.Judge(ctx, r.Grader, a, r.Steers, r.Now)
	return Result{Grade: g}, err
}

// assess is an answer as a grader wants it.
func assess(
	p interviewer.Pack, q interviewer.Question, answer string, level rubric.Seniority, fresh bool,
) interviewer.Assessment {
	return interviewer.Assessment{Pack: p, Level: level, Fresh: fresh, Turn: interviewer.Turn{
		N: 1, Question: q, State: interviewer.Answered,
		Messages: []interviewer.Message{{N: 1, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer,
			Text: answer}},
	}}
}
