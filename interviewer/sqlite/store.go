package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"mockinterview/interviewer"
)

var _ interviewer.Store = (*DB)(nil)

// Create stores a new session, with whatever turns it has. An id that is taken is ErrExists.
func (db *DB) Create(ctx context.Context, s interviewer.Session) error {
	return db.write(ctx, "save the session in", func(tx *sql.Tx) error {
		var taken bool
		if err := scan(tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sessions WHERE id = ?)`,
			s.ID), &taken); err != nil {
			return err
		}
		if taken {
			return fmt.Errorf("session %s: %w", s.ID, ErrExists)
		}
		return db.insertSession(ctx, tx, s, 0)
	})
}

// CreateAll stores many new sessions in one transaction: all of them or none.
func (db *DB) CreateAll(ctx context.Context, all iter.Seq[interviewer.Session]) error {
	return db.write(ctx, "save the sessions in", func(tx *sql.Tx) error {
		for s := range all {
			if err := db.insertSession(ctx, tx, s, 0); err != nil {
				return fmt.Errorf("session %s: %w", s.ID, err)
			}
		}
		return nil
	})
}

// find is the number of a session, deleted ones included.
func find(ctx context.Context, s rower, id string) (int64, error) {
	var seq int64
	err := scan(s.QueryRowContext(ctx, `SELECT seq FROM sessions WHERE id = ?`, id), &seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, cmpErr(missing(ctx, s, id), fmt.Errorf("session %q: %w", id, ErrNotFound))
	}
	return seq, err
}

// missing makes sure that what the index does not know is not there: a damaged index must not hide a session.
func missing(ctx context.Context, s rower, id string) error {
	var n int
	if err := scan(s.QueryRowContext(ctx, `SELECT count(*) FROM sessions NOT INDEXED WHERE id = ?`,
		id), &n); err != nil ||
		n == 0 {
		return err
	}
	return fmt.Errorf("%w: the index does not know of session %q", ErrCorrupt, id)
}

// Save makes an event part of a stored session, as Session.Apply makes it part of one in memory. An event for a turn
// that is not there is an error, and so is a message whose number another process has taken: nothing is ever dropped or
// overwritten.
func (db *DB) Save(ctx context.Context, session string, e interviewer.Event) error {
	return db.write(ctx, "save the "+nameOf(e)+" in", func(tx *sql.Tx) error {
		seq, err := find(ctx, tx, session)
		if err != nil {
			return err
		}
		return db.apply(ctx, tx, seq, e)
	})
}

// nameOf says what an event is to a reader of an error.
func nameOf(e interviewer.Event) string {
	switch e := e.(type) {
	case interviewer.TurnAsked:
		return "question"
	case interviewer.Said:
		if e.Message.Kind == interviewer.KindAnswer {
			return "answer"
		}
		return "message"
	case interviewer.DraftKept:
		return "draft"
	case interviewer.Graded:
		return "grade"
	case interviewer.MarkChecked:
		return "check"
	}
	return "session"
}

func (db *DB) apply(ctx context.Context, tx *sql.Tx, seq int64, e interviewer.Event) error {
	switch e := e.(type) {
	case interviewer.TurnAsked:
		return db.turnAsked(ctx, tx, seq, e.Turn)
	case interviewer.Said:
		return said(ctx, tx, seq, e)
	case interviewer.DraftKept:
		if err := hasTurn(ctx, tx, seq, e.Turn); err != nil {
			return err
		}
		return putDraft(ctx, tx, seq, e.Turn, e.Draft)
	case interviewer.Reopened:
		return db.reopened(ctx, tx, seq, e)
	case interviewer.TurnClosed:
		return db.turnClosed(ctx, tx, seq, e)
	case interviewer.Progressed:
		const q = `UPDATE turns SET hints_used = ?, seconds = ? WHERE session = ? AND n = ?`
		return one(ctx, tx, e.Turn, q, e.HintsUsed, e.Seconds, seq, e.Turn)
	case interviewer.Graded:
		return db.graded(ctx, tx, seq, e)
	case interviewer.MarkChecked:
		if err := hasTurn(ctx, tx, seq, e.Turn); err != nil {
			return err
		}
		return insertCheck(ctx, tx, seq, e.Turn, e.Check)
	case interviewer.Ended:
		var at any
		if !e.At.IsZero() {
			at = text(e.At)
		}
		_, err := tx.ExecContext(ctx, `UPDATE sessions SET state = ?, ended_at = ? WHERE seq = ?`, e.State, at, seq)
		return err
	}
	return db.applyWhole(ctx, tx, seq, e)
}

// applyWhole is for events that have no quicker way: the session is read, changed in memory and written back.
func (db *DB) applyWhole(ctx context.Context, tx *sql.Tx, seq int64, e interviewer.Event) error {
	s, err := loadSession(ctx, tx, seq)
	if err != nil {
		return err
	}
	s.Apply(e)
	return db.replaceSession(ctx, tx, seq, s)
}

// replaceSession writes a session anew in its old place.
func (db *DB) replaceSession(ctx context.Context, tx *sql.Tx, seq int64, s interviewer.Session) error {
	var deleted sql.NullString
	if err := scan(tx.QueryRowContext(ctx, `SELECT deleted_at FROM sessions WHERE seq = ?`, seq), &deleted); err != nil {
		return err
	}
	if err := removeSession(ctx, tx, seq); err != nil {
		return err
	}
	if err := db.insertSession(ctx, tx, s, seq); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE sessions SET deleted_at = ? WHERE seq = ?`, deleted, seq)
	return err
}

// one runs an update that must change exactly one turn.
func one(ctx context.Context, tx *sql.Tx, turn int, q string, args ...any) error {
	res, err := tx.ExecContext(ctx, q, args...)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return cmpErr(err, noTurn(turn))
	}
	return nil
}

func noTurn(n int) error { return fmt.Errorf("question %d of the session: %w", n, ErrNotFound) }

func hasTurn(ctx context.Context, tx *sql.Tx, seq int64, turn int) error {
	var n int
	if err := scan(tx.QueryRowContext(ctx, `SELECT count(*) FROM turns WHERE session = ? AND n = ?`, seq,
		turn), &n); err != nil ||
		n == 1 {
		return err
	}
	return noTurn(turn)
}

func (db *DB) turnAsked(ctx context.Context, tx *sql.Tx, seq int64, t interviewer.Turn) error {
	if err := hasTurn(ctx, tx, seq, t.N); !errors.Is(err, ErrNotFound) {
		return cmpErr(err, ErrConflict)
	}
	var role string
	if err := scan(tx.QueryRowContext(ctx, `SELECT role FROM sessions WHERE seq = ?`, seq), &role); err != nil {
		return err
	}
	if err := insertTurn(ctx, tx, seq, role, t); err != nil {
		return err
	}
	return db.refreshGraded(ctx, tx, seq)
}

// said adds a message. The same message again is what a commit looks like that succeeded without anybody hearing of it:
// it is saved already.
func said(ctx context.Context, tx *sql.Tx, seq int64, e interviewer.Said) error {
	if err := hasTurn(ctx, tx, seq, e.Turn); err != nil {
		return err
	}
	var sender interviewer.Speaker
	var kind interviewer.MessageKind
	var words, at string
	const q = `SELECT sender, kind, text, at FROM messages WHERE session = ? AND turn = ? AND n = ?`
	switch err := scan(tx.QueryRowContext(ctx, q, seq, e.Turn, e.Message.N), &sender, &kind, &words, &at); {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return err
	case sender == e.Message.From && kind == e.Message.Kind && words == e.Message.Text && at == text(e.Message.At):
		return nil
	default:
		return ErrConflict
	}
	if err := insertMessage(ctx, tx, seq, e.Turn, e.Message); err != nil {
		return err
	}
	if e.Message.From == interviewer.FromCandidate && e.Message.Kind == interviewer.KindAnswer {
		return putDraft(ctx, tx, seq, e.Turn, "")
	}
	return nil
}

func (db *DB) reopened(ctx context.Context, tx *sql.Tx, seq int64, e interviewer.Reopened) error {
	if err := one(ctx, tx, e.Turn, `UPDATE turns SET state = ? WHERE session = ? AND n = ?`, interviewer.Asked, seq,
		e.Turn); err != nil {
		return err
	}
	const q = `UPDATE messages SET superseded = 1 WHERE session = ? AND turn = ? AND (n = ? OR (n > ? AND kind = ?))`
	if _, err := tx.ExecContext(ctx, q, seq, e.Turn, e.Message, e.Message, interviewer.KindFollowUp); err != nil {
		return err
	}
	if err := putDraft(ctx, tx, seq, e.Turn, e.Draft); err != nil {
		return err
	}
	return db.refresh(ctx, tx, seq, e.Turn)
}

func (db *DB) turnClosed(ctx context.Context, tx *sql.Tx, seq int64, e interviewer.TurnClosed) error {
	const q = `UPDATE turns SET state = ?, hints_used = ?, seconds = ?, self_rating = coalesce(?, self_rating) WHERE ` +
		`session = ? AND n = ?`
	if err := one(ctx, tx, e.Turn, q, e.State, e.HintsUsed, e.Seconds, e.SelfRating, seq, e.Turn); err != nil {
		return err
	}
	return db.refresh(ctx, tx, seq, e.Turn)
}

func (db *DB) graded(ctx context.Context, tx *sql.Tx, seq int64, e interviewer.Graded) error {
	if err := hasTurn(ctx, tx, seq, e.Turn); err != nil {
		return err
	}
	if err := insertGrade(ctx, tx, seq, e.Turn, e.Grade); err != nil {
		return err
	}
	return db.refresh(ctx, tx, seq, e.Turn)
}
