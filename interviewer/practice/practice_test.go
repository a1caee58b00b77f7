package practice

import (
	"fmt"
	"testing"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

var berlin = time.FixedZone("UTC+1", 3600)

// day is nine in the morning of the nth day.
func day(n int) time.Time { return time.Date(2026, 3, n, 9, 0, 0, 0, berlin) }

// answer is a graded turn.
func answer(question string, score float64) interviewer.Turn {
	overall := rubric.Recommend(score).Overall()
	return interviewer.Turn{
		N: 1, Question: interviewer.Question{ID: question}, State: interviewer.Answered,
		Grade: &interviewer.Grade{
			Status: interviewer.StatusGraded, Score: &score, Overall: &overall, Recommendation: rubric.Recommend(score),
			Competencies: []interviewer.CompetencyGrade{{ID: "depth", Level: levelOf(score), Score: &score,
				Probe: rubric.Chief}},
			Provenance: interviewer.Provenance{Grader: interviewer.Offline},
		},
	}
}

func levelOf(score float64) rubric.Level {
	switch {
	case score >= rubric.StrongHire.Least():
		return rubric.LevelStrong
	case score >= 2.2:
		return rubric.LevelMixed
	}
	return rubric.LevelWeak
}

// open is a turn without a grade.
func open(question string, state interviewer.State) interviewer.Turn {
	return interviewer.Turn{N: 1, Question: interviewer.Question{ID: question}, State: state}
}

func pending(question string) interviewer.Turn {
	t := open(question, interviewer.Answered)
	t.Grade = &interviewer.Grade{Status: interviewer.StatusPending, Recommendation: rubric.NoDecision}
	return t
}

func session(at time.Time, turns ...interviewer.Turn) interviewer.Session {
	for i := range turns {
		turns[i].N = i + 1
	}
	return interviewer.Session{
		ID: fmt.Sprintf("s%d", at.YearDay()), Role: "backend", Level: rubric.Senior, State: interviewer.Finished,
		StartedAt: at,
		Options:   interviewer.Options{Drill: len(turns) == 1}, Turns: turns,
	}
}

func attempt(at time.Time, score float64) Attempt {
	return Attempt{Session: session(at, answer("q", score)), Score: &score}
}

func pack() interviewer.Pack {
	return interviewer.Pack{
		ID: "backend", Title: "Backend | engineer", Version: 1,
		Rubric: []rubric.Competency{{ID: "depth", Name: "Depth", Weight: 50}, {ID: "data", Name: "Data", Weight: 50}},
	}
}

func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}
