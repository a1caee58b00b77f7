package offline

import "mockinterview/rubric"

// head are the weights by which one sort of signal is read. A sentence's score is learned with the encoder (train.py
// prints it): the cosine to the signal's text and the nearness to its examples, weighted, and a bias. A signal's
// strength is made of the scores of the two nearest sentences, for what is shown is seldom said once, and of what
// reading the nearest ones together with the signal gave. From 0 on the signal is shown, from half on it is partial.
//
// What scores less than hopeful is not read at all, and not shown. It is half of all readings of marked answers; where
// another fifth of them were read, 78 of 1,698 came out shown, and a reader agreed to 35.
//
// The five from first to half were fitted by data/encoder/train/fit.py to answers that the encoder has not learned
// from, so that as much is found as a reader finds; for weak signals so that what is found is right.
// data/encoder/README.md has the figures.
type head struct {
	number                         int     // of the encoder's reader
	text, shows, partly, not, bias float64 // of a sentence's score
	first, second, joint, offset   float64 // of a signal's strength
	half                           float64
	hopeful                        float64 // the least score at which a signal is read with its sentences
	reads                          int     // with how many of them: a fault is said once
}

// headOf chooses the head of a signal.
func headOf(m *reading) head {
	switch {
	case m.of.Kind == rubric.Strong && m.own:
		return head{
			number: 0, text: 4.304, shows: 9.857, partly: -1.063, not: -6.202, bias: -3.521,
			first: 0.441, second: -0.007, joint: 0.534, offset: -3.848, half: -1.375, hopeful: -1, reads: 3,
		}
	case m.of.Kind == rubric.Strong:
		return head{
			number: 1, text: 4.370, shows: 9.454, partly: -1.195, not: -6.668, bias: -2.394,
			first: 0.106, second: 1.266, joint: 0.651, offset: -4.494, half: -1.063, hopeful: -0.5, reads: 3,
		}
	case m.own:
		return head{
			number: 2, text: 4.047, shows: 9.568, partly: -0.894, not: -6.633, bias: -3.916,
			first: 1.405, second: 0, joint: 0.329, offset: -3.130, half: -0.45, hopeful: 0, reads: 2,
		}
	}
	return head{
		number: 3, text: 3.819, shows: 9.368, partly: -1.508, not: -7.052, bias: -3.505,
		first: 1.331, second: 0, joint: 1.011, offset: -8.240, half: -0.45, hopeful: 0, reads: 2,
	}
}

// alone is how much less near than the nearest a second sentence is taken to be where there is only one.
const alone = 2

// strength is how surely a signal is shown. Its steps are rounded one by one, so that no machine fuses them.
func (h head) strength(first, second, joint float64) float64 {
	return float64(h.first*first) + float64(h.second*second) + float64(h.joint*joint) + h.offset
}
