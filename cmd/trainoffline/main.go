// Command trainoffline learns the weights with which the offline grader scores short answers against references.
//
//	go run ./cmd/trainoffline FILE.jsonl > interviewer/offline/shortweights.go
//
//	go run ./cmd/trainoffline -answers FILE.jsonl … > interviewer/offline/wholeweights.go
//
// In the first form FILE holds one graded answer a line: {"qid","question","refs":[…],"answer","score","max"}. The method is ridge regression with signs held (no measure of
// agreement may count against an answer), every question weighing the same. How well it does on questions it has not seen goes to standard error:
// each question is left out in turn. The same file gives the same weights.
//
// In the second form the files hold interview answers with their levels, as data/calibration does; lines of its held-out part are passed over. What is
// learned is how much a competency of an answer is worth, from the measures of the answer as a whole.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"

	"mockinterview/data"
	"mockinterview/interviewer/offline"
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
	if len(args) != 1 {
		fmt.Fprintln(stderr, "usage: trainoffline FILE.jsonl | trainoffline -answers FILE.jsonl … | trainoffline -order FILE.jsonl …")
		return 2
	}
	set, err := read(args[0])
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 1
	}
	predicted := leaveOneOut(set)
	report(stderr, set, predicted)
	m := fit(set)
	if err := write(stdout, m, bestThreshold(set, predicted), filepath.Base(args[0]), len(set)); err != nil {
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

func read(path string) ([]example, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lex, err := data.Lexicon()
	if err != nil {
		return nil, err
	}
	g := offline.New(lex)
	var out []example
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<22)
	for n := 1; sc.Scan(); n++ {
		var l struct {
			QID      string   `json:"qid"`
			Question string   `json:"question"`
			Refs     []string `json:"refs"`
			Answer   string   `json:"answer"`
			Score    float64  `json:"score"`
			Max      float64  `json:"max"`
		}
		if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", path, n, err)
		}
		if l.Max <= 0 {
			return nil, fmt.Errorf("%s: line %d: max is not positive", path, n)
		}
		out = append(out, example{qid: l.QID, features: g.Features(l.Question, l.Refs, l.Answer), truth: l.Score / l.Max})
	}
	return out, sc.Err()
}

// penalty is the ridge's λ per standardised measure; strong, because there are few questions to learn from.
const penalty = 0.15

// model predicts bias + Σ weight·measure.
type model struct {
	bias    float64
	weights []float64
}

// fit minimises the weighted squared error plus the penalty by coordinate descent. No measure counts against an answer.
func fit(set []example) model {
	k := len(set[0].features)
	perQuestion := map[string]float64{}
	for _, e := range set {
		perQuestion[e.qid]++
	}
	weight := make([]float64, len(set))
	for i, e := range set {
		weight[i] = 1 / perQuestion[e.qid] / float64(len(perQuestion))
	}
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

func (m model) predict(features []float64) float64 { return min(max(m.value(features), 0), 1) }

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

func leaveOneOut(set []example) []float64 {
	out := make([]float64, len(set))
	for _, q := range questions(set) {
		m := fit(without(set, q))
		for i, e := range set {
			if e.qid == q {
				out[i] = m.predict(e.features)
			}
		}
	}
	return out
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

func report(w io.Writer, set []example, predicted []float64) {
	truth := make([]float64, len(set))
	for i, e := range set {
		truth[i] = e.truth
	}
	t := bestThreshold(set, predicted)
	fmt.Fprintf(w, "left-out questions: n=%d r=%.3f rmse=%.3f macro-F1 at %.2f: %.3f\n", len(set), pearson(truth, predicted), rmse(truth, predicted), t, macroF1(set, predicted, t))
	for j, name := range offline.FeatureNames() {
		one := make([]float64, len(set))
		for i, e := range set {
			one[i] = e.features[j]
		}
		fmt.Fprintf(w, "  %-28s r=%.3f\n", name, pearson(truth, one))
	}
}

// correct is the share of the full mark from which an answer is taken for correct.
const correct = 0.99

func macroF1(set []example, predicted []float64, threshold float64) float64 {
	var tp, fp, fn, tn float64
	for i, e := range set {
		switch yes := predicted[i] >= threshold; {
		case yes && e.truth >= correct:
			tp++
		case yes:
			fp++
		case e.truth >= correct:
			fn++
		default:
			tn++
		}
	}
	return (2*tp/(2*tp+fp+fn) + 2*tn/(2*tn+fp+fn)) / 2
}

// bestThreshold is the value in steps of .01 with the best macro-F1; among equals the middle one.
func bestThreshold(set []example, predicted []float64) float64 {
	var best float64
	var at []float64
	for s := 30; s <= 95; s++ {
		t := float64(s) / 100
		switch f := macroF1(set, predicted, t); {
		case f > best:
			best, at = f, []float64{t}
		case f == best:
			at = append(at, t)
		}
	}
	return at[len(at)/2]
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

func write(w io.Writer, m model, threshold float64, name string, n int) error {
	if _, err := fmt.Fprintf(w, "// Code generated by go run ./cmd/trainoffline %s > interviewer/offline/shortweights.go; DO NOT EDIT.\n// Learned from %d graded answers by ridge regression; "+
		"see the command for the method.\n\npackage offline\n\nconst (\n\tshortBias   = %.4f\n\tshortStrong = %.2f\n)\n\n"+
		"// shortWeights are the weights of Features, in their order.\nvar shortWeights = [%d]float64{\n", name, n, m.bias, threshold, len(m.weights)); err != nil {
		return err
	}
	for j, f := range offline.FeatureNames() {
		if _, err := fmt.Fprintf(w, "\t%.4f, // %s\n", m.weights[j], f); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, "}")
	return err
}
