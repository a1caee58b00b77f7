package encoder

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden hashes in testdata")

// encode encodes with a kernel of choice, on one goroutine.
func encode(tb testing.TB, e *Encoder, k func() kernel, sentences []string) []Vector {
	tb.Helper()
	with := *e
	with.newKernel = k
	v, err := with.Encode(context.Background(), sentences, 1)
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// hash is one number for vectors that are all the same.
func hash(vectors []Vector) string {
	h := fnv.New64a()
	for _, v := range vectors {
		for _, x := range v {
			_, _ = h.Write([]byte{byte(x)})
		}
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

func TestVectorsAreTheSameOnEveryMachine(t *testing.T) {
	t.Run("random", func(t *testing.T) { checkHash(t, testFile(t, 1), "testdata/random.hash") })
	t.Run("real", func(t *testing.T) { checkHash(t, realFile(t), "testdata/real.hash") })
}

// checkHash holds the vectors of the test sentences by this machine's kernel against a hash, and those of the first
// four also against the plain kernel and a hash of their own, which is all that an emulator has the time for, beside
// one of the logits of two readings.
func checkHash(t *testing.T, file, golden string) {
	const few = 4
	e, sentences := mustLoad(t, file), testSentences(t)
	if testing.Short() {
		sentences = sentences[:few]
	}
	vectors := encode(t, e, fastest, sentences)
	if !slices.Equal(encode(t, e, plainKernel, sentences[:few]), vectors[:few]) {
		t.Errorf("%T gives other vectors than the plain kernel", fastest())
	}
	logits, err := e.Read(t.Context(), readings(sentences[:few]), 1)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{hash(vectors[:few]), strings.ReplaceAll(fmt.Sprintf("%x", logits), " ", ","), hash(vectors)}
	if *update {
		if err := os.WriteFile(golden, []byte(strings.Join(got, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Fields(string(b))
	if testing.Short() {
		got, want = got[:2], want[:2]
	}
	if !slices.Equal(got, want) {
		t.Errorf("the hashes are %s, want %s; they change with the weights only, then use -update", got, want)
	}
}

func TestAVectorDependsOnItsSentenceAlone(t *testing.T) {
	e, sentences := mustLoad(t, testFile(t, 1)), testSentences(t)
	together, err := e.Encode(context.Background(), sentences, 3)
	if err != nil {
		t.Fatal(err)
	}
	for i, s := range sentences {
		alone, err := e.Encode(context.Background(), []string{s}, 8)
		if err != nil {
			t.Fatal(err)
		}
		if alone[0] != together[i] {
			t.Errorf("%q has another vector alone than among others", s)
		}
	}
}

func TestOnlyTheBeginningOfALongSentenceIsRead(t *testing.T) {
	e := mustLoad(t, testFile(t, 1))
	whole := strings.Repeat("a ", MaxTokens-2)
	v := encode(t, e, fastest, []string{whole, whole + "b c d", whole[2:]})
	if v[0] != v[1] {
		t.Error("what stands behind the last token that is read changes the vector")
	}
	if v[0] == v[2] {
		t.Error("the last token that is read does not change the vector")
	}
}

func TestEncodingStopsWhenItsContextDoes(t *testing.T) {
	e := mustLoad(t, testFile(t, 1))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if v, err := e.Encode(ctx, []string{"a"}, 1); v != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%d vectors and error %v, want none and %v", len(v), err, context.Canceled)
	}
}

func TestNoSentencesHaveNoVectors(t *testing.T) {
	if v, err := mustLoad(t, testFile(t, 1)).Encode(context.Background(), nil, 4); len(v) != 0 || err != nil {
		t.Errorf("%d vectors and error %v, want neither", len(v), err)
	}
}

func TestCosine(t *testing.T) {
	a, b := Vector{3, 4}, Vector{-4, 3}
	for _, c := range []struct {
		a, b Vector
		want float64
	}{{a, a, 1}, {a, b, 0}, {a, Vector{-6, -8}, -1}, {a, Vector{}, 0}, {Vector{}, Vector{}, 0}} {
		if got := Cosine(c.a, c.b); got != c.want {
			t.Errorf("Cosine(%v, %v) = %v, want %v", c.a[:2], c.b[:2], got, c.want)
		}
	}
}
