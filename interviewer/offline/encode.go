package offline

import (
	"context"
	"fmt"
	"sync"

	"mockinterview/interviewer"
	"mockinterview/interviewer/offline/encoder"
)

// kept is how many vectors of sentences, of 384 bytes, and how many logits of readings a grader remembers.
const kept = 20_000

// memory keeps what was made of something: an answer is read for a follow-up, and again for its grade. Several
// goroutines may use it at once.
type memory[K comparable, T any] struct {
	mu   sync.Mutex
	made map[K]T
}

// each gives what is made of things, in their order: from memory, from find where that is given and knows it, or by
// compute. Where too many are kept, all are dropped together.
func (m *memory[K, T]) each(of []K, find func(K) (T, bool), compute func(of []K) ([]T, error)) ([]T, error) {
	out := make([]T, len(of))
	missing := map[K][]int{}
	var todo []K
	m.mu.Lock()
	if m.made == nil || len(m.made) > kept {
		m.made = map[K]T{}
	}
	for i, s := range of {
		v, ok := m.made[s]
		if !ok && find != nil {
			v, ok = find(s)
		}
		if ok {
			out[i] = v
			continue
		}
		if missing[s] == nil {
			todo = append(todo, s)
		}
		missing[s] = append(missing[s], i)
	}
	m.mu.Unlock()
	if len(todo) == 0 {
		return out, nil
	}
	made, err := compute(todo)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, s := range todo {
		m.made[s] = made[i]
		for _, at := range missing[s] {
			out[at] = made[i]
		}
	}
	return out, nil
}

// encode gives the vectors of sentences, in order; those of the packs' sentences are known from build time.
func (g *Grader) encode(ctx context.Context, sentences []string) ([]encoder.Vector, error) {
	return g.vectors.each(sentences, g.Known, func(todo []string) ([]encoder.Vector, error) {
		return withEncoder(ctx, g, func(e *encoder.Encoder) ([]encoder.Vector, error) {
			return e.Encode(ctx, todo, max(1, g.Workers))
		})
	})
}

// withEncoder loads the encoder, at the first need, and has it work. What is cut short can be done later.
func withEncoder[T any](ctx context.Context, g *Grader, work func(*encoder.Encoder) (T, error)) (T, error) {
	var none T
	e, err := g.Encoder()
	if err != nil {
		return none, fmt.Errorf("load the sentence encoder: %w", err)
	}
	out, err := work(e)
	if err != nil {
		return none, fmt.Errorf("%w: %w", interviewer.ErrPending, err)
	}
	return out, nil
}
