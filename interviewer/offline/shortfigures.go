package offline

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// shortFigure is a number as written.
type shortFigure struct {
	value    float64
	decimals int
}

var (
	anyFigure = regexp.MustCompile(`\d+(?:[.,]\d+)?`)
	// resultFigure is a number that ends an equation or a statement, and goes into no further operation.
	resultFigure = regexp.MustCompile(`(?:=|≈|≅|~|\bis\b|\bare\b)\s*(\d+(?:[.,]\d+)?)(?:[^\d*/^+(\[-]|$)`)
)

func figureOf(s string) shortFigure {
	if whole, rest, ok := strings.Cut(s, ","); ok && len(rest) == 3 && whole != "0" && len(whole) <= 3 {
		s = whole + rest // thousands
	}
	s = strings.Replace(s, ",", ".", 1)
	v, _ := strconv.ParseFloat(s, 64) // digits with at most one point; too many of them are infinite, which is like nothing else
	f := shortFigure{value: v}
	if _, after, ok := strings.Cut(s, "."); ok {
		f.decimals = len(after)
	}
	return f
}

// mostFigures bounds the numbers of a text that are looked at.
const mostFigures = 200

func figuresIn(text string) []shortFigure {
	var out []shortFigure
	for _, s := range anyFigure.FindAllString(text, mostFigures) {
		out = append(out, figureOf(s))
	}
	return out
}

// gives says whether one of some numbers is f: to one in a hundred, rounded, or as a percentage.
func gives(fs []shortFigure, f shortFigure) bool {
	for _, a := range fs {
		off := math.Abs(f.value - a.value)
		switch {
		case off <= 0.01*f.value:
			return true
		case a.decimals > 0 && off <= 0.5*math.Pow10(-a.decimals)+1e-12:
			return true
		case f.decimals >= 2 && math.Abs(100*f.value-a.value) <= f.value:
			return true
		}
	}
	return false
}

// fewResults is the number of results up to which the last one settles whether a calculation is right. More of them are a list of cases, or of ways to the goal.
const fewResults = 4

// result says whether an answer has the last number to which the calculation of a reference comes: +0.5 or -0.5, and 0 where it comes to none that the question
// does not have, or to many.
func result(question, answer []shortFigure, ref string) float64 {
	n, v := 0, 0.0
	for _, m := range resultFigure.FindAllStringSubmatch(ref, mostFigures) {
		f := figureOf(m[1])
		if len(m[1]) == 1 || gives(question, f) { // a single digit may stand in any answer, if only as the number of a list
			continue
		}
		n++
		v = -0.5
		if gives(answer, f) {
			v = 0.5
		}
	}
	if n > fewResults {
		return 0
	}
	return v
}
