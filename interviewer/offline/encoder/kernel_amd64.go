package encoder

import (
	"math"
	"unsafe"

	"golang.org/x/sys/cpu"
)

//go:generate go run -C ../../.. ./cmd/mkkernels

// fastest is the kernel with AVX2 where the processor has it.
func fastest() kernel {
	if cpu.X86.HasAVX2 {
		return newAVX2()
	}
	return newPlain()
}

// avx2 computes what plain does, eight numbers at a time.
type avx2 struct {
	rows      []int16   // of the input, as whole numbers
	scales    []float32 // of the rows
	scores    [MaxTokens + 8]float32
	constants constants
}

// constants are handed to the assembly eight times each.
type constants [25][8]float32

func newAVX2() kernel {
	k := &avx2{rows: make([]int16, maxRows*inner), scales: make([]float32, maxRows)}
	for i, c := range [len(constants{})]float32{
		-math.MaxFloat32, expZero, log2e, roundFloat32, exp5, exp4, exp3, exp2, exp1, 1, 0.5, geluEnd, -geluEnd,
		geluP4, geluP3, geluP2, geluP1, geluP0, geluQ5, geluQ4, geluQ3, geluQ2, geluQ1,
		1.0 / Width, normEpsilon,
	} {
		for j := range k.constants[i] {
			k.constants[i][j] = c
		}
	}
	return k
}

func (k *avx2) multiply(c, a []float32, m *matrix) {
	const rows, panel = 6, 16
	n := len(a) / m.in
	for i := range n {
		k.scales[i] = quantiseAVX2(&k.rows[i*m.in], &a[i*m.in], m.in, m.limit)
	}
	whole := (n + rows - 1) / rows * rows
	clear(k.rows[n*m.in : whole*m.in])
	c = c[:whole*m.out]
	for j := 0; j < m.out; j += panel {
		weights := unsafe.StringData(m.weights[j*m.in:])
		for i := 0; i < whole; i += rows {
			tileAVX2(&c[i*m.out+j], &k.rows[i*m.in], &k.scales[i], weights, &m.scales[j], &m.bias[j], m.in, m.out)
		}
	}
}

func (k *avx2) attend(c, qkv []float32) {
	n := len(c) / Width
	for h := range heads {
		at := h * headWidth
		for i := range n {
			query, keys, values := &qkv[i*3*Width+at], &qkv[Width+at], &qkv[2*Width+at]
			attendAVX2(&c[i*Width+at], query, keys, values, &k.scores[0], n, &k.constants)
		}
	}
}

func (k *avx2) gelu(x []float32) { geluAVX2(&x[0], len(x), &k.constants) }

func (k *avx2) normalise(x, y []float32, n *layerNorm) {
	for i := 0; i < len(x); i += Width {
		normaliseAVX2(&x[i], &y[i], &n.gain[0], &n.bias[0], &k.constants)
	}
}

//go:noescape
func tileAVX2(c *float32, a *int16, rowScales *float32, weights *byte, scales, bias *float32, in, out int)

//go:noescape
func quantiseAVX2(q *int16, row *float32, n int, limit float32) float32

//go:noescape
func attendAVX2(c, query, keys, values, scores *float32, n int, constants *constants)

//go:noescape
func geluAVX2(x *float32, n int, constants *constants)

//go:noescape
func normaliseAVX2(x, y, gain, bias *float32, constants *constants)
