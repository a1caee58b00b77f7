//go:build fault

package encoder

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// The arm64 build, emulated where qemu-user is installed, gives the same vectors. What it runs is short, because qemu
// takes a hundred times as long.
func TestVectorsAreTheSameOnARM64(t *testing.T) {
	if runtime.GOARCH == "arm64" {
		t.Skip("the other tests see to it on arm64")
	}
	qemu, err := exec.LookPath("qemu-aarch64")
	if err != nil {
		t.Skip("no qemu-aarch64 (package qemu-user)")
	}
	binary := filepath.Join(t.TempDir(), "encoder.test")
	build := exec.Command("go", "test", "-c", "-vet=off", "-o", binary, ".")
	build.Env = append(os.Environ(), "GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	const tests = "SameOnEveryMachine/random|KernelsMultiplyAlike"
	run := exec.Command(qemu, binary, "-test.short", "-test.run="+tests)
	if out, err := run.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
