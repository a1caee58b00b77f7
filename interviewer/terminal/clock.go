package terminal

import (
	"fmt"
	"time"

	"mockinterview/interviewer"
)

// timeWarnings remembers which warnings were given, so that each comes once.
type timeWarnings struct {
	question, session limitWarning
}

type limitWarning struct {
	of     string // the question
	warned int    // per cent
}

// due gives the warning that this moment asks for, or "".
func (w *limitWarning) due(what, of string, started time.Time, limit int, now time.Time) string {
	if limit <= 0 || started.IsZero() {
		return ""
	}
	if w.of != of {
		*w = limitWarning{of: of}
	}
	spent, whole := now.Sub(started), time.Duration(limit)*time.Minute
	switch {
	case spent >= whole && w.warned < 100:
		w.warned = 100
		return fmt.Sprintf("The %s for %s are over. Finish your thought; nothing is cut off.", minutes(limit), what)
	case spent >= whole*3/4 && w.warned < 75:
		w.warned = 75
		return fmt.Sprintf(
			"About %s left of the %s for %s.",
			minutes(max(1, int((whole-spent+time.Minute/2)/time.Minute))),
			minutes(limit),
			what,
		)
	}
	return ""
}

// due lists the warnings due now for the question and for the interview.
func (c *timeWarnings) due(p interviewer.Prompt, now time.Time) []string {
	var out []string
	if s := c.question.due("this question", p.Question, p.Started, p.Minutes, now); s != "" {
		out = append(out, s)
	}
	if s := c.session.due("the interview", "", p.Session, p.SessionMinutes, now); s != "" {
		out = append(out, s)
	}
	return out
}

func formatClock(d time.Duration) string {
	d = max(d, 0)
	if d >= time.Hour {
		return fmt.Sprintf("%d:%02d:%02d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d:%02d", int(d.Minutes()), int(d.Seconds())%60)
}

// describeTimes says both clocks in words.
func describeTimes(p interviewer.Prompt, now time.Time) string {
	say := func(what string, started time.Time, limit int) string {
		s := what + ": " + formatClock(now.Sub(started))
		if limit > 0 {
			s += " of " + minutes(limit)
		}
		return s
	}
	out := "No clock is running."
	if !p.Started.IsZero() {
		out = say("This question", p.Started, p.Minutes)
	}
	if !p.Session.IsZero() {
		out += "\n" + say("The interview", p.Session, p.SessionMinutes)
	}
	return out
}
