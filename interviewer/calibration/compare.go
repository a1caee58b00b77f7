package calibration

import (
	"fmt"
	"io"
	"math"

	"mockinterview/interviewer"
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

// Contrast is how another grader compares with the first one, over the answers that both graded: positive is better than the first. The figure is QWK, or
// Pearson for short answers; its interval comes from resampling the questions for both at once, so that what makes a question hard cancels out.
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

func contrast(a, b Run) Contrast {
	ma, mb := newMeasurer(a), newMeasurer(b)
	short := a.Set.Form == ShortAnswers
	out := Contrast{Grader: b.Grader, Figure: "qwk"}
	if short {
		out.Figure = "pearson"
	}
	var one, two []sums // by question
	between := ma.empty()
	for _, group := range byQuestion(a.Set.Items) {
		sa, sb := ma.empty(), mb.empty()
		for _, i := range group {
			ra, rb := a.Results[i][0], b.Results[i][0]
			if !ra.Graded() || !rb.Graded() {
				continue
			}
			ma.count(&sa, i)
			mb.count(&sb, i)
			between.overall[ma.outcome(ra)-1][mb.outcome(rb)-1]++
			between.shares.Put(ra.Share, rb.Share)
			out.N++
		}
		one, two = append(one, sa), append(two, sb)
	}
	figure := func(s sums) float64 {
		if short {
			return s.shares.Pearson()
		}
		return s.overall.QWK()
	}
	gain := func(sample []int) []float64 {
		sa, sb := ma.empty(), mb.empty()
		for _, q := range sample {
			sa.add(one[q])
			sb.add(two[q])
		}
		return []float64{figure(sb) - figure(sa)}
	}
	every := make([]int, len(one))
	for i := range every {
		every[i] = i
	}
	out.Gain, out.Between, out.Gain95 = Num(gain(every)[0]), Num(figure(between)), unknown()
	if iv := agreement.Bootstrap(len(one), draws, bootSeed, gain); len(iv) == 1 {
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

// CompareMarkdown writes a comparison for people: the figures side by side, then what each grader has to mind.
func CompareMarkdown(w io.Writer, c Comparison) error {
	d := &doc{}
	r0 := c.Reports[0]
	d.p("# %d graders on the same labels\n", len(c.Reports))
	d.p("- Labels: %s, %s, %s to %s%s\n", escape(r0.Dataset.Name), escape(r0.Dataset.Labels), count(r0.N, "answer"), count(r0.Questions, "question"), packs(r0))
	head := []string{""}
	for _, r := range c.Reports {
		head = append(head, graderName(r.Grader))
	}
	var rows [][]string
	row := func(name string, f func(Report) string) {
		cells := []string{name}
		for _, r := range c.Reports {
			cells = append(cells, f(r))
		}
		rows = append(rows, cells)
	}
	row("Graded", func(r Report) string { return fmt.Sprintf("%d of %d", r.Graded, r.N) })
	row("QWK", func(r Report) string { return with(r.Overall.QWK, r.Overall.QWK95) })
	row("Pearson r", func(r Report) string { return with(r.Overall.Pearson, r.Overall.Pearson95) })
	if r0.Dataset.Form == ShortAnswers {
		row("RMSE", func(r Report) string { return with(r.Overall.RMSE, r.Overall.RMSE95) })
		row("Macro-F1", func(r Report) string { return with(r.Overall.MacroF1, r.Overall.MacroF195) })
	} else {
		row("Exact", func(r Report) string { return with(r.Overall.Exact, r.Overall.Exact95) })
		for _, k := range r0.Competencies {
			row("Macro-F1 "+escape(k.Name), func(r Report) string { return macroCell(r, k.ID) })
		}
	}
	row("Leniency", func(r Report) string { return signed(r.Overall.Bias) })
	row("Quotes that held", func(r Report) string { return percent(share(r.Quotes.Verbatim, r.Quotes.Checked)) })
	row("Cost", costOf)
	row("Time", func(r Report) string { return fmt.Sprintf("%.1f s", r.Time.Seconds) })
	d.table(head, rows)
	for _, x := range c.Differences {
		gain := ""
		if x.Gain95.Known() {
			gain = fmt.Sprintf(" (95 %%: %s to %s)", signed(x.Gain95.Low), signed(x.Gain95.High))
		}
		d.p("%s against %s, over %s that both graded: %s %s%s, %s. Between the two graders it is %s.\n", capital(graderName(x.Grader)), graderName(r0.Grader), count(x.N, "answer"),
			figureName(x.Figure), signed(x.Gain), gain, x.Verdict, num(x.Between))
	}
	for _, r := range c.Reports {
		if len(r.Warnings) > 0 {
			d.p("## Mind: %s\n", graderName(r.Grader))
			for _, w := range r.Warnings {
				d.p("- %s.", escape(capital(w)))
			}
			d.p("")
		}
	}
	return d.to(w)
}

func figureName(f string) string {
	if f == "qwk" {
		return "QWK"
	}
	return "Pearson r"
}

func macroCell(r Report, id string) string {
	for _, c := range r.Competencies {
		if c.ID == id {
			return with(c.MacroF1, c.MacroF195)
		}
	}
	return num(Num(math.NaN()))
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
