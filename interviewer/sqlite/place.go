package sqlite

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// place is which file stands under the name of a database, and which under that of its log. A process goes on writing
// to a file that was removed or renamed under it, and hears of nothing. The zero place knows of no file.
type place struct{ file, log fs.FileInfo }

func placeOf(path string) (place, error) {
	file, err := os.Stat(path)
	if err != nil {
		return place{}, ErrMoved
	}
	log, err := os.Stat(path + "-wal")
	if err != nil {
		log = nil // without shared memory there is none
	}
	return place{file, log}, nil
}

// still says ErrMoved where another file, or none, has one of the names now.
func (p place) still(path string) error {
	if p.file == nil {
		return nil
	}
	now, err := placeOf(path)
	if err != nil {
		return err
	}
	if !os.SameFile(p.file, now.file) || p.log != nil && (now.log == nil || !os.SameFile(p.log, now.log)) {
		return ErrMoved
	}
	return nil
}

// companions end the names of the files that SQLite keeps beside a database.
func companions() []string { return []string{"-wal", "-shm", "-journal"} }

// Owns says whether a name, of a file that is there or not, belongs to the database at path: its own, those of its
// logs, of its automatic backups and of what a restore keeps. Links are followed.
func Owns(path, file string) bool {
	path, file = resolved(path), resolved(file)
	if sameFile(path, file) {
		return true
	}
	if within(BackupFolder(path), file) {
		return true
	}
	rest, ok := strings.CutPrefix(filepath.Base(file), filepath.Base(path))
	if !ok || filepath.Dir(path) != filepath.Dir(file) {
		return false
	}
	return rest == "" || rest == ".lock" || slices.Contains(companions(), rest) ||
		strings.HasPrefix(rest, ".replaced-") || strings.HasPrefix(rest, restoring) || strings.HasSuffix(rest, partial)
}

// within says whether a file lies in a folder or below it.
func within(folder, file string) bool {
	rel, err := filepath.Rel(folder, file)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// Same says whether two names lead to one file, there or not.
func Same(a, b string) bool { return resolved(a) == resolved(b) || sameFile(a, b) }

// Within says whether a file lies in a folder or below it, links followed.
func Within(folder, file string) bool { return within(resolved(folder), resolved(file)) }

// resolved is where a name leads to, as far as there is something.
func resolved(name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	if to, err := filepath.EvalSymlinks(abs); err == nil {
		return to
	}
	if dir := filepath.Dir(abs); dir != abs {
		return filepath.Join(resolved(dir), filepath.Base(abs))
	}
	return abs
}

// IsDatabase says whether a file is a SQLite database of any program, or a log of one. No database that is open in this
// process may be asked about: looking at it takes away SQLite's locks.
func IsDatabase(file string) bool {
	for _, suffix := range companions() {
		if base, ok := strings.CutSuffix(file, suffix); ok && begins(base, "SQLite format 3\x00") {
			return true
		}
	}
	// The beginnings of a database, of its log and of its rollback journal: https://sqlite.org/fileformat.html.
	return begins(
		file,
		"SQLite format 3\x00",
		"\x37\x7f\x06\x82",
		"\x37\x7f\x06\x83",
		"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7",
	)
}

// begins says whether a plain file begins with one of some bytes.
func begins(file string, with ...string) bool {
	if fi, err := os.Stat(file); err != nil || !fi.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	b := make([]byte, 16)
	n, _ := io.ReadFull(f, b)
	return slices.ContainsFunc(with, func(s string) bool { return bytes.HasPrefix(b[:n], []byte(s)) })
}
