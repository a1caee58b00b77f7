package interviewer

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"mockinterview/rubric"
)

// State is where a session or a turn stands.
type State string

// The states of a session, then those of a turn.
const (
	InProgress State = "in_progress"
	Finished   State = "finished"
	Abandoned  State = "abandoned"

	Asked    State = "asked"
	Answered State = "answered"
	Skipped  State = "skipped"
)

// Speaker is who said a message.
type Speaker string

// The two sides of the table.
const (
	FromInterviewer Speaker = "interviewer"
	FromCandidate   Speaker = "candidate"
)

// MessageKind is what a message is for.
type MessageKind string

// The kinds of message. A candidate's clarification is what they asked; the interviewer's is the reply.
const (
	KindQuestion      MessageKind = "question"
	KindAnswer        MessageKind = "answer"
	KindFollowUp      MessageKind = "followup"
	KindClarification MessageKind = "clarification"
	KindHint          MessageKind = "hint"
)

// Message is one thing said in a turn. Text is as typed, lines joined with LF.
type Message struct {
	N    int         `json:"n"`
	From Speaker     `json:"from"`
	Kind MessageKind `json:"kind"`
	Text string      `json:"text"`
	At   time.Time   `json:"at"`
	// Signal is what a follow-up is aimed at, or empty. It is never shown during the interview.
	Signal string `json:"signal,omitempty"`
	// Superseded marks an answer that was taken back; the version that replaced it is graded.
	Superseded bool `json:"superseded,omitempty"`
	// Speech is how the answer was spoken; nil where it was typed.
	Speech *Speech `json:"speech,omitempty"`
}

// GraderKind tells the sorts of grader apart.
type GraderKind string

// The grader kinds. An agent hands in the marks of a model that it asked itself.
const (
	Offline GraderKind = "offline"
	LLM     GraderKind = "llm"
	Agent   GraderKind = "agent"
)

// GraderKinds lists them all.
func GraderKinds() []GraderKind { return []GraderKind{Offline, LLM, Agent} }

// ByModel says whether the marks are a language model's, which may claim anything.
func (k GraderKind) ByModel() bool { return k == LLM || k == Agent }

// GraderInfo names a grader. Model is empty for the offline one, and the agent's own name where it tells no model.
type GraderInfo struct {
	Kind  GraderKind `json:"kind"`
	Model string     `json:"model"`
}

// Mode says when the candidate sees the grades of an interview.
type Mode string

// The modes.
const (
	ModeInterview Mode = "interview" // at the end
	ModeCoach     Mode = "coach"     // after every answer, which may then be given once more
)

// Modes lists them all.
func Modes() []Mode { return []Mode{ModeInterview, ModeCoach} }

// Options are what a session was started with.
type Options struct {
	Mode      Mode  `json:"mode,omitempty"`
	FollowUps int   `json:"followups"`
	SelfRate  bool  `json:"self_rate,omitempty"`
	Minutes   int   `json:"minutes,omitempty"` // for the whole interview; 0 is no clock
	Seed      int64 `json:"seed,omitempty"`
	Drill     bool  `json:"drill,omitempty"` // one question on purpose
}

// Session is one interview.
type Session struct {
	ID        string           `json:"id"`
	Role      string           `json:"role"`
	Level     rubric.Seniority `json:"level"`
	State     State            `json:"state"`
	StartedAt time.Time        `json:"started_at"`
	EndedAt   *time.Time       `json:"ended_at"`
	Grader    GraderInfo       `json:"grader"`
	Options   Options          `json:"options"`
	// Pack is the role pack as it was when the session began, so that old sessions keep their meaning.
	Pack Pack `json:"-"`
	// Questions are the ids planned, in order; turns appear as they are asked.
	Questions []string `json:"questions"`
	Turns     []Turn   `json:"turns"`
}

// Single says that one graded answer is enough for a decision.
func (s Session) Single() bool {
	return s.Options.Drill || len(slices.Compact(slices.Clone(s.Questions))) == 1
}

// Repeats says whether question n is the one before it, asked once more.
func (s Session) Repeats(n int) bool {
	return 1 < n && n <= len(s.Questions) && s.Questions[n-1] == s.Questions[n-2]
}

// Asks says whether a question is in the plan of the session.
func (s Session) Asks(question string) bool { return slices.Contains(s.Questions, question) }

// Seconds is how long the candidate has spent on it.
func (s Session) Seconds() int {
	n := 0
	for _, t := range s.Turns {
		n += t.Seconds
	}
	return n
}

// Turn finds a turn by its number.
func (s *Session) Turn(n int) *Turn {
	for i := range s.Turns {
		if s.Turns[i].N == n {
			return &s.Turns[i]
		}
	}
	return nil
}

// Turn is one question of a session with everything said about it.
type Turn struct {
	N          int      `json:"n"`
	Question   Question `json:"question"`
	State      State    `json:"state"`
	HintsUsed  int      `json:"hints_used"`
	SelfRating *int     `json:"self_rating"` // 1-4
	Seconds    int      `json:"seconds"`     // spent by the candidate
	// Draft is what was typed and not sent. Finished lines end in LF; after the last one stands the line that was being
	// typed.
	Draft    string    `json:"draft,omitempty"`
	Messages []Message `json:"messages"`
	Grade    *Grade    `json:"grade"`
	// OldGrades are the grades before Grade, the oldest first.
	OldGrades []Grade `json:"old_grades,omitempty"`
	// Checks are what the candidate said of the marks, in the order in which it was said.
	Checks []Check `json:"checks,omitempty"`
}

// Answers are the candidate's answers that count, in order: those not taken back.
func (t Turn) Answers() []Message {
	var out []Message
	for _, m := range t.Messages {
		if m.From == FromCandidate && m.Kind == KindAnswer && !m.Superseded {
			out = append(out, m)
		}
	}
	return out
}

// AnswerText is everything that the candidate answered in the turn, messages joined by an empty line.
func (t Turn) AnswerText() string {
	var parts []string
	for _, m := range t.Answers() {
		parts = append(parts, m.Text)
	}
	return strings.Join(parts, "\n\n")
}

// CandidateMessages are the answers that count, as the quote check wants them. What was said after a follow-up or a
// hint is prompted.
func (t Turn) CandidateMessages() []rubric.Source {
	var out []rubric.Source
	prompted := false
	for _, m := range t.Messages {
		switch {
		case m.Kind == KindFollowUp || m.Kind == KindHint:
			prompted = true
		case m.From == FromCandidate && m.Kind == KindAnswer && !m.Superseded:
			out = append(out, rubric.Source{Message: m.N, Text: m.Text, Prompted: prompted})
		}
	}
	return out
}

// InterviewerTexts are what the interviewer said in the turn.
func (t Turn) InterviewerTexts() []string {
	var out []string
	for _, m := range t.Messages {
		if m.From == FromInterviewer {
			out = append(out, m.Text)
		}
	}
	return out
}

// InterviewerOwnTexts are the same texts without what they quote of the candidate, whose words stay the candidate's
// when they are repeated.
func (t Turn) InterviewerOwnTexts() []string {
	said := ""
	var out []string
	for _, m := range t.Messages {
		if m.From != FromInterviewer {
			said += m.Text + "\n"
			continue
		}
		out = append(out, withoutQuotes(m.Text, said))
	}
	return out
}

// withoutQuotes cuts out of a text what it has in quotation marks and stands in another.
func withoutQuotes(text, said string) string {
	for _, marks := range [][2]string{{"“", "”"}, {"\"", "\""}} {
		rest, kept := text, ""
		for {
			before, after, ok := strings.Cut(rest, marks[0])
			quoted, behind, closed := strings.Cut(after, marks[1])
			if !ok || !closed {
				break
			}
			kept += before
			if q := strings.TrimSpace(quoted); q == "" || !strings.Contains(said, q) {
				kept += marks[0] + quoted + marks[1]
			} else {
				kept += "\n" // what stands around it did not stand side by side
			}
			rest = behind
		}
		text = kept + rest
	}
	return text
}

// GivenBefore says whether a hint had given the signal away before message n.
func (t Turn) GivenBefore(signal string, n int) bool {
	rung := 0
	for _, m := range t.Messages {
		if m.N >= n {
			break
		}
		if m.Kind != KindHint || m.From != FromInterviewer {
			continue
		}
		if rung < len(t.Question.Hints) && slices.Contains(t.Question.Hints[rung].Gives, signal) {
			return true
		}
		rung++
	}
	return false
}

// GradeStatus says how far a grade came.
type GradeStatus string

// The statuses: pending may succeed unchanged later; failed had unusable output after the allowed tries; ungradable was
// refused or filtered; partial has some competencies failed.
const (
	StatusGraded     GradeStatus = "graded"
	StatusPartial    GradeStatus = "partial"
	StatusPending    GradeStatus = "pending"
	StatusFailed     GradeStatus = "failed"
	StatusUngradable GradeStatus = "ungradable"
)

// Scored says whether a grade of this status can carry a score.
func (s GradeStatus) Scored() bool { return s == StatusGraded || s == StatusPartial }

// Retryable says whether grade --pending should try again.
func (s GradeStatus) Retryable() bool {
	return s == StatusPending || s == StatusPartial || s == StatusFailed
}

// Usage is what a grade cost. Tokens are zero and cost is zero for the offline grader.
type Usage struct {
	InputTokens     int     `json:"input_tokens"`
	CachedTokens    int     `json:"cached_tokens"`
	OutputTokens    int     `json:"output_tokens"`
	ReasoningTokens int     `json:"reasoning_tokens,omitempty"`
	CostUSD         float64 `json:"cost_usd"`
	CostUnknown     bool    `json:"cost_unknown,omitempty"` // no price is known for the model
	Calls           int     `json:"calls,omitempty"`
	Estimated       bool    `json:"estimated,omitempty"` // the server did not count, so these are our own counts
}

// Add sums two usages.
func (u Usage) Add(v Usage) Usage {
	return Usage{
		InputTokens: u.InputTokens + v.InputTokens, CachedTokens: u.CachedTokens + v.CachedTokens,
		OutputTokens: u.OutputTokens + v.OutputTokens, ReasoningTokens: u.ReasoningTokens + v.ReasoningTokens,
		CostUSD: u.CostUSD + v.CostUSD, CostUnknown: u.CostUnknown || v.CostUnknown, Calls: u.Calls + v.Calls,
		Estimated: u.Estimated || v.Estimated,
	}
}

// Provenance says where a grade came from.
type Provenance struct {
	Grader     GraderKind `json:"grader"`
	Model      string     `json:"model"`
	PromptHash string     `json:"prompt_hash"`
	RubricHash string     `json:"rubric_hash"`
	Pack       string     `json:"pack"` // id@version
	Usage      Usage      `json:"usage"`
	LatencyMS  int64      `json:"latency_ms"`
	GradedAt   time.Time  `json:"graded_at,omitzero"`
	// Arithmetic is the number of the rules that made the score of the marks: rubric.Arithmetic at the time; none is 1.
	Arithmetic int `json:"arithmetic,omitempty"`
}

// CompetencyGrade is one competency of one answer. Marks are in the order of the rubric.
type CompetencyGrade struct {
	ID    string       `json:"id"`
	Level rubric.Level `json:"level"`
	Score *float64     `json:"score"` // null for not_shown
	Exact float64      `json:"exact"` // before rounding, for the session's mean; 1 for not_shown
	// Calibrated is the score after what calibrate learned, before rounding; null where nothing was learned.
	Calibrated *float64     `json:"calibrated,omitempty"`
	Probe      rubric.Probe `json:"probe"`
	// Critical says that a critical weak signal was fully shown.
	Critical bool          `json:"critical,omitempty"`
	Summary  string        `json:"summary"`
	Marks    []rubric.Mark `json:"signals"`
}

// Failure is a competency that could not be graded.
type Failure struct {
	Competency string `json:"competency"`
	Reason     string `json:"reason"`
}

// Grade is the grade of one answer.
type Grade struct {
	Status         GradeStatus           `json:"status"`
	Score          *float64              `json:"score"`   // null unless graded or partial with a decision
	Overall        *int                  `json:"overall"` // 4…1, null for no_decision
	Recommendation rubric.Recommendation `json:"recommendation"`
	Caps           []string              `json:"caps"`
	// how the score is made, in a line that can be done again
	Sum string `json:"sum,omitempty"`
	// Calibrated is the score after what calibrate learned of the grader; null where nothing was learned.
	Calibrated *float64 `json:"calibrated,omitempty"`
	// what a reader should know, such as text that was struck
	Notes        []string          `json:"notes"`
	Reason       string            `json:"reason"` // why it is not graded, or which gate closed
	Competencies []CompetencyGrade `json:"competencies"`
	Failures     []Failure         `json:"failures"`
	Quotes       QuoteCount        `json:"quotes"`
	Provenance   Provenance        `json:"provenance"`
}

// QuoteCount is how many quotes a grader gave, and how many of them held.
type QuoteCount struct {
	Checked  int `json:"checked"`
	Verbatim int `json:"verbatim"`
}

// RatedQuotes is how a strict reader, who saw question, signal and quote and nothing else, rated N quotes that a grader
// had taken for evidence. The rest is none.
type RatedQuotes struct {
	N        int `json:"n"`
	Evidence int `json:"evidence"`
	InPart   int `json:"in_part"`
}

// Gated says that the text was no answer at all: one reason then holds for every signal.
func (g Grade) Gated() bool { return g.Status == StatusGraded && g.Reason != "" }

// OtherArithmetic is the number of the rules that made the score, where they are not those of today; otherwise 0.
func (g Grade) OtherArithmetic() int {
	n := max(g.Provenance.Arithmetic, 1)
	if g.Score == nil || n == rubric.Arithmetic {
		return 0
	}
	return n
}

// Competency finds the result of a competency.
func (g Grade) Competency(id string) (CompetencyGrade, bool) {
	i := slices.IndexFunc(g.Competencies, func(c CompetencyGrade) bool { return c.ID == id })
	if i < 0 {
		return CompetencyGrade{}, false
	}
	return g.Competencies[i], true
}

// MarshalJSON keeps lists as [].
func (g Grade) MarshalJSON() ([]byte, error) {
	type plain Grade
	g.Caps, g.Notes = orEmpty(g.Caps), orEmpty(g.Notes)
	g.Competencies, g.Failures = orEmpty(g.Competencies), orEmpty(g.Failures)
	if g.Recommendation == "" {
		g.Recommendation = rubric.NoDecision
	}
	return json.Marshal(plain(g))
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// PackName is the id@version that a grade records.
func (p Pack) PackName() string { return fmt.Sprintf("%s@%d", p.ID, p.Version) }
