package encoder

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// fastKernel is the kernel of this machine that is not the plain one; without one the test is skipped.
func fastKernel(tb testing.TB) kernel {
	tb.Helper()
	k := fastest()
	if _, ok := k.(*plain); ok {
		tb.Skip("this machine has the plain kernel only")
	}
	return k
}

// same fails the test where two slices differ in a bit.
func same(tb testing.TB, what string, got, want []float32) {
	tb.Helper()
	for i := range want {
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
			tb.Fatalf("%s: number %d is %x, want %x as from the plain kernel", what, i, got[i], want[i])
		}
	}
}

// randomRows are numbers of both signs and very different sizes; one row in five is zero, one has a single number.
func randomRows(r *rand.Rand, n, width int) []float32 {
	x := make([]float32, n*width, (n+tileRows)*width)
	for i := range n {
		row, size := x[i*width:][:width], math.Ldexp(1, r.IntN(40)-20)
		switch r.IntN(5) {
		case 0:
		case 1:
			row[r.IntN(width)] = float32(-size)
		default:
			for j := range row {
				row[j] = float32(size * r.NormFloat64())
			}
		}
	}
	return x
}

// randomMatrix reaches its limit: its first output has the largest weights there can be.
func randomMatrix(r *rand.Rand, in, out int) *matrix {
	m := &matrix{in: in, out: out, scales: randomRows(r, 1, out), bias: randomRows(r, 1, out)}
	m.limit = float32(min(math.MaxInt16, (1<<26-1)/(127*in)))
	weights := make([]byte, in*out)
	for i := range weights {
		weights[i] = byte(r.IntN(255) - 127)
	}
	for k := range in {
		weights[k/2*32+k%2] = byte(127 - 254*(k&1)) // 127 and -127 in turn
	}
	m.weights = string(weights)
	return m
}

var shapes = [][2]int{{16, 16}, {32, 48}, {Width, Width}, {Width, 3 * Width}, {Width, inner}, {inner, Width}}

// rowCounts end in every part of a tile; the many rows only for small matrices, which take less time.
func rowCounts(m *matrix) []int {
	if m.in*m.out > 1<<12 {
		return []int{1, 6, 11}
	}
	return []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, maxRows - 1, maxRows}
}

func TestMultiplicationIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 0))
	for _, shape := range shapes {
		m, n := randomMatrix(r, shape[0], shape[1]), 4
		a := randomRows(r, n, m.in)
		for k := range m.in { // and here is the row that makes the largest sum
			a[k] = float32(1 - 2*(k&1))
		}
		got := make([]float32, n*m.out, (n+tileRows)*m.out)
		newPlain().multiply(got, a, m)
		q := make([]float64, m.in)
		for i := range n {
			step := quantise(q, a[i*m.in:][:m.in], m.limit)
			for j := range m.out {
				var sum int64
				for k, x := range q {
					sum += int64(x) * int64(int8(m.weights[j/16*16*m.in+k/2*32+j%16*2+k%2]))
				}
				if want := mul(mul(float32(sum), step), m.scales[j]) + m.bias[j]; got[i*m.out+j] != want {
					t.Fatalf("%v: output %d of row %d is %v, want %v", shape, j, i, got[i*m.out+j], want)
				}
			}
		}
	}
}

func TestRowsAreRoundedHalfToEven(t *testing.T) {
	row := []float32{8, -8, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49, 0.51, 0, 7.5, 6.5, 1e-20, -3.4, 3.6}
	want := []float64{8, -8, 0, 2, 2, 0, -2, -2, 0, 1, 0, 8, 6, 0, -3, 4}
	got := make([]float64, len(row))
	if step := quantise(got, row, 8); step != 1 || !slices.Equal(got, want) {
		t.Errorf("steps of %v: %v, want steps of 1: %v", step, got, want)
	}
}

func TestKernelsMultiplyAlike(t *testing.T) {
	fast, r := fastKernel(t), rand.New(rand.NewPCG(3, 0))
	for _, shape := range shapes {
		m := randomMatrix(r, shape[0], shape[1])
		for _, n := range rowCounts(m) {
			a := randomRows(r, n, m.in)
			got, want := make([]float32, (n+tileRows)*m.out), make([]float32, (n+tileRows)*m.out)
			fast.multiply(got[:n*m.out], a, m)
			newPlain().multiply(want[:n*m.out], a, m)
			same(t, fmt.Sprintf("%d rows through %v", n, shape), got, want[:n*m.out])
		}
	}
}

func TestKernelsAttendAlike(t *testing.T) {
	fast, r := fastKernel(t), rand.New(rand.NewPCG(4, 0))
	for _, n := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 17, 24, 31, 63, MaxTokens - 1, MaxTokens} {
		qkv := make([]float32, n*3*Width)
		for i := range qkv {
			qkv[i] = float32(r.NormFloat64() * float64(n%7))
		}
		got, want := make([]float32, n*Width), make([]float32, n*Width)
		fast.attend(got, qkv)
		newPlain().attend(want, qkv)
		same(t, fmt.Sprintf("%d tokens", n), got, want)
	}
}

func TestKernelsApplyGELUAlike(t *testing.T) {
	fast, r := fastKernel(t), rand.New(rand.NewPCG(5, 0))
	got := randomRows(r, 12, inner)
	for _, x := range []float32{0, geluEnd, 5.4999, 1e-40, 0.5, 3, 1e30, math.MaxFloat32} {
		got = append(got, x, -x)
	}
	want := slices.Clone(got)
	fast.gelu(got)
	newPlain().gelu(want)
	same(t, "gelu", got, want)
}

func TestKernelsNormaliseAlike(t *testing.T) {
	fast, r := fastKernel(t), rand.New(rand.NewPCG(6, 0))
	x, y := randomRows(r, 50, Width), randomRows(r, 50, Width)
	clear(x[:Width])
	clear(y[:Width])
	n := layerNorm{gain: randomRows(r, 1, Width), bias: randomRows(r, 1, Width)}
	want := slices.Clone(x)
	fast.normalise(x, y, &n)
	newPlain().normalise(want, y, &n)
	same(t, "normalise", x, want)
}

func TestExpIsClose(t *testing.T) {
	worst := 0.0
	for x := float32(0); x >= expZero; x -= 1.0 / 512 {
		want := math.Exp(float64(x))
		worst = max(worst, math.Abs(float64(exp(x))-want)/want)
	}
	if worst > 5e-6 {
		t.Errorf("exp is off by %v of its value, want 5e-6 at most", worst)
	}
	if exp(0) != 1 || exp(-math.MaxFloat32) != 0 {
		t.Errorf("exp(0) = %v, exp(-max) = %v; want 1 and 0", exp(0), exp(-math.MaxFloat32))
	}
}

func TestGELUIsClose(t *testing.T) {
	worst := 0.0
	for x := float32(-12); x <= 12; x += 1.0 / 512 {
		want := float64(x) * (1 + math.Erf(float64(x)/math.Sqrt2)) / 2
		worst = max(worst, math.Abs(float64(gelu(x))-want))
	}
	if worst > 3e-6 {
		t.Errorf("gelu is off by %v, want 3e-6 at most", worst)
	}
}
