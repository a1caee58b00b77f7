package interviewer

import (
	"maps"

	"mockinterview/rubric"
)

// Ready is what Finish needs of a pack and a question, whatever the answer: it is most of the work for a single one. A
// grader that grades many answers keeps it and hands it on in its Judgement. Packs are not changed while it is in use.
type Ready struct {
	pack         Pack
	question     Question
	hash         string
	competencies []readyCompetency
	foreign      *rubric.Foreign
	seeker       *rubric.Seeker // of the signals of all competencies, one after the other
}

// readyCompetency is a competency that the question probes, with the signals that apply.
type readyCompetency struct {
	rubric.Competency
	probe   rubric.Probe
	signals []rubric.Signal
	first   int // place of the first signal in the seeker
}

// NewReady prepares a question of a pack.
func NewReady(p Pack, q Question) *Ready {
	r := &Ready{pack: p, question: q, foreign: rubric.ReadForeign(p.Foreign(q))}
	probed := p.Probed(q)
	r.hash = rubric.Hash(probed, q.Signals)
	var all []rubric.Signal
	for _, c := range probed {
		signals := rubric.Applicable(c, q.Signals)
		r.competencies = append(r.competencies, readyCompetency{c, q.Probes[c.ID], signals, len(all)})
		all = append(all, signals...)
	}
	r.seeker = rubric.NewSeeker(all)
	return r
}

// Fits says whether it was made for a question of a pack: they have to be of the same memory, as they are within a
// session, so that nothing need be compared.
func (r *Ready) Fits(p Pack, q Question) bool {
	return r != nil && same(r.pack.Rubric, p.Rubric) && same(r.question.Signals, q.Signals) &&
		same(r.question.FollowUps, q.FollowUps) && same(r.question.Hints, q.Hints) &&
		r.question.Text == q.Text && r.question.Easier == q.Easier &&
		maps.Equal(r.question.Probes, q.Probes)
}

// same says whether two slices are one.
func same[T any](a, b []T) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }
