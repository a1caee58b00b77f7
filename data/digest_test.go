package data

import (
	"bytes"
	"encoding/gob"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mockinterview/interviewer"
)

// packs reads every pack of roles/, as the digest is made of them.
func packs(tb testing.TB) []interviewer.Pack {
	files, err := filepath.Glob("roles/*.yaml")
	if err != nil || len(files) == 0 {
		tb.Fatalf("packs: %v, %v", files, err)
	}
	var out []interviewer.Pack
	for _, f := range files {
		p, err := ReadFile(f)
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func TestTheDigestIsThatOfThePacks(t *testing.T) {
	all := packs(t)
	fresh, err := Digest(all)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all { // gob writes maps in any order, so what it holds is compared
		var want interviewer.Pack
		if err := gob.NewDecoder(bytes.NewReader(fresh[p.ID+packEnding])).Decode(&want); err != nil {
			t.Fatal(err)
		}
		if got, err := builtin(p.ID); err != nil || !cmp.Equal(got, want) {
			t.Errorf("the digest of %s is not what its pack gives: run go generate ./data", p.ID)
		}
	}
	if got, err := digests.ReadFile("digest/" + headsFile); err != nil || !bytes.Equal(got, fresh[headsFile]) {
		t.Errorf("digest/%s is not what the packs give: run go generate ./data", headsFile)
	}
	if files, _ := digests.ReadDir("digest"); len(files) != len(fresh) {
		t.Errorf("digest holds %d files, want %d: run go generate ./data", len(files), len(fresh))
	}
}

func BenchmarkLoadPack(b *testing.B) {
	for b.Loop() {
		if _, err := (Library{}).Pack("backend-engineer"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkListRoles(b *testing.B) {
	for b.Loop() {
		l := Library{}
		for _, id := range l.IDs() {
			if _, err := l.Head(id); err != nil {
				b.Fatal(err)
			}
		}
	}
}
