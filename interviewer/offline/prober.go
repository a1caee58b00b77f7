package offline

import (
	"context"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// FollowUp asks for the most worthwhile signal that was not shown: first a critical contradiction, then the chief competencies by weight, then clarity.
func (g *Grader) FollowUp(ctx context.Context, p interviewer.Probing) (interviewer.Probe, error) {
	if err := ctx.Err(); err != nil {
		return interviewer.Probe{}, err
	}
	c := g.compiled(p.Pack, p.Turn.Question)
	d := c.read(p.Turn.CandidateMessages(), p.Turn.InterviewerOwnTexts(), g.filter.Addresses)
	found := d.findings()
	if g.stuck(c, p.Turn) {
		// One rung easier, once, for somebody who has said nothing yet; after an answer "no idea" means to go on.
		if q := p.Turn.Question; q.Easier != "" && len(p.Turn.Answers()) == 1 && !slices.Contains(p.Turn.InterviewerTexts(), q.Easier) {
			return interviewer.Probe{Text: q.Easier}, nil
		}
		return interviewer.Probe{}, nil
	}
	for _, s := range c.order(found) {
		if probed(p.Turn, s.of) {
			continue
		}
		if t := d.ask(s, p.Turn); t != "" {
			return interviewer.Probe{Text: t, Signal: s.of.ID}, nil
		}
	}
	return interviewer.Probe{}, nil
}

// stuck says whether the last thing the candidate said was that they do not know.
func (g *Grader) stuck(c *compiled, t interviewer.Turn) bool {
	sources := t.CandidateMessages()
	if len(sources) == 0 {
		return false
	}
	d := c.read(sources[len(sources)-1:], nil, g.filter.Addresses)
	return d.passes() || (len(d.tokens) < 5 && len(sources) == 1)
}

// order lists the strong signals that are worth asking for.
func (c *compiled) order(found [][]finding) []signal {
	type ranked struct {
		s    signal
		rank int
	}
	var all []ranked
	for i, k := range c.competencies {
		against := map[string]bool{}
		for n, s := range k.signals {
			if s.of.Kind == rubric.Weak && s.of.Critical() && found[i][n].verdict == rubric.Shown {
				against[k.of.ID] = true
			}
		}
		for n, s := range k.signals {
			if s.of.Kind != rubric.Strong || found[i][n].verdict != rubric.Absent {
				continue
			}
			r := s.of.Weight * 10
			if against[k.of.ID] {
				r += 1000
			}
			if k.probe == rubric.Chief {
				r += 100
			}
			if k.of.Always {
				r -= 200
			}
			if s.of.Competency != "" {
				r += 5
			}
			all = append(all, ranked{s, r})
		}
	}
	slices.SortStableFunc(all, func(a, b ranked) int { return b.rank - a.rank })
	out := make([]signal, len(all))
	for i, r := range all {
		out[i] = r.s
	}
	return out
}

func probed(t interviewer.Turn, s rubric.Signal) bool {
	return slices.ContainsFunc(t.Messages, func(m interviewer.Message) bool { return m.Signal == s.ID && m.Signal != "" && !m.Superseded })
}

// ask words the follow-up for a signal, or "" if the pack has none.
func (d *document) ask(s signal, t interviewer.Turn) string {
	for _, f := range t.Question.FollowUps {
		if f.Signal != s.of.ID && (s.of.Refines == "" || f.Signal != s.of.Refines) {
			continue
		}
		if f.Hung != "" {
			if claim := d.claim(f.Hooks); claim != "" && strings.Contains(claim, " ") && !hungOn(t, claim) {
				hung := strings.ReplaceAll(f.Hung, "{claim}", "“"+claim+"”")
				if len(strings.Fields(hung)) <= maxWords {
					return hung
				}
			}
		}
		if f.Text != "" {
			return f.Text
		}
	}
	if k := t.Question.Kind; k == "behavioural" || k == "incident" {
		return "" // a general signal's question is about a design, not about a story
	}
	return s.of.FollowUp
}

// hungOn says whether an earlier question of the turn hung on the same words already.
func hungOn(t interviewer.Turn, claim string) bool {
	return slices.ContainsFunc(t.InterviewerTexts(), func(h string) bool { return strings.Contains(h, "“"+claim+"”") })
}

// maxWords is the most that one follow-up may take, claimWords the longest claim to hang it on.
const (
	maxWords   = 30
	claimWords = 7
)

// claim finds one of the hooks in the candidate's own words and gives those words.
func (d *document) claim(hooks []string) string {
	for _, h := range hooks {
		t := term{}
		for _, w := range d.c.content(h) {
			id := d.c.vocab.stemOf(stem(w))
			t.atoms = append(t.atoms, []int32{id})
		}
		if len(t.atoms) == 0 || slices.ContainsFunc(t.atoms, func(a []int32) bool { return a[0] == 0 }) {
			continue
		}
		for _, i := range d.content {
			if !slices.Contains(d.ids[i], t.atoms[0][0]) || d.negated[i] {
				continue
			}
			if from, to, ok := d.covered(&t, i); ok && to-from <= claimWords {
				q, _ := d.quote(d.widened(from, to))
				if q.Text != "" && !strings.ContainsAny(q.Text, "\n") {
					return q.Text
				}
			}
		}
	}
	return ""
}

// widened takes in what stands around a hook in its clause, up to claimWords: a lone noun is no claim. It begins with the clause, or four words before.
func (d *document) widened(from, to int) span {
	c := d.clauses[d.clauseOf[from]]
	s := span{max(c.from, from-4), to}
	if to-c.from <= claimWords {
		s.from = c.from
	}
	s.from = max(s.from, to-claimWords)
	for s.from > c.from && to-s.from < claimWords+beside && d.weighty(s.from-1) && d.weighty(s.from) { // not "letter queue" of a dead letter queue
		s.from--
	}
	for k := s.from; k < from; k++ {
		if joins(d.tokens[k].word) {
			s.from = k + 1
		}
	}
	for s.from > c.from && s.from < from && d.tokens[s.from].entry.class&(isRelation|isBreak|isCondition) != 0 {
		s.from++
	}
	s.to = max(to, min(c.to, s.from+claimWords))
	for k := to; k < s.to; k++ {
		if w := d.tokens[k].word; w == "and" || w == "or" { // the next thing
			s.to = k
		}
	}
	for s.to > to && s.to < c.to && d.weighty(s.to) { // not in the middle of an expression
		s.to--
	}
	for s.to > to && d.tokens[s.to-1].entry.class&isStop != 0 { // not to end on "and" or "the"
		s.to--
	}
	return s
}

// joins says whether a word ties what follows to what came before, so that no claim begins with it.
func joins(w string) bool {
	switch w {
	case "and", "but", "so", "then", "because", "or":
		return true
	}
	return false
}

// covered is the range of tokens that a term takes from its anchor at i.
func (d *document) covered(t *term, i int) (from, to int, ok bool) {
	used := []int{i}
	s := d.clauses[d.clauseOf[i]].sentence
	for k := 1; k < len(t.atoms); k++ {
		j, _ := d.closest(t.atoms[k], d.place[i], len(t.atoms)-1+slack, s, used)
		if j < 0 {
			return 0, 0, false
		}
		used = append(used, j)
	}
	return slices.Min(used), slices.Max(used) + 1, true
}

// unknownFact is said where the question has no fact for what was asked.
const unknownFact = "That is yours to decide. Assume what you need, and say what you assumed."

// Clarify answers from the question's facts alone: the fact whose words the candidate's question shares most.
func (g *Grader) Clarify(ctx context.Context, p interviewer.Probing, asked string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	stems := map[string]bool{}
	for _, w := range words(asked) {
		stems[stem(w)] = true
	}
	best, text := 0, unknownFact
	for _, f := range p.Turn.Question.Facts {
		n := 0
		for _, a := range f.Asks {
			if ws := words(a); len(ws) > 0 && all(ws, stems) {
				n += 2*len(ws) - 1
			}
		}
		if n > best {
			best, text = n, f.Text
		}
	}
	return text, nil
}

func all(ws []string, stems map[string]bool) bool {
	for _, w := range ws {
		if !stems[stem(w)] {
			return false
		}
	}
	return true
}
