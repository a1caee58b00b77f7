package practice

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mockinterview/interviewer"
)

// The intervals are those of FSRS 5 with its default weights: a first answer rests for its initial stability in whole
// days, each rating at least a day longer than the one below.
func TestAFirstAnswerRestsByHowGoodItWas(t *testing.T) {
	for _, tt := range []struct {
		score float64
		days  int
	}{{1.2, 1}, {2.0, 2}, {3.0, 3}, {3.8, 16}} {
		q := Queue([]string{"q"}, []interviewer.Session{session(day(1), answer("q", tt.score))}, day(1))
		want(t, "interval", q[0].Interval, tt.days)
		want(t, "due date", q[0].DueAt, day(1+tt.days))
		want(t, "score", q[0].Score, tt.score)
		want(t, "status", q[0].Status, Later)
	}
}

func TestDueFromTheFirstMomentOfTheDay(t *testing.T) {
	evening := time.Date(2026, 3, 1, 22, 30, 0, 0, berlin)
	s := []interviewer.Session{session(evening, answer("q", 1))} // due on 2 March at 22:30
	for _, tt := range []struct {
		now  time.Time
		want Status
	}{
		{evening.Add(time.Hour), Later},
		{time.Date(2026, 3, 1, 23, 59, 59, 0, berlin), Later},
		{time.Date(2026, 3, 2, 0, 0, 0, 0, berlin), Due},
		{time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC), Later}, // still the first of March there
		{day(20), Due},
	} {
		want(t, tt.now.String(), Queue([]string{"q"}, s, tt.now)[0].Status, tt.want)
	}
}

func TestOrderOfTheQueue(t *testing.T) {
	sessions := []interviewer.Session{
		session(day(1), answer("rested", 3.9), answer("overdue", 1.0)),
		session(day(2), answer("soon", 3.0), open("skipped", interviewer.Skipped)),
		session(day(3), answer("due", 1.0), pending("pending"), open("left", interviewer.Asked)),
	}
	q := Queue([]string{"new-b", "rested", "pending", "soon", "left", "due", "skipped", "new-a", "overdue"}, sessions,
		day(4))
	var got []string
	for _, it := range q {
		got = append(got, it.Question+" "+string(it.Status))
	}
	exp := "overdue due, due due, new-b new, new-a new, skipped no_grade, " +
		"pending no_grade, left no_grade, soon scheduled, rested scheduled"
	want(t, "queue", strings.Join(got, ", "), exp)
	want(t, "due", CountDue(q), 2)
}

// The scheduler sets a good answer one day behind a hard one, so a repetition may add a day; more of them add nothing.
func TestRepeatingOnOneDayDoesNotPutAQuestionOff(t *testing.T) {
	times := func(n int) Item {
		var turns []interviewer.Turn
		for range n {
			turns = append(turns, answer("q", 3.0))
		}
		return Queue([]string{"q"}, []interviewer.Session{session(day(1), turns...)}, day(1))[0]
	}
	want(t, "attempts", times(20).Attempts, 20)
	want(t, "interval after one", times(1).Interval, 3)
	want(t, "interval after twenty", times(20).Interval, 4)
}

func TestALapseBringsAQuestionBack(t *testing.T) {
	good := []interviewer.Session{session(day(1), answer("q", 3.0)), session(day(4), answer("q", 3.0)),
		session(day(14), answer("q", 3.0))}
	rested := Queue([]string{"q"}, good, day(14))[0].Interval
	lapsed := Queue([]string{"q"}, append(good, session(day(15), answer("q", 1.0))), day(15))[0].Interval
	if rested < 14 || lapsed > 5 || lapsed >= rested {
		t.Errorf("three good answers rest %d days, a bad one after them %d", rested, lapsed)
	}
}

func TestTheTimeOfTheAnswerCountsBeforeThatOfTheSession(t *testing.T) {
	turn := answer("q", 1.0)
	turn.Messages = []interviewer.Message{
		{N: 1, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: "late", At: day(9)},
		{N: 2, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: "taken back", At: day(12),
			Superseded: true},
	}
	want(t, "last", Queue([]string{"q"}, []interviewer.Session{session(day(1), turn)}, day(20))[0].Last, day(9))
}

func TestAClockThatWasAheadDoesNotHideAQuestion(t *testing.T) {
	q := Queue([]string{"q"}, []interviewer.Session{session(day(1).AddDate(30, 0, 0), answer("q", 1.0))}, day(1))
	want(t, "due date", q[0].DueAt, day(2))
}

func history(t *rapid.T) []interviewer.Session {
	var out []interviewer.Session
	for range rapid.IntRange(0, 12).Draw(t, "sessions") {
		var turns []interviewer.Turn
		for range rapid.IntRange(0, 3).Draw(t, "turns") {
			id := rapid.SampledFrom([]string{"a", "b", "c", "gone"}).Draw(t, "question")
			switch rapid.IntRange(0, 4).Draw(t, "kind") {
			case 0:
				turns = append(turns, open(id, interviewer.Skipped))
			case 1:
				turns = append(turns, pending(id))
			default:
				turns = append(turns, answer(id, float64(rapid.IntRange(10, 40).Draw(t, "score"))/10))
			}
		}
		out = append(out, session(day(1).Add(time.Duration(rapid.IntRange(-3000, 3000).Draw(t, "hours"))*time.Hour),
			turns...))
	}
	return out
}

func TestAQueueHoldsEveryQuestionOnceAndKeepsItsPromises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids, sessions, now := []string{"a", "b", "c", "d"}, history(t), day(1)
		q := Queue(ids, sessions, now)
		var got []string
		for i, it := range q {
			got = append(got, it.Question)
			if i > 0 && it.Status.place() < q[i-1].Status.place() {
				t.Fatalf("%s stands behind %s", it.Status, q[i-1].Status)
			}
			if (it.Attempts > 0) != (it.Status == Due || it.Status == Later) {
				t.Fatalf("%+v: only graded answers make a due date", it)
			}
			if it.Attempts > 0 && (it.Interval < 1 || it.Interval > longest+3 || !it.DueAt.After(it.Last) ||
				it.Last.After(now)) {
				t.Fatalf("%+v: the next time is out of bounds", it)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, ids) {
			t.Fatalf("the queue holds %v", got)
		}
		slices.Reverse(sessions)
		for _, it := range Queue(ids, sessions, now) {
			was := q[slices.IndexFunc(q, func(x Item) bool { return x.Question == it.Question })]
			if it.Attempts != was.Attempts || !it.Last.Equal(was.Last) {
				t.Fatalf("the order of sessions changed %+v into %+v", was, it)
			}
		}
	})
}

func TestABetterLastAnswerNeverComesBackSooner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := history(t)
		last := day(1).AddDate(1, 0, 0)
		was := 0
		for _, score := range []float64{1.0, 2.0, 3.0, 4.0} {
			it := Queue([]string{"a"}, append(slices.Clone(before), session(last, answer("a", score))), last)[0]
			if it.Interval < was {
				t.Fatalf("%.1f rests %d days, a worse answer %d", score, it.Interval, was)
			}
			was = it.Interval
		}
	})
}
