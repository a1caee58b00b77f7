package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// A statement that SQLite does not understand is a mistake in this program. To call it damage would make somebody throw
// a good database away.
func TestAMistakeOfOursIsNotCalledDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "interviews.db")
	db := mustOpen(t, path, Options{})
	_, err := db.autoBackup(ctx, daily)
	must(t, err)
	for name, statement := range map[string]string{
		"no such table":     `SELECT 1 FROM nowhere`,
		"no such column":    `SELECT nothing FROM sessions`,
		"syntax":            `SELEKT 1`,
		"datatype mismatch": `INSERT INTO sessions (seq) VALUES ('one')`,
	} {
		_, err := db.sql.ExecContext(ctx, statement)
		err = db.wrap("read", err)
		wantErr(t, err, ErrStatement)
		var reported *Error
		if errors.Is(err, ErrCorrupt) || !errors.As(err, &reported) || reported.Backup != "" {
			t.Errorf("%s: %v: it passes for damage", name, err)
		}
	}
}

// A query of ours without a row, or read into the wrong type, is a mistake in this program too, as long as the file is
// whole.
func TestARowThatDoesNotFitIsDamageOnlyInADamagedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "interviews.db")
	db := mustOpen(t, path, Options{})
	fill(t, db, "s-1", "words")
	var n int
	unfit := func() error {
		return db.wrap("read", scan(db.sql.QueryRowContext(ctx, `SELECT role FROM sessions`), &n))
	}
	missing := func() error {
		return db.wrap("read", scan(db.sql.QueryRowContext(ctx, `SELECT turns FROM sessions WHERE seq = 99`), &n))
	}
	wantErr(t, unfit(), ErrStatement)
	wantErr(t, missing(), ErrStatement)
	for _, harm := range []string{
		`UPDATE turns SET seconds = 'many'`,
		`DELETE FROM snapshots`,
	} {
		spoilt := filepath.Join(t.TempDir(), "spoilt.db")
		must(t, db.Backup(ctx, spoilt))
		db := mustOpen(t, spoilt, Options{})
		_, err := db.sql.ExecContext(ctx, `PRAGMA foreign_keys = off`)
		must(t, err)
		_, err = db.sql.ExecContext(ctx, harm)
		must(t, err)
		_, err = db.Load(ctx, "s-1")
		wantErr(t, err, ErrCorrupt)
	}
}

// A header that no SQLite can read fails the first statement, which is not taken for a mistake of ours.
func TestAnUnreadableHeaderIsDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "interviews.db")
	db := mustOpen(t, path, Options{})
	fill(t, db, "s-1", "an answer")
	must(t, db.Close())
	b, err := os.ReadFile(path)
	must(t, err)
	const schemaFormat = 47 // its place in the header, lowest byte; SQLite knows 1 to 4
	b[schemaFormat] = 0x84
	must(t, os.WriteFile(path, b, 0o600))
	_, err = Open(ctx, path, Options{})
	wantErr(t, err, ErrCorrupt)
}
