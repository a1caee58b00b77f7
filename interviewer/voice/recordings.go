package voice

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"mockinterview/interviewer"
)

// Recordings is the folder where recordings lie until the answers made of them are committed. A recording is named
// SESSION.QUESTION.NUMBER.wav; once it was written down, how it was spoken stands beside it as NUMBER.json.
type Recordings struct{ Dir string }

// Folder is where the recordings of a database lie.
func Folder(database string) Recordings { return Recordings{database + ".recordings"} }

// take is one recording.
type take struct {
	session string
	turn, n int
	file    string
}

const (
	audioEnd = ".wav"
	heardEnd = ".json"
)

// largestRecording is where a recording ends: what servers take, and thirteen minutes at the rate that is asked for.
const largestRecording = 24 << 20

// all are the takes that there are, in the order in which they were made.
func (r Recordings) all() ([]take, error) {
	entries, err := os.ReadDir(r.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the recordings: %w", err)
	}
	var out []take
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), audioEnd)
		parts := strings.Split(name, ".")
		if !ok || len(parts) < 3 {
			continue
		}
		n, nerr := strconv.Atoi(parts[len(parts)-1])
		turn, terr := strconv.Atoi(parts[len(parts)-2])
		if errors.Join(nerr, terr) == nil {
			session := strings.Join(parts[:len(parts)-2], ".")
			out = append(out, take{session, turn, n, filepath.Join(r.Dir, e.Name())})
		}
	}
	slices.SortFunc(out, func(a, b take) int { return a.n - b.n })
	return out, nil
}

// of are the takes of one question.
func (r Recordings) of(session string, turn int) ([]take, error) {
	all, err := r.all()
	return slices.DeleteFunc(all, func(t take) bool { return t.session != session || t.turn != turn }), err
}

// next makes the file of one more take, which only its owner can read.
func (r Recordings) next(session string, turn int) (take, *os.File, error) {
	if err := os.MkdirAll(r.Dir, 0o700); err != nil {
		return take{}, nil, fmt.Errorf("keep a recording: %w", err)
	}
	before, err := r.of(session, turn)
	if err != nil {
		return take{}, nil, err
	}
	t := take{session: session, turn: turn, n: 1}
	if len(before) > 0 {
		t.n = before[len(before)-1].n + 1
	}
	t.file = filepath.Join(r.Dir, fmt.Sprintf("%s.%d.%d%s", session, turn, t.n, audioEnd))
	f, err := os.OpenFile(t.file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return take{}, nil, fmt.Errorf("keep a recording: %w", err)
	}
	return t, f, nil
}

// load reads the sound of a take.
func (t take) load() (sound, error) {
	b, err := interviewer.ReadFile(t.file, largestRecording)
	if err != nil {
		return sound{}, fmt.Errorf("read a recording: %w", err)
	}
	s, err := parseWAV(b)
	if err != nil {
		return sound{}, fmt.Errorf("read the recording %s: %w", t.file, err)
	}
	return s, nil
}

func (t take) speechFile() string { return strings.TrimSuffix(t.file, audioEnd) + heardEnd }

// heard keeps how the take was spoken, and that it was written down.
func (t take) heard(s interviewer.Speech) error {
	b, err := json.Marshal(s)
	if err == nil {
		err = os.WriteFile(t.speechFile(), b, 0o600)
	}
	if err != nil {
		return fmt.Errorf("keep how it was spoken: %w", err)
	}
	return nil
}

// speech is how the take was spoken; nil where it was not written down yet.
func (t take) speech() *interviewer.Speech {
	b, err := interviewer.ReadFile(t.speechFile(), 64<<10)
	var s interviewer.Speech
	if err != nil || json.Unmarshal(b, &s) != nil {
		return nil
	}
	return &s
}

func (t take) remove() error {
	err := os.Remove(t.speechFile())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return errors.Join(err, os.Remove(t.file))
}

// confirmed removes the takes of a question that were written down: nothing is made of them any more.
func (r Recordings) confirmed(session string, turn int) error {
	list, err := r.of(session, turn)
	for _, t := range list {
		if t.speech() != nil {
			err = errors.Join(err, t.remove())
		}
	}
	return err
}

// Waiting is a recording that was not written down.
type Waiting struct {
	File  string
	Turn  int  // the question that it answers
	Sound bool // it can be written down: there is something in it, and it can be read
}

// Waiting are the recordings of a session that were not written down.
func (r Recordings) Waiting(session string) ([]Waiting, error) {
	all, err := r.all()
	var out []Waiting
	for _, t := range all {
		if t.session == session && t.speech() == nil {
			s, err := t.load()
			out = append(out, Waiting{File: t.file, Turn: t.turn, Sound: err == nil && len(s.samples) > 0})
		}
	}
	return out, err
}

// Purge removes the recordings of sessions that are gone, and says how many there were.
func (r Recordings) Purge(gone func(session string) (bool, error)) (n int, err error) {
	all, err := r.all()
	if err != nil {
		return 0, err
	}
	for _, t := range all {
		is, err := gone(t.session)
		if err == nil && is {
			err = t.remove()
			n++
		}
		if err != nil {
			return n, fmt.Errorf("remove a recording: %w", err)
		}
	}
	return n, nil
}
