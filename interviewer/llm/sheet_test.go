package llm

import (
	"errors"
	"testing"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm/llmtest"
)

func TestAQuestionThatProbesNothingIsAnErrorAndNoPanic(t *testing.T) {
	m, err := NewMarker(nil, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	a := assess(goodAnswer)
	a.Turn.Question.Probes = nil
	if _, _, err := m.Sheet(a); !errors.Is(err, interviewer.ErrUngradable) {
		t.Errorf("the sheet's error is %v", err)
	}
	if _, err := m.Marked(a, []byte(`{"marks":[]}`)); !errors.Is(err, interviewer.ErrUngradable) {
		t.Errorf("the marks' error is %v", err)
	}
	s := serve(t, llmtest.OpenAI, llmtest.Options{})
	if _, err := clientFor(t, s).Grade(t.Context(), a); !errors.Is(err, interviewer.ErrUngradable) {
		t.Errorf("the grade's error is %v", err)
	}
}
