package rubric

import "testing"

func TestNearestPointsAtTheSentenceThatSharesMost(t *testing.T) {
	seeker := NewSeeker([]Signal{
		{ID: "r", Kind: Strong, Text: "Retries with limits", Concepts: [][]string{{"retry", "charge again"}, {"cue:quantity", "three times"}}},
		{ID: "a", Kind: Strong, Text: "Names an alert and its threshold"},
	})
	for range 2 { // it reads many answers
		said := seeker.Read(NewChecker([]Source{{Message: 2, Text: "We cache the price.\nThe worker retries the charge three times. Then it gives up."}}, nil, nil))
		if q := said.Nearest(0); q == nil || q.Text != "The worker retries the charge three times." || q.Message != 2 || q.Start != 20 {
			t.Errorf("Nearest = %+v", q)
		}
		if q := said.Nearest(1); q != nil {
			t.Errorf("nothing shared, but it points at %q", q.Text)
		}
		said.Done()
	}
}

func TestNearestEndsBeforeTheCommaOfAWrappedLine(t *testing.T) {
	seeker := NewSeeker([]Signal{{ID: "r", Kind: Strong, Text: "Retries with limits", Concepts: [][]string{{"retry"}, {"limit"}}}})
	said := seeker.Read(NewChecker([]Source{{Message: 2, Text: "The worker retries with a limit,\nand somebody is told."}}, nil, nil))
	if q := said.Nearest(0); q == nil || q.Text != "The worker retries with a limit" {
		t.Errorf("Nearest = %+v", q)
	}
}
