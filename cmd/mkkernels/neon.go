package main

import "fmt"

// neon is the assembly for arm64: its tile only, the rest is left to the plain kernel. Go's assembler lacks the
// instructions with the names in capitals below; they are written as words.
func neon() string {
	s := newSource()
	s.WriteString("\n// func tileNEON(c *float32, a *int16, rowScales *float32, " +
		"weights *byte, scales, bias *float32, in, out int)")
	s.function("tileNEON", 64)
	const rows, parts, step = 4, 4, 8 // a tile's rows, the registers of a row's 16 sums, the inputs taken in a round
	for i, argument := range []string{"c", "a", "rowScales", "weights", "scales", "bias", "in", "out"} {
		s.op("MOVD %s+%d(FP), R%d", argument, 8*i, i)
	}
	row := [rows]int{1, 9, 10, 11}
	for r := 1; r < rows; r++ {
		s.op("ADD R6<<1, R%d, R%d", row[r-1], row[r])
	}
	const sums = 16 // the first register of the sums
	for i := range rows * parts {
		s.op("VEOR V%d.B16, V%[1]d.B16, V%[1]d.B16", sums+i)
	}
	s.op("LSR $3, R6, R6")
	s.label("tileLoop")
	for r := range rows {
		s.op("VLD1.P 16(R%d), [V%d.B16]", row[r], r)
	}
	for pair := range step / 2 {
		s.op("VLD2.P 32(R3), [V4.B16, V5.B16]") // 16 outputs' weights of an even input, and of the odd one
		for odd := range 2 {
			low, high := 6+2*odd, 7+2*odd
			s.word(0x0F08A400|low|(4+odd)<<5, "SXTL V%d.8B, V%d.8H", 4+odd, low)
			s.word(0x4F08A400|high|(4+odd)<<5, "SXTL2 V%d.16B, V%d.8H", 4+odd, high)
			for r := range rows {
				s.multiplyAdd(sums+parts*r, low, r, 2*pair+odd)
				s.multiplyAdd(sums+parts*r+2, high, r, 2*pair+odd)
			}
		}
	}
	s.op("SUB $1, R6, R6")
	s.op("CBNZ R6, tileLoop")
	s.op("VLD1 (R2), [V0.S4]")
	s.op("VLD1 (R4), [V4.S4, V5.S4, V6.S4, V7.S4]")
	s.op("VLD1 (R5), [V8.S4, V9.S4, V10.S4, V11.S4]")
	for r := range rows {
		first := sums + parts*r
		for i := range parts {
			d := first + i
			s.word(0x4E21D800|d|d<<5, "SCVTF V%d.4S, V%[1]d.4S", d)
			s.word(0x4F809000|d|d<<5|r&1<<21|r>>1<<11, "FMUL V0.S[%d], V%d.4S, V%[2]d.4S", r, d)
			s.word(0x6E20DC00|d|d<<5|(4+i)<<16, "FMUL V%d.4S, V%d.4S, V%[2]d.4S", 4+i, d)
			s.word(0x4E20D400|d|d<<5|(8+i)<<16, "FADD V%d.4S, V%d.4S, V%[2]d.4S", 8+i, d)
		}
		s.op("VST1 [V%d.S4, V%d.S4, V%d.S4, V%d.S4], (R0)", first, first+1, first+2, first+3)
		s.op("ADD R7<<2, R0, R0")
	}
	s.op("RET")
	return s.String()
}

// multiplyAdd adds the products of eight int16 and one, number lane of register by, to the int32 in two registers from
// sum on.
func (s *source) multiplyAdd(sum, eight, by, lane int) {
	index := by<<16 | lane&1<<20 | lane>>1&1<<21 | lane>>2<<11 | eight<<5
	s.word(0x0F402000|index|sum, "SMLAL V%d.H[%d], V%d.4H, V%d.4S", by, lane, eight, sum)
	s.word(0x4F402000|index|(sum+1), "SMLAL2 V%d.H[%d], V%d.8H, V%d.4S", by, lane, eight, sum+1)
}

// word adds an instruction by its code, and says what it is.
func (s *source) word(code int, format string, args ...any) {
	s.op("WORD $0x%08X // %s", code, fmt.Sprintf(format, args...))
}
