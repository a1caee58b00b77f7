package rubric

// Scores run from leastScore to mostScore.
const (
	leastScore = 1.0
	mostScore  = 4.0
)

// Shift moves scores: by Low at the lowest score, by High at the highest, and in proportion between them. One of at
// most a point either way never puts a higher score below a lower one.
type Shift struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Apply is a score after the shift, still between 1 and 4.
func (s Shift) Apply(score float64) float64 {
	at := (score - leastScore) / (mostScore - leastScore)
	return clamp(score+s.Low*(1-at)+s.High*at, leastScore, mostScore)
}

// Shifted is the competency with another score, at the level whose band holds it. What was not shown stays so.
func (p Probed) Shifted(score float64) Probed {
	if p.Failed || p.Result.Level == LevelNotShown {
		return p
	}
	p.Result.Score, p.Result.Level = score, levelOf(score)
	return p
}
