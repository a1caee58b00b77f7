package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations lists the names of the migrations in their order. A file that was released is never changed; new ones are
// added at the end.
func migrations() ([]string, error) {
	files, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	for i, f := range files {
		files[i] = strings.TrimSuffix(strings.TrimPrefix(f, "migrations/"), ".sql")
	}
	return files, nil
}

// rower is a DB or a transaction.
type rower interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// version is the number of migrations that the database has had.
func version(ctx context.Context, s rower) (int, error) {
	var v int
	err := scan(s.QueryRowContext(ctx, `PRAGMA user_version`), &v)
	return v, err
}

// checkNames compares the migrations that a database of version v says it has had with those known here.
func checkNames(ctx context.Context, s rower, v int, known []string) error {
	got, err := strs(ctx, s, `SELECT name FROM migrations ORDER BY n`)
	if kind := kindOf(err); err != nil && kind != ErrCorrupt &&
		kind != ErrStatement { // which would be that there is no list
		return err
	}
	if err != nil || len(got) != v {
		// Versions are numbers that any program may give its files; damage seldom takes the mark of ours as well.
		var id int
		if merr := scan(s.QueryRowContext(ctx, `PRAGMA application_id`), &id); merr == nil && id != applicationID {
			return fmt.Errorf("%w: another program made it", ErrNotADatabase)
		}
		return fmt.Errorf("%w: its version is %d, but it lists %d updates", ErrCorrupt, v, len(got))
	}
	for i := range min(v, len(known)) {
		if got[i] != known[i] {
			return fmt.Errorf("%w: its update %d is not %s", ErrNotADatabase, i+1, known[i])
		}
	}
	if v > len(known) {
		return ErrNewer
	}
	return nil
}

// migrate brings the database up to date, all migrations in one transaction, after a backup of what was there.
func (db *DB) migrate(ctx context.Context) error {
	names, err := migrations()
	if err != nil {
		return err
	}
	v, err := version(ctx, db.sql)
	if err != nil || v == len(names) {
		return err
	}
	if v > 0 {
		if _, err := db.autoBackup(ctx, fmt.Sprintf("before-v%d", len(names))); err != nil {
			return fmt.Errorf("backup before the update: %w", err)
		}
	}
	return db.opts.patiently(ctx, db.path, func() error {
		return inTx(ctx, db.sql, nil, func(tx *sql.Tx) error { return db.migrateTo(ctx, tx, len(names)) })
	})
}

// migrateTo applies what is missing up to migration number n. Another process may have been faster.
func (db *DB) migrateTo(ctx context.Context, tx *sql.Tx, n int) error {
	names, err := migrations()
	if err != nil {
		return err
	}
	v, err := version(ctx, tx)
	if err != nil || v >= n {
		return err
	}
	if v == 0 {
		const table = `CREATE TABLE migrations (n INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)`
		if _, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d; %s`, applicationID,
			table)); err != nil {
			return err
		}
	}
	for i := v; i < n; i++ {
		script, err := migrationFiles.ReadFile("migrations/" + names[i] + ".sql")
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(script)); err != nil {
			return fmt.Errorf("migration %s: %w", names[i], err)
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO migrations VALUES (?, ?, ?)`, i+1, names[i],
			text(db.opts.Now())); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, n))
	return err
}

// strs reads a column of strings.
func strs(ctx context.Context, s rower, query string, args ...any) ([]string, error) {
	rows, err := s.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []string{}
	for rows.Next() {
		var v string
		if err := scan(rows, &v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
