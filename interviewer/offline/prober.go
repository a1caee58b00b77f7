package offline

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/interviewer/offline/encoder"
	"mockinterview/rubric"
	"mockinterview/rubric/text"
)

// FollowUp asks back: first where the candidate says something that is known to be wrong, then for a signal that is
// far from shown, the question's own first, then those of chief competencies. Empty text: nothing is worth asking.
func (g *Grader) FollowUp(ctx context.Context, p interviewer.Probing) (interviewer.Probe, error) {
	if sources := p.Turn.CandidateMessages(); len(sources) > 0 && passes(sources[len(sources)-1].Text) {
		if len(p.Turn.Answers()) > 1 { // after an answer, "no idea" means to go on
			return interviewer.Probe{}, nil
		}
		return once(p.Turn, p.Turn.Question.Easier), nil // one rung down for somebody who has said nothing yet
	}
	r, err := g.read(ctx, p.Pack, p.Turn)
	if err != nil || r.foreign {
		return interviewer.Probe{}, err
	}
	if ask, err := g.contradicted(ctx, r, p.Turn); ask != "" || err != nil {
		return interviewer.Probe{Text: ask}, err
	}
	if r.astray != "" {
		return once(p.Turn, back), nil
	}
	for _, m := range r.missing() {
		if probed(p.Turn, m.of) {
			continue
		}
		ask, err := g.ask(ctx, r, m, p.Turn)
		if err != nil {
			return interviewer.Probe{}, err
		}
		if ask != "" {
			return interviewer.Probe{Text: ask, Signal: m.of.ID}, nil
		}
	}
	return interviewer.Probe{}, nil
}

// back leads back to the question from what reads like an answer to another one: nothing of it was read further.
const back = "Let me bring you back to the question I asked. What is your answer to that one?"

// once asks something that was not asked in the turn before.
func once(t interviewer.Turn, ask string) interviewer.Probe {
	if slices.Contains(t.InterviewerTexts(), ask) {
		return interviewer.Probe{}
	}
	return interviewer.Probe{Text: ask}
}

// passing are ways to say that one does not know.
var passing = []string{
	"i don t know", "i don't know", "dont know", "do not know", "no idea", "no clue", "never done this", "can't answer",
	"i would not know", "i wouldn't know", "idk", "skip this",
}

// passes says whether a message says that the candidate does not know: in so many words, unless it is long; by "pass"
// or "not sure", which engineers say of many things, where it is hardly more; or by one or two words of whatever kind.
func passes(message string) bool {
	words := text.Folded(message)
	has := func(phrase string) bool { return text.Holds(words, strings.Fields(phrase)) }
	switch n := len(words); {
	case n < 3:
		return true
	case n < 5:
		return has("pass") || has("not sure") || slices.ContainsFunc(passing, has)
	default:
		return n < 14 && slices.ContainsFunc(passing, has)
	}
}

// farFromShown says whether a signal can be asked for: the two nearest passages have to be far from it. Of the signals
// that are absent but nearer, readers found one in seven, and nobody likes to be asked for what they have just said.
// TestFollowUpsAskForWhatIsMissing has the figures that the bounds were chosen by.
func (m *reading) farFromShown() bool {
	const own, general = -3.8, -3
	if m.own {
		return m.first+m.second < own
	}
	return m.first+m.second < general
}

// missing lists the strong signals that are far from shown, those most worth asking for first. A general one has little
// to do with a question that is not chiefly about its competency.
func (r *read) missing() []*reading {
	against := map[string]bool{} // competencies with a critical weak signal shown
	for i := range r.signals {
		if m := &r.signals[i]; m.of.Kind == rubric.Weak && m.of.Critical() && m.verdict() == rubric.Shown {
			against[m.competency] = true
		}
	}
	chief := func(m *reading) bool { return r.question.Probes[m.competency] == rubric.Chief }
	rank := func(m *reading) (n int) {
		if against[m.competency] {
			n += 4
		}
		if m.own {
			n += 2
		}
		if chief(m) {
			n++
		}
		return n
	}
	var out []*reading
	for i := range r.signals {
		if m := &r.signals[i]; m.of.Kind == rubric.Strong && m.farFromShown() && (m.own || chief(m)) {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b *reading) int {
		return cmp.Or(rank(b)-rank(a), cmp.Compare(a.strength, b.strength))
	})
	return out
}

// probed says whether a signal was asked for already.
func probed(t interviewer.Turn, s rubric.Signal) bool {
	return slices.ContainsFunc(t.Messages, func(m interviewer.Message) bool {
		return m.Signal == s.ID && m.Signal != "" && !m.Superseded
	})
}

// ask words the follow-up for a signal, or "" if the pack has none. It hangs on a clause of the candidate's where one
// holds a hook of the pack's.
func (g *Grader) ask(ctx context.Context, r *read, m *reading, t interviewer.Turn) (string, error) {
	for _, f := range t.Question.FollowUps {
		if f.Signal != m.of.ID && (m.of.Refines == "" || f.Signal != m.of.Refines) {
			continue
		}
		if f.Hung != "" {
			claim, err := g.claim(ctx, r, m, f.Hooks)
			if err != nil {
				return "", err
			}
			hung := strings.ReplaceAll(f.Hung, "{claim}", "“"+claim+"”")
			if claim != "" && !hungOn(t, claim) && len(strings.Fields(hung)) <= maxWords {
				return hung, nil
			}
		}
		if f.Text != "" {
			return f.Text, nil
		}
	}
	if k := t.Question.Kind; k == "behavioural" || k == "incident" {
		return "", nil // a general signal's question is about a design, not about a story
	}
	return m.of.FollowUp, nil
}

// hungOn says whether an earlier question of the turn hung on the same words already.
func hungOn(t interviewer.Turn, claim string) bool {
	return slices.ContainsFunc(t.InterviewerTexts(), func(h string) bool { return strings.Contains(h, "“"+claim+"”") })
}

// maxWords is the most that one follow-up may take, claimWords the longest clause to hang it on.
const (
	maxWords   = 34
	claimWords = 14
)

// claim is the whole clause of the candidate's that holds one of the hooks and lies nearest to what is asked for, or
// "".
func (g *Grader) claim(ctx context.Context, r *read, m *reading, hooks []string) (string, error) {
	var clauses []string
	for _, p := range r.passages {
		for _, c := range text.Clauses(p.message, p.span) {
			t := strings.TrimRight(c.Of(p.message), ".!?,;: ")
			if n := len(text.Words(t)); n >= 3 && n <= claimWords && !strings.ContainsAny(t, "\n“”\"") &&
				holdsAny(t, hooks) {
				clauses = append(clauses, t)
			}
		}
	}
	vectors, err := g.encode(ctx, clauses)
	if at, _ := nearestOf(m.examples.text, vectors); at >= 0 {
		return clauses[at], err
	}
	return "", err
}

// holdsAny says whether a clause holds all words of one of the hooks, side by side. The last may go on, as in "retries"
// for "retr", unless the hook is short.
func holdsAny(clause string, hooks []string) bool {
	said := text.Folded(clause)
	return slices.ContainsFunc(hooks, func(h string) bool {
		hook := text.Folded(h)
		if len(strings.Join(hook, " ")) <= shortHook {
			return text.Holds(said, hook)
		}
		return text.HoldsStart(said, hook)
	})
}

// shortHook is the most letters of a hook that is a whole word, such as "put" or "no".
const shortHook = 3

// sameClaim is the cosine from where on a sentence says what a known wrong claim says.
const sameClaim = 0.75

// contradicted finds a sentence that says one of the question's wrong claims, and gives the question that is put to it.
func (g *Grader) contradicted(ctx context.Context, r *read, t interviewer.Turn) (string, error) {
	for _, w := range t.Question.WrongClaims {
		v, err := g.encode(ctx, append([]string{w.Text}, t.Question.Truths...))
		if err != nil {
			return "", err
		}
		for _, said := range r.vectors {
			near := encoder.Cosine(said, v[0])
			_, truth := nearestOf(said, v[1:])
			if near >= sameClaim && near >= truth && !slices.Contains(t.InterviewerTexts(), w.Ask) {
				return w.Ask, nil
			}
		}
	}
	return "", nil
}

// unknownFact is said where the question has no fact for what was asked.
const unknownFact = "That is yours to decide. Assume what you need, and say what you assumed."

// sameMatter is how near a clarifying question has to be to a fact: the cosine, and a bonus where it holds its words.
const (
	sameMatter = 0.45
	wordBonus  = 0.3
)

// Clarify answers from the question's facts and terms alone.
func (g *Grader) Clarify(ctx context.Context, p interviewer.Probing, asked string) (string, error) {
	q := p.Turn.Question
	for _, t := range q.Terms {
		if holdsAny(asked, []string{t.Term}) {
			return t.Text, nil
		}
	}
	texts := []string{asked}
	for _, f := range q.Facts {
		texts = append(texts, f.Text)
	}
	v, err := g.encode(ctx, texts)
	if err != nil {
		return "", err
	}
	best, text := sameMatter, unknownFact
	for i, f := range q.Facts {
		near := encoder.Cosine(v[0], v[i+1])
		if holdsAny(asked, f.Asks) {
			near += wordBonus
		}
		if near > best {
			best, text = near, f.Text
		}
	}
	return text, nil
}
