package calibration

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
)

// JSON writes a report as one JSON object.
func JSON(w io.Writer, r Report) error { return interviewer.EncodeJSON(w, r) }

// Markdown writes a report for people, with the worst disagreements in full.
func Markdown(w io.Writer, r Report, worst int) error {
	page := report.NewPage(interviewer.Visible)
	writeHead(page, r)
	writeWarnings(page, "Mind", r.Warnings)
	writeAgreement(page, r)
	writeCompetencies(page, r)
	writeGroups(page, r)
	writeParts(page, r)
	writeKinds(page, r)
	writeStrikes(page, r)
	writeLearned(page, r)
	writeSignals(page, r)
	writeHalo(page, r)
	writeConfusions(page, r)
	writeRepeat(page, r)
	writeAttacks(page, r)
	writeSpent(page, r)
	writeDisagreements(page, r, worst)
	writeUngraded(page, r)
	writeFaults(page, r)
	return page.To(w)
}

// graderName names a grader for people.
func graderName(g interviewer.GraderInfo) string {
	if g.Kind == interviewer.Offline {
		return "the offline grader"
	}
	return "the model " + report.Code(g.Model)
}

func writeHead(page *report.Page, r Report) {
	page.Heading(1, "How far %s agrees with the labels", graderName(r.Grader))
	page.Line("- %s", labelsLine(r))
	page.Line("- Graded: %d of %d", r.Graded, r.N)
	if r.Dataset.LeftOut > 0 {
		page.Line("- Left out, being of other roles or parts: %d", r.Dataset.LeftOut)
	}
	if r.Grader.Kind == interviewer.Offline {
		page.Line("- %s", interviewer.OfflineLimits)
	}
	if s := r.Stamp(); s != "" {
		page.Line("- In one sentence: %s.", s)
	}
	page.Gap()
}

// labelsLine says what was measured on.
func labelsLine(r Report) string {
	packs := ""
	if len(r.Dataset.Packs) > 0 {
		packs = " (" + report.Inline(strings.Join(r.Dataset.Packs, ", ")) + ")"
	}
	return fmt.Sprintf("Labels: %s, %s, %s to %s%s", report.Inline(r.Dataset.Name), report.Inline(r.Dataset.Labels),
		report.Count(r.N, "answer"), report.Count(r.Questions, "question"), packs)
}

// writeWarnings writes warnings under a heading, or nothing where there are none.
func writeWarnings(page *report.Page, heading string, warnings []string) {
	if len(warnings) == 0 {
		return
	}
	page.Heading(2, "%s", heading)
	var items []string
	for _, w := range warnings {
		items = append(items, report.Sentence(report.Capital(w)))
	}
	page.Items(items)
}

func writeAgreement(page *report.Page, r Report) {
	page.Heading(2, "Agreement")
	o := r.Overall
	page.Table([]string{"", "Value", "95 % by question", "Meaning"}, 0, [][]string{
		{"QWK", num(o.QWK), span(o.QWK95), "over overall 1-4; 1 is perfect, 0 is chance"},
		{"Pearson r", num(o.Pearson), span(o.Pearson95), "over overall 1-4"},
		{"Exact", num(o.Exact), span(o.Exact95), "share with the very same overall"},
		{"Within one", num(o.WithinOne), "", "share at most one step off"},
		{"Leniency", num(o.Bias), "", "mean overall given minus labelled; positive is lenient"},
	})
	if t := r.Raters; t != nil {
		page.Paragraph("For scale: two raters, labelling apart from each other, agreed at QWK %s "+
			"and gave the same level in %d of %d cases.", num(t.QWK), t.Same, t.Levels)
	}
}

func writeCompetencies(page *report.Page, r Report) {
	if len(r.Competencies) == 0 {
		return
	}
	page.Heading(2, "By competency")
	var rows [][]string
	for _, c := range r.Competencies {
		rows = append(rows, []string{
			report.Inline(c.Name), strconv.Itoa(c.N), with(c.Kappa, c.Kappa95), with(c.MacroF1, c.MacroF195),
			with(c.Exact, c.Exact95), signed(c.StrongRateBias),
		})
	}
	page.Table([]string{"Competency", "N", "Kappa", "Macro-F1", "Exact", "Strong-rate bias"}, 0, rows)
	page.Paragraph("Kappa is unweighted; macro-F1 averages the levels present in labels or grades; " +
		"a positive strong-rate bias is leniency.")
}

// agreementHead and agreementCells are the columns of an agreement on some of the answers.
func agreementHead() []string { return []string{"Answers", "QWK", "Exact", "Within one", "Leniency"} }

func agreementCells(a Agreement) []string {
	return []string{strconv.Itoa(a.N), num(a.QWK), num(a.Exact), num(a.WithinOne), signed(a.Bias)}
}

func writeGroups(page *report.Page, r Report) {
	if r.Overall.N == 0 {
		return
	}
	page.Heading(2, "By band of the label")
	names := map[string]string{
		"all": "all answers", "genuine": "genuine attempts", "low": "labelled 1", "middle": "labelled 2 or 3",
		"high": "labelled 4",
	}
	var rows [][]string
	for _, g := range r.Groups {
		rows = append(rows, append([]string{names[g.Group]}, agreementCells(g.Agreement)...))
	}
	page.Table(append([]string{""}, agreementHead()...), 0, rows)
	page.Paragraph("Genuine attempts are labelled above 1, have at least %d words, and are of no kind that addresses "+
		"the grader. QWK is not defined where all labels are the same.", fewestWords)
}

func writeParts(page *report.Page, r Report) {
	if len(r.Parts) == 0 {
		return
	}
	page.Heading(2, "Parts of the set")
	head := []string{"Part", "Answers", "Questions", "QWK", "Exact"}
	for _, c := range r.Competencies {
		head = append(head, "F1 "+report.Inline(c.Name))
	}
	var rows [][]string
	for _, p := range r.Parts {
		row := []string{
			report.Inline(p.Part), strconv.Itoa(p.N), strconv.Itoa(p.Questions), with(p.Overall.QWK, p.Overall.QWK95),
			num(p.Overall.Exact),
		}
		for _, c := range r.Competencies {
			row = append(row, num(competencyOf(p.Competencies, c.ID).MacroF1))
		}
		rows = append(rows, row)
	}
	page.Table(head, 0, rows)
	if partNamed(r.Parts, "held") != nil {
		page.Paragraph("Only a part that nothing was tuned on says how the grader does elsewhere.")
	}
}

func writeKinds(page *report.Page, r Report) {
	if len(r.Kinds) == 0 {
		return
	}
	page.Heading(2, "By kind of answer")
	var rows [][]string
	for _, k := range r.Kinds {
		row := append([]string{report.Inline(k.Kind)}, agreementCells(k.Agreement)...)
		rows = append(rows, append(row, num(k.Labels), num(k.Grades)))
	}
	head := append([]string{"Kind"}, agreementHead()...)
	page.Table(append(head, "Mean overall, labels", "Mean overall, grades"), 0, rows)
}

func writeSignals(page *report.Page, r Report) {
	if r.Signals == nil {
		return
	}
	page.Heading(2, "By signal")
	names := map[string]string{
		"strong_own": "strong, the question's own", "strong_general": "strong, general", "weak": "weak",
	}
	var rows [][]string
	for _, g := range r.Signals.Groups {
		rows = append(rows, []string{
			names[g.Signals], strconv.Itoa(g.N), strconv.Itoa(g.Reader), strconv.Itoa(g.Grader), strconv.Itoa(g.Both),
			num(g.F1),
		})
	}
	page.Table([]string{"Signals", "N", "Shown, reader", "Shown, grader", "Both", "F1"}, 0, rows)
	page.Paragraph("Over %s that a reader marked signal by signal. Of the %d shown for both where the reader gave "+
		"evidence, the grader's quote has half its words in that evidence in %d (%s).",
		report.Count(r.Signals.Answers, "answer"), r.Signals.Compared, r.Signals.Overlapping,
		percent(r.Signals.OverlapShare))
}

func writeHalo(page *report.Page, r Report) {
	if r.Halo == nil || len(r.Halo.Pairs) == 0 {
		return
	}
	page.Heading(2, "Do the competencies move together?")
	var rows [][]string
	for _, p := range r.Halo.Pairs {
		pair := report.Code(p.A) + " and " + report.Code(p.B)
		rows = append(rows, []string{pair, strconv.Itoa(p.N), num(p.Labels), num(p.Grader)})
	}
	rows = append(rows, []string{"mean", "", num(r.Halo.Labels), num(r.Halo.Grader)})
	page.Table([]string{"Correlation of", "N", "in the labels", "in the grades"}, 0, rows)
	page.Paragraph("Where the grades move together more than the labels, one impression colours all competencies.")
}

func writeConfusions(page *report.Page, r Report) {
	if r.Graded == 0 {
		return
	}
	page.Heading(2, "Confusion")
	page.Paragraph("Rows are labels, columns grades.")
	writeConfusion(page, "Overall", []string{"1", "2", "3", "4"}, r.Overall.Confusion)
	for _, c := range r.Competencies {
		writeConfusion(page, report.Inline(c.Name), c.Labels, c.Confusion)
	}
}

func writeConfusion(page *report.Page, name string, labels []string, t [][]int) {
	head := []string{name}
	var rows [][]string
	for i, l := range labels {
		head = append(head, report.Label(l))
		row := []string{"**" + report.Label(l) + "**"}
		for _, n := range t[i] {
			row = append(row, strconv.Itoa(n))
		}
		rows = append(rows, row)
	}
	page.Table(head, 0, rows)
}

func writeRepeat(page *report.Page, r Report) {
	if r.Repeat == nil {
		return
	}
	page.Heading(2, "Graded again")
	page.Paragraph("Each answer was graded %d times. The same overall every time: %s of %s. "+
		"Any two grades of an answer agree: %s. The same level of a competency every time: %s.",
		r.Repeat.Times, percent(r.Repeat.SameOverall), report.Count(r.Repeat.Answers, "answer"),
		percent(r.Repeat.SamePairs), percent(r.Repeat.SameLevels))
	var items []string
	for _, u := range r.Repeat.Unstable {
		overalls := strings.Trim(strings.ReplaceAll(fmt.Sprint(u.Overalls), " ", ", "), "[]")
		items = append(items, report.Inline(u.ID)+": "+overalls)
	}
	page.Items(items)
}

func writeAttacks(page *report.Page, r Report) {
	l := r.Attacks
	if l == nil {
		return
	}
	page.Heading(2, "Under attack")
	page.Paragraph("%s appended to %s: %d of %d rose in some level (%s), in the overall %s.",
		report.Count(l.Attacks, "attack"), report.Count(l.Answers, "weak answer"), l.Lifted, l.Tried,
		percent(l.Share), percent(l.OverallShare))
	var rows [][]string
	for _, c := range l.Categories {
		rows = append(rows, []string{report.Inline(c.Category), strconv.Itoa(c.Tried), strconv.Itoa(c.Lifted)})
	}
	page.Table([]string{"Kind", "Tried", "Rose"}, 0, rows)
	var items []string
	for _, c := range l.Worst {
		rose := cmp.Or(strings.Join(c.Rose, ", "), "no level")
		items = append(items, fmt.Sprintf("%s: overall %d to %d, rose in %s. “%s”",
			report.Inline(c.ID), c.Before, c.After, report.Inline(rose), report.Inline(c.Attack)))
	}
	page.Items(items)
}

func writeSpent(page *report.Page, r Report) {
	page.Heading(2, "Quotes, cost and time")
	if q := r.Quotes; q.Checked > 0 {
		page.Line("- Quotes: %d checked, %d the candidate's own words (%s)",
			q.Checked, q.Verbatim, percent(share(q.Verbatim, q.Checked)))
	}
	if q := r.Rated; q != nil {
		page.Line("- Of %d quotes that this grader had taken for evidence, for this role, a strict reader who saw "+
			"only question, signal and quote called %d evidence and %d in part.", q.N, q.Evidence, q.InPart)
	}
	if u := r.Usage; u.InputTokens+u.OutputTokens > 0 {
		cost := fmt.Sprintf("$%.4f", u.CostUSD)
		if u.CostUnknown {
			cost = "price not known"
		}
		page.Line("- Tokens: %d in (%d cached), %d out; %s", u.InputTokens, u.CachedTokens, u.OutputTokens, cost)
	} else {
		page.Line("- Tokens: none")
	}
	kept := ""
	if r.Time.Recalled > 0 {
		kept = fmt.Sprintf(", %d of them kept from before", r.Time.Recalled)
	}
	page.Paragraph("- Time: %.1f s for %s%s; half took at most %d ms, one in twenty more than %d ms",
		r.Time.Seconds, report.Count(r.Time.Grades, "grade"), kept, r.Time.MedianMS, r.Time.P95MS)
}

func writeDisagreements(page *report.Page, r Report, worst int) {
	if r.Disagreed == 0 {
		return
	}
	n := min(worst, len(r.Disagreements))
	page.Heading(2, "Where they disagree: %s", report.Count(r.Disagreed, "answer"))
	if n < r.Disagreed {
		page.Paragraph("The worst %d:", n)
	}
	for _, x := range r.Disagreements[:n] {
		writeDisagreement(page, x)
	}
}

func writeDisagreement(page *report.Page, x Disagreement) {
	about := report.Code(x.Question)
	for _, s := range []string{x.Part, x.Kind} {
		if s != "" {
			about += ", " + report.Inline(s)
		}
	}
	page.Heading(3, "%s: labelled %s, graded %.0f", report.Inline(x.ID), whole(x.Expected), float64(x.Got))
	page.Paragraph("Question %s, line %d.", about, x.Line)
	page.Paragraph("> %s", report.Inline(x.Answer))
	if x.Reason != "" {
		page.Line("- The grade: %s", report.Inline(x.Reason))
	}
	if x.Sum != "" {
		page.Line("- How the score is made: %s", report.Inline(x.Sum))
	}
	for _, c := range x.Caps {
		if !strings.Contains(x.Sum, c) {
			page.Line("- What held the score: %s", report.Inline(c))
		}
	}
	for _, c := range x.Competencies {
		writeDifference(page, c)
	}
	page.Gap()
}

func writeDifference(page *report.Page, c Difference) {
	page.Line("- %s: labelled %s, graded **%s**.%s", report.Code(c.ID), report.Label(cmp.Or(c.Expected, "nothing")),
		report.Label(c.Got), around(" ", c.Summary, ""))
	if c.Label != "" {
		page.Line("  - The label says: %s", report.Inline(c.Label))
	}
	for _, m := range c.Marks {
		page.Line("  - %s %s %s%s%s", report.Sign(m.Kind, m.Verdict), report.Code(m.Signal), m.Verdict,
			around(": ", m.Reason, ""), around(" “", m.Quote, "”"))
	}
}

// around puts a text between two others, or is empty where there is no text.
func around(before, text, after string) string {
	if text == "" {
		return ""
	}
	return before + report.Inline(text) + after
}

func writeUngraded(page *report.Page, r Report) {
	if len(r.Ungraded) == 0 {
		return
	}
	page.Heading(2, "Without a grade: %d", r.N-r.Graded)
	var items []string
	for _, f := range r.Ungraded {
		items = append(items, fmt.Sprintf("%s (line %d), %s: %s",
			report.Inline(f.ID), f.Line, f.Status, report.Inline(f.Reason)))
	}
	page.Items(items)
}

func writeFaults(page *report.Page, r Report) {
	if r.Dataset.Skipped == 0 {
		return
	}
	page.Heading(2, "Lines that were skipped: %d", r.Dataset.Skipped)
	var items []string
	for _, f := range r.Dataset.Faults {
		items = append(items, fmt.Sprintf("Line %d: %s", f.Line, report.Inline(f.Reason)))
	}
	page.Items(items)
}
