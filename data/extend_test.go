package data

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

const own = `schema: mockinterview.role/v2
id: payments-engineer
version: 1
extends: backend-engineer
title: Payments engineer
faq:
  - {q: A question?, a: Its answer.}
questions:
`

// ownQuestion is a question with an id for the rubric of the backend pack.
func ownQuestion(id string) string {
	return `  - id: ` + id + `
    title: Refunds
    text: How would you pay money back?
    kind: design
    probes: {system-design-depth: chief}
    hints: [{text: a}, {text: b}, {text: c}]
`
}

func TestAPackExtendsOneThatComesWithTheProgram(t *testing.T) {
	base, err := builtin("backend-engineer")
	if err != nil {
		t.Fatal(err)
	}
	p, err := Parse("own.yaml", []byte(own+ownQuestion("refunds")+ownQuestion("idempotent-payments")))
	if err != nil {
		t.Fatal(err)
	}
	if p.Title != "Payments engineer" || p.Summary != base.Summary || len(p.FAQ) != 1 ||
		len(p.Rubric) != len(base.Rubric) {
		t.Errorf("title %q, summary %q, %d FAQ, %d competencies", p.Title, p.Summary, len(p.FAQ), len(p.Rubric))
	}
	if len(p.Questions) != len(base.Questions)+1 {
		t.Errorf("%d questions of %d inherited and two own, one of which replaces another",
			len(p.Questions), len(base.Questions))
	}
	if c, _ := p.Competency("communication-quality"); len(c.StrongNeeds) != 2 {
		t.Errorf("communication needs %q, want what the pack below says", c.StrongNeeds)
	}
	if n, all := len(Own(p).Questions), len(Own(base).Questions); n != 2 || all != len(base.Questions) {
		t.Errorf("%d of its questions are its own, and %d of the pack that it extends", n, all)
	}
	if n, all := len(Own(p).Rubric), len(Own(base).Rubric); n != 0 || all != len(base.Rubric) {
		t.Errorf("%d competencies are its own, and %d of the pack that it extends", n, all)
	}
	if q, _ := p.Question("idempotent-payments"); q.Title != "Refunds" || p.Questions[0].ID != "refunds" {
		t.Errorf("the first is %q, the replaced one %q", p.Questions[0].ID, q.Title)
	}
	if again, err := builtin("backend-engineer"); err != nil || again.FAQ[0] != base.FAQ[0] {
		t.Error("the pack below was changed")
	}
}

func TestWhatAnExtendingPackHasWrongIsNamedByItsLine(t *testing.T) {
	for _, tt := range []struct{ pack, want string }{
		{strings.Replace(own, "backend-engineer", "juggler", 1) + ownQuestion("refunds"), "line 4: extends \"juggler\""},
		{strings.Replace(own, "payments-engineer", "backend-engineer", 1) + ownQuestion("refunds"), "needs an id of its own"},
		{strings.Replace(own, "faq:", "rubric:\n  - {id: speed, weight: 100}\nfaq:", 1) + ownQuestion("refunds"), "speed"},
		{own + strings.Replace(ownQuestion("refunds"), "design-depth", "speed", 1), "line 13"},
	} {
		_, err := Parse("own.yaml", []byte(tt.pack))
		var f Faults
		if !errors.As(err, &f) || !slices.ContainsFunc(f.Faults, func(f Fault) bool {
			return strings.Contains(f.String(), tt.want)
		}) {
			t.Errorf("%v, want %q among its faults", err, tt.want)
		}
	}
}

func TestASkeletonLacksOnlyWhatIsToBeFilledIn(t *testing.T) {
	text, ok := Skeleton("game-engineer")
	if !ok {
		t.Fatal("no skeleton")
	}
	_, err := Parse("game-engineer.yaml", []byte(text))
	var f Faults
	if !errors.As(err, &f) {
		t.Fatalf("%v, want faults", err)
	}
	for _, fault := range f.Faults {
		if !strings.Contains(fault.Text, "is empty") && !strings.Contains(fault.Text, "has no text") &&
			!strings.Contains(fault.Text, "needs a strong and a weak anchor") &&
			!strings.Contains(fault.Text, "0 sentences that show it") {
			t.Errorf("%s", fault)
		}
		if fault.Line == 0 {
			t.Errorf("%q has no line", fault.Text)
		}
	}
	filled := strings.NewReplacer(
		`""`, `"Says what is so."`, "shows: []", "shows: [One sentence., Another one.]",
	).Replace(text)
	if _, err := Parse("game-engineer.yaml", []byte(filled)); err != nil {
		t.Errorf("filled in: %v", err)
	}
	if _, ok := Skeleton("../etc"); ok {
		t.Error("a skeleton for a path")
	}
}

func TestWhatWasMeasuredIsOfPacksThatExist(t *testing.T) {
	var all map[string]Measure
	if err := json.Unmarshal(measuredFile, &all); err != nil {
		t.Fatal(err)
	}
	for id, m := range all {
		q := m.Quotes
		if _, err := builtin(id); err != nil || m.QWK <= -1 || m.QWK > 1 || m.Answers < 1 || q.Evidence+q.InPart > q.N {
			t.Errorf("%s: %+v, %v", id, m, err)
		}
	}
	if m, ok := (Library{}).Measured("backend-engineer"); !ok || m.Answers == 0 {
		t.Errorf("%+v, %v", m, ok)
	}
	if _, ok := (Library{}).Measured("juggler"); ok {
		t.Error("what there is not was measured")
	}
}
