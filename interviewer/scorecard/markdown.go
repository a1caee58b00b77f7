package scorecard

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

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
	wr.turn(d, interviewer.Session{Pack: p, Turns: []interviewer.Turn{t}}, t, false)
	return d.to(w)
}

// doc collects lines; the first error of the final write is the only one that can happen.
type doc struct{ strings.Builder }

func (d *doc) p(format string, args ...any) { fmt.Fprintf(d, format+"\n", args...) }

func (d *doc) to(w io.Writer) error {
	_, err := io.WriteString(w, strings.TrimRight(d.String(), "\n")+"\n")
	return err
}

func (wr Writer) head(d *doc, s interviewer.Session) {
	d.p("# %s: mock interview\n", Escape(s.Pack.Title))
	d.p("- Session `%s`, %s level, %s", s.ID, s.Level, stateWords(s))
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

// graderWords names every grader whose grades stand in the session.
func graderWords(s interviewer.Session) string {
	offline, models := s.Grader.Kind == interviewer.Offline, []string{}
	for _, t := range s.Turns {
		if t.Grade == nil || t.Grade.Provenance.Grader == "" {
			continue
		}
		p := t.Grade.Provenance
		if p.Grader == interviewer.Offline {
			offline = true
		} else if !strings.Contains(strings.Join(models, "\n"), p.Model) {
			models = append(models, p.Model)
		}
	}
	var out []string
	for _, m := range models {
		out = append(out, "Graded by the model `"+code(m)+"`. Every quote was checked against your own words; the score is computed by this program.")
	}
	if offline {
		out = append(out, interviewer.OfflineLimits)
	}
	if len(out) == 0 {
		return "Grader: " + string(s.Grader.Kind) + " " + Escape(s.Grader.Model)
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
		d.p("%s not graded yet. `%s grade --pending` finishes it.\n", answers(c.Pending), wr.Program)
	}
	d.p("| Competency | Level | Earned by | Missing |")
	d.p("|---|---|---|---|")
	for _, r := range c.Competencies {
		d.p("| %s | %s | %s | %s |", cell(r.Competency.Name), levelCell(r), earned(r), lacking(r))
	}
	d.p("")
	for _, cap := range c.Outcome.Caps {
		d.p("- What held the score: %s.", Escape(cap))
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

func levelCell(r Row) string {
	if r.Level == rubric.LevelNotShown {
		return "not shown"
	}
	return fmt.Sprintf("%s %.1f", r.Level, r.Score)
}

func earned(r Row) string {
	if r.Best == nil {
		return "nothing yet"
	}
	return fmt.Sprintf("“%s” (question %d)", cell(interviewer.Clip(r.Best.Quote.Text, 100)), r.Best.Turn)
}

func lacking(r Row) string {
	if len(r.Missing) == 0 {
		return "nothing"
	}
	out := cell(interviewer.Clip(r.Missing[0].Text, 100))
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
		d.p("- Question %d: you rated it %d of 4, the grade is %d: %s.", t.N, *t.SelfRating, *t.Grade.Overall, words)
		any = true
	}
	if any {
		d.p("")
	}
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
		d.p("Build on it. What would have counted for %s: %s\n", Escape(strings.ToLower(p.Competency.Name)), Escape(p.Add.Text))
	} else {
		d.p("Question %d, %s. What would have counted: %s\n", p.Turn, Escape(strings.ToLower(p.Competency.Name)), Escape(p.Add.Text))
	}
	d.p("Answer it again:\n\n    %s drill %s --question %s\n", wr.Program, s.Pack.ID, p.Question.ID)
}

// turn writes one question: what was asked, what was said, how it was graded.
func (wr Writer) turn(d *doc, s interviewer.Session, t interviewer.Turn, conversation bool) {
	title := t.Question.Title
	if title == "" {
		title = t.Question.ID
	}
	d.p("## Question %d: %s%s\n", t.N, Escape(title), turnOutcome(t))
	if conversation {
		for _, m := range t.Messages {
			message(d, m, spansOf(t, m.N))
		}
		if t.Draft != "" {
			d.p("**You, not submitted yet:**\n\n%s\n", quoteBlock(t.Draft))
		}
	}
	switch {
	case t.State == interviewer.Skipped:
		d.p("Skipped, so there is no grade.\n")
		return
	case t.State == interviewer.Asked:
		d.p("Not answered yet.\n")
		return
	}
	grade(d, s, t, t.GradeOrPending(s.Pack, s.Grader), wr.Program)
}

func turnOutcome(t interviewer.Turn) string {
	switch {
	case t.Grade == nil:
		return ""
	case t.Grade.Score == nil:
		return ": " + statusWords(t.Grade.Status)
	}
	return fmt.Sprintf(": %s (%.1f of 4)", t.Grade.Recommendation.Words(), *t.Grade.Score)
}

func statusWords(s interviewer.GradeStatus) string {
	switch s {
	case interviewer.StatusPending:
		return "grade pending"
	case interviewer.StatusFailed:
		return "grading failed"
	case interviewer.StatusUngradable:
		return "could not be graded"
	case interviewer.StatusPartial:
		return "graded in part"
	}
	return "graded"
}

func message(d *doc, m interviewer.Message, marks []span) {
	who := "Interviewer"
	if m.From == interviewer.FromCandidate {
		who = "You"
	}
	switch {
	case m.Superseded:
		who += ", taken back"
	case m.Kind == interviewer.KindFollowUp:
		who += ", follow-up"
	case m.Kind == interviewer.KindHint:
		who += ", hint"
	case m.Kind == interviewer.KindClarification && m.From == interviewer.FromCandidate:
		who += ", asking back"
	}
	d.p("**%s:**\n\n%s\n", who, quoteLines(highlight(m.Text, marks)))
}

func grade(d *doc, s interviewer.Session, t interviewer.Turn, g *interviewer.Grade, program string) {
	if g.Reason != "" {
		d.p("%s: %s\n", capital(statusWords(g.Status)), Escape(g.Reason))
	}
	if g.Status.Retryable() && program != "" {
		d.p("`%s grade --pending` tries again.\n", program)
	}
	list := false
	for _, n := range g.Notes {
		if n != interviewer.OfflineLimits { // stands below every grade anyway
			d.p("- Note: %s", Escape(n))
			list = true
		}
	}
	for _, c := range g.Caps {
		d.p("- What held the score: %s.", Escape(c))
		list = true
	}
	if list {
		d.p("")
	}
	for _, cg := range g.Competencies {
		competency(d, s.Pack, cg)
	}
	for _, f := range g.Failures {
		c, _ := s.Pack.Competency(f.Competency)
		d.p("### %s: not graded\n\n%s\n", Escape(c.Name), Escape(f.Reason))
	}
	if p := g.Provenance; p.Grader != "" && g.Status.Scored() {
		d.p("%s\n", provenanceWords(p))
	}
}

func provenanceWords(p interviewer.Provenance) string {
	against := fmt.Sprintf("against %s (rubric `%s`).", Escape(p.Pack), code(p.RubricHash))
	if p.Grader == interviewer.Offline {
		return "Graded " + against + " " + interviewer.OfflineLimits
	}
	s := "Graded by `" + code(p.Model) + "` " + against
	if p.Usage.Calls > 0 {
		s += " " + capital(UsageWords(p.Usage)) + "."
	}
	return s
}

func competency(d *doc, p interviewer.Pack, cg interviewer.CompetencyGrade) {
	c, ok := p.Competency(cg.ID)
	name := c.Name
	if !ok {
		name = cg.ID
	}
	level := strings.ReplaceAll(string(cg.Level), "_", " ")
	if cg.Score != nil {
		level += fmt.Sprintf(" %.1f", *cg.Score)
	}
	chief := ""
	if cg.Probe == rubric.Chief {
		chief = ", chief here"
	}
	d.p("### %s: %s%s\n", Escape(name), level, chief)
	d.p("%s\n", Escape(cg.Summary))
	for _, m := range cg.Marks {
		mark(d, m)
	}
	d.p("")
}

func mark(d *doc, m rubric.Mark) {
	sign, word := "[ ]", "not shown"
	switch {
	case m.Kind == rubric.Weak && m.Verdict == rubric.Absent:
		return // nothing held against the candidate needs no line
	case m.Kind == rubric.Weak:
		sign, word = "[-]", "counts against"
	case m.Verdict == rubric.Shown:
		sign, word = "[+]", "shown"
	case m.Verdict == rubric.Partial:
		sign, word = "[~]", "partly shown"
	}
	if m.Hinted {
		word += ", after a hint: counts half"
	} else if m.Prompted && m.Kind == rubric.Strong && m.Verdict != rubric.Absent {
		word += ", when asked"
	}
	if m.Contested {
		word += ", contested"
	}
	d.p("- **%s %s:** %s", sign, word, Escape(m.Sought))
	for _, q := range m.Quotes {
		d.p("  - “%s”", Escape(interviewer.OneLine(q.Text)))
	}
	if m.Verdict != rubric.Shown && m.Nearest != nil && len(m.Quotes) == 0 {
		d.p("  - Nearest: “%s”", Escape(interviewer.OneLine(m.Nearest.Text)))
	}
	if m.Reason != "" {
		d.p("  - %s", Escape(interviewer.OneLine(m.Reason)))
	}
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(string(r)) + s[n:]
}
