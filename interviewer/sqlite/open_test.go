package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mockinterview/interviewer"
)

func TestOpenMakesFolderAndFilesForTheUserOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "b", "interviews.db")
	db := mustOpen(t, path, Options{})
	fill(t, db, "s-1", "words")
	if _, err := db.autoBackup(ctx, daily); err != nil {
		t.Fatal(err)
	}
	for p, want := range map[string]os.FileMode{
		filepath.Dir(path): 0o700, filepath.Dir(filepath.Dir(path)): 0o700, BackupFolder(path): 0o700,
		path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600, newestBackup(path): 0o600,
	} {
		if fi, err := os.Stat(p); err != nil || fi.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v; want %o", p, fi.Mode(), err, want)
		}
	}
}

func TestEveryConnectionIsCareful(t *testing.T) {
	db := fresh(t)
	for range 2 {
		for pragma, want := range map[string]string{
			"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": busyWait,
			"secure_delete": "1",
		} {
			var got string
			must(t, db.sql.QueryRow("PRAGMA "+pragma).Scan(&got))
			if got != want {
				t.Errorf("%s is %s, want %s", pragma, got, want)
			}
		}
		db.sql.SetMaxIdleConns(0) // the next round gets a new connection
		db.sql.SetMaxIdleConns(1)
	}
}

func TestNamesWithSpecialCharacters(t *testing.T) {
	for _, name := range []string{"a b.db", "a?mode=memory", "a#b", "100%.db", "%41.db", "ü'\"&;.db", "file:x.db"} {
		path := filepath.Join(t.TempDir(), name)
		db := mustOpen(t, path, Options{})
		fill(t, db, "s-1", "words")
		db.Close()
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		db = mustOpen(t, path, Options{ReadOnly: true})
		if n, err := db.Count(ctx); n != 1 || err != nil {
			t.Errorf("%q: %d sessions, %v", name, n, err)
		}
	}
}

// setHeader changes 4 bytes of the header of a closed database.
func setHeader(tb testing.TB, path string, at int, v uint32) {
	tb.Helper()
	b, err := os.ReadFile(path)
	must(tb, err)
	binary.BigEndian.PutUint32(b[at:], v)
	must(tb, os.WriteFile(path, b, 0o600))
}

func TestOpenRefusesAndLeavesUntouched(t *testing.T) {
	dir := t.TempDir()
	file := func(name string, content []byte) string {
		p := filepath.Join(dir, name)
		must(t, os.WriteFile(p, content, 0o600))
		return p
	}
	ours := filepath.Join(dir, "ours.db")
	db := mustOpen(t, ours, Options{})
	fill(t, db, "s-1", "words")
	db.Close()
	whole, err := os.ReadFile(ours)
	must(t, err)
	newer, foreign := file("newer.db", whole), file("foreign.db", whole)
	s, err := sql.Open("sqlite", newer)
	must(t, err)
	_, err = s.Exec(
		`INSERT INTO migrations SELECT max(n) + 1, 'future', '' FROM migrations; ALTER TABLE sessions ADD COLUMN mood`,
	)
	must(t, err)
	var n int
	must(t, s.QueryRow(`SELECT max(n) FROM migrations`).Scan(&n))
	_, err = s.Exec(fmt.Sprintf(`PRAGMA user_version = %d`, n))
	must(t, err)
	must(t, s.Close())
	setHeader(t, foreign, 68, 0x1234)
	other := filepath.Join(dir, "other.db")
	s, err = sql.Open("sqlite", other)
	must(t, err)
	_, err = s.Exec(`CREATE TABLE notes (x); INSERT INTO notes VALUES (1)`)
	must(t, err)
	must(t, s.Close())
	sameVersion := filepath.Join(dir, "same-version.db")
	s, err = sql.Open("sqlite", sameVersion)
	must(t, err)
	names, err := migrations()
	must(t, err)
	_, err = s.Exec(fmt.Sprintf(
		`CREATE TABLE migrations (n INTEGER PRIMARY KEY, name TEXT); PRAGMA user_version = %d`, len(names),
	))
	must(t, err)
	must(t, s.Close())
	loop := filepath.Join(dir, "loop")
	must(t, os.Symlink(loop, loop))
	dangling := filepath.Join(dir, "dangling")
	must(t, os.Symlink(filepath.Join(dir, "nowhere"), dangling))
	for _, c := range []struct {
		path string
		want error
	}{
		{newer, ErrNewer},
		{foreign, ErrNotADatabase},
		{other, ErrNotADatabase},
		{sameVersion, ErrNotADatabase},
		{file("text.db", []byte(strings.Repeat("dear diary ", 100))), ErrNotADatabase},
		{file("short.db", []byte("hi")), ErrNotADatabase},
		{file("cut.db", whole[:len(whole)-100]), ErrCorrupt},
		{file("half.db", whole[:len(whole)/8192*4096]), ErrCorrupt},
		{dir, ErrDirectory},
		{loop, ErrSymlinkLoop},
		{dangling, ErrNotADatabase},
		{"/dev/null", ErrNotADatabase},
		{filepath.Join(ours, "below.db"), ErrNotFolder},
	} {
		before, _ := os.ReadFile(c.path)
		for _, o := range []Options{{}, {ReadOnly: true}, {Backups: true}} {
			db, err := Open(ctx, c.path, o)
			if err == nil {
				db.Close()
				t.Errorf("%s was opened", c.path)
				continue
			}
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), filepath.Base(c.path)) {
				t.Errorf("%s: error is %v, want one that is %q and names the file", c.path, err, c.want)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: the error is more than one line: %q", c.path, err)
			}
		}
		if after, _ := os.ReadFile(c.path); !bytes.Equal(before, after) {
			t.Errorf("%s was changed", c.path)
		}
		for _, suffix := range []string{"-wal", "-shm", "-journal"} {
			if _, err := os.Lstat(c.path + suffix); err == nil {
				t.Errorf("%s%s was left behind", c.path, suffix)
			}
		}
	}
}

func TestReadingNeedsNoDatabaseAndMakesNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none", "interviews.db")
	_, err := Open(ctx, path, Options{ReadOnly: true})
	wantErr(t, err, ErrNoDatabase)
	if _, err := os.Stat(filepath.Dir(path)); err == nil {
		t.Error("a folder was made")
	}
}

func TestReadOnlyDatabaseRefusesToWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "interviews.db")
	db := mustOpen(t, path, Options{})
	s := fill(t, db, "s-1", "words")
	db.Close()
	db = mustOpen(t, path, Options{ReadOnly: true})
	wantErr(t, db.Save(ctx, s.ID, closed(1)), ErrReadOnly)
	got, err := db.Load(ctx, s.ID)
	must(t, err)
	same(t, got, s)
}

func TestEmptiedFileWithALogIsNotTakenForANewOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "interviews.db")
	must(t, os.WriteFile(path, nil, 0o600))
	must(t, os.WriteFile(path+"-wal", []byte("frames"), 0o600))
	_, err := Open(ctx, path, Options{})
	wantErr(t, err, ErrCorrupt)
}

func TestMissingRowsAreDamageNotEmptiness(t *testing.T) {
	for _, q := range []string{
		`DELETE FROM messages WHERE n = 2`, `DELETE FROM turns WHERE n = 2`, `DELETE FROM grades WHERE id = 1`,
	} {
		db := fresh(t)
		fill(t, db, "s-1", "words")
		_, err := db.sql.Exec(q)
		must(t, err)
		_, err = db.Load(ctx, "s-1")
		wantErr(t, err, ErrCorrupt)
		if problems, err := db.QuickCheck(ctx); err != nil || len(problems) == 0 {
			t.Errorf("%s: doctor sees %v, %v", q, problems, err)
		}
	}
	db := fresh(t)
	fill(t, db, "s-1", "words")
	_, err := db.sql.Exec(`UPDATE messages SET text = 'other words' WHERE n = 2`)
	must(t, err)
	if problems, err := db.QuickCheck(ctx); err != nil || len(problems) != 1 ||
		!strings.Contains(problems[0], "message 2 of question 1") {
		t.Errorf("doctor sees %v, %v; want the changed message named", problems, err)
	}
}

// atVersion makes a database as it was after n migrations.
func atVersion(tb testing.TB, path string, n int) *sql.DB {
	tb.Helper()
	must(tb, create(path))
	s, err := openSQL(path, "rw")
	must(tb, err)
	db := &DB{path: path, opts: Options{}.withDefaults(), sql: s}
	must(tb, db.useLog(ctx))
	must(tb, inTx(ctx, s, nil, func(tx *sql.Tx) error { return db.migrateTo(ctx, tx, n) }))
	return s
}

func TestEveryOldVersionMigrates(t *testing.T) {
	t.Parallel()
	names, err := migrations()
	must(t, err)
	for n := range len(names) + 1 {
		for _, filled := range []bool{false, true} {
			if n == 0 && filled {
				continue
			}
			t.Run(fmt.Sprintf("v%d filled %v", n, filled), func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "interviews.db")
				old := atVersion(t, path, n)
				want := testSession("s-1")
				if filled {
					want = fillOld(t, old)
				}
				must(t, old.Close())
				if n > 0 && n < len(names) {
					_, err := Open(ctx, path, Options{ReadOnly: true})
					wantErr(t, err, ErrOlder)
				}
				db := mustOpen(t, path, Options{})
				if made := len(Backups(path)); (made == 1) != (n > 0 && n < len(names)) {
					t.Errorf("%d backups were made before the update", made)
				}
				if got := schemaOf(t, db.sql); got != schemaOf(t, fresh(t).sql) {
					t.Errorf("the schema differs from that of a new database:\n%s", got)
				}
				if problems, err := db.QuickCheck(ctx); err != nil || len(problems) > 0 {
					t.Errorf("after the update: %v %v", problems, err)
				}
				if !filled {
					must(t, db.Create(ctx, want))
				}
				got, err := db.Load(ctx, "s-1")
				must(t, err)
				same(t, got, want)
				if found, err := db.Search(ctx, "shop", SearchFilter{}); err != nil || (len(found) == 1) != filled {
					t.Errorf("search finds %v, %v", found, err)
				}
			})
		}
	}
}

// fillOld stores a session with statements that every version understands.
func fillOld(tb testing.TB, s *sql.DB) interviewer.Session {
	tb.Helper()
	want := testSession("s-1")
	db := &DB{opts: Options{}.withDefaults(), sql: s}
	must(tb, inTx(ctx, s, nil, func(tx *sql.Tx) error {
		if err := db.insertSession(ctx, tx, want, 0); err != nil {
			return err
		}
		for _, e := range []interviewer.Event{asked(want, 1), answer(1, 2, "words"), closed(1),
			interviewer.Graded{Turn: 1, Grade: testGrade(3)}} {
			if err := db.apply(ctx, tx, 1, e); err != nil {
				return err
			}
			want.Apply(e)
		}
		return nil
	}))
	return want
}

func schemaOf(tb testing.TB, s *sql.DB) string {
	tb.Helper()
	all, err := strs(
		context.Background(),
		s,
		`SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name`,
	)
	must(tb, err)
	return strings.Join(all, "\n")
}

// released are the first 16 digits of the SHA-256 of each migration.
func released() map[string]string {
	return map[string]string{
		"0001_sessions": "7c43cff097d12ddc",
		"0002_search":   "db698058f7241c62",
		"0003_care":     "529aa6e758731a43",
		"0004_checks":   "7be2bc106d7c2090",
	}
}

func TestReleasedMigrationsStayAsTheyAre(t *testing.T) {
	names, err := migrations()
	must(t, err)
	for _, name := range names {
		b, err := migrationFiles.ReadFile("migrations/" + name + ".sql")
		must(t, err)
		if got := hashOf(b)[:16]; got != released()[name] {
			t.Errorf(
				"migration %s has the hash %s, want %s: databases that had it would differ from new ones; add "+
					"another migration instead",
				name,
				got,
				released()[name],
			)
		}
	}
	if len(released()) != len(names) {
		t.Errorf("%d migrations are released, and %d are here", len(released()), len(names))
	}
}

func TestASymbolicLinkToTheDatabaseIsFollowed(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "real", "interviews.db"), filepath.Join(dir, "link.db")
	db := mustOpen(t, path, Options{})
	s := fill(t, db, "s-1", "words")
	must(t, os.Symlink(path, link))
	linked := mustOpen(t, link, Options{Backups: true})
	got, err := linked.Load(ctx, s.ID)
	must(t, err)
	same(t, got, s)
	backup := newestBackup(path)
	if backup == "" {
		t.Fatal("the backup does not lie beside the file that the link leads to")
	}
	must(t, linked.Close())
	must(t, db.Close())
	kept, err := Restore(ctx, link, backup, Options{})
	must(t, err)
	if fi, err := os.Lstat(link); err != nil || fi.Mode()&os.ModeSymlink == 0 {
		t.Errorf("restoring replaced the link, not what it leads to (kept %s)", kept)
	}
}

func TestFailedMigrationChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "interviews.db")
	old := atVersion(t, path, 1)
	_, err := old.Exec(`CREATE TABLE messages_text (in_the_way)`)
	must(t, err)
	before := schemaOf(t, old)
	must(t, old.Close())
	if _, err := Open(ctx, path, Options{}); err == nil {
		t.Fatal("opened")
	}
	s, err := openSQL(path, "ro")
	must(t, err)
	defer s.Close()
	if after := schemaOf(t, s); after != before {
		t.Errorf("a migration that failed left the schema\n%s", after)
	}
}
