package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTheAssemblyIsWhatThisWrites(t *testing.T) {
	for name, want := range files() {
		got, err := os.ReadFile(filepath.Join("../../interviewer/offline/encoder", name))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s is not what go run ./cmd/mkkernels writes", name)
		}
	}
}
