package main

import (
	"testing"

	"mockinterview/data"
	"mockinterview/interviewer/offline"
	"mockinterview/interviewer/offline/encoder"
)

// every so many sentences are encoded again: all of them would take a minute.
const every = 97

func TestTheVectorsAreThoseOfThePacks(t *testing.T) {
	vectors, err := offline.ReadVectors(data.Vectors(), data.Encoder())
	if err != nil {
		t.Fatalf("%v: run go generate ./data", err)
	}
	e, err := encoder.Load(data.Encoder())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, id := range (data.Library{}).IDs() {
		p, err := (data.Library{}).Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range offline.Sentences(p) {
			v, ok := vectors.Find(s)
			if !ok {
				t.Fatalf("%s: no vector of %q: run go generate ./data", id, s)
			}
			if n++; n%every != 0 {
				continue
			}
			again, err := e.Encode(t.Context(), []string{s}, 1)
			if err != nil {
				t.Fatal(err)
			}
			if again[0] != v {
				t.Errorf("%s: the vector of %q is another today: run go generate ./data", id, s)
			}
		}
	}
}
