package interviewer

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"mockinterview/rubric"
	"mockinterview/rubric/evidence"
)

// Finish turns what a grader said into a grade: it checks every quote against the candidate's own messages, marks
// what a hint gave away, and does the arithmetic. steers recognises sentences that address the grader.
func Finish(a Assessment, j Judgement, steers func(string) bool) Grade {
	g := Grade{
		Status:     StatusGraded,
		Caps:       append([]string{}, j.Caps...),
		Notes:      j.Notes,
		Provenance: j.Provenance,
		Quotes:     j.Quotes,
	}
	g.Provenance.Arithmetic = rubric.Arithmetic
	g.Provenance.Pack = a.Pack.PackName()
	g.Provenance.RubricHash = rubric.Hash(a.Pack.Probed(a.Turn.Question), a.Turn.Question.Signals)
	competencies := sought(a.Pack, a.Turn.Question)
	if j.Gate != "" {
		g = gated(g, competencies, j.Gate)
		if j.Shifts != nil {
			g.Calibrated = g.Score
		}
		return g
	}
	check := evidence.NewChecker(
		a.Turn.CandidateMessages(),
		a.Pack.Foreign(a.Turn.Question, a.Turn.InterviewerOwnTexts()...),
		steers,
	)
	said := check.Said()
	var uses evidence.Uses
	claims := a.Turn.Question.ClaimSignals()
	sums := a.Turn.sums()
	incomplete := false
	probed := make([]rubric.Probed, 0, len(competencies))
	for _, c := range competencies {
		f := j.finding(c.ID)
		if f.Err != nil {
			g.Failures = append(g.Failures, Failure{Competency: c.ID, Reason: f.Err.Error()})
			probed = append(probed, rubric.Probed{Competency: c.Competency, Probe: c.probe, Failed: true})
			continue
		}
		claims = c.cite(claims, f.Marks)
		claimed := c.known(f.Marks)
		marks, given, kept := check.CheckMarks(claimed)
		g.Quotes.Checked += given
		g.Quotes.Verbatim += kept
		if lost := lostAll(claimed, marks); lost {
			g.Caps = append(g.Caps, c.Name+": no quote given for it holds, so nothing counts for it")
		}
		if j.Provenance.Grader.ByModel() {
			c.dropUngrounded(a.Turn.Question, claimed, marks)
			uses.Limit(c.ID, marks, c.called)
		}
		if missing := c.unmarked(marks); missing != "" {
			if !rubric.Enough(c.signals, marks) {
				g.Failures = append(g.Failures, Failure{Competency: c.ID, Reason: "the model said nothing of " +
					missing + ", even when asked for them alone"})
				probed = append(probed, rubric.Probed{Competency: c.Competency, Probe: c.probe, Failed: true})
				continue
			}
			incomplete = true
			g.Notes = append(g.Notes, fmt.Sprintf("%s is graded in part: the model said nothing of %s, even when asked "+
				"for it alone; that counts neither for nor against", c.Name, missing))
		}
		markHinted(a.Turn, marks)
		halveUnsound(sums, marks)
		c.point(said, marks)
		probed = append(probed, g.score(c, marks, a.Level, f.Summary))
	}
	switch {
	case len(g.Failures) == len(competencies):
		g.Status = failedAs(j.Findings)
	case len(g.Failures) > 0 || incomplete:
		g.Status = StatusPartial
	}
	if lost := g.Quotes.Checked - g.Quotes.Verbatim; 3*lost > g.Quotes.Checked {
		g.Notes = append(g.Notes, fmt.Sprintf(
			"%d of the %d quotes given do not hold, so this grade is doubtful", lost, g.Quotes.Checked))
	}
	g.Notes = append(g.Notes, sumNotes(sums)...)
	g.put(rubric.ScoreTurn(probed, a.Turn.HintsUsed >= 3))
	g.calibrate(probed, a.Turn.HintsUsed >= 3, j.Shifts)
	return g
}

// soughtCompetency is a competency that a question probes, with the signals that apply.
type soughtCompetency struct {
	rubric.Competency
	probe   rubric.Probe
	signals []rubric.Signal
}

// sought lists what a question probes.
func sought(p Pack, q Question) []soughtCompetency {
	var out []soughtCompetency
	for _, c := range p.Probed(q) {
		out = append(out, soughtCompetency{c, q.Probes[c.ID], rubric.Applicable(c, q.Signals)})
	}
	return out
}

// cite adds the wrong claims that a mark cites to the signals of the competency and gives the others: each counts once,
// where it is cited first.
func (c *soughtCompetency) cite(claims []rubric.Signal, marks []rubric.Mark) (left []rubric.Signal) {
	for _, claim := range claims {
		if slices.ContainsFunc(marks, func(m rubric.Mark) bool {
			return m.Signal == claim.ID && m.Verdict != rubric.Absent
		}) {
			c.signals = append(c.signals, claim)
		} else {
			left = append(left, claim)
		}
	}
	return left
}

// dropUngrounded takes away the reason of a mark that explains it by a technical noun which stands neither in its
// quotes, nor in the question or the signal's text. Reasons that the check of quotes gave are our own.
func (c *soughtCompetency) dropUngrounded(q Question, claimed, marks []rubric.Mark) {
	for i, m := range marks {
		if m.Reason == "" || m.Verdict != claimed[i].Verdict {
			continue
		}
		known := []string{q.Text, c.called(m.Signal)}
		for _, quote := range m.Quotes {
			known = append(known, quote.Text)
		}
		if !evidence.Grounded(m.Reason, known...) {
			marks[i].Reason = ""
		}
	}
}

// called is the text of a signal, as a card shows it.
func (c *soughtCompetency) called(id string) string {
	if at := c.signal(id); at >= 0 {
		return strings.TrimRight(c.signals[at].Text, ".")
	}
	return strings.ReplaceAll(id, "-", " ")
}

// unmarked are the signals of which the grader said nothing, as a card calls them.
func (c *soughtCompetency) unmarked(marks []rubric.Mark) string {
	var called []string
	for _, m := range marks {
		if m.Unmarked {
			called = append(called, "“"+c.called(m.Signal)+"”")
		}
	}
	return strings.Join(called, ", ")
}

// finding is the last one of a competency, as a later word of a grader replaces an earlier one.
func (j Judgement) finding(competency string) Finding {
	for _, f := range slices.Backward(j.Findings) {
		if f.Competency == competency {
			return f
		}
	}
	return Finding{Err: errors.New("nothing was said of it")}
}

// failedAs is the status when every competency failed: what they have in common, or failed.
func failedAs(findings []Finding) GradeStatus {
	all := func(kinds ...error) bool {
		return !slices.ContainsFunc(findings, func(f Finding) bool {
			return !slices.ContainsFunc(kinds, func(k error) bool { return errors.Is(f.Err, k) })
		})
	}
	switch {
	case all(ErrPending, ErrUnauthorized):
		return StatusPending
	case all(ErrUngradable):
		return StatusUngradable
	}
	return StatusFailed
}

// signal is the place of a signal that applies, or -1.
func (c *soughtCompetency) signal(id string) int {
	for i := range c.signals {
		if c.signals[i].ID == id {
			return i
		}
	}
	return -1
}

// known keeps the marks of signals that apply, the first of each, and gives them their kind.
func (c *soughtCompetency) known(marks []rubric.Mark) []rubric.Mark {
	if slices.EqualFunc(
		marks,
		c.signals,
		func(m rubric.Mark, s rubric.Signal) bool { return m.Signal == s.ID && m.Kind == s.Kind && s.Kind != "" },
	) {
		return marks // of a grader that goes by the rubric
	}
	out := make([]rubric.Mark, 0, len(c.signals))
	seen := make([]bool, len(c.signals))
	for i := range marks {
		if s := c.signal(marks[i].Signal); s >= 0 && !seen[s] && c.signals[s].Kind != "" {
			seen[s] = true
			out = append(out, marks[i])
			out[len(out)-1].Kind = c.signals[s].Kind
		}
	}
	return out
}

// Ungraded is the grade of an answer that a grader could not grade at all.
func Ungraded(a Assessment, p Provenance, err error) Grade {
	g := Grade{Status: StatusPending, Recommendation: rubric.NoDecision, Reason: err.Error(), Provenance: p}
	switch {
	case errors.Is(err, ErrUngradable):
		g.Status = StatusUngradable
	case errors.Is(err, ErrUnusable), errors.Is(err, ErrTooLong):
		g.Status = StatusFailed
	}
	g.Provenance.Pack = a.Pack.PackName()
	g.Provenance.RubricHash = rubric.Hash(a.Pack.Probed(a.Turn.Question), a.Turn.Question.Signals)
	return g
}

func (g *Grade) put(o rubric.Outcome) {
	g.Recommendation = o.Recommendation
	g.Caps, g.Sum = append(g.Caps, o.Caps...), o.Sum
	if o.Recommendation == rubric.NoDecision {
		return
	}
	score, overall := o.Score, o.Recommendation.Overall()
	g.Score, g.Overall = &score, &overall
}

// gated is the grade of text that is no answer.
func gated(g Grade, competencies []soughtCompetency, why string) Grade {
	g.Reason = why
	for _, c := range competencies {
		g.Competencies = append(g.Competencies, CompetencyGrade{
			ID: c.ID, Level: rubric.LevelNotShown, Exact: 1, Probe: c.probe, Summary: why,
			Marks: rubric.Absents(c.signals, why),
		})
	}
	g.put(rubric.Gated(why))
	return g
}

// score makes the marks of a competency part of the grade; it may change them.
func (g *Grade) score(c soughtCompetency, marks []rubric.Mark, level rubric.Seniority, summary string) rubric.Probed {
	score := rubric.ScoreSignals(c.Competency, c.signals, marks, level, true)
	g.Competencies = append(g.Competencies, competencyGrade(c, score, summary))
	return rubric.Probed{Competency: c.Competency, Probe: c.probe, Result: score}
}

func competencyGrade(c soughtCompetency, s rubric.CompetencyScore, summary string) CompetencyGrade {
	out := CompetencyGrade{
		ID: c.ID, Level: s.Level, Exact: s.Score, Probe: c.probe, Critical: s.Critical, Summary: summary,
		Marks: s.Marks,
	}
	if s.Level != rubric.LevelNotShown {
		score := rubric.Round(s.Score)
		out.Score = &score
	}
	if out.Summary == "" {
		out.Summary = summarise(s)
	}
	return out
}

// summarise says in one sentence what the marks come to.
func summarise(s rubric.CompetencyScore) string {
	var shown, partly, against int
	for _, m := range s.Marks {
		switch m.Kind {
		case rubric.Strong:
			switch m.Verdict {
			case rubric.Shown:
				shown++
			case rubric.Partial:
				partly++
			case rubric.Absent:
			}
		case rubric.Weak:
			if m.Verdict != rubric.Absent {
				against++
			}
		}
	}
	if s.Level == rubric.LevelNotShown {
		return "Nothing in the answer speaks to this."
	}
	parts := []string{fmt.Sprintf("%d shown", shown)}
	if partly > 0 {
		parts = append(parts, fmt.Sprintf("%d in part", partly))
	}
	if against > 0 {
		parts = append(parts, fmt.Sprintf("%d against", against))
	}
	if s.Unmarked > 0 {
		parts = append(parts, fmt.Sprintf("%d not marked", s.Unmarked))
	}
	return fmt.Sprintf(
		"%s: %.1f points of the %.1f that make a full pass.",
		strings.Join(parts, ", "),
		s.Evidence-s.Against,
		s.Bar,
	)
}

// lostAll says whether a competency had strong marks and every one of them lost its quotes.
func lostAll(before, after []rubric.Mark) bool {
	had := false
	for i, m := range before {
		if !m.Credited() {
			continue
		}
		had = true
		if after[i].Verdict != rubric.Absent {
			return false
		}
	}
	return had
}

// point gives every strong signal that was not credited the candidate's nearest sentence, where the grader named none.
func (c *soughtCompetency) point(said *evidence.Said, marks []rubric.Mark) {
	for i, m := range marks {
		if at := c.signal(m.Signal); at >= 0 && c.signals[at].Kind == rubric.Strong && m.Verdict == rubric.Absent &&
			m.Nearest == nil && !m.Unmarked {
			marks[i].Nearest = said.Nearest(c.signals[at])
		}
	}
}

// markHinted marks the signals that a hint had given away before they were first shown.
func markHinted(t Turn, marks []rubric.Mark) {
	for i, m := range marks {
		if m.Kind != rubric.Strong || len(m.Quotes) == 0 {
			continue
		}
		first := m.Quotes[0].Message
		for _, q := range m.Quotes {
			first = min(first, q.Message)
		}
		marks[i].Hinted = t.GivenBefore(m.Signal, first)
	}
}

// Outcome puts the stored grades of a session together. The competencies are in the order of the rubric.
func (s Session) Outcome() (rubric.Outcome, []rubric.SessionCompetency) {
	return rubric.ScoreSession(s.Pack.Rubric, s.results(), s.Single())
}

// results are the turns as they were graded.
func (s Session) results() []rubric.TurnResult {
	var turns []rubric.TurnResult
	for _, t := range s.Turns {
		if t.State == Asked {
			continue
		}
		r := rubric.TurnResult{Skipped: t.State == Skipped}
		if g := t.Grade; g != nil && g.Score != nil {
			r.Graded = true
			r.Outcome = rubric.Outcome{Score: *g.Score, Recommendation: g.Recommendation, Caps: g.Caps, Sum: g.Sum}
			for _, cg := range g.Competencies {
				c, ok := s.Pack.Competency(cg.ID)
				if !ok {
					continue
				}
				res := rubric.CompetencyScore{
					ID:       cg.ID,
					Level:    cg.Level,
					Score:    max(cg.Exact, 1),
					Critical: cg.Critical,
				}
				if cg.Exact == 0 && cg.Score != nil { // of a version that kept only what it showed
					res.Score = *cg.Score
				}
				r.Probed = append(r.Probed, rubric.Probed{Competency: c, Probe: cg.Probe, Result: res})
			}
		}
		turns = append(turns, r)
	}
	return turns
}

// Usage sums what the grades of a session cost, old grades included.
func (s Session) Usage() Usage {
	var u Usage
	for _, t := range s.Turns {
		for _, g := range t.OldGrades {
			u = u.Add(g.Provenance.Usage)
		}
		if t.Grade != nil {
			u = u.Add(t.Grade.Provenance.Usage)
		}
	}
	return u
}
