// Command trainoffline learns the weights with which the offline grader scores short answers against references.
//
//	go run ./cmd/trainoffline FILE.jsonl … > interviewer/offline/shortweights.go
//
//	go run ./cmd/trainoffline -answers FILE.jsonl … > interviewer/offline/wholeweights.go
//
// In the first form the files hold one graded short answer a line: {"qid","question","refs":[…],"answer","score","max"}. The method is ridge regression with
// signs held (no measure of agreement may count against an answer), every question of a corpus weighing the same. The first file holds answers that others
// graded; short.jsonl, written for this program, adds the short references and the contradictions that those lack. How well it does on questions that it has
// not seen goes to standard error: each question is left out in turn. The threshold from which an answer is right is the one that does best on the mean of
// the corpora. The same files give the same weights.
//
// In the second form the files hold interview answers with their levels, as data/calibration does; lines of its held-out part are passed over. What is
// learned is how much a competency of an answer is worth, from the measures of the answer as a whole.
package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"slices"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	if len(args) > 1 && args[0] == "-answers" {
		if err := trainAnswers(args[1:], stdout, stderr); err != nil {
			fmt.Fprintln(stderr, err)
			return 1
		}
		return 0
	}
	if len(args) > 1 && args[0] == "-order" {
		if err := trainOrder(args[1:], stdout); err != nil {
			fmt.Fprintln(stderr, err)
			return 1
		}
		return 0
	}
	if len(args) == 0 || args[0] == "" || args[0][0] == '-' {
		fmt.Fprintln(stderr, "usage: trainoffline FILE.jsonl … | trainoffline -answers FILE.jsonl … | trainoffline -order FILE.jsonl …")
		return 2
	}
	if err := trainShort(args, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	return 0
}

// example is one graded answer as measures.
type example struct {
	qid      string
	features []float64
	truth    float64 // share of the full mark
}

// penalty is the ridge's λ per standardised measure; strong, because there are few questions to learn from.
const penalty = 0.15

// model predicts bias + Σ weight·measure.
type model struct {
	bias    float64
	weights []float64
}

// fit learns from examples of which every question weighs the same.
func fit(set []example) model {
	perQuestion := map[string]float64{}
	for _, e := range set {
		perQuestion[e.qid]++
	}
	weight := make([]float64, len(set))
	for i, e := range set {
		weight[i] = 1 / perQuestion[e.qid] / float64(len(perQuestion))
	}
	return fitWeighted(set, weight, penalty)
}

// fitWeighted minimises the weighted squared error plus the penalty by coordinate descent. No measure counts against an answer. The weights add up to one.
func fitWeighted(set []example, weight []float64, penalty float64) model {
	k := len(set[0].features)
	mean, dev := make([]float64, k), make([]float64, k)
	var target float64
	for i, e := range set {
		target += weight[i] * e.truth
		for j, f := range e.features {
			mean[j] += weight[i] * f
		}
	}
	for i, e := range set {
		for j, f := range e.features {
			dev[j] += weight[i] * (f - mean[j]) * (f - mean[j])
		}
	}
	for j := range dev {
		dev[j] = max(math.Sqrt(dev[j]), 1e-6)
	}
	w := make([]float64, k)
	rest := make([]float64, len(set))
	for i, e := range set {
		rest[i] = e.truth - target
	}
	for range 500 {
		for j := range w {
			var up float64
			for i, e := range set {
				x := (e.features[j] - mean[j]) / dev[j]
				up += weight[i] * x * (rest[i] + w[j]*x)
			}
			next := up / (1 + penalty)
			next = max(next, 0)
			for i, e := range set {
				rest[i] -= (next - w[j]) * (e.features[j] - mean[j]) / dev[j]
			}
			w[j] = next
		}
	}
	m := model{bias: target, weights: make([]float64, k)}
	for j := range w {
		m.weights[j] = w[j] / dev[j]
		m.bias -= m.weights[j] * mean[j]
	}
	return m
}

func (m model) value(features []float64) float64 {
	v := m.bias
	for j, f := range features {
		v += m.weights[j] * f
	}
	return v
}

// without leaves a question out.
func without(set []example, question string) []example {
	return slices.DeleteFunc(slices.Clone(set), func(e example) bool { return e.qid == question })
}

func questions(set []example) []string {
	var out []string
	for _, e := range set {
		if !slices.Contains(out, e.qid) {
			out = append(out, e.qid)
		}
	}
	return out
}

func pearson(a, b []float64) float64 {
	n := float64(len(a))
	var ma, mb float64
	for i := range a {
		ma += a[i] / n
		mb += b[i] / n
	}
	var ab, aa, bb float64
	for i := range a {
		ab += (a[i] - ma) * (b[i] - mb)
		aa += (a[i] - ma) * (a[i] - ma)
		bb += (b[i] - mb) * (b[i] - mb)
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

func rmse(a, b []float64) float64 {
	var s float64
	for i := range a {
		s += (a[i] - b[i]) * (a[i] - b[i])
	}
	return math.Sqrt(s / float64(len(a)))
}
