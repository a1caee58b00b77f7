package offline

import (
	"context"
	"fmt"

	"mockinterview/interviewer"
	"mockinterview/interviewer/offline/encoder"
)

// remembered is how many vectors of sentences a grader keeps; they are dropped together when there are more.
const remembered = 20_000

// encode gives the vectors of sentences, in order: from memory, from those known at build time, or from the encoder.
func (g *Grader) encode(ctx context.Context, sentences []string) ([]encoder.Vector, error) {
	out := make([]encoder.Vector, len(sentences))
	missing := map[string][]int{}
	var todo []string
	g.mu.Lock()
	if g.vectors == nil || len(g.vectors) > remembered {
		g.vectors = map[string]encoder.Vector{}
	}
	for i, s := range sentences {
		v, ok := g.vectors[s]
		if !ok && g.Known != nil {
			v, ok = g.Known(s)
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
	g.mu.Unlock()
	if len(todo) == 0 {
		return out, ctx.Err()
	}
	e, err := g.Encoder()
	if err != nil {
		return nil, fmt.Errorf("load the sentence encoder: %w", err)
	}
	vectors, err := e.Encode(ctx, todo, max(1, g.Workers))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", interviewer.ErrPending, err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, s := range todo {
		g.vectors[s] = vectors[i]
		for _, at := range missing[s] {
			out[at] = vectors[i]
		}
	}
	return out, nil
}
