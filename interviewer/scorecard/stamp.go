package scorecard

import (
	"slices"

	"mockinterview/interviewer"
)

// stamps says of every grader whose grades stand in the session how far it was found to agree with people.
func (wr Writer) stamps(d *doc, s interviewer.Session) {
	if wr.Stamp == nil {
		return
	}
	var graders []interviewer.GraderInfo
	for _, t := range s.Turns {
		if t.Grade == nil || !t.Grade.Status.Scored() || t.Grade.Provenance.Grader == "" {
			continue
		}
		g := interviewer.GraderInfo{Kind: t.Grade.Provenance.Grader, Model: t.Grade.Provenance.Model}
		if !slices.Contains(graders, g) {
			graders = append(graders, g)
		}
	}
	for _, g := range graders {
		text := wr.Stamp(s.Role, g)
		if text == "" {
			continue
		}
		if len(graders) > 1 {
			text = string(g.Kind) + " " + g.Model + ": " + text
		}
		d.p("Measured: %s.\n", Escape(text))
	}
}
