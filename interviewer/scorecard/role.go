package scorecard

import (
	"io"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Role writes the hub of a role: how to prepare, what is looked at, what a good answer is, the questions, the FAQ and the roles nearby. runnable says
// whether a role has a pack.
func (wr Writer) Role(w io.Writer, p interviewer.Pack, runnable func(id string) bool) error {
	d := &doc{}
	d.p("# %s\n\n%s\n", Escape(p.Title), Escape(p.Summary))
	d.p("Begin: `%s start %s`\n", wr.Program, p.ID)
	d.p("## Prepare\n")
	for i, s := range p.Prep {
		d.p("%d. **%s.** %s", i+1, Escape(s.Title), Escape(interviewer.OneLine(s.Text)))
	}
	d.p("\n## What interviews look at\n")
	for _, f := range p.Focus {
		d.p("- **%s** (`%s`): %s", Escape(f.Title), f.ID, Escape(interviewer.OneLine(f.Text)))
	}
	d.p("\n## What a good answer is\n")
	for _, c := range p.Rubric {
		roleCompetency(d, c)
	}
	d.p("## Questions\n")
	for _, q := range p.Questions {
		d.p("- **%s** (`%s`, %s, about %d minutes)", Escape(q.Title), q.ID, q.Kind, q.Minutes)
	}
	d.p("\nPractise one: `%s drill %s --question ID`\n", wr.Program, p.ID)
	d.p("## FAQ\n")
	for _, f := range p.FAQ {
		d.p("**%s**\n\n%s\n", Escape(f.Q), escapeLine(interviewer.OneLine(f.A)))
	}
	d.p("## Related roles\n")
	for _, r := range p.Related {
		if runnable(r.ID) {
			d.p("- %s: `%s start %s`", Escape(r.Title), wr.Program, r.ID)
		} else {
			d.p("- %s (no pack yet)", Escape(r.Title))
		}
	}
	return d.to(w)
}

func roleCompetency(d *doc, c rubric.Competency) {
	d.p("### %s, %d %% of the score\n", Escape(c.Name), c.Weight)
	d.p("- Strong: %s", Escape(interviewer.OneLine(c.Strong)))
	d.p("- Weak: %s", Escape(interviewer.OneLine(c.Weak)))
	for _, kind := range []rubric.Kind{rubric.Strong, rubric.Weak} {
		var texts []string
		for _, s := range c.Signals {
			if s.Kind == kind {
				text := interviewer.OneLine(s.Text)
				if s.Critical() {
					text += " (critical)"
				}
				texts = append(texts, "  - "+Escape(text))
			}
		}
		words := "Speaks for you:"
		if kind == rubric.Weak {
			words = "Speaks against you:"
		}
		d.p("- %s\n%s", words, strings.Join(texts, "\n"))
	}
	d.p("")
}
