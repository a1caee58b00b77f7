package prompts

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"mockinterview/rubric"
)

// Clean makes foreign text fit for a prompt: invisible characters go, except line ends and tabs; whatever looks like
// our fence, a role tag of a chat template or one of our sentence numbers is pulled apart, so that only we can write
// them.
func Clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if rubric.Ignorable(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
	if strings.ContainsAny(text, "<>[|") {
		text = lookalike.ReplaceAllStringFunc(text, spread)
	}
	return text
}

// Line is Clean on a single line.
func Line(text string) string { return strings.Join(strings.Fields(Clean(text)), " ") }

// lookalike finds three angle brackets or more, tags such as <|im_start|> and [INST], and a sentence number.
var lookalike = regexp.MustCompile(`<{3,}|>{3,}|<\|+|\|+>|(?i)\[/?INST\]|\[\d+\]`)

func spread(s string) string {
	return strings.Join(strings.Split(s, ""), " ")
}

// Split cuts a text into sentences: at a full stop, a question or exclamation mark before white space, and at line
// ends. Nothing but white space is lost, and nothing is cleaned yet: Fence does that.
func Split(text string) []string {
	var out []string
	for line := range strings.Lines(strings.ReplaceAll(text, "\r", "\n")) {
		out = append(out, splitLine(strings.TrimSpace(line))...)
	}
	return out
}

func splitLine(line string) []string {
	var out []string
	runes := []rune(line)
	start := 0
	for i, r := range runes {
		ends := strings.ContainsRune("。！？", r) ||
			(strings.ContainsRune(".!?", r) && (i+1 == len(runes) || unicode.IsSpace(runes[i+1])))
		if !ends {
			continue
		}
		if s := strings.TrimSpace(string(runes[start : i+1])); s != "" {
			out = append(out, s)
		}
		start = i + 1
	}
	if s := strings.TrimSpace(string(runes[start:])); s != "" {
		out = append(out, s)
	}
	return out
}

// Fence puts the candidate's sentences, numbered, between two lines that nobody can guess.
func Fence(nonce string, parts []Part) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<<<ANSWER %s\n", nonce)
	n := 0
	for _, p := range parts {
		if p.Asked != "" {
			fmt.Fprintf(&b, "(the interviewer then said: %s)\n", Line(p.Asked))
		}
		for _, s := range p.Sentences {
			n++
			fmt.Fprintf(&b, "[%d] %s\n", n, Line(s))
		}
	}
	fmt.Fprintf(&b, "ANSWER %s>>>", nonce)
	return b.String()
}

// numbered is an example's answer as sentences with numbers, like a real one.
func numbered(text string) string {
	var b strings.Builder
	for i, s := range Split(text) {
		fmt.Fprintf(&b, "[%d] %s\n", i+1, Line(s))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// document is a job description or a résumé for a prompt: cleaned, without long gaps.
func document(text string) string {
	var keep []string
	for line := range strings.Lines(Clean(text)) {
		if line = strings.TrimSpace(line); line != "" {
			keep = append(keep, line)
		}
	}
	return strings.Join(keep, "\n")
}

// Fit drops the oldest things that the interviewer said until the prompt, counted by size, fits the limit. The
// candidate's own words are never dropped: if they alone do not fit, ok is false.
func Fit(parts []Part, limit int, size func([]Part) int) (fitted []Part, dropped int, ok bool) {
	fitted = append([]Part{}, parts...)
	for i := 0; size(fitted) > limit; i++ {
		for i < len(fitted) && fitted[i].Asked == "" {
			i++
		}
		if i >= len(fitted) {
			return fitted, dropped, false
		}
		fitted[i].Asked = ""
		dropped++
	}
	return fitted, dropped, true
}
