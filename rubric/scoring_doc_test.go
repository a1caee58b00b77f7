package rubric

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const scoringDoc = "../docs/scoring.md"

// example is a worked example as it stands in the document.
type example struct {
	title string
	rows  [][]string
	line  string
}

func examples(t *testing.T) []example {
	t.Helper()
	b, err := os.ReadFile(scoringDoc)
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(b), "## Worked examples\n")
	var out []example
	for _, part := range strings.Split(text, "\n### ")[1:] {
		title, body, _ := strings.Cut(part, "\n")
		x := example{title: title}
		for line := range strings.Lines(body) {
			line = strings.TrimSpace(line)
			switch {
			case strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| competency "):
				cells := strings.Split(strings.Trim(line, "|"), "|")
				for i := range cells {
					cells[i] = strings.TrimSpace(cells[i])
				}
				x.rows = append(x.rows, cells)
			case strings.HasPrefix(line, "`"):
				x.line = strings.Trim(line, "`")
			}
		}
		out = append(out, x)
	}
	return out
}

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("%s: %q is no number", scoringDoc, s)
	}
	return n
}

// answer makes the answer of an example: signals of the weights in its cells, and their marks.
func (x example) answer(t *testing.T) (probed []Probed) {
	t.Helper()
	level := Seniority(regexp.MustCompile(`at (\w+) level`).FindStringSubmatch(x.title)[1])
	for _, row := range x.rows {
		c := Competency{ID: row[0], Name: row[0], Weight: number(t, row[1])}
		var own []Signal
		var marks []Mark
		rest := number(t, row[5])
		say := func(cell string, kind Kind, v Verdict) {
			for _, w := range strings.FieldsFunc(cell, func(r rune) bool { return r == ',' }) {
				w, isOwn := strings.CutSuffix(strings.TrimSpace(w), " own")
				s := Signal{ID: fmt.Sprint("s", len(marks)), Kind: kind, Weight: number(t, w)}
				if marks = append(marks, Mark{Signal: s.ID, Verdict: v}); kind == Strong {
					rest -= s.Weight
				}
				if isOwn {
					s.Competency = c.ID
					own = append(own, s)
				} else {
					c.Signals = append(c.Signals, s)
				}
			}
		}
		say(row[3], Strong, Shown)
		say(row[4], Strong, Partial)
		say(row[6], Weak, Shown)
		for range rest {
			c.Signals = append(c.Signals, Signal{ID: "rest", Kind: Strong, Weight: 1})
		}
		probed = append(probed, Probed{Competency: c, Probe: Probe(row[2]), Result: Score(c, own, marks, level, true)})
	}
	return probed
}

func result(l Level, score float64) string {
	if l == LevelNotShown {
		return "not shown"
	}
	return fmt.Sprintf("%s %.1f", l, Round(score))
}

func TestTheWorkedExamplesOfTheDocumentAreRight(t *testing.T) {
	all := examples(t)
	if len(all) != 8 {
		t.Fatalf("%s has %d worked examples, want 8", scoringDoc, len(all))
	}
	session := regexp.MustCompile(`session of answers (\d) and (\d), and (\d) skipped`)
	turns := map[int]TurnResult{}
	for i, x := range all {
		says := func(row int, from int, want ...string) {
			t.Helper()
			if got := x.rows[row][from:]; strings.Join(got, "|") != strings.Join(want, "|") {
				t.Errorf("%s: %s says %q, want %q", x.title, x.rows[row][0], got, want)
			}
		}
		var o Outcome
		if m := session.FindStringSubmatch(x.title); m != nil {
			var competencies []Competency
			for _, row := range x.rows {
				competencies = append(competencies, Competency{ID: row[0], Name: row[0], Weight: number(t, row[1])})
			}
			of := []TurnResult{turns[number(t, m[1])], turns[number(t, m[2])]}
			for range number(t, m[3]) {
				of = append(of, TurnResult{Skipped: true})
			}
			var scs []SessionCompetency
			o, scs = ScoreSession(competencies, of, false)
			for row, sc := range scs {
				says(row, 3, result(sc.Level, sc.Score))
			}
		} else {
			probed := x.answer(t)
			for row, p := range probed {
				r := p.Result
				says(row, 7, fmt.Sprintf("%.1f", r.Evidence-r.Against), fmt.Sprintf("%.1f", r.Bar),
					result(r.Level, r.Score))
			}
			o = ScoreTurn(probed, strings.Contains(x.title, "third hint"))
			turns[i+1] = TurnResult{Graded: true, Outcome: o, Probed: probed}
		}
		if x.line != o.Sum {
			t.Errorf("%s:\nsays %q\nwant %q", x.title, x.line, o.Sum)
		}
	}
}

func TestTheDocumentTellsTheArithmeticOfToday(t *testing.T) {
	b, err := os.ReadFile(scoringDoc)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		fmt.Sprintf("tells arithmetic %d.", Arithmetic),
		fmt.Sprintf("junior %v, mid %v, senior %v, staff %v",
			barShare(Junior), barShare(Mid), barShare(Senior), barShare(Staff)),
		fmt.Sprintf("**Minus** %v ×", lowCost),
	} {
		if !strings.Contains(strings.Join(strings.Fields(string(b)), " "), want) {
			t.Errorf("%s does not say %q", scoringDoc, want)
		}
	}
}
