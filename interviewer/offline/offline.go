// Package offline grades and probes without a network: it compares the sentences of an answer, by meaning, with the
// example sentences that a pack gives for each signal.
//
// The way of one answer, a file a step:
//
//	segment.go   the candidate's messages become passages: sentences and list items
//	encode.go    passages and examples become vectors
//	match.go     every passage is held against every signal: how near it comes
//	reread.go    the nearest are read together with the signal; the surest of them speaks for it
//	marks.go     a reading becomes a mark: the verdict, the clauses that carry it, the reason
//	gate.go      what is no answer, or another question's; it is told before anything is read together
//	prober.go    follow-ups and clarifications from the same readings
//
// Nothing but the marks goes into the score, which package rubric computes. The grader hears what is said; it cannot
// judge whether a claim is true.
package offline

import (
	"context"
	"fmt"

	"mockinterview/interviewer"
	"mockinterview/interviewer/offline/encoder"
	"mockinterview/rubric"
)

// Grader grades and probes offline. It is safe for several goroutines.
type Grader struct {
	// Encoder gives the sentence encoder; it is asked for at the first need and loaded once.
	Encoder func() (*encoder.Encoder, error)
	// Known finds the vector of an example sentence that was encoded at build time; nil knows none.
	Known func(sentence string) (encoder.Vector, bool)
	// Steers recognises a sentence that addresses the grader.
	Steers func(sentence string) bool
	// Workers is how many sentences are encoded at a time; 0 is one.
	Workers int

	vectors memory[string, encoder.Vector]   // of sentences met in this process
	logits  memory[encoder.Reading, float64] // of what was read with a signal
}

// Info names the grader.
func (g *Grader) Info() interviewer.GraderInfo {
	return interviewer.GraderInfo{Kind: interviewer.Offline}
}

var errForeign = fmt.Errorf("%w: the offline grader reads English only; nothing was graded, a model can grade this",
	interviewer.ErrUngradable)

// Grade marks one answer.
func (g *Grader) Grade(ctx context.Context, a interviewer.Assessment) (interviewer.Judgement, error) {
	r, err := g.read(ctx, a.Pack, a.Turn)
	if err != nil {
		return interviewer.Judgement{}, err
	}
	j := interviewer.Judgement{Provenance: interviewer.Provenance{Grader: interviewer.Offline}, Notes: r.notes()}
	if r.foreign {
		return j, errForeign
	}
	if j.Gate = r.gate(); j.Gate != "" {
		return j, nil
	}
	if err := g.quote(ctx, r); err != nil {
		return interviewer.Judgement{}, err
	}
	for _, c := range a.Pack.Probed(a.Turn.Question) {
		f := interviewer.Finding{Competency: c.ID}
		for i := range r.signals {
			if r.signals[i].competency == c.ID {
				f.Marks = append(f.Marks, r.mark(&r.signals[i]))
			}
		}
		j.Findings = append(j.Findings, f)
	}
	return j, nil
}

// Reading is what the grader makes of one signal in an answer, for an author who tries a pack.
type Reading struct {
	Signal   rubric.Signal
	Verdict  rubric.Verdict
	Strength float64 // 0 is where a signal begins to count as shown
	Passage  string  // the surest sentence of the answer
	Example  string  // the example of the pack that it lies nearest to, of whatever kind
}

// Explain gives the reading of every signal that applies, in the order of the rubric; or why the text is no answer, and
// nothing of it is read.
func (g *Grader) Explain(
	ctx context.Context, p interviewer.Pack, t interviewer.Turn,
) (out []Reading, gate string, err error) {
	r, err := g.read(ctx, p, t)
	if err == nil && r.foreign {
		err = errForeign
	}
	if err != nil {
		return nil, "", err
	}
	if gate := r.gate(); gate != "" {
		return nil, gate, nil
	}
	for i := range r.signals {
		s := &r.signals[i]
		e := Reading{Signal: s.of, Verdict: s.verdict(), Strength: s.strength}
		if s.at >= 0 {
			e.Example = s.example(r.vectors[s.at], rubric.Absent)
			e.Passage = r.passages[s.at].text
		}
		out = append(out, e)
	}
	return out, "", nil
}
