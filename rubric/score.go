package rubric

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CompetencyScore is the arithmetic of one competency in one answer.
type CompetencyScore struct {
	ID       string  `json:"id"`
	Level    Level   `json:"level"`
	Score    float64 `json:"-"` // 1.0-4.0, not rounded; 1.0 for not_shown, where it is not displayed
	Evidence float64 `json:"-"` // points of the strong signals
	Against  float64 `json:"-"` // points of the weak signals
	Bar      float64 `json:"-"` // points that make a full pass at this seniority
	Critical bool    `json:"-"` // a critical weak signal was fully shown
	AnyShown bool    `json:"-"` // some strong signal was fully shown
	AsksOwn  bool    `json:"-"` // the question has a strong signal of its own here
	OwnShown bool    `json:"-"` // and one of those was fully shown
	Unmarked int     `json:"-"` // signals of which the grader said nothing
	Marks    []Mark  `json:"marks"`
}

// barShare is the share of the applicable strong weight that makes a full pass.
func barShare(s Seniority) float64 {
	switch s {
	case Junior:
		return .35
	case Mid:
		return .4
	case Staff:
		return .6
	}
	return .5
}

// Bar is the number of points that make a full pass: a share of the applicable strong weight by seniority, at least 2.
func Bar(signals []Signal, s Seniority) float64 {
	total := 0
	for _, sig := range signals {
		if sig.Kind == Strong {
			total += sig.Weight
		}
	}
	return max(2, barShare(s)*float64(total))
}

// Enough says whether the marks are enough to score a competency by: half of the weight of its strong signals has to
// be marked.
func Enough(signals []Signal, marks []Mark) bool {
	marked, all := 0, 0
	for _, s := range signals {
		if s.Kind != Strong {
			continue
		}
		all += s.Weight
		if !slices.ContainsFunc(marks, func(m Mark) bool { return m.Signal == s.ID && m.Unmarked }) {
			marked += s.Weight
		}
	}
	return 2*marked >= all
}

// FullyShown is the fewest strong signals that must be fully shown for a strong level.
const FullyShown = 2

// Score turns the marks of one competency into a level and a score. Marks of unknown signals and all but the first mark
// of a signal are ignored; signals without a mark are absent. A weak signal declared by absence is decided here,
// whatever a grader said. onTopic tells that the answer passed the gates, so that a competency which always shows
// something is not not_shown.
func Score(c Competency, question []Signal, marks []Mark, s Seniority, onTopic bool) CompetencyScore {
	return ScoreSignals(c, Applicable(c, question), slices.Clone(marks), s, onTopic)
}

// ScoreSignals is Score for signals that are known to be those of the competency that apply. It keeps the marks and may
// change them.
func ScoreSignals(c Competency, signals []Signal, marks []Mark, s Seniority, onTopic bool) CompetencyScore {
	marks = complete(signals, marks)
	out := CompetencyScore{ID: c.ID, Marks: marks}
	marked := make([]Signal, 0, len(signals))
	evidence := false
	strongShown := 0
	for i, sig := range signals {
		m := marks[i]
		if m.Unmarked {
			out.Unmarked++
			continue
		}
		marked = append(marked, sig)
		out.AsksOwn = out.AsksOwn || (sig.Kind == Strong && sig.Own())
		p := m.points() * float64(sig.Weight)
		if p == 0 {
			continue
		}
		switch sig.Kind {
		case Strong:
			evidence = true
			out.Evidence += p
			if m.Full() {
				out.AnyShown = true
				out.OwnShown = out.OwnShown || sig.Own()
				strongShown++
			}
		case Weak:
			if !sig.Absence { // what is missing is no evidence of anything
				evidence = true
			}
			out.Against += p
			out.Critical = out.Critical || (sig.Critical() && m.Verdict == Shown)
		}
	}
	out.Bar = Bar(marked, s)
	p := (out.Evidence - out.Against) / out.Bar
	switch {
	case !evidence && !(c.Always && onTopic):
		out.Level, out.Score = LevelNotShown, 1
		return out
	case p >= 1 && strongShown >= FullyShown && !out.Critical && len(c.Lacks(signals, marks)) == 0:
		out.Level = LevelStrong
	case p >= .5:
		out.Level = LevelMixed
	default:
		out.Level = LevelWeak
	}
	lo, hi := out.Level.Band()
	out.Score = clamp(clamp(1+2.4*p, 1, 4), lo, hi)
	return out
}

// complete gives one mark per signal, in the signals' order, and settles those that stand for an absence. Where the
// marks are in that order already and none depends on another, it changes them in their place.
func complete(signals []Signal, marks []Mark) []Mark {
	of := func(id string) Mark { // the first
		for i := range marks {
			if marks[i].Signal == id {
				return marks[i]
			}
		}
		return Mark{}
	}
	out := marks
	if !slices.EqualFunc(signals, marks, func(s Signal, m Mark) bool { return s.ID == m.Signal && !s.Absence }) {
		out = make([]Mark, len(signals))
	}
	for i, s := range signals {
		m := of(s.ID)
		if m.Verdict != Shown && m.Verdict != Partial {
			m.Verdict = Absent
		}
		m.Signal, m.Kind, m.Sought = s.ID, s.Kind, s.Text
		if m.Quotes == nil {
			m.Quotes = []Quote{}
		}
		if s.Absence {
			m.Verdict, m.Quotes, m.Nearest, m.Contested = Shown, []Quote{}, nil, false
			m.Votes, m.Unmarked, m.Reason = nil, false, notFound(signals, s.Unless)
			for _, id := range s.Unless {
				if o := of(id); o.Verdict == Shown || o.Verdict == Partial {
					m.Verdict, m.Unmarked, m.Reason = Absent, false, "The answer shows the opposite."
					break
				} else if o.Unmarked { // which might rule it out
					m.Verdict, m.Unmarked, m.Reason = Absent, true, ""
				}
			}
		}
		out[i] = m
	}
	return out
}

// notFound says what would have ruled out a signal that stands for an absence.
func notFound(signals []Signal, unless []string) string {
	var texts []string
	for _, s := range signals {
		if slices.Contains(unless, s.ID) && s.Text != "" {
			texts = append(texts, strings.TrimRight(lowerFirst(s.Text), "."))
		}
	}
	if len(texts) == 0 {
		return "None of the things that would rule this out was shown."
	}
	return "Looked for and not found: " + strings.Join(texts, "; or ") + "."
}

// lowerFirst is a text as it stands within a sentence: an acronym at its beginning stays as it is.
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); n == 0 || unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// Band is the range of scores that belongs to a level.
func (l Level) Band() (lo, hi float64) {
	switch l {
	case LevelStrong:
		return StrongHire.Least(), 4
	case LevelMixed:
		return 2.2, StrongHire.Below()
	case LevelWeak:
		return 1, 2.1
	}
	return 1, 1
}

// levelOf is the level whose band holds the score of a competency that was shown.
func levelOf(score float64) Level {
	for _, l := range []Level{LevelStrong, LevelMixed} {
		if least, _ := l.Band(); Round(score) >= least {
			return l
		}
	}
	return LevelWeak
}

// Probed is one competency as a question asked for it and as it came out.
type Probed struct {
	Competency Competency
	Probe      Probe
	Result     CompetencyScore
	// Failed says that this competency could not be graded; Result then means nothing.
	Failed bool
}

// weight is what the competency counts in a mean: its share of the rubric, twice where it is chief.
func (p Probed) weight() float64 {
	if p.Probe == Chief {
		return 2 * float64(p.Competency.Weight)
	}
	return float64(p.Competency.Weight)
}

// low says that the competency takes points off the mean.
func (p Probed) low() bool { return p.Result.Level == LevelWeak || p.Result.Level == LevelNotShown }

// Arithmetic is the number of the rules by which this package turns marks into scores. It goes up whenever the same
// marks may come out with another score; a grade records the number that made it.
const Arithmetic = 3

// Outcome is the score of an answer or a session. Score is 0 with NoDecision.
type Outcome struct {
	Score          float64
	Recommendation Recommendation
	Caps           []string // what held the score, in words
	// Sum is how the score is made, in one line whose printed numbers add up; empty with NoDecision.
	Sum string
}

// undecided is the outcome where there is no score, and why.
func undecided(why string) Outcome { return Outcome{Recommendation: NoDecision, Caps: []string{why}} }

// ScoreTurn puts the competencies of one answer together: the mean by weight, less a share for those weak or not shown,
// held by what the answer shows of what was asked. thirdHint says that the candidate took the last rung of the hints.
func ScoreTurn(probed []Probed, thirdHint bool) Outcome {
	var graded []Probed
	var chiefShown, asksOwn, ownShown, critical bool
	for _, p := range probed {
		if p.Failed {
			if p.Probe == Chief {
				return undecided(p.Competency.Name + " could not be graded, so there is no score yet")
			}
			continue
		}
		graded = append(graded, p)
		chiefShown = chiefShown || (p.Probe == Chief && p.Result.AnyShown)
		asksOwn = asksOwn || p.Result.AsksOwn
		ownShown = ownShown || p.Result.OwnShown
		critical = critical || p.Result.Critical
	}
	if len(graded) == 0 {
		return undecided("nothing could be graded")
	}
	s := add(graded)
	switch {
	case !chiefShown:
		s.most(LeaningNoHire.Below(), "no strong signal fully shown in what the question chiefly asks")
	case asksOwn && !ownShown:
		s.most(LeaningNoHire.Below(), "none of the question's own strong signals fully shown")
	case !critical:
		s.least(LeaningNoHire.Least(), "a strong signal shown where it counts and nothing critical against")
	}
	if thirdHint {
		s.most(StrongHire.Below(), "the third hint was taken")
	}
	s.bottom()
	return s.outcome()
}

// Gated is the outcome of text that is no answer: off the topic, no answer at all, or an echo.
func Gated(reason string) Outcome {
	return Outcome{Score: 1, Recommendation: StrongNoHire, Caps: []string{reason},
		Sum: "what is no answer has the lowest score = 1.0"}
}

// Recommend bands a score that was rounded already.
func Recommend(score float64) Recommendation {
	for _, r := range Recommendations() {
		if score >= r.Least() {
			return r
		}
	}
	return StrongNoHire
}

// TurnResult is one turn of a session, for ScoreSession.
type TurnResult struct {
	Skipped bool
	Graded  bool    // a grade with a score
	Outcome Outcome // of the graded turn
	Probed  []Probed
}

// SessionCompetency is one competency over a whole session. Score is 0 where Level is not_shown.
type SessionCompetency struct {
	ID    string
	Level Level
	Score float64
}

// ScoreSession puts the turns of an interview together. The score of one graded turn is the session's, whichever
// arithmetic made it; of several it is made by the rule of ScoreTurn over the session's competencies. Each skipped
// question then counts as an answer of 1.0. single says that one graded turn is enough: a drill, or an interview of one
// question.
func ScoreSession(competencies []Competency, turns []TurnResult, single bool) (Outcome, []SessionCompetency) {
	var graded []Outcome
	skipped := 0
	for _, t := range turns {
		switch {
		case t.Skipped:
			skipped++
		case t.Graded:
			graded = append(graded, t.Outcome)
		}
	}
	var out []SessionCompetency
	var asked []Probed
	covered, total := 0, 0
	for _, c := range competencies {
		total += c.Weight
		p, ok := overSession(c, turns)
		if ok {
			asked = append(asked, p)
			covered += c.Weight
		}
		out = append(out, p.shown())
	}
	need := 2
	if single {
		need = 1
	}
	switch {
	case len(graded) < need:
		return undecided(fmt.Sprintf("%d of at least %d answers graded", len(graded), need)), out
	case len(asked) == 0 || 10*covered < 6*total:
		return undecided("less than 60 % of the rubric's weight was covered"), out
	case 2*skipped > len(turns):
		return undecided("more than half of the questions were skipped"), out
	}
	var s *sum
	if len(graded) == 1 {
		s = of(graded[0])
	} else {
		s = together(asked, graded)
	}
	s.skip(len(graded), skipped)
	return s.outcome(), out
}

// together is the score of several answers. Whether they show what was asked is known by their own scores: an answer
// that does not is below the least of a leaning_no_hire.
func together(asked []Probed, answers []Outcome) *sum {
	s := add(asked)
	shows := slices.ContainsFunc(answers, func(o Outcome) bool { return o.Score >= LeaningNoHire.Least() })
	critical := slices.ContainsFunc(asked, func(p Probed) bool { return p.Result.Critical })
	switch {
	case !shows:
		s.most(LeaningNoHire.Below(), "no answer shows what its question chiefly asks")
	case !critical:
		s.least(LeaningNoHire.Least(), "an answer shows what its question chiefly asks and nothing critical is against")
	}
	s.bottom()
	return s
}

// overSession is a competency as the graded turns together show it: the mean over those that probe it, a chief turn
// twice, without the not_shown of a minor probe when the competency was shown elsewhere. It is chief where any turn
// has it chief. ok is false where no graded turn probes it.
func overSession(c Competency, turns []TurnResult) (p Probed, ok bool) {
	p = Probed{Competency: c, Probe: Also, Result: CompetencyScore{ID: c.ID, Level: LevelNotShown, Score: 1}}
	var all []Probed
	shown, chiefWeak := false, false
	for _, t := range turns {
		if t.Skipped || !t.Graded {
			continue
		}
		for _, q := range t.Probed {
			if q.Competency.ID != c.ID || q.Failed {
				continue
			}
			all = append(all, q)
			p.Result.Critical = p.Result.Critical || q.Result.Critical
			shown = shown || q.Result.Level != LevelNotShown
			if q.Probe == Chief {
				p.Probe = Chief
				chiefWeak = chiefWeak || q.Result.Level == LevelWeak
			}
		}
	}
	if !shown {
		return p, len(all) > 0
	}
	var sum, weight float64
	for _, q := range all {
		if q.Probe != Chief && q.Result.Level == LevelNotShown {
			continue
		}
		sum += q.weight() * q.Result.Score
		weight += q.weight()
	}
	p.Result.Score = sum / weight
	p.Result.Level = levelOf(p.Result.Score)
	if chiefWeak && p.Result.Level == LevelStrong {
		p.Result.Level = LevelMixed
	}
	return p, true
}

// shown is the competency of a session as it is displayed.
func (p Probed) shown() SessionCompetency {
	sc := SessionCompetency{ID: p.Competency.ID, Level: p.Result.Level}
	if sc.Level != LevelNotShown {
		sc.Score = Round(p.Result.Score)
	}
	return sc
}

func clamp(v, lo, hi float64) float64 { return min(max(v, lo), hi) }

// Round keeps one decimal, half up; it is applied once, to what is shown and banded. The nudge undoes binary fractions
// such as 2.45 = 2.4500000000000001776 both ways.
func Round(v float64) float64 { return math.Floor(v*10+.5+1e-9) / 10 }
