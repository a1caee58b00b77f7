package agent

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"mockinterview/interviewer"
)

// Standing is where an interview stands, and what the interviewer says now.
type Standing struct {
	Session string            `json:"session"`
	State   interviewer.State `json:"state"`
	Said    []Line            `json:"said"`
	// Question and Of number the question that is open, Minutes is what it usually takes.
	Question int `json:"question,omitempty"`
	Of       int `json:"of"`
	Minutes  int `json:"minutes,omitempty"`
	// ReplyTo names what waits for an answer; it goes with every reply, so that none is taken for another's.
	ReplyTo   string `json:"reply_to,omitempty"`
	HintsLeft int    `json:"hints_left"`
	// Unmarked are the numbers of the questions that are done and have no marks yet.
	Unmarked []int  `json:"unmarked"`
	Next     string `json:"next"`
}

// Line is one thing said.
type Line struct {
	From string `json:"from"`
	Kind string `json:"kind"`
	Text string `json:"text"`
}

type startIn struct {
	Role      string `json:"role"                jsonschema:"an id of list_roles"`
	Level     string `json:"level,omitempty"     jsonschema:"junior, mid, senior or staff; the default is senior"`
	Focus     string `json:"focus,omitempty"     jsonschema:"only questions of this focus area"`
	Questions int    `json:"questions,omitempty" jsonschema:"how many questions; the default is 1"`
}

type sessionIn struct {
	Session string `json:"session" jsonschema:"the id that start_interview gave"`
}

type replyIn struct {
	Session string `json:"session"  jsonschema:"the id that start_interview gave"`
	ReplyTo string `json:"reply_to" jsonschema:"the reply_to of what is answered"`
}

type answerIn struct {
	replyIn
	Text string `json:"text" jsonschema:"the candidate's own words, unchanged"`
}

type askIn struct {
	replyIn
	Text string `json:"text" jsonschema:"what the candidate wants to know"`
}

func (s *Server) start(ctx context.Context, caller string, in startIn) (Standing, error) {
	session, err := s.Begin(ctx, Wish{
		Role: in.Role, Level: in.Level, Focus: in.Focus, Questions: cmp.Or(in.Questions, 1),
	})
	if err != nil {
		return Standing{}, err
	}
	session.Grader = interviewer.GraderInfo{Kind: interviewer.Agent, Model: caller}
	if err := s.Store.Create(ctx, session); err != nil {
		return Standing{}, err
	}
	return s.step(ctx, session, &interlocutor{})
}

func (s *Server) next(ctx context.Context, _ string, in sessionIn) (Standing, error) {
	session, err := s.load(ctx, in.Session)
	if err != nil {
		return Standing{}, err
	}
	if session.State != interviewer.InProgress {
		return standing(session, nil), nil
	}
	return s.step(ctx, session, &interlocutor{})
}

func (s *Server) answer(ctx context.Context, _ string, in answerIn) (Standing, error) {
	text, err := plain("the answer", in.Text)
	if err != nil {
		return Standing{}, err
	}
	return s.reply(ctx, in.replyIn, interviewer.Reply{Action: interviewer.ActSubmit, Text: text})
}

func (s *Server) skip(ctx context.Context, _ string, in replyIn) (Standing, error) {
	return s.reply(ctx, in, interviewer.Reply{Action: interviewer.ActSkip})
}

func (s *Server) hint(ctx context.Context, _ string, in replyIn) (Standing, error) {
	return s.reply(ctx, in, interviewer.Reply{Action: interviewer.ActHint})
}

func (s *Server) clarify(ctx context.Context, _ string, in askIn) (Standing, error) {
	text, err := plain("the question", in.Text)
	if err != nil {
		return Standing{}, err
	}
	return s.reply(ctx, in.replyIn, interviewer.Reply{Action: interviewer.ActAsk, Text: text})
}

// plain is a text as it is stored: UTF-8 with lines that end in LF, and not without words.
func plain(what, text string) (string, error) {
	if len(text) > longestAnswer {
		return "", fmt.Errorf("%s is longer than %d bytes", what, longestAnswer)
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\uFFFD").Replace(strings.ToValidUTF8(text, "\uFFFD"))
	if strings.TrimSpace(text) == "" {
		return "", fmt.Errorf("%s is empty; skip_question leaves a question without one", what)
	}
	return text, nil
}

// load finds a session that an agent began. Others are told apart from none in no way.
func (s *Server) load(ctx context.Context, id string) (interviewer.Session, error) {
	session, err := s.Store.Load(ctx, id)
	if err == nil && session.Grader.Kind == interviewer.Agent {
		return session, nil
	}
	if ctx.Err() != nil {
		return session, ctx.Err()
	}
	return interviewer.Session{}, fmt.Errorf("there is no session %.80q of an agent; start_interview begins one", id)
}

// reply carries out what the candidate did, if it is meant for what waits for it.
func (s *Server) reply(ctx context.Context, in replyIn, r interviewer.Reply) (Standing, error) {
	session, err := s.load(ctx, in.Session)
	if err != nil {
		return Standing{}, err
	}
	if session.State != interviewer.InProgress {
		return Standing{}, errors.New("this interview is over; scorecard shows what came of it")
	}
	if waits := replyTo(session); in.ReplyTo != waits {
		return Standing{}, fmt.Errorf("reply_to %.40q is not what waits for an answer; next_question gives it", in.ReplyTo)
	}
	return s.step(ctx, session, &interlocutor{reply: &r})
}

// step lets the interview go on until it waits for the candidate once more, or is over.
func (s *Server) step(ctx context.Context, session interviewer.Session, c *interlocutor) (Standing, error) {
	iv := interviewer.Interview{
		Store: s.Store, Candidate: c, Prober: s.Prober, Now: s.Now, ProbeWithin: 30 * time.Second,
		Grading: &interviewer.Grading{Store: s.Store, Steers: s.Steers, Now: s.Now}, // marks are handed in later
	}
	if err := iv.Run(ctx, &session); err != nil && !errors.Is(err, interviewer.ErrPaused) {
		return Standing{}, err
	}
	return standing(session, c.heard), nil
}

// interlocutor is the candidate for one step: it gives one reply, hears what comes of it, and leaves at the next
// prompt, where everything is saved.
type interlocutor struct {
	reply *interviewer.Reply
	heard []Line
}

// Hear keeps what is said after the reply. What was said before it the agent knows.
func (c *interlocutor) Hear(ctx context.Context, u interviewer.Utterance) error {
	if c.reply == nil {
		from := interviewer.FromInterviewer
		if u.Kind == interviewer.KindAnswer {
			from = interviewer.FromCandidate
		}
		c.heard = append(c.heard, Line{string(from), string(u.Kind), interviewer.Visible(u.Text)})
	}
	return ctx.Err()
}

// Answer gives the reply, and leaves when it is asked once more.
func (c *interlocutor) Answer(_ context.Context, p interviewer.Prompt) (interviewer.Reply, error) {
	if c.reply == nil {
		return interviewer.Reply{Action: interviewer.ActPause, Draft: p.Draft}, nil
	}
	r := *c.reply
	r.Draft = p.Draft
	c.reply = nil
	return r, nil
}

// Choose takes the default, as where nobody can be asked.
func (c *interlocutor) Choose(_ context.Context, q interviewer.Choice) (int, error) {
	return q.Default, nil
}

// Wait waits without a word.
func (c *interlocutor) Wait(ctx context.Context, w interviewer.Waiting) error {
	select {
	case <-w.Done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// open is the turn that waits for the candidate, or nil. An interview that was quit waits for nobody.
func open(s interviewer.Session) *interviewer.Turn {
	if s.State != interviewer.InProgress {
		return nil
	}
	for i := range s.Turns {
		if s.Turns[i].State == interviewer.Asked {
			return &s.Turns[i]
		}
	}
	return nil
}

// replyTo names what waits for an answer by its question and the newest message in it: a hint or a clarification that
// came since makes it another one, since it may change what the candidate says.
func replyTo(s interviewer.Session) string {
	t := open(s)
	if t == nil {
		return ""
	}
	return fmt.Sprintf("%d.%d", t.N, t.NextMessage()-1)
}

func standing(s interviewer.Session, said []Line) Standing {
	out := Standing{
		Session: s.ID, State: s.State, Said: said, Of: len(s.Questions), ReplyTo: replyTo(s), Unmarked: []int{},
	}
	if out.Said == nil {
		out.Said = []Line{}
	}
	for _, t := range s.Turns {
		if t.Unfinished() {
			out.Unmarked = append(out.Unmarked, t.N)
		}
	}
	switch t := open(s); {
	case t != nil:
		out.Question, out.Minutes = t.N, t.Question.Minutes
		out.HintsLeft = len(t.Question.Hints) - t.HintsUsed
		out.Next = "Show what was said, then submit_answer with the candidate's words and this reply_to."
	case len(out.Unmarked) > 0:
		out.Next = "Read marking_sheet for each unmarked question, and hand the marks in with submit_marks."
	default:
		out.Next = "The interview is over. Show the candidate the scorecard."
	}
	return out
}
