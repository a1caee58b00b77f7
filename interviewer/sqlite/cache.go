package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Get reads a value of the cache; ok is false where there is none.
func (db *DB) Get(ctx context.Context, key string) (value []byte, ok bool, err error) {
	err = db.read(ctx, "read the cache in", func(tx *sql.Tx) error {
		err := scan(tx.QueryRowContext(ctx, `SELECT value FROM cache WHERE key = ?`, key), &value)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		ok = err == nil
		return err
	})
	return value, ok, err
}

// Put keeps a value in the cache. The cache is emptied by a purge.
func (db *DB) Put(ctx context.Context, key string, value []byte) error {
	if value == nil {
		value = []byte{}
	}
	return db.write(ctx, "write the cache in", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(
			ctx,
			`INSERT INTO cache (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
			key,
			value,
		)
		return err
	})
}

// Calibration is a stored report of calibrate, or how far an unfinished one came.
type Calibration struct {
	Grader  string // kind and model
	Dataset string // name or hash of the labelled set
	Done    bool
	Updated time.Time
	Body    []byte // JSON: mockinterview.calibration/v1 when done, else whatever is needed to go on
}

// PutCalibration keeps the report of a grader on a data set, in place of the one before.
func (db *DB) PutCalibration(ctx context.Context, c Calibration) error {
	const q = `INSERT INTO calibrations (grader, dataset, done, updated_at, body) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET done = excluded.done, updated_at = excluded.updated_at, body = excluded.body`
	return db.write(ctx, "save the calibration in", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, q, c.Grader, c.Dataset, c.Done, text(db.opts.Now()), string(c.Body))
		return err
	})
}

// DropCalibrations removes what is kept of every grader on a data set, and says how much that was.
func (db *DB) DropCalibrations(ctx context.Context, dataset string) (int, error) {
	var n int64
	err := db.write(ctx, "remove a calibration from", func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `DELETE FROM calibrations WHERE dataset = ?`, dataset)
		if err != nil {
			return err
		}
		n, err = res.RowsAffected()
		return err
	})
	return int(n), err
}

// Calibrations lists every report, the newest first.
func (db *DB) Calibrations(ctx context.Context) ([]Calibration, error) {
	out := []Calibration{}
	err := db.read(ctx, "read the calibrations in", func(tx *sql.Tx) error {
		out = out[:0]
		rows, err := tx.QueryContext(
			ctx,
			`SELECT grader, dataset, done, updated_at, body FROM calibrations ORDER BY updated_at DESC, seq DESC`,
		)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var c Calibration
			var at, body string
			if err := scan(rows, &c.Grader, &c.Dataset, &c.Done, &at, &body); err != nil {
				return err
			}
			if c.Updated, err = parseTime(at); err != nil {
				return err
			}
			c.Body = []byte(body)
			out = append(out, c)
		}
		return rows.Err()
	})
	return out, err
}
