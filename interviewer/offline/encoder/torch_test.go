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

// golden is what torch makes of the real weights, in float32 throughout; testdata/golden.py writes it.
type golden struct {
	Checksum  uint32
	Sentences []struct{ Text, Vector string }
	Readings  [][Heads]float64 // of the first sentences, see golden.py
}

func readGolden(tb testing.TB, file string) golden {
	tb.Helper()
	b, err := os.ReadFile("testdata/torch.json")
	if err != nil {
		tb.Fatalf("%v; testdata/golden.py makes it", err)
	}
	var g golden
	if err := json.Unmarshal(b, &g); err != nil {
		tb.Fatal(err)
	}
	if sum := binary.LittleEndian.Uint32([]byte(file[len(magic)+4:])); sum != g.Checksum {
		tb.Fatalf("torch.json is of the weights with checksum %08x, not %08x; make it again by testdata/golden.py",
			g.Checksum, sum)
	}
	return g
}

func TestReadingsAgreeWithTorch(t *testing.T) {
	file := realFile(t)
	e, golden := mustLoad(t, file), readGolden(t, file)
	texts := make([]string, len(golden.Sentences))
	for i, s := range golden.Sentences {
		texts[i] = s.Text
	}
	worst := 0.0
	for i, want := range golden.Readings {
		for head := range Heads {
			of := Reading{texts[i], texts[(i+1)%len(texts)], texts[(i+4)%len(texts)], head}
			got, err := e.Read(t.Context(), []Reading{of}, 1)
			if err != nil {
				t.Fatal(err)
			}
			worst = max(worst, math.Abs(got[0]-want[head]))
		}
	}
	if worst > 0.15 {
		t.Errorf("a logit is %.3f off torch's, want 0.15 at most", worst)
	}
	t.Logf("largest difference %.4f over %d logits", worst, Heads*len(golden.Readings))
}

func TestVectorsAgreeWithTorch(t *testing.T) {
	file := realFile(t)
	e, golden := mustLoad(t, file), readGolden(t, file)
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
		e.forward(s, e.layers)
		for i := range s.sentences {
			all = append(all, s.sum(s.ends[i], s.ends[i+1]))
		}
	}
	return all
}
