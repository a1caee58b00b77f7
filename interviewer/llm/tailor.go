package llm

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/prompts"
	"mockinterview/rubric"
	"mockinterview/rubric/text"
)

// LargestDocument is how much of a job description or a résumé is taken, in bytes.
const LargestDocument = 20 << 10

// Tailored is a question in the order that suits a job, with its wording. Reworded is false where the pack's own words
// were kept; Why says why, if the model had proposed others.
type Tailored struct {
	ID       string
	Text     string
	Reworded bool
	Why      string
}

// Tailor puts questions of a pack in the order that suits a job description and a résumé, and rewords them for it. All
// ids come back, each once. Competencies, signals and facts stay the pack's; a wording that drops a number, leaks the
// rubric or is no proper question is replaced by the pack's.
func (c *Client) Tailor(
	ctx context.Context,
	pack interviewer.Pack,
	job, resume string,
	ids []string,
) ([]Tailored, interviewer.Usage, error) {
	for name, doc := range map[string]string{"the job description": job, "the résumé": resume} {
		if len(doc) > LargestDocument {
			return nil, interviewer.Usage{}, fmt.Errorf(
				"%w: %s has %d bytes, at most %d are read",
				ErrDocument,
				name,
				len(doc),
				LargestDocument,
			)
		}
	}
	var questions []interviewer.Question
	for _, id := range ids {
		q, ok := pack.Question(id)
		if !ok {
			return nil, interviewer.Usage{}, fmt.Errorf("tailor: no question %q in %s", id, pack.PackName())
		}
		questions = append(questions, q)
	}
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Deadline)
	defer cancel()
	prompt, err := prompts.Tailor(prompts.Tailoring{
		Pack: pack, Questions: questions, Job: c.document(job), Resume: c.document(resume),
		Nonce: c.nonce("tailor\x00" + job + "\x00" + resume),
	})
	if err != nil {
		return nil, interviewer.Usage{}, err
	}
	room := 200 + 200*len(ids)
	if reasoning(c.cfg.Model) {
		room += 4000
	}
	q := call{model: c.cfg.Model, prompt: prompt, name: "questions", schema: tailorSchema(ids), maxOutput: room}
	var said struct {
		Questions []struct{ ID, Text string }
	}
	_, usage, err := c.completeWithRepair(ctx, q, func(text string) error {
		raw, err := findJSON(text, tailorShape)
		if err != nil {
			return err
		}
		return json.Unmarshal(raw, &said)
	})
	if err != nil {
		return nil, usage, err
	}
	var out []Tailored
	for _, t := range said.Questions {
		i := slices.IndexFunc(questions, func(q interviewer.Question) bool { return q.ID == t.ID })
		if i < 0 || slices.ContainsFunc(out, func(o Tailored) bool { return o.ID == t.ID }) {
			continue
		}
		out = append(out, c.reworded(pack, questions[i], t.Text))
	}
	for _, q := range questions { // whatever the model left out comes last, as it is
		if !slices.ContainsFunc(out, func(o Tailored) bool { return o.ID == q.ID }) {
			out = append(out, Tailored{ID: q.ID, Text: q.Text})
		}
	}
	return out, usage, nil
}

// document leaves out sentences that speak to the reader of the prompt.
func (c *Client) document(text string) string {
	var keep []string
	for line := range strings.Lines(text) {
		if !c.steers(line) {
			keep = append(keep, strings.TrimRight(line, "\r\n"))
		}
	}
	return strings.Join(keep, "\n")
}

var numberWord = regexp.MustCompile(`\d[\d.,]*`)

// reworded takes the model's wording of a question if it may be asked.
func (c *Client) reworded(pack interviewer.Pack, q interviewer.Question, wording string) Tailored {
	wording = strings.TrimSpace(wording)
	own := Tailored{ID: q.ID, Text: q.Text}
	if wording == "" || wording == q.Text {
		return own
	}
	words := text.Folded(wording)
	switch {
	case strings.ContainsFunc(wording, text.Ignorable) || strings.ContainsAny(wording, "<>{}`|"):
		own.Why = "not plain text"
	case len(words) < 12 || len(words) > 120:
		own.Why = fmt.Sprintf("%d words", len(words))
	case strings.Count(wording, "?") > 3:
		own.Why = "more than one question"
	case c.steers(wording):
		own.Why = "it speaks of the grading"
	case !keepsNumbers(q.Text, wording):
		own.Why = "a number of the question is missing"
	case leaks(pack, q, words):
		own.Why = "it gives away what is looked for"
	default:
		return Tailored{ID: q.ID, Text: wording, Reworded: true}
	}
	return own
}

func keepsNumbers(from, to string) bool {
	there := numberWord.FindAllString(to, -1)
	for _, n := range numberWord.FindAllString(from, -1) {
		if !slices.Contains(there, n) {
			return false
		}
	}
	return true
}

// leaks says whether a wording shares a run of words with a signal, which the question's own words do not.
func leaks(pack interviewer.Pack, q interviewer.Question, words []string) bool {
	own := text.NewRuns(q.Text)
	for _, comp := range pack.Probed(q) {
		for _, s := range rubric.Applicable(comp, q.Signals) {
			if text.Reveals(words, text.NewRuns(s.Text), own) {
				return true
			}
		}
	}
	return false
}
