package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"mockinterview/interviewer"
)

// insertSession writes a whole session. seq 0 takes the next number.
func (db *DB) insertSession(ctx context.Context, tx *sql.Tx, s interviewer.Session, seq int64) error {
	pack, err := keepSnapshot(ctx, tx, s.Pack)
	if err != nil {
		return err
	}
	head, err := rest(s, "turns", "state", "ended_at")
	if err != nil {
		return err
	}
	var number, ended any
	if seq > 0 {
		number = seq
	}
	if s.EndedAt != nil {
		ended = text(*s.EndedAt)
	}
	const q = `INSERT INTO sessions (seq, id, role, state, started_at, ended_at, pack, head, turns) VALUES (?, ?, ?, ` +
		`?, ?, ?, ?, ?, 0)`
	res, err := tx.ExecContext(ctx, q, number, s.ID, s.Role, s.State, text(s.StartedAt), ended, pack, head)
	if err != nil {
		return err
	}
	if seq, err = res.LastInsertId(); err != nil {
		return err
	}
	graded := false
	for _, t := range s.Turns {
		if err := insertTurn(ctx, tx, seq, s.Role, t); err != nil {
			return err
		}
		graded = graded || t.Grade != nil
	}
	if !graded {
		return nil
	}
	return db.refreshOutcome(ctx, tx, seq)
}

// insertTurn writes a turn with everything in it after the turns that are there.
func insertTurn(ctx context.Context, tx *sql.Tx, seq int64, role string, t interviewer.Turn) error {
	question, err := keepSnapshot(ctx, tx, t.Question)
	if err != nil {
		return err
	}
	bare := t
	bare.Question, bare.Messages, bare.Grade, bare.OldGrades, bare.Checks = interviewer.Question{}, nil, nil, nil, nil
	other, err := rest(
		bare,
		"n",
		"question",
		"state",
		"hints_used",
		"self_rating",
		"seconds",
		"draft",
		"messages",
		"grade",
		"old_grades",
		"checks",
	)
	if err != nil {
		return err
	}
	const q = `INSERT INTO turns
		(session, n, ord, role, question_id, question, state, hints_used, seconds, self_rating, rest, unfinished)
		VALUES (?, ?, (SELECT turns FROM sessions WHERE seq = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	if _, err := tx.ExecContext(ctx, q, seq, t.N, seq, role, t.Question.ID, question,
		t.State, t.HintsUsed, t.Seconds, t.SelfRating, other, t.Unfinished()); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE sessions SET turns = turns + 1 WHERE seq = ?`, seq); err != nil {
		return err
	}
	for _, m := range t.Messages {
		if err := insertMessage(ctx, tx, seq, t.N, m); err != nil {
			return err
		}
	}
	if t.Draft != "" {
		if err := putDraft(ctx, tx, seq, t.N, t.Draft); err != nil {
			return err
		}
	}
	grades := t.OldGrades
	if t.Grade != nil {
		grades = append(grades[:len(grades):len(grades)], *t.Grade)
	}
	for _, g := range grades {
		if err := insertGrade(ctx, tx, seq, t.N, g); err != nil {
			return err
		}
	}
	for _, c := range t.Checks {
		if err := insertCheck(ctx, tx, seq, t.N, c); err != nil {
			return err
		}
	}
	return nil
}

func insertMessage(ctx context.Context, tx *sql.Tx, seq int64, turn int, m interviewer.Message) error {
	other, err := rest(m, "n", "from", "kind", "text", "at", "superseded")
	if err != nil {
		return err
	}
	const q = `INSERT INTO messages (session, turn, n, sender, kind, text, at, superseded, rest, crc) VALUES (?, ?, ` +
		`?, ?, ?, ?, ?, ?, ?, ?)`
	if _, err := tx.ExecContext(ctx, q, seq, turn, m.N, m.From, m.Kind, m.Text, text(m.At), m.Superseded, other,
		crc(m.Text)); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE turns SET messages = messages + 1 WHERE session = ? AND n = ?`, seq, turn)
	return err
}

func putDraft(ctx context.Context, tx *sql.Tx, seq int64, turn int, draft string) error {
	if draft == "" {
		_, err := tx.ExecContext(ctx, `DELETE FROM drafts WHERE session = ? AND turn = ?`, seq, turn)
		return err
	}
	const q = `INSERT INTO drafts (session, turn, text) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text`
	_, err := tx.ExecContext(ctx, q, seq, turn, draft)
	return err
}

func insertGrade(ctx context.Context, tx *sql.Tx, seq int64, turn int, g interviewer.Grade) error {
	body, err := json.Marshal(g)
	if err != nil {
		return err
	}
	short, err := brief(g)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO grades (session, turn, body, brief) VALUES (?, ?, ?, ?)`, seq, turn,
		string(body), short); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE turns SET grades = grades + 1 WHERE session = ? AND n = ?`, seq, turn)
	return err
}

func insertCheck(ctx context.Context, tx *sql.Tx, seq int64, turn int, c interviewer.Check) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO checks (session, turn, body) VALUES (?, ?, ?)`, seq, turn,
		string(body)); err != nil {
		return err
	}
	return one(ctx, tx, turn, `UPDATE turns SET checks = checks + 1 WHERE session = ? AND n = ?`, seq, turn)
}

// removeSession takes a session out, child rows first, and leaves the number free for putting it back.
func removeSession(ctx context.Context, tx *sql.Tx, seq int64) error {
	for _, q := range []string{
		`DELETE FROM drafts WHERE session = ?`, `DELETE FROM checks WHERE session = ?`,
		`DELETE FROM grades WHERE session = ?`,
		`DELETE FROM messages WHERE session = ?`,
		`DELETE FROM turns WHERE session = ?`, `DELETE FROM sessions WHERE seq = ?`,
	} {
		if _, err := tx.ExecContext(ctx, q, seq); err != nil {
			return fmt.Errorf("%s: %w", q, err)
		}
	}
	return nil
}
