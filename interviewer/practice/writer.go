package practice

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
)

// Writer writes reports as Markdown.
type Writer struct {
	Program string    // how the candidate starts the program, for the commands it names
	Now     time.Time // in the candidate's zone
	Width   int       // columns of the screen
	// Plain is for files, pipes and screens that are read aloud: trends are written as numbers, nothing is drawn.
	Plain bool
}

// Progress writes how a role comes along: a table of trends, plots where there is room, and the questions that are due.
// more says that there are older attempts than these.
func (wr Writer) Progress(w io.Writer, r Report, more bool) error {
	page := report.NewPage(interviewer.Visible)
	page.Heading(1, "Progress: %s", report.Inline(r.Title))
	if len(r.Attempts) == 0 {
		wr.nothingYet(page, r)
	} else {
		page.Paragraph("%s", span(r, wr.Now.Location(), more))
		wr.trends(page, r)
		wr.caveats(page, r)
		wr.plots(page, r)
	}
	wr.due(page, r)
	return page.To(w)
}

func (wr Writer) nothingYet(page *report.Page, r Report) {
	if r.Open > 0 {
		page.Paragraph("Nothing to compare yet: your interview is still open. %s goes on with it.",
			report.Code(wr.Program+" resume"))
		return
	}
	page.Paragraph("No interviews for this role yet. This begins one:")
	page.Code(wr.Program + " start " + r.Role)
}

// span says what the report looks at.
func span(r Report, zone *time.Location, more bool) string {
	drills := 0
	for _, a := range r.Attempts {
		if a.Options.Drill {
			drills++
		}
	}
	var parts []string
	if n := len(r.Attempts) - drills; n > 0 {
		parts = append(parts, report.Count(n, "interview"))
	}
	if drills > 0 {
		parts = append(parts, report.Count(drills, "drill"))
	}
	from, to := date(r.Attempts[0].StartedAt, zone), date(r.Attempts[len(r.Attempts)-1].StartedAt, zone)
	when := "from " + from + " to " + to
	if from == to {
		when = "on " + from
	}
	out := strings.Join(parts, " and ") + " " + when + "."
	if more {
		out += " These are the newest; --limit 0 shows all."
	}
	if r.Open > 0 {
		out += " " + report.Count(r.Open, "interview") + " not over yet, and not in here."
	}
	return out
}

func date(t time.Time, zone *time.Location) string { return t.In(zone).Format(time.DateOnly) }

// narrow is below how many columns the table keeps only what a reader needs most.
const narrow = 64

func (wr Writer) trends(page *report.Page, r Report) {
	brief := wr.brief()
	head, figures := []string{"Competency", "Trend", "First", "Latest", "Best", "Change"}, 4
	if brief {
		head, figures = []string{"Competency", "Trend", "Latest", "Change"}, 2
	}
	var rows [][]string
	for _, t := range r.trends() {
		first, latest, best := extremes(t)
		row := []string{report.Inline(t.Name), wr.shape(t), first, latest, best, signed(t.Change())}
		if brief {
			row = slices.Delete(slices.Delete(row, 4, 5), 2, 3)
		}
		rows = append(rows, row)
	}
	page.Table(head, figures, rows)
	if len(r.Overall.Scores()) >= 2 {
		page.Paragraph("Scores go from 1.0 to 4.0. The change is the latest score less the first.%s", wr.gapWords(r))
	}
}

// trends are the overall trend and those of the competencies.
func (r Report) trends() []Trend { return append([]Trend{r.Overall}, r.Competencies...) }

// extremes are the first, the latest and the best score of a trend, or a dash.
func extremes(t Trend) (first, latest, best string) {
	s := t.Scores()
	if len(s) == 0 {
		return "–", "–", "–"
	}
	return points(s[0]), points(s[len(s)-1]), points(slices.Max(s))
}

// gapWords explain the gaps of a trend, where there is one.
func (wr Writer) gapWords(r Report) string {
	for _, t := range r.trends() {
		if n := len(t.Scores()); n == 0 || n == len(t.Points) {
			continue
		}
		if wr.Plain {
			return " None is an attempt that did not show it, or has no grade."
		}
		return " A dot is an attempt that did not show it, or has no grade."
	}
	return ""
}

func (wr Writer) brief() bool { return !wr.Plain && wr.Width > 0 && wr.Width < narrow }

// newest is how many scores a trend written as numbers has.
const newest = 10

// shape is the trend in one cell.
func (wr Writer) shape(t Trend) string {
	if len(t.Scores()) == 0 {
		return "no score yet"
	}
	if !wr.Plain {
		return t.Spark(min(max(wr.Width-52, 8), 30))
	}
	var out []string
	all := t.Points
	if len(all) > newest {
		all = all[len(all)-newest:]
		out = append(out, "…")
	}
	for _, p := range all {
		if p.Score == nil {
			out = append(out, "none")
		} else {
			out = append(out, points(*p.Score))
		}
	}
	return strings.Join(out, ", ")
}

func points(v float64) string { return fmt.Sprintf("%.1f", v) }

func signed(v float64, ok bool) string {
	switch {
	case !ok:
		return "–"
	case v == 0:
		return "same"
	}
	return fmt.Sprintf("%+.1f", v)
}

// caveats say why a change might not be the candidate's, and what is missing.
func (wr Writer) caveats(page *report.Page, r Report) {
	var out []string
	levels, graders := r.Mixed()
	if len(levels) > 1 {
		out = append(out, "These attempts are for different levels, and each level has its own bar.")
	}
	if len(graders) > 1 {
		out = append(out, fmt.Sprintf("They were graded by %s; a step where the grader changes may be the grader's.",
			report.Inline(graderWords(graders))))
	} else if len(graders) == 1 && graders[0] == string(interviewer.Offline) {
		out = append(out, interviewer.OfflineLimits)
	}
	if r.Pending > 0 {
		out = append(out, fmt.Sprintf("%s %s not graded yet and not counted. %s finishes it.",
			report.Count(r.Pending, "answer"), report.Plural(r.Pending, "is", "are"),
			report.Code(wr.Program+" grade --pending")))
	}
	if s := r.Self; s.N >= 3 {
		out = append(out, fmt.Sprintf("Your own ratings (%d answers) are %s.", s.N, selfWords(s.Bias)))
	}
	page.Items(out)
}

func selfWords(bias float64) string {
	switch b := round(bias); {
	case b > 0:
		return fmt.Sprintf("on average %.1f higher than the grades, in steps of one to four", b)
	case b < 0:
		return fmt.Sprintf("on average %.1f lower than the grades: you may be too hard on yourself", -b)
	}
	return "on average the same as the grades"
}

// roomForPlots is how many columns make a plot worth its lines.
const roomForPlots = 72

// plots draws every trend that has a shape: three scores or more.
func (wr Writer) plots(page *report.Page, r Report) {
	if wr.Plain || wr.Width < roomForPlots {
		return
	}
	for _, t := range r.trends() {
		s := t.Scores()
		if len(s) < 3 {
			continue
		}
		const indent = 4
		page.Heading(2, "%s", report.Inline(t.Name))
		page.Code(t.Plot(min(wr.Width-indent, 84)))
	}
}

// due lists what to practise next.
func (wr Writer) due(page *report.Page, r Report) {
	if len(r.Queue) == 0 {
		return
	}
	n := CountDue(r.Queue)
	switch {
	case n > 0:
		page.Heading(2, "Due for practice: %s", report.Count(n, "question"))
		for _, it := range r.Queue[:n] {
			page.Line("- %s: %s when you last answered it, %s; due %s", report.Inline(it.Question), points(it.Score),
				date(it.Last, wr.Now.Location()), wr.when(it.DueAt))
		}
		page.Gap()
	default:
		page.Heading(2, "Nothing is due")
		if it, ok := NextDue(r.Queue); ok {
			page.Paragraph("The next question is due %s.", wr.when(it.DueAt))
		}
	}
	if reason := r.Queue[0].Status.reason(); reason != "" {
		page.Paragraph("%s", reason)
		page.Code(wr.Program + " drill " + r.Role)
	}
}

// reason says why a drill would ask a question of this status, or nothing where it would not.
func (s Status) reason() string {
	switch s {
	case Due:
		return "This asks the one that has waited longest:"
	case New:
		return "There are questions that you have not met yet:"
	case Ungraded:
		return "A question that you met has no grade yet:"
	case Later:
	}
	return ""
}

// when is a day in words, seen from today.
func (wr Writer) when(t time.Time) string {
	switch n := daysBetween(wr.Now, t.In(wr.Now.Location())); {
	case n == 0:
		return "today"
	case n == -1:
		return "since yesterday"
	case n < 0:
		return fmt.Sprintf("for %d days", -n)
	case n == 1:
		return "tomorrow"
	default:
		return fmt.Sprintf("in %d days", n)
	}
}
