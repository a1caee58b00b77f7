package estimate

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"mockinterview/rubric/text"
)

// Figure is a number or a range in a text, in the base of its measure: bytes, seconds, or things counted, and those per
// second where it is a rate.
type Figure struct {
	Text      string // as it was typed, with its unit
	Low, High float64

	unit     unit
	sentence string
}

// kind is what is measured.
type kind int

const (
	count kind = iota
	bytes
	seconds
)

// unit is what stands after a number.
type unit struct {
	kind  kind
	scale float64  // of one, in the base of the measure
	noun  string   // of a count: the word after the number; "" for none
	nouns []string // that word and the next
	per   bool     // a rate
}

// is says whether the things counted are called so.
func (u unit) is(noun string) bool {
	for _, n := range u.nouns {
		if n == noun {
			return true
		}
	}
	return false
}

// A number: digits, with commas between thousands and a part after the point; a power of ten or two; words up to a
// hundred; and what multiplies it.
const (
	digits = `(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e\+?\d{1,2}\b)?|\.\d+`
	words  = `one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|` +
		`seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety`
	power = `\d+\s?(?:\^|\*\*)\s?\d{1,2}`
	times = `(?:\s?[x×*]\s?` + power + `)`
	scale = `(?:\s?(?:thousand|million|billion|trillion|mio|bn)\b|\s?(?:k|bn|[KMBGTP])\b)`
	one   = `(?:(?:` + power + `|` + digits + `|\b(?:` + words + `)\b)` + times + `?` + scale + `?)`
)

var (
	figure = regexp.MustCompile(`(?:(` + one + `)\s?(?:-|–|to|and)\s?)?(` + one + `)`)
	part   = regexp.MustCompile(`^(` + power + `|` + digits + `|` + words + `)(` + times + `)?(` + scale + `)?$`)
	raised = regexp.MustCompile(`^[x×*\s]*(\d+)\s?(?:\^|\*\*)\s?(\d{1,2})$`)
	sized  = regexp.MustCompile(`^[\s-]?(?:([kKMGTPE])(i)?(B|b)(ps|it/s|its?)?|` +
		`((?i:kilo|mega|giga|tera|peta|kibi|mebi|gibi|tebi|pebi)?)((?i:bytes?|bits?)))\b`)
	timed = regexp.MustCompile(`^[\s-]?(?:working |business )?(?:(ms|milliseconds?)|(s|secs?|seconds?)|(min|minutes?)|(h|hrs?|hours?)|` +
		`(days?)|(weeks?)|(months?)|(years?))\b`)
	nouns = regexp.MustCompile(`^[\s-]?([\pL][\pL-]*)(?:\s([\pL][\pL-]*))?(?:\s([\pL][\pL-]*))?`)
	inOf  = regexp.MustCompile(`\s(?:per|a|an) (?:second|minute|hour|day|week|month|year)\b`)
	per   = regexp.MustCompile(`^\s?(?:/\s?|per |a |an |each |every )(?:(s|sec|second)|(min|minute)|(h|hour)|(day)|` +
		`(week)|(month)|(year))\b`)
)

// Figures finds the numbers of a text, in order.
func Figures(s string) []Figure {
	var out []Figure
	for _, span := range text.Sentences(s) {
		sentence := s[span.Start:span.End]
		for at := 0; at < len(sentence); {
			m := figure.FindStringSubmatchIndex(sentence[at:])
			if m == nil {
				break
			}
			f, n := read(sentence[at:], m)
			if n > 0 && !midWord(sentence[:at+m[0]]) {
				f.sentence = sentence
				out = append(out, f)
			}
			at += max(n, m[1])
		}
	}
	return out
}

// midWord says whether what ends here goes on as one word or number, such as "p95" or "v1.2".
func midWord(before string) bool {
	w := text.Words(before)
	if len(w) == 0 || w[len(w)-1].End != len(before) {
		return strings.HasSuffix(before, "_") || strings.HasSuffix(before, "#")
	}
	return true
}

// read makes a figure of a match, and says where in s it ends.
func read(s string, m []int) (f Figure, end int) {
	high, ok := value(s[m[4]:m[5]])
	if !ok {
		return f, 0
	}
	start, low := m[0], high
	if m[2] >= 0 {
		if low, ok = value(s[m[2]:m[3]]); !ok || low > high && !lends(s[m[4]:m[5]]) {
			low, start = high, m[4]
		} else if by, _ := value("1" + scaleOf(s[m[4]:m[5]])); scaleOf(s[m[2]:m[3]]) == "" && low < high && by > 1 {
			if scaled := low * by; scaled <= high { // "3 to 5 million" are millions both, "500-2k" are not thousands
				low = scaled
			}
		}
	}
	u, n := measured(s[m[5]:])
	end = m[5] + n
	return Figure{
		Text: strings.TrimSpace(s[start:end]), Low: math.Min(low, high) * u.scale, High: math.Max(low, high) * u.scale,
		unit: u,
	}, end
}

// lends says whether a number has a scale that the one before it may share.
func lends(s string) bool { return scaleOf(s) != "" }

func scaleOf(s string) string {
	if m := part.FindStringSubmatch(s); m != nil {
		return m[3]
	}
	return ""
}

// value is a number as it is typed.
func value(s string) (float64, bool) {
	m := part.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	v := base(m[1])
	if m[2] != "" {
		v *= base(m[2])
	}
	switch strings.TrimSpace(m[3]) {
	case "thousand", "k", "K":
		v *= 1e3
	case "million", "mio", "M":
		v *= 1e6
	case "billion", "bn", "B", "G":
		v *= 1e9
	case "trillion", "T":
		v *= 1e12
	case "P":
		v *= 1e15
	}
	return v, !math.IsInf(v, 0) && !math.IsNaN(v)
}

// base is a number without what multiplies it.
func base(s string) float64 {
	if m := raised.FindStringSubmatch(s); m != nil {
		b, _ := strconv.ParseFloat(m[1], 64)
		e, _ := strconv.ParseFloat(m[2], 64)
		return math.Pow(b, e)
	}
	for i, w := range strings.Split(words, "|") {
		if w == s {
			if i < 20 {
				return float64(i + 1)
			}
			return float64(10 * (i - 17))
		}
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// How many seconds the words for time stand for; a month has thirty days.
var spans = [...]float64{1e-3, 1, 60, 3600, 86400, 7 * 86400, 30 * 86400, 365 * 86400}

// measured reads the unit at the beginning of s, and how long it is.
func measured(s string) (u unit, end int) {
	u.scale = 1
	if m := sized.FindStringSubmatchIndex(s); m != nil {
		u.kind, end = bytes, m[1]
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return s[m[2*i]:m[2*i+1]]
		}
		u.scale = sizeOf(group(1)+group(5), group(2) != "" || strings.HasSuffix(strings.ToLower(group(5)), "bi"))
		bits := group(3) == "b" || group(4) != "" || strings.HasPrefix(strings.ToLower(group(6)), "bit")
		if bits {
			u.scale /= 8
		}
		u.per = group(4) == "ps" || group(4) == "it/s"
	} else if m := timed.FindStringSubmatchIndex(s); m != nil {
		u.kind, end = seconds, m[1]
		u.scale = spans[group(m)]
	} else if n := nouns.FindStringSubmatchIndex(s); n != nil && !divides(s) {
		u, end = things(s, n)
	}
	if !u.per {
		if m := per.FindStringSubmatchIndex(s[end:]); m != nil {
			u.per, u.scale = true, u.scale/spans[1+group(m)]
			end += m[1]
		}
	}
	return u, end
}

// things reads what is counted: up to two nouns, of which either may be the name, and a short form of a rate.
func things(s string, n []int) (u unit, end int) {
	u.scale = 1
	for i := 1; i < len(n)/2 && n[2*i] >= 0; i++ {
		w := strings.ToLower(s[n[2*i]:n[2*i+1]])
		switch w {
		case "qps", "rps", "tps":
			return unit{kind: count, scale: 1, per: true, nouns: u.nouns}, n[2*i+1]
		case "million", "thousand", "billion": // of a unit such as "million rows"
			v, _ := value("1 " + w)
			u.scale *= v
			end = n[2*i+1]
			continue
		}
		if strings.Contains(small, " "+w+" ") || strings.HasPrefix(w, "money") || divides(s[n[2*i]:]) ||
			i > 2 && u.scale == 1 {
			break
		}
		u.nouns = append(u.nouns, singular(w))
		if u.noun == "" {
			u.noun, end = singular(w), n[2*i+1]
		}
		if per.MatchString(s[n[2*i+1]:]) {
			end = n[2*i+1]
			break
		}
	}
	return u, end
}

// divides says whether a rate follows at once: "23 a second".
func divides(s string) bool { return per.MatchString(s) }

// group is the number of the first group of a match that took part, from 0.
func group(m []int) int {
	for i := 2; i < len(m); i += 2 {
		if m[i] >= 0 {
			return i/2 - 1
		}
	}
	return 0
}

// sizeOf is what a prefix of bytes or bits stands for.
func sizeOf(prefix string, binary bool) float64 {
	if prefix == "" {
		return 1
	}
	step := 1000.
	if binary {
		step = 1024
	}
	return math.Pow(step, float64(1+strings.Index("kmgtpe", strings.ToLower(prefix[:1]))))
}

// unitOf reads the unit of an estimate.
func unitOf(s string) unit {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "units of "), "a number of ")
	u, _ := measured(" " + s)
	return u
}
