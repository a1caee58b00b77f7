package interviewer

import (
	"slices"
	"time"
)

// Apply makes an event part of a session in memory, as a store makes it part of one on disk.
func (s *Session) Apply(e Event) {
	switch e := e.(type) {
	case TurnAsked:
		s.Turns = append(s.Turns, e.Turn)
	case AskedAgain:
		s.Questions = slices.Insert(slices.Clone(s.Questions), e.Turn, s.Questions[e.Turn-1])
	case Ended:
		s.State = e.State
		s.EndedAt = nil
		if !e.At.IsZero() {
			at := e.At
			s.EndedAt = &at
		}
	default:
		if t := s.Turn(turnOf(e)); t != nil {
			t.apply(e)
		}
	}
}

func turnOf(e Event) int {
	switch e := e.(type) {
	case Said:
		return e.Turn
	case Reopened:
		return e.Turn
	case DraftKept:
		return e.Turn
	case TurnClosed:
		return e.Turn
	case Progressed:
		return e.Turn
	case Graded:
		return e.Turn
	case MarkChecked:
		return e.Turn
	}
	return 0
}

func (t *Turn) apply(e Event) {
	switch e := e.(type) {
	case Said:
		t.Messages = append(t.Messages, e.Message)
		if e.Message.From == FromCandidate && e.Message.Kind == KindAnswer {
			t.Draft = ""
		}
	case Reopened:
		for i := range t.Messages {
			m := &t.Messages[i]
			if m.N == e.Message || (m.N > e.Message && m.Kind == KindFollowUp) {
				m.Superseded = true
			}
		}
		t.State, t.Draft = Asked, e.Draft
	case DraftKept:
		t.Draft = e.Draft
	case TurnClosed:
		t.State, t.HintsUsed, t.Seconds = e.State, e.HintsUsed, e.Seconds
		if e.SelfRating != nil {
			t.SelfRating = e.SelfRating
		}
	case Progressed:
		t.HintsUsed, t.Seconds = e.HintsUsed, e.Seconds
	case Graded:
		if t.Grade != nil {
			t.OldGrades = append(t.OldGrades, *t.Grade)
		}
		g := e.Grade
		t.Grade = &g
	case MarkChecked:
		t.Checks = append(t.Checks, e.Check)
	}
}

// NextMessage is the number that the next message of the turn takes.
func (t Turn) NextMessage() int {
	n := 0
	for _, m := range t.Messages {
		n = max(n, m.N)
	}
	return n + 1
}

// awaiting is the kind of prompt that waits for the candidate, or "" when the last word was theirs.
func (t Turn) awaiting() MessageKind {
	kind := MessageKind("")
	for _, m := range t.Messages {
		switch {
		case m.Superseded:
			if m.Kind == KindAnswer { // taken back: what it answered waits again
				kind = KindQuestion
				if t.answered(m.N) {
					kind = KindFollowUp
				}
			}
		case m.Kind == KindQuestion || m.Kind == KindFollowUp:
			kind = m.Kind
		case m.Kind == KindAnswer && m.From == FromCandidate:
			kind = ""
		}
	}
	return kind
}

// answered says whether an answer that counts stands before message n.
func (t Turn) answered(n int) bool {
	for _, m := range t.Answers() {
		if m.N < n {
			return true
		}
	}
	return false
}

// lastReply is the event that takes back the last thing the candidate did to a turn: an answer, which becomes the draft
// again, or a skip.
func (t Turn) lastReply() Reopened {
	answers := t.Answers()
	if len(answers) == 0 || t.State != Asked && t.awaiting() != "" {
		return Reopened{Message: t.NextMessage(), Draft: t.Draft}
	}
	last := answers[len(answers)-1]
	return Reopened{Message: last.N, Draft: last.Text + "\n"}
}

// followUps counts the follow-ups that stand; one in other words is the same.
func (t Turn) followUps() int {
	n := 0
	for _, m := range t.Messages {
		if m.Kind == KindFollowUp && !m.Superseded && !t.repeats(m) {
			n++
		}
	}
	return n
}

// Unfinished says whether grade --pending has something to do here: an answer without a grade, or with one that may
// come out better.
func (t Turn) Unfinished() bool {
	return t.State == Answered && (t.Grade == nil || t.Grade.Status.Retryable())
}

// GradeOrPending is the turn's grade; an answered turn without one is pending.
func (t Turn) GradeOrPending(p Pack, g GraderInfo) *Grade {
	if t.Grade != nil || t.State != Answered {
		return t.Grade
	}
	pending := Ungraded(Assessment{Pack: p, Turn: t}, Provenance{Grader: g.Kind, Model: g.Model}, ErrPending)
	return &pending
}

// elapsed adds time to a turn's seconds, never less than nothing: clocks jump.
func elapsed(seconds int, from, to time.Time) int {
	return seconds + max(0, int(to.Sub(from).Round(time.Second)/time.Second))
}
