package agent

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

type turnIn struct {
	Session  string `json:"session"  jsonschema:"the id that start_interview gave"`
	Question int    `json:"question" jsonschema:"the number of the question, from 1"`
}

// Sheet is what a model needs to mark one answer.
type Sheet struct {
	Session  string `json:"session"`
	Question int    `json:"question"`
	// Rules are the rules of marking with the rubric, Transcript the question and the answer.
	Rules      string `json:"rules"`
	Transcript string `json:"transcript"`
	Next       string `json:"next"`
}

// assessment is a closed question of a session, as a grader gets it.
func (s *Server) assessment(ctx context.Context, in turnIn) (interviewer.Session, interviewer.Assessment, error) {
	session, err := s.load(ctx, in.Session)
	if err != nil {
		return session, interviewer.Assessment{}, err
	}
	t := session.Turn(in.Question)
	if t == nil || t.State != interviewer.Answered {
		return session, interviewer.Assessment{}, fmt.Errorf("question %d is not answered and closed", in.Question)
	}
	return session, interviewer.Assessment{Pack: session.Pack, Turn: *t, Level: session.Level}, nil
}

func (s *Server) sheet(ctx context.Context, _ string, in turnIn) (Sheet, error) {
	_, a, err := s.assessment(ctx, in)
	if err != nil {
		return Sheet{}, err
	}
	out := Sheet{Session: in.Session, Question: in.Question}
	out.Rules, out.Transcript, err = s.Marker.Sheet(a)
	out.Next = "Hand the marks of the JSON object in with submit_marks."
	if out.Rules == "" {
		out.Next = "There is nothing to mark, for the text is no answer. Call submit_marks with an empty list."
	}
	return out, err
}

// Mark is what the agent's model says of one signal.
type Mark struct {
	Signal   string   `json:"signal"   jsonschema:"the id of the signal"`
	Evidence []string `json:"evidence" jsonschema:"the candidate's words that show it, letter by letter; none if absent"`
	Reason   string   `json:"reason"   jsonschema:"one sentence"`
	Verdict  string   `json:"verdict"  jsonschema:"shown, partial or absent"`
}

type marksIn struct {
	turnIn
	Marks []Mark `json:"marks"           jsonschema:"a mark for every signal that the sheet asks for"`
	Model string `json:"model,omitempty" jsonschema:"the name of the model that marked"`
}

// Result is what marks came to.
type Result struct {
	Status         interviewer.GradeStatus `json:"status"`
	Score          *float64                `json:"score"`
	Recommendation rubric.Recommendation   `json:"recommendation"`
	Sum            string                  `json:"sum"`
	Caps           []string                `json:"caps"`
	Notes          []string                `json:"notes"`
	Reason         string                  `json:"reason,omitempty"`
	// QuotesGiven and QuotesHeld count the quotes handed in, and those that are the candidate's words.
	QuotesGiven int `json:"quotes_given"`
	QuotesHeld  int `json:"quotes_held"`
	// Dropped are the signals whose mark lost its quotes, and so counts as absent.
	Dropped []string `json:"dropped"`
}

func (s *Server) submit(ctx context.Context, caller string, in marksIn) (Result, error) {
	session, a, err := s.assessment(ctx, in.turnIn)
	if err != nil {
		return Result{}, err
	}
	reply, err := json.Marshal(map[string]any{"marks": in.Marks})
	if err != nil {
		return Result{}, err
	}
	j, err := s.Marker.Marked(a, reply)
	if err != nil {
		return Result{}, err
	}
	j.Provenance.Grader, j.Provenance.Model = interviewer.Agent, cmp.Or(name(in.Model), caller)
	grade, err := interviewer.Judge(ctx, handedIn(j), a, s.Steers, s.Now)
	if err != nil {
		return Result{}, err
	}
	if err := s.Store.Save(ctx, session.ID, interviewer.Graded{Turn: in.Question, Grade: grade}); err != nil {
		return Result{}, err
	}
	return result(grade, in.Marks), nil
}

// handedIn is a grader that says what was handed in.
type handedIn interviewer.Judgement

// Grade gives the judgement.
func (h handedIn) Grade(context.Context, interviewer.Assessment) (interviewer.Judgement, error) {
	return interviewer.Judgement(h), nil
}

// Info names the agent.
func (h handedIn) Info() interviewer.GraderInfo {
	return interviewer.GraderInfo{Kind: h.Provenance.Grader, Model: h.Provenance.Model}
}

func result(g interviewer.Grade, given []Mark) Result {
	out := Result{
		Status: g.Status, Score: g.Score, Recommendation: g.Recommendation, Sum: g.Sum, Reason: g.Reason,
		Caps: visible(g.Caps), Notes: visible(g.Notes), QuotesGiven: g.Quotes.Checked, QuotesHeld: g.Quotes.Verbatim,
		Dropped: []string{},
	}
	claimed := map[string]bool{}
	for _, m := range given {
		claimed[m.Signal] = m.Verdict != string(rubric.Absent)
	}
	for _, c := range g.Competencies {
		for _, m := range c.Marks {
			if m.Verdict == rubric.Absent && claimed[m.Signal] {
				out.Dropped = append(out.Dropped, m.Signal)
			}
		}
	}
	return out
}

func visible(list []string) []string {
	out := make([]string, 0, len(list))
	for _, s := range list {
		out = append(out, interviewer.Visible(s))
	}
	return out
}

// Card is a scorecard as a page.
type Card struct {
	Markdown string `json:"markdown"`
}

func (s *Server) card(ctx context.Context, _ string, in sessionIn) (Card, error) {
	session, err := s.load(ctx, in.Session)
	if err != nil {
		return Card{}, err
	}
	if session.State == interviewer.InProgress {
		return Card{}, errors.New("the interview is not over; next_question goes on with it")
	}
	page, err := s.Card(session)
	return Card{interviewer.Visible(page)}, err
}
