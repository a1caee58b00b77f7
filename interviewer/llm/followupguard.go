package llm

import (
	"fmt"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// followUpGuard checks a follow-up that a model wrote: it must be one plain question that neither praises, leads nor
// gives the rubric away.
type followUpGuard struct {
	pack     interviewer.Pack
	question interviewer.Question
	answered string   // by the candidate
	asked    []string // from the interviewer
	unasked  []rubric.Signal
}

// Limits of a follow-up.
const (
	maxFollowUpWords = 30
	minFollowUpWords = 3
	leakRun          = 4 // words in a row, the same as in a signal that was not shown
)

var (
	praiseWords = pattern(
		`(?i)\b(great|good (answer|point|job|start|choice|idea)|nice|excellent|perfect|awesome|well done|` +
			`impressive|brilliant|thanks|thank you|correct|that'?s right|exactly|interesting|` +
			`i like|love|fantastic|solid|wrong|incorrect|mistake|unfortunately|you (forgot|missed|failed))\b`,
	)
	gradingWords = pattern(
		`(?i)\b(scor(e|ed|ing)|grad(e|ed|er|ing)|rubric|signals?|criteri(on|a)|competenc(y|ies)|evaluat(e|ed|ion)|` +
			`points?|hire|marks|rating)\b`,
	)
	personalWords = pattern(
		`(?i)\b(your (age|accent|english|grammar|spelling|typing|family|wife|husband|children|religion|nationality|` +
			`gender|health)|how old|where are you from)\b`,
	)
	inventedExperience = pattern(
		`(?i)\b(at (my|our) (company|team|place)|in my experience|i remember|when i worked|we at|last time)\b`,
	)
	listedOptions = pattern(
		`(?i)(\bfor (example|instance)\b|\bsuch as\b|\be\.g\.|\blike (a|an|using)\b|,[^,?]+,\s*(or|and)\b)`,
	)
	leadingWords = pattern(
		`(?i)\b(wouldn'?t|shouldn'?t|isn'?t it|don'?t you think|have you considered|would you use|` +
			`did you consider|how about|what about using|why not)\b`,
	)
)

// objection says what is wrong with a follow-up, or nothing.
func (g followUpGuard) objection(text string) string {
	words := rubric.Words(text)
	switch {
	case strings.ContainsFunc(text, rubric.Ignorable) || strings.ContainsAny(text, "<>{}`|*#"):
		return "not plain text"
	case len(words) > maxFollowUpWords || len(words) < minFollowUpWords:
		return fmt.Sprintf("%d words", len(words))
	case strings.Count(text, "?") != 1 || !strings.HasSuffix(text, "?"):
		return "not one question"
	case praiseWords().MatchString(text):
		return "praise or a verdict"
	case gradingWords().MatchString(text) && !gradingWords().MatchString(g.question.Text+" "+g.answered):
		return "talk of the grading"
	case personalWords().MatchString(text), inventedExperience().MatchString(text):
		return "something personal or made up"
	case listedOptions().MatchString(text), leadingWords().MatchString(text):
		return "leading"
	case g.repeats(words):
		return "asked before"
	}
	if leak := g.leakedSignal(text); leak != "" {
		return "gives away " + leak
	}
	return ""
}

// repeats says whether most of the words were asked before in a row.
func (g followUpGuard) repeats(words []string) bool {
	for _, h := range g.asked {
		if run := longestRunOf(words, rubric.Words(h)); run >= 8 || 2*run > len(words) {
			return true
		}
	}
	return false
}

// leakedSignal says what of a signal that was not shown stands in the text without having been said before: a run of
// its words, or one of its terms.
func (g followUpGuard) leakedSignal(text string) string {
	words := rubric.Words(text)
	known := " " + strings.Join(rubric.Words(g.answered+" "+g.question.Text+" "+g.facts()), " ") + " "
	for _, s := range g.unasked {
		sig := rubric.Words(s.Text)
		for i := 0; i+leakRun <= len(words); i++ {
			run := words[i : i+leakRun]
			if longestRunOf(run, sig) == leakRun && !strings.Contains(known, " "+strings.Join(run, " ")+" ") {
				return s.ID
			}
		}
	}
	said := " " + strings.Join(words, " ") + " "
	for _, s := range g.unasked {
		for _, group := range s.Concepts {
			for _, term := range group {
				if g.revealing(term) && strings.Contains(said, " "+term+" ") && !strings.Contains(known, " "+term+" ") {
					return s.ID
				}
			}
		}
	}
	return ""
}

func (g followUpGuard) facts() string {
	var out []string
	for _, f := range g.question.Facts {
		out = append(out, f.Text)
	}
	return strings.Join(out, " ")
}

// revealing says whether a concept's term names a mechanism rather than being how anybody talks: not a cue, and not a
// term that many signals share.
func (g followUpGuard) revealing(term string) bool {
	if strings.HasPrefix(term, "cue:") || len(term) < 6 {
		return false
	}
	n := 0
	for _, s := range g.unasked {
		if slices.ContainsFunc(s.Concepts, func(g []string) bool { return slices.Contains(g, term) }) {
			n++
		}
	}
	return n <= 2 && (strings.Contains(term, " ") || !slices.Contains(commonTerms(), term))
}

// commonTerms are single words of concepts that give nothing away.
func commonTerms() []string {
	return []string{
		"answer", "before", "caller", "client", "customer", "database", "happens", "latency", "message",
		"minutes", "number", "payment", "provider", "reads", "reply", "request", "requests", "response",
		"second", "seconds", "server", "service", "started", "storage", "system", "traffic", "users",
		"worker", "writes", "halfway", "midway", "partway", "restart", "crash", "crashes", "outage",
		"failure", "timeout",
	}
}

// longestRunOf is the length of the longest run of a that also stands in b.
func longestRunOf(a, b []string) int {
	best := 0
	for i := range a {
		for j := range b {
			n := 0
			for i+n < len(a) && j+n < len(b) && a[i+n] == b[j+n] {
				n++
			}
			best = max(best, n)
		}
	}
	return best
}
