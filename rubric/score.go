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

// Bar is the number of points that make a full pass: a share of the applicable strong weight by seniority, held in 2 to
// 4.
func Bar(signals []Signal, s Seniority) float64 {
	total := 0
	for _, sig := range signals {
		if sig.Kind == Strong {
			total += sig.Weight
		}
	}
	return clamp(barShare(s)*float64(total), 2, 4)
}

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
	out := CompetencyScore{ID: c.ID, Bar: Bar(signals, s), Marks: marks}
	evidence := false
	strongShown := 0
	for i, sig := range signals {
		m := marks[i]
		p := m.points() * float64(sig.Weight)
		if p == 0 {
			continue
		}
		switch sig.Kind {
		case Strong:
			evidence = true
			out.Evidence += p
			if m.points() == 1 {
				out.AnyShown = true
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
	p := (out.Evidence - out.Against) / out.Bar
	switch {
	case !evidence && !(c.Always && onTopic):
		out.Level, out.Score = LevelNotShown, 1
		return out
	case p >= 1 && strongShown >= 2 && !out.Critical:
		out.Level = LevelStrong
	case p >= .5:
		out.Level = LevelMixed
	default:
		out.Level = LevelWeak
	}
	lo, hi := band(out.Level)
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
			m.Reason = notFound(signals, s.Unless)
			for _, id := range s.Unless {
				if o := of(id).Verdict; o == Shown || o == Partial {
					m.Verdict, m.Reason = Absent, "The answer shows the opposite."
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
			r, n := utf8.DecodeRuneInString(s.Text)
			texts = append(texts, string(unicode.ToLower(r))+strings.TrimRight(s.Text[n:], "."))
		}
	}
	if len(texts) == 0 {
		return "None of the things that would rule this out was shown."
	}
	return "Looked for and not found: " + strings.Join(texts, "; or ") + "."
}

// band is the range of scores that belongs to a level.
func band(l Level) (lo, hi float64) {
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

// Probed is one competency as a question asked for it and as it came out.
type Probed struct {
	Competency Competency
	Probe      Probe
	Result     CompetencyScore
	// Failed says that this competency could not be graded; Result then means nothing.
	Failed bool
}

// Outcome is the score of an answer or a session. Score is 0 with NoDecision.
type Outcome struct {
	Score          float64
	Recommendation Recommendation
	Caps           []string // what held the score, in words
}

// ScoreTurn puts the competencies of one answer together: the mean by pack weight, a chief twice, then the caps in
// their order. thirdHint says that the candidate took the last rung of the hints.
func ScoreTurn(probed []Probed, thirdHint bool) Outcome {
	var sum, weight float64
	var anyLow, chiefLow, chiefShown, critical bool
	var low, lowChief []string
	for _, p := range probed {
		if p.Failed {
			if p.Probe == Chief {
				return Outcome{Recommendation: NoDecision,
					Caps: []string{p.Competency.Name + " could not be graded, so there is no score yet"}}
			}
			continue
		}
		w := float64(p.Competency.Weight)
		if p.Probe == Chief {
			w *= 2
		}
		sum += w * p.Result.Score
		weight += w
		critical = critical || p.Result.Critical
		if p.Probe == Chief && p.Result.AnyShown {
			chiefShown = true
		}
		if l := p.Result.Level; l == LevelWeak || l == LevelNotShown {
			anyLow = true
			low = append(low, p.Competency.Name)
			if p.Probe == Chief {
				chiefLow = true
				lowChief = append(lowChief, p.Competency.Name)
			}
		}
	}
	if weight == 0 {
		return Outcome{Recommendation: NoDecision, Caps: []string{"nothing could be graded"}}
	}
	c := capped{score: sum / weight}
	if anyLow {
		c.most(StrongHire.Below(), names(low)+" weak or not shown")
	}
	if chiefLow {
		c.most(LeaningHire.Below(), names(lowChief)+" weak or not shown, and chief here")
	}
	switch {
	case !chiefShown:
		c.most(LeaningNoHire.Below(), "no strong signal fully shown in what the question chiefly asks")
	case !critical:
		c.least(LeaningNoHire.Least(), "a strong signal shown where it counts and nothing critical against")
	}
	if thirdHint {
		c.most(StrongHire.Below(), "the third hint was taken")
	}
	return c.outcome()
}

// Gated is the outcome of text that is no answer: off the topic, no answer at all, or an echo.
func Gated(reason string) Outcome {
	return Outcome{Score: 1, Recommendation: StrongNoHire, Caps: []string{reason}}
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
	Graded  bool // a grade with a score
	Probed  []Probed
}

// SessionCompetency is one competency over a whole session. Score is 0 where Level is not_shown.
type SessionCompetency struct {
	ID    string
	Level Level
	Score float64
}

// ScoreSession puts the turns of an interview together. single says that one graded turn is enough: a drill, or an
// interview of one question.
func ScoreSession(competencies []Competency, turns []TurnResult, single bool) (Outcome, []SessionCompetency) {
	graded, skipped := 0, 0
	for _, t := range turns {
		switch {
		case t.Skipped:
			skipped++
		case t.Graded:
			graded++
		}
	}
	var out []SessionCompetency
	var sum, covered, total float64
	var weakChief []string
	for _, c := range competencies {
		total += float64(c.Weight)
		sc, cov, low := sessionCompetency(c, turns)
		out = append(out, sc)
		if !cov {
			continue
		}
		covered += float64(c.Weight)
		sum += float64(c.Weight) * max(sc.Score, 1)
		if low {
			weakChief = append(weakChief, c.Name)
		}
	}
	need := 2
	if single {
		need = 1
	}
	switch {
	case graded < need:
		return Outcome{Recommendation: NoDecision, Caps: []string{fmt.Sprintf("%d of at least %d answers graded", graded,
			need)}}, out
	case covered < .6*total:
		return Outcome{Recommendation: NoDecision, Caps: []string{"less than 60 % of the rubric's weight was covered"}}, out
	case 2*skipped > len(turns):
		return Outcome{Recommendation: NoDecision, Caps: []string{"more than half of the questions were skipped"}}, out
	}
	c := capped{score: sum / covered}
	if len(weakChief) > 0 {
		c.most(LeaningHire.Below(), names(weakChief)+" weak, though chief in a question")
	}
	if skipped > 0 {
		c.most(StrongHire.Below(), "a question was skipped")
	}
	return c.outcome(), out
}

// sessionCompetency is the mean over the graded turns that probe the competency, a chief turn twice, without the
// not_shown of a minor probe when the competency was shown elsewhere. low says that it came out weak and was chief
// somewhere.
func sessionCompetency(c Competency, turns []TurnResult) (sc SessionCompetency, covered, low bool) {
	sc = SessionCompetency{ID: c.ID, Level: LevelNotShown}
	var all []Probed
	shown, chief, chiefWeak := false, false, false
	for _, t := range turns {
		if t.Skipped || !t.Graded {
			continue
		}
		for _, p := range t.Probed {
			if p.Competency.ID != c.ID || p.Failed {
				continue
			}
			all = append(all, p)
			l := p.Result.Level
			shown = shown || l != LevelNotShown
			chief = chief || p.Probe == Chief
			chiefWeak = chiefWeak || (p.Probe == Chief && l == LevelWeak)
		}
	}
	var sum, weight float64
	for _, p := range all {
		if p.Probe != Chief && p.Result.Level == LevelNotShown && shown {
			continue
		}
		w := 1.0
		if p.Probe == Chief {
			w = 2
		}
		sum += w * p.Result.Score
		weight += w
	}
	if weight == 0 {
		return sc, false, false
	}
	if !shown {
		return sc, true, false
	}
	sc.Score = Round(sum / weight)
	switch {
	case sc.Score >= StrongHire.Least() && !chiefWeak:
		sc.Level = LevelStrong
	case sc.Score >= 2.2:
		sc.Level = LevelMixed
	default:
		sc.Level = LevelWeak
	}
	return sc, true, chief && sc.Level == LevelWeak
}

// capped is a score on its way through the caps; it keeps the reasons of those that moved it.
type capped struct {
	score float64
	caps  []string
}

func (c *capped) most(v float64, why string) {
	if c.score > v {
		c.score = v
		c.caps = append(c.caps, fmt.Sprintf("%s: at most %.1f", why, v))
	}
}

func (c *capped) least(v float64, why string) {
	if c.score < v {
		c.score = v
		c.caps = append(c.caps, fmt.Sprintf("%s: at least %.1f", why, v))
	}
}

func (c *capped) outcome() Outcome {
	s := Round(c.score)
	return Outcome{Score: s, Recommendation: Recommend(s), Caps: slices.Clip(c.caps)}
}

func clamp(v, lo, hi float64) float64 { return min(max(v, lo), hi) }

// Round keeps one decimal, half up; it is applied once, to what is shown and banded. The nudge undoes binary fractions
// such as 2.45 = 2.4500000000000001776 both ways.
func Round(v float64) float64 { return math.Floor(v*10+.5+1e-9) / 10 }

func names(s []string) string {
	switch len(s) {
	case 0:
		return ""
	case 1:
		return s[0]
	}
	out := s[0]
	for _, n := range s[1 : len(s)-1] {
		out += ", " + n
	}
	return out + " and " + s[len(s)-1]
}
