package data

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Schema is the schema name that a pack declares.
const Schema = "mockinterview.role/v2"

// schemaBefore is the format in which signals had word lists, which nothing reads any more.
const schemaBefore = "mockinterview.role/v1"

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

// oneLine wants a text that stands in headings, lists and tables to be one line.
func (l *linter) oneLine(at, what, text string) {
	if strings.ContainsAny(strings.TrimSpace(text), "\n\r\v\f\u0085\u2028\u2029") {
		l.say(at, "%s is more than one line", what)
	}
}

// lint checks what the YAML library cannot: ids, references, weights, that what is asked back is one short question.
func lint(p interviewer.Pack, at map[string]int) []Fault {
	l := &linter{lines: at}
	if p.Schema == schemaBefore {
		l.say("schema", "this is a pack of format 1; docs/pack-format.md says how to bring it to format 2")
		return l.faults
	}
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
	l.titles(p)
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

func (l *linter) titles(p interviewer.Pack) {
	l.oneLine("title", "title", p.Title)
	for i, s := range p.Prep {
		l.oneLine(fmt.Sprintf("prep[%d].title", i), fmt.Sprintf("step %d: its title", i+1), s.Title)
	}
	for i, f := range p.Focus {
		l.oneLine(fmt.Sprintf("focus[%d].title", i), fmt.Sprintf("focus %q: its title", f.ID), f.Title)
	}
	for i, r := range p.Related {
		l.oneLine(fmt.Sprintf("related[%d].title", i), fmt.Sprintf("related role %q: its title", r.ID), r.Title)
	}
	for i, q := range p.Questions {
		l.oneLine(fmt.Sprintf("questions[%d].title", i), fmt.Sprintf("question %q: its title", q.ID), q.Title)
	}
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
		if c.Weight < 1 {
			l.say(where+".weight", "competency %q: weight is %d, want 1 or more", c.ID, c.Weight)
		}
		if !validID(c.ID) || seen[c.ID] {
			l.say(where+".id", "competency id %q is not lower-case-with-hyphens or stands twice", c.ID)
		}
		seen[c.ID] = true
		if strings.TrimSpace(c.Name) == "" {
			l.say(where, "competency %q has no name", c.ID)
		}
		l.oneLine(where+".name", fmt.Sprintf("competency %q: its name", c.ID), c.Name)
		for s := range c.ByLevel {
			if !slices.Contains(rubric.Seniorities(), s) {
				l.say(where+".by_level", "competency %q: unknown level %q", c.ID, s)
			}
		}
		if c.Strong == "" || c.Weak == "" {
			l.say(where, "competency %q needs a strong and a weak anchor", c.ID)
		}
		l.signals(c.Signals, signals, where+".signals")
		l.unless(c, nil, where+".signals")
		l.needs(c, where+".strong_needs")
		strong, weak := count(c.Signals)
		if strong < 2 || weak < 1 {
			l.say(
				where+".signals",
				"competency %q has %d strong and %d weak signals, want at least 2 and 1",
				c.ID,
				strong,
				weak,
			)
		}
		l.examples(c, where)
	}
	if total != 100 {
		l.say("rubric", "the weights of the competencies add up to %d, want 100", total)
	}
}

// needs checks that what a competency cannot be strong without are strong signals of its own, each once in a group.
func (l *linter) needs(c rubric.Competency, where string) {
	for i, group := range c.StrongNeeds {
		at := fmt.Sprintf("%s[%d]", where, i)
		if len(group) == 0 {
			l.say(at, "competency %q: a group of strong_needs is empty", c.ID)
		}
		for j, id := range group {
			k := slices.IndexFunc(c.Signals, func(s rubric.Signal) bool { return s.ID == id })
			switch {
			case k < 0:
				l.say(at, "competency %q: strong_needs names %q, which is none of its signals", c.ID, id)
			case c.Signals[k].Kind != rubric.Strong:
				l.say(at, "competency %q: strong_needs names %q, which is no strong signal", c.ID, id)
			case slices.Contains(group[:j], id):
				l.say(at, "competency %q: strong_needs names %q twice in a group", c.ID, id)
			}
		}
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
		if !s.Kind.Valid() {
			l.say(at+".kind", "signal %q: kind is %q, want strong or weak", s.ID, s.Kind)
		}
		if s.Weight < 1 || s.Weight > 2 {
			l.say(at+".weight", "signal %q: weight is %d, want 1 or 2", s.ID, s.Weight)
		}
		if strings.TrimSpace(s.Text) == "" {
			l.say(at+".text", "signal %q has no text", s.ID)
		}
		l.oneLine(at+".text", fmt.Sprintf("signal %q: its text", s.ID), s.Text)
		if s.Absence && (s.Kind != rubric.Weak || len(s.Unless) == 0) {
			l.say(at+".absence", "signal %q: absence wants a weak signal and an unless list", s.ID)
		}
		l.sentences(s, at)
	}
}

// What a signal may carry of each sort of example sentence. Two that show it are enough; four are better.
const (
	fewestShows, mostShows = 2, 5
	mostPartly, mostNot    = 2, 3
)

// sentences checks the example sentences of a signal.
func (l *linter) sentences(s rubric.Signal, at string) {
	if s.Absence {
		if len(s.Shows)+len(s.Partly)+len(s.Not) > 0 {
			l.say(at, "signal %q stands for an absence, so no sentence shows it", s.ID)
		}
		return
	}
	if n := len(s.Shows); n < fewestShows || n > mostShows {
		l.say(at+".shows", "signal %q has %d sentences that show it, want %d to %d", s.ID, n, fewestShows, mostShows)
	}
	if n := len(s.Partly); n > mostPartly {
		l.say(at+".partly", "signal %q has %d sentences that half show it, want at most %d", s.ID, n, mostPartly)
	}
	if n := len(s.Not); n > mostNot {
		l.say(at+".not", "signal %q has %d near misses, want at most %d", s.ID, n, mostNot)
	}
	for field, list := range map[string][]string{"shows": s.Shows, "partly": s.Partly, "not": s.Not} {
		for i, text := range list {
			where := fmt.Sprintf("%s.%s[%d]", at, field, i)
			if strings.TrimSpace(text) == "" {
				l.say(where, "signal %q: an example sentence is empty", s.ID)
			}
			l.oneLine(where, fmt.Sprintf("signal %q: an example sentence", s.ID), text)
		}
	}
}

// unless checks that an absence looks at signals which are marked together with it: the general ones of its competency
// and, for a question's own absence, those that the question adds to it. Without question it checks the general ones,
// else the question's.
func (l *linter) unless(c rubric.Competency, question []rubric.Signal, where string) {
	known := map[string]bool{}
	for _, s := range c.Signals {
		known[s.ID] = true
	}
	checked := c.Signals
	if question != nil {
		checked = question
		for _, s := range question {
			if s.Competency == c.ID {
				known[s.ID] = true
			}
		}
	}
	for i, s := range checked {
		if question != nil && s.Competency != c.ID {
			continue
		}
		for _, id := range s.Unless {
			if !known[id] {
				l.say(
					fmt.Sprintf("%s[%d].unless", where, i),
					"signal %q: unless names %q, which is no signal of %q",
					s.ID,
					id,
					c.ID,
				)
			}
		}
	}
}

func (l *linter) examples(c rubric.Competency, where string) {
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
	l.claims(q, where)
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

// questionSignals checks the question's own signals and gives the ids that may be named in it: its own and those of
// what it probes.
func (l *linter) questionSignals(p interviewer.Pack, q interviewer.Question, where string) map[string]bool {
	known, taken := map[string]bool{}, map[string]bool{}
	for _, c := range p.Rubric {
		for _, s := range c.Signals {
			taken[s.ID] = true
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
		known[s.ID] = true
	}
	l.refinements(p, q, where)
	for _, c := range p.Rubric {
		if len(q.Signals) > 0 {
			l.unless(c, q.Signals, where+".signals")
		}
	}
	return known
}

// refinements checks that every refining signal makes a general one of its competency and kind concrete, and each
// general one only once: the pair counts once, so a second would count for nothing or twice.
func (l *linter) refinements(p interviewer.Pack, q interviewer.Question, where string) {
	by := map[string]string{}
	for i, s := range q.Signals {
		if s.Refines == "" {
			continue
		}
		at := fmt.Sprintf("%s.signals[%d].refines", where, i)
		c, _ := p.Competency(s.Competency)
		k := slices.IndexFunc(c.Signals, func(g rubric.Signal) bool { return g.ID == s.Refines })
		switch {
		case k < 0:
			l.say(at, "signal %q refines %q, which is no general signal of %q", s.ID, s.Refines, s.Competency)
		case c.Signals[k].Kind != s.Kind:
			l.say(at, "signal %q is %s and refines %q, which is %s", s.ID, s.Kind, s.Refines, c.Signals[k].Kind)
		case by[s.Refines] != "":
			l.say(at, "signal %q refines %q, as %q does already", s.ID, s.Refines, by[s.Refines])
		}
		by[s.Refines] = s.ID
	}
}

func (l *linter) hints(q interviewer.Question, known map[string]bool, where string) {
	if len(q.Hints) != 3 {
		l.say(where+".hints", "question %q has %d hints, want 3", q.ID, len(q.Hints))
	}
	for i, h := range q.Hints {
		if strings.TrimSpace(h.Text) == "" {
			l.say(fmt.Sprintf("%s.hints[%d]", where, i), "question %q: a hint has no text", q.ID)
		}
		for _, id := range h.Gives {
			if !known[id] {
				l.say(
					fmt.Sprintf("%s.hints[%d].gives", where, i),
					"question %q: a hint gives the unknown signal %q",
					q.ID,
					id,
				)
			}
		}
	}
}

// maxFollowUp is the most words in a follow-up.
const maxFollowUp = 30

// claims checks what statements about the matter are held against, and the sums of an estimation.
func (l *linter) claims(q interviewer.Question, where string) {
	if n := len(q.Truths); n > 8 {
		l.say(where+".truths", "question %q has %d truths, at most 8", q.ID, n)
	}
	if n := len(q.WrongClaims); n > 5 {
		l.say(where+".wrong_claims", "question %q has %d wrong claims, at most 5", q.ID, n)
	}
	for i, w := range q.WrongClaims {
		at := fmt.Sprintf("%s.wrong_claims[%d]", where, i)
		if w.Text == "" || w.Ask == "" {
			l.say(at, "question %q: a wrong claim needs its text and what to ask about it", q.ID)
		}
		l.asked(q, at+".ask", "what is asked about a wrong claim", w.Ask)
	}
	for i, t := range q.Terms {
		if t.Term == "" || t.Text == "" {
			l.say(fmt.Sprintf("%s.terms[%d]", where, i), "question %q: a term needs its words and what they mean", q.ID)
		}
	}
	for i, e := range q.Estimates {
		at := fmt.Sprintf("%s.estimates[%d]", where, i)
		if q.Kind != "estimation" {
			l.say(at, "question %q is no estimation, so it has no estimates", q.ID)
		}
		if e.Of == "" || e.Unit == "" || !(e.Low < e.High) {
			l.say(at, "question %q: an estimate needs what it is of, a unit, and a low figure below a high one", q.ID)
		}
	}
}

// asked checks something that the interviewer says.
func (l *linter) asked(q interviewer.Question, at, what, text string) {
	if n := len(strings.Fields(text)); n > maxFollowUp {
		l.say(at, "question %q: %s has %d words, at most %d", q.ID, what, n, maxFollowUp)
	}
	if strings.Count(text, "?") > 1 {
		l.say(at, "question %q: %s asks more than one question", q.ID, what)
	}
}

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
			l.asked(q, at+field, "a follow-up", text)
		}
		if len(f.Hooks) > 0 && !strings.Contains(f.Hung, "{claim}") {
			l.say(at+".hung", "question %q: a follow-up with hooks needs a hung text with {claim}", q.ID)
		}
	}
}
