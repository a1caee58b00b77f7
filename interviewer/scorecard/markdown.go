package scorecard

import (
	"fmt"
	"io"
	"strings"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/rubric"
)

// Writer writes sessions for people. Program is how the candidate starts the program, for the commands it names.
type Writer struct {
	Program string
	// Stamp says in a sentence how far a grader was found to agree with people on a role, or nothing where that was
	// never measured. May be nil.
	Stamp func(role string, g interviewer.GraderInfo) string
}

// Markdown writes the whole session: scorecard, then every question with the conversation and how it was graded.
func (wr Writer) Markdown(w io.Writer, s interviewer.Session) error {
	page := report.NewPage(interviewer.Visible)
	wr.head(page, s)
	wr.card(page, s, New(s))
	for _, t := range s.Turns {
		wr.turn(page, s, t)
	}
	return page.To(w)
}

// Scorecard writes what stands at the end of an interview: the outcome, a row a competency, one thing to practise.
func (wr Writer) Scorecard(w io.Writer, s interviewer.Session) error {
	page := report.NewPage(interviewer.Visible)
	wr.card(page, s, New(s))
	return page.To(w)
}

// Turn writes in a few lines what became of one question, for a candidate who goes on.
func (wr Writer) Turn(w io.Writer, s interviewer.Session, n int) error {
	page := report.NewPage(interviewer.Visible)
	if t := s.Turn(n); t != nil {
		wr.brief(page, s, *t)
	}
	return page.To(w)
}

// Grade writes the grade of an answer that belongs to no session.
func (wr Writer) Grade(w io.Writer, p interviewer.Pack, t interviewer.Turn) error {
	page := report.NewPage(interviewer.Visible)
	page.Heading(2, "%s%s", questionTitle(t.Question), turnOutcome(t))
	// Nothing is stored, so there is no command that could finish the grade later.
	grade(page, p, t, t.GradeOrPending(p, interviewer.GraderInfo{}), "")
	return page.To(w)
}

// command is a command line of the program.
func (wr Writer) command(args ...string) string {
	return strings.Join(append([]string{wr.Program}, args...), " ")
}

func (wr Writer) head(page *report.Page, s interviewer.Session) {
	page.Heading(1, "%s: mock interview", report.Inline(s.Pack.Title))
	page.Line("- Session %s, %s level, %s", report.Code(s.ID), report.Inline(string(s.Level)), stateWords(s))
	page.Line("- Started %s%s", timeWords(s.StartedAt), ended(s))
	page.Line("- %s", graderWords(s))
	if u := s.Usage(); u.Calls > 0 || u.InputTokens > 0 {
		page.Line("- Spent: %s", UsageWords(u))
	}
	page.Gap()
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

func timeWords(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

func ended(s interviewer.Session) string {
	if s.EndedAt == nil {
		return ""
	}
	return ", ended " + timeWords(*s.EndedAt)
}

// graderWords names every grader whose grades stand in the session, or its first one where there is no grade yet.
func graderWords(s interviewer.Session) string {
	offline := false
	var out []string
	for _, g := range graders(s) {
		if g.Kind == interviewer.Offline {
			offline = true
			continue
		}
		by := "Graded by the model "
		if g.Kind == interviewer.Agent {
			by = "Marked by the agent "
		}
		out = append(out, by+report.Code(g.Model)+
			". Every quote was checked against your own words; the score is computed by this program.")
	}
	if len(out) == 0 && !offline {
		out = append(out, report.Sentence("Grader: "+string(s.Grader.Kind)+" "+s.Grader.Model))
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

func (wr Writer) card(page *report.Page, s interviewer.Session, c Card) {
	page.Heading(2, "Scorecard: %s", cardOutcome(c))
	if words := CheckedWords(s); words != "" {
		page.Paragraph("**%s**", words)
	}
	if c.Pending > 0 {
		page.Paragraph("%s %s not graded yet. %s finishes it.", report.Count(c.Pending, "answer"),
			report.Plural(c.Pending, "is", "are"), report.Code(wr.command("grade", "--pending")))
	}
	if c.Skipped > 0 {
		page.Paragraph("%d of %d questions %s skipped.", c.Skipped, c.Asked, report.Plural(c.Skipped, "was", "were"))
	}
	if len(s.Turns) > 1 {
		questions(page, s)
	}
	page.Items(made(c.Outcome.Sum, c.Outcome.Caps))
	good(page, c)
	wr.practise(page, s, c)
	page.Heading(3, "By competency")
	var rows [][]string
	for _, r := range c.Competencies {
		rows = append(rows, []string{report.Inline(r.Competency.Name), levelCell(r), earned(r), lacking(r)})
	}
	page.Table([]string{"Competency", "Level", "Earned by", "Missing"}, 0, rows)
	page.Items(selfRatings(s))
	speech(page, s)
	if c.Usage.Calls > 0 || c.Usage.InputTokens > 0 {
		page.Paragraph("Spent: %s.", UsageWords(c.Usage))
	}
	page.Paragraph("%s", graderWords(s))
	wr.stamps(page, s)
}

// cardOutcome is the outcome of a session in words.
func cardOutcome(c Card) string {
	return report.Calibrated(c.Outcome.Recommendation, c.Outcome.Score, c.Calibrated)
}

// made says how a score came about: the line of its sums, and what held it where that line does not tell.
func made(sum string, caps []string) []string {
	var out []string
	if sum != "" {
		out = append(out, "How the score is made: "+report.Sentence(sum))
	}
	for _, reason := range caps {
		if !strings.Contains(sum, reason) {
			out = append(out, "What held the score: "+report.Sentence(reason))
		}
	}
	return out
}

func levelCell(r Row) string {
	if !r.Graded {
		return r.Why
	}
	level := report.Inline(report.Label(r.Level))
	if r.Level == rubric.LevelNotShown {
		return level
	}
	return fmt.Sprintf("%s %.1f", level, r.Score)
}

func earned(r Row) string {
	if !r.Graded {
		return "–"
	}
	if r.Best == nil {
		return "nothing yet"
	}
	return fmt.Sprintf("“%s” (question %d)", report.Inline(interviewer.Clip(r.Best.Quote.Text, 100)), r.Best.Turn)
}

func lacking(r Row) string {
	if !r.Graded {
		return "–"
	}
	if len(r.Missing) == 0 {
		return "nothing"
	}
	out := report.Inline(interviewer.Clip(r.Missing[0].Text, 100))
	if n := len(r.Missing) - 1; n > 0 {
		out += fmt.Sprintf(" (and %d more)", n)
	}
	return out
}

// speech says how the answers were spoken, if any was.
func speech(page *report.Page, s interviewer.Session) {
	if how := s.Speech(); how != nil {
		page.Paragraph("How you spoke, which is never scored: %s.", report.Inline(how.String()))
	}
}

// selfRatings sets the candidate's own ratings against the grades.
func selfRatings(s interviewer.Session) []string {
	var out []string
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
		out = append(out, fmt.Sprintf("Question %d: you rated it %s, the grade is %s: %s.",
			t.N, rankWords(*t.SelfRating, " of 4"), rankWords(*t.Grade.Overall, ""), words))
	}
	return out
}

// rankWords is an overall of 1 to 4 with what it means.
func rankWords(overall int, of string) string {
	out := fmt.Sprintf("%d%s", overall, of)
	if words := report.Rank(overall); words != "" {
		out += " (" + words + ")"
	}
	return out
}

// good names the best thing that was said, in the candidate's words.
func good(page *report.Page, c Card) {
	if c.Best == nil {
		return
	}
	page.Heading(3, "What was good")
	page.Paragraph("“%s” (question %d). It shows: %s", report.Inline(interviewer.Clip(c.Best.Quote.Text, 240)),
		c.Best.Turn, report.Inline(c.Best.Shows))
}

// found says how much of the gap the answer has.
func (p Practice) found() string {
	if p.Partly {
		return "I found only part of this:"
	}
	return "I did not find this:"
}

// practise names the gap and what to do about it.
func (wr Writer) practise(page *report.Page, s interviewer.Session, c Card) {
	p := c.Practise
	if p == nil {
		return
	}
	page.Heading(3, "Practise next")
	page.Paragraph("Question %d, %s, %s: %s %s", p.Turn, questionTitle(p.Question),
		report.Inline(strings.ToLower(p.Competency.Name)), p.found(), report.Inline(p.Add.Text))
	if p.Clause != "" {
		page.Paragraph("You came nearest here:")
		page.Quote(interviewer.Clip(p.Clause, 240))
	}
	page.Paragraph("Answer it again:")
	page.Code(wr.command("retry", s.ID))
}
