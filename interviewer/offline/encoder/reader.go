package encoder

import (
	"context"
	"sync/atomic"
)

// Heads is the number of sorts of signal that a reader tells apart.
const Heads = 4

// The most tokens that are read of what is looked for, of its example and of the sentence, MaxTokens together.
const (
	soughtTokens   = 40
	exampleTokens  = 36
	sentenceTokens = MaxTokens - soughtTokens - exampleTokens
)

// reader reads a sentence together with what is looked for in it, as one text. It begins with the encoder's lowest
// layers and goes on with its own.
type reader struct {
	layers []layer
	parts  [2][Width]float32         // added between them to the rows before the sentence, and to the sentence's
	heads  [Heads][2 * Width]float32 // of the first row, then of the mean of the sentence's rows
	bias   [Heads]float32
}

// Reading is a sentence to be read for something, with an example of it.
type Reading struct {
	Sought, Example, Sentence string
	Head                      int // the sort of signal, from 0 to before Heads
}

// Read says how surely each sentence says what is looked for, in logits: 0 is as likely as not. A logit depends on its
// reading alone, and has the same bits on every machine.
func (e *Encoder) Read(ctx context.Context, readings []Reading, workers int) ([]float64, error) {
	out := make([]float64, len(readings))
	var next atomic.Int64
	err := e.share(ctx, min(workers, len(readings)), func(s *scratch) bool {
		i := int(next.Add(1)) - 1
		if i >= len(readings) {
			return false
		}
		out[i] = e.read(s, &readings[i])
		return true
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (e *Encoder) read(s *scratch, of *Reading) float64 {
	s.tokens = e.vocabulary.appendPart(append(s.tokens[:0], e.vocabulary.start), of.Sought, soughtTokens-1)
	s.tokens = e.vocabulary.appendPart(s.tokens, of.Example, exampleTokens)
	begin := len(s.tokens)
	s.tokens = e.vocabulary.appendPart(s.tokens, of.Sentence, sentenceTokens)
	n := len(s.tokens)
	s.ends = append(s.ends[:0], 0, n)
	e.forward(s, e.layers[:e.shared])
	for i := range n {
		part := &e.reader.parts[0]
		if i >= begin {
			part = &e.reader.parts[1]
		}
		for j, x := range part {
			s.x[i*Width+j] += x
		}
	}
	s.through(e.reader.layers)
	head := &e.reader.heads[of.Head]
	return float64(e.reader.bias[of.Head]) + mean(s.sum(0, 1), head[:Width], 1) +
		mean(s.sum(begin, n), head[Width:], n-begin)
}

// mean is the product of weights with the mean of n rows, of which sum is the sum. Its steps are rounded one by one, so
// that no machine fuses them.
func mean(sum *[Width]float32, weights []float32, n int) float64 {
	var out float64
	for i, x := range sum {
		out += float64(float64(x) * float64(weights[i]))
	}
	return out / float64(n)
}
