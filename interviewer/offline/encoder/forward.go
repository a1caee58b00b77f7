package encoder

// enoughTokens is how many tokens make a batch: fewer leave the kernels waiting for weights, more gain nothing.
const enoughTokens = 64

// maxRows is the most tokens that a batch can have, 63 and a longest sentence, rounded up to whole tiles of every
// kernel.
const maxRows = (enoughTokens + MaxTokens) / tileRows * tileRows

// tileRows is a multiple of the rows of every kernel's tile. A kernel may write up to the next multiple of it behind
// the last row.
const tileRows = 12

// A kernel does the arithmetic that takes time. All kernels give the same bits for the same input, on every machine:
// sums of products of whole numbers are exact in any order, and for float32 the order of operations is laid down (see
// plain.go, which every other kernel has to follow).
type kernel interface {
	// multiply sets the rows of c to those of a through a matrix, plus its bias. It may write to the rows behind the
	// last in the last tile.
	multiply(c, a []float32, m *matrix)
	// attend sets the rows of c, those of one sentence, to what its heads attend to. A row of qkv is a query, a key and
	// a value.
	attend(c, qkv []float32)
	// gelu puts each x through the Gaussian error linear unit.
	gelu(x []float32)
	// normalise adds y to x, row by row, and normalises the sums.
	normalise(x, y []float32, n *layerNorm)
}

// scratch is what one goroutine works with.
type scratch struct {
	kernel    kernel
	sentences []int    // the batch, by number
	tokens    []uint16 // of all its sentences
	ends      []int    // where the tokens of each sentence end; before them 0
	// Rows, one for each token.
	x       []float32 // Width: what goes from layer to layer
	y       []float32 // Width: what is added to x
	qkv     []float32 // 3 Width
	context []float32 // Width
	middle  []float32 // inner
}

func newScratch(k kernel) *scratch {
	rows := func(width int) []float32 { return make([]float32, maxRows*width) }
	return &scratch{
		kernel: k,
		x:      rows(Width), y: rows(Width), qkv: rows(3 * Width), context: rows(Width), middle: rows(inner),
	}
}

// forward brings the tokens in s through layers of the encoder; their rows are then in s.x.
func (e *Encoder) forward(s *scratch, layers []layer) {
	e.embed(s)
	n := len(s.tokens)
	s.kernel.normalise(s.x[:n*Width], s.y[:n*Width], &e.embedding.norm)
	s.through(layers)
}

// through brings the rows in s.x through layers. Those up to an end see one another, and no others.
func (s *scratch) through(layers []layer) {
	n := s.ends[len(s.ends)-1]
	x, y, qkv := s.x[:n*Width], s.y[:n*Width], s.qkv[:n*3*Width]
	context, middle := s.context[:n*Width], s.middle[:n*inner]
	for i := range layers {
		l := &layers[i]
		s.kernel.multiply(qkv, x, &l.attention)
		for j, end := range s.ends[1:] {
			first := s.ends[j]
			s.kernel.attend(context[first*Width:end*Width], qkv[first*3*Width:end*3*Width])
		}
		s.kernel.multiply(y, context, &l.output)
		s.kernel.normalise(x, y, &l.attended)
		s.kernel.multiply(middle, x, &l.up)
		s.kernel.gelu(middle)
		s.kernel.multiply(y, middle, &l.down)
		s.kernel.normalise(x, y, &l.done)
	}
}

// embed sets x to the tokens' own embeddings and y to those of their places.
func (e *Encoder) embed(s *scratch) {
	sentence := 0
	for i, token := range s.tokens {
		if i == s.ends[sentence+1] {
			sentence++
		}
		scale, piece := e.embedding.scales[token], e.embedding.pieces[int(token)*Width:][:Width]
		x := s.x[i*Width:][:Width]
		for j := range x {
			x[j] = float32(int8(piece[j])) * scale
		}
		copy(s.y[i*Width:][:Width], e.embedding.positions[(i-s.ends[sentence])*Width:])
	}
}

// sum adds up the rows of x from first to before end.
func (s *scratch) sum(first, end int) *[Width]float32 {
	var sum [Width]float32
	for i := first; i < end; i++ {
		for j, x := range s.x[i*Width:][:Width] {
			sum[j] += x
		}
	}
	return &sum
}
