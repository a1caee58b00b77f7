package offline

import (
	"math/rand/v2"
	"strings"
	"testing"

	"mockinterview/rubric"
)

// The same three claims, reasoned and merely named or laughed at: the whole of an answer decides what a touch is worth.
func TestTheWholeOfAnAnswerSetsWhatItsTouchesAreWorth(t *testing.T) {
	g := New(testLexicon())
	level := func(text string) rubric.Level {
		_, grade := gradeOf(t, g, text)
		return grade.Competencies[0].Level
	}
	if got := level(good + " " + good2); got != rubric.LevelStrong {
		t.Errorf("a reasoned answer is %s in depth, want strong", got)
	}
	if got := level("It needs an idempotency key and the same key, a stored result for retry, and of course proper checks of the status on timeout. " +
		"Reliability, availability and performance are essential, and good scalability is important."); got == rubric.LevelStrong {
		t.Errorf("an answer that only names things is %s in depth", got)
	}
}

func TestMovedThresholdsKeepTheSurestTouch(t *testing.T) {
	p, q := testPack()
	c := compile(testLexicon(), p, q)
	k := c.competencies[0]
	found := []finding{
		{verdict: rubric.Shown, strength: .9, hits: []hit{{width: 1}}},
		{verdict: rubric.Shown, strength: .7, hits: []hit{{width: 1}}},
		{verdict: rubric.Absent, strength: .3, hits: []hit{{width: 1}}},
		{verdict: rubric.Absent},
	}
	k.settle(found, k.foretold(counts{mVague: -5}))
	if found[0].verdict != rubric.Partial || found[1].verdict != rubric.Absent || found[2].verdict != rubric.Absent {
		t.Errorf("a thin answer keeps %v, %v and %v; want its surest touch, in part", found[0].verdict, found[1].verdict, found[2].verdict)
	}
}

func TestOrderTellsWordsFromSentences(t *testing.T) {
	p, q := testPack()
	c := compile(testLexicon(), p, q)
	text := good + " " + good2
	if d := c.read([]rubric.Source{{Message: 1, Text: text}}, nil, nil); d.disordered() {
		t.Error("sentences were taken for words without an order")
	}
	missed := 0
	for seed := range uint64(40) {
		words := strings.Fields(strings.ToLower(text))
		rand.New(rand.NewPCG(seed, 3)).Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		if d := c.read([]rubric.Source{{Message: 1, Text: strings.Join(words, " ")}}, nil, nil); !d.disordered() {
			missed++
		}
	}
	if missed > 4 {
		t.Errorf("%d of 40 shuffled texts were taken for sentences, want at most 4", missed)
	}
}

func TestWhatNamesItsFieldIsOnTheTopic(t *testing.T) {
	g := New(testLexicon())
	for text, onTopic := range map[string]bool{
		"I would take Redis and Kafka and some Postgres, my friends and I have had a lot of fun with them over the years.": true,
		"My neighbour has a garden with tomatoes and two cats, and in the summer we sit there and talk about the weather.": false,
	} {
		if j, _ := gradeOf(t, g, text); (j.Gate == "") != onTopic {
			t.Errorf("%q: gate %q, want on topic %v", text, j.Gate, onTopic)
		}
	}
}

func TestASignalWithoutConceptsIsGraded(t *testing.T) {
	p, q := testPack()
	q.Signals = append([]rubric.Signal(nil), q.Signals...)
	q.Signals = append(q.Signals, rubric.Signal{ID: "bare", Competency: "depth", Kind: rubric.Strong, Weight: 1, Text: "Something only a model can tell."})
	c := compile(testLexicon(), p, q)
	d := c.read([]rubric.Source{{Message: 1, Text: good}}, nil, nil)
	s := c.competencies[0].signals[len(c.competencies[0].signals)-1]
	if m := d.mark(s, d.look(s)); m.Verdict != rubric.Absent || m.Reason == "" {
		t.Errorf("a signal without concepts is %s, %q; want absent with a reason", m.Verdict, m.Reason)
	}
}
