// Package interviewer holds the nouns of an interview and the loop that runs one.
//
// An Interview asks the questions of a Pack, one at a time, and commits every answer to its Store before anything else
// is done with it. A Prober asks back, a Grader marks answers in the background, and Finish turns the marks into a
// Grade with the arithmetic of package rubric. The candidate sits behind the Candidate interface: a keyboard or a pipe.
// Nothing here knows a database, a network or a terminal.
package interviewer

import (
	"context"
	"errors"
	"time"

	"mockinterview/rubric"
)

// Assessment is what a grader is asked: one turn, against the rubric it was asked under.
type Assessment struct {
	Pack  Pack
	Turn  Turn
	Level rubric.Seniority
	// Fresh asks for a new grade even where an identical one is known.
	Fresh bool
}

// Finding is what a grader says of one competency: marks and nothing else. Err is set where this competency could not
// be graded.
type Finding struct {
	Competency string
	Marks      []rubric.Mark
	Summary    string
	Err        error
}

// Judgement is what a grader says of one answer. The quotes in it are claims until Finish has checked them.
type Judgement struct {
	Findings []Finding
	// Gate, if not empty, says why the text is no answer: then every competency is not_shown and Findings are ignored.
	Gate  string
	Notes []string
	// Caps are reasons that the grader adds to those of the arithmetic.
	Caps       []string
	Quotes     QuoteCount // counted by a grader that checked its quotes itself
	Provenance Provenance
	// Shifts move the scores of competencies to where labels were found to be; nil where nothing was learned.
	Shifts map[string]rubric.Shift
}

// OfflineLimits is what every screen and export says of an offline grade.
const OfflineLimits = "The offline score is an estimate by meaning of what an answer shows. It cannot judge " +
	"whether a claim is true."

// Grader marks one answer. An error means that nothing could be graded: ErrPending, ErrUngradable or ErrUnusable,
// wrapped with the reason.
type Grader interface {
	Grade(ctx context.Context, a Assessment) (Judgement, error)
	Info() GraderInfo
}

// Why there is no grade.
var (
	ErrPending = errors.New(
		"not graded yet",
	) // may succeed unchanged later: no network, over budget, cancelled
	ErrUngradable   = errors.New("ungradable")         // refused or filtered
	ErrUnusable     = errors.New("output unusable")    // after the allowed tries
	ErrUnauthorized = errors.New("not authorised")     // a missing or wrong key; the grade stays pending
	ErrTooLong      = errors.New("answer is too long") // for the model's window
)

// Probing is what a prober is asked to go on.
type Probing struct {
	Pack  Pack
	Turn  Turn
	Level rubric.Seniority
}

// Probe is a follow-up; empty Text means that there is nothing worth asking.
type Probe struct {
	Text   string
	Signal string // what it is aimed at
}

// Prober asks back and answers clarifying questions.
type Prober interface {
	FollowUp(ctx context.Context, p Probing) (Probe, error)
	Clarify(ctx context.Context, p Probing, asked string) (string, error)
}

// Candidate is the person on the other side. Hear shows something; Answer waits for typed text; Choose offers a short
// choice and gives the index chosen, or the default where nobody can be asked.
type Candidate interface {
	Hear(ctx context.Context, u Utterance) error
	Answer(ctx context.Context, p Prompt) (Reply, error)
	Choose(ctx context.Context, c Choice) (int, error)
	Wait(ctx context.Context, w Waiting) error
}

// Utterance is something said to the candidate. Kind is a MessageKind, or "note" for the tool's own talk.
type Utterance struct {
	Kind MessageKind
	Text string
	// Turn and Of number a question; Minutes is what it usually takes.
	Turn, Of, Minutes int
}

// What is no part of the transcript: KindNote is talk of the tool itself, KindTalk what an interviewer says between
// questions.
const (
	KindNote MessageKind = "note"
	KindTalk MessageKind = "talk"
)

// Prompt asks for an answer.
type Prompt struct {
	Kind  MessageKind // KindQuestion or KindFollowUp: what is being answered
	Draft string      // what was typed already, as in a Turn
	// Keep saves a draft. It is called after every line and while one is typed, by one goroutine at a time, and not
	// after Answer has returned.
	Keep func(draft string) error
	// Question and Conversation serve /repeat.
	Question     string
	Conversation []Message
	// Started and Session are when the question and the interview would have begun if the candidate had typed all the
	// time since; Minutes and SessionMinutes what they should take, 0 for no clock.
	Started, Session        time.Time
	Minutes, SessionMinutes int
	HintsLeft               int
	CanReopen               bool // /undo may take back the answer just submitted
	Turn                    int  // the number of the question
	CanSpeak                bool // /speak records: the answer may be ActSpeak
}

// Action is what the candidate did.
type Action string

// The actions. ActEnd is the end of a pipe: Text is what was there. ActPause leaves everything saved. ActSpeak is
// carried out by the Candidate that offered it, and never reaches an Interview.
const (
	ActSubmit Action = "submit"
	ActHint   Action = "hint"
	ActAsk    Action = "ask"
	ActSkip   Action = "skip"
	ActReopen Action = "undo"
	ActPause  Action = "pause"
	ActQuit   Action = "quit"
	ActEnd    Action = "end"
	ActSpeak  Action = "speak"
)

// Reply is what came of a Prompt. Text is the answer for submit and end, the question for ask; Draft is what was typed
// besides.
type Reply struct {
	Action Action
	Text   string
	Draft  string
	Speech *Speech // how the answer was spoken; nil where it was typed
	// Interrupted says that a pause was not asked for by name: Ctrl-C, a hang-up, a signal.
	Interrupted bool
}

// Choice is a short question of the tool's own. Options are shown with their keys; Default is taken where nobody can be
// asked.
type Choice struct {
	Text    string
	Options []Option
	Default int
}

// Option is one possibility of a Choice.
type Option struct {
	Key  string
	Text string
}

// Waiting is something that takes a while. Done is closed at its end; Status says in a few words what is being waited
// for.
type Waiting struct {
	Status func() string
	Done   <-chan struct{}
}

// Store keeps a session. Save is durable when it returns: what it acknowledged survives the machine.
type Store interface {
	Create(ctx context.Context, s Session) error
	Save(ctx context.Context, session string, e Event) error
	Load(ctx context.Context, session string) (Session, error)
}

// Event is one thing that happened in a session.
type Event interface{ event() }

// The events.
type (
	// TurnAsked opens a turn with its question as message 1.
	TurnAsked struct {
		Turn Turn
	}
	// Said adds a message to a turn and clears the turn's draft if it is the candidate's answer.
	Said struct {
		Turn    int
		Message Message
	}
	// Reopened takes the last answer of a turn back into the draft; both versions are kept.
	Reopened struct {
		Turn, Message int
		Draft         string
	}
	// DraftKept saves unfinished text.
	DraftKept struct {
		Turn  int
		Draft string
	}
	// TurnClosed ends a turn as answered or skipped. HintsUsed and Seconds are totals.
	TurnClosed struct {
		Turn, HintsUsed, Seconds int
		State                    State
		SelfRating               *int
	}
	// Progressed keeps a turn's totals while it goes on.
	Progressed struct {
		Turn, HintsUsed, Seconds int
	}
	// Graded adds a grade; the ones before are kept.
	Graded struct {
		Turn  int
		Grade Grade
	}
	// MarkChecked adds what the candidate says of a mark.
	MarkChecked struct {
		Turn  int
		Check Check
	}
	// AskedAgain puts the question of a turn into the plan once more, right after it.
	AskedAgain struct {
		Turn int
	}
	// Ended closes, abandons or reopens a session. At is zero when it goes on.
	Ended struct {
		State State
		At    time.Time
	}
)

func (TurnAsked) event()   {}
func (Said) event()        {}
func (Reopened) event()    {}
func (DraftKept) event()   {}
func (TurnClosed) event()  {}
func (Progressed) event()  {}
func (MarkChecked) event() {}
func (Graded) event()      {}
func (AskedAgain) event()  {}
func (Ended) event()       {}
