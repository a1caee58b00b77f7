package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	driver "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// What can go wrong, in words that say what to do. Every error of this package is one of these, or a bug.
var (
	ErrNotFound   = errors.New("not found")
	ErrDeleted    = fmt.Errorf("%w: it was deleted, and can be brought back until a purge", ErrNotFound)
	ErrAmbiguous  = errors.New("matches more than one session")
	ErrExists     = errors.New("exists already")
	ErrConflict   = errors.New("the session went on in another window; resume it there, or resume it here afresh")
	ErrNoDatabase = errors.New("there is no database yet")
	ErrLogAlone   = errors.New("the database is gone, but its log lies there still; the log was left untouched")
	ErrMoved      = errors.New("the database was removed, renamed or replaced while it was in use")
	ErrNewer      = errors.New(
		"written by a newer version of this program; it was left untouched, upgrade to read it",
	)
	ErrOlder = errors.New(
		"written by an older version; open it once for writing so that it is brought up to date",
	)
	ErrCorrupt      = errors.New("the database is damaged")
	ErrNotADatabase = errors.New("not a database of this program; it was left untouched")
	ErrDirectory    = errors.New("is a directory; name a file in it")
	ErrNotFolder    = errors.New("lies below something that is not a folder; name a file elsewhere")
	ErrSymlinkLoop  = errors.New("goes round in a loop of symbolic links; name another file")
	ErrNoFile       = errors.New("there is no such file or folder")
	ErrReadOnly     = errors.New("cannot be written to; check its permissions, or name a file elsewhere")
	ErrPermission   = errors.New("permission denied; check who owns it, or name a file elsewhere")
	ErrFull         = errors.New("the disk is full; free some space and try again")
	ErrBusy         = errors.New("another process keeps the database busy; close it and try again")
	ErrLocking      = errors.New(
		"the file system there does not lock files properly, as network folders often do not; keep the database on a " +
			"local disk",
	)
	ErrIO = errors.New(
		"the disk reported an error; what was saved before is safe, check the disk and try again",
	)
	ErrTooBig    = errors.New("larger than the database can hold")
	ErrStatement = errors.New(
		"the program made a mistake with its database; this is a fault of the program, not damage",
	)
	ErrNotAnArchive = errors.New("not an archive of this program")
)

// Error is what went wrong with a file: what was being done, where, and which of the sentinels it amounts to.
type Error struct {
	Op   string
	Path string
	Kind error
	// Err is the cause as reported from below, for logs.
	Err error
	// Backup is the newest automatic backup, where one could help.
	Backup string
}

// Error is one sentence.
func (e *Error) Error() string {
	s := fmt.Sprintf("%s %q: %v", e.Op, e.Path, e.Kind)
	if e.Backup != "" {
		s += fmt.Sprintf("; the newest backup is %q", e.Backup)
	}
	return s
}

// Unwrap gives the sentinel and the cause.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}

// AmbiguousError says which sessions a prefix could mean.
type AmbiguousError struct {
	Prefix     string
	Candidates []string
	More       bool // there are more than these
}

// Error names the candidates.
func (e *AmbiguousError) Error() string {
	s := fmt.Sprintf("%q %v:", e.Prefix, ErrAmbiguous)
	for _, c := range e.Candidates {
		s += " " + c
	}
	if e.More {
		s += " …"
	}
	return s
}

// Unwrap gives ErrAmbiguous.
func (e *AmbiguousError) Unwrap() error { return ErrAmbiguous }

// wrap says what an error from below amounts to. Errors that speak for themselves pass. A statement also fails where
// damage has changed the tables under it, and a row may be lost or changed, so before anything is called a mistake of
// ours the file is checked.
func (db *DB) wrap(op string, err error) error {
	wrapped := wrapAt(op, db.path, err)
	if errors.Is(wrapped, ErrStatement) && damaged(db.path) {
		return wrapAt(op, db.path, fmt.Errorf("%w: %w", ErrCorrupt, err))
	}
	return wrapped
}

// damaged looks through a connection of its own, since the error may have come in the middle of a transaction.
func damaged(path string) bool {
	ro, err := openSQL(path, "ro")
	if err != nil {
		return false
	}
	defer ro.Close()
	ctx := context.Background()
	problems, err := quickCheck(ctx, ro)
	if err == nil && len(problems) == 0 {
		problems, err = checkRows(ctx, ro)
	}
	return err != nil || len(problems) > 0
}

// scanFault is a value of the database that does not fit what it is read into. Package database/sql has no type for it.
type scanFault struct{ error }

func (f *scanFault) Unwrap() error { return f.error }

// row is a *sql.Row or a *sql.Rows.
type row interface {
	Scan(into ...any) error
	Err() error
}

// scan reads the values of a row. Nothing else in this package does, so a value that does not fit is a scanFault.
func scan(r row, into ...any) error {
	if err := r.Err(); err != nil { // of the query
		return err
	}
	err := r.Scan(into...)
	var below *driver.Error
	if err == nil || errors.As(err, &below) || errors.Is(err, sql.ErrNoRows) || errors.Is(err, context.Canceled) ||
		errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &scanFault{err}
}

func wrapAt(op, path string, err error) error {
	if err == nil {
		return nil
	}
	var known *Error
	if errors.As(err, &known) || errors.Is(err, ErrNotFound) || errors.Is(err, context.Canceled) ||
		errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	kind := kindOf(err)
	if kind == nil {
		return fmt.Errorf("%s %q: %w", op, path, err)
	}
	e := &Error{Op: op, Path: path, Kind: kind, Err: err}
	if errors.Is(kind, ErrCorrupt) || errors.Is(kind, ErrNotADatabase) || errors.Is(kind, ErrLogAlone) {
		e.Backup = newestBackup(path)
	}
	return e
}

// kindOf is the sentinel for an error of SQLite or of the operating system, or nil.
func kindOf(err error) error {
	if err == nil {
		return nil
	}
	for _, s := range []error{ErrLocking, ErrCorrupt, ErrNewer, ErrConflict, ErrNotADatabase, ErrFull, ErrBusy,
		ErrExists, ErrNotAnArchive, ErrReadOnly, ErrNoDatabase, ErrOlder, ErrLogAlone, ErrMoved} {
		if errors.Is(err, s) {
			return s
		}
	}
	var se *driver.Error
	if errors.As(err, &se) {
		return kindOfCode(se.Code())
	}
	var unfit *scanFault
	if errors.Is(err, sql.ErrNoRows) || errors.As(err, &unfit) {
		return ErrStatement // unless the file is damaged: there must be a row, and it must hold what we wrote
	}
	return kindOfErrno(err)
}

func kindOfErrno(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return ErrFull
	case errors.Is(err, syscall.EROFS):
		return ErrReadOnly
	case errors.Is(err, syscall.ELOOP):
		return ErrSymlinkLoop
	case errors.Is(err, syscall.EISDIR):
		return ErrDirectory
	case errors.Is(err, syscall.ENOTDIR):
		return ErrNotFolder
	case errors.Is(err, syscall.ENOLCK):
		return ErrLocking
	case errors.Is(err, syscall.EIO):
		return ErrIO
	case errors.Is(err, fs.ErrNotExist):
		return ErrNoFile
	case errors.Is(err, fs.ErrPermission):
		return ErrPermission
	}
	return nil
}

func kindOfCode(code int) error {
	switch code {
	case lib.SQLITE_IOERR_LOCK, lib.SQLITE_IOERR_UNLOCK, lib.SQLITE_IOERR_RDLOCK, lib.SQLITE_IOERR_CHECKRESERVEDLOCK,
		lib.SQLITE_IOERR_SHMLOCK, lib.SQLITE_IOERR_SHMMAP:
		return ErrLocking
	case lib.SQLITE_IOERR_SHMSIZE:
		return ErrFull
	case lib.SQLITE_IOERR_CORRUPTFS, lib.SQLITE_IOERR_SHORT_READ:
		return ErrCorrupt
	}
	switch code & 0xff {
	case lib.SQLITE_CORRUPT:
		return ErrCorrupt
	case lib.SQLITE_ERROR, lib.SQLITE_MISMATCH, lib.SQLITE_MISUSE, lib.SQLITE_RANGE:
		// an unknown table or column, bad syntax, a value of the wrong kind: ours, whatever the file is like
		return ErrStatement
	case lib.SQLITE_NOTADB:
		return ErrNotADatabase
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return ErrBusy
	case lib.SQLITE_PROTOCOL:
		return ErrLocking
	case lib.SQLITE_FULL:
		return ErrFull
	case lib.SQLITE_READONLY:
		return ErrReadOnly
	case lib.SQLITE_CANTOPEN, lib.SQLITE_PERM, lib.SQLITE_AUTH:
		return ErrPermission
	case lib.SQLITE_IOERR:
		return ErrIO
	case lib.SQLITE_TOOBIG:
		return ErrTooBig
	}
	return nil
}

// isBusy says that trying again may help.
func isBusy(err error) bool {
	var se *driver.Error
	return !errors.Is(err, ErrLocking) && errors.As(err, &se) &&
		(se.Code()&0xff == lib.SQLITE_BUSY || se.Code()&0xff == lib.SQLITE_LOCKED)
}
