package data

import (
	_ "embed" // measured.json
	"encoding/json"

	"mockinterview/interviewer"
)

//go:embed measured.json
var measuredFile []byte

// Measure says how well offline grades of a role agree with a careful reader's: quadratic weighted kappa over the
// overall 1-4 of answers that nothing was tuned on. README tells how they were marked.
type Measure struct {
	QWK     float64 `json:"qwk"`
	Answers int     `json:"answers"`
	// Quotes are of answers that the grader was not trained on.
	Quotes interviewer.RatedQuotes `json:"quotes"`
}

// Measured gives the figure of a built-in pack; a role that was not measured has none, and so has a pack of the user's
// own, whatever its id.
func (l Library) Measured(id string) (Measure, bool) {
	if l.Own(id) {
		return Measure{}, false
	}
	var all map[string]Measure
	if json.Unmarshal(measuredFile, &all) != nil { // a test reads it
		return Measure{}, false
	}
	m, ok := all[id]
	return m, ok
}
