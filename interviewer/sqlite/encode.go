package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// timeLayout sorts as text and keeps nanoseconds, so that what is loaded equals what was saved.
const timeLayout = "2006-01-02T15:04:05.000000000Z"

func text(t time.Time) string { return t.UTC().Format(timeLayout) }

func parseTime(s string) (time.Time, error) {
	t, err := time.Parse(timeLayout, s)
	if err != nil {
		return t, fmt.Errorf("%w: %q is no time", ErrCorrupt, s)
	}
	return t, nil
}

func crc(s string) int64 { return int64(crc32.ChecksumIEEE([]byte(s))) }

// rest is the JSON of v without the fields that have columns of their own, or nil if nothing else is set. It keeps
// fields that are added to the nouns later.
func rest(v any, columns ...string) (any, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(b, &fields); err != nil {
		return nil, err
	}
	for _, c := range columns {
		delete(fields, c)
	}
	if len(fields) == 0 {
		return nil, nil
	}
	b, err = json.Marshal(fields)
	return string(b), err
}

// decode reads JSON that we wrote; if it cannot be read, something has changed it.
func decode(s string, v any) error {
	if err := json.Unmarshal([]byte(s), v); err != nil {
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return nil
}

func hashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// keepSnapshot stores the JSON of v once, by its content, and gives the name of the content.
func keepSnapshot(ctx context.Context, tx *sql.Tx, v any) (string, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	hash := hashOf(body)
	_, err = tx.ExecContext(
		ctx,
		`INSERT INTO snapshots (hash, body) VALUES (?, ?) ON CONFLICT DO NOTHING`,
		hash,
		string(body),
	)
	return hash, err
}

// snapshots decodes stored packs and questions, each once.
type snapshots[T any] struct {
	byHash map[string]T
}

func (c *snapshots[T]) get(ctx context.Context, s rower, hash string) (T, error) {
	if v, ok := c.byHash[hash]; ok {
		return v, nil
	}
	var v T
	var body string
	if err := scan(s.QueryRowContext(ctx, `SELECT body FROM snapshots WHERE hash = ?`, hash), &body); err != nil {
		return v, err
	}
	if err := decode(body, &v); err != nil {
		return v, err
	}
	if c.byHash == nil {
		c.byHash = map[string]T{}
	}
	c.byHash[hash] = v
	return v, nil
}

// briefGrade is a grade without its marks and remarks: what trends and outcomes are made of. It is read by the
// thousand, so it is small.
type briefGrade struct {
	Status         interviewer.GradeStatus `json:"status"`
	Score          *float64                `json:"score,omitempty"`
	Overall        *int                    `json:"overall,omitempty"`
	Recommendation rubric.Recommendation   `json:"rec,omitempty"`
	Grader         interviewer.GraderKind  `json:"grader,omitempty"`
	Model          string                  `json:"model,omitempty"`
	At             time.Time               `json:"at,omitzero"`
	Competencies   []briefCompetency       `json:"c,omitempty"`
}

type briefCompetency struct {
	ID    string       `json:"id"`
	Level rubric.Level `json:"level"`
	Score *float64     `json:"score,omitempty"`
	Probe rubric.Probe `json:"probe"`
	Exact float64      `json:"x,omitempty"`
	// Critical is needed for the outcome of a session.
	Critical bool `json:"crit,omitempty"`
}

func brief(g interviewer.Grade) (string, error) {
	b := briefGrade{
		g.Status,
		g.Score,
		g.Overall,
		g.Recommendation,
		g.Provenance.Grader,
		g.Provenance.Model,
		g.Provenance.GradedAt,
		nil,
	}
	for _, c := range g.Competencies {
		b.Competencies = append(b.Competencies, briefCompetency{c.ID, c.Level, c.Score, c.Probe, c.Exact, c.Critical})
	}
	out, err := json.Marshal(b)
	return string(out), err
}

// fromBrief is the grade that a brief stands for, or nil if that cannot be believed: a list has no place to say so, and
// QuickCheck does.
func fromBrief(s string) (*interviewer.Grade, error) {
	var b briefGrade
	if err := decode(s, &b); err != nil {
		return nil, err
	}
	g := &interviewer.Grade{
		Status: b.Status, Score: b.Score, Overall: b.Overall, Recommendation: b.Recommendation,
		Provenance: interviewer.Provenance{Grader: b.Grader, Model: b.Model, GradedAt: b.At},
	}
	for _, c := range b.Competencies {
		g.Competencies = append(g.Competencies, interviewer.CompetencyGrade{
			ID: c.ID, Level: c.Level, Score: c.Score, Exact: c.Exact, Probe: c.Probe, Critical: c.Critical,
		})
	}
	if g.Doubt(interviewer.Turn{}) != nil {
		return nil, nil
	}
	return g, nil
}
