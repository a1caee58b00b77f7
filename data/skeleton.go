package data

import (
	_ "embed" // skeleton.yaml
	"strings"
)

//go:embed skeleton.yaml
var skeleton string

// Skeleton is the file of a new pack: every field with what it is for. It has no faults but those of fields that are to
// be filled in.
func Skeleton(id string) (string, bool) {
	return strings.ReplaceAll(skeleton, "ROLE", id), validID(id)
}
