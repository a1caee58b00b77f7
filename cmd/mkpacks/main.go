// Command mkpacks writes what the program carries of the role packs: each pack as gob, their list, and the vectors that
// the sentence encoder gives to their sentences. go generate ./data runs it after a change to data/roles or to the
// encoder.
package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/offline"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "mkpacks:", err)
		os.Exit(1)
	}
}

// run reads roles/ and encoder/encoder.bin of the data folder, and writes digest/ and encoder/vectors.bin.
func run(folder string) error {
	files, err := filepath.Glob(filepath.Join(folder, "roles", "*.yaml"))
	if err != nil {
		return err
	}
	var packs []interviewer.Pack
	var sentences []string
	for _, file := range files {
		p, err := data.ReadFile(file)
		if err != nil {
			return err
		}
		packs = append(packs, p)
		sentences = append(sentences, offline.Sentences(p)...)
	}
	digest, err := data.Digest(packs)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(folder, "digest")); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(folder, "digest"), 0o777); err != nil {
		return err
	}
	for name, b := range digest {
		if err := os.WriteFile(filepath.Join(folder, "digest", name), b, 0o666); err != nil {
			return err
		}
	}
	encoder, err := os.ReadFile(filepath.Join(folder, "encoder", "encoder.bin"))
	if err != nil {
		return err
	}
	var out bytes.Buffer
	err = offline.WriteVectors(context.Background(), &out, string(encoder), sentences, runtime.NumCPU(), nil)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "encoder", "vectors.bin"), out.Bytes(), 0o666)
}
