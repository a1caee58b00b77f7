package offline

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"io"
	"slices"
	"sort"
	"unsafe"

	"mockinterview/interviewer"
	"mockinterview/interviewer/offline/encoder"
)

// A file of vectors holds those of the packs' example sentences, so that a start encodes none of them:
//
//	"MIV1" | encoder.Sum of the encoder's file | number of sentences, uint32
//	FNV-1a hashes of the sentences, uint64 each, ascending
//	their vectors, encoder.Width bytes each, in the same order
//
// Numbers are little-endian.
const (
	vectorsMagic  = "MIV1"
	vectorsHeader = len(vectorsMagic) + encoder.SumBytes + 4
)

// Vectors is a file of vectors, which is not copied.
type Vectors struct{ hashes, vectors string }

// ReadVectors opens a file of vectors that WriteVectors wrote for the same encoder file.
func ReadVectors(file, encoderFile string) (Vectors, error) {
	if len(file) < vectorsHeader || file[:len(vectorsMagic)] != vectorsMagic {
		return Vectors{}, errors.New("read vectors: not a file of vectors")
	}
	if file[len(vectorsMagic):][:encoder.SumBytes] != encoder.Sum(encoderFile) {
		return Vectors{}, errors.New("read vectors: they are of another encoder")
	}
	n := int(binary.LittleEndian.Uint32([]byte(file[vectorsHeader-4 : vectorsHeader])))
	if len(file) != vectorsHeader+n*(8+encoder.Width) {
		return Vectors{}, errors.New("read vectors: cut short")
	}
	return Vectors{file[vectorsHeader : vectorsHeader+8*n], file[vectorsHeader+8*n:]}, nil
}

// Find gives the vector of a sentence.
func (v Vectors) Find(sentence string) (encoder.Vector, bool) {
	h := hashOf(sentence)
	at, ok := sort.Find(len(v.hashes)/8, func(i int) int {
		return cmp.Compare(h, binary.LittleEndian.Uint64([]byte(v.hashes[8*i:][:8])))
	})
	if !ok {
		return encoder.Vector{}, false
	}
	return *(*encoder.Vector)(unsafe.Pointer(unsafe.StringData(v.vectors[at*encoder.Width:]))), true
}

// Has says whether all sentences are in the file.
func (v Vectors) Has(sentences []string) bool {
	return !slices.ContainsFunc(sentences, func(s string) bool {
		_, ok := v.Find(s)
		return !ok
	})
}

// encodedAtATime is how many sentences are encoded between two calls of WriteVectors' progress.
const encodedAtATime = 64

// WriteVectors encodes sentences and writes their file. It calls progress, if that is given, with how many more were
// encoded.
func WriteVectors(
	ctx context.Context, w io.Writer, encoderFile string, sentences []string, workers int, progress func(more int),
) error {
	e, err := encoder.Load(encoderFile)
	if err != nil {
		return err
	}
	sentences = slices.Clone(sentences)
	slices.SortFunc(sentences, func(a, b string) int { return cmp.Compare(hashOf(a), hashOf(b)) })
	sentences = slices.Compact(sentences)
	vectors := make([]encoder.Vector, 0, len(sentences))
	for part := range slices.Chunk(sentences, encodedAtATime) {
		v, err := e.Encode(ctx, part, workers)
		if err != nil {
			return err
		}
		vectors = append(vectors, v...)
		if progress != nil {
			progress(len(part))
		}
	}
	out := append([]byte(vectorsMagic), encoder.Sum(encoderFile)...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(sentences)))
	for _, s := range sentences {
		out = binary.LittleEndian.AppendUint64(out, hashOf(s))
	}
	for i := range vectors {
		out = append(out, unsafe.Slice((*byte)(unsafe.Pointer(&vectors[i])), encoder.Width)...)
	}
	_, err = w.Write(out)
	return err
}

// Sentences lists every text of a pack that grading and probing compare with: each once.
func Sentences(p interviewer.Pack) []string {
	var out []string
	for _, c := range p.Rubric {
		for _, s := range c.Signals {
			out = append(out, exampleSentences(s)...)
		}
	}
	for _, q := range p.Questions {
		out = append(append(out, matter(q)...), q.Truths...)
		for _, w := range q.WrongClaims {
			out = append(out, w.Text)
		}
		for _, f := range q.Facts {
			out = append(out, f.Text)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func hashOf(s string) uint64 {
	h := fnv.New64a()
	io.WriteString(h, s) // never fails
	return h.Sum64()
}
