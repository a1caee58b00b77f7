package practice

import (
	"cmp"
	"slices"
	"time"

	fsrs "github.com/open-spaced-repetition/go-fsrs/v3"

	"mockinterview/interviewer"
)

// Status says why a question stands where it does in the queue.
type Status string

// The statuses, in the order of the queue.
const (
	Due      Status = "due"       // answered before, and to be answered again today at the latest
	New      Status = "new"       // never asked
	Ungraded Status = "no_grade"  // asked, but skipped, left open, or its grade is still missing
	Later    Status = "scheduled" // answered before, and not due yet
)

// Item is one question of the queue.
type Item struct {
	Question string
	Status   Status
	Attempts int       // graded answers
	Last     time.Time // of the newest graded answer; zero without one, as all that follows
	Score    float64   // of that answer
	Overall  int       // its rank, 1 to 4
	DueAt    time.Time
	Interval int // days from Last to DueAt
}

// longest is the longest interval in days. Flashcards may rest for years; nobody prepares for an interview that long.
const longest = 90

// scheduler is FSRS with its default weights, aiming at nine answers in ten remembered. Its steps are whole days: the
// minutes that flashcards begin with make no sense for an answer that takes ten of them. Nothing in it is random.
func scheduler() *fsrs.FSRS {
	p := fsrs.DefaultParam()
	p.EnableShortTerm, p.EnableFuzz, p.MaximumInterval = false, false, longest
	return fsrs.NewFSRS(p)
}

// Queue orders questions by what to ask next: those due, the longest overdue first; those never asked, in the order
// given; those asked without a grade, the longest unasked first; then the rest, the next due first. The sessions are
// those of one role; their order does not matter. A question is due from the first moment of its day at now's place, so
// that an evening's answer can be repeated in the morning.
func Queue(questions []string, sessions []interviewer.Session, now time.Time) []Item {
	graded, asked := reviews(sessions, now)
	sched := scheduler()
	out := make([]Item, 0, len(questions))
	for _, id := range questions {
		it := Item{Question: id, Status: New}
		if all := graded[id]; len(all) > 0 {
			it = replay(sched, id, all)
			it.Status = Later
			if it.DueAt.Before(endOfDay(now)) {
				it.Status = Due
			}
		} else if _, ok := asked[id]; ok {
			it.Status = Ungraded
		}
		out = append(out, it)
	}
	slices.SortStableFunc(out, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Status.place(), b.Status.place()), a.DueAt.Compare(b.DueAt),
			asked[a.Question].Compare(asked[b.Question]))
	})
	return out
}

func (s Status) place() int { return slices.Index([]Status{Due, New, Ungraded, Later}, s) }

// CountDue is how many questions of a queue are due.
func CountDue(queue []Item) int {
	n := 0
	for _, it := range queue {
		if it.Status == Due {
			n++
		}
	}
	return n
}

// NextDue is the first question of a queue that falls due another day, if there is one.
func NextDue(queue []Item) (Item, bool) {
	i := slices.IndexFunc(queue, func(it Item) bool { return it.Status == Later })
	if i < 0 {
		return Item{}, false
	}
	return queue[i], true
}

// review is one graded answer.
type review struct {
	at      time.Time
	score   float64
	overall int
}

// reviews collects the graded answers to each question in order of time, and when each question without one was last
// asked. A time in the future is a clock that was wrong: it counts as now, so that no question is put off because of
// it.
func reviews(sessions []interviewer.Session, now time.Time) (map[string][]review, map[string]time.Time) {
	graded, asked := map[string][]review{}, map[string]time.Time{}
	for _, s := range sessions {
		for _, t := range s.Turns {
			id, at := t.Question.ID, answered(s, t)
			if at.After(now) {
				at = now
			}
			if score, overall, ok := scored(t); ok {
				graded[id] = append(graded[id], review{at, score, overall})
			} else if was, ok := asked[id]; !ok || at.After(was) {
				asked[id] = at
			}
		}
	}
	for id, all := range graded {
		slices.SortStableFunc(all, func(a, b review) int { return a.at.Compare(b.at) })
		delete(asked, id)
	}
	return graded, asked
}

// replay runs the answers to one question through the scheduler. The rank of a recommendation is the rating: well below
// the bar is "again", clearly above it is "easy".
func replay(sched *fsrs.FSRS, id string, all []review) Item {
	card := fsrs.NewCard()
	for _, r := range all {
		card = sched.Next(card, r.at, fsrs.Rating(r.overall)).Card
	}
	last := all[len(all)-1]
	return Item{
		Question: id, Attempts: len(all), Last: last.at, Score: last.score, Overall: last.overall,
		DueAt: card.Due, Interval: int(card.ScheduledDays),
	}
}
