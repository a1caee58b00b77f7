package data

import (
	"bytes"
	"embed"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"slices"

	"mockinterview/interviewer"
)

// The packs of roles/ are read, checked and written as gob when the program is built, so that a start parses no YAML.
//
//go:generate go run ../cmd/mkpacks
//go:embed digest
var digests embed.FS

// The sentence encoder, and the vectors that it gives to the packs' sentences; encoder/README.md says where it comes
// from. They are strings so that a start touches none of it.
var (
	//go:embed encoder/encoder.bin
	encoderFile string
	//go:embed encoder/vectors.bin
	vectorsFile string
)

// Names of what is under digest/.
const (
	headsFile  = "roles.json"
	packEnding = ".gob"
)

// Encoder is the file of the sentence encoder.
func Encoder() string { return encoderFile }

// Vectors is the file of the vectors of the built-in packs' sentences.
func Vectors() string { return vectorsFile }

// Head is what a list of roles says of one.
type Head struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	Version   int    `json:"version"`
	Questions int    `json:"questions"`
	Minutes   int    `json:"minutes"` // of all questions
}

// HeadOf sums a pack up.
func HeadOf(p interviewer.Pack) Head {
	h := Head{ID: p.ID, Title: p.Title, Summary: p.Summary, Version: p.Version, Questions: len(p.Questions)}
	for _, q := range p.Questions {
		h.Minutes += q.Minutes
	}
	return h
}

// builtinHeads sums up the packs that come with the program, sorted by id.
func builtinHeads() ([]Head, error) {
	var out []Head
	b, err := digests.ReadFile("digest/" + headsFile)
	if err == nil {
		err = json.Unmarshal(b, &out)
	}
	return out, err
}

// builtin reads a pack that comes with the program.
func builtin(id string) (interviewer.Pack, error) {
	heads, err := builtinHeads()
	if err != nil {
		return interviewer.Pack{}, err
	}
	if !slices.ContainsFunc(heads, func(h Head) bool { return h.ID == id }) {
		return interviewer.Pack{}, fmt.Errorf("%w: %q", ErrNotFound, id)
	}
	var p interviewer.Pack
	b, err := digests.ReadFile("digest/" + id + packEnding)
	if err == nil {
		err = gob.NewDecoder(bytes.NewReader(b)).Decode(&p)
	}
	if err != nil {
		return p, fmt.Errorf("open built-in %q: %w", id, err)
	}
	return p, nil
}

// Digest writes packs in the form that the program carries: file names under digest/ and what they hold.
func Digest(packs []interviewer.Pack) (map[string][]byte, error) {
	out, heads := map[string][]byte{}, make([]Head, 0, len(packs))
	for _, p := range packs {
		var b bytes.Buffer
		if err := gob.NewEncoder(&b).Encode(p); err != nil {
			return nil, err
		}
		out[p.ID+packEnding] = b.Bytes()
		heads = append(heads, HeadOf(p))
	}
	b, err := json.MarshalIndent(heads, "", "\t")
	out[headsFile] = append(b, '\n')
	return out, err
}
