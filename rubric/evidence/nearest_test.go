package evidence

import (
	"testing"

	"mockinterview/rubric"
)

func TestNearestPointsAtTheSentenceThatSharesMost(t *testing.T) {
	retries := rubric.Signal{
		Kind: rubric.Strong, Text: "Retries with limits",
		Shows: []string{"retry", "charge again", "three times"},
	}
	said := NewChecker([]rubric.Source{{
		Message: 2, Text: "We cache the price.\nThe worker retries the charge three times. Then it gives up.",
	}}, nil, nil).Said()
	q := said.Nearest(retries)
	if q == nil || q.Text != "The worker retries the charge three times." || q.Message != 2 || q.Start != 20 {
		t.Errorf("Nearest = %+v", q)
	}
	if q := said.Nearest(rubric.Signal{Text: "Names an alert and its threshold"}); q != nil {
		t.Errorf("nothing shared, but it points at %q", q.Text)
	}
}

func TestNearestEndsBeforeTheCommaOfAWrappedLine(t *testing.T) {
	limits := rubric.Signal{Kind: rubric.Strong, Text: "Retries with limits", Shows: []string{"retry", "limit"}}
	source := rubric.Source{Message: 2, Text: "Idé: no.\n- The worker retries with a limit,\nand somebody is told."}
	q := NewChecker([]rubric.Source{source}, nil, nil).Said().Nearest(limits)
	if q == nil || q.Text != "The worker retries with a limit" || q.Start != 11 || q.End != 42 {
		t.Errorf("Nearest = %+v", q)
	}
}
