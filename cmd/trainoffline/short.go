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
	"strings"

	"mockinterview/data"
	"mockinterview/interviewer/offline"
)

// shortAnswer is a graded short answer as measures. The measures are nil where nothing was answered; there is nothing to learn from those.
type shortAnswer struct {
	example
	corpus string
}

// shortPenalty is the ridge's λ per standardised measure. From 0.1 to 2 it hardly matters how questions do that were left out; a strong one shares the weight
// among measures that say much the same.
const shortPenalty = 0.5

// authored is the weight of a corpus of the second and further files beside 1 for the first: what was written for training knows less of what people answer.
const authored = 0.6

// rightFrom is the share of the full mark from which an answer is right. It is that of the calibration report.
const rightFrom = 0.8

// trainShort learns the weights of short answers. The first file's corpus is the one that says how generous graders are; of the others only counts which
// answers are better than others.
func trainShort(paths []string, stdout, stderr io.Writer) error {
	var set []shortAnswer
	for _, p := range paths {
		more, err := readShort(p)
		if err != nil {
			return err
		}
		set = append(set, more...)
	}
	if len(set) == 0 {
		return fmt.Errorf("%s: no answers", paths[0])
	}
	guessed := leftOut(set)
	strong := bestThreshold(set, guessed)
	for _, c := range corpora(set) {
		reportShort(stderr, c, set, guessed, strong)
	}
	return writeShort(stdout, learnShort(set), strong, paths, len(set))
}

// readShort reads graded answers, one a line. What precedes a hyphen in a question's name is its corpus; else the file is.
func readShort(path string) ([]shortAnswer, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lex, err := data.Lexicon[offline.Lexicon]()
	if err != nil {
		return nil, err
	}
	g := offline.New(lex)
	var out []shortAnswer
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
		corpus, _, ok := strings.Cut(l.QID, "-")
		if !ok {
			corpus = strings.TrimSuffix(filepath.Base(path), ".jsonl")
		}
		out = append(out, shortAnswer{example{qid: l.QID, features: g.Features(l.Question, l.Refs, l.Answer), truth: l.Score / l.Max}, corpus})
	}
	return out, sc.Err()
}

func corpora(set []shortAnswer) []string {
	var out []string
	for _, a := range set {
		if !slices.Contains(out, a.corpus) {
			out = append(out, a.corpus)
		}
	}
	return out
}

// learnShort learns from all answers but those to some questions. Every corpus is taken as the distance from its own mean, because corpora differ in how many
// of their answers are right, which no measure can tell; the bias is that of the first corpus. Within a corpus every question weighs the same. The result of
// a calculation has a set weight, which is taken off before.
func learnShort(set []shortAnswer, without ...string) model {
	var kept []shortAnswer
	for _, a := range set {
		if a.features != nil && !slices.Contains(without, a.qid) {
			kept = append(kept, a)
		}
	}
	weight := evenly(kept)
	last := len(offline.FeatureNames()) - 1
	centred := make([]example, len(kept))
	var first means
	for i, c := range corpora(kept) {
		m := meansOf(kept, weight, c)
		if i == 0 {
			first = m
		}
		for j, a := range kept {
			if a.corpus == c {
				centred[j] = example{qid: a.qid, truth: unresulted(a) - m.truth, features: make([]float64, last)}
				for k := range last {
					centred[j].features[k] = a.features[k] - m.features[k]
				}
			}
		}
	}
	m := fitWeighted(centred, weight, shortPenalty)
	bias := first.truth - offline.ResultWeight/2
	for k, w := range m.weights {
		m.weights[k] = round4(w)
		bias -= m.weights[k] * first.features[k]
	}
	return model{bias: round4(bias), weights: append(m.weights, offline.ResultWeight)}
}

// unresulted is the truth without what the result of a calculation makes of it.
func unresulted(a shortAnswer) float64 {
	return a.truth - offline.ResultWeight*(a.features[len(a.features)-1]-0.5)
}

func round4(v float64) float64 { return math.Round(v*1e4) / 1e4 }

// evenly gives every question of a corpus the same weight, and the corpora theirs. All weights add up to one.
func evenly(set []shortAnswer) []float64 {
	answers, asked := map[string]float64{}, map[string]float64{}
	for _, a := range set {
		if answers[a.qid] == 0 {
			asked[a.corpus]++
		}
		answers[a.qid]++
	}
	total := 1 + authored*float64(len(asked)-1)
	out := make([]float64, len(set))
	for i, a := range set {
		out[i] = 1 / answers[a.qid] / asked[a.corpus] / total
		if a.corpus != set[0].corpus {
			out[i] *= authored
		}
	}
	return out
}

// means are the weighted means of a corpus.
type means struct {
	truth    float64
	features []float64
}

func meansOf(set []shortAnswer, weight []float64, corpus string) means {
	m := means{features: make([]float64, len(offline.FeatureNames()))}
	var n float64
	for i, a := range set {
		if a.corpus != corpus {
			continue
		}
		n += weight[i]
		m.truth += weight[i] * unresulted(a)
		for k, f := range a.features {
			m.features[k] += weight[i] * f
		}
	}
	m.truth /= n
	for k := range m.features {
		m.features[k] /= n
	}
	return m
}

// leftOut guesses the answers to each question by what is learned from all others.
func leftOut(set []shortAnswer) []float64 {
	out := make([]float64, len(set))
	done := map[string]bool{}
	for _, q := range set {
		if done[q.qid] {
			continue
		}
		done[q.qid] = true
		m := learnShort(set, q.qid)
		for i, a := range set {
			if a.qid == q.qid {
				out[i] = offline.Expected(m.bias, m.weights, a.features)
			}
		}
	}
	return out
}

// reportShort says how well the answers of a corpus were guessed, and those to the question that was guessed worst and best.
func reportShort(w io.Writer, corpus string, set []shortAnswer, guessed []float64, strong float64) {
	truth, guess := of(set, guessed, func(a shortAnswer) bool { return a.corpus == corpus })
	own, at := 0.0, 0.0
	for s := 30; s <= 95; s++ {
		if f := macroF1(truth, guess, float64(s)/100); f > own {
			own, at = f, float64(s)/100
		}
	}
	fmt.Fprintf(w, "%s, questions left out: n=%d r=%.3f rmse=%.3f macro-F1=%.3f (at best %.3f, from %.2f)\n",
		corpus, len(truth), pearson(truth, guess), rmse(truth, guess), macroF1(truth, guess, strong), own, at)
	seen := map[string]bool{}
	for _, q := range set {
		if q.corpus != corpus || seen[q.qid] {
			continue
		}
		seen[q.qid] = true
		truth, guess := of(set, guessed, func(a shortAnswer) bool { return a.qid == q.qid })
		fmt.Fprintf(w, "  %-28s n=%d r=%.3f rmse=%.3f macro-F1=%.3f\n", q.qid, len(truth), pearson(truth, guess), rmse(truth, guess), macroF1(truth, guess, strong))
	}
}

// of takes the truths and guesses of some answers.
func of(set []shortAnswer, guessed []float64, want func(shortAnswer) bool) (truth, guess []float64) {
	for i, a := range set {
		if want(a) {
			truth, guess = append(truth, a.truth), append(guess, guessed[i])
		}
	}
	return truth, guess
}

func macroF1(truth, guess []float64, threshold float64) float64 {
	var tp, fp, fn, tn float64
	for i := range truth {
		switch yes := guess[i] >= threshold; {
		case yes && truth[i] >= rightFrom:
			tp++
		case yes:
			fp++
		case truth[i] >= rightFrom:
			fn++
		default:
			tn++
		}
	}
	return (2*tp/max(1, 2*tp+fp+fn) + 2*tn/max(1, 2*tn+fp+fn)) / 2
}

// bestThreshold is the value in steps of .01 with the best mean of the corpora's macro-F1, each smoothed over its neighbours: of a ragged curve over few
// questions the middle of the plateau is worth more than the peak.
func bestThreshold(set []shortAnswer, guessed []float64) float64 {
	const from, to, around = 50, 92, 3
	at := func(s int) float64 {
		var sum float64
		for _, c := range corpora(set) {
			truth, guess := of(set, guessed, func(a shortAnswer) bool { return a.corpus == c })
			sum += macroF1(truth, guess, float64(s)/100)
		}
		return sum
	}
	curve := map[int]float64{}
	for s := from - around; s <= to+around; s++ {
		curve[s] = at(s)
	}
	best, chosen := -1.0, from
	for s := from; s <= to; s++ {
		var sum float64
		for d := -around; d <= around; d++ {
			sum += curve[s+d]
		}
		if sum > best+1e-9 {
			best, chosen = sum, s
		}
	}
	return float64(chosen) / 100
}

func writeShort(w io.Writer, m model, strong float64, paths []string, n int) error {
	names := []string{filepath.Base(paths[0])}
	for _, p := range paths[1:] {
		names = append(names, filepath.ToSlash(p))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "// Code generated by go run ./cmd/trainoffline %s > interviewer/offline/shortweights.go; DO NOT EDIT.\n// Learned from %d graded answers by ridge regression; "+
		"see the command for the method.\n\npackage offline\n\nconst (\n\tshortBias   = %.4f\n\tshortStrong = %.2f\n)\n\n"+
		"// shortWeights are the weights of Features, in their order.\nvar shortWeights = [%d]float64{\n", strings.Join(names, " "), n, m.bias, strong, len(m.weights))
	for j, f := range offline.FeatureNames() {
		fmt.Fprintf(&b, "\t%.4f, // %s\n", m.weights[j], f)
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}
