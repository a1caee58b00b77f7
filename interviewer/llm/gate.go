package llm

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/prompts"
	"mockinterview/rubric/injection"
	"mockinterview/rubric/text"
)

// strike cuts the conversation of a turn into sentences and takes out those that speak to the grader. An attempt may be spread over two sentences, each
// harmless alone, so neighbours are looked at together as well; and beside a sentence that was struck, one that only smells of grading goes too.
func (c *Client) strike(t interviewer.Turn) (parts []prompts.Part, struck []string) {
	asked := ""
	for _, m := range t.Messages {
		switch {
		case m.From == interviewer.FromInterviewer && (m.Kind == interviewer.KindFollowUp || m.Kind == interviewer.KindHint):
			asked = m.Text
		case m.From == interviewer.FromCandidate && m.Kind == interviewer.KindAnswer && !m.Superseded:
			kept, out := c.strikeText(m.Text)
			struck = append(struck, out...)
			parts = append(parts, prompts.Part{Asked: asked, Sentences: kept})
			asked = ""
		}
	}
	return parts, struck
}

func (c *Client) strikeText(text string) (kept, struck []string) {
	all := prompts.Split(text)
	out, suspect := make([]bool, len(all)), make([]bool, len(all))
	for i, s := range all {
		out[i], suspect[i] = c.steers(s), injection.Suspect(s)
	}
	for i := 0; i+1 < len(all); i++ {
		if !out[i] && !out[i+1] && (suspect[i] || suspect[i+1]) && c.steers(strings.TrimRight(all[i], ".!?:;, ")+" "+all[i+1]) {
			out[i], out[i+1] = true, true
		}
	}
	for i := 1; i < len(all); i++ {
		out[i] = out[i] || out[i-1] && suspect[i]
	}
	for i := len(all) - 2; i >= 0; i-- {
		out[i] = out[i] || out[i+1] && suspect[i]
	}
	for i, s := range all {
		if out[i] {
			struck = append(struck, s)
		} else {
			kept = append(kept, s)
		}
	}
	return kept, struck
}

// fewestWords is what an answer has at least.
const fewestWords = 5

// gate says why a text is no answer, without asking a model: too few words, or little else than the words of the question and the rubric.
func gate(t interviewer.Turn, parts []prompts.Part, foreign []string) string {
	var left []string
	for _, p := range parts {
		for _, s := range p.Sentences {
			left = append(left, text.Folded(s)...)
		}
	}
	if len(left) < fewestWords {
		if len(text.Folded(t.AnswerText())) >= fewestWords {
			return "no answer: nothing is left of it besides text that speaks to the grader"
		}
		return fmt.Sprintf("no answer: fewer than %d words", fewestWords)
	}
	if own := text.Own(left, text.NewRuns(foreign...)); own < fewestWords || 5*own < len(left) {
		return "no answer: an echo of the question or the rubric"
	}
	return ""
}

// nonce is drawn once for an answer: the same within this process, so that retries and --show-prompt are the same bytes, and unknown to the candidate.
func (c *Client) nonce(answer string) string {
	m := hmac.New(sha256.New, c.nonceKey[:])
	m.Write([]byte(answer))
	return short(m.Sum(nil))
}

func sentences(n int) string {
	if n == 1 {
		return "one sentence was"
	}
	return fmt.Sprintf("%d sentences were", n)
}

// quoted shows the beginnings of what was struck.
func quoted(struck []string) string {
	var out []string
	for i, s := range struck {
		if i == 3 {
			out = append(out, fmt.Sprintf("and %d more", len(struck)-i))
			break
		}
		if r := []rune(s); len(r) > 80 {
			s = string(r[:80]) + " …"
		}
		out = append(out, "“"+s+"”")
	}
	return strings.Join(out, ", ")
}
