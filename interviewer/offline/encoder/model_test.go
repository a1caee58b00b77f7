package encoder

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// testFile is a file with random weights, one shared layer and one of the reader, the same ones for the same layers on
// every machine, and the vocabulary in testdata.
func testFile(tb testing.TB, layers int) string {
	tb.Helper()
	list, err := os.ReadFile("testdata/vocab.txt")
	if err != nil {
		tb.Fatal(err)
	}
	pieces := strings.Count(string(list), "\n")
	w := fileWriter{random: rand.New(rand.NewPCG(1, uint64(layers)))}
	const shared, above = 1, 1
	w.numbers(Width, heads, inner, MaxTokens, layers, shared, above, pieces, len(list))
	w.Write(list)
	w.floats(MaxTokens*Width, 0, 1)
	w.norm()
	w.floats(pieces, 1.0/127, 0)
	w.weights(pieces * Width)
	for range layers + above {
		w.matrix(Width, 3*Width, 0.1)
		w.matrix(Width, Width, 1)
		w.norm()
		w.matrix(Width, inner, 1)
		w.matrix(inner, Width, 1)
		w.norm()
	}
	w.floats(2*Width, 0, 0.2)
	w.floats(Heads*2*Width+Heads, 0, 0.05)
	return signed(w.String())
}

// signed puts the head's beginning, with the right checksum, before the rest of a file.
func signed(body string) string {
	head := binary.LittleEndian.AppendUint32([]byte(magic), version)
	head = binary.LittleEndian.AppendUint32(head, crc32.Checksum([]byte(body), crc32.MakeTable(crc32.Castagnoli)))
	return string(head) + body
}

type fileWriter struct {
	bytes.Buffer
	random *rand.Rand
}

func (w *fileWriter) numbers(numbers ...int) {
	for _, n := range numbers {
		_ = binary.Write(w, binary.LittleEndian, uint32(n))
	}
}

// floats writes numbers evenly spread around mean.
func (w *fileWriter) floats(n int, mean, spread float32) {
	f := make([]float32, n)
	for i := range f {
		f[i] = mean + mul(spread, float32(w.random.IntN(2001)-1000)/1000)
	}
	_ = binary.Write(w, binary.LittleEndian, f)
}

func (w *fileWriter) weights(n int) {
	for range n {
		_ = w.WriteByte(byte(w.random.IntN(255) - 127))
	}
}

func (w *fileWriter) norm() {
	w.floats(Width, 1, 0.2)
	w.floats(Width, 0, 0.2)
}

// matrix writes one whose outputs are about as large as its inputs, times gain.
func (w *fileWriter) matrix(in, out int, gain float32) {
	limit := (1<<26 - 1) / (127 * in)
	scale := gain / 73 / 20
	if in == inner {
		scale /= 2
	}
	w.floats(1, float32(limit), 0)
	w.floats(out, scale, scale/10)
	w.floats(out, 0, 0.1)
	w.weights(in * out)
}

// mustLoad loads a file for a test.
func mustLoad(tb testing.TB, file string) *Encoder {
	tb.Helper()
	e, err := Load(file)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// realFile is the encoder that the program is built with; the test is skipped where there is none.
func realFile(tb testing.TB) string {
	tb.Helper()
	const path = "../../../data/encoder/encoder.bin"
	b, err := os.ReadFile(path)
	if err != nil {
		tb.Skipf("no weights: %v", err)
	}
	return string(b)
}

// testSentences are those that golden vectors are made of.
func testSentences(tb testing.TB) []string {
	tb.Helper()
	b, err := os.ReadFile("testdata/sentences.txt")
	if err != nil {
		tb.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
}

// plainKernel makes the plain kernel, on machines with another one too.
func plainKernel() kernel { return newPlain() }
