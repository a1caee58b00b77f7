package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// outcome is what lists show of a session's grades.
type outcome struct {
	Score          *float64              `json:"score"`
	Recommendation rubric.Recommendation `json:"recommendation"`
	Arithmetic     int                   `json:"arithmetic,omitempty"`
}

// refresh brings what is derived from a turn's state and grades up to date.
func (db *DB) refresh(ctx context.Context, tx *sql.Tx, seq int64, turn int) error {
	t := interviewer.Turn{N: turn}
	if err := scan(tx.QueryRowContext(ctx, `SELECT state FROM turns WHERE session = ? AND n = ?`, seq,
		turn), &t.State); err != nil {
		return err
	}
	g, err := newestBrief(ctx, tx, seq, turn)
	if err != nil {
		return err
	}
	t.Grade = g
	if _, err := tx.ExecContext(ctx, `UPDATE turns SET unfinished = ? WHERE session = ? AND n = ?`, t.Unfinished(), seq,
		turn); err != nil {
		return err
	}
	return db.refreshGraded(ctx, tx, seq)
}

// refreshGraded refreshes the outcome if the session has a grade at all; without one there is nothing to work out.
func (db *DB) refreshGraded(ctx context.Context, tx *sql.Tx, seq int64) error {
	var graded bool
	if err := scan(tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM grades WHERE session = ?)`,
		seq), &graded); err != nil ||
		!graded {
		return err
	}
	return db.refreshOutcome(ctx, tx, seq)
}

func newestBrief(ctx context.Context, s rower, seq int64, turn int) (*interviewer.Grade, error) {
	var body string
	const q = `SELECT brief FROM grades WHERE session = ? AND turn = ? ORDER BY id DESC LIMIT 1`
	err := scan(s.QueryRowContext(ctx, q, seq, turn), &body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return fromBrief(body)
}

func (db *DB) refreshOutcome(ctx context.Context, tx *sql.Tx, seq int64) error {
	sum, err := db.outcomeOf(ctx, tx, seq)
	if err != nil {
		return err
	}
	b, err := json.Marshal(sum)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE sessions SET outcome = ? WHERE seq = ?`, string(b), seq)
	return err
}

// outcomeOf works out the outcome of a session from its grades.
func (db *DB) outcomeOf(ctx context.Context, s rower, seq int64) (outcome, error) {
	var none outcome
	var pack, head string
	const q = `SELECT pack, head FROM sessions WHERE seq = ?`
	if err := scan(s.QueryRowContext(ctx, q, seq), &pack, &head); err != nil {
		return none, err
	}
	var session interviewer.Session
	if err := decode(head, &session); err != nil {
		return none, err
	}
	var err error
	if session.Pack.Rubric, err = db.rubricOf(ctx, s, pack); err != nil {
		return none, err
	}
	if session.Turns, err = briefTurns(ctx, s, seq); err != nil {
		return none, err
	}
	o, _ := session.Outcome()
	sum := outcome{Recommendation: o.Recommendation, Arithmetic: rubric.Arithmetic}
	if o.Recommendation != rubric.NoDecision {
		sum.Score = &o.Score
	}
	return sum, nil
}

// rubricOf is the rubric of a stored pack. Packs are large and never change, so each is decoded once.
func (db *DB) rubricOf(ctx context.Context, s rower, hash string) ([]rubric.Competency, error) {
	db.mu.Lock()
	defer db.mu.Unlock()
	if r, ok := db.rubrics[hash]; ok {
		return r, nil
	}
	var body string
	if err := scan(s.QueryRowContext(ctx, `SELECT body FROM snapshots WHERE hash = ?`, hash), &body); err != nil {
		return nil, err
	}
	var p struct {
		Rubric []rubric.Competency `json:"rubric"`
	}
	if err := decode(body, &p); err != nil {
		return nil, err
	}
	if db.rubrics == nil {
		db.rubrics = map[string][]rubric.Competency{}
	}
	db.rubrics[hash] = p.Rubric
	return p.Rubric, nil
}

// briefTurns are the turns of a session as trends need them: no messages, no marks, of the question only its id.
func briefTurns(ctx context.Context, s rower, seq int64) ([]interviewer.Turn, error) {
	all, err := eachBriefTurn(ctx, s, `t.session = ?`, seq)
	return all[seq], err
}

// eachBriefTurn reads the turns that fulfil a condition, by the number of their session.
func eachBriefTurn(ctx context.Context, s rower, cond string, args ...any) (map[int64][]interviewer.Turn, error) {
	q := `SELECT t.session, t.n, t.state, t.question_id, t.hints_used, t.seconds, t.self_rating,
		(SELECT brief FROM grades g WHERE g.session = t.session AND g.turn = t.n ORDER BY g.id DESC LIMIT 1)
		FROM turns t WHERE ` + cond + ` ORDER BY t.session, t.ord`
	rows, err := s.QueryContext(ctx, q, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64][]interviewer.Turn{}
	for rows.Next() {
		var seq int64
		var t interviewer.Turn
		var g sql.NullString
		if err := scan(rows, &seq, &t.N, &t.State, &t.Question.ID, &t.HintsUsed, &t.Seconds, &t.SelfRating,
			&g); err != nil {
			return nil, err
		}
		if g.Valid {
			if t.Grade, err = fromBrief(g.String); err != nil {
				return nil, err
			}
		}
		out[seq] = append(out[seq], t)
	}
	return out, rows.Err()
}
