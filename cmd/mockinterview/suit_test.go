package main

import (
	"slices"
	"strings"
	"testing"

	"mockinterview/data"
	"mockinterview/rubric"
)

// A document chooses by meaning: the words of the question need not stand in it.
func TestQuestionsAreChosenByMeaning(t *testing.T) {
	p, err := data.Library{}.Pack("backend-engineer")
	if err != nil {
		t.Fatal(err)
	}
	for job, want := range map[string]string{
		"We offer a friendly team and free fruit. You make sure that nobody is charged twice when the phone loses its " +
			"connection while paying. Apply with a short letter.": "idempotent-payments",
		"You own our caches: after somebody changes a price, nobody may be shown the stale one " +
			"for long.": "cache-invalidation",
	} {
		speaks, err := byMeaning(t.Context(), offlineGrader(""), job, p.Questions)
		if err != nil {
			t.Fatal(err)
		}
		ids, err := plan(p, rubric.Senior, "", 3, nil, speaks, nil)
		if err != nil || !slices.Contains(ids, want) {
			t.Errorf("%q chooses %q, %v, want %s among them", job, ids, err, want)
		}
		if got := speaks[want].passage; got == "" || strings.Contains(got, "fruit") {
			t.Errorf("%q: %s is said to suit for %q", job, want, got)
		}
	}
}

// What every advertisement says is no reason for a question, and nothing is made one of.
func TestWordsThatSayNothingOfTheWorkChooseNoQuestion(t *testing.T) {
	const job = `We are a friendly team of forty people in a bright office by the river, with free fruit and a choir.
You bring five years of experience, good English, and the will to learn. We pay well and you can work from home.
Thirty days of holiday, a budget for books, a bicycle. Apply with a short letter and tell us when you can begin.
We are an equal opportunity employer. Salary between 60,000 and 80,000 a year. Bring your dog.`
	lib := data.Library{}
	for _, id := range lib.IDs() {
		p, err := lib.Pack(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, document := range []string{"", job} {
			speaks, err := byMeaning(t.Context(), offlineGrader(""), document, p.Questions)
			if err != nil || len(speaks) > 0 {
				t.Errorf("%s: %+v, %v, want none", id, speaks, err)
			}
		}
	}
}

// What a document speaks for comes first; among that, and among the rest, kinds take turns as they always do.
func TestPlanPutsFirstWhatADocumentSpeaksFor(t *testing.T) {
	for p, level := range packsAndLevels(t) {
		all := suiting(p, level, "")
		speaks := map[string]fit{}
		for i, q := range all {
			if i%3 == 0 {
				speaks[q.ID] = fit{score: float64(i)}
			}
		}
		ids, err := plan(p, level, "", len(all), nil, speaks, nil)
		if err != nil || len(ids) != len(all) {
			t.Fatalf("%s, %s: %q, %v", p.ID, level, ids, err)
		}
		spoken := ids[:len(speaks)]
		for _, id := range spoken {
			if _, ok := speaks[id]; !ok {
				t.Errorf("%s, %s: %s comes before what the document speaks for: %q", p.ID, level, id, ids)
			}
		}
		kindsTakeTurns(t, p.ID, p, spoken, spoken)
		first, best := map[string]bool{}, map[string]float64{}
		for _, id := range spoken {
			q, _ := p.Question(id)
			best[string(q.Kind)] = max(best[string(q.Kind)], speaks[id].score)
		}
		for _, id := range spoken {
			q, _ := p.Question(id)
			if kind := string(q.Kind); !first[kind] && speaks[id].score < best[kind] {
				t.Errorf("%s, %s: %s is not the one of its kind for which most is said: %q", p.ID, level, id, spoken)
			}
			first[string(q.Kind)] = true
		}
	}
}
