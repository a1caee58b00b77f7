package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// applicationID marks our files in the SQLite header: "mock".
const applicationID = 0x6d6f636b

// Open opens the database at path. Unless it is opened for reading only, a missing folder and file are made, for the
// user's eyes only.
//
// Files that are not ours, newer than this program or damaged are refused before anything is written. Open reads only
// the header, the schema and a count; QuickCheck looks at everything. A process should have a file open only once:
// looking at it a second time takes away the locks of the first.
func Open(ctx context.Context, path string, opts Options) (*DB, error) {
	opts = opts.withDefaults()
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open %q: %w", path, err)
	}
	db, err := open(ctx, followed(abs), opts)
	if opts.ReadOnlyIfMust && !opts.ReadOnly && (errors.Is(err, ErrReadOnly) || errors.Is(err, ErrPermission)) {
		opts.ReadOnly = true
		if ro, rerr := open(ctx, followed(abs), opts); rerr == nil || errors.Is(rerr, ErrNoDatabase) {
			return ro, rerr
		}
	}
	return db, err
}

// followed is where a symbolic link leads to, for the log and the backups lie beside the file itself.
func followed(path string) string {
	if fi, err := os.Lstat(path); err == nil && fi.Mode()&os.ModeSymlink != 0 {
		if to, err := filepath.EvalSymlinks(path); err == nil {
			return to
		}
	}
	return path
}

func open(ctx context.Context, path string, opts Options) (*DB, error) {
	h, err := inspect(path, !opts.ReadOnly)
	if err != nil {
		return nil, wrapAt("open", path, err)
	}
	db := &DB{path: path, opts: opts}
	if opts.ReadOnly {
		err = db.openReading(ctx, h)
	} else {
		err = db.openWriting(ctx, h)
	}
	if err != nil {
		if db.sql != nil {
			db.sql.Close()
		}
		return nil, db.wrap("open", err)
	}
	return db, nil
}

func (db *DB) openReading(ctx context.Context, h header) (err error) {
	if h.empty {
		return ErrNoDatabase
	}
	names, err := migrations()
	if err != nil {
		return err
	}
	if !h.hasLog && h.version != uint32(len(names)) {
		if err := db.lookFirst(ctx, h); err != nil {
			return err
		}
	}
	if db.sql, err = openSQL(db.path, "ro"); err != nil {
		return err
	}
	err = db.opts.patiently(ctx, db.path, func() error { return db.examine(ctx) })
	if kind := kindOf(err); (errors.Is(kind, ErrPermission) || errors.Is(kind, ErrReadOnly)) && !h.hasLog {
		// A folder that cannot be written to has no room for the log's index; without a log there is nothing to miss.
		db.sql.Close()
		if db.sql, err = openSQL(db.path, "immutable"); err != nil {
			return err
		}
		err = db.examine(ctx)
	}
	if err != nil {
		return err
	}
	if v, err := version(ctx, db.sql); err != nil || v < len(names) {
		return cmpErr(err, ErrOlder)
	}
	return nil
}

// cmpErr is the first error, or else the second.
func cmpErr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func (db *DB) openWriting(ctx context.Context, h header) (err error) {
	if h.empty {
		if b := newestBackup(db.path); b != "" {
			db.opts.Note(
				fmt.Sprintf(
					"there was no database at %q, so a new one was begun; the newest backup of an earlier one is %q",
					db.path,
					b,
				),
			)
		}
		if err := create(db.path); err != nil {
			return err
		}
	} else if names, err := migrations(); err != nil {
		return err
	} else if h.hasLog || h.version != uint32(len(names)) {
		// A log left behind would be folded in when the connection closes, and what is not of this version has to be
		// understood first. So look before, without the power to write.
		if err := db.lookFirst(ctx, h); err != nil {
			return err
		}
	}
	if db.sql, err = openSQL(db.path, "rw"); err != nil {
		return err
	}
	if err := db.opts.patiently(ctx, db.path, func() error { return db.examine(ctx) }); err != nil {
		return err
	}
	if err := db.opts.patiently(ctx, db.path, func() error { return db.useLog(ctx) }); err != nil {
		return err
	}
	if err := db.migrate(ctx); err != nil {
		return err
	}
	if db.place, err = placeOf(db.path); err != nil {
		return err
	}
	if db.opts.Backups {
		return db.backupOfTheDay(ctx)
	}
	return nil
}

// lookFirst examines the database without the power to write.
func (db *DB) lookFirst(ctx context.Context, h header) error {
	mode := "immutable" // which leaves no files behind, but does not see a log
	if h.hasLog {
		mode = "ro"
	}
	ro, err := openSQL(db.path, mode)
	if err != nil {
		return err
	}
	defer ro.Close()
	probe := &DB{path: db.path, opts: db.opts, sql: ro}
	err = db.opts.patiently(ctx, db.path, func() error { return probe.examine(ctx) })
	if kind := kindOf(err); errors.Is(kind, ErrCorrupt) || errors.Is(kind, ErrNotADatabase) ||
		errors.Is(kind, ErrNewer) {
		if now, ierr := inspect(db.path, false); ierr == nil && now != h {
			return db.lookFirst(ctx, now) // it was being written to
		}
		return err
	}
	return nil // anything else shows itself when the database is opened for writing
}

// examine is the quick look at every opening: the schema can be parsed, the version is known, and there are as many
// sessions as were counted.
func (db *DB) examine(ctx context.Context) error {
	// In one transaction, for another process may be making the database this very moment.
	return inTx(ctx, db.sql, &sql.TxOptions{ReadOnly: true}, func(tx *sql.Tx) error { return examine(ctx, tx) })
}

func examine(ctx context.Context, s rower) error {
	v, err := version(ctx, s)
	if err != nil {
		return err
	}
	names, err := migrations()
	if err != nil {
		return err
	}
	if v < 0 || v > 1<<16 {
		return fmt.Errorf("%w: %d is no version", ErrCorrupt, v)
	}
	if v == 0 {
		var tables int
		if err := scan(s.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`), &tables); err != nil {
			return err
		}
		if tables > 0 {
			return ErrNotADatabase
		}
		return nil
	}
	if err := checkNames(ctx, s, v, names); err != nil {
		return err
	}
	if v < careVersion {
		return nil
	}
	return checkCount(ctx, s)
}

// careVersion is the migration that began to count sessions.
const careVersion = 3

// checkCount tells a list that lost entries to damage from one that is short.
func checkCount(ctx context.Context, s rower) error {
	var counted string
	var rows int
	const q = `SELECT coalesce((SELECT value FROM facts WHERE key = 'sessions'), ''), (SELECT count(*) FROM sessions)`
	if err := scan(s.QueryRowContext(ctx, q), &counted, &rows); err != nil {
		return err
	}
	if counted != strconv.Itoa(rows) {
		return fmt.Errorf("%w: it holds %d sessions, but %q were counted", ErrCorrupt, rows, counted)
	}
	return nil
}

// useLog turns on the write-ahead log. A database that is not in that mode was made by a backup, or has a damaged
// header: it is checked first.
func (db *DB) useLog(ctx context.Context) error {
	var mode string
	if err := scan(db.sql.QueryRowContext(ctx, `PRAGMA journal_mode`), &mode); err != nil {
		return err
	}
	if mode == "wal" {
		return nil
	}
	if problems, err := quickCheck(ctx, db.sql); err != nil {
		return err
	} else if len(problems) > 0 {
		return fmt.Errorf("%w: %s", ErrCorrupt, problems[0])
	}
	// Where the file system cannot share memory the mode stays as it is, which is slower and just as safe.
	return scan(db.sql.QueryRowContext(ctx, `PRAGMA journal_mode = wal`), &mode)
}

// header is what the first bytes of the file say.
type header struct {
	empty   bool // no file, or nothing in it
	hasLog  bool // a log that is not empty lies beside it
	version uint32
	size    int64
	changed time.Time
}

// inspect looks at a path without SQLite and without writing. toWrite asks whether it could be written to.
func inspect(path string, toWrite bool) (header, error) {
	fi, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, lerr := os.Lstat(path); lerr == nil {
			return header{}, fmt.Errorf("%w: it is a link to nothing", ErrNotADatabase)
		}
		if hasLog(path) {
			return header{}, ErrLogAlone
		}
		return header{empty: true}, nameOfLog(path)
	}
	if err != nil {
		return header{}, err
	}
	switch {
	case fi.IsDir():
		return header{}, &Error{Op: "open", Path: path, Kind: ErrDirectory}
	case !fi.Mode().IsRegular():
		return header{}, fmt.Errorf("%w: it is not a regular file", ErrNotADatabase)
	}
	h := header{size: fi.Size(), changed: fi.ModTime()}
	h.hasLog = notEmpty(path + "-wal")
	if fi.Size() == 0 {
		// With a log or a backup beside it an empty file is no new one: something emptied it.
		if h.hasLog || newestBackup(path) != "" {
			return h, fmt.Errorf("%w: the file is empty, and was not", ErrCorrupt)
		}
		h.empty = true
		return h, nil
	}
	h.version, err = readHeader(path, fi.Size(), h.hasLog)
	if err == nil && toWrite {
		err = writable(path)
	}
	return h, err
}

// hasLog says whether changes wait in a log beside a database, of which a new database would know nothing.
func hasLog(path string) bool { return notEmpty(path+"-wal") || notEmpty(path+"-journal") }

func notEmpty(path string) bool {
	fi, err := os.Stat(path)
	return err == nil && fi.Size() > 0
}

// nameOfLog refuses a new database under a name that SQLite would take for the log of another.
func nameOfLog(path string) error {
	for _, suffix := range companions() {
		if base, ok := strings.CutSuffix(path, suffix); ok && existing(base) == nil {
			return fmt.Errorf("%w: the name is that of a log of %q", ErrNotADatabase, base)
		}
	}
	return nil
}

// writable finds out early what SQLite would tell only with the first answer.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrPermission) {
		return errors.Join(ErrReadOnly, err)
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// readHeader refuses what cannot be ours, and reads the version. The layout is that of
// https://sqlite.org/fileformat.html, section 1.3.
func readHeader(path string, size int64, hasLog bool) (uint32, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	b := make([]byte, 100)
	if _, err := io.ReadFull(f, b); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return 0, ErrNotADatabase
		}
		return 0, err
	}
	if !bytes.HasPrefix(b, []byte("SQLite format 3\x00")) {
		return 0, ErrNotADatabase
	}
	if id := binary.BigEndian.Uint32(b[68:]); id != applicationID && id != 0 {
		return 0, ErrNotADatabase
	}
	page := int64(binary.BigEndian.Uint16(b[16:]))
	if page == 1 {
		page = 65536
	}
	if page < 512 || page&(page-1) != 0 || (!hasLog && size%page != 0) {
		return 0, fmt.Errorf("%w: %d bytes are no whole number of pages", ErrCorrupt, size)
	}
	return binary.BigEndian.Uint32(b[60:]), nil
}

// create makes the folder and an empty file, for the user's eyes only, and syncs the names to the disk.
func create(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	syncDir(dir)
	return nil
}

// syncDir makes names in a folder durable. Some file systems cannot; there is nothing to be done about it then.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		d.Sync()
		d.Close()
	}
}
