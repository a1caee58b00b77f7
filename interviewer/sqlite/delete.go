package sqlite

import (
	"context"
	"database/sql"
)

// Delete hides a session. It stays in the file, and can be brought back, until a purge.
func (db *DB) Delete(ctx context.Context, id string) error {
	return db.write(ctx, "delete a session in", func(tx *sql.Tx) error {
		seq, err := findLive(ctx, tx, id)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE sessions SET deleted_at = ? WHERE seq = ?`, text(db.opts.Now()), seq)
		return err
	})
}

// Undelete brings a deleted session back. One that is not deleted stays as it is.
func (db *DB) Undelete(ctx context.Context, id string) error {
	return db.write(ctx, "bring back a session in", func(tx *sql.Tx) error {
		seq, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE sessions SET deleted_at = NULL WHERE seq = ?`, seq)
		return err
	})
}

// Deleted lists the sessions that a purge would remove, the newest first.
func (db *DB) Deleted(ctx context.Context) ([]Head, error) {
	all, err := db.Sessions(ctx, Filter{IncludeDeleted: true})
	if err != nil {
		return nil, err
	}
	out := []Head{}
	for _, h := range all {
		if h.DeletedAt != nil {
			out = append(out, h)
		}
	}
	return out, nil
}
