package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mockinterview/interviewer/offline"
)

func TestShortTrainingIsRepeatableAndGeneralises(t *testing.T) {
	var first, second, said bytes.Buffer
	if code := run([]string{"short.jsonl"}, &first, &said); code != 0 {
		t.Fatalf("exit %d: %s", code, &said)
	}
	if code := run([]string{"short.jsonl"}, &second, &said); code != 0 || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same file gave other weights")
	}
	for _, want := range []string{"go run ./cmd/trainoffline short.jsonl > interviewer/offline/shortweights.go", "// consistency", "shortStrong"} {
		if !strings.Contains(first.String(), want) {
			t.Errorf("the generated file lacks %q", want)
		}
	}
	set, err := readShort("short.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	guessed := leftOut(set)
	for _, c := range []string{"science", "computing"} {
		truth, guess := of(set, guessed, func(a shortAnswer) bool { return a.corpus == c })
		if r := pearson(truth, guess); r < 0.5 {
			t.Errorf("%s: r = %.2f on questions left out, want 0.5 and more", c, r)
		}
	}
	for i, w := range learnShort(set).weights {
		if w < 0 {
			t.Errorf("%s weighs %.4f, want nothing that counts against an answer", offline.FeatureNames()[i], w)
		}
	}
}

func TestLearningLeavesQuestionsOut(t *testing.T) {
	set := []shortAnswer{
		{example{qid: "a", features: make([]float64, 10), truth: 1}, "x"},
		{example{qid: "b", features: []float64{1, 1, 1, 1, 1, 1, 1, 1, 1, .5}, truth: 0.5}, "x"},
		{example{qid: "c", truth: 0}, "x"}, // nothing was answered
	}
	if m := learnShort(set, "a"); offline.Expected(m.bias, m.weights, set[1].features) != 0.5 {
		t.Errorf("bias %v, weights %v: want the truth of the only answer that is left", m.bias, m.weights)
	}
}

func TestWrongShortAnswersAreNamed(t *testing.T) {
	for name, line := range map[string]string{"line 1": "{", "max is not positive": `{"qid":"q","refs":["r"],"answer":"a","score":1}`, "no answers": ""} {
		path := filepath.Join(t.TempDir(), "set.jsonl")
		if err := os.WriteFile(path, []byte(line), 0o600); err != nil {
			t.Fatal(err)
		}
		var said bytes.Buffer
		if code := run([]string{path}, new(bytes.Buffer), &said); code != 1 || !strings.Contains(said.String(), name) {
			t.Errorf("%q: exit %d, %q; want 1 and %q", line, code, &said, name)
		}
	}
}

func TestMacroF1(t *testing.T) {
	for _, c := range []struct {
		truth, guess []float64
		want         float64
	}{
		{[]float64{1, 0}, []float64{0.9, 0.1}, 1},
		{[]float64{1, 0}, []float64{0.1, 0.9}, 0},
		{[]float64{1, 0.8, 0, 0.5}, []float64{1, 0.2, 0.3, 0.4}, (2.0/3 + 0.8) / 2},
	} {
		if got := macroF1(c.truth, c.guess, 0.7); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("truth %v, guess %v: %.3f, want %.3f", c.truth, c.guess, got, c.want)
		}
	}
}
