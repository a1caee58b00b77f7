package sqlite

import (
	"fmt"
	"strings"
	"testing"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// What names things in an archive ends up in file names, command lines and on a terminal, so only the forms that this
// program writes are taken in.
func TestImportRefusesForeignFormsOfNames(t *testing.T) {
	const bad = "x\u009b2J"
	plain := func(id string) interviewer.Session {
		s := testSession(id)
		s.Turns = []interviewer.Turn{asked(s, 1).Turn}
		old, now := testGrade(2.2), testGrade(3)
		s.Turns[0].State, s.Turns[0].OldGrades, s.Turns[0].Grade = interviewer.Answered, []interviewer.Grade{old}, &now
		return s
	}
	there, here, n := fresh(t), fresh(t), 0
	must(t, there.Create(ctx, plain("s-0")))
	if got := imported(t, here, export(t, there)); got.Added != 1 {
		t.Fatalf("unspoilt it gives %+v, want it taken in", got)
	}
	grade := func(s *interviewer.Session) *interviewer.Grade { return s.Turns[0].Grade }
	competency := func(s *interviewer.Session) *interviewer.CompetencyGrade { return &grade(s).Competencies[0] }
	question := func(s *interviewer.Session) *interviewer.Question { return &s.Turns[0].Question }
	for name, spoil := range map[string]func(s *interviewer.Session){
		"session id of letters that are not ours": func(s *interviewer.Session) { s.ID = "s\u3164" },
		"role":                  func(s *interviewer.Session) { s.Role = bad },
		"upper-case role":       func(s *interviewer.Session) { s.Role = "Backend" },
		"level of the session":  func(s *interviewer.Session) { s.Level = bad },
		"mode":                  func(s *interviewer.Session) { s.Options.Mode = bad },
		"grader of the session": func(s *interviewer.Session) { s.Grader.Kind = bad },
		"planned question":      func(s *interviewer.Session) { s.Questions[1] = "../" + bad },
		"pack":                  func(s *interviewer.Session) { s.Pack.ID = "a b" },
		"competency":            func(s *interviewer.Session) { s.Pack.Rubric[0].ID = bad },
		"signal":                func(s *interviewer.Session) { s.Pack.Rubric[0].Signals[0].ID = bad },
		"kind of signal":        func(s *interviewer.Session) { s.Pack.Rubric[0].Signals[0].Kind = bad },
		"question of the pack":  func(s *interviewer.Session) { s.Pack.Questions[0].ID = bad },
		"question asked":        func(s *interviewer.Session) { question(s).ID = bad },
		"kind of question":      func(s *interviewer.Session) { question(s).Kind = bad },
		"level of a question":   func(s *interviewer.Session) { question(s).Levels = []rubric.Seniority{bad} },
		"competency probed": func(s *interviewer.Session) {
			question(s).Probes = map[string]rubric.Probe{bad: rubric.Chief}
		},
		"probe": func(s *interviewer.Session) {
			question(s).Probes = map[string]rubric.Probe{"data-strategy": bad}
		},
		"signal of a question": func(s *interviewer.Session) {
			question(s).Signals = []rubric.Signal{{ID: bad, Kind: rubric.Strong}}
		},
		"signal given by a hint": func(s *interviewer.Session) {
			question(s).Hints = []interviewer.Hint{{Gives: []string{bad}}}
		},
		"signal of a follow-up": func(s *interviewer.Session) {
			question(s).FollowUps = []interviewer.FollowUp{{Signal: bad}}
		},
		"speaker":                  func(s *interviewer.Session) { s.Turns[0].Messages[0].From = bad },
		"kind of message":          func(s *interviewer.Session) { s.Turns[0].Messages[0].Kind = bad },
		"signal of a message":      func(s *interviewer.Session) { s.Turns[0].Messages[0].Signal = bad },
		"status":                   func(s *interviewer.Session) { grade(s).Status = bad },
		"recommendation":           func(s *interviewer.Session) { grade(s).Recommendation = bad },
		"grader":                   func(s *interviewer.Session) { grade(s).Provenance.Grader = bad },
		"status of an older grade": func(s *interviewer.Session) { s.Turns[0].OldGrades[0].Status = bad },
		"competency graded":        func(s *interviewer.Session) { competency(s).ID = bad },
		"competency not graded": func(s *interviewer.Session) {
			grade(s).Failures = []interviewer.Failure{{Competency: bad}}
		},
		"level of a competency": func(s *interviewer.Session) { competency(s).Level = bad },
		"probe of a competency": func(s *interviewer.Session) { competency(s).Probe = bad },
		"signal marked":         func(s *interviewer.Session) { competency(s).Marks[0].Signal = bad },
		"kind of a mark":        func(s *interviewer.Session) { competency(s).Marks[0].Kind = bad },
		"verdict":               func(s *interviewer.Session) { competency(s).Marks[0].Verdict = bad },
		"signal that it refines": func(s *interviewer.Session) {
			s.Pack.Questions[0].Signals = []rubric.Signal{{ID: "a", Refines: bad}}
		},
		"number of a question":         func(s *interviewer.Session) { s.Turns[0].N = -1 },
		"number of a message":          func(s *interviewer.Session) { s.Turns[0].Messages[0].N = 0 },
		"hints taken":                  func(s *interviewer.Session) { s.Turns[0].HintsUsed = -1 },
		"seconds spent":                func(s *interviewer.Session) { s.Turns[0].Seconds = -1 },
		"question that probes nothing": func(s *interviewer.Session) { question(s).Probes = nil },
		"question of the pack that probes nothing of its rubric": func(s *interviewer.Session) {
			s.Pack.Questions[0].Probes = map[string]rubric.Probe{"elsewhere": rubric.Chief}
		},
		"competency of a signal": func(s *interviewer.Session) {
			s.Pack.Questions[0].Signals = []rubric.Signal{{ID: "a", Competency: bad}}
		},
	} {
		n++
		s := plain(fmt.Sprintf("s-%d", n))
		spoil(&s)
		must(t, there.Create(ctx, s))
		_, err := here.Import(ctx, strings.NewReader(export(t, there, s.ID)))
		if kindOf(err) != ErrNotAnArchive {
			t.Errorf("%s: error is %v, want %v", name, err, ErrNotAnArchive)
			continue
		}
		if strings.ContainsRune(err.Error(), '\u009b') || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: the error is not one clean line: %q", name, err)
		}
	}
}
