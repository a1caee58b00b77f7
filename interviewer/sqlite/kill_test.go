//go:build linux

package sqlite

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"
)

func TestNothingAcknowledgedIsLostWhenKilledAtRandom(t *testing.T) {
	t.Parallel()
	points := extent(8, 25, 800)
	rng := rand.New(rand.NewPCG(11, 5))
	path, j, answers := scratch(t), &journal{}, 0
	for i := range points {
		if i%25 == 0 { // a new file, so that its making is hit as well
			path, j = scratch(t), &journal{}
		}
		role := "answer"
		if i%4 == 3 {
			role = "care"
		}
		cmd, lines := start(t, role, path, "")
		// Every other one dies anywhere between its first instruction and some way into the interview, the rest after
		// an acknowledgement.
		limit := time.Duration(rng.Int64N(int64(60 * time.Millisecond)))
		kill := func() { cmd.Process.Kill() }
		timer, acked := time.NewTimer(time.Hour), false
		if i%2 == 1 {
			timer = time.AfterFunc(limit, kill)
		}
		for lines.Scan() {
			j.note(lines.Text())
			answers++
			if !acked && i%2 == 0 {
				acked, timer = true, time.AfterFunc(limit, kill)
			}
		}
		cmd.Wait()
		timer.Stop()
		if len(j.failed) > 0 {
			t.Fatalf("point %d: the child failed by itself: %q", i, j.failed)
		}
		j.verify(t, path)
	}
	t.Logf("%d kills, %d answers acknowledged, none lost", points, answers)
	if answers == 0 {
		t.Error("nothing was ever acknowledged: the children died too early to prove anything")
	}
}

// changing are the system calls that change files.
const changing = "pwrite64,write,fsync,fdatasync,ftruncate,open,openat," +
	"unlink,unlinkat,rename,renameat,renameat2,link,linkat,mkdirat,mkdir"

// strace is the command that a child runs under whose calls are traced or fail. Only those stop the child; with all of
// them a run takes three times as long. Signals are not sent that way (strace 6.1).
func strace(args ...string) []string {
	return append([]string{"strace", "--seccomp-bpf", "-f", "-qq", "-o"}, args...)
}

func needStrace(tb testing.TB) {
	tb.Helper()
	try := strace("/dev/null", "-e", "trace=fsync", "true")
	if err := exec.Command(try[0], try[1:]...).Run(); err != nil {
		tb.Skip("strace cannot be used here")
	}
}

func TestNothingAcknowledgedIsLostWhenKilledAtEachSystemCall(t *testing.T) {
	t.Parallel()
	needStrace(t)
	step := extent(150, 80, 2)
	hit, acked := 0, 0
	for n := 1; ; n += step {
		path, j := scratch(t), &journal{}
		cmd, lines := start(t, "script", path, "", "strace", "-f", "-qq", "-o", "/dev/null",
			"-e", "trace="+changing, "-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", changing, n))
		for lines.Scan() {
			j.note(lines.Text())
		}
		err := cmd.Wait()
		if len(j.failed) > 0 {
			t.Fatalf("call %d: the child failed by itself: %q", n, j.failed)
		}
		if _, serr := os.Stat(path); serr == nil {
			j.verify(t, path)
		} else if len(j.acks) > 0 {
			t.Fatalf("call %d: the file is gone", n)
		}
		if err == nil { // it came to its end before the n-th call
			break
		}
		hit++
		acked += len(j.acks)
	}
	t.Logf("%d kills, %d answers acknowledged before them, none lost", hit, acked)
	if hit < 5 {
		t.Errorf("only %d system calls were hit", hit)
	}
}
