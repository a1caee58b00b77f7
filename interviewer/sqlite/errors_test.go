package sqlite

import (
	"errors"
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
