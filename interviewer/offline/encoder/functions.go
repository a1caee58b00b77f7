package encoder

import "math"

// Functions in float32 that give the same bits on every machine, which those of package math do not promise: some
// machines have assembly for them.

// normEpsilon keeps a layer normalisation from dividing by 0; BERT's.
const normEpsilon = 1e-12

// exp's constants: below expZero it is 0; 2^t is 1 + exp1 t + ... + exp5 t^5 for t from -1/2 to 1/2, a minimax fit with
// a relative error of 9.2e-8.
const (
	expZero = -80
	log2e   = 1.4426950408889634
	exp1    = 0.6931470036506653
	exp2    = 0.24022242426872253
	exp3    = 0.05550733581185341
	exp4    = 0.009671512991189957
	exp5    = 0.001326472614891827
)

// exp is e^x for x up to 0, with a relative error below 4e-6; the farther from 0, the more of it comes from rounding x
// log2(e).
func exp(x float32) float32 {
	if x < expZero {
		return 0
	}
	t := mul(x, log2e)
	whole := (t + roundFloat32) - roundFloat32
	t -= whole
	p := mul(mul(mul(mul(mul(exp5, t)+exp4, t)+exp3, t)+exp2, t)+exp1, t) + 1
	return math.Float32frombits(math.Float32bits(p) + uint32(int32(whole))<<23)
}

// gelu's constants: the normal distribution's share below z is 1/2 + z P(z²)/Q(z²), a minimax fit for z from -geluEnd
// to geluEnd; beyond, the share at the end serves. It makes an error of 3.7e-7 in gelu, 1.9e-6 with that of float32.
const (
	geluEnd = 5.5
	geluP0  = 0.39894017577171326
	geluP1  = 0.0692821815609932
	geluP2  = 0.006935939192771912
	geluP3  = 0.0005390275036916137
	geluP4  = 9.68432050285628e-06
	geluQ1  = 0.3403017818927765
	geluQ2  = 0.049149900674819946
	geluQ3  = 0.003976673353463411
	geluQ4  = 0.0001964597322512418
	geluQ5  = 7.790881113578507e-07
)

// gelu is x times the share of the normal distribution below x.
func gelu(x float32) float32 {
	z := x
	if z > geluEnd {
		z = geluEnd
	} else if z < -geluEnd {
		z = -geluEnd
	}
	t := mul(z, z)
	p := mul(mul(mul(mul(geluP4, t)+geluP3, t)+geluP2, t)+geluP1, t) + geluP0
	q := mul(mul(mul(mul(mul(geluQ5, t)+geluQ4, t)+geluQ3, t)+geluQ2, t)+geluQ1, t) + 1
	return mul(x, 0.5+mul(z, p/q))
}
