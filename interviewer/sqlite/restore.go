package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// restoring ends the name of a backup while it is made ready.
const restoring = ".restoring"

// Restore puts a backup in the place of the database at path. The backup is checked first, from end to end; it may be
// of an older version. The database that was there, damaged or not, is kept beside it under the name given back, which
// is empty if there was none. No other process may have it open.
func Restore(ctx context.Context, path, file string, opts Options) (kept string, err error) {
	opts = opts.withDefaults()
	if path, err = filepath.Abs(path); err != nil {
		return "", err
	}
	path = followed(path)
	if file, err = filepath.Abs(file); err != nil {
		return "", err
	}
	if sameFile(path, file) {
		return "", &Error{Op: "restore", Path: file, Kind: errors.New("is the database itself; name a backup of it")}
	}
	replaced(path)
	ready := path + restoring
	defer removeDatabase(ready)
	if err := prepare(ctx, file, ready, opts); err != nil {
		return "", wrapAt("restore", file, err)
	}
	h, err := inspect(path, true)
	if err == nil && h.empty {
		return "", wrapAt("restore", path, errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.Rename(ready, path)))
	}
	damaged := err != nil
	if errors.Is(err, ErrDirectory) {
		return "", wrapAt("restore", path, err)
	}
	if !damaged {
		err := fold(ctx, path, opts)
		if errors.Is(err, ErrBusy) {
			return "", wrapAt("restore", path, err)
		}
		damaged = err != nil
	}
	kept, err = replace(path, ready, opts.Now().UTC().Format(backupTime), damaged)
	return kept, wrapAt("restore", path, err)
}

func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// prepare makes a checked, up-to-date copy of a backup, in one file. The backup is not touched.
func prepare(ctx context.Context, file, ready string, opts Options) error {
	h, err := inspect(file, false)
	if err != nil {
		return err
	}
	if h.empty {
		return cmpErr(existing(file), ErrNotADatabase)
	}
	removeDatabase(ready)
	for _, suffix := range []string{"", "-wal"} {
		if err := copyFile(file+suffix, ready+suffix); err != nil && (suffix == "" || !errors.Is(err, os.ErrNotExist)) {
			return err
		}
	}
	db, err := Open(ctx, ready, Options{Now: opts.Now, Patience: opts.Patience})
	if err != nil {
		return err
	}
	problems, err := db.QuickCheck(ctx)
	if cerr := db.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return fmt.Errorf("%w: %s", ErrCorrupt, problems[0])
	}
	if err := fold(ctx, ready, opts); err != nil {
		return err
	}
	return syncFile(ready)
}

func existing(file string) error {
	_, err := os.Stat(file)
	return err
}

// fold brings the log into the file and leaves the write-ahead mode, which SQLite does only when nobody else has the
// file open.
func fold(ctx context.Context, path string, opts Options) error {
	s, err := openSQL(path, "rw")
	if err != nil {
		return err
	}
	defer s.Close()
	var mode string
	return opts.patiently(
		ctx,
		path,
		func() error { return scan(s.QueryRowContext(ctx, `PRAGMA journal_mode = delete`), &mode) },
	)
}

// replace moves a database aside and another in its place. At every moment one of the two has the name: a crash leaves
// no empty place.
func replace(path, ready, when string, damaged bool) (kept string, err error) {
	if kept, err = freeName(path + ".replaced-" + when); err != nil {
		return "", err
	}
	if damaged { // a log belongs to its database
		for _, log := range []string{"-wal", "-journal"} {
			if err := os.Rename(path+log, kept+log); err != nil && !errors.Is(err, os.ErrNotExist) {
				return "", err
			}
		}
		os.Remove(path + "-shm")
	}
	if err := os.Link(path, kept); err != nil { // not every file system has links
		if err := copyFile(path, kept); errors.Is(err, os.ErrNotExist) {
			kept += "-wal" // the log was all that was left
		} else if err != nil {
			return "", err
		}
	}
	if err := os.Rename(ready, path); err != nil {
		return "", err
	}
	syncDir(filepath.Dir(path))
	return kept, nil
}

// freeName adds a number to a name that is taken.
func freeName(name string) (string, error) {
	for i := 1; i < 1000; i++ {
		try := name
		if i > 1 {
			try = fmt.Sprintf("%s-%d", name, i)
		}
		if _, err := os.Lstat(try); errors.Is(err, os.ErrNotExist) {
			return try, nil
		}
	}
	return "", fmt.Errorf("%q: %w", name, ErrExists)
}

// replaced lists the databases that Restore moved aside. A restore that was cut short can have left the database itself
// a second name, which SQLite could not bear in use: that name is removed.
func replaced(path string) []string {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, filepath.Base(path)+".replaced-") || strings.HasSuffix(name, "-wal") ||
			strings.HasSuffix(name, "-shm") {
			continue
		}
		file := filepath.Join(filepath.Dir(path), name)
		if sameFile(file, path) {
			os.Remove(file)
			continue
		}
		out = append(out, file)
	}
	return out
}

// removeDatabase removes a database of our own making with all that belongs to it.
func removeDatabase(path string) {
	for _, suffix := range append(companions(), "") {
		os.Remove(path + suffix)
	}
	os.RemoveAll(BackupFolder(path))
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer out.Close()
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	if err := out.Sync(); err != nil {
		return err
	}
	return out.Close()
}

func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
