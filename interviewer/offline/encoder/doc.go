// Package encoder turns sentences into vectors whose angles say how close their meanings are. It runs a small BERT,
// all-MiniLM-L6-v2 or what is fine-tuned from it: WordPiece, an embedding, layers of attention over 384 numbers a
// token, the mean over the tokens. A reader has its lowest layers and others of its own: it reads a sentence together
// with what is looked for in it, as one text, and says how surely it is there. Everything is Go and a little assembly;
// the weights are int8 and stay in the file they come in, which the program embeds as a string.
//
// # The same bits everywhere
//
// A sentence has the same Vector on every machine, with or without vector instructions, because a grade must not depend
// on where it was given. The inputs of a matrix are rounded to whole numbers, so its sums are exact in any order;
// everything in float32 happens in the order that the plain kernel lays down, no product is fused with a sum, and exp
// and GELU are our own (see plain.go and functions.go). The kernels with AVX2 and NEON are written by cmd/mkkernels;
// tests hold them to the plain one bit by bit, arm64 under qemu.
//
// The tokens are those of transformers' BertTokenizer, except for 624 characters that are newer than the Unicode tables
// one of the two was built with.
//
// # The file
//
// data/encoder/train/export.py writes it. Numbers are little-endian, floats float32, arrays without padding.
//
//	"encoder\n"
//	uint32   version, 3
//	uint32   CRC-32C of all that follows
//	uint32   width 384, heads 12, inner width 1536, places 128
//	uint32   layers L, the lowest of them shared with the reader S, layers of the reader R
//	uint32   pieces P, bytes of the vocabulary V
//	V bytes  the pieces, each with a newline behind it; a token is the number of its piece
//
//	embedding
//	  float  [128][384]  places, the one token type added
//	  float  [384] [384] gain and bias of the normalisation
//	  float  [P]         scales of the pieces
//	  int8   [P][384]    pieces
//
//	L times a layer, then R times
//	  matrix 384 → 1152  query, key, value; the query's scales and bias are divided by √32
//	  matrix 384 → 384   output of attention
//	  float  [384] [384] gain and bias of the normalisation
//	  matrix 384 → 1536  up
//	  matrix 1536 → 384  down
//	  float  [384] [384] gain and bias of the normalisation
//
//	reader
//	  float  [2][384]    added above the shared layers to the rows before the sentence, and to the sentence's
//	  float  [4][768]    for each sort of signal, of the first row and of the mean of the sentence's rows
//	  float  [4]         and its bias
//
//	matrix in → out
//	  float              limit: inputs are rounded to whole numbers up to it;
//	                     times the largest sum of an output's |weights| it is below 2^26
//	  float  [out] [out] scales and bias
//	  int8   [out/16][in/2][16][2]
//
// The weights lie in panels of 16 outputs. In a panel, two neighbouring inputs of an output stand side by side, as the
// instructions want them:
//
//	output      0     1     2           15
//	inputs    0  1  0  1  0  1   ...  0  1
//	          2  3  2  3  2  3   ...  2  3
//	          ...
package encoder
