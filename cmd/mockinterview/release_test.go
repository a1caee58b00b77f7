//go:build release

package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// distribution is where make snapshot has put a release.
const distribution = "../../dist"

// one is the one file of the distribution that a pattern finds.
func one(t *testing.T, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(distribution, pattern))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v, %v; want one file, made by make snapshot", pattern, found, err)
	}
	return found[0]
}

// interviewWith has a program, alone with a home of its own, do what a user does first.
func interviewWith(t *testing.T, program string) {
	t.Helper()
	for _, tt := range []struct{ args, stdin, want string }{
		{"--version", "", "(commit "},
		{"completion bash", "", "__complete"},
		{"man start", "", ".TH"},
		{
			"start backend-engineer --questions 1 --followups 0", "One key per purchase goes with every retry.\n.\n",
			"Scorecard",
		},
	} {
		cmd := exec.Command(program, strings.Fields(tt.args)...)
		cmd.Env, cmd.Stdin = []string{"HOME=" + t.TempDir()}, strings.NewReader(tt.stdin)
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), tt.want) {
			t.Errorf("%s %s: %v, want %q in\n%s", program, tt.args, err, tt.want, out)
		}
	}
}

func TestSnapshotArchiveHoldsAllAndRuns(t *testing.T) {
	var names []string
	for _, target := range []string{
		"linux_amd64.tar.gz", "linux_arm64.tar.gz", "darwin_amd64.tar.gz", "darwin_arm64.tar.gz",
		"freebsd_amd64.tar.gz", "freebsd_arm64.tar.gz", "windows_amd64.zip", "windows_arm64.zip",
	} {
		names = append(names, one(t, "mockinterview_*_"+target))
	}
	root := t.TempDir()
	for _, name := range names {
		if strings.Contains(name, runtime.GOOS+"_"+runtime.GOARCH) {
			unpack(t, name, root)
		}
	}
	for _, file := range []string{
		"LICENSE", "NOTICE", "README.md", "man/mockinterview.1", "man/mockinterview-start.1",
		"completion/mockinterview.bash", "completion/mockinterview.zsh", "completion/mockinterview.fish",
		"completion/mockinterview.ps1",
	} {
		if _, err := os.Stat(filepath.Join(root, file)); err != nil {
			t.Errorf("the archive lacks %v", err)
		}
	}
	interviewWith(t, filepath.Join(root, "mockinterview"))
}

// unpack unpacks an archive as tar -xzf does.
func unpack(t *testing.T, name, into string) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		file := filepath.Join(into, filepath.FromSlash(h.Name))
		if err := errors.Join(err, os.MkdirAll(filepath.Dir(file), 0o755),
			os.WriteFile(file, b, h.FileInfo().Mode())); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSnapshotPackageInstallsAndRuns(t *testing.T) {
	if _, err := exec.LookPath("dpkg"); err != nil {
		t.Skip("there is no dpkg")
	}
	deb, root := one(t, "mockinterview_*_"+runtime.GOARCH+".deb"), t.TempDir()
	if out, err := exec.Command("dpkg", "-x", deb, root).CombinedOutput(); err != nil {
		t.Fatalf("dpkg -x: %v\n%s", err, out)
	}
	for _, file := range []string{
		"share/man/man1/mockinterview.1", "share/bash-completion/completions/mockinterview",
		"share/zsh/site-functions/_mockinterview", "share/fish/vendor_completions.d/mockinterview.fish",
		"share/doc/mockinterview/copyright", "share/doc/mockinterview/NOTICE",
	} {
		if _, err := os.Stat(filepath.Join(root, "usr", file)); err != nil {
			t.Errorf("the package lacks %v", err)
		}
	}
	interviewWith(t, filepath.Join(root, "usr/bin/mockinterview"))
	for _, pattern := range []string{"mockinterview-*.x86_64.rpm", "mockinterview-*.aarch64.rpm",
		"mockinterview_*_x86_64.apk", "mockinterview_*_aarch64.apk"} {
		one(t, pattern)
	}
}

func TestSnapshotSaysWhatIsInIt(t *testing.T) {
	b, err := os.ReadFile(one(t, "mockinterview_*_linux_amd64.cdx.json"))
	if err != nil {
		t.Fatal(err)
	}
	var sbom struct {
		Components []struct{ Name, Version string }
	}
	if err := json.Unmarshal(b, &sbom); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(sbom.Components, func(c struct{ Name, Version string }) bool {
		return c.Name == "modernc.org/sqlite" && c.Version != ""
	}) {
		t.Errorf("the bill of materials names %d parts, and modernc.org/sqlite is none of them", len(sbom.Components))
	}
	sums, err := os.ReadFile(one(t, "checksums.txt"))
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for line := range strings.Lines(string(sums)) {
		want, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		b, err := os.ReadFile(filepath.Join(distribution, name))
		if err != nil || fmt.Sprintf("%x", sha256.Sum256(b)) != want {
			t.Errorf("%s is not what its checksum says, %v", name, err)
		}
		checked++
	}
	if checked < 8+6+8 { // archives, packages, bills of materials
		t.Errorf("only %d files have a checksum", checked)
	}
	for file, want := range map[string]string{
		"homebrew/Casks/mockinterview.rb": `binary "mockinterview"`, "scoop/mockinterview.json": `"mockinterview.exe"`,
	} {
		b, err := os.ReadFile(one(t, file))
		if err != nil || !strings.Contains(string(b), want) {
			t.Errorf("%s lacks %s, %v", file, want, err)
		}
	}
}

// Two releases built in folders of different names are the same to the last byte, and so is a program for which nothing
// was compiled before.
func TestReproducible(t *testing.T) {
	tool := strings.Fields(os.Getenv("GORELEASER"))
	if len(tool) == 0 {
		t.Skip("GORELEASER names no goreleaser: make reproducible does")
	}
	var sums []string
	var root string
	for _, name := range []string{"one", "quite-another"} {
		root = filepath.Join(t.TempDir(), name)
		for _, args := range [][]string{
			{"git", "clone", "-q", "--no-hardlinks", "../..", root},
			append(slices.Clone(tool), "release", "--snapshot", "--clean"),
		} {
			cmd := exec.Command(args[0], args[1:]...)
			if args[0] != "git" {
				cmd.Dir = root
			}
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%q: %v\n%s", args, err, out)
			}
		}
		b, err := os.ReadFile(filepath.Join(root, "dist", "checksums.txt"))
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, string(b))
	}
	if sums[0] != sums[1] || strings.Count(sums[0], "\n") < 22 {
		t.Errorf("the checksums differ:\n%s\n%s", sums[0], sums[1])
	}
	anew := filepath.Join(t.TempDir(), "anew")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=true", "-tags", "urfave_cli_no_docs",
		"-ldflags", "-s -w -buildid=", "-o", anew, "./cmd/mockinterview")
	cmd.Dir, cmd.Env = root, append(os.Environ(), "CGO_ENABLED=0", "GOCACHE="+t.TempDir())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	built, err := filepath.Glob(filepath.Join(root, "dist", "*_"+runtime.GOOS+"_"+runtime.GOARCH+"_*", "mockinterview"))
	if err != nil || len(built) != 1 {
		t.Fatalf("programs for this machine: %v, %v", built, err)
	}
	want, err := os.ReadFile(built[0])
	got, gerr := os.ReadFile(anew)
	if err := errors.Join(err, gerr); err != nil || !bytes.Equal(got, want) {
		t.Errorf("compiled anew it is another program: %d bytes, %d before, %v", len(got), len(want), err)
	}
}
