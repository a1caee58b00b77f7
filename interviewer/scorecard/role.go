package scorecard

import (
	"io"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/rubric"
)

// Role writes the hub of a role: how to prepare, what is looked at, what a good answer is, the questions, the FAQ and
// the roles nearby. runnable says whether a role has a pack.
func (wr Writer) Role(w io.Writer, p interviewer.Pack, runnable func(id string) bool) error {
	page := report.NewPage(interviewer.Visible)
	page.Heading(1, "%s", report.Inline(p.Title))
	page.Paragraph("%s", report.Inline(p.Summary))
	page.Paragraph("Begin: %s", report.Code(wr.command("start", p.ID)))
	page.Heading(2, "Prepare")
	for i, s := range p.Prep {
		page.Line("%d. **%s.** %s", i+1, report.Inline(s.Title), report.Inline(s.Text))
	}
	page.Gap()
	page.Heading(2, "What interviews look at")
	for _, f := range p.Focus {
		page.Line("- **%s** (%s): %s", report.Inline(f.Title), report.Code(f.ID), report.Inline(f.Text))
	}
	page.Gap()
	page.Heading(2, "What a good answer is")
	for _, c := range p.Rubric {
		roleCompetency(page, c)
	}
	page.Heading(2, "Questions")
	for _, q := range p.Questions {
		page.Line("- **%s** (%s, %s, about %d minutes)",
			report.Inline(q.Title), report.Code(q.ID), report.Inline(string(q.Kind)), q.Minutes)
	}
	page.Gap()
	page.Paragraph("Practise one: %s", report.Code(wr.command("drill", p.ID, "--question", "ID")))
	page.Heading(2, "FAQ")
	for _, f := range p.FAQ {
		page.Paragraph("**%s**", report.Inline(f.Q))
		page.Paragraph("%s", report.Inline(f.A))
	}
	page.Heading(2, "Related roles")
	for _, r := range p.Related {
		if runnable(r.ID) {
			page.Line("- %s: %s", report.Inline(r.Title), report.Code(wr.command("start", r.ID)))
		} else {
			page.Line("- %s (no pack yet)", report.Inline(r.Title))
		}
	}
	return page.To(w)
}

func roleCompetency(page *report.Page, c rubric.Competency) {
	page.Heading(3, "%s, %d %% of the score", report.Inline(c.Name), c.Weight)
	page.Line("- Strong: %s", report.Inline(c.Strong))
	page.Line("- Weak: %s", report.Inline(c.Weak))
	signals(page, "Speaks for you", c, rubric.Strong)
	for _, group := range c.StrongNeeds {
		var texts []string
		for _, s := range c.Signals {
			if slices.Contains(group, s.ID) {
				texts = append(texts, "“"+report.Inline(strings.TrimRight(s.Text, "."))+"”")
			}
		}
		page.Line("- Never strong without: %s", strings.Join(texts, " or "))
	}
	signals(page, "Speaks against you", c, rubric.Weak)
	page.Gap()
}

// signals lists the signals of one kind.
func signals(page *report.Page, heading string, c rubric.Competency, kind rubric.Kind) {
	page.Line("- %s:", heading)
	for _, s := range c.Signals {
		if s.Kind != kind {
			continue
		}
		text := s.Text
		if s.Critical() {
			text += " (critical)"
		}
		page.Line("  - %s", report.Inline(text))
	}
}
