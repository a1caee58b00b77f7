package main

import (
	"context"
	"testing"
	"time"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/interviewer/llm/llmtest"
	"mockinterview/rubric"
)

// BenchmarkFiveAnswersAtOneSecond grades the first five questions of the pack, four competencies each, by a server that
// takes a second for every call, with all answers there at once. Its time against one second is the figure.
func BenchmarkFiveAnswersAtOneSecond(b *testing.B) {
	pack, err := data.Library{}.Pack("backend-engineer")
	if err != nil {
		b.Fatal(err)
	}
	steers := offlineGrader("").Steers
	for b.Loop() {
		url, stop := llmtest.Start(llmtest.OpenAI, llmtest.Options{Latency: time.Second})
		client, err := llm.New(llm.Config{BaseURL: url, Steers: steers, Judges: 1})
		if err != nil {
			b.Fatal(err)
		}
		done := make(chan error)
		for _, q := range pack.Questions[:5] {
			turn := interviewer.Turn{N: 1, Question: q, State: interviewer.Answered, Messages: []interviewer.Message{
				{N: 1, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: q.Answers.Mixed},
			}}
			go func() {
				_, err := interviewer.Judge(
					context.Background(),
					client,
					interviewer.Assessment{Pack: pack, Turn: turn, Level: rubric.Senior},
					steers,
					time.Now,
				)
				done <- err
			}()
		}
		for range 5 {
			if err := <-done; err != nil {
				b.Error(err)
			}
		}
		stop()
	}
}
