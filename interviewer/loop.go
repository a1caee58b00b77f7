package interviewer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Interview runs one session from where it stands to its end, a pause or a goodbye. Everything said is in the Store
// before it has any consequence.
type Interview struct {
	Store     Store
	Candidate Candidate
	Prober    Prober
	Grading   *Grading
	Now       func() time.Time
	// ShowGrade shows the grade of one turn, in coach mode and where it is offered. It gets the session as stored.
	ShowGrade func(ctx context.Context, s Session, turn int) error
	// OfferFirst offers the grade of question 1 right after it.
	OfferFirst bool
	// ProbeWithin is how long a follow-up may take to be thought of; after that the interview goes on without one. 0 is
	// no limit.
	ProbeWithin time.Duration
}

// ErrPaused says that the candidate left in the middle; everything is saved and the session stays in progress.
var ErrPaused = errors.New("paused")

// ErrInterrupted is an ErrPaused that the candidate did not ask for by name.
var ErrInterrupted = fmt.Errorf("interrupted: %w", ErrPaused)

// Unsaved is an answer that could not be committed. Text is all of it, so that it can be offered to another place.
type Unsaved struct {
	Text string
	Err  error
}

// Error is the cause; the text is not part of it.
func (u *Unsaved) Error() string { return u.Err.Error() }

// Unwrap gives the cause.
func (u *Unsaved) Unwrap() error { return u.Err }

// step is what comes after a turn.
type step int

const (
	onward step = iota
	back        // to the turn before, whose answer was taken back
	stop        // the input ended: finish here
)

// Run goes on with s until it is finished or abandoned, and leaves its state in s. It returns ErrPaused when the
// candidate paused or the context ended. Grades may still be under way: see Grading.Done.
func (iv *Interview) Run(ctx context.Context, s *Session) error {
	for _, t := range s.Turns { // answers that an earlier run could not get graded in time
		if t.Unfinished() {
			iv.Grading.Add(ctx, s.ID, Assessment{Pack: s.Pack, Turn: t, Level: s.Level})
		}
	}
	for n := iv.at(s); n <= len(s.Questions); {
		next, err := iv.turn(ctx, s, n)
		switch {
		case errors.Is(err, errQuit):
			return errors.Join(iv.save(ctx, s, Ended{State: Abandoned, At: iv.now()}), iv.talk(ctx, farewell))
		case err != nil:
			return err
		case next == stop:
			return iv.save(ctx, s, Ended{State: Finished, At: iv.now()})
		case next == back:
			n--
		default:
			n++
		}
	}
	return errors.Join(iv.save(ctx, s, Ended{State: Finished, At: iv.now()}), iv.talk(ctx, closing))
}

// talk says what is no part of the transcript. Nothing depends on its being heard.
func (iv *Interview) talk(ctx context.Context, text string) error {
	if ctx.Err() != nil {
		return nil
	}
	return iv.Candidate.Hear(ctx, Utterance{Kind: KindTalk, Text: text})
}

// now is the time as it is stored: in UTC, to the millisecond.
func (iv *Interview) now() time.Time { return iv.Now().UTC().Truncate(time.Millisecond) }

var errQuit = errors.New("quit")

// at is the number of the first turn that is not closed.
func (iv *Interview) at(s *Session) int {
	for _, t := range s.Turns {
		if t.State == Asked {
			return t.N
		}
	}
	return len(s.Turns) + 1
}

// save commits an event, then makes it part of the session in memory. What is being saved is saved even if the context
// has ended.
func (iv *Interview) save(ctx context.Context, s *Session, e Event) error {
	if err := iv.Store.Save(context.WithoutCancel(ctx), s.ID, e); err != nil {
		return err
	}
	s.Apply(e)
	return nil
}

// turn asks question n, or goes on with it, until it is closed.
func (iv *Interview) turn(ctx context.Context, s *Session, n int) (step, error) {
	if s.Turn(n) == nil {
		if n > 1 {
			words := transition(n)
			if s.Repeats(n) {
				words = onceMore
			}
			if err := iv.talk(ctx, words); err != nil {
				return onward, err
			}
		}
		if err := iv.open(ctx, s, n); err != nil {
			return onward, err
		}
	}
	t := s.Turn(n)
	if t.State != Asked {
		return onward, nil // closed already; we came back past it
	}
	if err := iv.ask(ctx, s, t); err != nil {
		return onward, err
	}
	for {
		t = s.Turn(n)
		kind := t.awaiting()
		if kind == "" {
			more, err := iv.probe(ctx, s, t)
			if err != nil || more {
				if err != nil {
					return onward, err
				}
				continue
			}
			return onward, iv.close(ctx, s, n, Answered)
		}
		reply, err := iv.listen(ctx, s, t, kind)
		if err != nil {
			return onward, err
		}
		if next, done, err := iv.act(ctx, s, n, reply); done || err != nil {
			return next, err
		}
	}
}

// open stores a new turn with its question as the first message.
func (iv *Interview) open(ctx context.Context, s *Session, n int) error {
	q, ok := s.Pack.Question(s.Questions[n-1])
	if !ok {
		return fmt.Errorf("question %q is not in the pack of this session", s.Questions[n-1])
	}
	return iv.save(ctx, s, TurnAsked{Turn: Turn{
		N: n, Question: q, State: Asked,
		Messages: []Message{{N: 1, From: FromInterviewer, Kind: KindQuestion, Text: q.Text, At: iv.now()}},
	}})
}

// ask shows the question and, where the turn was begun before, the conversation so far.
func (iv *Interview) ask(ctx context.Context, s *Session, t *Turn) error {
	for _, m := range t.Messages {
		if m.Superseded {
			continue
		}
		u := Utterance{Kind: m.Kind, Text: m.Text, Turn: t.N, Of: len(s.Questions), Minutes: t.Question.Minutes}
		if m.From == FromCandidate {
			u.Kind, u.Text = KindAnswer, m.Text
		}
		if err := iv.Candidate.Hear(ctx, u); err != nil {
			return err
		}
	}
	return nil
}

// listen waits for the candidate and keeps the time they took. The clocks show the time in which they could type, in
// this sitting and in earlier ones.
func (iv *Interview) listen(ctx context.Context, s *Session, t *Turn, kind MessageKind) (Reply, error) {
	n, from := t.N, iv.Now()
	spent := func(seconds int) time.Time { return from.Add(-time.Duration(seconds) * time.Second) }
	reply, err := iv.Candidate.Answer(ctx, Prompt{
		Kind: kind, Draft: t.Draft,
		Keep:     func(d string) error { return iv.save(ctx, s, DraftKept{Turn: n, Draft: d}) },
		Question: t.Question.Text, Conversation: t.Messages,
		Started: spent(t.Seconds), Session: spent(s.Seconds()),
		Minutes: t.Question.Minutes, SessionMinutes: s.Options.Minutes,
		HintsLeft: len(t.Question.Hints) - t.HintsUsed,
		CanReopen: canReopen(s, n), Turn: n,
	})
	if err != nil {
		return reply, err
	}
	t = s.Turn(n)
	t.Seconds = elapsed(t.Seconds, from, iv.Now())
	return reply, nil
}

// canReopen says whether /undo has an answer to take back: one in this turn, or the last of the turn before while this
// one is untouched.
func canReopen(s *Session, n int) bool {
	t := s.Turn(n)
	if len(t.Answers()) > 0 {
		return true
	}
	prev := s.Turn(n - 1)
	return prev != nil && prev.State != Asked && len(t.Messages) == 1
}

// act carries out what the candidate did. done says that the turn is over, one way or another.
func (iv *Interview) act(ctx context.Context, s *Session, n int, r Reply) (next step, done bool, err error) {
	t := s.Turn(n)
	if r.Draft != t.Draft && r.Action != ActSubmit && r.Action != ActEnd {
		if err := iv.save(ctx, s, DraftKept{Turn: n, Draft: r.Draft}); err != nil {
			return onward, true, &Unsaved{Text: r.Draft, Err: err}
		}
	}
	switch r.Action {
	case ActSubmit:
		if strings.TrimSpace(r.Text) == "" {
			return iv.skip(ctx, s, n)
		}
		return onward, false, iv.commit(ctx, s, n, r)
	case ActSkip:
		return iv.skip(ctx, s, n)
	case ActQuit:
		return onward, true, iv.leave(ctx, s, n, errQuit)
	case ActHint:
		return onward, false, iv.hint(ctx, s, n)
	case ActAsk:
		return onward, false, iv.clarify(ctx, s, n, r.Text)
	case ActReopen:
		return iv.reopen(ctx, s, n)
	case ActPause:
		if r.Interrupted {
			return onward, true, iv.leave(ctx, s, n, ErrInterrupted)
		}
		return onward, true, iv.leave(ctx, s, n, ErrPaused)
	case ActEnd:
		return iv.end(ctx, s, n, r)
	}
	return onward, true, fmt.Errorf("unknown action %q", r.Action)
}

// commit stores an answer; nothing else happens to it before. Where that fails the candidate may mend the cause and try
// again.
func (iv *Interview) commit(ctx context.Context, s *Session, n int, r Reply) error {
	t := s.Turn(n)
	said := Said{Turn: n, Message: Message{
		N: t.NextMessage(), From: FromCandidate, Kind: KindAnswer, Text: r.Text, At: iv.now(),
		Speech: t.takenBack().Add(r.Speech),
	}}
	for {
		err := iv.save(ctx, s, said)
		if err == nil {
			return nil
		}
		choice, cerr := iv.Candidate.Choose(ctx, Choice{
			Text: fmt.Sprintf("The answer could not be saved: %v. It is still here.", err),
			Options: []Option{
				{"r", "try again"},
				{"s", "stop, and print it so that it can be kept elsewhere"},
			}, Default: 1,
		})
		if cerr != nil || choice != 0 {
			return &Unsaved{Text: r.Text, Err: err}
		}
	}
}

// skip ends the turn without an answer; a skipped follow-up only ends the probing.
func (iv *Interview) skip(ctx context.Context, s *Session, n int) (step, bool, error) {
	if len(s.Turn(n).Answers()) > 0 {
		return onward, true, iv.close(ctx, s, n, Answered)
	}
	return onward, true, iv.close(ctx, s, n, Skipped)
}

// hint gives the next rung and records it.
func (iv *Interview) hint(ctx context.Context, s *Session, n int) error {
	t := s.Turn(n)
	if t.HintsUsed >= len(t.Question.Hints) {
		return iv.Candidate.Hear(ctx, Utterance{Kind: KindNote, Text: "There are no more hints for this question."})
	}
	text := t.Question.Hints[t.HintsUsed].Text
	if err := iv.say(ctx, s, n, KindHint, text, ""); err != nil {
		return err
	}
	return iv.save(ctx, s, Progressed{Turn: n, HintsUsed: t.HintsUsed + 1, Seconds: s.Turn(n).Seconds})
}

// clarify answers the candidate's question from the pack's facts.
func (iv *Interview) clarify(ctx context.Context, s *Session, n int, asked string) error {
	t := s.Turn(n)
	msg := Message{N: t.NextMessage(), From: FromCandidate, Kind: KindClarification, Text: asked, At: iv.now()}
	if err := iv.save(ctx, s, Said{Turn: n, Message: msg}); err != nil {
		return err
	}
	probing := Probing{Pack: s.Pack, Turn: *s.Turn(n), Level: s.Level}
	var text string
	switch {
	case asksForAVerdict(asked):
		text = noVerdict
	case puzzled(asked):
		text = probing.Turn.reworded()
	default:
		err := iv.waitForProber(ctx, "thinking about your question", func(ctx context.Context) (err error) {
			text, err = iv.Prober.Clarify(ctx, probing, asked)
			return err
		})
		if err != nil || strings.TrimSpace(text) == "" {
			text = yoursToSay
		}
	}
	return iv.say(ctx, s, n, KindClarification, text, "")
}

// say stores a message of the interviewer, then lets it be heard.
func (iv *Interview) say(ctx context.Context, s *Session, n int, kind MessageKind, text, signal string) error {
	msg := Message{
		N:      s.Turn(n).NextMessage(),
		From:   FromInterviewer,
		Kind:   kind,
		Text:   text,
		At:     iv.now(),
		Signal: signal,
	}
	if err := iv.save(ctx, s, Said{Turn: n, Message: msg}); err != nil {
		return err
	}
	return iv.Candidate.Hear(ctx, Utterance{Kind: kind, Text: text, Turn: n, Of: len(s.Questions)})
}

// reopen takes back the last answer, or skip: of this turn, or of the one before.
func (iv *Interview) reopen(ctx context.Context, s *Session, n int) (step, bool, error) {
	if !canReopen(s, n) {
		return onward, false, iv.Candidate.Hear(
			ctx,
			Utterance{Kind: KindNote, Text: "There is no answer to take back."},
		)
	}
	at, next := n, onward
	if len(s.Turn(n).Answers()) == 0 {
		at, next = n-1, back
	}
	taken := s.Turn(at).lastReply()
	graded := iv.Grading.Drop(s.ID, at)
	taken.Turn = at
	if err := iv.save(ctx, s, taken); err != nil {
		return onward, true, err
	}
	if t := s.Turn(at); graded || t.Grade != nil {
		// The grade was for words that were taken back. It is kept, but it must not stand for those that come instead.
		pending := Ungraded(
			Assessment{Pack: s.Pack, Turn: *t, Level: s.Level},
			Provenance{},
			fmt.Errorf("%w: the answer was taken back", ErrPending),
		)
		if err := iv.save(ctx, s, Graded{Turn: at, Grade: pending}); err != nil {
			return onward, true, err
		}
	}
	return next, next == back, nil
}

// leave keeps the totals of the turn on the way out.
func (iv *Interview) leave(ctx context.Context, s *Session, n int, why error) error {
	t := s.Turn(n)
	if err := iv.save(ctx, s, Progressed{Turn: n, HintsUsed: t.HintsUsed, Seconds: t.Seconds}); err != nil {
		return err
	}
	if errors.Is(why, errQuit) && len(t.Answers()) > 0 {
		// The answer given so far still deserves its grade, but who is leaving is asked nothing more.
		if err := iv.closeAndGrade(ctx, s, TurnClosed{Turn: n, HintsUsed: t.HintsUsed, Seconds: t.Seconds,
			State: Answered}); err != nil {
			return err
		}
	}
	return why
}

// end takes what a pipe had left as the answer and ends the interview.
func (iv *Interview) end(ctx context.Context, s *Session, n int, r Reply) (step, bool, error) {
	if strings.TrimSpace(r.Text) != "" {
		if err := iv.commit(ctx, s, n, r); err != nil {
			return stop, true, err
		}
	}
	if len(s.Turn(n).Answers()) == 0 {
		return stop, true, nil
	}
	t := s.Turn(n)
	return stop, true, iv.closeAndGrade(
		ctx,
		s,
		TurnClosed{Turn: n, HintsUsed: t.HintsUsed, Seconds: t.Seconds, State: Answered},
	)
}
