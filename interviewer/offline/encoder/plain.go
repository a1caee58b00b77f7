package encoder

import "math"

// plain is the kernel for every machine, and the one that says what the others compute. Wherever a product meets a sum
// it goes through mul, so that no compiler fuses the two: a fused operation rounds once where two round twice, and
// machines would differ.
type plain struct {
	rows    []float64 // of the input, as whole numbers
	scales  []float32 // of the rows
	weights []float64 // of four outputs, in pairs
	scores  []float32 // of a query's keys
}

func newPlain() *plain {
	return &plain{
		rows: make([]float64, maxRows*inner), scales: make([]float32, maxRows),
		weights: make([]float64, 2*inner), scores: make([]float32, MaxTokens),
	}
}

func mul(x, y float32) float32 { return float32(x * y) }

// tiny keeps the largest input of a row of zeros away from 0.
const tiny = 1e-30

// The weights of two outputs share a float64, the second one times pairShift, so that one multiplication serves both.
// The limit of a matrix keeps the sum of each output below 2^26, and what both make together below 2^53, where a
// float64 still holds every whole number; so nothing is rounded.
const pairShift = 1 << 27

// roundFloat64 and roundFloat32 round a smaller number to a whole one, half to even, when they are added and taken away
// again.
const (
	roundFloat64 = 3 << 51
	roundFloat32 = 3 << 22
)

func (p *plain) multiply(c, a []float32, m *matrix) {
	n := len(a) / m.in
	for i := range n {
		p.scales[i] = quantise(p.rows[i*m.in:][:m.in], a[i*m.in:][:m.in], m.limit)
	}
	whole := (n + 2) / 3 * 3
	clear(p.rows[n*m.in : whole*m.in])
	c = c[:whole*m.out]
	for j := 0; j < m.out; j += 4 {
		w01, w23 := p.weights[:m.in], p.weights[m.in:2*m.in]
		m.pairs(w01, w23, j)
		for i := 0; i < whole; i += 3 {
			p.tile(c[i*m.out+j:], p.rows[i*m.in:], p.scales[i:], w01, w23, m, j)
		}
	}
}

// quantise sets q to a row in steps of its largest number divided by limit, rounded half to even, and returns the step.
func quantise[T int16 | float64](q []T, row []float32, limit float32) float32 {
	var b0, b1, b2, b3 uint32 // without their signs, floats compare like the numbers that their bits make
	for i := 0; i < len(row); i += 4 {
		r := (*[4]float32)(row[i:])
		b0 = max(b0, math.Float32bits(r[0])&^(1<<31))
		b1 = max(b1, math.Float32bits(r[1])&^(1<<31))
		b2 = max(b2, math.Float32bits(r[2])&^(1<<31))
		b3 = max(b3, math.Float32bits(r[3])&^(1<<31))
	}
	largest := max(math.Float32frombits(max(b0, b1, b2, b3)), tiny)
	perStep := limit / largest
	q = q[:len(row)]
	for i, x := range row {
		q[i] = T((mul(x, perStep) + roundFloat32) - roundFloat32)
	}
	return largest / limit
}

// pairs unpacks the weights of outputs j and j+1, and of j+2 and j+3.
func (m *matrix) pairs(w01, w23 []float64, j int) {
	w := m.weights[j/16*16*m.in+j%16*2:]
	for k := 0; k < m.in; k += 2 {
		b := w[k*16:][:8]
		w01[k] = float64(int64(int8(b[0])) + int64(int8(b[2]))*pairShift)
		w01[k+1] = float64(int64(int8(b[1])) + int64(int8(b[3]))*pairShift)
		w23[k] = float64(int64(int8(b[4])) + int64(int8(b[6]))*pairShift)
		w23[k+1] = float64(int64(int8(b[5])) + int64(int8(b[7]))*pairShift)
	}
}

// tile sets four outputs from j on of three rows.
func (p *plain) tile(c []float32, rows []float64, scales []float32, w01, w23 []float64, m *matrix, j int) {
	a0 := rows[:m.in]
	a1, a2 := rows[m.in:][:len(a0)], rows[2*m.in:][:len(a0)]
	w01, w23 = w01[:len(a0)], w23[:len(a0)]
	var s001, s023, s101, s123, s201, s223 float64
	for k, x := range a0 {
		u, v := w01[k], w23[k]
		s001 += x * u
		s023 += x * v
		x = a1[k]
		s101 += x * u
		s123 += x * v
		x = a2[k]
		s201 += x * u
		s223 += x * v
	}
	for i, s := range [3][2]float64{{s001, s023}, {s101, s123}, {s201, s223}} {
		for h, pair := range s {
			second := (pair*(1.0/pairShift) + roundFloat64) - roundFloat64
			first := pair - second*pairShift
			o := j + 2*h
			d := c[i*m.out+2*h:][:2]
			d[0] = mul(mul(float32(first), scales[i]), m.scales[o]) + m.bias[o]
			d[1] = mul(mul(float32(second), scales[i]), m.scales[o+1]) + m.bias[o+1]
		}
	}
}

func (p *plain) attend(c, qkv []float32) {
	n := len(c) / Width
	for i := range n {
		for h := range heads {
			at := h * headWidth
			attendRow(c[i*Width+at:], qkv[i*3*Width+at:], qkv[Width+at:], qkv[2*Width+at:], p.scores[:n])
		}
	}
}

// attendRow sets the first headWidth numbers of c to the mean of values, weighed by how the keys fit the query. Keys
// and values are 3 Width apart.
func attendRow(c, query, keys, values, scores []float32) {
	q := (*[headWidth]float32)(query)
	largest := float32(-math.MaxFloat32)
	for j := range scores {
		scores[j] = dot(q, (*[headWidth]float32)(keys[j*3*Width:]))
		largest = max(largest, scores[j])
	}
	var sums [8]float32
	for j, s := range scores {
		scores[j] = exp(s - largest)
		sums[j%8] += scores[j]
	}
	share := 1 / sum(&sums)
	var mean [headWidth]float32
	for j, s := range scores {
		s *= share
		v := (*[headWidth]float32)(values[j*3*Width:])
		for k := range mean {
			mean[k] += mul(s, v[k])
		}
	}
	copy(c, mean[:])
}

// dot adds up eight sums, each of every eighth product.
func dot(a, b *[headWidth]float32) float32 {
	var s [8]float32
	for i := range s {
		s[i] = mul(a[i], b[i]) + mul(a[i+8], b[i+8]) + mul(a[i+16], b[i+16]) + mul(a[i+24], b[i+24])
	}
	return sum(&s)
}

// sum adds eight numbers in the order in which a machine with vectors halves them.
func sum(s *[8]float32) float32 {
	return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))
}

func (p *plain) gelu(x []float32) {
	for i, v := range x {
		x[i] = gelu(v)
	}
}

func (p *plain) normalise(x, y []float32, n *layerNorm) {
	gain, bias := (*[Width]float32)(n.gain), (*[Width]float32)(n.bias)
	for i := 0; i < len(x); i += Width {
		normaliseRow((*[Width]float32)(x[i:]), (*[Width]float32)(y[i:]), gain, bias)
	}
}

// normaliseRow sums in eight lanes, as dot does.
func normaliseRow(x, y, gain, bias *[Width]float32) {
	var s [8]float32
	for i := 0; i < Width; i += 8 {
		for j := range s {
			x[i+j] += y[i+j]
			s[j] += x[i+j]
		}
	}
	mean := mul(sum(&s), 1.0/Width)
	s = [8]float32{}
	for i := 0; i < Width; i += 8 {
		for j := range s {
			x[i+j] -= mean
			s[j] += mul(x[i+j], x[i+j])
		}
	}
	perDeviation := 1 / float32(math.Sqrt(float64(mul(sum(&s), 1.0/Width)+normEpsilon)))
	for i := range x {
		x[i] = mul(mul(x[i], perDeviation), gain[i]) + bias[i]
	}
}
