package main

import (
	"testing"

	"mockinterview/interviewer"
	"mockinterview/interviewer/calibration"
)

func TestRatedQuotesAreToldOfTheOfflineGraderOnTheSetOfARole(t *testing.T) {
	offline := interviewer.GraderInfo{Kind: interviewer.Offline}
	of := func(role, dataset string) calibrateOptions {
		return calibrateOptions{reading: calibration.Reading{Role: role}, dataset: dataset}
	}
	if q := of("backend-engineer", "").rated(offline); q == nil || q.Evidence == 0 {
		t.Errorf("of the set of a role: %+v", q)
	}
	for _, q := range []*interviewer.RatedQuotes{
		of("backend-engineer", "own.jsonl").rated(offline),
		of("juggler", "").rated(offline),
		of("backend-engineer", "").rated(interviewer.GraderInfo{Kind: interviewer.LLM, Model: "m"}),
	} {
		if q != nil {
			t.Errorf("where nobody rated any: %+v", q)
		}
	}
}
