package sqlite

import (
	"fmt"
	"regexp"
	"slices"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// plausible refuses sessions that no version of this program wrote. Ids and enumerations are printed, name files and
// stand in commands, so they have to be of the form that they are given here; free text may be anything, for whoever
// shows it makes it harmless.
func plausible(s interviewer.Session) error {
	c := &forms{}
	if !sessionID.MatchString(s.ID) || s.ID == Last {
		c.say("%.80q is no id", s.ID)
	}
	if !slices.Contains(
		[]interviewer.State{interviewer.InProgress, interviewer.Finished, interviewer.Abandoned},
		s.State,
	) {
		c.say("%.80q is no state of a session", s.State)
	}
	c.id("role", s.Role)
	oneOf(c, "level", s.Level, rubric.Seniorities())
	oneOf(c, "grader", s.Grader.Kind, interviewer.GraderKinds())
	c.optional("mode", string(s.Options.Mode))
	for _, id := range s.Questions {
		c.id("question", id)
	}
	c.pack(s.Pack)
	turns := map[int]bool{}
	for _, t := range s.Turns {
		if turns[t.N] {
			c.say("question %d is there twice", t.N)
		}
		turns[t.N] = true
		c.turn(s.Pack, t)
	}
	return c.err
}

var (
	sessionID = regexp.MustCompile(`^[a-zA-Z0-9._:-]{1,128}$`)
	idForm    = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`) // of everything that a pack names
)

// forms keeps the first thing that is not of its form.
type forms struct{ err error }

func (c *forms) say(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

// atLeast wants a number that is not below the least there is.
func (c *forms) atLeast(least int, what string, v int) {
	if v < least {
		c.say("%d is no number of %s", v, what)
	}
}

// id wants lower case with hyphens.
func (c *forms) id(what, v string) {
	if len(v) > 128 || !idForm.MatchString(v) {
		c.say("%.80q is no id of a %s", v, what)
	}
}

// optional is id where there may be none.
func (c *forms) optional(what, v string) {
	if v != "" {
		c.id(what, v)
	}
}

// oneOf wants a value of a closed set, or none.
func oneOf[T ~string](c *forms, what string, v T, all []T) {
	if v != "" && !slices.Contains(all, v) {
		c.say("%.80q is no %s", string(v), what)
	}
}

func (c *forms) pack(p interviewer.Pack) {
	c.id("pack", p.ID)
	for _, comp := range p.Rubric {
		c.id("competency", comp.ID)
		c.signals(comp.Signals)
	}
	for _, q := range p.Questions {
		c.question(p, q)
	}
}

func (c *forms) signals(list []rubric.Signal) {
	for _, s := range list {
		c.id("signal", s.ID)
		oneOf(c, "kind of signal", s.Kind, rubric.Kinds())
	}
}

func (c *forms) question(p interviewer.Pack, q interviewer.Question) {
	c.id("question", q.ID)
	if len(p.Probed(q)) == 0 { // then nothing could be marked
		c.say("question %.80q probes no competency of its pack", q.ID)
	}
	oneOf(c, "kind of question", q.Kind, interviewer.QuestionKinds())
	for _, l := range q.Levels {
		oneOf(c, "level", l, rubric.Seniorities())
	}
	for id, probe := range q.Probes {
		c.id("competency", id)
		oneOf(c, "probe", probe, []rubric.Probe{rubric.Chief, rubric.Also})
	}
	c.signals(q.Signals)
	for _, s := range q.Signals {
		c.optional("competency", s.Competency)
		c.optional("signal", s.Refines)
	}
	for _, h := range q.Hints {
		for _, id := range h.Gives {
			c.id("signal", id)
		}
	}
	for _, f := range q.FollowUps {
		c.id("signal", f.Signal)
	}
}

func (c *forms) turn(p interviewer.Pack, t interviewer.Turn) {
	c.atLeast(1, "a question", t.N)
	c.atLeast(0, "hints", t.HintsUsed)
	c.atLeast(0, "seconds", t.Seconds)
	if !slices.Contains([]interviewer.State{interviewer.Asked, interviewer.Answered, interviewer.Skipped}, t.State) {
		c.say("%.80q is no state of a question", t.State)
	}
	c.question(p, t.Question)
	messages := map[int]bool{}
	for _, m := range t.Messages {
		if messages[m.N] {
			c.say("message %d of question %d is there twice", m.N, t.N)
		}
		messages[m.N] = true
		c.atLeast(1, "a message", m.N)
		oneOf(c, "speaker", m.From, []interviewer.Speaker{interviewer.FromInterviewer, interviewer.FromCandidate})
		oneOf(
			c,
			"kind of message",
			m.Kind,
			[]interviewer.MessageKind{interviewer.KindQuestion, interviewer.KindAnswer, interviewer.KindFollowUp,
				interviewer.KindClarification, interviewer.KindHint, interviewer.KindNote},
		)
		c.optional("signal", m.Signal)
	}
	if t.Grade != nil {
		c.grade(*t.Grade)
	}
	for _, g := range t.OldGrades {
		c.grade(g)
	}
	for _, check := range t.Checks {
		c.id("signal", check.Signal)
		oneOf(c, "verdict", check.Verdict, rubric.Verdicts())
	}
}

func (c *forms) grade(g interviewer.Grade) {
	oneOf(
		c,
		"status of a grade",
		g.Status,
		[]interviewer.GradeStatus{interviewer.StatusGraded, interviewer.StatusPartial, interviewer.StatusPending,
			interviewer.StatusFailed, interviewer.StatusUngradable},
	)
	oneOf(
		c,
		"recommendation",
		g.Recommendation,
		[]rubric.Recommendation{rubric.StrongHire, rubric.LeaningHire, rubric.LeaningNoHire, rubric.StrongNoHire,
			rubric.NoDecision},
	)
	oneOf(c, "grader", g.Provenance.Grader, interviewer.GraderKinds())
	for _, f := range g.Failures {
		c.id("competency", f.Competency)
	}
	for _, cg := range g.Competencies {
		c.id("competency", cg.ID)
		oneOf(c, "level", cg.Level, rubric.Levels())
		oneOf(c, "probe", cg.Probe, []rubric.Probe{rubric.Chief, rubric.Also})
		for _, m := range cg.Marks {
			c.id("signal", m.Signal)
			oneOf(c, "kind of signal", m.Kind, rubric.Kinds())
			oneOf(c, "verdict", m.Verdict, rubric.Verdicts())
			for _, v := range m.Votes {
				oneOf(c, "verdict", v, rubric.Verdicts())
			}
		}
	}
}
