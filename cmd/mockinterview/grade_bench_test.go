package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/offline"
	"mockinterview/rubric"
)

// BenchmarkOfflineAnswer grades answers of 200 words to all questions of the pack as an interview does: marks, quotes
// checked, score. No sentence was ever graded before, so that nothing kept in mind helps. For one core: go test
// ./cmd/mockinterview -run '^$' -bench OfflineAnswer -cpu 1
func BenchmarkOfflineAnswer(b *testing.B) {
	a := newAnswerer(b)
	b.ReportAllocs()
	for b.Loop() {
		q := a.pack.Questions[a.made%len(a.pack.Questions)]
		a.grade(q, a.fresh(q, 200))
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}

// BenchmarkOfflineMarks is the grader's share of that: the marks with their quotes, before the program checks them and
// does the arithmetic.
func BenchmarkOfflineMarks(b *testing.B) {
	a := newAnswerer(b)
	b.ReportAllocs()
	for b.Loop() {
		q := a.pack.Questions[a.made%len(a.pack.Questions)]
		if _, err := a.grader.Grade(context.Background(), a.assessment(q, a.fresh(q, 200))); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "answers/s")
}

// BenchmarkOfflineLength grades ever longer answers: where the time per byte stays the same, it grows with the length
// and no faster.
func BenchmarkOfflineLength(b *testing.B) {
	for _, kb := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("%dKB", kb), func(b *testing.B) {
			a := newAnswerer(b)
			q := a.pack.Questions[0]
			b.ReportAllocs()
			bytes := 0
			for b.Loop() {
				text := a.long(kb << 10)
				bytes += len(text)
				a.grade(q, text)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(bytes), "ns/byte")
		})
	}
}

// answerer makes answers that nobody ever gave, and grades them.
type answerer struct {
	pack      interviewer.Pack
	grader    *offline.Grader
	sentences []string // of all example answers
	rand      *rand.Rand
	made      int // answers
	words     int // made-up words
}

func newAnswerer(b *testing.B) *answerer {
	p, err := data.Library{}.Pack("backend-engineer")
	if err != nil {
		b.Fatal(err)
	}
	a := &answerer{pack: p, grader: offlineGrader(""), rand: rand.New(rand.NewPCG(1, 1))}
	for _, q := range p.Questions {
		for _, text := range []string{q.Answers.Strong, q.Answers.Mixed, q.Answers.Weak} {
			a.sentences = append(a.sentences, strings.SplitAfter(text, ". ")...)
		}
		a.grade(q, a.fresh(q, 200)) // the first answer to a question waits until its rubric is ready
	}
	return a
}

func (a *answerer) grade(q interviewer.Question, text string) {
	interviewer.Judge(context.Background(), a.grader, a.assessment(q, text), a.grader.Steers, time.Now)
}

func (a *answerer) assessment(q interviewer.Question, text string) interviewer.Assessment {
	said := interviewer.Message{N: 1, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: text}
	t := interviewer.Turn{N: 1, Question: q, State: interviewer.Answered, Messages: []interviewer.Message{said}}
	return interviewer.Assessment{Pack: a.pack, Turn: t, Level: rubric.Senior}
}

// fresh is an answer of so many words made of the example answers to a question.
func (a *answerer) fresh(q interviewer.Question, words int) string {
	a.made++
	all := strings.Fields(q.Answers.Strong + " " + q.Answers.Mixed + " " + q.Answers.Weak)
	return a.renew(all[:min(words, len(all))])
}

// long is an answer of about so many bytes, of sentences to any question.
func (a *answerer) long(bytes int) string {
	a.made++
	var b strings.Builder
	for b.Len() < bytes {
		b.WriteString(a.renew(strings.Fields(a.sentences[a.rand.IntN(len(a.sentences))])))
		b.WriteByte(' ')
	}
	return b.String()
}

// renew makes every ninth word one that was never written before.
func (a *answerer) renew(words []string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		if i%9 == 5 {
			a.words++
			b.WriteString("word")
			for n := a.words; n > 0; n /= 26 {
				b.WriteByte(byte('a' + n%26))
			}
			if strings.HasSuffix(w, ".") {
				b.WriteByte('.')
			}
			continue
		}
		b.WriteString(w)
	}
	return b.String()
}
