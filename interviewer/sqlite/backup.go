package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Backup writes a copy of the database to a new file, checks it, and syncs it to the disk. A file that is there already
// is ErrExists.
func (db *DB) Backup(ctx context.Context, file string) error {
	abs, err := filepath.Abs(file)
	if err != nil {
		return fmt.Errorf("back up to %q: %w", file, err)
	}
	if _, err := os.Lstat(abs); err == nil {
		return &Error{Op: "back up to", Path: abs, Kind: ErrExists}
	}
	return wrapAt("back up to", abs, db.copyTo(ctx, abs))
}

// copyTo makes a checked copy. It has its name only when it is whole.
func (db *DB) copyTo(ctx context.Context, file string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*"+partial)
	if err != nil {
		return err
	}
	part := f.Name()
	defer func() {
		f.Close()
		if err != nil {
			os.Remove(part)
		}
	}()
	err = db.opts.patiently(ctx, db.path, func() error {
		_, err := db.sql.ExecContext(ctx, `VACUUM INTO ?`, part)
		return err
	})
	if err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := checkCopy(ctx, part); err != nil {
		return err
	}
	if err := os.Rename(part, file); err != nil {
		return err
	}
	syncDir(filepath.Dir(file))
	return nil
}

// partial ends the names of copies that are not whole yet, or never became so.
const partial = ".part"

// partials lists the copies that were cut short beside a database and in its folder of automatic backups.
func partials(path string) []string {
	var out []string
	for _, dir := range []string{filepath.Dir(path), BackupFolder(path)} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			ours := dir != filepath.Dir(path) || strings.HasPrefix(e.Name(), filepath.Base(path)+".")
			if ours && strings.HasSuffix(e.Name(), partial) {
				out = append(out, filepath.Join(dir, e.Name()))
			}
		}
	}
	return out
}

// checkCopy looks at every page of a copy without writing to it.
func checkCopy(ctx context.Context, file string) error {
	s, err := openSQL(file, "immutable")
	if err != nil {
		return err
	}
	defer s.Close()
	problems, err := quickCheck(ctx, s)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return fmt.Errorf("%w: %s", ErrCorrupt, problems[0])
	}
	return nil
}

// BackupFolder is where the automatic backups of a database lie.
func BackupFolder(path string) string { return path + ".backups" }

// A name of an automatic backup is its time in UTC, then why it was made.
const backupTime = "2006-01-02T150405Z"

// backupFile is an automatic backup.
type backupFile struct {
	path string
	at   time.Time
	why  string
}

const daily = "daily"

// large is from how many bytes on a backup takes long enough to be announced.
const large = 100 << 20

// backups lists the automatic backups of the database at path, the newest first.
func backups(path string) []backupFile {
	entries, err := os.ReadDir(BackupFolder(path))
	if err != nil {
		return nil
	}
	var out []backupFile
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), ".db")
		if !ok || len(name) < len(backupTime)+2 {
			continue
		}
		at, err := time.Parse(backupTime, name[:len(backupTime)])
		if err != nil {
			continue
		}
		out = append(out, backupFile{filepath.Join(BackupFolder(path), e.Name()), at, name[len(backupTime)+1:]})
	}
	slices.SortStableFunc(out, func(a, b backupFile) int { return b.at.Compare(a.at) })
	return out
}

// newestBackup is the path of the newest automatic backup, or empty.
func newestBackup(path string) string {
	if all := backups(path); len(all) > 0 {
		return all[0].path
	}
	return ""
}

// Backups gives the paths of those that backups lists.
func Backups(path string) []string {
	out := []string{}
	for _, b := range backups(path) {
		out = append(out, b.path)
	}
	return out
}

// backupOfTheDay makes the automatic backup unless today's is there. That it cannot be made stops nothing, unless the
// reason is that the database is damaged: then writing on would bury the damage, and good backups would in time be
// thinned away in favour of bad ones.
func (db *DB) backupOfTheDay(ctx context.Context) error {
	today := db.opts.Now().UTC().Format(time.DateOnly)
	for _, b := range backups(db.path) {
		if b.why == daily && b.at.Format(time.DateOnly) == today {
			return nil
		}
	}
	if n, err := db.Count(ctx); err != nil || n == 0 {
		return err
	}
	if fi, err := os.Stat(db.path); err == nil && fi.Size() > large {
		db.opts.Note(fmt.Sprintf("making today's backup of %d MB, which takes a moment", fi.Size()>>20))
	}
	if problems, err := quickCheck(ctx, db.sql); err != nil {
		return err
	} else if len(problems) > 0 {
		return fmt.Errorf("%w: %s", ErrCorrupt, problems[0])
	}
	_, err := db.autoBackup(ctx, daily)
	if errors.Is(err, ErrCorrupt) || ctx.Err() != nil {
		return err
	}
	if err != nil {
		db.opts.Note(fmt.Sprintf("today's backup was not made: %v", err))
		return nil
	}
	return nil
}

// autoBackup makes an automatic backup and thins the older ones.
func (db *DB) autoBackup(ctx context.Context, why string) (string, error) {
	dir := BackupFolder(db.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	file := filepath.Join(dir, db.opts.Now().UTC().Format(backupTime)+"-"+why+".db")
	if _, err := os.Stat(file); err == nil {
		return file, nil // this very second, perhaps by another process
	}
	if err := db.copyTo(ctx, file); err != nil {
		return "", wrapAt("back up to", file, err)
	}
	for _, b := range thin(backups(db.path)) {
		os.Remove(b.path)
	}
	for _, p := range partials(db.path) {
		if fi, err := os.Stat(p); err == nil && time.Since(fi.ModTime()) > 24*time.Hour {
			os.Remove(p)
		}
	}
	return file, nil
}

// How many automatic backups are kept: the newest of each of so many days, then of each of so many weeks, and so many
// of those made before an update.
const (
	keepDays    = 7
	keepWeeks   = 4
	keepUpdates = 3
)

// thin says which backups to remove, given them with the newest first.
func thin(all []backupFile) []backupFile {
	days, weeks := map[string]bool{}, map[string]bool{}
	updates := 0
	var out []backupFile
	for _, b := range all {
		if b.why != daily {
			if updates++; updates > keepUpdates {
				out = append(out, b)
			}
			continue
		}
		day := b.at.Format(time.DateOnly)
		y, w := b.at.ISOWeek()
		week := fmt.Sprintf("%d-%d", y, w)
		switch {
		case !days[day] && len(days) < keepDays:
			days[day] = true
		case !days[day] && !weeks[week] && len(weeks) < keepWeeks:
			weeks[week] = true
		default:
			out = append(out, b)
		}
	}
	return out
}
