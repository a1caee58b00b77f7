package encoder

import (
	"slices"
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
