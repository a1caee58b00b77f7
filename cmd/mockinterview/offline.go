package main

import (
	"runtime"
	"sync"

	"mockinterview/data"
	"mockinterview/interviewer/offline"
	"mockinterview/interviewer/offline/encoder"
	"mockinterview/rubric/injection"
)

// offlineGrader wires the grader that needs nothing configured. The encoder and the packs' vectors come with the
// program
// and are touched only when something is graded.
func offlineGrader() *offline.Grader {
	vectors := sync.OnceValue(func() offline.Vectors {
		v, _ := offline.ReadVectors(data.Vectors(), data.Encoder()) // stale ones are none; a test keeps them fresh
		return v
	})
	return &offline.Grader{
		Encoder: sync.OnceValues(func() (*encoder.Encoder, error) { return encoder.Load(data.Encoder()) }),
		Known:   func(sentence string) (encoder.Vector, bool) { return vectors().Find(sentence) },
		Steers:  injection.New(data.Steering()).Addresses,
		Workers: runtime.GOMAXPROCS(0),
	}
}
