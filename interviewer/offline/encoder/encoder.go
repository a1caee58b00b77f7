package encoder

import (
	"context"
	"math"
	"sync"
	"sync/atomic"
)

// The shape that the file and the kernels are made for: that of all-MiniLM-L6-v2.
const (
	Width     = 384 // numbers in a vector
	MaxTokens = 128 // tokens of a sentence that are read, counting the two that mark its beginning and end

	heads     = 12
	headWidth = Width / heads
	inner     = 4 * Width
)

// An Encoder turns sentences into vectors. Several goroutines may use it at once.
type Encoder struct {
	vocabulary vocabulary
	embedding  embedding
	layers     []layer
	shared     int // of the layers, the lowest, which the reader begins with too
	reader     reader
	newKernel  func() kernel // a kernel has buffers of its own, so each goroutine needs one
}

// Encode returns the vectors of sentences, in their order. A vector depends on its sentence alone, not on those beside
// it, nor on workers, the number of goroutines (at least 1) that share the work. Of a sentence of more than MaxTokens
// tokens the beginning is read. The only error is that of ctx, which each worker looks at between batches of a few
// sentences.
func (e *Encoder) Encode(ctx context.Context, sentences []string, workers int) ([]Vector, error) {
	vectors := make([]Vector, len(sentences))
	var next atomic.Int64
	err := e.share(ctx, min(workers, len(sentences)), func(s *scratch) bool {
		if !e.take(s, sentences, &next) {
			return false
		}
		e.forward(s, e.layers)
		for i, sentence := range s.sentences {
			vectors[sentence] = quantised(s.sum(s.ends[i], s.ends[i+1]))
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	return vectors, nil
}

// share has several workers call step until it says that nothing is left, or until ctx is done.
func (e *Encoder) share(ctx context.Context, workers int, step func(*scratch) bool) error {
	var group sync.WaitGroup
	for range max(1, workers) {
		group.Go(func() {
			s := newScratch(e.newKernel())
			for ctx.Err() == nil && step(s) {
			}
		})
	}
	group.Wait()
	return ctx.Err()
}

// take puts the tokens of the next sentences into s, and says whether there were any left.
func (e *Encoder) take(s *scratch, sentences []string, next *atomic.Int64) bool {
	s.sentences, s.tokens, s.ends = s.sentences[:0], s.tokens[:0], append(s.ends[:0], 0)
	for len(s.tokens) < enoughTokens {
		i := int(next.Add(1)) - 1
		if i >= len(sentences) {
			break
		}
		s.tokens = e.vocabulary.appendSentence(s.tokens, sentences[i])
		s.sentences = append(s.sentences, i)
		s.ends = append(s.ends, len(s.tokens))
	}
	return len(s.sentences) > 0
}

// Vector is the meaning of a sentence: its embedding, scaled so that its largest number is ±127, and rounded.
type Vector [Width]int8

func product(a, b *Vector) int64 {
	var sum int32
	for i, x := range a {
		sum += int32(x) * int32(b[i])
	}
	return int64(sum)
}

// Cosine is the cosine of the angle between two vectors, -1 to 1. It is 0 where one of them is zero.
func Cosine(a, b Vector) float64 {
	lengths := product(&a, &a) * product(&b, &b)
	if lengths == 0 {
		return 0
	}
	return float64(product(&a, &b)) / math.Sqrt(float64(lengths))
}

// Mean is the mean of vectors, scaled like each of them.
func Mean(of []Vector) Vector {
	var sum [Width]float32 // of whole numbers, so that it is exact
	for i := range of {
		for j, x := range of[i] {
			sum[j] += float32(x)
		}
	}
	return quantised(&sum)
}

// quantised turns an embedding of any length into a Vector.
func quantised(embedding *[Width]float32) Vector {
	var largest float32
	for _, x := range embedding {
		largest = max(largest, x, -x)
	}
	var v Vector
	if largest == 0 {
		return v
	}
	scale := 127 / float64(largest)
	for i, x := range embedding {
		v[i] = int8(math.RoundToEven(float64(x) * scale))
	}
	return v
}
