package interviewer

// What follows an answer: something to ask back, the end of its question, its grade.

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"mockinterview/rubric"
)

// probe asks a follow-up if there is one worth asking. more says that one was asked.
func (iv *Interview) probe(ctx context.Context, s *Session, t *Turn) (more bool, err error) {
	if text, signal := t.simpler(); text != "" {
		return true, iv.say(ctx, s, t.N, KindFollowUp, text, signal)
	}
	if t.followUps() >= s.Options.FollowUps {
		return false, nil
	}
	var p Probe
	probing := Probing{Pack: s.Pack, Turn: *t, Level: s.Level}
	perr := iv.waitForProber(ctx, "reading your answer", func(ctx context.Context) (err error) {
		p, err = iv.Prober.FollowUp(ctx, probing)
		return err
	})
	// A follow-up is a courtesy: when none can be thought of, the interview goes on.
	if perr != nil || p.Text == "" {
		if ctx.Err() != nil {
			return false, iv.leave(ctx, s, t.N, ErrInterrupted)
		}
		return false, nil
	}
	return true, iv.say(ctx, s, t.N, KindFollowUp, p.Text, p.Signal)
}

// waitForProber lets the prober think for as long as it may, and shows that something is being waited for. A prober
// that breaks is an error like any other: it is not worth an interview.
func (iv *Interview) waitForProber(ctx context.Context, status string, f func(context.Context) error) error {
	ctx, cancel := iv.within(ctx)
	defer cancel()
	done := make(chan struct{})
	var err error
	go func() {
		defer close(done)
		defer func() {
			if broken := recover(); broken != nil {
				err = fmt.Errorf("the prober broke: %v", broken)
			}
		}()
		err = f(ctx)
	}()
	if werr := iv.Candidate.Wait(ctx, Waiting{Status: func() string { return status }, Done: done}); werr != nil {
		cancel()
	}
	<-done
	return err
}

func (iv *Interview) within(ctx context.Context) (context.Context, context.CancelFunc) {
	if iv.ProbeWithin <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, iv.ProbeWithin)
}

// closeAndGrade commits the end of a turn; an answered one goes to the grader.
func (iv *Interview) closeAndGrade(ctx context.Context, s *Session, closed TurnClosed) error {
	if err := iv.save(ctx, s, closed); err != nil {
		return err
	}
	if closed.State == Answered {
		iv.Grading.Add(ctx, s.ID, Assessment{Pack: s.Pack, Turn: *s.Turn(closed.Turn), Level: s.Level})
	}
	return nil
}

// close ends a turn and offers what comes with its end: the candidate's own rating, the grade in coach mode or the
// first time.
func (iv *Interview) close(ctx context.Context, s *Session, n int, state State) error {
	t := s.Turn(n)
	closed := TurnClosed{Turn: n, HintsUsed: t.HintsUsed, Seconds: t.Seconds, State: state}
	if state == Answered && s.Options.SelfRate {
		closed.SelfRating = iv.selfRating(ctx)
	}
	if err := iv.closeAndGrade(ctx, s, closed); err != nil || state != Answered {
		return err
	}
	if s.Options.Mode == ModeCoach {
		// After /undo the question may be planned once more already.
		if err := iv.showGrade(ctx, s, n); err != nil || s.Repeats(n) || s.Repeats(n+1) {
			return err
		}
		return iv.offerAgain(ctx, s, n)
	}
	if iv.OfferFirst && n == 1 {
		iv.OfferFirst = false
		choice, err := iv.Candidate.Choose(ctx, Choice{
			Text:    "This was your first answer here. Would you like to see how it was graded before going on?",
			Options: []Option{{"y", "show it now"}, {"n", "go on"}}, Default: 1,
		})
		if err == nil && choice == 0 {
			return iv.showGrade(ctx, s, n)
		}
	}
	return nil
}

// offerAgain lets a candidate who has seen a grade answer the same question once more. Both answers stand.
func (iv *Interview) offerAgain(ctx context.Context, s *Session, n int) error {
	choice, err := iv.Candidate.Choose(ctx, Choice{
		Text:    "Answer it again now? Both answers are kept, and you see them side by side.",
		Options: []Option{{"y", "answer it again"}, {"n", "go on"}}, Default: 1,
	})
	if err != nil || choice != 0 {
		return nil // who leaves here is asked the next question, and leaves there
	}
	return iv.save(ctx, s, AskedAgain{Turn: n})
}

func (iv *Interview) selfRating(ctx context.Context) *int {
	ask := Choice{Text: "Before the grade: how would you rate that answer?", Default: -1}
	for _, r := range slices.Backward(rubric.Recommendations()) {
		ask.Options = append(ask.Options, Option{strconv.Itoa(r.Overall()), r.Side()})
	}
	ask.Options[0].Text += " the bar"
	i, err := iv.Candidate.Choose(ctx, ask)
	if err != nil || i < 0 {
		return nil
	}
	rating := i + 1
	return &rating
}

// showGrade waits for a turn's grade and shows it.
func (iv *Interview) showGrade(ctx context.Context, s *Session, n int) error {
	w := Waiting{Status: func() string { return fmt.Sprintf("grading question %d", n) }, Done: iv.Grading.Turn(s.ID, n)}
	if err := iv.Candidate.Wait(ctx, w); err != nil || iv.ShowGrade == nil {
		return nil // it is graded in the background all the same
	}
	stored, err := iv.Store.Load(ctx, s.ID)
	if err != nil {
		return err
	}
	return iv.ShowGrade(ctx, stored, n)
}
