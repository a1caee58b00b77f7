package interviewer

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// Speech is how an answer was spoken. It is for the candidate alone: nothing scores it, and no grader is shown it.
type Speech struct {
	Seconds float64 `json:"seconds"` // from the first sound to the last
	// Spoken counts the words as they were heard, before anybody corrected them.
	Spoken int `json:"words"`
	// Pauses counts the silences of at least LongPause between the first sound and the last.
	Pauses  int            `json:"pauses"`
	Longest float64        `json:"longest_pause_seconds"`
	Fillers map[string]int `json:"fillers,omitempty"` // how often each was heard
}

// LongPause is how long a silence is before it counts as a pause: breath and thought between sentences take less.
const LongPause = 2 * time.Second

// Add puts two passages together, either of which may be none. What lies between was not recorded, and is no pause.
func (s *Speech) Add(t *Speech) *Speech {
	switch {
	case s == nil:
		return t
	case t == nil:
		return s
	}
	out := Speech{
		Seconds: s.Seconds + t.Seconds, Spoken: s.Spoken + t.Spoken, Pauses: s.Pauses + t.Pauses,
		Longest: max(s.Longest, t.Longest), Fillers: maps.Clone(s.Fillers),
	}
	for word, n := range t.Fillers {
		if out.Fillers == nil {
			out.Fillers = map[string]int{}
		}
		out.Fillers[word] += n
	}
	return &out
}

// Pace is how many words were spoken a minute, or 0 where too little was said to tell.
func (s Speech) Pace() int {
	if s.Seconds < 1 {
		return 0
	}
	return int(math.Round(float64(s.Spoken) / s.Seconds * 60))
}

// String tells it in a sentence, without its full stop.
func (s Speech) String() string {
	said := fmt.Sprintf("%d words in %d:%02d", s.Spoken, int(s.Seconds)/60, int(s.Seconds)%60)
	if pace := s.Pace(); pace > 0 {
		said += fmt.Sprintf(", %d a minute", pace)
	}
	switch s.Pauses {
	case 0:
		said += "; no pause of two seconds"
	case 1:
		said += fmt.Sprintf("; one long pause, of %.0f s", s.Longest)
	default:
		said += fmt.Sprintf("; %d long pauses, the longest of %.0f s", s.Pauses, s.Longest)
	}
	var heard []string
	for _, word := range slices.Sorted(maps.Keys(s.Fillers)) {
		heard = append(heard, fmt.Sprintf("“%s” %d", word, s.Fillers[word]))
	}
	if len(heard) == 0 {
		return said + "; no fillers"
	}
	return said + "; fillers: " + strings.Join(heard, ", ")
}

// Speech is how the answers of a session were spoken, taken together; nil where none was.
func (s Session) Speech() *Speech {
	var all *Speech
	for _, t := range s.Turns {
		for _, m := range t.Answers() {
			all = all.Add(m.Speech)
		}
	}
	return all
}

// takenBack is how the answer was spoken that was taken back into the draft, if the draft is of one.
func (t Turn) takenBack() *Speech {
	for _, m := range slices.Backward(t.Messages) {
		if m.From == FromCandidate && m.Kind == KindAnswer {
			if m.Superseded {
				return m.Speech
			}
			break
		}
	}
	return nil
}
