package main

import "math"

// The order of the constants that the functions are given, eight times each; that of newAVX2.
const (
	cLowest    = 0
	cExpZero   = 1
	cLog2e     = 2
	cRound     = 3
	cExp       = 4 // exp5 down to exp1
	cOne       = 9
	cHalf      = 10
	cGeluEnd   = 11
	cGeluStart = 12
	cGeluP     = 13 // geluP4 down to geluP0
	cGeluQ     = 18 // geluQ5 down to geluQ1
	cWidth     = 23 // 1 / Width
	cEpsilon   = 24
)

// constant is where a constant lies.
func constant(i int) int { return 32 * i }

// avx2 is the assembly for amd64 with AVX2. Its sums and products are separate instructions: fused ones would round
// differently.
func avx2() string {
	s := newSource()
	s.tile()
	s.quantise()
	s.gelu()
	s.normalise()
	s.attend()
	return s.String()
}

// tile multiplies six rows of int16 with a panel of int8: VPMADDWD adds two products of neighbouring inputs, so the
// panel holds inputs in pairs.
func (s *source) tile() {
	s.WriteString("\n// func tileAVX2(c *float32, a *int16, rowScales *float32, " +
		"weights *byte, scales, bias *float32, in, out int)")
	s.function("tileAVX2", 64)
	s.op("MOVQ c+0(FP), DI")
	s.op("MOVQ a+8(FP), R8")
	s.op("MOVQ rowScales+16(FP), R12")
	s.op("MOVQ weights+24(FP), R10")
	s.op("MOVQ scales+32(FP), R13")
	s.op("MOVQ bias+40(FP), DX")
	s.op("MOVQ in+48(FP), CX")
	s.op("MOVQ out+56(FP), SI")
	s.op("LEAQ (CX)(CX*1), R9") // bytes of a row
	s.op("LEAQ (R9)(R9*2), R11")
	s.op("ADDQ R8, R11") // the fourth row
	s.op("SHLQ $2, SI")
	s.op("SHRQ $2, CX")
	const rows, unrolled = 6, 2
	row := [rows]string{"(R8)", "(R8)(R9*1)", "(R8)(R9*2)", "(R11)", "(R11)(R9*1)", "(R11)(R9*2)"}
	for r := range 2 * rows {
		s.op("VPXOR Y%d, Y%[1]d, Y%[1]d", r)
	}
	s.label("tileLoop")
	for u := range unrolled {
		s.op("VPMOVSXBW %d(R10), Y12", 2*panel*u)
		s.op("VPMOVSXBW %d(R10), Y13", 2*panel*u+panel)
		for r := range rows {
			s.op("VPBROADCASTD %d%s, Y14", 4*u, row[r])
			s.op("VPMADDWD Y12, Y14, Y15")
			s.op("VPADDD Y15, Y%d, Y%[1]d", 2*r)
			s.op("VPMADDWD Y13, Y14, Y14")
			s.op("VPADDD Y14, Y%d, Y%[1]d", 2*r+1)
		}
	}
	s.op("ADDQ $%d, R8", 4*unrolled)
	s.op("ADDQ $%d, R11", 4*unrolled)
	s.op("ADDQ $%d, R10", 2*panel*unrolled)
	s.op("DECQ CX")
	s.op("JNZ tileLoop")
	s.op("VMOVUPS (R13), Y12")
	s.op("VMOVUPS 32(R13), Y13")
	for r := range rows {
		s.op("VBROADCASTSS %d(R12), Y14", 4*r)
		for half := range 2 {
			s.op("VCVTDQ2PS Y%d, Y%[1]d", 2*r+half)
			s.op("VMULPS Y14, Y%d, Y%[1]d", 2*r+half)
			s.op("VMULPS Y%d, Y%d, Y%[2]d", 12+half, 2*r+half)
			s.op("VADDPS %d(DX), Y%d, Y%[2]d", 32*half, 2*r+half)
			s.op("VMOVUPS Y%d, %d(DI)", 2*r+half, 32*half)
		}
		s.op("ADDQ SI, DI")
	}
	s.op("VZEROUPPER")
	s.op("RET")
}

// quantise takes 16 numbers at a time.
func (s *source) quantise() {
	s.WriteString("\n// func quantiseAVX2(q *int16, row *float32, n int, limit float32) float32")
	s.function("quantiseAVX2", 36)
	s.op("MOVQ q+0(FP), DI")
	s.op("MOVQ row+8(FP), R8")
	s.op("MOVQ n+16(FP), CX")
	s.op("SHRQ $4, CX")
	s.op("MOVQ R8, R9")
	s.op("MOVQ CX, DX")
	s.op("VPCMPEQD Y15, Y15, Y15") // all bits but the sign's
	s.op("VPSRLD $1, Y15, Y15")
	s.op("VPXOR Y0, Y0, Y0")
	s.op("VPXOR Y1, Y1, Y1")
	s.label("largestLoop")
	s.op("VANDPS (R9), Y15, Y2")
	s.op("VANDPS 32(R9), Y15, Y3")
	s.op("VMAXPS Y2, Y0, Y0")
	s.op("VMAXPS Y3, Y1, Y1")
	s.op("ADDQ $64, R9")
	s.op("DECQ DX")
	s.op("JNZ largestLoop")
	s.op("VMAXPS Y1, Y0, Y0")
	s.op("VEXTRACTF128 $1, Y0, X1")
	s.op("VMAXPS X1, X0, X0")
	s.op("VPSHUFD $0x4E, X0, X1")
	s.op("VMAXPS X1, X0, X0")
	s.op("VPSHUFD $0xB1, X0, X1")
	s.op("VMAXPS X1, X0, X0")
	s.op("MOVL $0x%08X, AX", math.Float32bits(1e-30)) // tiny
	s.op("VMOVD AX, X1")
	s.op("VMAXSS X1, X0, X0")
	s.op("VMOVSS limit+24(FP), X2")
	s.op("VDIVSS X2, X0, X3")
	s.op("VMOVSS X3, ret+32(FP)")
	s.op("VDIVSS X0, X2, X3")
	s.op("VBROADCASTSS X3, Y15")
	s.label("roundLoop")
	s.op("VMULPS (R8), Y15, Y1")
	s.op("VMULPS 32(R8), Y15, Y2")
	s.op("VCVTPS2DQ Y1, Y1")
	s.op("VCVTPS2DQ Y2, Y2")
	s.op("VPACKSSDW Y2, Y1, Y1") // within each half
	s.op("VPERMQ $0xD8, Y1, Y1")
	s.op("VMOVDQU Y1, (DI)")
	s.op("ADDQ $64, R8")
	s.op("ADDQ $32, DI")
	s.op("DECQ CX")
	s.op("JNZ roundLoop")
	s.op("VZEROUPPER")
	s.op("RET")
}

// horner evaluates a polynomial in register t into p, for each of several registers; its first coefficients, from the
// highest power on, are at constant c, its last at end.
func (s *source) horner(p, t []int, c, n, end int) {
	for i := range p {
		s.op("VMULPS %d(DX), Y%d, Y%d", constant(c), t[i], p[i])
	}
	for k := 1; k < n; k++ {
		for i := range p {
			s.op("VADDPS %d(DX), Y%d, Y%[2]d", constant(c+k), p[i])
		}
		for i := range p {
			s.op("VMULPS Y%d, Y%d, Y%[2]d", t[i], p[i])
		}
	}
	for i := range p {
		s.op("VADDPS %d(DX), Y%d, Y%[2]d", constant(end), p[i])
	}
}

// gelu takes 16 numbers at a time.
func (s *source) gelu() {
	s.WriteString("\n// func geluAVX2(x *float32, n int, constants *constants)")
	s.function("geluAVX2", 24)
	s.op("MOVQ x+0(FP), DI")
	s.op("MOVQ n+8(FP), CX")
	s.op("MOVQ constants+16(FP), DX")
	s.op("SHRQ $4, CX")
	s.label("geluLoop")
	x, z, t, p, q := []int{0, 1}, []int{2, 3}, []int{4, 5}, []int{6, 7}, []int{8, 9}
	for i := range x {
		s.op("VMOVUPS %d(DI), Y%d", 32*i, x[i])
		s.op("VMINPS %d(DX), Y%d, Y%d", constant(cGeluEnd), x[i], z[i])
		s.op("VMAXPS %d(DX), Y%d, Y%[2]d", constant(cGeluStart), z[i])
		s.op("VMULPS Y%d, Y%[1]d, Y%d", z[i], t[i])
	}
	s.horner(p, t, cGeluP, 4, cGeluP+4)
	s.horner(q, t, cGeluQ, 5, cOne)
	for i := range x {
		s.op("VDIVPS Y%d, Y%d, Y%[2]d", q[i], p[i])
		s.op("VMULPS Y%d, Y%d, Y%[2]d", z[i], p[i])
		s.op("VADDPS %d(DX), Y%d, Y%[2]d", constant(cHalf), p[i])
		s.op("VMULPS Y%d, Y%d, Y%[2]d", x[i], p[i])
		s.op("VMOVUPS Y%d, %d(DI)", p[i], 32*i)
	}
	s.op("ADDQ $64, DI")
	s.op("DECQ CX")
	s.op("JNZ geluLoop")
	s.op("VZEROUPPER")
	s.op("RET")
}

// sum adds the eight numbers in a register into the first, in the order of the plain kernel; other is overwritten.
func (s *source) sum(register, other int) {
	s.op("VEXTRACTF128 $1, Y%d, X%d", register, other)
	s.op("VADDPS X%d, X%d, X%[2]d", other, register)
	s.op("VPSHUFD $0x4E, X%d, X%d", register, other)
	s.op("VADDPS X%d, X%d, X%[2]d", other, register)
	s.op("VPSHUFD $0x55, X%d, X%d", register, other)
	s.op("VADDSS X%d, X%d, X%[2]d", other, register)
}

// normalise takes one row.
func (s *source) normalise() {
	s.WriteString("\n// func normaliseAVX2(x, y, gain, bias *float32, constants *constants)")
	s.function("normaliseAVX2", 40)
	s.op("MOVQ x+0(FP), DI")
	s.op("MOVQ y+8(FP), SI")
	s.op("MOVQ gain+16(FP), R8")
	s.op("MOVQ bias+24(FP), R9")
	s.op("MOVQ constants+32(FP), DX")
	loop := func(name string, body func()) {
		s.op("XORQ AX, AX")
		s.label(name)
		body()
		s.op("ADDQ $32, AX")
		s.op("CMPQ AX, $%d", rowBytes)
		s.op("JNE %s", name)
	}
	s.op("VPXOR Y0, Y0, Y0")
	loop("meanLoop", func() {
		s.op("VMOVUPS (DI)(AX*1), Y1")
		s.op("VADDPS (SI)(AX*1), Y1, Y1")
		s.op("VMOVUPS Y1, (DI)(AX*1)")
		s.op("VADDPS Y1, Y0, Y0")
	})
	s.sum(0, 1)
	s.op("VMULSS %d(DX), X0, X0", constant(cWidth))
	s.op("VBROADCASTSS X0, Y2")
	s.op("VPXOR Y0, Y0, Y0")
	loop("varianceLoop", func() {
		s.op("VMOVUPS (DI)(AX*1), Y1")
		s.op("VSUBPS Y2, Y1, Y1")
		s.op("VMOVUPS Y1, (DI)(AX*1)")
		s.op("VMULPS Y1, Y1, Y1")
		s.op("VADDPS Y1, Y0, Y0")
	})
	s.sum(0, 1)
	s.op("VMULSS %d(DX), X0, X0", constant(cWidth))
	s.op("VADDSS %d(DX), X0, X0", constant(cEpsilon))
	s.op("VSQRTSS X0, X0, X0")
	s.op("VMOVSS %d(DX), X1", constant(cOne))
	s.op("VDIVSS X0, X1, X0")
	s.op("VBROADCASTSS X0, Y2")
	loop("gainLoop", func() {
		s.op("VMULPS (DI)(AX*1), Y2, Y1")
		s.op("VMULPS (R8)(AX*1), Y1, Y1")
		s.op("VADDPS (R9)(AX*1), Y1, Y1")
		s.op("VMOVUPS Y1, (DI)(AX*1)")
	})
	s.op("VZEROUPPER")
	s.op("RET")
}

// attend takes one query of one head. It uses up to seven scores more than n, so that exp works on whole registers.
func (s *source) attend() {
	s.WriteString("\n// func attendAVX2(c, query, keys, values, scores *float32, n int, constants *constants)")
	s.function("attendAVX2", 56)
	s.op("MOVQ query+8(FP), SI")
	s.op("MOVQ keys+16(FP), R8")
	s.op("MOVQ scores+32(FP), R10")
	s.op("MOVQ n+40(FP), CX")
	s.op("MOVQ constants+48(FP), DX")
	const parts = headBytes / 32
	for i := range parts {
		s.op("VMOVUPS %d(SI), Y%d", 32*i, i)
	}
	s.op("VMOVUPS %d(DX), Y14", constant(cLowest)) // the largest score up to now
	s.op("VMOVUPS Y14, (R10)(CX*4)")
	s.label("scoreLoop")
	for i := range parts {
		s.op("VMULPS %d(R8), Y%d, Y%d", 32*i, i, 4+i)
	}
	for i := range parts - 1 {
		s.op("VADDPS Y%d, Y4, Y4", 5+i)
	}
	s.sum(4, 5)
	s.op("VMOVSS X4, (R10)")
	s.op("VMAXSS X4, X14, X14")
	s.op("ADDQ $%d, R8", qkvBytes)
	s.op("ADDQ $4, R10")
	s.op("DECQ CX")
	s.op("JNZ scoreLoop")

	s.op("VBROADCASTSS X14, Y14")
	s.op("MOVQ scores+32(FP), R10")
	s.op("MOVQ n+40(FP), CX")
	s.op("ADDQ $7, CX")
	s.op("SHRQ $3, CX")
	s.op("VPXOR Y13, Y13, Y13") // the sum
	s.label("expLoop")
	s.op("VMOVUPS (R10), Y0")
	s.op("VSUBPS Y14, Y0, Y0")
	s.op("VCMPPS $5, %d(DX), Y0, Y1", constant(cExpZero)) // not less
	s.op("VMULPS %d(DX), Y0, Y0", constant(cLog2e))
	s.op("VADDPS %d(DX), Y0, Y2", constant(cRound))
	s.op("VSUBPS %d(DX), Y2, Y2", constant(cRound))
	s.op("VSUBPS Y2, Y0, Y0")
	s.horner([]int{3}, []int{0}, cExp, 5, cOne)
	s.op("VCVTPS2DQ Y2, Y2")
	s.op("VPSLLD $23, Y2, Y2")
	s.op("VPADDD Y2, Y3, Y3")
	s.op("VANDPS Y1, Y3, Y3")
	s.op("VMOVUPS Y3, (R10)")
	s.op("VADDPS Y3, Y13, Y13")
	s.op("ADDQ $32, R10")
	s.op("DECQ CX")
	s.op("JNZ expLoop")
	s.sum(13, 1)
	s.op("VMOVSS %d(DX), X1", constant(cOne))
	s.op("VDIVSS X13, X1, X13")
	s.op("VBROADCASTSS X13, Y13")

	s.op("MOVQ c+0(FP), DI")
	s.op("MOVQ values+24(FP), R8")
	s.op("MOVQ scores+32(FP), R10")
	s.op("MOVQ n+40(FP), CX")
	for i := range parts {
		s.op("VPXOR Y%d, Y%[1]d, Y%[1]d", i)
	}
	s.label("valueLoop")
	s.op("VBROADCASTSS (R10), Y8")
	s.op("VMULPS Y13, Y8, Y8")
	for i := range parts {
		s.op("VMULPS %d(R8), Y8, Y%d", 32*i, 4+i)
		s.op("VADDPS Y%d, Y%d, Y%[2]d", 4+i, i)
	}
	s.op("ADDQ $%d, R8", qkvBytes)
	s.op("ADDQ $4, R10")
	s.op("DECQ CX")
	s.op("JNZ valueLoop")
	for i := range parts {
		s.op("VMOVUPS Y%d, %d(DI)", i, 32*i)
	}
	s.op("VZEROUPPER")
	s.op("RET")
}
