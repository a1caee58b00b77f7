package practice

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

func scores(values ...float64) Trend {
	var t Trend
	for _, v := range values {
		p := Point{At: day(1)}
		if !math.IsNaN(v) {
			p.Score = &v
		}
		t.Points = append(t.Points, p)
	}
	return t
}

func TestChangeIsTheLastScoreLessTheFirst(t *testing.T) {
	none := math.NaN()
	for _, tt := range []struct {
		name string
		in   []float64
		want float64
		ok   bool
	}{
		{"nothing", nil, 0, false},
		{"one score is no change", []float64{2}, 0, false},
		{"gaps are no scores", []float64{none, 2, none}, 0, false},
		{"two", []float64{1.5, none, 2.5}, 1, true},
		{"three", []float64{2, 4, 1.5}, -.5, true},
		{"what was between does not count", []float64{1, 4, 4, 4, 4, 1.5}, .5, true},
		{"no change is no negative zero", []float64{2.04, 2, 2, 2}, 0, true},
	} {
		got, ok := scores(tt.in...).Change()
		if got != tt.want || ok != tt.ok || math.Signbit(got) && got == 0 {
			t.Errorf("%s: %v, %v; want %v, %v", tt.name, got, ok, tt.want, tt.ok)
		}
	}
}

func TestSparkShowsTheWholeScaleAndGaps(t *testing.T) {
	none := math.NaN()
	for _, tt := range []struct {
		in    []float64
		width int
		want  string
	}{
		{nil, 10, ""},
		{[]float64{1, 4}, 10, "▁█"},
		{[]float64{1, none, 2.5, 4}, 10, "▁·▅█"},
		{[]float64{1, 1, 4, 4}, 2, "▁█"},
		{[]float64{1, none, none, none, 4, 4}, 3, "▁·█"},
		{[]float64{2.5, 2.5}, 0, "▅"},
	} {
		want(t, "spark", scores(tt.in...).Spark(tt.width), tt.want)
	}
}

func TestDrawingsKeepToTheirWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var in []float64
		for range rapid.IntRange(2, 120).Draw(t, "n") {
			in = append(in, float64(rapid.IntRange(10, 40).Draw(t, "score"))/10)
		}
		trend, width := scores(in...), rapid.IntRange(30, 100).Draw(t, "width")
		if n := len([]rune(trend.Spark(width))); n != min(width, len(in)) {
			t.Fatalf("a spark of %d for %d scores and a width of %d", n, len(in), width)
		}
		lines := strings.Split(trend.Plot(width), "\n")
		if len(lines) != 7 || !strings.Contains(lines[0], "4.0") || !strings.Contains(lines[6], "1.0") {
			t.Fatalf("a plot without its scale:\n%s", strings.Join(lines, "\n"))
		}
		for _, l := range lines {
			if n := len([]rune(l)); n > width {
				t.Fatalf("%d columns, want %d at most: %q", n, width, l)
			}
		}
	})
}

func TestProgressLeavesOutWhatIsNotOverAndWhatHasNoAnswer(t *testing.T) {
	running := attempt(day(3), 3)
	running.State = interviewer.InProgress
	other := attempt(day(2), 4)
	other.Role = "frontend"
	skipped := Attempt{Session: session(day(4), open("q", interviewer.Skipped))}
	waiting := Attempt{Session: session(day(5), pending("q"))}
	r := Progress(pack(), []Attempt{attempt(day(1), 2), other, running, skipped, waiting}, nil)
	var ids []string
	for _, a := range r.Attempts {
		ids = append(ids, a.ID)
	}
	want(t, "attempts", strings.Join(ids, " "), "s60 s64")
	want(t, "open", r.Open, 1)
	want(t, "pending", r.Pending, 1)
	want(t, "scores", len(r.Overall.Scores()), 1)
	want(t, "points", len(r.Overall.Points), 2)
	want(t, "competencies", len(r.Competencies), 2)
	want(t, "points of a competency", len(r.Competencies[0].Points), 2)
	want(t, "score of a pending answer", r.Competencies[0].Points[1].Score, nil)
	want(t, "score of what no question probes", len(r.Competencies[1].Scores()), 0)
}

func TestProgressKeepsCompetenciesThatThePackHasLost(t *testing.T) {
	old := attempt(day(1), 3)
	old.Turns[0].Grade.Competencies[0].ID = "gone"
	r := Progress(pack(), []Attempt{old}, nil)
	want(t, "name", r.Competencies[2].Name, "gone")
	want(t, "scores", len(r.Competencies[2].Scores()), 1)
}

func TestACompetencyThatWasNotShownIsAGapAndNoOne(t *testing.T) {
	a := attempt(day(1), 1.0)
	a.Turns[0].Grade.Competencies[0] = interviewer.CompetencyGrade{ID: "depth", Level: rubric.LevelNotShown,
		Probe: rubric.Chief}
	r := Progress(pack(), []Attempt{a}, nil)
	want(t, "level", r.Competencies[0].Points[0].Level, rubric.LevelNotShown)
	want(t, "scores", len(r.Competencies[0].Scores()), 0)
}

func TestSelfRatingsAgainstGrades(t *testing.T) {
	var all []Attempt
	for i, rating := range []int{4, 4, 3} { // against 3, 2, 3
		a := attempt(day(i+1), []float64{3, 2, 3}[i])
		a.Turns[0].SelfRating = &rating
		all = append(all, a)
	}
	unrated, waiting := attempt(day(9), 4), Attempt{Session: session(day(8), pending("q"))}
	waiting.Turns[0].SelfRating = new(4)
	r := Progress(pack(), append(all, unrated, waiting), nil)
	want(t, "ratings", r.Self.N, 3)
	want(t, "bias", r.Self.Bias, 1.0)
}

func TestRolesComeWithTheLastPractisedFirst(t *testing.T) {
	a, b := attempt(day(1), 2), attempt(day(2), 2)
	b.Role = "frontend"
	if diff := cmp.Diff([]string{"frontend", "backend"}, Roles([]Attempt{a, a, b})); diff != "" {
		t.Error(diff)
	}
}

func TestProgressJSONHasListsAndKeysWhateverThereIs(t *testing.T) {
	for name, reports := range map[string][]Report{
		"nothing":                 nil,
		"a role without attempts": {Progress(pack(), nil, Queue([]string{"q"}, nil, day(1)))},
		"a pending answer":        {Progress(pack(), []Attempt{{Session: session(day(1), pending("q"))}}, nil)},
	} {
		var b bytes.Buffer
		if err := ProgressJSON(&b, reports, day(1), 50, false); err != nil {
			t.Fatal(err)
		}
		var v struct {
			Schema string
			Roles  []map[string]any
		}
		if err := json.Unmarshal(b.Bytes(), &v); err != nil || v.Schema != ProgressSchema || v.Roles == nil {
			t.Fatalf("%s: %v\n%s", name, err, b.String())
		}
		for _, r := range v.Roles {
			for _, key := range []string{"attempts", "competencies", "questions"} {
				if _, ok := r[key].([]any); !ok {
					t.Errorf("%s: %s is %v, want a list", name, key, r[key])
				}
			}
			whole := r["score"].(map[string]any)
			for _, key := range []string{"first", "latest", "best", "change"} {
				if v, ok := whole[key]; !ok || v != nil {
					t.Errorf("%s: %s is %v, want null", name, key, v)
				}
			}
		}
	}
}

func writer(width int, quiet bool) Writer {
	return Writer{Program: "mockinterview", Now: day(20), Width: width, Plain: quiet}
}

func progressText(t *testing.T, w Writer, r Report, more bool) string {
	t.Helper()
	var b bytes.Buffer
	if err := w.Progress(&b, r, more); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWhatTheReportSays(t *testing.T) {
	three := []Attempt{attempt(day(1), 2), attempt(day(2), 2.5), attempt(day(10), 3)}
	queue := Queue([]string{"q"}, []interviewer.Session{three[0].Session}, day(20))
	model := attempt(day(11), 3)
	model.Turns[0].Grade.Provenance = interviewer.Provenance{Grader: interviewer.LLM, Model: "m*1"}
	model.Level, model.Options.Drill = rubric.Junior, false
	waiting := Attempt{Session: session(day(12), pending("q"))}
	for _, tt := range []struct {
		name     string
		w        Writer
		r        Report
		more     bool
		has, not []string
	}{
		{"nothing yet", writer(80, false), Progress(pack(), nil, Queue([]string{"q"}, nil, day(1))), false,
			[]string{"No interviews for this role yet", "    mockinterview start backend", "drill backend"},
			[]string{"| Competency"}},
		{"wide", writer(80, false), Progress(pack(), three, queue), false,
			[]string{`# Progress: Backend \| engineer`, "3 drills from 2026-03-01 to 2026-03-10.",
				"| Overall | ▃▅▆ | 2.0 | 3.0 | 3.0 | +1.0 |",
				"| Data | no score yet | – | – | – | – |", "     4.0 ┤", interviewer.OfflineLimits,
				"## Due for practice: 1 question", "- q: 2.0 when you last answered it, 2026-03-01; due for 17 days",
				"drill backend"},
			[]string{"--limit", "┼┼"}},
		{"narrow", writer(40, false), Progress(pack(), three, queue), false,
			[]string{"| Overall | ▃▅▆ | 3.0 | +1.0 |"},
			[]string{"┤", "Best"}},
		{"plain", writer(0, true), Progress(pack(), three, queue), true,
			[]string{"| Overall | 2.0, 2.5, 3.0 | 2.0 | 3.0 | 3.0 | +1.0 |",
				"These are the newest; --limit 0 shows all."}, []string{"▃", "┤"}},
		{"two graders, two levels, a pending answer", writer(0, true),
			Progress(pack(), append(slices.Clone(three), model, waiting), nil), false,
			[]string{"1 interview and 4 drills", "for different levels", `graded by the offline grader and m\*1`,
				"1 answer is not graded yet and not counted",
				"`mockinterview grade --pending` finishes it", "3.0, none |", "None is an attempt"}, []string{"## "}},
		{"nothing due", writer(0, true), Progress(pack(), three,
			Queue([]string{"q"}, []interviewer.Session{session(day(20), answer("q", 3))}, day(20))), false,
			[]string{"## Nothing is due\n\nThe next question is due in 3 days."}, []string{"drill backend"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := progressText(t, tt.w, tt.r, tt.more)
			for _, s := range tt.has {
				if !strings.Contains(got, s) {
					t.Errorf("it does not say %q:\n%s", s, got)
				}
			}
			for _, s := range tt.not {
				if strings.Contains(got, s) {
					t.Errorf("it says %q:\n%s", s, got)
				}
			}
		})
	}
}

func TestScoresOfTwoLevelsAreNoLine(t *testing.T) {
	senior, junior, again := attempt(day(1), 2), attempt(day(2), 2), attempt(day(3), 3)
	junior.Level = rubric.Junior
	got := ByLevel(pack(), []Attempt{senior, junior, again}, nil)
	if len(got) != 2 {
		t.Fatalf("%d reports, want one a level", len(got))
	}
	want(t, "the older level", got[0].Title, pack().Title+", junior level")
	want(t, "the level practised last", got[1].Title, pack().Title+", "+string(senior.Level)+" level")
	want(t, "its attempts", len(got[1].Attempts), 2)
	want(t, "reports of one level", len(ByLevel(pack(), []Attempt{senior, again}, nil)), 1)
}
