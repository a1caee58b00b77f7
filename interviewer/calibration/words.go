package calibration

import (
	"fmt"
	"strings"
)

// num writes a statistic with two decimals, or says that there is none.
func num(n Num) string {
	if !n.Known() {
		return "not defined"
	}
	return strings.Replace(fmt.Sprintf("%.2f", float64(n)), "-0.00", "0.00", 1)
}

func signed(n Num) string {
	if !n.Known() {
		return num(n)
	}
	return strings.Replace(fmt.Sprintf("%+.2f", float64(n)), "-0.00", "+0.00", 1)
}

func whole(n Num) string {
	if !n.Known() {
		return "by levels only"
	}
	return fmt.Sprintf("%.0f", float64(n))
}

func percent(n Num) string {
	if !n.Known() {
		return "not defined"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(n))
}

// span writes an interval.
func span(r Range) string {
	if !r.Known() {
		return ""
	}
	return num(r.Low) + " to " + num(r.High)
}

// with writes a statistic and its interval in one cell.
func with(n Num, r Range) string {
	if !r.Known() {
		return num(n)
	}
	return num(n) + " (" + span(r) + ")"
}
