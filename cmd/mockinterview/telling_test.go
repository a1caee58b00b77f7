package main

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/interviewer/llm/llmtest"
	"mockinterview/rubric"
)

// TestGradingInAPipeSaysWhereItIs grades one answer with a server that takes forty seconds a call, on a clock that
// moves when everything waits.
func TestGradingInAPipeSaysWhereItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := llmtest.Offline(llmtest.OpenAI, llmtest.Options{Latency: 40 * time.Second})
		client, err := llm.New(llm.Config{BaseURL: "http://127.0.0.1:1/v1", Model: "small", Transport: s, Judges: 1})
		if err != nil {
			t.Fatal(err)
		}
		var said strings.Builder
		a := &app{err: &said, env: func(string) string { return "" }, now: time.Now}
		stop := a.telling(graders{client: client, info: client.Info()})
		comp := rubric.Competency{ID: "c", Name: "C", Signals: []rubric.Signal{
			{ID: "s", Kind: rubric.Strong, Weight: 1, Text: "Keeps what was paid."},
		}}
		if _, err := client.Grade(t.Context(), interviewer.Assessment{
			Pack: interviewer.Pack{Rubric: []rubric.Competency{comp}},
			Turn: interviewer.Turn{
				Question: interviewer.Question{Text: "How?", Probes: map[string]rubric.Probe{"c": rubric.Chief}},
				Messages: []interviewer.Message{{
					N: 1, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer,
					Text: "We keep a row for every payment before we call the bank.",
				}},
			},
		}); err != nil {
			t.Fatal(err)
		}
		stop()
		want := "grading with small: 0 of 1 calls answered, 15s so far\n" +
			"grading with small: 0 of 1 calls answered, 30s so far\n"
		if said.String() != want {
			t.Errorf("standard error has %q, want %q", said.String(), want)
		}
	})
}
