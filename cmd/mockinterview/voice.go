package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/llm"
	"mockinterview/interviewer/sqlite"
	"mockinterview/interviewer/voice"
)

// voiceOptions say whether an interview is spoken.
type voiceOptions struct {
	voice bool // answers can be said
	speak bool // questions are read out
}

func voiceFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "voice", Usage: "say your answers; they are written down for you to correct and send"},
		&cli.BoolFlag{Name: "speak", Usage: "read out what the interviewer says"},
	}
}

func readVoice(c *cli.Context) voiceOptions {
	return voiceOptions{voice: c.Bool("voice"), speak: c.Bool("speak")}
}

// transcriberModel writes recordings down by the model of a server.
type transcriberModel struct {
	client *llm.Client
	model  string
}

// Transcribe sends the recording.
func (t transcriberModel) Transcribe(ctx context.Context, wav []byte) (string, error) {
	return t.client.Transcribe(ctx, t.model, wav)
}

// prepareVoice finds what speaking needs, before anything is asked. A voice that cannot work is an error; that nothing
// can be read out is only said.
func (sit *sitting) prepareVoice(ctx context.Context, o voiceOptions) (err error) {
	if o.speak {
		sit.speaker = sit.findSpeaker()
		if sit.speaker == nil {
			sit.say("Nothing is read out: neither espeak-ng nor say is installed. speaker in the configuration names " +
				"another command.")
		}
	}
	if !o.voice {
		return nil
	}
	if !sit.term.Interactive() {
		return usagef("leave --voice out, and write the answers to standard input", "--voice wants a keyboard")
	}
	if sit.recorder = sit.findRecorder(); sit.recorder == nil {
		return &failure{
			exitConfig, errors.New("no recorder was found: none of arecord, sox and ffmpeg is installed"),
			"install one (arecord is in the package alsa-utils), or name a command as recorder in the configuration",
		}
	}
	sit.transcriber, err = sit.findTranscriber(ctx)
	return err
}

func (in invocation) findRecorder() voice.Command {
	if c := in.settings.voice.recorder; len(c) > 0 {
		return c
	}
	return voice.FindRecorder(runtime.GOOS, exec.LookPath)
}

func (in invocation) findSpeaker() voice.Command {
	if c := in.settings.voice.speaker; len(c) > 0 {
		return c
	}
	return voice.FindSpeaker(exec.LookPath)
}

// findTranscriber chooses what writes recordings down: the configured command, the server that was configured for it,
// or the one that grades. Somebody who grades offline sends no recording anywhere without having said so.
func (sit *sitting) findTranscriber(ctx context.Context) (voice.Transcriber, error) {
	v := sit.settings.voice
	client := sit.client
	switch {
	case len(v.transcriber) > 0:
		return voice.Whisper{Command: v.transcriber}, nil
	case v.server.baseURL != "":
		cred, err := v.server.key.read(ctx, sit.env)
		if err != nil {
			return nil, fmt.Errorf("the server that writes recordings down: %w", err)
		}
		in := sit.withEndpoint(v.server)
		client, err = in.graderFactory(ctx, nil).client(graderChoice{}, cred, offlineGrader(in.settings.packs))
		if err != nil {
			return nil, &failure{exitConfig, err, "check transcribe_base_url in the configuration"}
		}
		for _, w := range client.Warnings() {
			sit.say("Careful: %s.", w)
		}
	case client == nil:
		return nil, &failure{
			exitConfig, errors.New("nothing is configured that writes down what you say"),
			"name a command as transcriber, or a server as transcribe_base_url, in the configuration; or grade by a " +
				"model whose server does it",
		}
	}
	if err := client.MayTranscribe(); err != nil {
		return nil, &failure{
			exitConfig, fmt.Errorf("%s cannot be asked to write recordings down: %w", client.Host(), err),
			"leave --budget (budget_usd) out, or name a program on this machine as transcriber in the configuration",
		}
	}
	sit.say("Your recordings go to %s to be written down.", client.Host())
	return transcriberModel{client, v.model}, nil
}

// candidate is who answers, and store where the answers go. Where nothing is spoken an earlier sitting may have left
// recordings, which go with their answers.
func (sit *sitting) candidate(session string) (interviewer.Candidate, interviewer.Store) {
	kept := voice.Folder(sit.settings.db)
	c := &voice.Candidate{
		Candidate: sit.term, Session: session, Recordings: kept, Recorder: sit.recorder, Transcriber: sit.transcriber,
		Pipe: !sit.term.Interactive(),
	}
	if sit.speaker != nil {
		c.Aloud = &voice.Aloud{
			Command: sit.speaker,
			Failed:  func(err error) { _ = sit.term.Note(fmt.Sprintf("Nothing is read out: %v.", err)) },
		}
	}
	return c, voice.Store{Store: sit.db, Recordings: kept, Left: func(err error) {
		_ = sit.term.Note(fmt.Sprintf("A recording is still there that is not needed any more: %v", err))
	}}
}

// mentionRecordings says of recordings that were not written down, and how to come back to each, or to be rid of it.
func (sit *sitting) mentionRecordings(s *interviewer.Session) {
	waiting, err := voice.Folder(sit.settings.db).Waiting(s.ID)
	if err != nil {
		sit.say("%v", err)
	}
	for _, w := range waiting {
		t := s.Turn(w.Turn)
		if w.Sound && s.State != interviewer.Finished && t != nil && t.State == interviewer.Asked {
			sit.say("Not written down, and offered by %s: %s", sit.command("resume", s.ID, "--voice"), w.File)
			continue
		}
		sit.say("Not written down, and not offered any more: %s", w.File)
		sit.say("You can remove the file; %s, then %s, remove it with the interview.",
			sit.command("delete", s.ID), sit.command("purge"))
	}
}

// removeRecordings removes those of interviews that are not in the database any more.
func (o purgeOptions) removeRecordings(ctx context.Context, db *store) error {
	n, err := voice.Folder(o.settings.db).Purge(func(session string) (bool, error) {
		_, err := db.Resolve(ctx, session)
		if errors.Is(err, sqlite.ErrNotFound) {
			return true, nil
		}
		return false, err
	})
	if n > 0 {
		o.say("Recordings removed as well: %d.", n)
	}
	return err
}

// checkVoice says what speaking would use.
func (in invocation) checkVoice(cred credential) finding {
	named := func(c voice.Command, none string) string {
		if c == nil {
			return none
		}
		return c[0]
	}
	v := in.settings.voice
	writes := "nobody: name a transcriber in the configuration"
	switch {
	case len(v.transcriber) > 0:
		writes = v.transcriber[0]
	case v.server.baseURL != "":
		writes = v.server.host()
	case in.gradesByModel(cred):
		writes = "the server that grades"
	}
	return finding{Check: "voice", OK: true, Says: fmt.Sprintf("recorder %s, written down by %s, read out by %s",
		named(in.findRecorder(), "none"), writes, named(in.findSpeaker(), "nothing"))}
}
