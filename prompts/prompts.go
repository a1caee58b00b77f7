// Package prompts writes what a model is sent: embedded templates, rendered from typed values, and the counting and
// fitting of tokens.
//
// Every prompt has two parts. System does not change from one answer to the next, so that a server can keep it: the
// role, the rules, the locked rubric and its examples. User holds what does change, and ends with the answer: numbered
// sentences inside a fence with a random nonce, and after it the task once more. Text of candidates, employers and
// packs is data here: it is cleaned, and never parsed as a template.
package prompts

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"text/template"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

//go:embed *.tmpl
var files embed.FS

// templates parses the embedded templates at their first use, because a program that only lists sessions needs none of
// them.
var templates = sync.OnceValue(func() *template.Template {
	return template.Must(
		template.New("").
			Funcs(template.FuncMap{"json": toJSON, "clean": Line, "inc": func(i int) int { return i + 1 }}).
			ParseFS(files, "*.tmpl"),
	)
})

// GradingVersion names the templates that grading is asked by: a model may mark otherwise when one of them changes.
func GradingVersion() string {
	sum := sha256.New()
	for _, name := range []string{
		"grade-system.tmpl", "grade-terse.tmpl", "grade-rubric.tmpl", "grade-user.tmpl", "check.tmpl", "repair.tmpl",
	} {
		b, err := files.ReadFile(name)
		if err != nil { // embedded
			panic(err)
		}
		_, _ = sum.Write(b)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// Prompt is one request in two messages.
type Prompt struct {
	System string
	User   string
	Nonce  string // as it stands in User
	// Check are the three words that the reply has to repeat, if it has to.
	Check []string
}

// Grading is what the grading prompt is made of. Competencies has one entry, or all that a question probes for a single
// economical call.
type Grading struct {
	Pack         interviewer.Pack
	Question     interviewer.Question
	Competencies []rubric.Competency
	Parts        []Part
	Nonce        string
	// Reading is 0 for the first judge; further judges read the same text in another way.
	Reading int
	// Mark are the ids to be marked, if they are known already; else they are worked out from the rubric.
	Mark []string
	// Fenced is Fence of Nonce and Parts, if it was made before.
	Fenced string
	// Terse asks with short rules and without examples, for models that lose their way in a long prompt.
	Terse bool
	// Checked puts check words into the prompt.
	Checked bool
	// System is GradeSystem, if it was rendered before: it depends on the pack, the competencies, Terse and Checked.
	System System
}

// System is the part of a grading prompt that does not change with the answer.
type System struct {
	Text  string
	check []string // the first two check words
}

// Part is one stretch of the conversation: what the interviewer said before it, and the candidate's sentences.
type Part struct {
	Asked     string // a follow-up or hint; empty for the first answer
	Sentences []string
}

// Sentences counts the sentences of all parts.
func Sentences(parts []Part) int {
	n := 0
	for _, p := range parts {
		n += len(p.Sentences)
	}
	return n
}

// Grade renders the prompt for marking an answer.
func Grade(g Grading) (Prompt, error) {
	system := g.System
	if system.Text == "" {
		var err error
		if system, err = GradeSystem(g); err != nil {
			return Prompt{}, err
		}
	}
	if g.Mark == nil {
		g.Mark = mark(g)
	}
	if g.Fenced == "" {
		g.Fenced = Fence(g.Nonce, g.Parts)
	}
	user, err := render("grade-user.tmpl", gradeUser{
		Question: g.Question.Text, Signals: questionSignals(g), Answer: g.Fenced, Nonce: g.Nonce,
		Truths: g.Question.Truths, Claims: g.Question.ClaimSignals(),
		Mark: g.Mark, Last: Sentences(g.Parts), Reading: reading(g.Reading),
	})
	if err != nil || !g.Checked {
		return Prompt{System: system.Text, User: user, Nonce: g.Nonce}, err
	}
	return checked(system, user, g.Nonce)
}

// Checked is a prompt of two texts with check words: at the start, between them, and at the end.
func Checked(system, user string) (Prompt, error) {
	text, err := withWords(system, "")
	if err != nil {
		return Prompt{}, err
	}
	return checked(text, user, "")
}

// checked puts the last check word after what changes with the answer.
func checked(system System, user, nonce string) (Prompt, error) {
	bare := user
	if nonce != "" {
		bare = strings.ReplaceAll(user, nonce, "")
	}
	last := words(1, bare, system.check...)
	say, err := render("check-last", last[0])
	return Prompt{
		System: system.Text, User: user + say, Nonce: nonce, Check: append(slices.Clone(system.check), last...),
	}, err
}

// withWords puts the first two check words before the rules and before the rubric.
func withWords(rules, rubric string) (System, error) {
	check := words(2, rules+rubric)
	first, err := render("check-first", check[0])
	if err != nil {
		return System{}, err
	}
	middle, err := render("check-middle", check[1])
	return System{first + "\n" + rules + "\n" + middle + "\n" + rubric, check}, err
}

// GradeSystem renders the rules and the rubric.
func GradeSystem(g Grading) (System, error) {
	data := gradeSystem{Title: g.Pack.Title, Competencies: lock(g.Competencies, g.Terse)}
	name := "grade-system.tmpl"
	if g.Terse {
		name = "grade-terse.tmpl"
	}
	rules, err := render(name, data)
	if err != nil {
		return System{}, err
	}
	rubric, err := render("grade-rubric.tmpl", data)
	if err != nil || !g.Checked {
		return System{Text: rules + "\n" + rubric}, err
	}
	return withWords(rules, rubric)
}

type gradeSystem struct {
	Title        string
	Competencies []locked
}

// locked is a competency as the model sees it: without what Go decides by itself.
type locked struct {
	rubric.Competency
	Signals  []rubric.Signal
	Examples []example
}

type example struct {
	Answer string
	Marks  []rubric.ExampleMark
}

type gradeUser struct {
	Question, Answer, Nonce, Reading string
	Signals, Claims                  []rubric.Signal
	Mark, Truths                     []string
	Last                             int
}

func lock(all []rubric.Competency, terse bool) []locked {
	var out []locked
	for _, c := range all {
		l := locked{Competency: c, Signals: gradeable(c.Signals)}
		for _, e := range c.Examples {
			if terse {
				break
			}
			l.Examples = append(l.Examples, example{Answer: numbered(e.Answer), Marks: filled(l.Signals, e.Marks)})
		}
		out = append(out, l)
	}
	return out
}

// gradeable leaves out the signals that stand for an absence, which are nobody's to mark.
func gradeable(signals []rubric.Signal) []rubric.Signal {
	return slices.DeleteFunc(slices.Clone(signals), func(s rubric.Signal) bool { return s.Absence })
}

// filled gives an example one mark for every signal, as a reply must have: those that its author left out are absent.
func filled(signals []rubric.Signal, marks []rubric.ExampleMark) []rubric.ExampleMark {
	var out []rubric.ExampleMark
	for _, s := range signals {
		i := slices.IndexFunc(marks, func(m rubric.ExampleMark) bool { return m.Signal == s.ID })
		if i < 0 {
			out = append(
				out,
				rubric.ExampleMark{
					Signal:   s.ID,
					Evidence: []string{},
					Reason:   "Nothing in the answer speaks to it.",
					Verdict:  rubric.Absent,
				},
			)
			continue
		}
		m := marks[i]
		if m.Evidence == nil {
			m.Evidence = []string{}
		}
		out = append(out, m)
	}
	return out
}

// questionSignals are the signals that only this question has, for the competencies of the prompt.
func questionSignals(g Grading) []rubric.Signal {
	var out []rubric.Signal
	for _, c := range g.Competencies {
		for _, s := range gradeable(g.Question.Signals) {
			if s.Competency == c.ID {
				out = append(out, s)
			}
		}
	}
	return out
}

// mark lists the ids that the reply must mark, in the order of the rubric.
func mark(g Grading) []string {
	var out []string
	for _, c := range g.Competencies {
		for _, s := range gradeable(rubric.Applicable(c, g.Question.Signals)) {
			out = append(out, s.ID)
		}
	}
	return out
}

// reading is how a judge goes about it. All readings are the same task; they differ so that a second opinion is not the
// first one again.
func reading(n int) string {
	how := []string{
		"Go through the signals in their order.",
		"Go through the signals from the last to the first, and through the sentences the same way.",
		"For each signal first look for what speaks against it, then for what shows it.",
	}[n%3]
	if n >= 3 {
		how += fmt.Sprintf(" You are reader %d of several and do not know what the others found.", n+1)
	}
	return how
}

// FollowUp is what the prompt for asking back is made of. Open are the signals that may be asked for, the most wanted
// first.
type FollowUp struct {
	Pack     interviewer.Pack
	Question interviewer.Question
	Open     []rubric.Signal
	Parts    []Part
	Nonce    string
}

// Ask renders the prompt for a follow-up.
func Ask(f FollowUp) (Prompt, error) {
	return both("followup", struct {
		Title, Question, Answer, Nonce string
		Facts                          []interviewer.Fact
		Open                           []rubric.Signal
	}{f.Pack.Title, f.Question.Text, Fence(f.Nonce, f.Parts), f.Nonce, f.Question.Facts, f.Open})
}

// Clarify renders the prompt that finds the facts which answer a clarifying question.
func Clarify(q interviewer.Question, asked, nonce string) (Prompt, error) {
	return both("clarify", struct {
		Question, Asked, Nonce string
		Facts                  []interviewer.Fact
	}{q.Text, Fence(nonce, []Part{{Sentences: Split(asked)}}), nonce, q.Facts})
}

// Tailoring is what the prompt for fitting questions to a job is made of.
type Tailoring struct {
	Pack      interviewer.Pack
	Questions []interviewer.Question
	Job       string
	Resume    string
	Nonce     string
}

// Tailor renders the prompt for choosing and rewording questions.
func Tailor(t Tailoring) (Prompt, error) {
	return both("tailor", struct {
		Title, Job, Resume, Nonce string
		Questions                 []interviewer.Question
	}{t.Pack.Title, document(t.Job), document(t.Resume), t.Nonce, t.Questions})
}

// Repair is the message that asks once more for the right shape. Why is said by our own check, so it holds nothing of
// the model's.
func Repair(why string) (string, error) { return render("repair.tmpl", struct{ Why string }{why}) }

func both(name string, data any) (Prompt, error) {
	system, err := render(name+"-system.tmpl", data)
	if err != nil {
		return Prompt{}, err
	}
	user, err := render(name+"-user.tmpl", data)
	return Prompt{System: system, User: user}, err
}

func render(name string, data any) (string, error) {
	var b bytes.Buffer
	b.Grow(4 << 10)
	if err := templates().ExecuteTemplate(&b, name, data); err != nil {
		return "", fmt.Errorf("render %s: %w", name, err)
	}
	out := append(bytes.TrimSpace(b.Bytes()), '\n')
	return string(out), nil
}

func toJSON(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return strings.TrimSpace(b.String()), err
}
