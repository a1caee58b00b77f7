package encoder

import (
	"context"
	"sync/atomic"
)

// Heads is the number of sorts of signal that a reader tells apart.
const Heads = 4

// parts of a passage that is read: what is looked for, an example of it, and the sentence.
const parts = 3

// The most tokens of each part that are read, MaxTokens together.
var partTokens = [parts]int{40, 40, 48}

// reader reads a sentence together with what is looked for in it. It begins where the encoder's shared layers end, so
// what these make of a text serves both.
type reader struct {
	layers []layer
	parts  [parts][Width]float32     // added to the rows of a part, so that the layers tell them apart
	heads  [Heads][2 * Width]float32 // of the mean of the sentence's rows, then of that of what is looked for
	bias   [Heads]float32
}

// States are the rows of a text's tokens above the shared layers.
type States []float32

// Lower brings texts as far as a reader needs them, in their order.
func (e *Encoder) Lower(ctx context.Context, texts []string, workers int) ([]States, error) {
	out := make([]States, len(texts))
	err := e.each(ctx, texts, workers, e.layers[:e.shared], func(s *scratch) {
		for i, text := range s.sentences {
			out[text] = append(States(nil), s.x[s.first(i)*Width:s.ends[i]*Width]...)
		}
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Reading is a sentence to be read for something, with an example of it.
type Reading struct {
	Sought, Example, Sentence States
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
		out[i] = e.reader.read(s, &readings[i])
		return true
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (r *reader) read(s *scratch, of *Reading) float64 {
	n := 0
	var ends [parts]int
	for p, states := range [parts]States{of.Sought, of.Example, of.Sentence} {
		for i := range min(len(states)/Width, partTokens[p]) {
			row := s.x[n*Width:][:Width]
			for j, x := range states[i*Width:][:Width] {
				row[j] = x + r.parts[p][j]
			}
			n++
		}
		ends[p] = n
	}
	s.ends = append(s.ends[:0], n)
	s.through(r.layers)
	sought, sentence := s.sum(0, ends[0]), s.sum(ends[1], ends[2])
	head := &r.heads[of.Head]
	return float64(r.bias[of.Head]) + mean(sentence, head[:Width], n-ends[1]) + mean(sought, head[Width:], ends[0])
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
