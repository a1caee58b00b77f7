package rubric

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// paper is an answer as a grader leaves it: what was asked, and a verdict for every signal that applies.
type paper struct {
	competencies []Competency
	probes       []Probe
	question     []Signal
	marks        [][]Mark // by competency
	level        Seniority
	third        bool
}

// drawRubric draws one to four competencies of uneven weights. An absence may speak against one, and one may need some
// signals to be strong.
func drawRubric(t *rapid.T) []Competency {
	var out []Competency
	for _, id := range []string{"a", "b", "c", "d"}[:rapid.IntRange(1, 4).Draw(t, "competencies")] {
		c := competency()
		c.ID, c.Name = id, strings.ToUpper(id)
		c.Weight, c.Always = rapid.IntRange(1, 60).Draw(t, "weight"), rapid.Bool().Draw(t, "always")
		if rapid.Bool().Draw(t, "absence") {
			c.Signals = append(c.Signals,
				Signal{ID: "n", Kind: Weak, Weight: 2, Absence: true, Unless: []string{"b", "c"}})
		}
		for range rapid.IntRange(0, 2).Draw(t, "needs") {
			c.StrongNeeds = append(c.StrongNeeds,
				rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 1, 3, rapid.ID).Draw(t, "group"))
		}
		out = append(out, c)
	}
	return out
}

// drawPaper draws an answer to a question of its own about the competencies.
func drawPaper(t *rapid.T, all []Competency) paper {
	p := paper{
		competencies: all, third: rapid.Bool().Draw(t, "third hint"),
		level: rapid.SampledFrom(Seniorities()).Draw(t, "level"),
	}
	for i, c := range all {
		probe := Chief
		if i > 0 {
			probe = rapid.SampledFrom([]Probe{Chief, Also}).Draw(t, "probe")
		}
		p.probes = append(p.probes, probe)
		if rapid.Bool().Draw(t, "own") {
			p.question = append(p.question,
				Signal{ID: "q" + c.ID, Kind: Strong, Weight: 1, Competency: c.ID, Refines: "a"},
				Signal{ID: "r" + c.ID, Kind: Weak, Weight: 2, Competency: c.ID})
		}
	}
	for _, c := range all {
		var ms []Mark
		for _, s := range Applicable(c, p.question) {
			ms = append(ms, Mark{Signal: s.ID, Verdict: rapid.SampledFrom(Verdicts()).Draw(t, s.ID)})
		}
		p.marks = append(p.marks, ms)
	}
	return p
}

func (p paper) probed() []Probed {
	var out []Probed
	for i, c := range p.competencies {
		out = append(out, Probed{Competency: c, Probe: p.probes[i],
			Result: Score(c, p.question, p.marks[i], p.level, true)})
	}
	return out
}

func (p paper) score() Outcome { return ScoreTurn(p.probed(), p.third) }

func (p paper) turn() TurnResult {
	return TurnResult{Graded: true, Outcome: p.score(), Probed: p.probed()}
}

// more is the answer with one mark raised, and the kind of its signal.
func (p paper) more(t *rapid.T) (paper, Kind) {
	p.marks = slices.Clone(p.marks)
	at := rapid.IntRange(0, len(p.marks)-1).Draw(t, "competency")
	p.marks[at] = slices.Clone(p.marks[at])
	signals := Applicable(p.competencies[at], p.question)
	i := rapid.IntRange(0, len(signals)-1).Draw(t, "signal")
	switch m := &p.marks[at][i]; m.Verdict {
	case Absent:
		m.Verdict = Partial
	case Partial, Shown:
		m.Verdict = Shown
	}
	return p, signals[i].Kind
}

func TestMoreShownNeverLowersAndMoreAgainstNeverRaises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := drawPaper(t, drawRubric(t))
		after, kind := before.more(t)
		b, a := before.score(), after.score()
		switch {
		case kind == Strong && a.Score < b.Score:
			t.Fatalf("more shown lowers %v to %v: %s, then %s", b.Score, a.Score, b.Sum, a.Sum)
		case kind == Weak && a.Score > b.Score:
			t.Fatalf("more against raises %v to %v: %s, then %s", b.Score, a.Score, b.Sum, a.Sum)
		}
		for i, p := range after.probed() {
			switch was, is := before.probed()[i].Result.Level, p.Result.Level; {
			case kind == Strong && is.Rank() < was.Rank():
				t.Fatalf("more shown lowers %s to %s", was, is)
			case kind == Weak && was != LevelNotShown && is.Rank() > was.Rank():
				t.Fatalf("more against raises %s to %s", was, is)
			}
			if r := p.Result; r.Level == LevelStrong && len(p.Competency.Lacks(Applicable(p.Competency, after.question),
				r.Marks)) > 0 {
				t.Fatalf("%s is strong without what it needs, of %v", r.ID, p.Competency.StrongNeeds)
			}
		}
	})
}

func TestEveryScoreIsOneToFourAndItsSumAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := drawRubric(t)
		var turns []TurnResult
		for range rapid.IntRange(1, 5).Draw(t, "turns") {
			p := drawPaper(t, all)
			check(t, p.score())
			turns = append(turns, p.turn())
			if rapid.IntRange(0, 3).Draw(t, "skip") == 0 {
				turns = append(turns, TurnResult{Skipped: true})
			}
		}
		if o, _ := ScoreSession(all, turns, true); o.Recommendation != NoDecision {
			check(t, o)
		}
	})
}

func TestASessionOfOneAnswerHasItsScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPaper(t, drawRubric(t))
		turn := p.turn()
		got, _ := ScoreSession(p.competencies, []TurnResult{turn}, true)
		if want := p.score(); got.Score != want.Score || got.Recommendation != want.Recommendation {
			t.Fatalf("%v %s, want %v %s: %s", got.Score, got.Recommendation, want.Score, want.Recommendation, got.Sum)
		}
	})
}

func TestASessionOfTheSameAnswerTwiceHasItsScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPaper(t, drawRubric(t))
		p.third = false // a hint holds its own answer only
		got, _ := ScoreSession(p.competencies, []TurnResult{p.turn(), p.turn()}, false)
		if want := p.score(); got.Score != want.Score {
			t.Fatalf("%v, want %v", got.Score, want.Score)
		}
	})
}

var (
	meanForm = regexp.MustCompile(`^mean (-?[\d.]+), minus (.+) = (-?[\d.]+)$`)
	termForm = regexp.MustCompile(`([\d.]+) for [^,]+? \((?:weak|not shown)\)`)
	holdForm = regexp.MustCompile(`: at (?:most|least) ([\d.]+)$`)
	skipForm = regexp.MustCompile(`^(\d+) answers? at ([\d.]+) and (\d+) skipped questions? at 1\.0 = ([\d.]+)$`)
)

// check reads the line that explains a score as a reader would, and does its sums again.
func check(t *rapid.T, o Outcome) {
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatalf("%q in %q: %v", s, o.Sum, err)
		}
		return v
	}
	same := func(got, want float64) {
		if math.Abs(got-want) > 1e-9 {
			t.Fatalf("%q: %v is not %v", o.Sum, got, want)
		}
	}
	if o.Score < 1 || o.Score > 4 || o.Recommendation != Recommend(o.Score) {
		t.Fatalf("score %v, %s", o.Score, o.Recommendation)
	}
	at := 0.0
	for i, part := range strings.Split(o.Sum, "; ") {
		if m := meanForm.FindStringSubmatch(part); i == 0 && m != nil {
			at = number(m[1])
			for _, term := range termForm.FindAllStringSubmatch(m[2], -1) {
				at -= number(term[1])
			}
			same(at, number(m[3]))
		} else if m := holdForm.FindStringSubmatch(part); i > 0 && m != nil {
			at = number(m[1])
		} else if m := skipForm.FindStringSubmatch(part); i > 0 && m != nil {
			answers, skipped := number(m[1]), number(m[3])
			same(number(m[2]), at)
			at = Round((answers*at + skipped) / (answers + skipped))
			same(at, number(m[4]))
		} else {
			t.Fatalf("%q holds %q, which nobody can do again", o.Sum, part)
		}
	}
	same(at, o.Score)
}
