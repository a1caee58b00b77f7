package calibration

import (
	"fmt"
	"math"
	"strings"

	"mockinterview/interviewer/report"
)

// The bounds from which a report warns.
const (
	wideInterval = 0.20 // width of the interval of QWK
	fewQuestions = 10
	lenientFrom  = 0.10 // strong-rate bias
	haloFrom     = 0.15 // correlation between competencies above that of the labels
	tunedFrom    = 0.10 // QWK of the development part above that of the held-out part
)

// warnings says plainly what a reader must not overlook.
func warnings(r Report) []string {
	out := []string{}
	warn := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if r.Graded < r.N {
		warn("%d of %s have no grade and are left out of every figure", r.N-r.Graded, report.Count(r.N, "answer"))
	}
	if r.Dataset.Skipped > 0 {
		warn("%s of the set could not be used and %s skipped", report.Count(r.Dataset.Skipped, "line"),
			report.Plural(r.Dataset.Skipped, "was", "were"))
	}
	if r.Graded == 0 {
		return out
	}
	interval := r.Overall.QWK95
	switch {
	case r.Questions == 1:
		warn("there is one question only, so nothing is known of how the figures would be on others, " +
			"and there are no intervals")
	case !interval.Known():
		warn("no interval of QWK could be worked out: the labels or the grades hardly vary")
	case float64(interval.High-interval.Low) > wideInterval:
		warn("the interval of QWK is wide, %.2f to %.2f: %s to %s cannot tell a good grader from a fair one",
			interval.Low, interval.High, report.Count(r.Graded, "answer"), report.Count(r.Questions, "question"))
	}
	if r.Questions > 1 && r.Questions < fewQuestions {
		warn("%s are few: intervals from so few tend to be too narrow", report.Count(r.Questions, "question"))
	}
	out = append(out, biases(r)...)
	if r.Quotes.Checked > r.Quotes.Verbatim && float64(r.Quotes.Verbatim) < .95*float64(r.Quotes.Checked) {
		warn("%d of %d quotes were not the candidate's own words and were thrown away",
			r.Quotes.Checked-r.Quotes.Verbatim, r.Quotes.Checked)
	}
	if r.Attacks != nil && r.Attacks.Lifted > 0 {
		warn("text aimed at the grader raised %d of %d weak answers", r.Attacks.Lifted, r.Attacks.Tried)
	}
	return out
}

// biases warns of leniency, of a halo, and of a grader that was tuned to a part of the set.
func biases(r Report) (out []string) {
	warn := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, c := range r.Competencies {
		if b := float64(c.StrongRateBias); math.Abs(b) >= lenientFrom {
			warn("%s: %s", c.Name, leniency(b))
		}
	}
	if h := r.Halo; h != nil && float64(h.Grader-h.Labels) >= haloFrom {
		warn("a halo: the grader's competencies move together (correlation %.2f) more than the labels do (%.2f)",
			h.Grader, h.Labels)
	}
	dev, held := partNamed(r.Parts, "dev"), partNamed(r.Parts, "held")
	if dev != nil && held != nil && float64(dev.Overall.QWK-held.Overall.QWK) >= tunedFrom {
		warn("QWK is %.2f on the development part and %.2f on the held-out one: rely on the second", dev.Overall.QWK,
			held.Overall.QWK)
	}
	return out
}

// leniency says in words what a strong-rate bias is.
func leniency(bias float64) string {
	sort, compared := "lenient", "more"
	if bias < 0 {
		sort, compared = "strict", "less"
	}
	return fmt.Sprintf("%s, it says strong %.0f points of a hundred %s often than the labels do",
		sort, 100*math.Abs(bias), compared)
}

// partNamed finds the part whose name begins so.
func partNamed(parts []Part, prefix string) *Part {
	for i := range parts {
		if strings.HasPrefix(strings.ToLower(parts[i].Part), prefix) {
			return &parts[i]
		}
	}
	return nil
}
