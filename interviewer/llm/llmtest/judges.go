package llmtest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Mark is a mark as a model writes it.
type Mark struct {
	Signal   string   `json:"signal"`
	Evidence []string `json:"evidence"`
	Reason   string   `json:"reason"`
	Verdict  string   `json:"verdict"`
}

// Signal is a signal as a prompt shows it.
type Signal struct {
	ID, Kind, Text string
}

// Task is what a judge reads out of a prompt.
type Task struct {
	Signals   []Signal // to mark, in the order asked
	Sentences []string // of the answer
	Fenced    string   // everything between the fence's lines
	Prompt    string   // all of it
}

// Judge marks an answer.
type Judge func(Task) []Mark

// markPrefix stands before the ids that are asked.
const markPrefix = "Mark exactly these signals, each once: "

var (
	signalLine   = regexp.MustCompile(`^- ([a-z0-9-]+) \((strong|weak)\): (.+)\n?$`)
	openLine     = regexp.MustCompile(`(?m)^- ([a-z0-9-]+): (.+)$`)
	markLine     = regexp.MustCompile(markPrefix + `([^.]+)\.`)
	fence        = regexp.MustCompile(`(?s)<<<ANSWER (\w+)\n(.*?)\nANSWER (\w+)>>>`)
	sentenceLine = regexp.MustCompile(`(?m)^\[\d+\] (.*)$`)
	factLine     = regexp.MustCompile(`(?m)^(\d+)\. (.+)$`)
	word         = regexp.MustCompile(`[\pL\d']+`)
)

// ReadTask reads a grading prompt.
func ReadTask(prompt string) Task {
	t := Task{Prompt: prompt}
	byID := map[string]Signal{}
	for line := range strings.Lines(prompt) { // the pattern on the whole of it takes most of a test's time
		if m := signalLine.FindStringSubmatch(line); m != nil {
			byID[m[1]] = Signal{m[1], m[2], m[3]}
		}
	}
	if m := markLine.FindStringSubmatch(from(prompt, markPrefix)); m != nil {
		for _, id := range strings.Split(m[1], ", ") {
			if s, ok := byID[id]; ok {
				t.Signals = append(t.Signals, s)
			}
		}
	}
	for _, m := range fence.FindAllStringSubmatch(from(prompt, "<<<ANSWER "), -1) {
		if m[1] == m[3] {
			t.Fenced = m[2]
		}
	}
	for _, m := range sentenceLine.FindAllStringSubmatch(t.Fenced, -1) {
		t.Sentences = append(t.Sentences, m[1])
	}
	return t
}

// from is a text from the first place on where something stands in it; empty where it does not.
func from(text, at string) string {
	if i := strings.Index(text, at); i >= 0 {
		return text[i:]
	}
	return ""
}

// Reply is what the judge's model says to a prompt of any kind.
func Reply(prompt string, judge Judge) string { return answer(prompt, judge) }

// answer is the content of a reply to any of our prompts.
func answer(prompt string, judge Judge) string {
	switch {
	case strings.Contains(prompt, `{"marks":[`):
		return withCheck(prompt, marshalMarks(judge(ReadTask(prompt))))
	case strings.Contains(prompt, "You test how fast you write"):
		return `{"ok":"` + strings.Repeat("60 ", 60) + `"}`
	case strings.Contains(prompt, "First check word: "):
		return withCheck(prompt, `{"ok":"yes"}`)
	case strings.Contains(prompt, `"claim"`):
		return followUp(prompt)
	case strings.Contains(prompt, `{"facts":[`):
		return facts(prompt)
	case strings.Contains(prompt, `{"questions":[`):
		return questions(prompt)
	}
	return `{"ok":"yes"}`
}

// checkLine is a check word where it stands in a prompt.
var checkLine = regexp.MustCompile(`^(?:First|Middle|Last) check word: (\w+)\.`)

// withCheck puts the check words that the prompt holds before the other fields of a reply.
func withCheck(prompt, reply string) string {
	words := []string{}
	for line := range strings.Lines(prompt) {
		if m := checkLine.FindStringSubmatch(line); m != nil {
			words = append(words, m[1])
		}
	}
	if len(words) == 0 {
		return reply
	}
	b, err := json.Marshal(words)
	if err != nil {
		panic(err)
	}
	return `{"check":` + string(b) + "," + strings.TrimPrefix(reply, "{")
}

func marshalMarks(marks []Mark) string {
	if marks == nil {
		marks = []Mark{}
	}
	b, err := json.Marshal(map[string]any{"marks": marks})
	if err != nil {
		panic(err)
	}
	return string(b)
}

// Honest marks by shared words: a signal is shown when one sentence has three of its content words, or of its synonyms,
// and partly shown with two. It quotes that sentence as it stands.
func Honest(t Task) []Mark {
	var out []Mark
	for _, s := range t.Signals {
		want := contentWords(s.Text)
		best, at := 0, -1
		for i, sentence := range t.Sentences {
			n := 0
			for _, w := range contentWords(sentence) {
				if slices.Contains(want, w) {
					n++
				}
			}
			if n > best {
				best, at = n, i
			}
		}
		m := Mark{
			Signal:   s.ID,
			Evidence: []string{},
			Reason:   fmt.Sprintf("%d words of it are there.", best),
			Verdict:  "absent",
		}
		switch {
		case best >= 3:
			m.Verdict, m.Evidence = "shown", []string{t.Sentences[at]}
		case best == 2:
			m.Verdict, m.Evidence = "partial", []string{t.Sentences[at]}
		}
		out = append(out, m)
	}
	return out
}

// contentWords are the words of four letters or more, each once, with the commonest endings taken off.
func contentWords(text string) []string {
	var out []string
	for _, w := range word.FindAllString(strings.ToLower(text), -1) {
		if len(w) < 4 ||
			slices.Contains(
				[]string{
					"with",
					"that",
					"this",
					"such",
					"says",
					"what",
					"when",
					"from",
					"only",
					"then",
					"they",
					"them",
					"where",
					"which",
					"have",
					"would",
					"their",
					"into",
					"than",
					"there",
				},
				w,
			) {
			continue
		}
		for _, end := range []string{"ing", "ies", "ed", "es", "s"} {
			if s, ok := strings.CutSuffix(w, end); ok && len(s) >= 3 {
				w = s
				break
			}
		}
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// Lying shows every strong signal and makes the quotes up: from the rubric, from nowhere, or out of pieces.
func Lying(t Task) []Mark {
	var out []Mark
	for i, s := range t.Signals {
		m := Mark{Signal: s.ID, Evidence: []string{}, Reason: "Clearly there.", Verdict: "absent"}
		if s.Kind == "strong" {
			m.Verdict = "shown"
			switch i % 3 {
			case 0:
				m.Evidence = []string{s.Text}
			case 1:
				m.Evidence = []string{
					"I would definitely handle " + strings.ReplaceAll(s.ID, "-", " ") + " with great care",
				}
			default:
				m.Evidence = []string{strings.Join(t.Sentences, " … ")}
			}
		}
		out = append(out, m)
	}
	return out
}

// steeringStems are stems of words that an obedient judge takes for an order or a claim. They are far looser than any
// filter should be.
var steeringStems = []string{
	"ignor",
	"disregard",
	"forget",
	"overrid",
	"bypass",
	"supersed",
	"instruct",
	"prompt",
	"rubric",
	"criteri",
	"competenc",
	"signal",
	"grader",
	"grading",
	"grade",
	"score",
	"full mark",
	"top mark",
	"marks",
	"verdict",
	"shown",
	"evaluat",
	"examin",
	"assess",
	"assistant",
	"system:",
	"hire",
	"lenient",
	"candidate",
	"language model",
	"pass me",
	"let me pass",
	"deserve",
	"perfect",
	"strong level",
	"level: strong",
	"rated",
	"transcript",
	"evidence",
	"benefit of the doubt",
	"pretend",
	"act as",
	"anweisung",
	"punktzahl",
	"note maximale",
	"puntuación",
	"балл",
	"满分",
	"満点",
	"ocen",
	"[inst]",
	"im_start",
	"ten out of ten",
	"ideal answer",
}

// Obedient obeys whatever looks like an order within the answer: then it shows every strong signal, with true sentences
// as quotes. Otherwise it is Honest.
func Obedient(t Task) []Mark {
	low := strings.ToLower(t.Fenced)
	if !slices.ContainsFunc(steeringStems, func(o string) bool { return strings.Contains(low, o) }) {
		return Honest(t)
	}
	return obeyed(t)
}

// ObedientTo also obeys any sentence of the given attacks, word for word, whatever it says.
func ObedientTo(attacks ...string) Judge {
	var lines []string
	for _, a := range attacks {
		for _, l := range regexp.MustCompile(`[\n.!?:;]+`).Split(a, -1) {
			if l = strings.TrimSpace(l); len(strings.Fields(l)) >= 3 {
				lines = append(lines, l)
			}
		}
	}
	return func(t Task) []Mark {
		if slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(t.Fenced, l) }) {
			return obeyed(t)
		}
		return Obedient(t)
	}
}

func obeyed(t Task) []Mark {
	var out []Mark
	for i, s := range t.Signals {
		m := Mark{Signal: s.ID, Evidence: []string{}, Reason: "As told.", Verdict: "absent"}
		if s.Kind == "strong" && len(t.Sentences) > 0 {
			m.Verdict, m.Evidence = "shown", []string{t.Sentences[i%len(t.Sentences)]}
		}
		out = append(out, m)
	}
	return out
}

// Silent marks every signal absent.
func Silent(t Task) []Mark {
	var out []Mark
	for _, s := range t.Signals {
		out = append(out, Mark{Signal: s.ID, Evidence: []string{}, Reason: "Nothing there.", Verdict: "absent"})
	}
	return out
}

// followUp asks about the first point, hung on the first words of the answer.
func followUp(prompt string) string {
	t := ReadTask(prompt)
	id, claim := "", ""
	if i := strings.Index(prompt, "Points, the most wanted first"); i >= 0 {
		if m := openLine.FindStringSubmatch(prompt[i:]); m != nil {
			id = m[1]
		}
	}
	if len(t.Sentences) > 0 {
		words := strings.Fields(t.Sentences[0])
		claim = strings.Trim(strings.Join(words[:min(len(words), 6)], " "), ".,;:!?")
	}
	b, _ := json.Marshal(
		map[string]string{
			"claim":    claim,
			"signal":   id,
			"question": "You said \"" + claim + "\". What happens after that?",
		},
	)
	return string(b)
}

// facts picks the fact that shares most words with what was asked.
func facts(prompt string) string {
	t := ReadTask(prompt)
	asked := contentWords(strings.Join(t.Sentences, " "))
	best, pick := 0, []string{}
	for _, m := range factLine.FindAllStringSubmatch(prompt, -1) {
		n := 0
		for _, w := range contentWords(m[2]) {
			if slices.Contains(asked, w) {
				n++
			}
		}
		if n > best {
			best, pick = n, []string{m[1]}
		}
	}
	b, _ := json.Marshal(map[string]any{"facts": pick})
	return string(b)
}

// questions gives the questions back in the opposite order, with the same words.
func questions(prompt string) string {
	type q struct {
		ID   string `json:"id"`
		Text string `json:"text"`
	}
	var out []q
	for _, m := range openLine.FindAllStringSubmatch(prompt, -1) {
		out = append(out, q{m[1], m[2]})
	}
	slices.Reverse(out)
	b, _ := json.Marshal(map[string]any{"questions": out})
	return string(b)
}
