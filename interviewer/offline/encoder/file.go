package encoder

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"strings"
	"unsafe"
)

// The file's head; doc.go draws the whole.
const (
	magic     = "encoder\n"
	version   = 3
	headBytes = len(magic) + 11*4

	maxLayers = 24
	maxPieces = 1 << 16
)

// embedding holds what the first layer starts from.
type embedding struct {
	pieces    string    // int8, Width for each piece
	scales    []float32 // one for each piece
	positions []float32 // Width for each of MaxTokens places
	norm      layerNorm
}

// layer is one layer of the transformer.
type layer struct {
	attention matrix // query, key and value of all heads, one after another; the query is divided by √headWidth
	output    matrix
	attended  layerNorm // after attention
	up, down  matrix
	done      layerNorm // at the end
}

// matrix is a linear map with int8 weights.
type matrix struct {
	in, out int
	limit   float32 // inputs are rounded to whole numbers up to this, so that no output's sum passes 2^26 on the way
	scales  []float32
	bias    []float32
	weights string // [out/16][in/2][16][2]int8
}

// layerNorm is what a layer normalisation does after it has brought a row to mean 0 and variance 1.
type layerNorm struct{ gain, bias []float32 }

// Load makes an Encoder of a file that data/encoder/train/export.py has written. It copies the vocabulary and what is
// float32, about a megabyte; the int8 weights stay in file. A file that is cut, of another version or shape, or does
// not fit its checksum is an error.
func Load(file string) (*Encoder, error) {
	e, err := load(file)
	if err != nil {
		return nil, fmt.Errorf("encoder file: %w", err)
	}
	return e, nil
}

func load(file string) (*Encoder, error) {
	if len(file) < headBytes || !strings.HasPrefix(file, magic) {
		return nil, errors.New("not one of these")
	}
	r := parser{rest: file[len(magic):]}
	if v := r.number(); v != version {
		return nil, fmt.Errorf("version %d, want %d", v, version)
	}
	sum := r.number()
	if crc32.Checksum(bytesOf(r.rest), crc32.MakeTable(crc32.Castagnoli)) != sum {
		return nil, errors.New("the checksum is wrong")
	}
	width, headCount, middle, places := r.number(), r.number(), r.number(), r.number()
	if width != Width || headCount != heads || middle != inner || places != MaxTokens {
		return nil, fmt.Errorf("shape %d/%d/%d/%d, want %d/%d/%d/%d",
			width, headCount, middle, places, Width, heads, inner, MaxTokens)
	}
	layers, shared, above := int(r.number()), int(r.number()), int(r.number())
	pieces, vocabularyBytes := int(r.number()), int(r.number())
	if layers < 1 || layers > maxLayers || shared > layers || above > maxLayers || pieces < 1 || pieces > maxPieces {
		return nil, fmt.Errorf("%d layers, %d of them shared, %d above, %d pieces", layers, shared, above, pieces)
	}
	words, err := newVocabulary(r.take(vocabularyBytes), pieces)
	if err != nil {
		return nil, err
	}
	e := &Encoder{vocabulary: words, embedding: r.embedding(pieces), shared: shared, newKernel: fastest}
	if e.layers, err = r.layers(layers); err != nil {
		return nil, err
	}
	if e.reader.layers, err = r.layers(above); err != nil {
		return nil, err
	}
	if r.reader(&e.reader); r.short || r.rest != "" {
		return nil, errors.New("too short or too long for its shape")
	}
	return e, nil
}

// SumBytes is the length of a Sum.
const SumBytes = 8

// Sum tells files of encoders apart, without reading them: it is the version and the checksum, which Load holds against
// all that follows. Of what is no such file it is something else.
func Sum(file string) string {
	if len(file) < headBytes {
		return strings.Repeat("?", SumBytes)
	}
	return file[len(magic):][:SumBytes]
}

// bytesOf shows a string's bytes without a copy. Nobody may write to them.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// parser takes a file apart from the front. Of a file that is too short it makes what is empty, and notes it.
type parser struct {
	rest  string
	short bool
}

func (r *parser) take(n int) (s string) {
	if n < 0 || n > len(r.rest) {
		r.short = true
		return ""
	}
	s, r.rest = r.rest[:n], r.rest[n:]
	return s
}

func (r *parser) number() uint32 { return binary.LittleEndian.Uint32(bytesOf(r.take(4))) }

func (r *parser) floats(n int) []float32 {
	f, bits := make([]float32, n), r.take(4*n)
	for i := 0; i < len(bits)/4; i++ {
		f[i] = math.Float32frombits(binary.LittleEndian.Uint32([]byte(bits[4*i:][:4])))
	}
	return f
}

func (r *parser) norm() layerNorm { return layerNorm{gain: r.floats(Width), bias: r.floats(Width)} }

func (r *parser) embedding(pieces int) embedding {
	return embedding{
		positions: r.floats(MaxTokens * Width), norm: r.norm(),
		scales: r.floats(pieces), pieces: r.take(pieces * Width),
	}
}

func (r *parser) matrix(in, out int) matrix {
	return matrix{
		in: in, out: out,
		limit: r.floats(1)[0], scales: r.floats(out), bias: r.floats(out), weights: r.take(in * out),
	}
}

func (r *parser) layer() layer {
	return layer{
		attention: r.matrix(Width, 3*Width), output: r.matrix(Width, Width), attended: r.norm(),
		up: r.matrix(Width, inner), down: r.matrix(inner, Width), done: r.norm(),
	}
}

// layers reads n layers and checks that what their inputs are rounded to fits an int16; that sums stay exact is seen to
// by export.py, which chooses the limits.
func (r *parser) layers(n int) ([]layer, error) {
	out := make([]layer, 0, n)
	for range n {
		l := r.layer()
		for _, m := range []matrix{l.attention, l.output, l.up, l.down} {
			if !(m.limit >= 1 && m.limit <= math.MaxInt16) {
				return nil, fmt.Errorf("a limit of %v, want 1 to %d", m.limit, math.MaxInt16)
			}
		}
		out = append(out, l)
	}
	return out, nil
}

func (r *parser) reader(to *reader) {
	for i := range to.parts {
		to.parts[i] = [Width]float32(r.floats(Width))
	}
	for i := range to.heads {
		to.heads[i] = [2 * Width]float32(r.floats(2 * Width))
	}
	to.bias = [Heads]float32(r.floats(Heads))
}
