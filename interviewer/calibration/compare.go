package calibration

import (
	"fmt"
	"io"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/rubric/agreement"
)

// CompareSchema names the shape of a comparison as JSON. Fields are only added.
const CompareSchema = "mockinterview.calibration-comparison/v1"

// Comparison is two graders or more over the same set. Differences are between the first and each of the others.
type Comparison struct {
	Schema      string     `json:"schema"`
	Reports     []Report   `json:"reports"`
	Differences []Contrast `json:"differences"`
}

// Contrast is how another grader compares with the first one, over the answers that both graded: positive is better
// than the first. The figure is QWK; its interval comes from resampling the questions for both at once, so that what
// makes a question hard cancels out.
type Contrast struct {
	Grader  interviewer.GraderInfo `json:"grader"`
	N       int                    `json:"n"`
	Figure  string                 `json:"figure"`
	Gain    Num                    `json:"gain"`
	Gain95  Range                  `json:"gain_95"`
	Between Num                    `json:"between"` // the same figure between the two graders
	Verdict string                 `json:"verdict"`
}

// Compare sets runs over the same set side by side, each with its report.
func Compare(runs []Run, reports []Report) Comparison {
	c := Comparison{Schema: CompareSchema, Reports: reports, Differences: []Contrast{}}
	for _, r := range runs[1:] {
		c.Differences = append(c.Differences, contrast(runs[0], r))
	}
	return c
}

// contrast compares a run with the first one.
func contrast(a, b Run) Contrast {
	ma, mb := newMeasurer(a), newMeasurer(b)
	out := Contrast{Grader: b.Grader, Figure: "qwk"}
	var first, second []counts // by question
	between := agreement.NewTable(4)
	for _, group := range byQuestion(a.Set.Items) {
		ca, cb := ma.empty(), mb.empty()
		for _, i := range group {
			ra, rb := a.Results[i][0], b.Results[i][0]
			if !ra.Graded() || !rb.Graded() {
				continue
			}
			ma.count(&ca, i)
			mb.count(&cb, i)
			between[ra.Overall()-1][rb.Overall()-1]++
			out.N++
		}
		first, second = append(first, ca), append(second, cb)
	}
	gain := func(sample []int) []float64 {
		ca, cb := ma.empty(), mb.empty()
		for _, q := range sample {
			ca.add(first[q])
			cb.add(second[q])
		}
		return []float64{cb.overall.QWK() - ca.overall.QWK()}
	}
	every := make([]int, len(first))
	for i := range every {
		every[i] = i
	}
	out.Gain, out.Between, out.Gain95 = Num(gain(every)[0]), Num(between.QWK()), unknown()
	if iv := agreement.Bootstrap(len(first), draws, bootSeed, gain); len(iv) == 1 {
		out.Gain95 = Range{Num(iv[0].Low), Num(iv[0].High)}
	}
	out.Verdict = out.verdict()
	return out
}

func (c Contrast) verdict() string {
	switch {
	case !c.Gain95.Known():
		return "too few questions to say which is better"
	case c.Gain95.Low > 0:
		return "better than the first"
	case c.Gain95.High < 0:
		return "worse than the first"
	}
	return "no difference that this set could show"
}

// CompareJSON writes a comparison as one JSON object.
func CompareJSON(w io.Writer, c Comparison) error { return interviewer.EncodeJSON(w, c) }

// CompareMarkdown writes a comparison for people: the figures side by side, then the warnings of each grader.
func CompareMarkdown(w io.Writer, c Comparison) error {
	page := report.NewPage(interviewer.Visible)
	page.Heading(1, "%d graders on the same labels", len(c.Reports))
	page.Items([]string{labelsLine(c.Reports[0])})
	compareTable(page, c.Reports)
	first := graderName(c.Reports[0].Grader)
	for _, x := range c.Differences {
		gain := ""
		if x.Gain95.Known() {
			gain = fmt.Sprintf(" (95 %%: %s to %s)", signed(x.Gain95.Low), signed(x.Gain95.High))
		}
		page.Paragraph("%s against %s, over %s that both graded: QWK %s%s, %s. Between the two graders it is %s.",
			report.Capital(graderName(x.Grader)), first, report.Count(x.N, "answer"), signed(x.Gain), gain, x.Verdict,
			num(x.Between))
	}
	for _, r := range c.Reports {
		writeWarnings(page, "Mind: "+graderName(r.Grader), r.Warnings)
	}
	return page.To(w)
}

// compareTable sets the figures of reports side by side.
func compareTable(page *report.Page, reports []Report) {
	head := []string{""}
	for _, r := range reports {
		head = append(head, graderName(r.Grader))
	}
	var rows [][]string
	row := func(name string, f func(Report) string) {
		cells := []string{name}
		for _, r := range reports {
			cells = append(cells, f(r))
		}
		rows = append(rows, cells)
	}
	row("Graded", func(r Report) string { return fmt.Sprintf("%d of %d", r.Graded, r.N) })
	row("QWK", func(r Report) string { return with(r.Overall.QWK, r.Overall.QWK95) })
	row("Pearson r", func(r Report) string { return with(r.Overall.Pearson, r.Overall.Pearson95) })
	row("Exact", func(r Report) string { return with(r.Overall.Exact, r.Overall.Exact95) })
	for _, k := range reports[0].Competencies {
		row("Macro-F1 "+report.Inline(k.Name), func(r Report) string { return macroCell(r.Competencies, k.ID) })
	}
	row("Leniency", func(r Report) string { return signed(r.Overall.Bias) })
	row("Quotes that held", func(r Report) string { return percent(share(r.Quotes.Verbatim, r.Quotes.Checked)) })
	row("Cost", costOf)
	row("Time", func(r Report) string { return fmt.Sprintf("%.1f s", r.Time.Seconds) })
	page.Table(head, 0, rows)
}

// macroCell is the macro-F1 of a competency with its interval.
func macroCell(all []Competency, id string) string {
	c := competencyOf(all, id)
	return with(c.MacroF1, c.MacroF195)
}

// competencyOf finds a competency, or one without figures.
func competencyOf(all []Competency, id string) Competency {
	for _, c := range all {
		if c.ID == id {
			return c
		}
	}
	return Competency{ID: id, MacroF1: unknown().Low, MacroF195: unknown()}
}

func costOf(r Report) string {
	switch u := r.Usage; {
	case u.CostUnknown:
		return fmt.Sprintf("%d tokens, price not known", u.InputTokens+u.OutputTokens)
	case u.InputTokens+u.OutputTokens == 0:
		return "none"
	default:
		return fmt.Sprintf("$%.4f", u.CostUSD)
	}
}
