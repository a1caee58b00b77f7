package llm

import (
	"fmt"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric"
	"mockinterview/rubric/text"
)

// manners checks a follow-up that a model wrote against what a good interviewer would say.
type manners struct {
	pack     interviewer.Pack
	question interviewer.Question
	said     string   // by the candidate
	heard    []string // from the interviewer
	open     []rubric.Signal
}

// Limits of a follow-up.
const (
	mostWords   = 30
	fewestAsked = 3
)

var (
	praise = pattern(`(?i)\b(great|good (answer|point|job|start|choice|idea)|nice|excellent|perfect|awesome|well done|impressive|brilliant|` +
		`thanks|thank you|correct|that'?s right|exactly|interesting|i like|love|fantastic|solid|wrong|incorrect|mistake|unfortunately|you (forgot|missed|failed))\b`)
	grading  = pattern(`(?i)\b(scor(e|ed|ing)|grad(e|ed|er|ing)|rubric|signals?|criteri(on|a)|competenc(y|ies)|evaluat(e|ed|ion)|points?|hire|marks|rating)\b`)
	personal = pattern(`(?i)\b(your (age|accent|english|grammar|spelling|typing|family|wife|husband|children|religion|nationality|gender|health)|how old|where are you from)\b`)
	feigned  = pattern(`(?i)\b(at (my|our) (company|team|place)|in my experience|i remember|when i worked|we at|last time)\b`)
	options  = pattern(`(?i)(\bfor (example|instance)\b|\bsuch as\b|\be\.g\.|\blike (a|an|using)\b|,[^,?]+,\s*(or|and)\b)`)
	leading  = pattern(`(?i)\b(wouldn'?t|shouldn'?t|isn'?t it|don'?t you think|have you considered|would you use|did you consider|how about|what about using|why not)\b`)
)

// fault says what is wrong with a follow-up, or nothing.
func (m manners) fault(asked string) string {
	words := text.Folded(asked)
	switch {
	case strings.ContainsFunc(asked, text.Ignorable) || strings.ContainsAny(asked, "<>{}`|*#"):
		return "not plain text"
	case len(words) > mostWords || len(words) < fewestAsked:
		return fmt.Sprintf("%d words", len(words))
	case strings.Count(asked, "?") != 1 || !strings.HasSuffix(asked, "?"):
		return "not one question"
	case praise().MatchString(asked):
		return "praise or a verdict"
	case grading().MatchString(asked) && !grading().MatchString(m.question.Text+" "+m.said):
		return "talk of the grading"
	case personal().MatchString(asked), feigned().MatchString(asked):
		return "something personal or made up"
	case options().MatchString(asked), leading().MatchString(asked):
		return "leading"
	case m.repeats(words):
		return "asked before"
	}
	if leak := m.leak(words); leak != "" {
		return "gives away " + leak
	}
	return ""
}

// repeats says whether most of the words were asked before in a row.
func (m manners) repeats(words []string) bool {
	for _, h := range m.heard {
		if run := longestRunOf(words, text.Folded(h)); run >= 8 || 2*run > len(words) {
			return true
		}
	}
	return false
}

// leak says what of a signal that was not shown stands in words without having been said before: a run of its words, or one of its
// terms.
func (m manners) leak(words []string) string {
	before := m.said + "\n" + m.question.Text + "\n" + m.facts()
	for _, s := range m.open {
		if text.Reveals(words, text.NewRuns(s.Text), text.NewRuns(before)) {
			return s.ID
		}
	}
	known := " " + strings.Join(text.Folded(before), " ") + " "
	said := " " + strings.Join(words, " ") + " "
	for _, s := range m.open {
		for _, group := range s.Concepts {
			for _, term := range group {
				if m.telling(term) && strings.Contains(said, " "+term+" ") && !strings.Contains(known, " "+term+" ") {
					return s.ID
				}
			}
		}
	}
	return ""
}

func (m manners) facts() string {
	var out []string
	for _, f := range m.question.Facts {
		out = append(out, f.Text)
	}
	return strings.Join(out, " ")
}

// telling says whether a concept's term names a mechanism rather than being how anybody talks: not a cue, and not a term that many signals share.
func (m manners) telling(term string) bool {
	if strings.HasPrefix(term, "cue:") || len(term) < 6 {
		return false
	}
	n := 0
	for _, s := range m.open {
		if slices.ContainsFunc(s.Concepts, func(g []string) bool { return slices.Contains(g, term) }) {
			n++
		}
	}
	return n <= 2 && (strings.Contains(term, " ") || !slices.Contains(everyday(), term))
}

// everyday are single words of concepts that give nothing away.
func everyday() []string {
	return []string{"answer", "before", "caller", "client", "customer", "database", "happens", "latency", "message", "minutes", "number", "payment",
		"provider", "reads", "reply", "request", "requests", "response", "second", "seconds", "server", "service", "started", "storage", "system",
		"traffic", "users", "worker", "writes", "halfway", "midway", "partway", "restart", "crash", "crashes", "outage", "failure", "timeout"}
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
