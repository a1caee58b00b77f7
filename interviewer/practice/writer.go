package practice

import (
	"fmt"
	"io"
	"strings"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Writer writes reports as Markdown.
type Writer struct {
	Program string              // how the candidate starts the program, for the commands it names
	Escape  func(string) string // makes text stand for itself in Markdown
	Now     time.Time           // in the candidate's zone
	Width   int                 // columns of the screen
	// Plain is for files, pipes and screens that are read aloud: trends are told in numbers, nothing is drawn.
	Plain bool
}

// doc collects lines; the first error of the final write is the only one that can happen.
type doc struct{ strings.Builder }

func (d *doc) p(format string, args ...any) { fmt.Fprintf(d, format+"\n", args...) }

func (d *doc) to(w io.Writer) error {
	_, err := io.WriteString(w, strings.TrimRight(d.String(), "\n")+"\n")
	return err
}

// Progress writes how a role comes along: a table of trends, plots where there is room, and the questions that are due. more says that there are older
// attempts than these.
func (wr Writer) Progress(w io.Writer, r Report, more bool) error {
	d := &doc{}
	d.p("# Progress: %s\n", wr.text(r.Title))
	if len(r.Attempts) == 0 {
		wr.nothingYet(d, r)
	} else {
		d.p("%s\n", span(r, wr.Now.Location(), more))
		wr.trends(d, r)
		wr.caveats(d, r)
		wr.plots(d, r)
	}
	wr.due(d, r)
	return d.to(w)
}

func (wr Writer) nothingYet(d *doc, r Report) {
	if r.Open > 0 {
		d.p("Nothing to compare yet: your interview is still open. `%s resume` goes on with it.\n", wr.Program)
		return
	}
	d.p("No interviews for this role yet. This begins one:\n\n    %s start %s\n", wr.Program, r.Role)
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
		parts = append(parts, count(n, "interview"))
	}
	if drills > 0 {
		parts = append(parts, count(drills, "drill"))
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
		out += " " + count(r.Open, "interview") + " not over yet, and not in here."
	}
	return out
}

func date(t time.Time, zone *time.Location) string { return t.In(zone).Format(time.DateOnly) }

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// narrow is below how many columns the table keeps only what a reader needs most.
const narrow = 64

func (wr Writer) trends(d *doc, r Report) {
	brief := wr.brief()
	if brief {
		d.p("| Competency | Trend | Latest | Change |\n|---|---|--:|--:|")
	} else {
		d.p("| Competency | Trend | First | Latest | Best | Change |\n|---|---|--:|--:|--:|--:|")
	}
	for _, t := range append([]Trend{r.Overall}, r.Competencies...) {
		first, latest, best := "–", "–", "–"
		if s := t.Scores(); len(s) > 0 {
			top := s[0]
			for _, v := range s {
				top = max(top, v)
			}
			first, latest, best = points(s[0]), points(s[len(s)-1]), points(top)
		}
		if brief {
			d.p("| %s | %s | %s | %s |", wr.text(t.Name), wr.shape(t), latest, signed(t.Change()))
		} else {
			d.p("| %s | %s | %s | %s | %s | %s |", wr.text(t.Name), wr.shape(t), first, latest, best, signed(t.Change()))
		}
	}
	d.p("")
	if len(r.Overall.Scores()) < 2 {
		return
	}
	gap := ""
	for _, t := range append([]Trend{r.Overall}, r.Competencies...) {
		if n := len(t.Scores()); n > 0 && n < len(t.Points) {
			gap = " A dot is an attempt that did not show it, or has no grade."
			if wr.Plain {
				gap = " None is an attempt that did not show it, or has no grade."
			}
		}
	}
	d.p("Scores go from 1.0 to 4.0. The change is the newest scores against the first ones, up to three of each.%s\n", gap)
}

func (wr Writer) brief() bool { return !wr.Plain && wr.Width > 0 && wr.Width < narrow }

// newest is how many scores a trend told in numbers has.
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
func (wr Writer) caveats(d *doc, r Report) {
	var out []string
	levels, graders := r.Mixed()
	if len(levels) > 1 {
		out = append(out, "These attempts are for different levels, and each level has its own bar.")
	}
	if len(graders) > 1 {
		out = append(out, fmt.Sprintf("They were graded by %s; a step where the grader changes may be the grader's.", wr.text(graderWords(graders))))
	} else if len(graders) == 1 && graders[0] == string(interviewer.Offline) {
		out = append(out, interviewer.OfflineLimits)
	}
	if r.Pending > 0 {
		out = append(out, fmt.Sprintf("%s not graded yet and not counted. `%s grade --pending` finishes it.", were(r.Pending), wr.Program))
	}
	if s := r.Self; s.N >= 3 {
		out = append(out, fmt.Sprintf("Your own ratings (%d answers) are %s.", s.N, selfWords(s.Bias)))
	}
	for _, s := range out {
		d.p("- %s", s)
	}
	if len(out) > 0 {
		d.p("")
	}
}

func were(n int) string {
	if n == 1 {
		return "1 answer is"
	}
	return fmt.Sprintf("%d answers are", n)
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
func (wr Writer) plots(d *doc, r Report) {
	if wr.Plain || wr.Width < roomForPlots {
		return
	}
	for _, t := range append([]Trend{r.Overall}, r.Competencies...) {
		s := t.Scores()
		if len(s) < 3 {
			continue
		}
		const indent = 4
		d.p("## %s\n", wr.text(t.Name))
		for line := range strings.Lines(t.Plot(min(wr.Width-indent, 84))) {
			d.p("    %s", strings.TrimRight(line, " \n"))
		}
		d.p("\n")
	}
}

// due lists what to practise next.
func (wr Writer) due(d *doc, r Report) {
	if len(r.Queue) == 0 {
		return
	}
	n := CountDue(r.Queue)
	switch {
	case n > 0:
		d.p("## Due for practice: %s\n", count(n, "question"))
		for _, it := range r.Queue[:n] {
			d.p("- %s: %s when you last answered it, %s; due %s", wr.text(it.Question), points(it.Score), date(it.Last, wr.Now.Location()), wr.when(it.DueAt))
		}
		d.p("")
	case r.Queue[0].Status == Later:
		d.p("## Nothing is due\n\nThe next question is due %s.\n", wr.when(r.Queue[0].DueAt))
	default:
		d.p("## Nothing is due\n")
	}
	if it := r.Queue[0]; it.Status != Later {
		what := map[Status]string{Due: "This asks the one that has waited longest:", New: "There are questions that you have not met yet:",
			Ungraded: "A question that you met has no grade yet:"}[it.Status]
		d.p("%s\n\n    %s drill %s\n", what, wr.Program, r.Role)
	}
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

// text makes a text that others wrote stand for itself, on one line.
func (wr Writer) text(s string) string { return wr.Escape(interviewer.OneLine(s)) }

func levelWords(l rubric.Level) string { return strings.ReplaceAll(string(l), "_", " ") }
