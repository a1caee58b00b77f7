package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestANoticeHoldsEveryLicenceFileOfAModule(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"LICENSE": "The licence.  \r\n", "License-SQLite.md": "Another.", "README.md": "Not this.",
		"licenser.go": "Nor this.",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := notice([]module{{"example.com/m", "v1.2.3", dir}})
	if err != nil {
		t.Fatal(err)
	}
	text := string(got)
	want := "\nexample.com/m v1.2.3\n====================\n\n--- LICENSE ---\n\nThe licence.\n\n" +
		"--- License-SQLite.md ---\n\nAnother.\n"
	if !strings.HasSuffix(text, want) {
		t.Errorf("the notice ends in %q, want %q", text[max(0, len(text)-len(want)):], want)
	}
}

func TestAModuleWithoutALicenceIsRefused(t *testing.T) {
	if _, err := notice([]module{{"example.com/m", "v1.2.3", t.TempDir()}}); err == nil {
		t.Error("a module without a licence file was taken")
	}
}
