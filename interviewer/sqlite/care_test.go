package sqlite

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// secret is a text that a purge must leave nothing of; it is long enough to spill over several pages.
func secret(name string) string {
	var b strings.Builder
	for i := range 600 {
		fmt.Fprintf(&b, "%s confided detail %d. ", name, i)
	}
	return b.String()
}

// fill stores a session with an answer, a draft and two grades, and returns it as it should load.
func fill(tb testing.TB, db *DB, id, words string) interviewer.Session {
	tb.Helper()
	s := testSession(id)
	must(tb, db.Create(ctx, s))
	old, now := testGrade(2.2), testGrade(3.0)
	old.Provenance.GradedAt, now.Provenance.GradedAt = day, day.Add(time.Hour)
	for _, e := range []interviewer.Event{
		asked(s, 1), answer(1, 2, words), closed(1), interviewer.Graded{Turn: 1, Grade: old},
		interviewer.Graded{Turn: 1, Grade: now},
		interviewer.MarkChecked{Turn: 1, Check: interviewer.Check{
			Signal: "bounds-retries", Verdict: rubric.Shown, Quote: &rubric.Quote{Text: words, Message: 2}, At: day,
		}},
		interviewer.MarkChecked{Turn: 1, Check: interviewer.Check{Signal: "bounds-retries", Withdrawn: true, At: day}},
		asked(s, 2), interviewer.DraftKept{Turn: 2, Draft: "half of " + words},
	} {
		must(tb, db.Save(ctx, id, e))
		s.Apply(e)
	}
	return s
}

// filesWith lists the files under a folder that hold a text.
func filesWith(tb testing.TB, dir, text string) []string {
	tb.Helper()
	var out []string
	must(tb, filepath.Walk(dir, func(path string, fi os.FileInfo, err error) error {
		if err != nil || fi.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(text)) {
			out = append(out, path)
		}
		return err
	}))
	return out
}

// scratch is a path for a database in a new folder.
func scratch(tb testing.TB) string {
	tb.Helper()
	return filepath.Join(tb.TempDir(), "interviews.db")
}

func TestPurgeLeavesNothingInAnyFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "interviews.db")
	db := mustOpen(t, path, Options{})
	keep := fill(t, db, "keep", "a plain answer that stays")
	gone := secret("Ada")
	fill(t, db, "gone", gone)
	must(t, db.Put(ctx, "grade of Ada", []byte("Ada confided detail 17.")))
	if _, err := db.autoBackup(ctx, daily); err != nil {
		t.Fatal(err)
	}
	db.Close()
	// A restore keeps a copy as well.
	kept, err := Restore(ctx, path, newestBackup(path), Options{})
	must(t, err)

	db = mustOpen(t, path, Options{})
	must(t, db.Delete(ctx, "gone"))
	if found := filesWith(t, dir, "confided detail 17"); len(found) != 3 {
		t.Fatalf("before the purge the text stands in %q, want the database, the backup and %s", found, kept)
	}
	p, err := db.Purge(ctx)
	must(t, err)
	if p.Sessions != 1 || len(p.Cleaned) != 2 || len(p.Dropped) != 0 {
		t.Errorf("purged %+v, want one session, and two copies cleaned", p)
	}
	for _, text := range []string{"Ada confided", "confided detail 17", "half of Ada"} {
		if found := filesWith(t, dir, text); len(found) != 0 {
			t.Errorf("%q still stands in %q", text, found)
		}
	}
	got, err := db.Load(ctx, "keep")
	must(t, err)
	same(t, got, keep)
	if found, err := db.Search(ctx, "plain answer", SearchFilter{}); err != nil || len(found) != 1 {
		t.Errorf("search after the purge finds %v, %v; want the answer that stays", found, err)
	}
	if problems, err := db.QuickCheck(ctx); err != nil || len(problems) != 0 {
		t.Errorf("after the purge: %v %v", problems, err)
	}
	if err := db.Undelete(ctx, "gone"); err == nil {
		t.Error("a purged session was brought back")
	}
}

func TestPurgeThatWasCutShortIsFinishedByTheNext(t *testing.T) {
	dir := t.TempDir()
	db := mustOpen(t, filepath.Join(dir, "interviews.db"), Options{})
	fill(t, db, "gone", secret("Bob"))
	if _, err := db.autoBackup(ctx, daily); err != nil {
		t.Fatal(err)
	}
	must(t, db.Delete(ctx, "gone"))
	if _, err := db.purgeRows(ctx, newTraces(), nil); err != nil { // then the power went
		t.Fatal(err)
	}
	p, err := db.Purge(ctx)
	must(t, err)
	if found := filesWith(t, dir, "Bob confided"); len(found) != 0 || p.Sessions != 1 || len(p.Unsearched) != 0 {
		t.Errorf("purged %+v, and the text stands in %q", p, found)
	}
	if p, err := db.Purge(ctx); err != nil || p.Sessions != 0 {
		t.Errorf("a purge of nothing gives %+v, %v", p, err)
	}
}

func TestPurgeDropsABackupThatItCannotClean(t *testing.T) {
	path := filepath.Join(t.TempDir(), "interviews.db")
	db := mustOpen(t, path, Options{})
	fill(t, db, "gone", secret("Cyd"))
	file, err := db.autoBackup(ctx, daily)
	must(t, err)
	b, err := os.ReadFile(file)
	must(t, err)
	must(t, os.WriteFile(file, b[:len(b)/2], 0o600))
	must(t, db.Delete(ctx, "gone"))
	p, err := db.Purge(ctx)
	must(t, err)
	if len(p.Dropped) != 1 || len(Backups(path)) != 0 {
		t.Errorf("purged %+v, backups left %q; want the damaged one dropped", p, Backups(path))
	}
}

func TestPurgeSeesWhatItMissed(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "interviews.db")
	db := mustOpen(t, path, Options{})
	fill(t, db, "gone", secret("Dee"))
	db.Close()
	tr := newTraces()
	tr.add(secret("Dee"))
	if found, err := tr.in(path); err != nil || !found {
		t.Errorf("found %v, %v; want the text found in a file that holds it", found, err)
	}
}

func TestDeleteCanBeUndone(t *testing.T) {
	db := fresh(t)
	s := fill(t, db, "s-1", "words")
	must(t, db.Delete(ctx, "s-1"))
	_, err := db.Load(ctx, "s-1")
	wantErr(t, err, ErrDeleted)
	_, err = db.Resolve(ctx, "s-")
	wantErr(t, err, ErrDeleted)
	if n, _ := db.Count(ctx); n != 0 {
		t.Errorf("count is %d with the only session deleted", n)
	}
	if found, _ := db.Search(ctx, "words", SearchFilter{}); len(found) != 0 {
		t.Errorf("search finds %v in a deleted session", found)
	}
	if pending, _ := db.Pending(ctx); len(pending) != 0 {
		t.Errorf("pending lists %v of a deleted session", pending)
	}
	id, err := db.ResolveDeleted(ctx, Last)
	must(t, err)
	must(t, db.Undelete(ctx, id))
	got, err := db.Load(ctx, "s-1")
	must(t, err)
	same(t, got, s)
}

func TestBackupAndRestore(t *testing.T) {
	dir := t.TempDir()
	path, file := filepath.Join(dir, "interviews.db"), filepath.Join(dir, "copy?#%.db")
	db := mustOpen(t, path, Options{})
	s := fill(t, db, "s-1", "first")
	must(t, db.Backup(ctx, file))
	wantErr(t, db.Backup(ctx, file), ErrExists)
	if fi, err := os.Stat(file); err != nil || fi.Mode().Perm() != 0o600 {
		t.Errorf("the backup has mode %v, %v; want 0600", fi.Mode(), err)
	}
	fill(t, db, "s-2", "second")
	before, err := os.ReadFile(file)
	must(t, err)

	_, err = Restore(ctx, path, file, Options{Patience: time.Millisecond})
	wantErr(t, err, ErrBusy)
	db.Close()
	kept, err := Restore(ctx, path, file, Options{})
	must(t, err)
	db = mustOpen(t, path, Options{})
	got, err := db.Load(ctx, "s-1")
	must(t, err)
	same(t, got, s)
	if _, err := db.Load(ctx, "s-2"); err == nil {
		t.Error("what came after the backup is still there")
	}
	old := mustOpen(t, kept, Options{ReadOnly: true})
	if n, err := old.Count(ctx); n != 2 || err != nil {
		t.Errorf("the replaced database has %d sessions, %v; want 2", n, err)
	}
	if after, _ := os.ReadFile(file); !bytes.Equal(before, after) {
		t.Error("restoring changed the backup")
	}
	if left, _ := filepath.Glob(path + ".restoring*"); len(left) != 0 {
		t.Errorf("left behind: %q", left)
	}
}

func TestRestoreReplacesADamagedDatabaseAndKeepsIt(t *testing.T) {
	dir := t.TempDir()
	path, file := filepath.Join(dir, "interviews.db"), filepath.Join(dir, "copy.db")
	db := mustOpen(t, path, Options{})
	fill(t, db, "s-1", "first")
	must(t, db.Backup(ctx, file))
	db.Close()
	junk := []byte("this was a database once")
	must(t, os.WriteFile(path, junk, 0o600))
	kept, err := Restore(ctx, path, file, Options{})
	must(t, err)
	if b, _ := os.ReadFile(kept); !bytes.Equal(b, junk) {
		t.Errorf("the damaged file was not kept as it was")
	}
	db = mustOpen(t, path, Options{})
	if n, err := db.Count(ctx); n != 1 || err != nil {
		t.Errorf("restored %d sessions, %v; want 1", n, err)
	}
}

func TestRestoreCutShortLeavesNoSecondName(t *testing.T) {
	path := scratch(t)
	db := mustOpen(t, path, Options{})
	fill(t, db, "s-1", "words")
	_, err := db.autoBackup(ctx, daily)
	must(t, err)
	must(t, db.Close())
	second := path + ".replaced-2026-01-01T000000Z"
	must(t, os.Link(path, second)) // and then the power went
	db = mustOpen(t, path, Options{})
	fill(t, db, "s-2", "gone for good")
	must(t, db.Delete(ctx, "s-2"))
	if _, err := db.Purge(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(second); err == nil {
		t.Error("the database still has a second name")
	}
	if n, err := db.Count(ctx); n != 1 || err != nil {
		t.Errorf("%d sessions are left, %v; want 1", n, err)
	}
}

func TestRestoreRefusesABadBackup(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "interviews.db")
	db := mustOpen(t, path, Options{})
	fill(t, db, "s-1", "first")
	good := filepath.Join(dir, "good.db")
	must(t, db.Backup(ctx, good))
	db.Close()
	whole, err := os.ReadFile(good)
	must(t, err)
	for name, bad := range map[string][]byte{
		"text": []byte(strings.Repeat("not a database ", 100)), "empty": {}, "half": whole[:len(whole)/8192*4096],
		"zeros": append(bytes.Clone(whole[:len(whole)/2]), make([]byte, len(whole)/2)...),
	} {
		file := filepath.Join(dir, name)
		must(t, os.WriteFile(file, bad, 0o600))
		if _, err := Restore(ctx, path, file, Options{}); err == nil {
			t.Errorf("%s: restored", name)
		}
	}
	if _, err := Restore(ctx, path, filepath.Join(dir, "missing"), Options{}); err == nil {
		t.Error("restored a file that is not there")
	}
	if _, err := Restore(ctx, path, path, Options{}); err == nil {
		t.Error("restored the database onto itself")
	}
	db = mustOpen(t, path, Options{})
	if n, err := db.Count(ctx); n != 1 || err != nil {
		t.Errorf("after refused restores the database has %d sessions, %v; want 1", n, err)
	}
}

func TestBackupOfTheDayIsMadeOnceAndThinned(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "interviews.db")
	now := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)
	opts := Options{Backups: true, Now: func() time.Time { return now }}
	mustOpen(t, path, opts).Close()
	if got := Backups(path); len(got) != 0 {
		t.Errorf("an empty database was backed up: %q", got)
	}
	db := mustOpen(t, path, Options{})
	fill(t, db, "s-1", "words")
	db.Close()
	for range 60 {
		for range 2 {
			mustOpen(t, path, opts).Close()
			now = now.Add(6 * time.Hour)
		}
		now = now.Add(12 * time.Hour)
	}
	got := Backups(path)
	if len(got) != keepDays+keepWeeks {
		t.Fatalf("%d backups are kept, want %d: %q", len(got), keepDays+keepWeeks, got)
	}
	for _, b := range got {
		if fi, err := os.Stat(b); err != nil || fi.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v; want 0600", b, fi.Mode(), err)
		}
	}
	if !strings.Contains(got[0], "2026-03-01") || !strings.Contains(got[len(got)-1], "2026-02-01") {
		t.Errorf(
			"the newest and the oldest backup are %q and %q; want those of 1 March and "+
				"of the end of a week four before",
			got[0],
			got[len(got)-1],
		)
	}
}

func TestOnlyWritingCommandsMakeBackups(t *testing.T) {
	path := filepath.Join(t.TempDir(), "interviews.db")
	db := mustOpen(t, path, Options{})
	fill(t, db, "s-1", "words")
	db.Close()
	mustOpen(t, path, Options{}).Close()
	mustOpen(t, path, Options{ReadOnly: true}).Close()
	if got := Backups(path); len(got) != 0 {
		t.Errorf("reading made backups: %q", got)
	}
}

func TestBackupThatCannotBeMadeIsSaidAndStopsNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "interviews.db")
	db := mustOpen(t, path, Options{})
	fill(t, db, "s-1", "words")
	db.Close()
	must(t, os.WriteFile(BackupFolder(path), []byte("in the way"), 0o600))
	var notes []string
	mustOpen(t, path, Options{Backups: true, Note: func(s string) { notes = append(notes, s) }})
	if len(notes) != 1 {
		t.Errorf("notes are %q, want one about the backup", notes)
	}
}

func TestBackupOfTheDayOfADamagedDatabaseIsRefused(t *testing.T) {
	path := scratch(t)
	db := mustOpen(t, path, Options{})
	fill(t, db, "s-1", secret("Eve"))
	good, err := db.autoBackup(ctx, daily)
	must(t, err)
	must(t, db.Close())
	b, err := os.ReadFile(path)
	must(t, err)
	at := bytes.Index(b, []byte("Eve confided detail 300")) / 4096 * 4096
	clear(b[at : at+4]) // the chain of pages that the answer is kept in is broken
	must(t, os.WriteFile(path, b, 0o600))
	tomorrow := func() time.Time { return time.Now().Add(24 * time.Hour) }
	_, err = Open(ctx, path, Options{Backups: true, Now: tomorrow})
	wantErr(t, err, ErrCorrupt)
	if !strings.Contains(err.Error(), good) || len(Backups(path)) != 1 {
		t.Errorf("error is %v with the backups %q; want the good one named and no other made", err, Backups(path))
	}
}
