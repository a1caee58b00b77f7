package interviewer

import (
	"fmt"
	"slices"
	"strings"

	"mockinterview/rubric"
)

// QuestionKind is the sort of question asked.
type QuestionKind string

// QuestionKinds lists every kind a pack may use.
func QuestionKinds() []QuestionKind {
	return []QuestionKind{
		"design",
		"tradeoff",
		"decomposition",
		"incident",
		"estimation",
		"api-review",
		"debugging",
		"behavioural",
		"knowledge",
	}
}

// Pack is everything about one role: how to prepare, what is asked and what a good answer is.
type Pack struct {
	Schema    string              `json:"schema"    yaml:"schema"`
	ID        string              `json:"id"        yaml:"id"`
	Version   int                 `json:"version"   yaml:"version"`
	Extends   string              `json:"extends,omitempty" yaml:"extends"` // the pack that it was laid over
	Title     string              `json:"title"     yaml:"title"`
	Summary   string              `json:"summary"   yaml:"summary"`
	Prep      []Step              `json:"prep"      yaml:"prep"`
	Focus     []Focus             `json:"focus"     yaml:"focus"`
	Rubric    []rubric.Competency `json:"rubric"    yaml:"rubric"`
	Questions []Question          `json:"questions" yaml:"questions"`
	FAQ       []FAQ               `json:"faq"       yaml:"faq"`
	Related   []Related           `json:"related"   yaml:"related"`
}

// Step is one step of the preparation workflow.
type Step struct {
	Title string `json:"title" yaml:"title"`
	Text  string `json:"text"  yaml:"text"`
}

// Focus is an area that interviews of the role look at.
type Focus struct {
	ID    string `json:"id"    yaml:"id"`
	Title string `json:"title" yaml:"title"`
	Text  string `json:"text"  yaml:"text"`
}

// FAQ is a question about the role or the tool, with its answer.
type FAQ struct {
	Q string `json:"q" yaml:"q"`
	A string `json:"a" yaml:"a"`
}

// Related points at a neighbouring role, which may or may not have a pack.
type Related struct {
	ID    string `json:"id"    yaml:"id"`
	Title string `json:"title" yaml:"title"`
}

// Question is one question of a pack, with all that an interviewer needs to ask it well.
type Question struct {
	ID      string                  `json:"id"                     yaml:"id"`
	Title   string                  `json:"title"                  yaml:"title"`
	Text    string                  `json:"text"                   yaml:"text"`
	Kind    QuestionKind            `json:"kind"                   yaml:"kind"`
	Minutes int                     `json:"minutes"                yaml:"minutes"`
	Focus   []string                `json:"focus"                  yaml:"focus"`
	Levels  []rubric.Seniority      `json:"levels"                 yaml:"levels"`
	Probes  map[string]rubric.Probe `json:"probes"                 yaml:"probes"` // by competency id
	Signals []rubric.Signal         `json:"signals"                yaml:"signals"`
	// a first step for somebody who says "I don't know"
	Easier string `json:"easier"                 yaml:"easier"`
	Facts  []Fact `json:"facts"                  yaml:"facts"`
	// its own technical terms, explained when asked
	Terms []Term `json:"terms,omitempty"        yaml:"terms"`
	// checkable facts that claims are held against
	Truths []string `json:"truths,omitempty"       yaml:"truths"`
	// what a fluent but mistaken candidate says
	WrongClaims []WrongClaim `json:"wrong_claims,omitempty" yaml:"wrong_claims"`
	// the sums of an estimation question
	Estimates []Estimate `json:"estimates,omitempty"    yaml:"estimates"`
	FollowUps []FollowUp `json:"followups"              yaml:"followups"`
	Hints     []Hint     `json:"hints"                  yaml:"hints"`
	Answers   Answers    `json:"answers"                yaml:"answers"` // shown only after an attempt
}

// Fact answers a clarifying question.
type Fact struct {
	Asks []string `json:"asks" yaml:"asks"` // words of the clarifying question
	Text string   `json:"text" yaml:"text"`
}

// Term explains one of the question's own words.
type Term struct {
	Term string `json:"term" yaml:"term"`
	Text string `json:"text" yaml:"text"`
}

// WrongClaim is a mistaken statement about the matter, and the question that an interviewer puts to whoever makes it.
type WrongClaim struct {
	Text string `json:"text" yaml:"text"`
	Ask  string `json:"ask"  yaml:"ask"`
}

// wrongClaimPrefix begins the id by which a mark cites a wrong claim.
const wrongClaimPrefix = "wrong-claim-"

// ClaimSignals are the wrong claims of a question as signals that a mark may cite, numbered from 1: critical ones
// against the answer. They are asked of nobody, so that a grader who cites none leaves nothing out.
func (q Question) ClaimSignals() []rubric.Signal {
	out := make([]rubric.Signal, 0, len(q.WrongClaims))
	for i, c := range q.WrongClaims {
		out = append(out, rubric.Signal{
			ID: fmt.Sprint(wrongClaimPrefix, i+1), Kind: rubric.Weak, Weight: 2,
			Text: "Claims what is wrong: " + c.Text,
		})
	}
	return out
}

// Estimate is one figure that an estimation question asks for: a sound answer falls between Low and High, in Unit.
type Estimate struct {
	Of   string  `json:"of"   yaml:"of"`
	Low  float64 `json:"low"  yaml:"low"`
	High float64 `json:"high" yaml:"high"`
	Unit string  `json:"unit" yaml:"unit"`
	Sum  string  `json:"sum"  yaml:"sum"` // how the figure comes about
}

// FollowUp is what to ask when a signal was not shown.
type FollowUp struct {
	Signal string   `json:"signal" yaml:"signal"`
	Hooks  []string `json:"hooks"  yaml:"hooks"` // words of the candidate that Hung can hang on
	Hung   string   `json:"hung"   yaml:"hung"`  // holds {claim}, the candidate's own words
	Text   string   `json:"text"   yaml:"text"`
}

// Hint is one rung of the ladder.
type Hint struct {
	Text  string   `json:"text"  yaml:"text"`
	Gives []string `json:"gives" yaml:"gives"` // signals that the hint gives away
}

// Answers are example answers of three qualities.
type Answers struct {
	Strong string `json:"strong" yaml:"strong"`
	Mixed  string `json:"mixed"  yaml:"mixed"`
	Weak   string `json:"weak"   yaml:"weak"`
}

// Question finds a question by id.
func (p Pack) Question(id string) (Question, bool) {
	i := slices.IndexFunc(p.Questions, func(q Question) bool { return q.ID == id })
	if i < 0 {
		return Question{}, false
	}
	return p.Questions[i], true
}

// Competency finds a competency by id.
func (p Pack) Competency(id string) (rubric.Competency, bool) {
	i := slices.IndexFunc(p.Rubric, func(c rubric.Competency) bool { return c.ID == id })
	if i < 0 {
		return rubric.Competency{}, false
	}
	return p.Rubric[i], true
}

// Probed lists the competencies that a question probes, in the order of the rubric.
func (p Pack) Probed(q Question) []rubric.Competency {
	var out []rubric.Competency
	for _, c := range p.Rubric {
		if q.Probes[c.ID] != "" {
			out = append(out, c)
		}
	}
	return out
}

// Chiefs lists the competencies that a question is chiefly about, in the order of the rubric.
func (p Pack) Chiefs(q Question) []rubric.Competency {
	return slices.DeleteFunc(p.Probed(q), func(c rubric.Competency) bool { return q.Probes[c.ID] != rubric.Chief })
}

// LooksFor says whether a question looks for a signal, or for what the signal makes concrete. A signal that belongs to
// one question alone is looked for by nobody else; those come nearest whose chief matter is its competency.
func (p Pack) LooksFor(q Question, competency string, sig rubric.Signal) bool {
	general := sig.ID
	if sig.Own() {
		general = sig.Refines
	}
	if general == "" {
		return q.Probes[competency] == rubric.Chief
	}
	c, ok := p.Competency(competency)
	return ok && q.Probes[competency] != "" && slices.ContainsFunc(rubric.Applicable(c, q.Signals),
		func(s rubric.Signal) bool { return s.ID == general || s.Refines == general })
}

// Foreign are the texts whose words are the interviewer's or the rubric's, so that quoting them proves nothing of the
// candidate. heard are the interviewer's own messages in the turn.
func (p Pack) Foreign(q Question, heard ...string) []string {
	out := append([]string{q.Text, q.Easier}, heard...)
	for _, c := range p.Rubric { // what is not probed as well: an answer may be filled up with it
		out = append(out, c.Strong, c.Weak)
		for _, s := range c.Signals {
			out = append(out, s.Text)
		}
	}
	for _, s := range q.Signals {
		out = append(out, s.Text)
	}
	for _, other := range p.Questions {
		out = append(out, other.Text)
	}
	for _, f := range q.FollowUps {
		out = append(out, f.Text)
	}
	for _, h := range q.Hints {
		out = append(out, h.Text)
	}
	for _, t := range q.Terms {
		out = append(out, t.Text)
	}
	return slices.DeleteFunc(out, func(s string) bool { return strings.TrimSpace(s) == "" })
}
