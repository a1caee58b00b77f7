package data

import (
	"embed"
	"fmt"
	"path"
)

// labelled holds the labelled sets that come with the program, one file a role, and the attack suite.
//
//go:embed calibration attacks.jsonl
var labelled embed.FS

// Calibration is the labelled set of a role as JSON lines, in the form that package calibration reads, or ErrNotFound.
func Calibration(role string) ([]byte, error) {
	if !validID(role) {
		return nil, fmt.Errorf("%w: %q", ErrNotFound, role)
	}
	b, err := labelled.ReadFile(path.Join("calibration", role+".jsonl"))
	if err != nil {
		return nil, fmt.Errorf("a labelled set for %q: %w", role, ErrNotFound)
	}
	return b, nil
}

// Attacks are texts that try to talk a grader round, as JSON lines of category and text.
func Attacks() ([]byte, error) { return labelled.ReadFile("attacks.jsonl") }
