package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// Purged is what a purge did.
type Purged struct {
	Sessions int
	// Cleaned are the automatic backups, and databases kept by a restore, out of which the sessions were taken as well.
	Cleaned []string
	// Dropped are backups that could not be cleaned, being damaged, and were removed instead.
	Dropped []string
	// Left are files in which a text was still found; there should be none.
	Left []string
	// Unsearched are sessions whose rows an earlier purge had removed before it was cut short. What they said is not
	// known any more, so no file could be searched for it.
	Unsearched []string
}

// Purge removes the deleted sessions for good: from the database, its full-text index, its log, its automatic backups
// and what restores have kept. Freed space is overwritten, the files are rebuilt, and then searched, byte by byte, for
// the texts that were removed. The cache of grades goes too. Backups that the user made elsewhere are out of reach.
//
// A purge that was cut short is finished by the next one. No other method may run meanwhile.
func (db *DB) Purge(ctx context.Context) (Purged, error) {
	var out Purged
	tr := newTraces()
	ids, err := db.purgeRows(ctx, tr, nil)
	if err != nil || len(ids) == 0 {
		return out, err
	}
	out.Sessions = len(ids)
	if err := db.rebuild(ctx); err != nil {
		return out, err
	}
	for _, file := range partials(db.path) {
		os.Remove(file)
	}
	removeDatabase(db.path + restoring)
	for _, file := range append(Backups(db.path), replaced(db.path)...) {
		if err := db.clean(ctx, file, ids, tr, &out); err != nil {
			return out, err
		}
	}
	for _, id := range ids {
		if !tr.known[id] {
			out.Unsearched = append(out.Unsearched, id)
		}
	}
	if err := db.verify(ctx, tr, &out); err != nil || len(out.Left) > 0 {
		return out, err
	}
	return out, db.write(ctx, "finish the purge of", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM facts WHERE key = 'purging'`)
		return err
	})
}

// purgeRows removes the rows of the deleted sessions, or of those named, in one transaction, and collects their texts.
// It gives their ids, together with those of a purge that did not end.
func (db *DB) purgeRows(ctx context.Context, tr *traces, named []string) (ids []string, err error) {
	err = db.write(ctx, "purge", func(tx *sql.Tx) error {
		ids = append([]string(nil), named...)
		if named == nil {
			if ids, err = purging(ctx, tx); err != nil {
				return err
			}
		}
		gone := false
		for _, id := range ids {
			seq, err := find(ctx, tx, id)
			if errors.Is(err, ErrNotFound) {
				continue // by a purge that was cut short
			}
			if err != nil {
				return err
			}
			gone, tr.known[id] = true, true
			if err := eachText(ctx, tx, "= "+fmt.Sprint(seq), func(b []byte) { tr.add(string(b)) }); err != nil {
				return err
			}
			if err := removeSession(ctx, tx, seq); err != nil {
				return err
			}
		}
		if !gone {
			return nil
		}
		return dropUnused(ctx, tx, tr)
	})
	return ids, err
}

// purging is the list of ids to purge, which it also writes down.
func purging(ctx context.Context, tx *sql.Tx) ([]string, error) {
	ids, err := strs(ctx, tx, `SELECT id FROM sessions WHERE deleted_at IS NOT NULL ORDER BY seq`)
	if err != nil {
		return nil, err
	}
	var before string
	err = scan(tx.QueryRowContext(ctx, `SELECT value FROM facts WHERE key = 'purging'`), &before)
	if err == nil {
		var old []string
		if err := decode(before, &old); err != nil {
			return nil, err
		}
		ids = append(ids, old...)
		slices.Sort(ids)
		ids = slices.Compact(ids)
	} else if !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	if len(ids) == 0 {
		return nil, nil
	}
	b, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(
		ctx,
		`INSERT INTO facts (key, value) VALUES ('purging', ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
		string(b),
	)
	return ids, err
}

// dropUnused removes packs and questions that no session uses any more, and the cache, which holds quotes.
func dropUnused(ctx context.Context, tx *sql.Tx, tr *traces) error {
	const unused = `FROM snapshots WHERE hash NOT IN (SELECT pack FROM sessions) AND hash NOT IN (SELECT question ` +
		`FROM turns)`
	gone, err := strs(ctx, tx, `SELECT body `+unused+` UNION ALL SELECT value FROM cache`)
	if err != nil {
		return err
	}
	for _, s := range gone {
		tr.add(s)
	}
	for _, q := range []string{`DELETE ` + unused, `DELETE FROM cache`} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// eachText calls f for every text of the sessions whose number fulfils the condition, which is part of an SQL
// expression.
func eachText(ctx context.Context, s rower, cond string, f func([]byte)) error {
	for _, q := range []string{
		`SELECT text FROM messages WHERE session `, `SELECT text FROM drafts WHERE session `,
		`SELECT body FROM grades WHERE session `, `SELECT body FROM checks WHERE session `,
		`SELECT brief FROM grades WHERE session `, `SELECT head FROM sessions WHERE seq `,
		`SELECT coalesce(rest, '') FROM messages WHERE session `, `SELECT coalesce(rest, '') FROM turns WHERE session `,
	} {
		if err := eachValue(ctx, s, q+cond, f); err != nil {
			return err
		}
	}
	return nil
}

func eachValue(ctx context.Context, s rower, q string, f func([]byte)) error {
	rows, err := s.QueryContext(ctx, q)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	values := make([]sql.RawBytes, len(names))
	into := make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := scan(rows, into...); err != nil {
			return err
		}
		for _, v := range values {
			f(v)
		}
	}
	return rows.Err()
}

// forgiveLiving drops the traces of texts that also stand in a row which stays, whatever the table: the words of a
// question asked twice, or a term of the full-text index, which has them in lower case.
func forgiveLiving(ctx context.Context, s rower, tr *traces) error {
	tables, err := strs(ctx, s, `SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0`)
	if err != nil {
		return err
	}
	for _, name := range append(tables, "sqlite_schema") {
		if err := eachValue(ctx, s, `SELECT * FROM "`+strings.ReplaceAll(name, `"`, `""`)+`"`, tr.forgive); err != nil {
			return err
		}
	}
	return nil
}

// rebuild makes the full-text index and the file anew, and empties the log.
func (db *DB) rebuild(ctx context.Context) error {
	return db.wrap("rebuild", db.opts.patiently(ctx, db.path, func() error {
		for _, q := range []string{`INSERT INTO messages_text (messages_text) VALUES ('rebuild')`, `VACUUM`} {
			if _, err := db.sql.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		var busy, log, done int
		r := db.sql.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
		if err := scan(r, &busy, &log, &done); err != nil {
			return err
		}
		if busy != 0 {
			return ErrBusy
		}
		return nil
	}))
}

// clean takes the purged sessions out of a backup, too.
func (db *DB) clean(ctx context.Context, file string, ids []string, tr *traces, out *Purged) error {
	err := func() error {
		o := db.opts
		o.Backups = false
		copied, err := Open(ctx, file, o)
		if err != nil {
			return err
		}
		defer copied.Close()
		if _, err := copied.purgeRows(ctx, tr, ids); err != nil {
			return err
		}
		return copied.rebuild(ctx)
	}()
	if err == nil {
		err = fold(ctx, file, db.opts)
	}
	os.RemoveAll(BackupFolder(file)) // what an update of an old backup left
	switch {
	case err == nil:
		out.Cleaned = append(out.Cleaned, file)
	case errors.Is(err, ErrCorrupt) || errors.Is(err, ErrNotADatabase):
		removeDatabase(file)
		out.Dropped = append(out.Dropped, file)
		return nil
	}
	return err
}

// verify searches the raw files. The database is closed meanwhile: reading the file of an open one would take away
// SQLite's locks.
func (db *DB) verify(ctx context.Context, tr *traces, out *Purged) error {
	if err := db.sql.Close(); err != nil {
		return err
	}
	var verr error
	for _, file := range append([]string{db.path}, append(Backups(db.path), replaced(db.path)...)...) {
		left, err := stillIn(ctx, file, tr.clone())
		out.Left = append(out.Left, left...)
		verr = cmpErr(verr, err)
	}
	var err error
	if db.sql, err = openSQL(db.path, "rw"); err != nil {
		return err
	}
	err = cmpErr(verr, db.examine(ctx))
	if err == nil {
		db.place, err = placeOf(db.path) // the log was closed, and is a new file
	}
	return wrapAt("search", db.path, err)
}

// stillIn names the files of a database that hold a trace of something that none of its sessions says.
func stillIn(ctx context.Context, file string, tr *traces) ([]string, error) {
	s, err := openSQL(file, "rw")
	if err != nil {
		return nil, err
	}
	err = forgiveLiving(ctx, s, tr)
	if cerr := s.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return nil, err
	}
	var out []string
	for _, suffix := range []string{"", "-wal", "-journal"} {
		found, err := tr.in(file + suffix)
		if err != nil {
			return out, err
		}
		if found {
			out = append(out, file+suffix)
		}
	}
	return out, nil
}
