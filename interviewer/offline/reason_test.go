package offline

import (
	"regexp"
	"strings"
	"testing"
)

// What a reason cites is words of the candidate's that mean something by themselves.
func TestReasonsCiteWordsThatMeanSomething(t *testing.T) {
	cited := regexp.MustCompile("“([^”]*)”")
	g := New(testLexicon())
	cites := 0
	for _, answer := range append(sentences, good, "It is so because I say so.", "First it, then that. So I store.", "The key, because it is the same.") {
		_, grade := gradeOf(t, g, answer)
		for _, c := range grade.Competencies {
			for _, m := range c.Marks {
				for _, w := range cited.FindAllStringSubmatch(m.Reason, -1) {
					cites++
					if !strings.Contains(answer, w[1]) {
						t.Errorf("%q: the reason cites %q, which was not said", answer, w[1])
					}
					if !strings.Contains(w[1], " ") {
						t.Errorf("%q: the reason cites the single word %q", answer, w[1])
					}
				}
			}
		}
	}
	if cites == 0 {
		t.Error("no reason cites anything")
	}
}
