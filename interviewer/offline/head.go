package offline

import "mockinterview/rubric"

// head are the weights by which one sort of signal is read. A sentence's score is learned with the encoder (train.py
// prints it): the cosine to the signal's text and the nearness to its examples, weighted, and a bias. A signal's
// strength is made of the score of its surest sentence and that of the second: what is shown is seldom said once. From
// 0 on it is shown, from half on it is partial.
//
// The last four numbers of each head were set on the 112 answers of split "tune", which the encoder has not seen
// (data/encoder/train): first and second by logistic regression, shift and half so that as much is found as a reader
// finds; for weak signals so that what is found is right. data/encoder/README.md has the figures: on answers that
// nothing was tuned on, "shown" has F1 .63 for a question's own strong signals (n 259), .63 for general ones (n 372),
// .19 for weak ones (n 50).
type head struct {
	text, shows, partly, not, bias float64 // of a sentence's score
	first, second, shift           float64 // of a signal's strength
	half                           float64
}

// headOf chooses the head of a signal.
func headOf(k rubric.Kind, own bool) head {
	switch {
	case k == rubric.Strong && own:
		return head{4.925, 10.655, -0.691, -5.958, -2.902, 0.622, 0.451, -0.124, -0.59}
	case k == rubric.Strong:
		return head{4.841, 10.531, -1.096, -6.629, -1.880, 0.369, 1.474, -0.248, -0.72}
	case own:
		return head{4.419, 10.058, -1.181, -6.777, -3.320, 0.770, 0.139, -0.827, -0.45}
	}
	return head{3.954, 9.776, -1.652, -7.260, -3.137, 0.770, 0.139, -0.827, -0.45}
}

// alone is how much less sure than the surest a second sentence is taken to be where there is only one.
const alone = 2

// strength puts the scores of the surest and the second sentence together.
func (h head) strength(first, second float64) float64 {
	return float64(h.first*first) + float64(h.second*second) + h.shift
}
