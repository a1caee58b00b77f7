// Package sqlite keeps sessions on disk.
//
// A DB is one SQLite file beside its write-ahead log. Whatever a method that writes acknowledges has been synced to the
// disk; a process may be killed at any point, and what it was told is saved is there when the file is opened again.
// Open refuses files that it does not understand without changing a byte of them, brings older ones up to date after a
// backup, and makes one automatic backup a day where it is asked to.
//
// Sequence numbers order things, never the clock. Role packs and questions are stored as they were when they were used,
// once each by content, so that old sessions keep their meaning.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"path/filepath"
	"sync"
	"time"

	"mockinterview/rubric"
)

// Options say how a database is opened. The zero value is for a command that only reads but may create the file.
type Options struct {
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Backups makes the automatic backup of the day, if it has not been made yet. It is for commands that write.
	Backups bool
	// ReadOnly changes nothing and creates nothing: a missing file is ErrNoDatabase, an older one ErrOlder.
	ReadOnly bool
	// ReadOnlyIfMust opens for reading only where the file cannot be written to, for commands that only read.
	ReadOnlyIfMust bool
	// OnBusy is called once when an operation has to wait for another process.
	OnBusy func()
	// Patience is how long to wait for another process; 0 is half a minute.
	Patience time.Duration
	// Note is told what the user should know but what stops nothing, such as a backup that could not be made.
	Note func(string)
}

func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Patience == 0 {
		o.Patience = 30 * time.Second
	}
	if o.Note == nil {
		o.Note = func(string) {}
	}
	if o.OnBusy == nil {
		o.OnBusy = func() {}
	}
	return o
}

// DB is a database of sessions. Its methods may be called from several goroutines.
type DB struct {
	path string
	opts Options
	sql  *sql.DB

	place place // of the open file

	mu      sync.Mutex
	rubrics map[string][]rubric.Competency // by pack hash, for outcomes
	noted   map[string]bool
}

// Path is the file.
func (db *DB) Path() string { return db.path }

// Close ends the use of the database. The last process to close it folds the log into the file.
func (db *DB) Close() error {
	if err := db.sql.Close(); err != nil {
		return db.wrap("close", err)
	}
	return nil
}

// busyWait is how long SQLite itself waits for a lock before OnBusy is called, in milliseconds.
const busyWait = "1000"

// dsn names the file to the driver. Pragmas stand in it so that every connection gets them.
func dsn(path, mode string) string {
	v := url.Values{}
	v.Set("_txlock", "immediate")
	v.Set("_defensive", "1")
	v.Set("_error_rc", "1")
	v.Set("_dqs", "0")
	v.Add("_pragma", "busy_timeout("+busyWait+")")
	v.Add("_pragma", "cell_size_check(1)")
	v.Add("_pragma", "foreign_keys(1)")
	v.Add("_pragma", "trusted_schema(0)")
	switch mode {
	case "immutable":
		v.Set("mode", "ro")
		v.Set("immutable", "1")
	case "ro":
		v.Set("mode", "ro")
	default:
		v.Set("mode", "rw")
		v.Add("_pragma", "synchronous(FULL)")
		v.Add("_pragma", "secure_delete(1)")
		v.Add("_pragma", "fullfsync(1)")
		v.Add("_pragma", "checkpoint_fullfsync(1)")
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path
	}
	return "file:" + (&url.URL{Path: filepath.ToSlash(abs)}).EscapedPath() + "?" + v.Encode()
}

func openSQL(path, mode string) (*sql.DB, error) {
	s, err := sql.Open("sqlite", dsn(path, mode))
	if err != nil {
		return nil, err
	}
	s.SetMaxOpenConns(1)
	return s, nil
}

// patiently runs f until no other process is in the way of the file at path. After the first refusal, which comes when
// SQLite has waited by itself, OnBusy is called.
func (o Options) patiently(ctx context.Context, path string, f func() error) error {
	start, told := time.Now(), false
	for {
		err := f()
		if !isBusy(err) {
			return err
		}
		if !told {
			told = true
			if err := lockable(path); err != nil {
				return err
			}
			o.OnBusy()
		}
		if time.Since(start) > o.Patience {
			return errors.Join(ErrBusy, err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// write runs f in an immediate transaction and commits it durably. What was committed to a file that no longer has the
// name of the database is ErrMoved: whoever opens that name will not find it.
func (db *DB) write(ctx context.Context, op string, f func(*sql.Tx) error) error {
	if db.opts.ReadOnly {
		return &Error{Op: op, Path: db.path, Kind: ErrReadOnly}
	}
	err := db.opts.patiently(ctx, db.path, func() error { return inTx(ctx, db.sql, nil, f) })
	if err == nil {
		err = db.place.still(db.path)
	}
	return db.wrap(op, err)
}

// read runs f in a transaction, so that all it reads belongs together.
func (db *DB) read(ctx context.Context, op string, f func(*sql.Tx) error) error {
	return db.wrap(
		op,
		db.opts.patiently(ctx, db.path, func() error { return inTx(ctx, db.sql, &sql.TxOptions{ReadOnly: true}, f) }),
	)
}

func inTx(ctx context.Context, s *sql.DB, o *sql.TxOptions, f func(*sql.Tx) error) error {
	tx, err := s.BeginTx(ctx, o)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after a commit it has nothing to do
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}
