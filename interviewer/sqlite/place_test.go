package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mockinterview/interviewer"
)

// What is committed to a file that lost its name is acknowledged to nobody.
func TestACommitToAFileThatLostItsNameIsAnError(t *testing.T) {
	for name, lose := range map[string]func(path string) error{
		"removed": func(path string) error { return os.Remove(path) },
		"renamed": func(path string) error { return os.Rename(path, path+".old") },
		"replaced": func(path string) error {
			if err := os.WriteFile(path+".new", []byte("another file"), 0o600); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		},
		"log removed": func(path string) error { return os.Remove(path + "-wal") },
		"folder renamed": func(path string) error {
			return os.Rename(filepath.Dir(path), filepath.Dir(path)+".old")
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "home", "interviews.db")
			db := mustOpen(t, path, Options{})
			s := testSession("s-1")
			must(t, db.Create(ctx, s))
			must(t, db.Save(ctx, "s-1", asked(s, 1)))
			must(t, lose(path))
			for range 2 { // the same answer again is no more saved than it was
				wantErr(t, db.Save(ctx, "s-1", answer(1, 2, "words that would be gone")), ErrMoved)
			}
		})
	}
}

func TestALogWithoutItsDatabaseIsLeftAlone(t *testing.T) {
	for _, suffix := range []string{"-wal", "-journal"} {
		path := scratch(t)
		must(t, os.WriteFile(path+suffix, []byte("what was said"), 0o600))
		for _, o := range []Options{{}, {ReadOnly: true}, {ReadOnlyIfMust: true}, {Backups: true}} {
			_, err := Open(ctx, path, o)
			wantErr(t, err, ErrLogAlone)
		}
		if b, err := os.ReadFile(path + suffix); err != nil || string(b) != "what was said" {
			t.Errorf("%s holds %q, %v; want it untouched", suffix, b, err)
		}
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: a database was begun beside the log", suffix)
		}
		from := scratch(t)
		db := mustOpen(t, from, Options{})
		must(t, db.Create(ctx, testSession("s-1")))
		must(t, db.Close())
		kept, err := Restore(ctx, path, from, Options{})
		must(t, err)
		if found := filesWith(t, filepath.Dir(path), "what was said"); len(found) != 1 ||
			!strings.HasPrefix(kept, path) {
			t.Errorf("%s: after a restore, said to be kept as %q, the log is in %q", suffix, kept, found)
		}
		again := mustOpen(t, path, Options{})
		if _, err := again.Load(ctx, "s-1"); err != nil {
			t.Error(err)
		}
	}
}

func TestANewDatabaseDoesNotTakeTheNameOfALog(t *testing.T) {
	path := scratch(t)
	mustOpen(t, path, Options{}).Close()
	_, err := Open(ctx, path+"-journal", Options{})
	wantErr(t, err, ErrNotADatabase)
}

func TestOwnsEveryNameOfADatabase(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "interviews.db")
	mustOpen(t, path, Options{}).Close()
	must(t, os.Symlink(path, filepath.Join(dir, "link")))
	must(t, os.Link(path, filepath.Join(dir, "hard")))
	must(t, os.Symlink(dir, filepath.Join(dir, "folder")))
	for name, want := range map[string]bool{
		"interviews.db": true, "interviews.db-wal": true, "interviews.db-shm": true, "interviews.db-journal": true,
		"interviews.db.backups/2026-01-01T000000Z-daily.db": true, "interviews.db.backups": true,
		"interviews.db.replaced-2026-01-01T000000Z": true, "interviews.db.restoring": true,
		"interviews.db.1.part": true, "link": true, "hard": true, "folder/interviews.db-wal": true,
		"interviews.db.md": false, "interview.md": false, "folder/other": false, "x/interviews.db": false,
	} {
		if got := Owns(path, filepath.Join(dir, name)); got != want {
			t.Errorf("Owns %s is %v, want %v", name, got, want)
		}
	}
	for name, want := range map[string]bool{
		"interviews.db": true, "interviews.db-shm": true, "none": false, ".": false,
	} {
		if got := IsDatabase(filepath.Join(dir, name)); got != want {
			t.Errorf("IsDatabase %s is %v, want %v", name, got, want)
		}
	}
}

// The index of words has "Zebrafish" in lower case, as the purged answer did.
func TestPurgeDoesNotTakeALivingWordForARemovedText(t *testing.T) {
	db := fresh(t)
	fill(t, db, "stays", "ZebrafishKeeping is what I would do")
	s := testSession("gone")
	must(t, db.Create(ctx, s))
	for _, e := range []interviewer.Event{asked(s, 1), answer(1, 2, "zebrafishkeep")} {
		must(t, db.Save(ctx, "gone", e))
	}
	must(t, db.Delete(ctx, "gone"))
	p, err := db.Purge(ctx)
	must(t, err)
	if p.Sessions != 1 || len(p.Left) != 0 {
		t.Errorf("purged %+v, want nothing left", p)
	}
	must(t, db.Save(ctx, "stays", answer(2, 2, "and on it goes")))
}

func TestPurgeSaysWhatItCouldNotSearchFor(t *testing.T) {
	db := fresh(t)
	fill(t, db, "gone", secret("Eve"))
	must(t, db.Delete(ctx, "gone"))
	if _, err := db.purgeRows(ctx, newTraces(), nil); err != nil { // then the power went
		t.Fatal(err)
	}
	p, err := db.Purge(ctx)
	must(t, err)
	if len(p.Unsearched) != 1 || p.Unsearched[0] != "gone" {
		t.Errorf("purged %+v, want the session whose texts nobody knows any more named", p)
	}
}
