package scorecard

import (
	"fmt"
	"io"
	"strings"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Writer writes sessions for people. Program is how the candidate starts the program, for the commands it names.
type Writer struct {
	Program string
	// Stamp says in a sentence how far a grader was found to agree with people on a role, or nothing where that was never measured. May be nil.
	Stamp func(role string, g interviewer.GraderInfo) string
}

// Markdown writes the whole session: scorecard, then every question with the conversation and how it was graded.
func (wr Writer) Markdown(w io.Writer, s interviewer.Session) error {
	d := &doc{}
	wr.head(d, s)
	wr.card(d, s, New(s))
	for _, t := range s.Turns {
		wr.turn(d, s, t, true)
	}
	return d.to(w)
}

// Scorecard writes what stands at the end of an interview: the outcome, a row a competency, one thing to practise.
func (wr Writer) Scorecard(w io.Writer, s interviewer.Session) error {
	d := &doc{}
	wr.card(d, s, New(s))
	return d.to(w)
}

// Turn writes one question's grade, without the conversation.
func (wr Writer) Turn(w io.Writer, s interviewer.Session, n int) error {
	d := &doc{}
	if t := s.Turn(n); t != nil {
		wr.turn(d, s, *t, false)
	}
	return d.to(w)
}

// Grade writes the grade of an answer that belongs to no session.
func (wr Writer) Grade(w io.Writer, p interviewer.Pack, t interviewer.Turn) error {
	d := &doc{}
	d.p("## %s%s\n", questionTitle(t.Question), turnOutcome(t))
	// Nothing is stored, so there is no command that could finish the grade later.
	grade(d, p, t, t.GradeOrPending(p, interviewer.GraderInfo{}), "")
	return d.to(w)
}

// doc collects lines; the first error of the final write is the only one that can happen.
type doc struct{ strings.Builder }

func (d *doc) p(format string, args ...any) { fmt.Fprintf(d, format+"\n", args...) }

func (d *doc) to(w io.Writer) error {
	_, err := io.WriteString(w, strings.TrimRight(d.String(), "\n")+"\n")
	return err
}

// command is a command line of the program, to stand as code.
func (wr Writer) command(args ...string) string {
	return code(strings.Join(append([]string{wr.Program}, args...), " "))
}

// sentence escapes a text as one line with one mark at its end.
func sentence(s string) string {
	s = strings.TrimRight(interviewer.OneLine(s), ". ")
	if s == "" || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "…") {
		return inline(s)
	}
	return inline(s) + "."
}

func (wr Writer) head(d *doc, s interviewer.Session) {
	d.p("# %s: mock interview\n", inline(s.Pack.Title))
	d.p("- Session `%s`, %s level, %s", code(s.ID), inline(string(s.Level)), stateWords(s))
	d.p("- Started %s%s", stamp(s.StartedAt), ended(s))
	d.p("- %s", graderWords(s))
	if u := s.Usage(); u.Calls > 0 || u.InputTokens > 0 {
		d.p("- Spent: %s", UsageWords(u))
	}
	d.p("")
}

func stateWords(s interviewer.Session) string {
	switch s.State {
	case interviewer.Finished:
		return "finished"
	case interviewer.Abandoned:
		return "ended early"
	}
	return "still open"
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

func ended(s interviewer.Session) string {
	if s.EndedAt == nil {
		return ""
	}
	return ", ended " + stamp(*s.EndedAt)
}

// graderWords names every grader whose grades stand in the session, or the one that it began with where there is none yet.
func graderWords(s interviewer.Session) string {
	offline := false
	var out []string
	for _, g := range graders(s) {
		if g.Kind == interviewer.Offline {
			offline = true
			continue
		}
		out = append(out, "Graded by the model `"+code(g.Model)+"`. Every quote was checked against your own words; the score is computed by this program.")
	}
	if len(out) == 0 && !offline {
		out = append(out, sentence(strings.TrimSpace("Grader: "+string(s.Grader.Kind)+" "+s.Grader.Model)))
		offline = s.Grader.Kind == interviewer.Offline
	}
	if offline {
		out = append(out, interviewer.OfflineLimits)
	}
	return strings.Join(out, " ")
}

// UsageWords says what grading cost.
func UsageWords(u interviewer.Usage) string {
	about := ""
	if u.Estimated {
		about = "~" // the server counted nothing, so this is our own count
	}
	s := fmt.Sprintf("%s%d tokens in", about, u.InputTokens)
	if u.CachedTokens > 0 {
		s += fmt.Sprintf(" (%d cached)", u.CachedTokens)
	}
	s += fmt.Sprintf(", %d out", u.OutputTokens)
	if u.CostUnknown {
		return s + ", price not known"
	}
	return s + fmt.Sprintf(", $%.4f", u.CostUSD)
}

func (wr Writer) card(d *doc, s interviewer.Session, c Card) {
	d.p("## Scorecard: %s%s\n", c.Outcome.Recommendation.Words(), ofFour(c.Outcome))
	if c.Pending > 0 {
		d.p("%s not graded yet. `%s` finishes it.\n", answers(c.Pending), wr.command("grade", "--pending"))
	}
	if c.Skipped > 0 {
		d.p("%s skipped.\n", skipped(c.Skipped, c.Asked))
	}
	d.p("| Competency | Level | Earned by | Missing |")
	d.p("|---|---|---|---|")
	for _, r := range c.Competencies {
		d.p("| %s | %s | %s | %s |", inline(r.Competency.Name), levelCell(r), earned(r), lacking(r))
	}
	d.p("")
	for _, cap := range c.Outcome.Caps {
		d.p("- What held the score: %s", sentence(cap))
	}
	if len(c.Outcome.Caps) > 0 {
		d.p("")
	}
	wr.selfRatings(d, s)
	wr.practise(d, s, c)
	if c.Usage.Calls > 0 || c.Usage.InputTokens > 0 {
		d.p("Spent: %s.\n", UsageWords(c.Usage))
	}
	d.p("%s", graderWords(s))
	d.p("")
	wr.stamps(d, s)
}

func ofFour(o rubric.Outcome) string {
	if o.Recommendation == rubric.NoDecision {
		return ""
	}
	return fmt.Sprintf(" (%.1f of 4)", o.Score)
}

func answers(n int) string {
	if n == 1 {
		return "1 answer is"
	}
	return fmt.Sprintf("%d answers are", n)
}

func skipped(n, of int) string {
	if n == 1 {
		return fmt.Sprintf("1 of %d questions was", of)
	}
	return fmt.Sprintf("%d of %d questions were", n, of)
}

func levelCell(r Row) string {
	if !r.Graded {
		return r.Why
	}
	if r.Level == rubric.LevelNotShown {
		return "not shown"
	}
	return fmt.Sprintf("%s %.1f", inline(string(r.Level)), r.Score)
}

func earned(r Row) string {
	if !r.Graded {
		return "–"
	}
	if r.Best == nil {
		return "nothing yet"
	}
	return fmt.Sprintf("“%s” (question %d)", inline(interviewer.Clip(r.Best.Quote.Text, 100)), r.Best.Turn)
}

func lacking(r Row) string {
	if !r.Graded {
		return "–"
	}
	if len(r.Missing) == 0 {
		return "nothing"
	}
	out := inline(interviewer.Clip(r.Missing[0].Text, 100))
	if n := len(r.Missing) - 1; n > 0 {
		out += fmt.Sprintf(" (and %d more)", n)
	}
	return out
}

// selfRatings sets the candidate's own ratings against the grades.
func (wr Writer) selfRatings(d *doc, s interviewer.Session) {
	any := false
	for _, t := range s.Turns {
		if t.SelfRating == nil || t.Grade == nil || t.Grade.Overall == nil {
			continue
		}
		gap := *t.SelfRating - *t.Grade.Overall
		words := "the same"
		if gap > 0 {
			words = fmt.Sprintf("%d higher than the grade", gap)
		} else if gap < 0 {
			words = fmt.Sprintf("%d lower than the grade", -gap)
		}
		d.p("- Question %d: you rated it %d of 4%s, the grade is %d%s: %s.", t.N, *t.SelfRating, inWords(*t.SelfRating), *t.Grade.Overall, inWords(*t.Grade.Overall), words)
		any = true
	}
	if any {
		d.p("")
	}
}

// inWords is what a rank from 4 to 1 means, in brackets.
func inWords(overall int) string {
	for _, r := range []rubric.Recommendation{rubric.StrongHire, rubric.LeaningHire, rubric.LeaningNoHire, rubric.StrongNoHire} {
		if r.Overall() == overall {
			return " (" + r.Words() + ")"
		}
	}
	return ""
}

func (wr Writer) practise(d *doc, s interviewer.Session, c Card) {
	p := c.Practise
	if p == nil {
		return
	}
	d.p("### Practise next\n")
	if p.Clause != "" {
		d.p("In question %d you said:\n", p.Turn)
		d.p("%s\n", quoteBlock(interviewer.Clip(p.Clause, 240)))
		d.p("Build on it. What would have counted for %s: %s\n", inline(strings.ToLower(p.Competency.Name)), inline(p.Add.Text))
	} else {
		d.p("Question %d, %s. What would have counted: %s\n", p.Turn, inline(strings.ToLower(p.Competency.Name)), inline(p.Add.Text))
	}
	d.p("Answer it again:\n\n    %s\n", wr.command("drill", s.Pack.ID, "--question", p.Question.ID))
}
