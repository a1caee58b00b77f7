package calibration

import (
	"math"
	"strings"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// wants compares an agreement with figures worked out by hand; NaN is a figure that is not defined.
func wants(t *testing.T, what string, got Agreement, n int, qwk, exact, within, bias float64) {
	t.Helper()
	if got.N != n {
		t.Errorf("%s: n is %d, want %d", what, got.N, n)
	}
	for _, f := range []struct {
		name string
		got  Num
		want float64
	}{{"QWK", got.QWK, qwk}, {"exact", got.Exact, exact}, {"within one", got.WithinOne, within}, {"bias", got.Bias,
		bias}} {
		if math.IsNaN(f.want) != !f.got.Known() || f.got.Known() && !near(f.got, f.want) {
			t.Errorf("%s: %s is %v, want %v", what, f.name, f.got, f.want)
		}
	}
}

// The fixture's labels are 4 1 3 1 2 1, the word grader says 4 1 4 1 2 4. Genuine attempts are those labelled 4, 3 and
// 2, graded 4, 4 and 2: disagreement seen 0 + 1 + 0 = 1; by chance, from the margins 2 3 4 and 2 4 4, (0+4+4 + 1+1+1 +
// 4+0+0) over 3 = 5. In the middle band the labels 3 and 2 are graded 4 and 2: seen 1, by chance (1+1 + 4+0)/2 = 3.
func TestGroupsOfAnswers(t *testing.T) {
	r := Measure(mustRun(t, Runner{Grader: offlineGrader()}, read(t, labelled)), "l", "v")
	nan := math.NaN()
	for i, g := range []struct {
		name                     string
		n                        int
		qwk, exact, within, bias float64
	}{
		{"all", 6, 1 - 10./22, 4. / 6, 5. / 6, 4. / 6},
		{"genuine", 3, 1 - 1./5, 2. / 3, 1, 1. / 3},
		{"low", 3, nan, 2. / 3, 2. / 3, 1},
		{"middle", 2, 1 - 1./3, .5, 1, .5},
		{"high", 1, nan, 1, 1, 0},
	} {
		if r.Groups[i].Group != g.name {
			t.Errorf("group %d is %s, want %s", i, r.Groups[i].Group, g.name)
		}
		wants(t, g.name, r.Groups[i].Agreement, g.n, g.qwk, g.exact, g.within, g.bias)
	}
	// The experts are labelled 4, 3 and 1, and all graded 4: seen 0 + 1 + 9, and the same by chance.
	if k := r.Kinds[0]; k.Kind != "expert" || k.Same != 1 || !near(k.Labels, 8./3) || k.Grades != 4 {
		t.Errorf("the first kind is %+v", k)
	}
	wants(t, "expert", r.Kinds[0].Agreement, 3, 0, 1./3, 2./3, 4./3)
	wants(t, "half", r.Kinds[3].Agreement, 1, nan, 1, 1, 0)
}

func TestGenuineAttempts(t *testing.T) {
	for _, tt := range []struct {
		name string
		it   Item
		want bool
	}{
		{"an attempt", Item{Overall: 2, Answer: "We put it into queues."}, true},
		{"nothing found in it", Item{Overall: 1, Answer: "We put it into queues."}, false},
		{"not labelled", Item{Answer: "We put it into queues."}, false},
		{"four words", Item{Overall: 2, Answer: "We - put - it - there."}, false},
		{"an attack", Item{Overall: 2, Kind: "Attack: plea", Answer: "We put it into queues."}, false},
		{"steering", Item{Overall: 3, Kind: "steering", Answer: "We put it into queues."}, false},
		{"buzzwords", Item{Overall: 2, Kind: "soup", Answer: "We put it into queues."}, true},
	} {
		if got := genuine(tt.it); got != tt.want {
			t.Errorf("%s: genuine is %v, want %v", tt.name, got, tt.want)
		}
	}
}

// Both questions probe depth (queue, retry, overkill) and data (index, backup, whatever); q1 has "shards" of its own.
//
//	answer                          reader                       word grader
//	1  We use shards here. A queue  shards, index (other words)  shards, queue, index
//	   takes it. An index finds it.
//	2  A backup runs. It is         overkill (no evidence),      backup, overkill
//	   overkill, I say.             backup only partly
//	3  Nothing at all of note.      retry                        nothing
//	4  A queue takes it.            nobody marked it             queue: does not count
func TestSignalsAgainstAReader(t *testing.T) {
	text := strings.Join([]string{
		`{"question":"q1","answer":"We use shards here. A queue takes it. An index finds it.","marks":{` +
			`"shards":{"v":"shown","e":["use shards"]},"index":{"v":"shown","e":["takes nothing"]}}}`,
		`{"question":"q2","answer":"A backup runs. It is overkill, I say.","marks":{` +
			`"overkill":{"v":"shown"},"backup":{"v":"partial","e":["backup"]}}}`,
		`{"question":"q2","answer":"Nothing at all of note.","marks":{"retry":{"v":"shown","e":["of note"]}}}`,
		`{"question":"q2","answer":"A queue takes it.","overall":2}`,
	}, "\n")
	set, err := Read(strings.NewReader(text), "marked",
		Reading{Role: "tester", Pack: func(role string) (interviewer.Pack, error) {
			p, err := fixturePack(role)
			own := rubric.Signal{ID: "shards", Kind: rubric.Strong, Weight: 1, Text: "shards", Competency: "depth"}
			p.Questions[0].Signals = []rubric.Signal{own}
			return p, err
		}})
	if err != nil {
		t.Fatal(err)
	}
	got := Measure(mustRun(t, Runner{Grader: offlineGrader()}, set), "l", "v").Signals
	want := []SignalGroup{
		{Signals: "strong_own", N: 1, Reader: 1, Grader: 1, Both: 1, F1: 1},
		// Four a question: the reader has index and retry, the grader queue, index and backup. F1 = 2·1/(2+3).
		{Signals: "strong_general", N: 12, Reader: 2, Grader: 3, Both: 1, F1: .4},
		{Signals: "weak", N: 6, Reader: 1, Grader: 1, Both: 1, F1: 1},
	}
	for i, w := range want {
		if got.Groups[i] != w {
			t.Errorf("%s: %+v, want %+v", w.Signals, got.Groups[i], w)
		}
	}
	// Of shards and index, where the reader gave evidence, only the quote for shards stands in it by half: 2 words of
	// 4.
	if got.Answers != 3 || got.Compared != 2 || got.Overlapping != 1 || got.OverlapShare != .5 {
		t.Errorf("%d answers, %d of %d quotes overlap (%v)", got.Answers, got.Overlapping, got.Compared,
			got.OverlapShare)
	}
}

func TestASetWithoutMarksSaysNothingOfSignals(t *testing.T) {
	if got := Measure(mustRun(t, Runner{Grader: offlineGrader()}, read(t, labelled)), "l", "v").Signals; got != nil {
		t.Errorf("signals are %+v", got)
	}
}

func TestQuotesOverlapByHalfTheirWords(t *testing.T) {
	for _, tt := range []struct {
		quote    string
		evidence []string
		want     bool
	}{
		{"We retry with a limit", []string{"we RETRY, with a limit!"}, true},
		{"We retry with a limit of three", []string{"retry with a limit"}, true},     // 4 of 7
		{"We retry with a limit of three or four", []string{"retry with a"}, false},  // 3 of 9
		{"retry retry retry retry", []string{"retry"}, false},                        // 1 of 4
		{"retry with limits", []string{"nothing", "we retry with limits set"}, true}, // the second passage
		{"retry with limits", []string{"retry only", "some limits"}, false},          // no passage alone
		{"", []string{"retry"}, false},
		{"retry", []string{""}, false},
	} {
		if got := overlaps([]rubric.Quote{{Text: tt.quote}}, tt.evidence); got != tt.want {
			t.Errorf("%q in %q: %v, want %v", tt.quote, tt.evidence, got, tt.want)
		}
	}
}
