package scorecard

import (
	"slices"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
)

// graders are those whose grades stand in the session, each once, in the order of the questions. A grade that is
// pending or failed is nobody's yet.
func graders(s interviewer.Session) []interviewer.GraderInfo {
	var out []interviewer.GraderInfo
	for _, t := range s.Turns {
		if t.Grade == nil || !t.Grade.Status.Scored() || t.Grade.Provenance.Grader == "" {
			continue
		}
		g := interviewer.GraderInfo{Kind: t.Grade.Provenance.Grader, Model: t.Grade.Provenance.Model}
		if !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// stamps says of every grader whose grades stand in the session how far it was found to agree with people.
func (wr Writer) stamps(page *report.Page, s interviewer.Session) {
	if wr.Stamp == nil {
		return
	}
	all := graders(s)
	for _, g := range all {
		text := wr.Stamp(s.Role, g)
		if text == "" {
			continue
		}
		if len(all) > 1 {
			text = string(g.Kind) + " " + g.Model + ": " + text
		}
		page.Paragraph("Measured: %s", report.Sentence(text))
	}
}
