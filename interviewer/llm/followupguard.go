package llm

import (
	"fmt"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric"
	"mockinterview/rubric/text"
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

// Limits of a follow-up. Prompt and packs are told 30 words: a model that counts badly is no reason to ask nothing.
const (
	maxFollowUpWords = 35
	minFollowUpWords = 3
)

var (
	praiseWords = pattern(
		`(?i)\b(great|good (answer|point|job|start|choice|idea)|nice|excellent|perfect|awesome|well done|` +
			`impressive|brilliant|thanks|thank you|correct|that'?s right|interesting|i like|love|fantastic|solid|` +
			`(that|this|you|it|answer)( is|'?s|'?re| are| was| were) wrong|incorrect|your mistake|unfortunately|` +
			`you (forgot|missed|failed))\b|\bexactly[,.!]`,
	)
	gradingWords = pattern(
		`(?i)\b(scor(e|ed|ing)|grad(e|ed|er|ing)|rubric|signals?|criteri(on|a)|competenc(y|ies)|evaluat(e|ed|ion)|` +
			`points|hire|marks|rating)\b`,
	)
	personalWords = pattern(
		`(?i)\b(your (age|accent|english|grammar|spelling|typing|family|wife|husband|children|religion|nationality|` +
			`gender|health)|how old (are|were) you|where are you from)\b`,
	)
	inventedExperience = pattern(
		`(?i)\b(at (my|our) (company|team|place)|in my experience|i remember|when i worked|we at|last time)\b`,
	)
	listedOptions = pattern(
		`(?i)(\bfor (example|instance)\b|\bsuch as\b|\be\.g\.|\blike (a|an|using)\b|,[^,?]+,\s*or\b)`,
	)
	leadingWords = pattern(
		`(?i)\b(wouldn'?t|shouldn'?t|isn'?t it|don'?t you think|have you considered|would you use|` +
			`how about|what about using|why not)\b|(?:^|[.!;:,]\s*)(and |but )?did you consider\b`,
	)
)

// objection says what is wrong with a follow-up, or nothing.
func (g followUpGuard) objection(asked string) string {
	words := text.Folded(asked)
	switch {
	case strings.ContainsFunc(asked, text.Ignorable) || strings.ContainsAny(asked, "<>{}`|*#"):
		return "not plain text"
	case len(words) > maxFollowUpWords || len(words) < minFollowUpWords:
		return fmt.Sprintf("%d words", len(words))
	case strings.Count(asked, "?") != 1:
		return "not one question"
	case praiseWords().MatchString(asked):
		return "praise or a verdict"
	case gradingWords().MatchString(asked) && !gradingWords().MatchString(g.question.Text+" "+g.answered):
		return "talk of the grading"
	case personalWords().MatchString(asked), inventedExperience().MatchString(asked):
		return "something personal or made up"
	case listedOptions().MatchString(asked), leadingWords().MatchString(asked):
		return "leading"
	case g.repeats(words):
		return "asked before"
	}
	if leak := g.leakedSignal(words); leak != "" {
		return "gives away " + leak
	}
	return ""
}

// repeats says whether most of the words were asked before in a row, or so many that it is the same question anyway.
func (g followUpGuard) repeats(words []string) bool {
	for _, h := range g.asked {
		if run := text.LongestRun(words, text.Folded(h)); run >= 12 || 2*run > len(words) {
			return true
		}
	}
	return false
}

// leakedSignal says which signal that was not shown gives its words away: a run of the words of its text or of an
// example sentence stands in the follow-up without having been said before.
func (g followUpGuard) leakedSignal(words []string) string {
	before := text.NewRuns(g.answered, g.question.Text, g.facts())
	for _, s := range g.unasked {
		if text.Reveals(words, text.NewRuns(append([]string{s.Text}, s.Shows...)...), before) {
			return s.ID
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
