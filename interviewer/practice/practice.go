// Package practice says what to practise next, how a candidate comes along, and what changed between two attempts.
//
// It stores nothing. Everything is worked out anew from the sessions handed in: Queue replays the graded answers to
// each question, in order of time, through FSRS, the scheduler that flashcard programs use, and so finds when the
// question is due again. Progress follows the score of each competency over a role's attempts. Compare sets two
// attempts side by side. Writer writes these down as Markdown or JSON.
//
// A grade counts only where there is one: a pending or failed answer has no score here either, a competency that was
// not shown leaves a gap in its trend, and nothing is guessed in between.
package practice

import (
	"slices"
	"time"

	"mockinterview/interviewer"
)

// answered is when a turn was answered: the time of its last answer where the messages are at hand, else the time when
// its session began.
func answered(s interviewer.Session, t interviewer.Turn) time.Time {
	if all := t.Answers(); len(all) > 0 {
		return all[len(all)-1].At
	}
	return s.StartedAt
}

// scored is the score and rank of a turn's grade; ok is false while there is none.
func scored(t interviewer.Turn) (score float64, overall int, ok bool) {
	g := t.Grade
	if t.State != interviewer.Answered || g == nil || !g.Status.Scored() || g.Score == nil || g.Overall == nil {
		return 0, 0, false
	}
	return *g.Score, *g.Overall, *g.Overall >= 1 && *g.Overall <= 4
}

// endOfDay is the first moment of the day after now, where now is.
func endOfDay(now time.Time) time.Time {
	y, m, d := now.Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, now.Location())
}

// daysBetween counts midnights from a to b as a calendar at b's place does; it is negative when a is later.
func daysBetween(a, b time.Time) int {
	day := func(t time.Time) time.Time {
		y, m, d := t.In(b.Location()).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(day(b).Sub(day(a)).Hours() / 24)
}

// Roles lists the roles of sessions, the one practised last first.
func Roles(attempts []Attempt) []string {
	var out []string
	for _, a := range slices.Backward(attempts) {
		if !slices.Contains(out, a.Role) {
			out = append(out, a.Role)
		}
	}
	return out
}

// Questions lists the questions that sessions asked, each once.
func Questions(sessions []interviewer.Session) []string {
	var out []string
	for _, s := range sessions {
		for _, t := range s.Turns {
			if !slices.Contains(out, t.Question.ID) {
				out = append(out, t.Question.ID)
			}
		}
	}
	return out
}
