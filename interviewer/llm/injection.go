package llm

import (
	"fmt"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/prompts"
	"mockinterview/rubric"
	"mockinterview/rubric/injection"
)

// removeInjections cuts the conversation of a turn into sentences and takes out those that address the grader. An
// attempt may be spread over two sentences, each harmless alone, so neighbours are also checked together; next to a
// removed sentence, one that is only suspect goes too. What was taken back is no part of the conversation.
func (c *Client) removeInjections(t interviewer.Turn) (parts []prompts.Part, removed []string) {
	var asked []string // since the last answer
	for _, m := range t.Messages {
		switch {
		case m.Superseded:
		case m.From == interviewer.FromInterviewer && (m.Kind == interviewer.KindFollowUp ||
			m.Kind == interviewer.KindHint):
			asked = append(asked, m.Text)
		case m.From == interviewer.FromCandidate && m.Kind == interviewer.KindAnswer:
			kept, out := c.splitInjections(m.Text)
			removed = append(removed, out...)
			parts = append(parts, prompts.Part{Asked: strings.Join(asked, " "), Sentences: kept})
			asked = nil
		}
	}
	return parts, removed
}

func (c *Client) splitInjections(text string) (kept, removed []string) {
	all := prompts.Split(text)
	out, suspect := make([]bool, len(all)), make([]bool, len(all))
	for i, s := range all {
		out[i], suspect[i] = c.steers(s), injection.Suspect(s)
	}
	for i := 0; i+1 < len(all); i++ {
		if !out[i] && !out[i+1] && (suspect[i] || suspect[i+1]) &&
			c.steers(strings.TrimRight(all[i], ".!?:;, ")+" "+all[i+1]) {
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
			removed = append(removed, s)
		} else {
			kept = append(kept, s)
		}
	}
	return kept, removed
}

func sentences(n int) string {
	return rubric.Plural(n, "one sentence was", fmt.Sprintf("%d sentences were", n))
}

// quoted lists the beginnings of removed sentences.
func quoted(removed []string) string {
	var out []string
	for i, s := range removed {
		if i == 3 {
			out = append(out, fmt.Sprintf("and %d more", len(removed)-i))
			break
		}
		out = append(out, "“"+interviewer.Beginning(s, 80)+"”")
	}
	return strings.Join(out, ", ")
}
