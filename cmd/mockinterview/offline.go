package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/interviewer/offline"
	"mockinterview/interviewer/offline/encoder"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/terminal"
	"mockinterview/rubric/injection"
)

// offlineGrader wires the grader that needs nothing configured. The encoder and the packs' vectors come with the
// program, those of the user's own packs stand in the folder packs, if that is given; all are touched only when
// something is graded.
func offlineGrader(packs string) *offline.Grader {
	known := sync.OnceValue(func() []offline.Vectors {
		v, _ := offline.ReadVectors(data.Vectors(), data.Encoder()) // stale ones are none; a test keeps them fresh
		all := []offline.Vectors{v}
		files, _ := filepath.Glob(filepath.Join(packs, "*"+vectorsExt))
		for _, f := range files {
			if v, err := readOwnVectors(f); err == nil {
				all = append(all, v)
			}
		}
		return all
	})
	return &offline.Grader{
		Encoder: sync.OnceValues(func() (*encoder.Encoder, error) { return encoder.Load(data.Encoder()) }),
		Known: func(sentence string) (encoder.Vector, bool) {
			for _, v := range known() {
				if found, ok := v.Find(sentence); ok {
					return found, true
				}
			}
			return encoder.Vector{}, false
		},
		Steers:  injection.New(data.Steering()).Addresses,
		Workers: runtime.GOMAXPROCS(0),
	}
}

// vectorsExt ends the name of the file with the vectors of a user's pack, which stands beside it.
const vectorsExt = ".vectors"

// mostOwnVectors bounds such a file: many times what a pack of the largest size needs.
const mostOwnVectors = 64 << 20

func readOwnVectors(file string) (offline.Vectors, error) {
	b, err := interviewer.ReadFile(file, mostOwnVectors)
	if err != nil {
		return offline.Vectors{}, err
	}
	return offline.ReadVectors(string(b), data.Encoder())
}

// encodeOwn encodes the sentences of a user's pack once, which takes seconds, and keeps the vectors beside the pack.
// Those that it inherits come with the program. What cannot be kept is encoded again the next time.
func (in invocation) encodeOwn(ctx context.Context, p interviewer.Pack) error {
	if !in.roleLibrary().Own(p.ID) {
		return nil
	}
	known, _ := offline.ReadVectors(data.Vectors(), data.Encoder()) // stale ones are none
	file := filepath.Join(in.settings.packs, p.ID+vectorsExt)
	sentences := slices.DeleteFunc(offline.Sentences(p), func(s string) bool { return known.Has([]string{s}) })
	if v, err := readOwnVectors(file); err == nil && v.Has(sentences) {
		return nil
	}
	var done atomic.Int64
	stop := terminal.Progress(in.err, in.env, in.now, func() string {
		return fmt.Sprintf("reading the pack's example sentences, once: %d of %d", done.Load(), len(sentences))
	})
	var b bytes.Buffer
	err := offline.WriteVectors(ctx, &b, data.Encoder(), sentences, runtime.GOMAXPROCS(0), func(n int) {
		done.Add(int64(n))
	})
	stop()
	if err != nil {
		return err
	}
	if err := report.WriteFile(file, b.Bytes(), 0o600); err != nil {
		in.say("The pack's sentences will be read again next time: %s.", strings.TrimSuffix(err.Error(), "."))
	}
	return nil
}
