package calibration

import (
	"strings"

	"mockinterview/rubric/agreement"
	"mockinterview/rubric/text"
)

// tally counts overalls: labels against grades.
type tally struct {
	table agreement.Table
	ranks agreement.Moments
}

func (t *tally) put(label, grade int) {
	if t.table == nil {
		t.table = agreement.NewTable(4)
	}
	t.table[label-1][grade-1]++
	t.ranks.Put(float64(label), float64(grade))
}

// agreement leaves QWK undefined where all labels are the same: its chance agreement then says nothing of the grader.
func (t tally) agreement() Agreement {
	a := Agreement{
		N: t.ranks.N, QWK: unknown().Low, Bias: Num(t.ranks.Bias()),
		Exact: Num(t.table.Exact()), WithinOne: Num(t.table.Within(1)),
	}
	labels := 0
	for _, row := range t.table {
		if (agreement.Table{row}).N() > 0 {
			labels++
		}
	}
	if labels > 1 {
		a.QWK = Num(t.table.QWK())
	}
	return a
}

// groups measures the agreement on the whole set, on genuine attempts, and by band of the label.
func (m *measurer) groups() []Group {
	out := []Group{}
	for _, g := range []struct {
		name    string
		belongs func(Item) bool
	}{
		{"all", func(Item) bool { return true }},
		{"genuine", genuine},
		{"low", func(it Item) bool { return it.Overall == 1 }},
		{"middle", func(it Item) bool { return it.Overall == 2 || it.Overall == 3 }},
		{"high", func(it Item) bool { return it.Overall == 4 }},
	} {
		var t tally
		for i, it := range m.run.Set.Items {
			if r := m.run.Results[i][0]; it.Overall > 0 && r.Graded() && g.belongs(it) {
				t.put(it.Overall, r.Overall())
			}
		}
		out = append(out, Group{g.name, t.agreement()})
	}
	return out
}

// fewestWords is how many words a genuine attempt has at least; fewer are taken for no answer.
const fewestWords = 5

// genuine says whether an answer tries to answer: people found something in it, and it does not attack the grader.
func genuine(it Item) bool {
	return it.Overall > 1 && !isAttack(it.Kind) && len(text.Folded(it.Answer)) >= fewestWords
}

// isAttack says whether a kind of answer speaks to the grader instead of the question.
func isAttack(kind string) bool {
	kind = strings.ToLower(kind)
	for _, stem := range []string{"attack", "steer", "inject"} {
		if strings.Contains(kind, stem) {
			return true
		}
	}
	return false
}

// kinds measures every kind of answer that the set names, in the order of first appearance.
func (m *measurer) kinds() []KindOf {
	out := []KindOf{}
	items := m.run.Set.Items
	for _, group := range grouped(len(items), func(i int) string { return items[i].Kind }) {
		k := KindOf{Kind: items[group[0]].Kind}
		var t tally
		for _, i := range group {
			if r := m.run.Results[i][0]; items[i].Overall > 0 && r.Graded() {
				t.put(items[i].Overall, r.Overall())
				k.Same += one(items[i].Overall == r.Overall())
			}
		}
		if k.Kind == "" || t.ranks.N == 0 {
			continue
		}
		n := float64(t.ranks.N)
		k.Agreement, k.Labels, k.Grades = t.agreement(), Num(t.ranks.X/n), Num(t.ranks.Y/n)
		out = append(out, k)
	}
	return out
}

// one counts a condition: 1 where it holds.
func one(holds bool) int {
	if holds {
		return 1
	}
	return 0
}
