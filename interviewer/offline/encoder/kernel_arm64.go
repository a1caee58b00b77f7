package encoder

import "unsafe"

// fastest is the kernel with NEON, which every such processor has.
func fastest() kernel {
	return &neon{
		plain: plain{scales: make([]float32, maxRows), scores: make([]float32, MaxTokens)}, // it multiplies nothing
		rows:  make([]int16, maxRows*inner),
	}
}

// neon multiplies with NEON, and leaves the rest to plain.
type neon struct {
	plain
	rows []int16 // of the input, as whole numbers
}

func (k *neon) multiply(c, a []float32, m *matrix) {
	const rows, panel = 4, 16
	n := len(a) / m.in
	for i := range n {
		k.scales[i] = quantise(k.rows[i*m.in:][:m.in], a[i*m.in:][:m.in], m.limit)
	}
	whole := (n + rows - 1) / rows * rows
	clear(k.rows[n*m.in : whole*m.in])
	c = c[:whole*m.out]
	for j := 0; j < m.out; j += panel {
		weights := unsafe.StringData(m.weights[j*m.in:])
		for i := 0; i < whole; i += rows {
			tileNEON(&c[i*m.out+j], &k.rows[i*m.in], &k.scales[i], weights, &m.scales[j], &m.bias[j], m.in, m.out)
		}
	}
}

//go:noescape
func tileNEON(c *float32, a *int16, rowScales *float32, weights *byte, scales, bias *float32, in, out int)
