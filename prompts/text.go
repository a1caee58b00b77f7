package prompts

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"mockinterview/interviewer"
	"mockinterview/rubric/text"
)

// Clean makes foreign text fit for a prompt: invisible characters go, except line ends and tabs; whatever looks like
// our fence, a role tag of a chat template or one of our sentence numbers is pulled apart, so that only we can write
// them.
func Clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if text.Ignorable(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n"))
	if strings.ContainsAny(s, "<>[|") {
		s = lookalike.ReplaceAllStringFunc(s, spread)
	}
	return s
}

// Line is Clean on a single line.
func Line(text string) string { return interviewer.OneLine(Clean(text)) }

// lookalike finds three angle brackets or more, tags such as <|im_start|> and [INST], and a sentence number.
var lookalike = regexp.MustCompile(`<{3,}|>{3,}|<\|+|\|+>|(?i)\[/?INST\]|\[\d+\]`)

func spread(s string) string {
	return strings.Join(strings.Split(s, ""), " ")
}

// Split cuts what a candidate wrote into sentences, each with its bullet or number. Nothing but white space is lost,
// and nothing is cleaned yet: Fence does that.
func Split(s string) []string {
	pieces := text.Pieces(s)
	out := make([]string, len(pieces))
	for i, p := range pieces {
		out[i] = p.Of(s)
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
