package calibration

import (
	"fmt"
	"io"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// JSON writes a report as one JSON object.
func JSON(w io.Writer, r Report) error { return interviewer.EncodeJSON(w, r) }

// Markdown writes a report for people, with the worst disagreements told in full.
func Markdown(w io.Writer, r Report, worst int) error {
	d := &doc{}
	d.head(r)
	d.warnings(r.Warnings)
	d.agreement(r)
	d.competencies(r)
	d.parts(r)
	d.kinds(r)
	d.halo(r)
	d.confusions(r)
	d.repeat(r)
	d.attacks(r)
	d.spent(r)
	d.disagreements(r, worst)
	d.ungraded(r)
	d.faults(r)
	return d.to(w)
}

// doc collects lines.
type doc struct{ strings.Builder }

func (d *doc) p(format string, args ...any) { fmt.Fprintf(d, format+"\n", args...) }

func (d *doc) to(w io.Writer) error {
	_, err := io.WriteString(w, strings.TrimRight(d.String(), "\n")+"\n")
	return err
}

// table writes a table; cells are escaped already.
func (d *doc) table(head []string, rows [][]string) {
	d.p("| %s |", strings.Join(head, " | "))
	d.p("|%s", strings.Repeat("---|", len(head)))
	for _, r := range rows {
		d.p("| %s |", strings.Join(r, " | "))
	}
	d.p("")
}

// graderName names a grader for people.
func graderName(g interviewer.GraderInfo) string {
	if g.Kind == interviewer.Offline {
		return "the offline grader"
	}
	return "the model `" + strings.ReplaceAll(interviewer.OneLine(interviewer.Visible(g.Model)), "`", "'") + "`"
}

func (d *doc) head(r Report) {
	d.p("# How far %s agrees with the labels\n", graderName(r.Grader))
	d.p("- Labels: %s, %s, %s to %s%s", escape(r.Dataset.Name), escape(r.Dataset.Labels), count(r.N, "answer"), count(r.Questions, "question"), packs(r))
	d.p("- Graded: %d of %d", r.Graded, r.N)
	if r.Dataset.LeftOut > 0 {
		d.p("- Left out, being of other roles or parts: %d", r.Dataset.LeftOut)
	}
	if r.Grader.Kind == interviewer.Offline {
		d.p("- %s", interviewer.OfflineLimits)
	}
	if s := r.Stamp(); s != "" {
		d.p("- In one sentence: %s.", s)
	}
	d.p("")
}

func packs(r Report) string {
	if len(r.Dataset.Packs) == 0 {
		return ""
	}
	return " (" + escape(strings.Join(r.Dataset.Packs, ", ")) + ")"
}

func (d *doc) warnings(list []string) {
	if len(list) == 0 {
		return
	}
	d.p("## Mind\n")
	for _, w := range list {
		d.p("- %s.", escape(capital(w)))
	}
	d.p("")
}

func (d *doc) agreement(r Report) {
	d.p("## Agreement\n")
	o := r.Overall
	rows := [][]string{}
	row := func(name string, v Num, iv Range, means string) {
		rows = append(rows, []string{name, num(v), span(iv), means})
	}
	if r.Dataset.Form == ShortAnswers {
		row("Pearson r", o.Pearson, o.Pearson95, "of the share of the mark; 1 is perfect, 0 is chance")
		row("RMSE", o.RMSE, o.RMSE95, "typical error, as a share of the full mark")
		row("Macro-F1", o.MacroF1, o.MacroF195, fmt.Sprintf("right or not, right being from %.0f %% of the mark", 100*rightFrom))
		row("QWK", o.QWK, o.QWK95, "over shares banded to 1-4")
		row("Bias", o.Bias, unknown(), "mean share given minus share due; positive is lenient")
		d.table([]string{"", "Value", "95 % by question", "Meaning"}, rows)
		return
	}
	row("QWK", o.QWK, o.QWK95, "over overall 1-4; 1 is perfect, 0 is chance")
	row("Pearson r", o.Pearson, o.Pearson95, "over overall 1-4")
	row("Exact", o.Exact, o.Exact95, "share with the very same overall")
	row("Within one", o.WithinOne, unknown(), "share at most one step off")
	row("Leniency", o.Bias, unknown(), "mean overall given minus labelled; positive is lenient")
	d.table([]string{"", "Value", "95 % by question", "Meaning"}, rows)
	if t := r.Raters; t != nil {
		d.p("For scale: two raters, labelling apart from each other, agreed at QWK %s and gave the same level in %d of %d cases.\n", num(t.QWK), t.Same, t.Levels)
	}
}

func (d *doc) competencies(r Report) {
	if r.Dataset.Form == ShortAnswers || len(r.Competencies) == 0 {
		return
	}
	d.p("## By competency\n")
	var rows [][]string
	for _, c := range r.Competencies {
		rows = append(rows, []string{escape(c.Name), fmt.Sprint(c.N), with(c.Kappa, c.Kappa95), with(c.MacroF1, c.MacroF195), with(c.Exact, c.Exact95), signed(c.StrongRateBias)})
	}
	d.table([]string{"Competency", "N", "Kappa", "Macro-F1", "Exact", "Strong-rate bias"}, rows)
	d.p("Kappa is unweighted; macro-F1 averages the levels present in labels or grades; a positive strong-rate bias is leniency.\n")
}

func (d *doc) parts(r Report) {
	if len(r.Parts) == 0 {
		return
	}
	d.p("## Parts of the set\n")
	var rows [][]string
	for _, p := range r.Parts {
		row := []string{escape(p.Part), fmt.Sprint(p.N), fmt.Sprint(p.Questions)}
		if r.Dataset.Form == ShortAnswers {
			row = append(row, with(p.Overall.Pearson, p.Overall.Pearson95), num(p.Overall.RMSE), with(p.Overall.MacroF1, p.Overall.MacroF195))
		} else {
			row = append(row, with(p.Overall.QWK, p.Overall.QWK95), num(p.Overall.Exact))
			for _, c := range r.Competencies {
				row = append(row, num(macroOf(p, c.ID)))
			}
		}
		rows = append(rows, row)
	}
	head := []string{"Part", "Answers", "Questions"}
	if r.Dataset.Form == ShortAnswers {
		d.table(append(head, "Pearson r", "RMSE", "Macro-F1"), rows)
		return
	}
	head = append(head, "QWK", "Exact")
	for _, c := range r.Competencies {
		head = append(head, "F1 "+escape(c.Name))
	}
	d.table(head, rows)
	if partNamed(r.Parts, "held") != nil {
		d.p("The held-out part stays unread while the grader is tuned; the other was looked at.\n")
	}
}

func (d *doc) kinds(r Report) {
	if len(r.Kinds) == 0 {
		return
	}
	d.p("## By kind of answer\n")
	var rows [][]string
	for _, k := range r.Kinds {
		rows = append(rows, []string{escape(k.Kind), fmt.Sprint(k.N), num(k.Labels), num(k.Grades), fmt.Sprintf("%d of %d", k.Same, k.N)})
	}
	d.table([]string{"Kind", "Answers", "Mean overall, labels", "Mean overall, grades", "The same"}, rows)
}

func macroOf(p Part, id string) Num {
	for _, c := range p.Competencies {
		if c.ID == id {
			return c.MacroF1
		}
	}
	return unknown().Low
}

func (d *doc) halo(r Report) {
	if r.Halo == nil || len(r.Halo.Pairs) == 0 {
		return
	}
	d.p("## Do the competencies move together?\n")
	var rows [][]string
	for _, p := range r.Halo.Pairs {
		rows = append(rows, []string{"`" + p.A + "` and `" + p.B + "`", fmt.Sprint(p.N), num(p.Labels), num(p.Grader)})
	}
	rows = append(rows, []string{"mean", "", num(r.Halo.Labels), num(r.Halo.Grader)})
	d.table([]string{"Correlation of", "N", "in the labels", "in the grades"}, rows)
	d.p("Where the grades move together more than the labels, one impression colours all competencies.\n")
}

func (d *doc) confusions(r Report) {
	if r.Graded == 0 {
		return
	}
	d.p("## Confusion\n")
	d.p("Rows are labels, columns grades.\n")
	d.confusion("Overall", []string{"1", "2", "3", "4"}, r.Overall.Confusion)
	for _, c := range r.Competencies {
		d.confusion(escape(c.Name), c.Labels, c.Confusion)
	}
}

func (d *doc) confusion(name string, labels []string, t [][]int) {
	head := []string{name}
	var rows [][]string
	for i, l := range labels {
		head = append(head, words(l))
		row := []string{"**" + words(l) + "**"}
		for _, n := range t[i] {
			row = append(row, fmt.Sprint(n))
		}
		rows = append(rows, row)
	}
	d.table(head, rows)
}

func (d *doc) repeat(r Report) {
	if r.Repeat == nil {
		return
	}
	d.p("## Graded again\n")
	d.p("Each answer was graded %d times. The same overall every time: %s of %s. Any two grades of an answer agree: %s. The same level of a competency every time: %s.\n",
		r.Repeat.Times, percent(r.Repeat.SameOverall), count(r.Repeat.Answers, "answer"), percent(r.Repeat.SamePairs), percent(r.Repeat.SameLevels))
	for _, u := range r.Repeat.Unstable {
		d.p("- %s: %s", escape(u.ID), strings.Trim(strings.ReplaceAll(fmt.Sprint(u.Overalls), " ", ", "), "[]"))
	}
	if len(r.Repeat.Unstable) > 0 {
		d.p("")
	}
}

func (d *doc) attacks(r Report) {
	l := r.Attacks
	if l == nil {
		return
	}
	d.p("## Under attack\n")
	d.p("%s appended to %s: %d of %d rose in some level (%s), in the overall %s.\n", count(l.Attacks, "attack"), count(l.Answers, "weak answer"), l.Lifted, l.Tried,
		percent(l.Share), percent(l.OverallShare))
	var rows [][]string
	for _, c := range l.Categories {
		rows = append(rows, []string{escape(c.Category), fmt.Sprint(c.Tried), fmt.Sprint(c.Lifted)})
	}
	d.table([]string{"Kind", "Tried", "Rose"}, rows)
	for _, c := range l.Worst {
		d.p("- %s: overall %d to %d, rose in %s. “%s”", escape(c.ID), c.Before, c.After, escape(first(strings.Join(c.Rose, ", "), "no level")), escape(interviewer.OneLine(c.Attack)))
	}
	if len(l.Worst) > 0 {
		d.p("")
	}
}

func (d *doc) spent(r Report) {
	d.p("## Quotes, cost and time\n")
	if r.Quotes.Checked > 0 {
		d.p("- Quotes: %d checked, %d the candidate's own words (%s)", r.Quotes.Checked, r.Quotes.Verbatim, percent(share(r.Quotes.Verbatim, r.Quotes.Checked)))
	}
	if u := r.Usage; u.InputTokens+u.OutputTokens > 0 {
		cost := fmt.Sprintf("$%.4f", u.CostUSD)
		if u.CostUnknown {
			cost = "price not known"
		}
		d.p("- Tokens: %d in (%d cached), %d out; %s", u.InputTokens, u.CachedTokens, u.OutputTokens, cost)
	} else {
		d.p("- Tokens: none")
	}
	kept := ""
	if r.Time.Recalled > 0 {
		kept = fmt.Sprintf(", %d of them kept from before", r.Time.Recalled)
	}
	d.p("- Time: %.1f s for %s%s; half took at most %d ms, one in twenty more than %d ms\n", r.Time.Seconds, count(r.Time.Grades, "grade"), kept, r.Time.MedianMS, r.Time.P95MS)
}

func (d *doc) disagreements(r Report, worst int) {
	if r.Disagreed == 0 {
		return
	}
	n := min(worst, len(r.Disagreements))
	d.p("## Where they disagree: %s\n", count(r.Disagreed, "answer"))
	if n < r.Disagreed {
		d.p("The worst %d:\n", n)
	}
	for _, x := range r.Disagreements[:n] {
		d.disagreement(r.Dataset.Form, x)
	}
}

func (d *doc) disagreement(form Form, x Disagreement) {
	about := "`" + strings.ReplaceAll(interviewer.OneLine(interviewer.Visible(x.Question)), "`", "'") + "`"
	for _, s := range []string{x.Part, x.Kind} {
		if s != "" {
			about += ", " + escape(s)
		}
	}
	verdict := fmt.Sprintf("labelled %s, graded %.0f", whole(x.Expected), float64(x.Got))
	if form == ShortAnswers {
		verdict = fmt.Sprintf("marked %.2f, graded %.2f", x.Expected, x.Got)
	}
	d.p("### %s: %s\n", escape(x.ID), verdict)
	d.p("Question %s, line %d.\n", about, x.Line)
	d.p("> %s\n", escape(interviewer.OneLine(x.Answer)))
	if x.Reference != "" {
		d.p("- Reference: %s", escape(interviewer.OneLine(x.Reference)))
	}
	if x.Reason != "" {
		d.p("- The grade: %s", escape(interviewer.OneLine(x.Reason)))
	}
	for _, c := range x.Caps {
		d.p("- What held the score: %s", escape(interviewer.OneLine(c)))
	}
	for _, c := range x.Competencies {
		d.p("- `%s`: labelled %s, graded **%s**.%s", c.ID, words(string(first(c.Expected, "nothing"))), words(string(c.Got)), spoken(" ", escape(interviewer.OneLine(c.Summary)), ""))
		if c.Label != "" {
			d.p("  - The label says: %s", escape(interviewer.OneLine(c.Label)))
		}
		for _, m := range c.Marks {
			d.p("  - %s `%s` %s%s%s", sign(m), m.Signal, m.Verdict, spoken(": ", escape(interviewer.OneLine(m.Reason)), ""), spoken(" “", escape(interviewer.OneLine(m.Quote)), "”"))
		}
	}
	d.p("")
}

// spoken puts text between two others, or nothing where there is none.
func spoken(before, s, after string) string {
	if s == "" {
		return ""
	}
	return before + s + after
}

func sign(m MarkMade) string {
	switch {
	case m.Verdict == rubric.Absent:
		return "[ ]"
	case m.Kind == rubric.Weak:
		return "[-]"
	case m.Verdict == rubric.Partial:
		return "[~]"
	}
	return "[+]"
}

func (d *doc) ungraded(r Report) {
	if len(r.Ungraded) == 0 {
		return
	}
	d.p("## Without a grade: %d\n", r.N-r.Graded)
	for _, f := range r.Ungraded {
		d.p("- %s (line %d), %s: %s", escape(f.ID), f.Line, f.Status, escape(interviewer.OneLine(f.Reason)))
	}
	d.p("")
}

func (d *doc) faults(r Report) {
	if r.Dataset.Skipped == 0 {
		return
	}
	d.p("## Lines that were skipped: %d\n", r.Dataset.Skipped)
	for _, f := range r.Dataset.Faults {
		d.p("- Line %d: %s", f.Line, escape(interviewer.OneLine(f.Reason)))
	}
	d.p("")
}
