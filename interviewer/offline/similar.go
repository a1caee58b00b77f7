package offline

import (
	"context"

	"mockinterview/interviewer/offline/encoder"
)

// Similarity gives for every sentence of a how near it is in meaning to every sentence of b: cosines, by rows.
func (g *Grader) Similarity(ctx context.Context, a, b []string) ([][]float64, error) {
	rows, err := g.encode(ctx, a)
	if err != nil {
		return nil, err
	}
	columns, err := g.encode(ctx, b)
	if err != nil {
		return nil, err
	}
	out := make([][]float64, len(rows))
	for i := range rows {
		out[i] = make([]float64, len(columns))
		for k := range columns {
			out[i][k] = encoder.Cosine(rows[i], columns[k])
		}
	}
	return out, nil
}
