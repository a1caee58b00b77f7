package main

import (
	"fmt"
	"slices"
	"testing"

	"mockinterview/data"
	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Every interview of every role, level and focus spreads over kinds and competencies, and a shorter one is the
// beginning of a longer one.
func TestPlanSpreadsOverKindsAndCompetencies(t *testing.T) {
	for p, level := range packsAndLevels(t) {
		for _, focus := range append([]interviewer.Focus{{}}, p.Focus...) {
			for seed := range int64(6) {
				drawn := &seed
				if seed == 0 {
					drawn = nil // the order of the pack
				}
				all, err := plan(p, level, focus.ID, len(p.Questions), nil, nil, drawn)
				if err != nil {
					continue // no question suits, which is told
				}
				for _, n := range []int{3, 5, 8} {
					what := fmt.Sprintf("%s, %s, focus %q, seed %d, %d questions", p.ID, level, focus.ID, seed, n)
					ids, err := plan(p, level, focus.ID, n, nil, nil, drawn)
					if err != nil || !slices.Equal(ids, all[:min(n, len(all))]) {
						t.Fatalf("%s: %q, %v, is not the beginning of %q", what, ids, err, all)
					}
					suitsAll(t, what, p, level, focus.ID, ids)
					kindsTakeTurns(t, what, p, ids, all)
					if focus.ID == "" {
						competenciesHaveTurns(t, what, p, ids, all)
					}
				}
			}
		}
	}
}

// packsAndLevels are all built-in packs at each seniority.
func packsAndLevels(t *testing.T) func(func(interviewer.Pack, rubric.Seniority) bool) {
	return func(yield func(interviewer.Pack, rubric.Seniority) bool) {
		lib := data.Library{}
		for _, id := range lib.IDs() {
			p, err := lib.Pack(id)
			if err != nil {
				t.Fatal(err)
			}
			for _, level := range rubric.Seniorities() {
				if !yield(p, level) {
					return
				}
			}
		}
	}
}

func suitsAll(t *testing.T, what string, p interviewer.Pack, level rubric.Seniority, focus string, ids []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, id := range ids {
		q, ok := p.Question(id)
		if !ok || seen[id] || !slices.Contains(q.Levels, level) || focus != "" && !slices.Contains(q.Focus, focus) {
			t.Errorf("%s: %s does not suit, or comes twice", what, id)
		}
		seen[id] = true
	}
}

// kindsTakeTurns: none comes again before every kind that is left had its turn.
func kindsTakeTurns(t *testing.T, what string, p interviewer.Pack, ids, all []string) {
	t.Helper()
	had := map[interviewer.QuestionKind]int{}
	for i, id := range ids {
		q, _ := p.Question(id)
		for _, later := range all[i:] {
			if other, _ := p.Question(later); had[other.Kind] < had[q.Kind] {
				t.Errorf("%s: %s comes %d times before %s came %d times: %q",
					what, q.Kind, had[q.Kind]+1, other.Kind, had[other.Kind]+1, ids)
				return
			}
		}
		had[q.Kind]++
	}
}

// competenciesHaveTurns: three questions leave out at most one that questions here are chiefly about, five leave none.
func competenciesHaveTurns(t *testing.T, what string, p interviewer.Pack, ids, all []string) {
	t.Helper()
	left := chiefs(p, all)
	for id := range chiefs(p, ids) {
		delete(left, id)
	}
	if most := max(0, (5-len(ids)+1)/2); len(left) > most {
		t.Errorf("%s: nothing is chiefly about %v: %q", what, left, ids)
	}
}

func chiefs(p interviewer.Pack, ids []string) map[string]bool {
	out := map[string]bool{}
	for _, id := range ids {
		q, _ := p.Question(id)
		for c, probe := range q.Probes {
			if probe == rubric.Chief {
				out[c] = true
			}
		}
	}
	return out
}

// What was never asked comes first within its turn, then what was asked longest ago; a seed draws without the history.
func TestPlanPrefersTheUnseen(t *testing.T) {
	for p, level := range packsAndLevels(t) {
		asked := map[string]int64{}
		var before []string
		for interview := range int64(3) {
			ids, err := plan(p, level, "", 3, asked, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			kindsTakeTurns(t, p.ID, p, ids, ids)
			for _, id := range ids {
				q, _ := p.Question(id)
				for _, other := range p.Questions {
					if slices.Contains(ids, other.ID) || !slices.Contains(other.Levels, level) {
						continue
					}
					if other.Kind == q.Kind && asked[other.ID] < asked[id] {
						t.Errorf("%s, %s, interview %d asks %s again, and not %s, which was asked less lately",
							p.ID, level, interview+1, id, other.ID)
					}
				}
			}
			for _, id := range ids {
				asked[id] = interview + 1
			}
			before = append(before, ids...)
		}
		slices.Sort(before)
		if n := len(slices.Compact(before)); n < min(9, len(suiting(p, level, ""))) {
			t.Errorf("%s, %s: three interviews of three ask only %d different questions", p.ID, level, n)
		}
		seed := int64(7)
		with, err := plan(p, level, "", 5, asked, nil, &seed)
		without, _ := plan(p, level, "", 5, nil, nil, &seed)
		if err != nil || !slices.Equal(with, without) {
			t.Errorf("%s: seed 7 draws %q with a history and %q without", p.ID, with, without)
		}
	}
}

func TestSeedsDrawDifferently(t *testing.T) {
	p, err := data.Library{}.Pack("backend-engineer")
	if err != nil {
		t.Fatal(err)
	}
	first := map[string]bool{}
	for seed := range int64(20) {
		ids, _ := plan(p, rubric.Senior, "", 5, nil, nil, &seed)
		again, _ := plan(p, rubric.Senior, "", 5, nil, nil, &seed)
		if !slices.Equal(ids, again) {
			t.Errorf("seed %d draws %q, then %q", seed, ids, again)
		}
		first[ids[0]] = true
	}
	if len(first) < 5 {
		t.Errorf("20 seeds open with %v only", first)
	}
}

func TestNearestRole(t *testing.T) {
	ids := data.Library{}.IDs()
	for typed, want := range map[string]string{
		"SRE": "site-reliability-engineer", "em": "engineering-manager", "mle": "machine-learning-engineer",
		"front": "frontend-engineer", "backend-enginer": "backend-engineer", "gardener": "", "": "",
	} {
		if got := nearest(typed, ids); got != want {
			t.Errorf("%q is nearest to %q, want %q", typed, got, want)
		}
	}
}
