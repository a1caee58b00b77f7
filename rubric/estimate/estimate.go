// Package estimate holds the numbers of an answer against the sums of an estimation question.
//
// It reads what people type: 2,000,000 and 2 million, 40k, 1.5 MB, 10^6, 3e4, 80-200 MB/s, "between 3 and 5 days", "23
// uploads a second". A figure is compared only with an estimate of its own measure: bytes with bytes, a rate with a
// rate, machines with machines. What cannot be told apart is not compared: silence is better than a wrong verdict.
package estimate

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"mockinterview/rubric/text"
)

// Sound is one figure that a question asks for: a sound answer falls between Low and High, in Unit.
type Sound struct {
	Of        string
	Low, High float64
	Unit      string
	Sum       string // how the figure comes about
}

// Finding is what an answer says to one sound figure.
type Finding struct {
	Sound  Sound
	Figure Figure // what speaks to it; the zero Figure where nothing does
	Within bool
}

// Said says whether the answer has a figure for it.
func (f Finding) Said() bool { return f.Figure.Text != "" }

// String is the finding as a card shows it.
func (f Finding) String() string {
	switch {
	case f.Within:
		return fmt.Sprintf("%s: your %s lies within %s", f.Sound.Of, f.Figure.Text, f.Sound.span())
	case f.Said():
		return fmt.Sprintf("%s: your %s lies outside %s%s", f.Sound.Of, f.Figure.Text, f.Sound.span(), f.Sound.how())
	}
	return fmt.Sprintf("%s: a sound answer gives %s%s", f.Sound.Of, f.Sound.span(), f.Sound.how())
}

// span is the range with its unit.
func (s Sound) span() string { return number(s.Low) + "-" + number(s.High) + " " + s.Unit }

func (s Sound) how() string {
	if s.Sum == "" {
		return ""
	}
	return " (" + strings.TrimRight(s.Sum, ". ") + ")"
}

// number is a number with commas between thousands.
func number(v float64) string {
	s := strconv.FormatFloat(v, 'f', -1, 64)
	whole, part, _ := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if part != "" {
		whole += "." + part
	}
	return sign + whole
}

// Check holds an answer against sound figures, one finding each, in their order. A figure that lies within is found
// wherever it stands. One lies outside only where its sentence says that it is this figure, by a word of Of, and where
// it lies within none of the others.
func Check(sounds []Sound, answer string) []Finding {
	figures := Figures(answer)
	words := make([]map[string]bool, len(figures))
	for i, f := range figures {
		words[i] = stems(f.sentence)
	}
	out := make([]Finding, len(sounds))
	taken := make([]bool, len(figures))
	for i, s := range sounds {
		out[i].Sound = s
		best := 0
		for k, f := range figures {
			named := shared(stems(s.Of), words[k])
			n := s.takes(f, named > 0)
			if n > 0 && s.holds(f) {
				taken[k] = true
				if n = 10*n + named; n > best {
					best, out[i].Figure, out[i].Within = n, f, true
				}
			}
		}
	}
	for i, s := range sounds {
		for k, f := range figures {
			if !out[i].Said() && !taken[k] && s.takes(f, false) == exact && s.alone(sounds, f, words[k]) {
				out[i].Figure = f
			}
		}
	}
	return out
}

// How surely a figure is of an estimate's measure.
const (
	bare  = 1 // a number without a noun, where the sentence names what it is of
	exact = 2
)

// takes says how surely a figure is of the measure of the estimate; 0 is not at all.
func (s Sound) takes(f Figure, named bool) int {
	u := s.unit(f.unit.per)
	switch {
	case u.kind != f.unit.kind:
		return 0
	case u.kind != count:
		if u.per == f.unit.per {
			return exact
		}
	case u.noun == "": // money, or a number of nothing in particular
		if named && f.unit.noun == "" {
			return bare
		}
	case u.per != f.unit.per:
	case f.unit.is(u.noun):
		return exact
	case named && f.unit.noun == "":
		return bare
	}
	return 0
}

// unit is the unit of the estimate; as a rate, if that is asked for and what it is of names one, such as "rows a day".
func (s Sound) unit(rate bool) unit {
	u := unitOf(s.Unit)
	if m := inOf.FindStringIndex(s.Of); rate && !u.per && m != nil {
		u.per, u.scale = true, u.scale/spans[1+group(per.FindStringSubmatchIndex(s.Of[m[0]:]))]
	}
	return u
}

// holds says whether the figure lies within the estimate; of a range, whether the two have a part in common and it is
// no range that says nothing.
func (s Sound) holds(f Figure) bool {
	u := s.unit(f.unit.per)
	low, high := s.Low*u.scale, s.High*u.scale
	if f.unit.per && !u.per { // money, of which it is not said for how long
		f.Low, f.High = f.Low/f.unit.scale, f.High/f.unit.scale
	}
	slack := 1e-9 * math.Max(math.Abs(low), math.Abs(high))
	if f.Low < f.High && f.High > 10*f.Low {
		return false
	}
	return f.Low <= high+slack && f.High >= low-slack
}

// alone says whether the sentence of a figure names what this estimate is of, and that of no other of its measure.
func (s Sound) alone(all []Sound, f Figure, words map[string]bool) bool {
	own := stems(s.Of)
	for w := range stems(s.Unit) {
		delete(own, w)
	}
	if shared(own, words) < min(2, max(1, len(own))) {
		return false
	}
	for _, o := range all {
		if o != s && o.takes(f, false) == exact && shared(stems(o.Of), words) > 0 {
			return false
		}
	}
	return true
}

// shared counts the words that two sets have in common.
func shared(a, b map[string]bool) int {
	n := 0
	for w := range a {
		if b[w] {
			n++
		}
	}
	return n
}

// small are words that say nothing of what a figure is of.
const small = " a an the of at in on by for to per one each with and or is are be until after before how much many " +
	"what that this from if it its "

// stems are the words of a text that say what it is of, without their endings.
func stems(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range text.Folded(s) {
		if !strings.Contains(small, " "+w+" ") && !strings.ContainsAny(w, "0123456789") {
			out[singular(w)] = true
		}
	}
	return out
}

// singular is a noun without the ending of its plural, well enough to compare.
func singular(w string) string {
	switch {
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case strings.HasSuffix(w, "ss") || len(w) < 4:
		return w
	case strings.HasSuffix(w, "s"):
		return w[:len(w)-1]
	}
	return w
}
