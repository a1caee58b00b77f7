package offline

import (
	"math"
	"strings"
	"testing"
)

// The question and the reference that most of these tests share.
const (
	askedPan = "Why do cooks prefer pans with a wooden handle?"
	refPan   = "Wood is a poor conductor of heat, so the handle stays cool."
)

func TestSimilarityPrefersTheBetterAnswer(t *testing.T) {
	g := New(testLexicon())
	for _, c := range []struct {
		name, question, ref, better, worse string
	}{
		{"synonym", "What happens to the water?", "The amount of water decreases.", "It shrinks.", "It sings."},
		{"typing error", askedPan, refPan, "It is a poor condctor of heat.", "It is a poor container of soup."},
		{"misspelt is nearly as good as nothing wrong", askedPan, refPan, "Wood is a poor conducter of heat.", "Wood is a poor thing."},
		{"negation", askedPan, refPan, "The handle stays cool.", "The handle does not stay cool."},
		{"denied in the reference", "What about terminals 1 and 2?", "There is no gap between the terminals.", "There is no gap.", "There is a gap."},
		{"opposite", askedPan, refPan, "Wood is a poor conductor of heat.", "Wood is a good conductor of heat."},
		{"opposite by prefix", "What must hold of the array?", "It has to be sorted.", "It must be sorted.", "It must be unsorted."},
		{"sides turned round", "How is a search tree ordered?", "The left subtree holds smaller keys, the right subtree holds larger keys.",
			"Smaller keys in the left subtree, larger keys in the right subtree.", "Larger keys in the left subtree, smaller keys in the right subtree."},
		{"yes and no", "Does the other bulb stay lit?", "Yes, it is still in a closed path.", "Yes, its path is closed.", "No, its path is closed."},
		{"echo of the question", askedPan, refPan, "Because wood is a poor conductor.", "Cooks prefer pans with a wooden handle."},
		{"more of the points", "How do you part sand and salt?", "Dissolve the salt in water. Filter out the sand. Let the water evaporate.",
			"Dissolve the salt, filter the sand, evaporate the water.", "Dissolve the salt."},
		{"abbreviation", "In what order are elements taken?", "Last in, first out.", "LIFO", "TIFO"},
		{"abbreviation in the reference", "In what order are elements taken?", "LIFO order", "The last one in is the first out: last in, first out.", "The oldest one is served."},
		{"right result", "How long do 3 frames take at 5 ms each?", "3 frames of 5 ms take 3 * 5 ms = 15 ms.", "They take 15 ms.", "They take 12 ms."},
		{"rounded result", "What is the chance that it is full?", "The chance is (1-r)/(1-r^4) = 0.0508.", "The chance is 0.051.", "The chance is 0.062."},
		{"thousands", "How large is it?", "The total is 1,500 bytes.", "It has 1500 bytes.", "It has 1200 bytes."},
		{"label", "Which bulb is on?", "Bulb A is on.", "It is bulb A", "It is bulb D"},
	} {
		t.Run(c.name, func(t *testing.T) {
			better, worse := g.Similarity(c.question, []string{c.ref}, c.better).Value, g.Similarity(c.question, []string{c.ref}, c.worse).Value
			if better <= worse+0.01 {
				t.Errorf("%q gets %.3f and %q %.3f; want the first clearly higher", c.better, better, c.worse, worse)
			}
		})
	}
}

func TestSimilarityTellsRightFromNot(t *testing.T) {
	g := New(testLexicon())
	for _, c := range []struct {
		name, answer string
		strong       bool
	}{
		{"the reference itself", refPan, true},
		{"in other words", "Because wood conducts heat poorly and the handle stays cool", true},
		{"the question again", askedPan, false},
		{"something else", "Because it looks nicer on the shelf.", false},
		{"the opposite", "Wood is a good conductor of heat, so the handle does not stay cool.", false},
	} {
		if got := g.Similarity(askedPan, []string{refPan}, c.answer); got.Strong != c.strong {
			t.Errorf("%s: value %.3f, right %v; want %v", c.name, got.Value, got.Strong, c.strong)
		}
	}
}

func TestSimilarityOfNoAnswerIsNothing(t *testing.T) {
	g := New(testLexicon())
	for _, a := range []string{"", " \n", "…", "No submission.", "no response", "Not answered", "I don't know.", "don’t know", "No idea, sorry", "N/A", "(empty answer)"} {
		if got := g.Similarity("What does a server send?", []string{"The server sends a response, or no answer."}, a); got != (Score{}) {
			t.Errorf("%q gets %+v, want nothing", a, got)
		}
	}
	if got := g.Similarity("What does it send?", nil, "A response."); got != (Score{}) {
		t.Errorf("without a reference: %+v, want nothing", got)
	}
	if got := g.Similarity("Does it send anything?", []string{"No, it sends no response."}, "It sends no response to it."); got.Value < 0.5 {
		t.Errorf("an answer about no response gets %.3f, want more than half", got.Value)
	}
}

func TestSimilarityTakesTheReferenceThatFits(t *testing.T) {
	g := New(testLexicon())
	const q, a = "What is wrong with the circuit?", "The bulb has no closed path."
	far, near := "The switch was left alone.", "The bulb is not in a closed path."
	one := g.Similarity(q, []string{far}, a)
	for _, refs := range [][]string{{far, near}, {near, far}} {
		if got := g.Similarity(q, refs, a); got.Value <= one.Value || !got.Strong {
			t.Errorf("with the fitting reference: %+v, without: %+v; want it higher and right", got, one)
		}
	}
}

func TestSimilarityOfLongTextsIsBounded(t *testing.T) {
	g := New(testLexicon())
	long := strings.Repeat("The handle of wood stays cool (it does), e.g. not hot = 12.5; ", 1700)
	got := g.Similarity(long, []string{long, long + refPan}, long)
	if got.Value <= 0 || got.Value > 1 {
		t.Errorf("100 KB get %.3f, want a share", got.Value)
	}
}

func FuzzSimilarity(f *testing.F) {
	f.Add(askedPan, refPan, "No, it isn't. (0.25p) = 3,5 e.g. LIFO a")
	f.Add("", "=", "1.5.5")
	f.Add("\u200d", "\ufe0f a \u0301", "no longer")
	g, other := New(testLexicon()), New(testLexicon())
	f.Fuzz(func(t *testing.T, question, ref, answer string) {
		refs := []string{ref, refPan}
		got := g.Similarity(question, refs, answer)
		if !(got.Value >= 0 && got.Value <= 1) || got.Value != math.Round(got.Value*1e6)/1e6 {
			t.Errorf("value %v, want a share to six decimals", got.Value)
		}
		if again := other.Similarity(question, refs, answer); again != got {
			t.Errorf("%+v, then %+v", got, again)
		}
		measures := g.Features(question, refs, answer)
		if measures != nil && len(measures) != len(FeatureNames()) {
			t.Fatalf("%d measures, want %d", len(measures), len(FeatureNames()))
		}
		for i, m := range measures {
			if !(m >= 0 && m <= 1) {
				t.Errorf("%s is %v, want 0 to 1", FeatureNames()[i], m)
			}
		}
	})
}
