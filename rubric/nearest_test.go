package rubric

import "testing"

func TestNearestPointsAtTheSentenceThatSharesMost(t *testing.T) {
	said := SentencesOf([]Source{{Message: 2, Text: "We cache the price.\nThe worker retries the charge three times. Then it gives up."}})
	sig := Signal{ID: "r", Kind: Strong, Text: "Retries with limits", Concepts: [][]string{{"retry", "charge again"}, {"cue:quantity", "three times"}}}
	q := said.Nearest(sig)
	if q == nil || q.Text != "The worker retries the charge three times." || q.Message != 2 || q.Start != 20 {
		t.Errorf("Nearest = %+v", q)
	}
	if q := said.Nearest(Signal{Text: "Names an alert and its threshold"}); q != nil {
		t.Errorf("nothing shared, but it points at %q", q.Text)
	}
}
