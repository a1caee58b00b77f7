// Package voice lets a candidate speak, and hear the questions.
//
// A Candidate stands before the one at the keyboard. Before an answer is typed it offers to record one: a command
// writes WAV into a file beside the database, a Transcriber writes it down, and the words become the draft of the
// answer. From there on it is typed like any other: corrected, added to, and sent. So a spoken answer takes no way of
// its own into the interview. How it was spoken (pace, pauses, fillers) goes with it, for the candidate; nothing scores
// it.
//
// A recording stays until the answer made of it is committed, or its question closed, which Store sees to: a program or
// a server that fails, and a crash while somebody speaks, lose nothing that was said. What was not written down yet is
// offered when another sitting comes back to the question.
package voice

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/rubric/text"
)

// Candidate is a candidate at a keyboard who may speak. Without a Recorder nothing is recorded, but what an earlier
// sitting wrote down is still told to have been spoken. Without Aloud nothing is read out.
type Candidate struct {
	interviewer.Candidate
	Session     string
	Recordings  Recordings
	Recorder    Command
	Transcriber Transcriber
	Aloud       *Aloud
	// Pipe says that nobody is at a keyboard: then a question is read out before its answer is awaited.
	Pipe bool

	// begun has, of each question of this sitting, the message that was answered last: what waited was offered with the
	// first, and how to begin is asked with each, but not once more after a hint.
	begun map[int]int
}

// Hear shows something, and reads out what the interviewer says.
func (c *Candidate) Hear(ctx context.Context, u interviewer.Utterance) error {
	if err := c.Candidate.Hear(ctx, u); err != nil {
		return err
	}
	switch u.Kind {
	case interviewer.KindQuestion, interviewer.KindFollowUp, interviewer.KindClarification, interviewer.KindHint,
		interviewer.KindTalk:
		if c.Aloud != nil {
			c.Aloud.say(u.Text)
		}
	case interviewer.KindAnswer, interviewer.KindNote:
	}
	return nil
}

// Answer lets the candidate say the answer, then type: what was said is the draft.
func (c *Candidate) Answer(ctx context.Context, p interviewer.Prompt) (interviewer.Reply, error) {
	if c.Aloud != nil {
		if c.Pipe {
			c.Aloud.wait()
		}
		defer c.Aloud.Hush()
	}
	var err error
	if p.CanSpeak = c.Recorder != nil; p.CanSpeak {
		err = c.begin(ctx, &p)
	}
	for err == nil {
		var reply interviewer.Reply
		reply, err = c.Candidate.Answer(ctx, p)
		if err != nil {
			return reply, err
		}
		if reply.Action != interviewer.ActSpeak {
			reply.Speech = c.speech(p.Turn)
			return reply, nil
		}
		p.Draft = reply.Draft
		err = c.speak(ctx, &p)
	}
	if errors.Is(err, context.Canceled) {
		return interviewer.Reply{Action: interviewer.ActPause, Draft: p.Draft, Interrupted: true}, nil
	}
	return interviewer.Reply{}, err
}

// speech is how everything that goes into the answer was spoken.
func (c *Candidate) speech(turn int) *interviewer.Speech {
	takes, _ := c.Recordings.of(c.Session, turn) // what cannot be read is not told
	var all *interviewer.Speech
	for _, t := range takes {
		all = all.Add(t.speech())
	}
	return all
}

// begin offers what there is to begin with: every recording that an earlier sitting left, or else the microphone.
// Somebody who has a draft goes on with it.
func (c *Candidate) begin(ctx context.Context, p *interviewer.Prompt) error {
	message := answers(p.Conversation)
	last, cameBack := c.begun[p.Turn]
	if cameBack && last == message {
		return nil
	}
	if c.begun == nil {
		c.begun = map[int]int{}
	}
	c.begun[p.Turn] = message
	if !cameBack {
		if types, err := c.offerAll(ctx, p); types || err != nil {
			return err
		}
	}
	if strings.TrimSpace(p.Draft) != "" {
		return nil
	}
	i, err := c.Choose(ctx, interviewer.Choice{
		Text: "Say your answer, or type it?",
		Options: []interviewer.Option{
			{Key: "s", Text: "say it: recording begins"},
			{Key: "t", Text: "type it; /speak records later"},
		},
	})
	if err != nil || i != 0 {
		return err
	}
	return c.speak(ctx, p)
}

// answers is the number of the message that an answer would be to.
func answers(conversation []interviewer.Message) int {
	for _, m := range slices.Backward(conversation) {
		if (m.Kind == interviewer.KindQuestion || m.Kind == interviewer.KindFollowUp) && !m.Superseded {
			return m.N
		}
	}
	return 0
}

// offerAll offers the recordings that an earlier sitting left, and says whether the candidate would rather type.
func (c *Candidate) offerAll(ctx context.Context, p *interviewer.Prompt) (types bool, err error) {
	takes, err := c.Recordings.of(c.Session, p.Turn)
	if err != nil {
		return false, c.note(ctx, err.Error())
	}
	for _, t := range takes {
		if t.speech() != nil {
			continue
		}
		if types, err = c.offer(ctx, p, t); types || err != nil {
			return types, err
		}
	}
	return false, nil
}

// offer offers one, and says whether the candidate types because it cannot be written down: the next one could not be,
// either.
func (c *Candidate) offer(ctx context.Context, p *interviewer.Prompt, t take) (types bool, err error) {
	s, err := t.load()
	switch {
	case err != nil: // it is told at the end that it is there
		return false, nil
	case len(s.samples) == 0:
		return false, c.remove(ctx, t)
	}
	i, err := c.Choose(ctx, interviewer.Choice{
		Text: fmt.Sprintf("A recording of %.0f seconds was not written down yet.", s.seconds()),
		Options: []interviewer.Option{
			{Key: "w", Text: "write it down now"},
			{Key: "l", Text: "not now; it is kept"},
			{Key: "d", Text: "delete it"},
		},
	})
	switch {
	case err != nil || i == 1:
		return false, err
	case i == 2:
		return false, c.remove(ctx, t)
	}
	return c.writeDown(ctx, p, t, s)
}

// speak records a passage and adds it to the draft.
func (c *Candidate) speak(ctx context.Context, p *interviewer.Prompt) error {
	if c.Aloud != nil {
		c.Aloud.Hush() // or it would be recorded
	}
	for {
		rec, err := c.Recordings.record(ctx, c.Recorder, c.Session, p.Turn)
		if err != nil {
			return c.note(ctx, fmt.Sprintf("Nothing is recorded: %v. Type your answer.", err))
		}
		choice, err := c.whileRecording(ctx, rec)
		s, fault := rec.end()
		switch {
		case err != nil: // left in the middle; what was said is kept
			return err
		case choice != recordingDone:
			if err := c.remove(ctx, rec.take); err != nil || choice != recordingAgain {
				return err
			}
			continue
		case fault != nil:
			if _, err := rec.load(); err == nil || rec.out.written == 0 { // there is nothing in it to keep
				fault = errors.Join(fault, rec.remove())
			}
			return c.note(ctx, fmt.Sprintf("Nothing is recorded: %v. Type your answer, or /speak tries again.", fault))
		case s.silent():
			if err := rec.remove(); err != nil {
				return c.note(ctx, err.Error())
			}
			return c.note(ctx, "The recording is silent: is the microphone on? /speak tries again, or type the answer.")
		}
		if why := rec.cut(); why != "" {
			if err := c.note(ctx, why); err != nil {
				return err
			}
		}
		_, err = c.writeDown(ctx, p, rec.take, s)
		return err
	}
}

// What a candidate may do with a recording, in the order in which it is offered.
const (
	recordingDone = iota
	recordingAgain
	recordingDropped
)

// whileRecording waits until the candidate has said it, or the recorder ends by itself.
func (c *Candidate) whileRecording(ctx context.Context, rec *recording) (choice int, err error) {
	asked, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-rec.ended:
			stop()
		case <-asked.Done():
		}
	}()
	choice, err = c.Choose(asked, interviewer.Choice{
		Text: "Recording with " + rec.by.name() + ". Speak; Enter when you have said it.",
		Options: []interviewer.Option{
			{Key: "d", Text: "done"},
			{Key: "a", Text: "again, from the beginning"},
			{Key: "x", Text: "throw it away, and type"},
		},
	})
	if err != nil && ctx.Err() == nil && asked.Err() != nil {
		return recordingDone, nil // the recorder has ended
	}
	return choice, err
}

// writeDown has a recording transcribed and adds the words to the draft. Where that does not work the recording is
// kept, and the candidate types.
func (c *Candidate) writeDown(ctx context.Context, p *interviewer.Prompt, t take, s sound) (types bool, err error) {
	heard, err := c.transcribe(ctx, s)
	for err != nil {
		if ctx.Err() != nil {
			return false, err
		}
		i, cerr := c.Choose(ctx, interviewer.Choice{
			Text: fmt.Sprintf("It could not be written down: %v. The recording is kept.", err),
			Options: []interviewer.Option{
				{Key: "r", Text: "try again"},
				{Key: "t", Text: "type the answer"},
			}, Default: 1,
		})
		if cerr != nil || i != 0 {
			return true, cerr
		}
		heard, err = c.transcribe(ctx, s)
	}
	how := measure(s, heard)
	if p.Draft != "" && !strings.HasSuffix(p.Draft, "\n") {
		p.Draft += "\n"
	}
	p.Draft += lines(heard)
	if p.Keep != nil {
		err = p.Keep(p.Draft)
	}
	if err == nil {
		err = t.heard(how)
	}
	if err != nil { // the recording is still there, and is offered again
		return false, c.note(ctx, err.Error())
	}
	const then = "This is never scored. Mend below what was misheard, then send it with a dot."
	return false, c.note(ctx, fmt.Sprintf("%v. %s", how, then))
}

var errNoWords = errors.New("no words were heard in it")

// transcribe waits for the transcript, which has words.
func (c *Candidate) transcribe(ctx context.Context, s sound) (heard string, err error) {
	done := make(chan struct{})
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		defer close(done)
		heard, err = c.Transcriber.Transcribe(ctx, s.wav())
	}()
	werr := c.Wait(ctx, interviewer.Waiting{
		Status: func() string { return "writing down what you said" }, Done: done,
	})
	if werr != nil {
		stop()
	}
	<-done
	heard = words(heard)
	if err == nil && len(text.Words(heard)) == 0 {
		err = errNoWords
	}
	return heard, errors.Join(err, werr)
}

// remove removes a recording. That it is still there ends no interview.
func (c *Candidate) remove(ctx context.Context, t take) error {
	if err := t.remove(); err != nil {
		return c.note(ctx, err.Error())
	}
	return nil
}

func (c *Candidate) note(ctx context.Context, text string) error {
	return c.Candidate.Hear(ctx, interviewer.Utterance{Kind: interviewer.KindNote, Text: text})
}

// Store is a store that removes a recording that was written down once nothing is made of it any more: its answer is
// committed, or its question closed.
type Store struct {
	interviewer.Store
	Recordings Recordings
	// Left is told of a recording that could not be removed. What was to be saved is saved.
	Left func(error)
}

// Save saves an event.
func (s Store) Save(ctx context.Context, session string, e interviewer.Event) error {
	err := s.Store.Save(ctx, session, e)
	if turn, done := spent(e); done && err == nil {
		if left := s.Recordings.confirmed(session, turn); left != nil {
			s.Left(left)
		}
	}
	return err
}

// spent says of which question, if of any, an event uses up the draft.
func spent(e interviewer.Event) (turn int, done bool) {
	switch e := e.(type) {
	case interviewer.Said:
		return e.Turn, e.Message.From == interviewer.FromCandidate && e.Message.Kind == interviewer.KindAnswer
	case interviewer.TurnClosed:
		return e.Turn, true
	}
	return 0, false
}
