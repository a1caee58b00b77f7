package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkStart measures whole processes against a bare Go program that opens SQLite, run by run side by side, and
// reports the median of the ratios as x-bare. README's table comes from it: go test ./cmd/mockinterview -run '^$'
// -bench Start -benchtime 40x
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	build := func(out, pkg string, flags ...string) string {
		bin := filepath.Join(dir, out)
		cmd := exec.Command("go", append(append([]string{"build", "-ldflags=-s -w", "-o", bin}, flags...), pkg)...)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if msg, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("go build %s: %v\n%s", pkg, err, msg)
		}
		return bin
	}
	bare, ours := build("bare", "./testdata/baresqlite"), build("mockinterview", ".", "-tags=urfave_cli_no_docs")
	env := append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME=", "XDG_CONFIG_HOME=", "MOCKINTERVIEW_DB=")
	interview := exec.Command(ours, "start", "backend-engineer", "--questions", "1")
	interview.Stdin, interview.Env = strings.NewReader(
		"We store the key before the charge, so a retry finds it.\n.\n",
	), env
	if msg, err := interview.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, msg)
	}
	once := func(name string, args ...string) time.Duration {
		cmd := exec.Command(name, args...)
		cmd.Env = env
		from := time.Now()
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		return time.Since(from)
	}
	for _, args := range [][]string{{"--version"}, {"sessions"}, {"show", "last"}, {"roles", "list"}} {
		b.Run(strings.Join(args, "_"), func(b *testing.B) {
			var ratios, took []float64
			for b.Loop() {
				base := once(bare, filepath.Join(dir, "bare.db"))
				t := once(ours, args...)
				ratios = append(ratios, float64(t)/float64(base))
				took = append(took, float64(t)/float64(time.Millisecond))
			}
			slices.Sort(ratios)
			slices.Sort(took)
			b.ReportMetric(ratios[len(ratios)/2], "x-bare")
			b.ReportMetric(took[len(took)/2], "ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}
