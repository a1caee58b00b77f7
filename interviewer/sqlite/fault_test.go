//go:build linux

package sqlite

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// hinder runs a child whose system calls fail, and checks that nothing acknowledged is lost and that what it complained
// of was said in one clear line.
func hinder(t *testing.T, name, path, role, arg string, wrap ...string) *journal {
	t.Helper()
	j := &journal{}
	cmd, lines := start(t, role, path, arg, wrap...)
	for lines.Scan() {
		j.note(lines.Text())
	}
	cmd.Wait()
	if len(j.failed) > 0 {
		t.Fatalf("%s: the child failed: %q", name, j.failed)
	}
	if len(j.unknown) > 0 {
		t.Errorf("%s: %d errors say nothing of what to do, such as %s", name, len(j.unknown), j.unknown[0])
	}
	for _, e := range j.errs {
		if strings.Contains(e, `\n`) {
			t.Errorf("%s: an error is more than one line: %s", name, e)
		}
	}
	if _, err := os.Stat(path); err == nil {
		j.verify(t, path)
	}
	return j
}

// seeded is a database with a session in it.
func seeded(tb testing.TB) string {
	tb.Helper()
	path := scratch(tb)
	db := mustOpen(tb, path, Options{})
	fill(tb, db, "s-1", "words")
	must(tb, db.Close())
	return path
}

func TestFailingWritesLoseNothingAcknowledged(t *testing.T) {
	t.Parallel()
	needStrace(t)
	step, most := extent(120, 120, 3), extent(30, 30, 400)
	runs, complaints, acked := 0, 0, 0
	for _, errno := range []string{"ENOSPC", "EIO"} {
		for _, calls := range []string{"pwrite64", "fsync,fdatasync", "ftruncate"} {
			for _, good := range []string{"", "+"} { // once, and for good
				for n := 1; n < most; n += step {
					name := fmt.Sprintf("%s of %s from call %d%s", errno, calls, n, good)
					path := seeded(t)
					j := hinder(t, name, path, "hindered", "", strace("/dev/null", "-e",
						"trace="+calls, "-e", fmt.Sprintf("inject=%s:error=%s:when=%d%s", calls, errno, n, good))...)
					runs++
					complaints += len(j.errs)
					acked += len(j.acks)
					if len(j.errs) == 0 { // there are fewer calls than that
						break
					}
				}
			}
		}
	}
	t.Logf("%d runs, %d complaints, %d answers acknowledged between them, none lost", runs, complaints, acked)
	if complaints == 0 {
		t.Error("no failure was ever noticed")
	}
}

func TestFilesThatCannotGrowLoseNothingAcknowledged(t *testing.T) {
	t.Parallel()
	step := extent(100_000, 50_000, 1_000)
	complaints := 0
	for limit := 0; limit <= 150_000; limit += step {
		path := seeded(t)
		j := hinder(t, fmt.Sprintf("limit of %d bytes", limit), path, "limited", fmt.Sprint(limit))
		complaints += len(j.errs)
	}
	if complaints == 0 {
		t.Error("no limit was ever noticed")
	}
}

func TestFullDiskLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	if os.Getuid() != 0 {
		t.Skip("only root can mount a small file system")
	}
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=900k"); err != nil {
		t.Skip("no file system can be mounted here: ", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	path := filepath.Join(dir, "interviews.db")
	var all journal
	for range 4 { // until it is full, and then some
		cmd, lines := start(t, "hindered", path, "")
		for lines.Scan() {
			all.note(lines.Text())
		}
		cmd.Wait()
	}
	if len(all.errs) == 0 || len(all.unknown) > 0 || !strings.Contains(strings.Join(all.errs, " "), ErrFull.Error()) {
		t.Errorf("a full disk was told as %q", all.errs)
	}
	// What is there can be read while the disk is full, and written to once it is not.
	db, err := Open(ctx, path, Options{ReadOnly: true})
	must(t, err)
	if n, err := db.Count(ctx); n == 0 || err != nil {
		t.Errorf("with the disk full there are %d sessions, %v", n, err)
	}
	must(t, db.Close())
	must(t, syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=20m"))
	n := all.verify(t, path)
	t.Logf("%d answers acknowledged until the disk was full, %d complaints, none lost", len(all.acks), len(all.errs))
	if n < len(all.acks) {
		t.Errorf("%d answers are there, want %d", n, len(all.acks))
	}
}

func TestAnAnswerIsSyncedBeforeItIsAcknowledged(t *testing.T) {
	t.Parallel()
	needStrace(t)
	path, trace := scratch(t), filepath.Join(t.TempDir(), "trace")
	cmd, lines := start(t, "script", path, "",
		strace(trace, "-e", "trace=open,openat,pwrite64,write,fsync,fdatasync")...)
	for lines.Scan() {
	}
	must(t, cmd.Wait())
	f, err := os.Open(trace)
	must(t, err)
	defer f.Close()
	call := regexp.MustCompile(`^\d+ +(\w+)\(("[^"]*"|\w+),? ?(.*?)(?:= (\d+))?$`)
	logs, dirty, acks, writes := map[string]bool{}, map[string]bool{}, 0, 0
	for s := bufio.NewScanner(f); s.Scan(); {
		m := call.FindStringSubmatch(s.Text())
		switch {
		case m == nil:
		case m[1] == "open" || m[1] == "openat":
			logs[m[4]] = strings.Contains(m[2]+m[3], `.db-wal"`)
			delete(dirty, m[4])
		case m[1] == "pwrite64" && logs[m[2]]:
			dirty[m[2]] = true
			writes++
		case m[1] == "fsync" || m[1] == "fdatasync":
			delete(dirty, m[2])
		case m[1] == "write" && strings.HasPrefix(m[3], `"ack `):
			acks++
			if len(dirty) > 0 {
				t.Errorf("acknowledged before a sync of the log: %s", s.Text())
			}
		}
	}
	if acks != 4 || writes == 0 {
		t.Errorf("the trace shows %d acknowledgements and %d writes to the log, want 4 and some", acks, writes)
	}
}

func TestTwoProcessesWriteAtOnce(t *testing.T) {
	t.Parallel()
	writes := extent(10, 25, 500)
	path := scratch(t)
	var mu sync.Mutex
	var wg sync.WaitGroup
	j := &journal{}
	for range 2 { // the file is not there yet: they race to make it, too
		cmd, lines := start(t, "write", path, fmt.Sprint(writes))
		wg.Go(func() {
			for lines.Scan() {
				mu.Lock()
				j.note(lines.Text())
				mu.Unlock()
			}
			cmd.Wait()
		})
	}
	wg.Wait()
	if len(j.failed) > 0 {
		t.Fatalf("failed: %q", j.failed)
	}
	if n := j.verify(t, path); n != 2*writes || len(j.acks) != 2*writes {
		t.Errorf("%d answers are there and %d were acknowledged, want %d", n, len(j.acks), 2*writes)
	}
}

func TestWaitingForAnotherProcessIsSaid(t *testing.T) {
	t.Parallel()
	path := seeded(t)
	other := mustOpen(t, path, Options{})
	busy := make(chan struct{}, 9)
	db := mustOpen(t, path, Options{OnBusy: func() { busy <- struct{}{} }})
	tx, err := other.sql.BeginTx(ctx, nil)
	must(t, err)
	saved := make(chan error)
	go func() { saved <- db.Save(ctx, "s-1", answer(2, 2, "patient")) }()
	<-busy
	must(t, tx.Rollback())
	must(t, <-saved)
	if len(busy) > 0 {
		t.Error("the wait was said more than once")
	}

	impatient := mustOpen(t, path, Options{Patience: time.Millisecond})
	tx, err = other.sql.BeginTx(ctx, nil)
	must(t, err)
	wantErr(t, impatient.Save(ctx, "s-1", closed(2)), ErrBusy)
	if _, err := impatient.Load(ctx, "s-1"); err != nil {
		t.Errorf("reading while another process writes: %v", err)
	}
	must(t, tx.Rollback())
}

// asNobody runs a child as a user who is nobody, so that permissions count even where the tests run as root.
func asNobody(t *testing.T, role, path, arg string) string {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childRole+"="+role, childPath+"="+path, childArg+"="+arg)
	cmd.Dir = "/"
	if os.Getuid() == 0 {
		// The test binary may lie where nobody may look.
		bin := filepath.Join(os.TempDir(), fmt.Sprintf("child-%d", os.Getpid()))
		must(t, copyFile(self, bin))
		must(t, os.Chmod(bin, 0o755))
		defer os.Remove(bin)
		cmd.Path = bin
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return strings.TrimSpace(string(out))
}

func TestPermissions(t *testing.T) {
	dir, err := os.MkdirTemp("", "perm") // t.TempDir is closed to others
	must(t, err)
	t.Cleanup(func() { os.Chmod(dir, 0o700); os.RemoveAll(dir) })
	path := filepath.Join(dir, "interviews.db")
	db := mustOpen(t, path, Options{})
	fill(t, db, "s-1", "words")
	must(t, db.Close())
	nobody := func(p string) {
		if os.Getuid() == 0 {
			must(t, os.Chown(p, 65534, 65534))
		}
	}
	nobody(path)
	nobody(dir)
	for _, c := range []struct {
		dir, file os.FileMode
		name, arg string
		want      string
	}{
		{0o700, 0o600, path, "", "opened 1"},
		{0o700, 0o400, path, "", ErrReadOnly.Error()},
		{0o700, 0o400, path, "ro", "opened 1"},
		{0o700, 0o400, path, "fallback", "opened 1"},
		{0o500, 0o600, path, "fallback", "opened 1"},
		{0o500, 0o600, filepath.Join(dir, "new.db"), "fallback", ErrNoDatabase.Error()},
		{0o000, 0o600, path, "fallback", "permission denied"},
		{0o500, 0o600, path, "ro", "opened 1"},
		{0o500, 0o400, path, "ro", "opened 1"},
		{0o500, 0o600, path, "", ErrReadOnly.Error()}, // no room for the log
		{0o500, 0o600, filepath.Join(dir, "new.db"), "", "permission denied"},
		{0o500, 0o600, filepath.Join(dir, "sub", "new.db"), "", "permission denied"},
		{0o700, 0o000, path, "", "permission denied"},
		{0o000, 0o600, path, "", "permission denied"},
	} {
		for _, suffix := range []string{"-wal", "-shm"} { // left by a reader that may not remove them
			os.Remove(path + suffix)
		}
		must(t, os.Chmod(path, c.file))
		must(t, os.Chmod(dir, c.dir))
		got := asNobody(t, "open", c.name, c.arg)
		must(t, os.Chmod(dir, 0o700))
		if !strings.Contains(got, c.want) || strings.Contains(got, "unknown") {
			t.Errorf("folder %o, file %o, %q %s: %s; want %q", c.dir, c.file, filepath.Base(c.name), c.arg, got, c.want)
		}
	}
}

func TestAFileSystemThatDoesNotLockIsNamed(t *testing.T) {
	t.Parallel()
	needStrace(t)
	for _, errno := range []string{"ENOLCK", "EIO", "EOPNOTSUPP"} {
		path := seeded(t)
		cmd, lines := start(t, "open", path, "",
			strace("/dev/null", "-e", "trace=fcntl", "-e", "inject=fcntl:error="+errno+":when=8+")...)
		var got []string
		for lines.Scan() {
			got = append(got, lines.Text())
		}
		cmd.Wait()
		if len(got) != 1 || !strings.Contains(got[0], ErrLocking.Error()) {
			t.Errorf("%s: %q, want that files are not locked", errno, got)
		}
	}
}
