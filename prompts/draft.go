package prompts

import "mockinterview/rubric"

// Drafting is what the prompt for one piece of a new pack is made of.
type Drafting struct {
	Step         string // role, question, signals or help
	Base         string // the pack that is extended
	Competencies []rubric.Competency
	Job          string
	Role         string   // from the step question on
	Number       int      // of the question, from 1
	Titles       []string // of the questions there are
	Question     string   // from the step signals on
	Chief        string
	Signals      []rubric.Signal // for the step help
	Nonce        string
}

// Draft renders the prompt for one piece of a new pack.
func Draft(d Drafting) (Prompt, error) {
	d.Job = document(d.Job)
	return both("draft", d)
}
