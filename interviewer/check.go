package interviewer

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"

	"mockinterview/rubric"
	"mockinterview/rubric/text"
)

// Check is what the candidate says of one mark of their answer. It stands beside the grader's mark and never replaces
// it. Checks are only added: of a signal the newest counts.
type Check struct {
	Signal string `json:"signal"`
	// Verdict is the candidate's own. None says that they passed the mark over.
	Verdict rubric.Verdict `json:"verdict,omitempty"`
	// Quote is the sentence that the candidate points at for a signal which the grader did not find.
	Quote *rubric.Quote `json:"quote,omitempty"`
	// Withdrawn takes back what was said of the signal before.
	Withdrawn bool      `json:"withdrawn,omitempty"`
	At        time.Time `json:"at"`
}

// CheckItem is one mark that the candidate may check.
type CheckItem struct {
	Turn       int
	Competency rubric.Competency
	Signal     rubric.Signal
	Mark       rubric.Mark
	Check      *Check // nil: not looked at yet
}

// Judged says whether the candidate has given a verdict on the mark.
func (i CheckItem) Judged() bool { return i.Check != nil && i.Check.Verdict != "" }

// Checklist are the marks of a graded answer that the candidate may check, the weightiest first: every strong signal,
// and each weak one that was held against them. What an absence decides follows from other marks and is not asked. Text
// that was no answer has no marks.
func (s Session) Checklist(t Turn) []CheckItem {
	if !t.checkable() {
		return nil
	}
	checks := t.standingChecks()
	var out []CheckItem
	for _, c := range t.graded(s.Pack) {
		g, _ := t.Grade.Competency(c.ID)
		for _, m := range g.Marks {
			at := c.signal(m.Signal)
			if at < 0 || c.signals[at].Absence || m.Kind == rubric.Weak && m.Verdict == rubric.Absent {
				continue
			}
			item := CheckItem{Turn: t.N, Competency: c.Competency, Signal: c.signals[at], Mark: m}
			if check, ok := checks[m.Signal]; ok {
				item.Check = &check
			}
			out = append(out, item)
		}
	}
	slices.SortStableFunc(out, func(a, b CheckItem) int {
		return cmp.Or(cmp.Compare(b.Signal.Weight, a.Signal.Weight), last(a.Signal.Own(), b.Signal.Own()))
	})
	return out
}

// last orders false before true, so that items which have a property come after those without it.
func last(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// CheckCount is how many marks of a session have the candidate's verdict, and how many might have it.
func (s Session) CheckCount() (judged, all int) {
	for _, t := range s.Turns {
		for _, item := range s.Checklist(t) {
			all++
			if item.Judged() {
				judged++
			}
		}
	}
	return judged, all
}

// checkable says whether the turn has marks of which there is something to say.
func (t Turn) checkable() bool {
	g := t.Grade
	return t.State == Answered && g != nil && g.Score != nil && !g.Gated()
}

// graded lists what the question probes as the turn's grade has it: with the wrong claims that its marks cite.
func (t Turn) graded(p Pack) []soughtCompetency {
	out, claims := sought(p, t.Question), t.Question.ClaimSignals()
	for i := range out {
		cg, _ := t.Grade.Competency(out[i].ID)
		claims = out[i].cite(claims, cg.Marks)
	}
	return out
}

// standingChecks are the checks that count, by signal. What was said before the last answer was said of another text.
func (t Turn) standingChecks() map[string]Check {
	var answered time.Time
	for _, m := range t.Answers() {
		answered = m.At
	}
	out := map[string]Check{}
	for _, c := range t.Checks {
		switch {
		case c.At.Before(answered):
		case c.Withdrawn:
			delete(out, c.Signal)
		default:
			out[c.Signal] = c
		}
	}
	return out
}

// CheckedGrade is the turn's grade with the candidate's verdicts in the place of the grader's, scored as Finish scores.
// ok is false where the candidate has judged no mark.
func (s Session) CheckedGrade(t Turn) (g Grade, ok bool) {
	if !t.checkable() {
		return Grade{}, false
	}
	checks := t.standingChecks()
	g = *t.Grade
	g.Competencies, g.Caps, g.Calibrated = nil, nil, nil
	g.Provenance.Arithmetic = rubric.Arithmetic
	var probed []rubric.Probed
	for _, c := range t.graded(s.Pack) {
		was, graded := t.Grade.Competency(c.ID)
		if !graded {
			probed = append(probed, rubric.Probed{Competency: c.Competency, Probe: c.probe, Failed: true})
			continue
		}
		marks := slices.Clone(was.Marks)
		for i, m := range marks {
			if check, there := checks[m.Signal]; there && check.Verdict != "" {
				marks[i] = t.judged(m, check)
				ok = true
			}
		}
		markHinted(t, marks)
		probed = append(probed, g.score(c, marks, s.Level, ""))
	}
	if !ok {
		return Grade{}, false
	}
	g.put(rubric.ScoreTurn(probed, t.HintsUsed >= 3))
	return g, true
}

// judged is a mark with the candidate's verdict. A signal that the grader did not find is credited only with words of
// the answer to point at.
func (t Turn) judged(m rubric.Mark, c Check) rubric.Mark {
	if c.Verdict == rubric.Absent {
		m.Verdict, m.Quotes, m.Votes, m.Unmarked = rubric.Absent, []rubric.Quote{}, nil, false
		return m
	}
	if len(m.Quotes) == 0 {
		if c.Quote == nil || !t.holds(*c.Quote) {
			return m
		}
		m.Quotes, m.Nearest = []rubric.Quote{*c.Quote}, nil
	}
	m.Verdict, m.Reason, m.Contested, m.Votes, m.Unmarked = c.Verdict, "", false, nil, false
	return m
}

// holds says whether a quote is what stands in its place in an answer that counts.
func (t Turn) holds(q rubric.Quote) bool {
	for _, m := range t.Answers() {
		if r := []rune(m.Text); m.N == q.Message {
			return 0 <= q.Start && q.Start < q.End && q.End <= len(r) && string(r[q.Start:q.End]) == q.Text
		}
	}
	return false
}

// Checked is the session as the candidate's checks grade it. ok is false where nothing was checked.
func (s Session) Checked() (checked Session, ok bool) {
	s.Turns = slices.Clone(s.Turns)
	for i, t := range s.Turns {
		if g, judged := s.CheckedGrade(t); judged {
			s.Turns[i].Grade, ok = &g, true
		}
	}
	return s, ok
}

// Sentences are the sentences of the candidate's answers, as quotes.
func (t Turn) Sentences() []rubric.Quote {
	var out []rubric.Quote
	for _, m := range t.CandidateMessages() {
		for _, span := range text.Sentences(m.Text) {
			start := utf8.RuneCountInString(m.Text[:span.Start])
			words := span.Of(m.Text)
			out = append(out, rubric.Quote{
				Text: words, Message: m.Message, Start: start, End: start + utf8.RuneCountInString(words),
				Prompted: m.Prompted,
			})
		}
	}
	return out
}

// SentenceOf is the sentence of the answer that a quote begins in, or the quote itself.
func (t Turn) SentenceOf(q rubric.Quote) rubric.Quote {
	for _, s := range t.Sentences() {
		if s.Message == q.Message && s.Start <= q.Start && q.End <= s.End {
			return s
		}
	}
	return q
}
