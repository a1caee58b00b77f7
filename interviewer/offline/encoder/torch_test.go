package encoder

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"sync/atomic"
	"testing"
)

// Torch computes in float32 throughout.
func TestVectorsAgreeWithTorch(t *testing.T) {
	file := realFile(t)
	e := mustLoad(t, file)
	b, err := os.ReadFile("testdata/torch.json")
	if err != nil {
		t.Fatalf("%v; testdata/golden.py makes it", err)
	}
	var golden struct {
		Checksum  uint32
		Sentences []struct{ Text, Vector string }
	}
	if err := json.Unmarshal(b, &golden); err != nil {
		t.Fatal(err)
	}
	if sum := binary.LittleEndian.Uint32([]byte(file[len(magic)+4:])); sum != golden.Checksum {
		t.Fatalf("torch.json is of the weights with checksum %08x, not %08x; make it again by testdata/golden.py",
			golden.Checksum, sum)
	}
	texts := make([]string, len(golden.Sentences))
	for i, s := range golden.Sentences {
		texts[i] = s.Text
	}
	least := 1.0
	for i, got := range embeddings(e, texts) {
		want, err := base64.StdEncoding.DecodeString(golden.Sentences[i].Vector)
		if err != nil || len(want) != Width {
			t.Fatalf("vector %d: %d bytes, %v", i, len(want), err)
		}
		var dot, ours, theirs float64
		for j, x := range got {
			y := float64(int8(want[j]))
			dot += float64(x) * y
			ours += float64(x) * float64(x)
			theirs += y * y
		}
		cosine := dot / math.Sqrt(ours*theirs)
		least = min(least, cosine)
		if cosine < 0.998 {
			t.Errorf("%q: cosine %.4f with torch's vector, want .998 at least", texts[i], cosine)
		}
	}
	t.Logf("smallest cosine %.4f over %d sentences", least, len(texts))
}

// embeddings are vectors before they are rounded.
func embeddings(e *Encoder, texts []string) []*[Width]float32 {
	var all []*[Width]float32
	var next atomic.Int64
	for s := newScratch(e.newKernel()); e.take(s, texts, &next); {
		e.forward(s)
		for i := range s.sentences {
			all = append(all, s.pooled(i))
		}
	}
	return all
}
