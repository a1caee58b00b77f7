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
	d.p("# %s\n\n%s\n", inline(p.Title), inline(p.Summary))
	d.p("Begin: `%s`\n", wr.command("start", p.ID))
	d.p("## Prepare\n")
	for i, s := range p.Prep {
		d.p("%d. **%s.** %s", i+1, inline(s.Title), inline(s.Text))
	}
	d.p("\n## What interviews look at\n")
	for _, f := range p.Focus {
		d.p("- **%s** (`%s`): %s", inline(f.Title), code(f.ID), inline(f.Text))
	}
	d.p("\n## What a good answer is\n")
	for _, c := range p.Rubric {
		roleCompetency(d, c)
	}
	d.p("## Questions\n")
	for _, q := range p.Questions {
		d.p("- **%s** (`%s`, %s, about %d minutes)", inline(q.Title), code(q.ID), inline(string(q.Kind)), q.Minutes)
	}
	d.p("\nPractise one: `%s`\n", wr.command("drill", p.ID, "--question", "ID"))
	d.p("## FAQ\n")
	for _, f := range p.FAQ {
		d.p("**%s**\n\n%s\n", inline(f.Q), inline(f.A))
	}
	d.p("## Related roles\n")
	for _, r := range p.Related {
		if runnable(r.ID) {
			d.p("- %s: `%s`", inline(r.Title), wr.command("start", r.ID))
		} else {
			d.p("- %s (no pack yet)", inline(r.Title))
		}
	}
	return d.to(w)
}

func roleCompetency(d *doc, c rubric.Competency) {
	d.p("### %s, %d %% of the score\n", inline(c.Name), c.Weight)
	d.p("- Strong: %s", inline(c.Strong))
	d.p("- Weak: %s", inline(c.Weak))
	for _, kind := range []rubric.Kind{rubric.Strong, rubric.Weak} {
		var texts []string
		for _, s := range c.Signals {
			if s.Kind == kind {
				text := s.Text
				if s.Critical() {
					text += " (critical)"
				}
				texts = append(texts, "  - "+inline(text))
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
