package llm

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mockinterview/prompts"
)

func TestADraftHoldsNothingOfAReplyThatWasTurnedDown(t *testing.T) {
	type signal struct {
		ID  string `json:"id"`
		Ask string `json:"ask"`
	}
	type drafted struct {
		Title   string   `json:"title"`
		Signals []signal `json:"signals"`
	}
	c := says(t,
		`{"title": "Turned down", "signals": [{"id": "a", "ask": "What of a?"}, {"id": "b", "ask": "What of b?"}]}`,
		`{"signals": [{"id": "c"}]}`)
	var got drafted
	tries := 0
	_, err := c.Draft(t.Context(), prompts.Drafting{Step: "role", Job: "Bakes bread."}, []byte(`{"type": "object"}`),
		&got, func() error {
			if tries++; tries == 1 {
				return errors.New("it has two signals, want one")
			}
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(drafted{Signals: []signal{{ID: "c"}}}, got); diff != "" {
		t.Error(diff)
	}
}
