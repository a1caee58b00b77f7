package encoder

import (
	"slices"
	"strings"
	"testing"
)

// readings pairs every sentence with its neighbours.
func readings(sentences []string) []Reading {
	var out []Reading
	for i := range len(sentences) - 2 {
		out = append(out, Reading{sentences[i], sentences[i+1], sentences[i+2], i % Heads})
	}
	return out
}

func TestReadingIsTheSameWithEveryKernel(t *testing.T) {
	e, few := mustLoad(t, testFile(t, 1)), testSentences(t)[:6]
	fast, err := e.Read(t.Context(), readings(few), 3)
	if err != nil {
		t.Fatal(err)
	}
	e.newKernel = plainKernel
	slow, err := e.Read(t.Context(), readings(few), 1)
	if err != nil || !slices.Equal(slow, fast) {
		t.Errorf("the plain kernel reads %v (%v), the fastest %v", slow, err, fast[:len(few)])
	}
}

func TestAReadingDependsOnItsPartsAlone(t *testing.T) {
	e := mustLoad(t, testFile(t, 1))
	all := readings(testSentences(t))
	together, err := e.Read(t.Context(), all, 1)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(all)
	apart, err := e.Read(t.Context(), all, 2)
	slices.Reverse(apart)
	if err != nil || !slices.Equal(apart, together) {
		t.Errorf("the same readings in another order have other logits (%v)", err)
	}
	for _, change := range []func(*Reading){
		func(r *Reading) { r.Sought = r.Sentence },
		func(r *Reading) { r.Example = r.Sentence },
		func(r *Reading) { r.Sentence = r.Example },
		func(r *Reading) { r.Head = (r.Head + 1) % Heads },
	} {
		r := all[0]
		change(&r)
		got, err := e.Read(t.Context(), []Reading{r}, 1)
		if err != nil || got[0] == together[len(together)-1] {
			t.Errorf("a reading with another part has the same logit (%v)", err)
		}
	}
}

func TestALongPartLeavesTheOthersTheirRoom(t *testing.T) {
	e, long := mustLoad(t, testFile(t, 1)), strings.Repeat("a ", 2*MaxTokens)
	read := func(r Reading) float64 {
		t.Helper()
		got, err := e.Read(t.Context(), []Reading{r}, 1)
		if err != nil {
			t.Fatal(err)
		}
		return got[0]
	}
	whole := Reading{Sought: long, Example: long, Sentence: long}
	for name, same := range map[string]Reading{
		"sought":   {Sought: long[:2*(soughtTokens-2)], Example: long, Sentence: long},
		"example":  {Sought: long, Example: long[:2*(exampleTokens-1)], Sentence: long},
		"sentence": {Sought: long, Example: long, Sentence: long[:2*(sentenceTokens-1)]},
	} {
		if read(same) != read(whole) {
			t.Errorf("%s: what stands behind the last token that is read changes the logit", name)
		}
	}
	b, c := Reading{Sought: long, Example: long, Sentence: "b"}, Reading{Sought: long, Example: long, Sentence: "c"}
	if read(b) == read(c) {
		t.Error("after two long parts the sentence is not read")
	}
}
