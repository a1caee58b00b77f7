//go:build linux

package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"mockinterview/interviewer"
)

// The fault tests run this test binary again as a child that answers questions, so that it can be killed, starved and
// hindered like the program.
const (
	childRole = "MOCKINTERVIEW_TEST_CHILD" // what the child does
	childPath = "MOCKINTERVIEW_TEST_DB"
	childArg  = "MOCKINTERVIEW_TEST_ARG"
)

func TestMain(m *testing.M) {
	role := os.Getenv(childRole)
	if role == "" {
		os.Exit(m.Run())
	}
	runtime.LockOSThread() // strace counts system calls by thread
	c := child{path: os.Getenv(childPath), arg: os.Getenv(childArg), out: os.Stdout}
	var err error
	switch role {
	case "answer":
		err = c.answer(1 << 30)
	case "script":
		err = c.script()
	case "care":
		err = c.care()
	case "hindered":
		err = c.hindered()
	case "limited":
		err = c.limited()
	case "write":
		err = c.write()
	case "open":
		err = c.open()
	}
	if err != nil {
		fmt.Fprintf(c.out, "failed %v\n", err)
		os.Exit(1)
	}
	os.Exit(0)
}

type child struct {
	path, arg string
	out       io.Writer
}

// ack says that an answer is saved; from then on it has to be there.
func (c child) ack(session string, turn, n int, words string) {
	fmt.Fprintf(c.out, "ack %s %d %d %d\n", session, turn, n, crc(words))
}

// answer goes on with the unfinished session, or a new one, until n answers are given.
func (c child) answer(n int) error {
	db, err := Open(ctx, c.path, Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	for n > 0 {
		s, err := c.begin(db)
		if err != nil {
			return err
		}
		for i := 1; i <= 3 && n > 0; i++ {
			if err := c.turn(db, s, i); err != nil {
				return err
			}
			n--
		}
		if err := db.Save(ctx, s.ID, interviewer.Ended{State: interviewer.Finished, At: day}); err != nil {
			return err
		}
	}
	return nil
}

func (c child) begin(db *DB) (interviewer.Session, error) {
	un, err := db.Unfinished(ctx, 1)
	if err != nil {
		return interviewer.Session{}, err
	}
	if len(un) > 0 {
		return db.Load(ctx, un[0].ID)
	}
	all, err := db.Count(ctx)
	if err != nil {
		return interviewer.Session{}, err
	}
	s := testSession(fmt.Sprintf("s-%d-%d", all, os.Getpid()))
	return s, db.Create(ctx, s)
}

// turn does what the interview does with one question, from wherever it stands.
func (c child) turn(db *DB, s interviewer.Session, i int) error {
	t := s.Turn(i)
	if t == nil {
		e := asked(s, i)
		if err := db.Save(ctx, s.ID, e); err != nil {
			return err
		}
		t = &e.Turn
	}
	if t.State != interviewer.Asked {
		return nil
	}
	n := t.NextMessage()
	words := fmt.Sprintf("answer %d to %d of %s. %s", n, i, s.ID, strings.Repeat("because of this. ", (i*n)%400))
	for _, e := range []interviewer.Event{interviewer.DraftKept{Turn: i, Draft: words[:len(words)/2]},
		answer(i, n, words)} {
		if err := db.Save(ctx, s.ID, e); err != nil {
			return err
		}
	}
	c.ack(s.ID, i, n, words)
	for _, e := range []interviewer.Event{closed(i), interviewer.Graded{Turn: i, Grade: testGrade(3)}} {
		if err := db.Save(ctx, s.ID, e); err != nil {
			return err
		}
	}
	return nil
}

// script is a whole short life: from no file to a backup.
func (c child) script() error {
	if err := c.answer(4); err != nil {
		return err
	}
	return c.care()
}

// care does everything that rewrites files; whatever was acknowledged before has to survive it.
func (c child) care() error {
	db, err := Open(ctx, c.path, Options{Backups: true})
	if err != nil {
		return err
	}
	defer func() { db.Close() }()
	if err := db.Create(ctx, testSession(fmt.Sprintf("spare-%d", os.Getpid()))); err != nil {
		return err
	}
	if err := db.Delete(ctx, fmt.Sprintf("spare-%d", os.Getpid())); err != nil {
		return err
	}
	var all strings.Builder
	if err := db.Export(ctx, &all); err != nil {
		return err
	}
	if _, err := db.Import(ctx, strings.NewReader(all.String())); err != nil {
		return err
	}
	if _, err := db.autoBackup(ctx, "care"); err != nil {
		return err
	}
	if _, err := db.Purge(ctx); err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	newest := ""
	for _, b := range backups(c.path) { // the last of what this child made: nothing was answered since
		if b.why == "care" {
			newest = b.path
			break
		}
	}
	if err := c.answerNothingSince(newest); err != nil {
		return nil // not ours to restore
	}
	if _, err := Restore(ctx, c.path, newest, Options{}); err != nil {
		return err
	}
	db, err = Open(ctx, c.path, Options{})
	return err
}

// answerNothingSince compares a backup with the database, so that restoring it loses nothing.
func (c child) answerNothingSince(backup string) error {
	count := func(path string) (n int, err error) {
		s, err := openSQL(path, "ro")
		if err != nil {
			return 0, err
		}
		defer s.Close()
		return n, s.QueryRow(`SELECT count(*) FROM messages`).Scan(&n)
	}
	a, err := count(c.path)
	if err != nil {
		return err
	}
	b, err := count(backup)
	if err == nil && a != b {
		err = errors.New("the backup is older")
	}
	return err
}

// hindered answers, and like a candidate tries again a few times when saving fails.
func (c child) hindered() error {
	for range 3 {
		db, err := Open(ctx, c.path, Options{Patience: 50 * time.Millisecond})
		if err != nil {
			c.complain(err)
			continue
		}
		c.persist(db)
		if err := db.Close(); err != nil {
			c.complain(err)
		}
	}
	return nil
}

func (c child) persist(db *DB) {
	for range 2 {
		s, err := c.begin(db)
		if err != nil {
			c.complain(err)
			continue
		}
		for i := 1; i <= 3; i++ {
			if err := c.turn(db, s, i); err != nil {
				c.complain(err)
				break
			}
		}
		db.Save(ctx, s.ID, interviewer.Ended{State: interviewer.Finished, At: day})
	}
}

// complain reports an error, and whether it is one of those that say what to do.
func (c child) complain(err error) {
	kind := "unknown"
	if k := kindOf(err); k != nil || errors.Is(err, ErrNotFound) {
		kind = "known"
	}
	fmt.Fprintf(c.out, "err %s %q\n", kind, err.Error())
}

// limited lets no file grow beyond so many bytes.
func (c child) limited() error {
	n, err := strconv.ParseUint(c.arg, 10, 64)
	if err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: n, Max: n}); err != nil {
		return err
	}
	return c.hindered()
}

// write saves as many answers as it is told to in a session of its own.
func (c child) write() error {
	n, err := strconv.Atoi(c.arg)
	if err != nil {
		return err
	}
	db, err := Open(ctx, c.path, Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	s := testSession(fmt.Sprintf("w-%d", os.Getpid()))
	if err := db.Create(ctx, s); err != nil {
		return err
	}
	if err := db.Save(ctx, s.ID, asked(s, 1)); err != nil {
		return err
	}
	for i := range n {
		words := fmt.Sprintf("write %d of %d", i, os.Getpid())
		if err := db.Save(ctx, s.ID, answer(1, i+2, words)); err != nil {
			return err
		}
		c.ack(s.ID, 1, i+2, words)
	}
	return nil
}

// open reports what opening the file comes to.
func (c child) open() error {
	db, err := Open(ctx, c.path, Options{ReadOnly: c.arg == "ro", ReadOnlyIfMust: c.arg == "fallback"})
	if err != nil {
		c.complain(err)
		return nil
	}
	defer db.Close()
	n, err := db.Count(ctx)
	fmt.Fprintf(c.out, "opened %d %v\n", n, err)
	return nil
}

// start runs a child; wrap is a command to run it under.
func start(tb testing.TB, role, path, arg string, wrap ...string) (*exec.Cmd, *bufio.Scanner) {
	tb.Helper()
	self, err := os.Executable()
	must(tb, err)
	argv := append(wrap, self)
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = append(os.Environ(), childRole+"="+role, childPath+"="+path, childArg+"="+arg)
	out, err := cmd.StdoutPipe()
	must(tb, err)
	must(tb, cmd.Start())
	return cmd, bufio.NewScanner(out)
}

// journal is what children acknowledged and complained of.
type journal struct {
	acks    map[string]int64 // session/turn/message to checksum
	errs    []string
	unknown []string
	failed  []string
}

func (j *journal) note(line string) {
	if j.acks == nil {
		j.acks = map[string]int64{}
	}
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "ack":
		var session string
		var turn, n int
		var sum int64
		if _, err := fmt.Sscan(rest, &session, &turn, &n, &sum); err == nil {
			j.acks[fmt.Sprintf("%s/%d/%d", session, turn, n)] = sum
		}
	case "err":
		j.errs = append(j.errs, rest)
		if !strings.HasPrefix(rest, "known") {
			j.unknown = append(j.unknown, rest)
		}
	case "failed":
		j.failed = append(j.failed, rest)
	}
}

// verify opens the database after what happened and looks for everything that was acknowledged. It gives the number of
// answers there.
func (j *journal) verify(tb testing.TB, path string) int {
	tb.Helper()
	db, err := Open(context.Background(), path, Options{})
	must(tb, err)
	defer db.Close()
	there := map[string]int64{}
	rows, err := db.sql.Query(
		`SELECT s.id, m.turn, m.n, m.text FROM messages m JOIN sessions s ON s.seq = m.session WHERE m.kind = 'answer'`,
	)
	must(tb, err)
	for rows.Next() {
		var id, words string
		var turn, n int
		must(tb, rows.Scan(&id, &turn, &n, &words))
		there[fmt.Sprintf("%s/%d/%d", id, turn, n)] = crc(words)
	}
	must(tb, rows.Err())
	rows.Close()
	for k, sum := range j.acks {
		if got, ok := there[k]; !ok || got != sum {
			tb.Fatalf("answer %s was acknowledged and is lost (there: %v)", k, ok)
		}
	}
	if got, err := strs(ctx, db.sql, `PRAGMA integrity_check`); err != nil || len(got) != 1 || got[0] != "ok" {
		tb.Fatalf("integrity check: %v %v", got, err)
	}
	if problems, err := db.QuickCheck(ctx); err != nil || len(problems) > 0 {
		tb.Fatalf("check: %v %v", problems, err)
	}
	resume(tb, db)
	return len(there)
}

// resume goes on with the unfinished session, as the command would.
func resume(tb testing.TB, db *DB) {
	tb.Helper()
	un, err := db.Unfinished(ctx, 1)
	must(tb, err)
	if len(un) == 0 {
		return
	}
	s, err := db.Load(ctx, un[0].ID)
	must(tb, err)
	c := child{out: io.Discard}
	for i := 1; i <= 3; i++ {
		must(tb, c.turn(db, s, i))
	}
	must(tb, db.Save(ctx, s.ID, interviewer.Ended{State: interviewer.Finished, At: day}))
}
