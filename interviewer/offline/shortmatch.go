package offline

import (
	"math"
	"slices"
)

// pairing is how an answer's words match those of a reference.
type pairing struct {
	answer, ref []shortWord
	sim         []float64 // of every answer word with every word of the reference; negative where one says what the other denies
	firstA      []bool    // whether a word of the answer is the first with its stem
	firstR      []bool
	distinct    float64 // words of the reference
}

// pair compares every word of an answer with every word of a reference.
func pair(answer, ref []shortWord) *pairing {
	p := &pairing{answer: answer, ref: ref, sim: make([]float64, len(answer)*len(ref)), firstA: firstOfStem(answer), firstR: firstOfStem(ref)}
	for i := range answer {
		for j := range ref {
			v := alike(&answer[i], &ref[j])
			if answer[i].denied != ref[j].denied {
				v = -v
			}
			p.sim[i*len(ref)+j] = v
		}
	}
	for _, first := range p.firstR {
		if first {
			p.distinct++
		}
	}
	return p
}

func firstOfStem(ws []shortWord) []bool {
	out := make([]bool, len(ws))
	seen := make(map[string]bool, len(ws))
	for i := range ws {
		out[i] = !seen[ws[i].stem]
		seen[ws[i].stem] = true
	}
	return out
}

// sure is the likeness from which a match counts although another word of the same text contradicts it.
const sure = 0.65

// settle makes one of the best match and the worst contradiction of a word.
func settle(match, clash float64) (agrees, conflicts float64) {
	if match >= clash || match >= sure {
		return match, 0
	}
	return 0, clash
}

// ofRef is how well the answer's words from one position to another match a word of the reference, and how much they contradict it.
func (p *pairing) ofRef(j, from, to int) (agrees, conflicts float64) {
	var match, clash float64
	for i := from; i < to; i++ {
		v := p.sim[i*len(p.ref)+j]
		match, clash = max(match, v), max(clash, -v)
	}
	return settle(match, clash)
}

// ofAnswer is how well the reference matches a word of the answer.
func (p *pairing) ofAnswer(i int) float64 {
	var match, clash float64
	for _, v := range p.sim[i*len(p.ref) : (i+1)*len(p.ref)] {
		match, clash = max(match, v), max(clash, -v)
	}
	agrees, _ := settle(match, clash)
	return agrees
}

// asideWorth is what a word in brackets or in an example counts: an answer may have other examples.
const asideWorth = 0.5

// worth is what a word counts when the question's own words count so much.
func (w *shortWord) worth(asked float64) float64 {
	v := 1.0
	if w.asked {
		v = asked
	}
	if w.aside {
		v *= asideWorth
	}
	return v
}

// recall is the share of the reference's different words that the answer has, and the share that it contradicts.
func (p *pairing) recall(asked float64) (agrees, conflicts float64) {
	var sum, against, n float64
	for j := range p.ref {
		if !p.firstR[j] {
			continue
		}
		w := p.ref[j].worth(asked)
		a, c := p.ofRef(j, 0, len(p.answer))
		sum += w * a
		against += w * c
		n += w
	}
	return part(sum, n), part(against, n)
}

// precision is the share of the answer's different words that the reference has.
func (p *pairing) precision(asked float64) float64 {
	var sum, n float64
	for i := range p.answer {
		if !p.firstA[i] {
			continue
		}
		w := p.answer[i].worth(asked)
		sum += w * p.ofAnswer(i)
		n += w
	}
	return part(sum, n)
}

// sequence is the heaviest common subsequence as a share of the reference: with likeness as the weight of a match, or of equal words alone.
func (p *pairing) sequence(asked float64, equal bool) float64 {
	n := len(p.ref)
	row, worth := make([]float64, n+1), make([]float64, n)
	var total float64
	for j := range p.ref {
		worth[j] = p.ref[j].worth(asked)
		total += worth[j]
	}
	for i := range p.answer {
		diag := 0.0
		for j := range p.ref {
			up := row[j+1]
			v := p.sim[i*n+j]
			if equal {
				v = 0
				if p.answer[i].stem == p.ref[j].stem {
					v = 1
				}
			}
			row[j+1] = max(row[j], up)
			if v > 0 {
				row[j+1] = max(row[j+1], diag+v*worth[j])
			}
			diag = up
		}
	}
	return part(row[n], total)
}

// points is how well the better half of the reference's clauses is covered, each by two neighbouring clauses of the answer. A reference tells more than an
// answer needs, so that the worse half proves little.
func (p *pairing) points(asked float64) float64 {
	starts := clauseStarts(p.answer)
	var all []float64
	for from := 0; from < len(p.ref); {
		to := from
		for to < len(p.ref) && p.ref[to].clause == p.ref[from].clause {
			to++
		}
		if to-from >= 2 || to-from == len(p.ref) {
			all = append(all, p.point(from, to, starts, asked))
		}
		from = to
	}
	slices.Sort(all)
	better := all[len(all)/2:]
	var sum float64
	for _, v := range better {
		sum += v
	}
	return part(sum, float64(len(better)))
}

// clauseStarts gives where the clauses of a text begin, and its end.
func clauseStarts(ws []shortWord) []int {
	var out []int
	for i := range ws {
		if i == 0 || ws[i].clause != ws[i-1].clause {
			out = append(out, i)
		}
	}
	return append(out, len(ws))
}

// point is how well one clause of the reference is covered.
func (p *pairing) point(from, to int, starts []int, asked float64) float64 {
	best := 0.0
	for k := 0; k+1 < len(starts); k++ {
		var sum, n float64
		for j := from; j < to; j++ {
			w := p.ref[j].worth(asked)
			a, _ := p.ofRef(j, starts[k], starts[min(k+2, len(starts)-1)])
			sum += w * a
			n += w
		}
		best = max(best, part(sum, n))
	}
	return best
}

// part is a share, 0 of nothing.
func part(of, n float64) float64 {
	if n == 0 {
		return 0
	}
	return of / n
}

func harmonic(a, b float64) float64 {
	if a+b == 0 {
		return 0
	}
	return 2 * a * b / (a + b)
}

// saturate turns a share of a reference of n words into evidence. The longer the reference, the smaller the share that a good answer has of it, and
// the last words add less than the first.
func saturate(share, n, power float64) float64 {
	return 1 - math.Exp(-2*share*math.Pow(n, power))
}
