package main

import (
	"context"
	"fmt"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/scorecard"
)

// The answer that doctor grades: the pack's own example of a strong one.
const (
	sampleRole     = "backend-engineer"
	sampleQuestion = "idempotent-payments"
)

// checkGrade grades one answer from end to end, with the grader that an interview would have. The answer is the pack's:
// nothing of the candidate's is sent, and nothing is kept.
func (in invocation) checkGrade(ctx context.Context, cred credential) finding {
	f := finding{Check: "grade"}
	p, err := in.pack(sampleRole)
	if err != nil {
		f.Says = err.Error()
		return f
	}
	q, err := question(p, sampleQuestion)
	if err != nil {
		f.Says = err.Error()
		return f
	}
	off := offlineGrader(in.settings.packs)
	grader, steers := interviewer.Grader(off), off.Steers
	if in.gradesByModel(cred) {
		factory, done := in.graderFactoryReading(ctx)
		defer done()
		client, err := factory.client(in.settings.grader, cred, off)
		if err != nil {
			f.Says = err.Error()
			_, f.Advice = in.classify(err)
			return f
		}
		grader = client
		defer in.telling(graders{client: client, info: client.Info()})()
	}
	t := interviewer.Turn{N: 1, Question: q, State: interviewer.Answered, Messages: []interviewer.Message{
		{N: 1, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: q.Answers.Strong},
	}}
	as := interviewer.Assessment{Pack: p, Turn: t, Level: in.settings.interview.level, Fresh: true}
	g, err := interviewer.Judge(ctx, grader, as, steers, in.now)
	f.OK = g.Status == interviewer.StatusGraded
	f.Says = gradeFinding(g)
	if err != nil {
		_, f.Advice = in.classify(err)
	}
	return f
}

// gradeFinding says what a grade took, and what came of it.
func gradeFinding(g interviewer.Grade) string {
	by := "the offline grader"
	if g.Provenance.Grader.ByModel() {
		by = g.Provenance.Model
	}
	s := fmt.Sprintf("one answer by %s in %.1f s: ", by, float64(g.Provenance.LatencyMS)/1000)
	if g.Score == nil {
		return s + first(g.Reason, string(g.Status))
	}
	s += gradeWords(&g)
	if g.Quotes.Checked > 0 {
		s += fmt.Sprintf(", %d of %d quotes hold", g.Quotes.Verbatim, g.Quotes.Checked)
	}
	if u := g.Provenance.Usage; u.Calls > 0 {
		s += fmt.Sprintf(", %s, %s", report.Count(u.Calls, "call"), scorecard.UsageWords(u))
	}
	return s
}
