package data

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Schema is the schema name that a pack declares.
const Schema = "mockinterview.role/v1"

// Fault is one thing wrong with a pack. Line is 0 where none can be named.
type Fault struct {
	Line int
	Text string
}

// Faults is everything wrong with a pack file.
type Faults struct {
	File   string
	Faults []Fault
}

// Error gives the first fault and the number of the others.
func (f Faults) Error() string {
	if len(f.Faults) == 0 {
		return fmt.Sprintf("open pack %q: not right", f.File)
	}
	s := fmt.Sprintf("open pack %q: %s", f.File, f.Faults[0])
	if n := len(f.Faults) - 1; n > 0 {
		s += fmt.Sprintf(" (and %d more)", n)
	}
	return s
}

// String is "line N: text".
func (f Fault) String() string {
	if f.Line == 0 {
		return f.Text
	}
	return fmt.Sprintf("line %d: %s", f.Line, f.Text)
}

// syntaxFaults turns what the YAML library says into faults.
func syntaxFaults(name string, err error) error {
	var many *yaml.LoadErrors
	var one *yaml.LoadError
	out := Faults{File: name}
	switch {
	case errors.As(err, &many):
		for _, e := range many.Errors {
			out.Faults = append(out.Faults, Fault{Line: e.Mark.Line, Text: clean(e.Message)})
		}
	case errors.As(err, &one):
		out.Faults = []Fault{{Line: one.Mark.Line, Text: clean(one.Message)}}
	default:
		out.Faults = []Fault{{Text: clean(err.Error())}}
	}
	return out
}

// clean makes one lower-case line of a library's message, without the names of Go types.
func clean(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	s = strings.TrimPrefix(s, "yaml: ")
	s = regexp.MustCompile(` in type [\w.]+`).ReplaceAllString(s, "")
	return strings.ReplaceAll(s, "into interviewer.", "into a ")
}

// lines maps a path such as "questions[2].signals[0].id" to its line.
func lines(n *yaml.Node) map[string]int {
	out := map[string]int{}
	var walk func(n *yaml.Node, at string)
	walk = func(n *yaml.Node, at string) {
		if _, ok := out[at]; !ok {
			out[at] = n.Line
		}
		switch n.Kind {
		case yaml.DocumentNode:
			for _, c := range n.Content {
				walk(c, at)
			}
		case yaml.MappingNode:
			for i := 0; i+1 < len(n.Content); i += 2 {
				key := n.Content[i].Value
				if at != "" {
					key = at + "." + key
				}
				out[key] = n.Content[i].Line
				walk(n.Content[i+1], key)
			}
		case yaml.SequenceNode:
			for i, c := range n.Content {
				walk(c, fmt.Sprintf("%s[%d]", at, i))
			}
		}
	}
	walk(n, "")
	return out
}

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func validID(id string) bool { return len(id) <= 64 && idForm.MatchString(id) }

// linter collects faults with their lines.
type linter struct {
	lines  map[string]int
	faults []Fault
}

func (l *linter) say(at, format string, args ...any) {
	line, ok := l.lines[at]
	for !ok && strings.ContainsAny(at, ".[") {
		at = at[:strings.LastIndexAny(at, ".[")]
		line, ok = l.lines[at]
	}
	l.faults = append(l.faults, Fault{Line: line, Text: fmt.Sprintf(format, args...)})
}

// lint checks what the YAML library cannot: ids, references, weights and the limits of the interviewer's manners.
func lint(p interviewer.Pack, at map[string]int) []Fault {
	l := &linter{lines: at}
	if p.Schema != Schema {
		l.say("schema", "schema is %q, want %q", p.Schema, Schema)
	}
	if !validID(p.ID) {
		l.say("id", "id %q is not lower-case-with-hyphens", p.ID)
	}
	for field, v := range map[string]string{"title": p.Title, "summary": p.Summary} {
		if strings.TrimSpace(v) == "" {
			l.say(field, "%s is empty", field)
		}
	}
	if p.Version < 1 {
		l.say("version", "version is %d, want 1 or more", p.Version)
	}
	l.rubric(p)
	if len(p.Questions) == 0 {
		l.say("questions", "there are no questions")
	}
	seen := map[string]bool{}
	for i, q := range p.Questions {
		where := fmt.Sprintf("questions[%d]", i)
		if seen[q.ID] {
			l.say(where+".id", "question %q stands twice", q.ID)
		}
		seen[q.ID] = true
		l.question(p, q, where)
	}
	slices.SortStableFunc(l.faults, func(a, b Fault) int { return a.Line - b.Line })
	return l.faults
}

func (l *linter) rubric(p interviewer.Pack) {
	if len(p.Rubric) == 0 {
		l.say("rubric", "there are no competencies")
		return
	}
	total := 0
	seen := map[string]bool{}
	signals := map[string]bool{}
	for i, c := range p.Rubric {
		where := fmt.Sprintf("rubric[%d]", i)
		total += c.Weight
		if !validID(c.ID) || seen[c.ID] {
			l.say(where+".id", "competency id %q is not lower-case-with-hyphens or stands twice", c.ID)
		}
		seen[c.ID] = true
		if c.Strong == "" || c.Weak == "" {
			l.say(where, "competency %q needs a strong and a weak anchor", c.ID)
		}
		l.signals(c.Signals, signals, where+".signals")
		strong, weak := count(c.Signals)
		if strong < 2 || weak < 1 {
			l.say(where+".signals", "competency %q has %d strong and %d weak signals, want at least 2 and 1", c.ID, strong, weak)
		}
		l.examples(p, c, where)
	}
	if total != 100 {
		l.say("rubric", "the weights of the competencies add up to %d, want 100", total)
	}
}

func count(signals []rubric.Signal) (strong, weak int) {
	for _, s := range signals {
		if s.Kind == rubric.Strong {
			strong++
		} else {
			weak++
		}
	}
	return strong, weak
}

// signals checks one list; seen spans the lists whose ids must differ.
func (l *linter) signals(list []rubric.Signal, seen map[string]bool, where string) {
	for i, s := range list {
		at := fmt.Sprintf("%s[%d]", where, i)
		switch {
		case !validID(s.ID):
			l.say(at+".id", "signal id %q is not lower-case-with-hyphens", s.ID)
		case seen[s.ID]:
			l.say(at+".id", "signal %q stands twice", s.ID)
		}
		seen[s.ID] = true
		if s.Kind != rubric.Strong && s.Kind != rubric.Weak {
			l.say(at+".kind", "signal %q: kind is %q, want strong or weak", s.ID, s.Kind)
		}
		if s.Weight < 1 || s.Weight > 2 {
			l.say(at+".weight", "signal %q: weight is %d, want 1 or 2", s.ID, s.Weight)
		}
		if strings.TrimSpace(s.Text) == "" {
			l.say(at+".text", "signal %q has no text", s.ID)
		}
		if s.Absence && (s.Kind != rubric.Weak || len(s.Unless) == 0) {
			l.say(at+".absence", "signal %q: absence wants a weak signal and an unless list", s.ID)
		}
		if !s.Absence && len(s.Concepts) == 0 {
			l.say(at, "signal %q has no concepts, so the offline grader can never see it", s.ID)
		}
		for j, g := range s.Concepts {
			if len(g) == 0 {
				l.say(fmt.Sprintf("%s.concepts[%d]", at, j), "signal %q has an empty group of concepts", s.ID)
			}
		}
	}
}

func (l *linter) examples(p interviewer.Pack, c rubric.Competency, where string) {
	known := map[string]bool{}
	for _, s := range c.Signals {
		known[s.ID] = true
	}
	for i, e := range c.Examples {
		at := fmt.Sprintf("%s.examples[%d]", where, i)
		if e.Level.Rank() == 0 {
			l.say(at+".level", "example of %q: level %q is not one of strong, mixed, weak, not_shown", c.ID, e.Level)
		}
		for j, m := range e.Marks {
			mat := fmt.Sprintf("%s.marks[%d]", at, j)
			if !known[m.Signal] {
				l.say(mat+".signal", "example of %q: unknown signal %q", c.ID, m.Signal)
			}
			for _, q := range m.Evidence {
				if !strings.Contains(e.Answer, q) {
					l.say(mat+".evidence", "example of %q: %q does not stand in its answer", c.ID, q)
				}
			}
		}
	}
}

func (l *linter) question(p interviewer.Pack, q interviewer.Question, where string) {
	if !validID(q.ID) {
		l.say(where+".id", "question id %q is not lower-case-with-hyphens", q.ID)
	}
	if q.Text == "" {
		l.say(where+".text", "question %q has no text", q.ID)
	}
	if !slices.Contains(interviewer.QuestionKinds(), q.Kind) {
		l.say(where+".kind", "question %q: kind %q is not known", q.ID, q.Kind)
	}
	chiefs := 0
	for id, probe := range q.Probes {
		if _, ok := p.Competency(id); !ok {
			l.say(where+".probes", "question %q: unknown competency %q", q.ID, id)
		}
		switch probe {
		case rubric.Chief:
			chiefs++
		case rubric.Also:
		default:
			l.say(where+".probes", "question %q: probe %q is neither chief nor also", q.ID, probe)
		}
	}
	if chiefs < 1 || chiefs > 2 {
		l.say(where+".probes", "question %q has %d chief competencies, want 1 or 2", q.ID, chiefs)
	}
	known := l.questionSignals(p, q, where)
	l.hints(q, known, where)
	l.followUps(q, known, where)
	for _, f := range q.Focus {
		if !slices.ContainsFunc(p.Focus, func(x interviewer.Focus) bool { return x.ID == f }) {
			l.say(where+".focus", "question %q: unknown focus %q", q.ID, f)
		}
	}
	for _, s := range q.Levels {
		if !slices.Contains(rubric.Seniorities(), s) {
			l.say(where+".levels", "question %q: unknown level %q", q.ID, s)
		}
	}
}

// questionSignals checks the question's own signals and gives the ids that may be named in it: its own and those of what it probes.
func (l *linter) questionSignals(p interviewer.Pack, q interviewer.Question, where string) map[string]bool {
	known, general := map[string]bool{}, map[string]string{}
	taken := map[string]bool{}
	for _, c := range p.Rubric {
		for _, s := range c.Signals {
			taken[s.ID] = true
			general[s.ID] = c.ID
			if q.Probes[c.ID] != "" {
				known[s.ID] = true
			}
		}
	}
	l.signals(q.Signals, taken, where+".signals")
	for i, s := range q.Signals {
		at := fmt.Sprintf("%s.signals[%d]", where, i)
		if _, ok := p.Competency(s.Competency); !ok {
			l.say(at, "signal %q: unknown competency %q", s.ID, s.Competency)
		} else if q.Probes[s.Competency] == "" {
			l.say(at, "signal %q belongs to %q, which the question does not probe", s.ID, s.Competency)
		}
		if s.Refines != "" && general[s.Refines] != s.Competency {
			l.say(at+".refines", "signal %q refines %q, which is no general signal of %q", s.ID, s.Refines, s.Competency)
		}
		known[s.ID] = true
	}
	return known
}

func (l *linter) hints(q interviewer.Question, known map[string]bool, where string) {
	if len(q.Hints) != 3 {
		l.say(where+".hints", "question %q has %d hints, want 3", q.ID, len(q.Hints))
	}
	for i, h := range q.Hints {
		for _, id := range h.Gives {
			if !known[id] {
				l.say(fmt.Sprintf("%s.hints[%d].gives", where, i), "question %q: a hint gives the unknown signal %q", q.ID, id)
			}
		}
	}
}

// maxFollowUp is the most words in a follow-up.
const maxFollowUp = 30

func (l *linter) followUps(q interviewer.Question, known map[string]bool, where string) {
	for i, f := range q.FollowUps {
		at := fmt.Sprintf("%s.followups[%d]", where, i)
		if !known[f.Signal] {
			l.say(at+".signal", "question %q: a follow-up aims at the unknown signal %q", q.ID, f.Signal)
		}
		if f.Text == "" {
			l.say(at, "question %q: a follow-up has no text", q.ID)
		}
		for field, text := range map[string]string{".text": f.Text, ".hung": f.Hung} {
			if n := len(strings.Fields(text)); n > maxFollowUp {
				l.say(at+field, "question %q: a follow-up has %d words, at most %d", q.ID, n, maxFollowUp)
			}
			if strings.Count(text, "?") > 1 {
				l.say(at+field, "question %q: a follow-up asks more than one question", q.ID)
			}
		}
		if len(f.Hooks) > 0 && !strings.Contains(f.Hung, "{claim}") {
			l.say(at+".hung", "question %q: a follow-up with hooks needs a hung text with {claim}", q.ID)
		}
	}
}
