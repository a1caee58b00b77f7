package calibration

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// rightFrom is the share of the full mark from which a short answer counts as right. On the scale of 1 to 4 it is 3.4, where strong begins.
const rightFrom = 0.8

// The one competency that a reference answer makes.
const (
	reference     = "reference"
	referenceName = "Agreement with the reference answer"
	contradicts   = "contradicts"
	mostPoints    = 8
)

// short grades a short answer: of several references the one that fits best counts.
func (r Runner) short(ctx context.Context, it Item, fresh bool) (Result, error) {
	done := Result{Grade: interviewer.Grade{Status: interviewer.StatusGraded}}
	info := r.Grader.Info()
	done.Grade.Provenance = interviewer.Provenance{Grader: info.Kind, Model: info.Model}
	if strings.TrimSpace(it.Answer) == "" {
		return done, nil
	}
	if r.Scorer != nil {
		done.Share, done.Right = r.Scorer.Score(it.Asked, it.Refs, it.Answer)
		return done, nil
	}
	for _, ref := range it.Refs {
		if sameWords(ref, it.Answer) { // a grader would take the rubric's own words for an echo
			done.Share, done.Right = 1, true
			return done, nil
		}
	}
	for n, ref := range it.Refs {
		share, g, err := r.against(ctx, it, ref, fresh)
		if err != nil {
			return Result{Grade: g}, err
		}
		g.Provenance.Usage = g.Provenance.Usage.Add(done.Grade.Provenance.Usage)
		g.Provenance.LatencyMS += done.Grade.Provenance.LatencyMS
		if n == 0 || share > done.Share {
			done = Result{Grade: g, Share: share, Right: share >= rightFrom}
		} else {
			done.Grade.Provenance.Usage, done.Grade.Provenance.LatencyMS = g.Provenance.Usage, g.Provenance.LatencyMS
		}
		if done.Right {
			break
		}
	}
	return done, nil
}

// against asks the grader for the marks of one reference. The share is that of the points made, less what contradicts them. The quotes are checked here against the
// question alone: who answers rightly uses the words of the reference.
func (r Runner) against(ctx context.Context, it Item, ref string, fresh bool) (float64, interviewer.Grade, error) {
	p := pack(it, ref)
	a := assess(p, p.Questions[0], it.Answer, rubric.Senior, fresh)
	if ctx.Err() != nil {
		err := fmt.Errorf("%w: %w", interviewer.ErrPending, context.Cause(ctx))
		return 0, interviewer.Ungraded(a, interviewer.Provenance{}, err), err
	}
	start := r.Now()
	j, err := r.Grader.Grade(ctx, a)
	j.Provenance.LatencyMS = max(j.Provenance.LatencyMS, r.Now().Sub(start).Milliseconds())
	if err == nil && j.Gate == "" {
		if len(j.Findings) != 1 {
			err = fmt.Errorf("%w: nothing was said of the reference", interviewer.ErrUnusable)
		} else {
			err = j.Findings[0].Err
		}
	}
	if err != nil {
		return 0, interviewer.Ungraded(a, j.Provenance, err), err
	}
	g := interviewer.Grade{Status: interviewer.StatusGraded, Reason: j.Gate, Notes: j.Notes, Quotes: j.Quotes, Provenance: j.Provenance}
	if j.Gate != "" {
		return 0, g, nil
	}
	check := rubric.NewChecker(a.Turn.CandidateMessages(), []string{it.Asked}, r.Steers)
	marks, given, kept := check.CheckMarks(j.Findings[0].Marks)
	g.Quotes.Checked += given
	g.Quotes.Verbatim += kept
	score := rubric.Score(p.Rubric[0], nil, marks, rubric.Senior, true)
	g.Competencies = []interviewer.CompetencyGrade{{ID: reference, Level: score.Level, Probe: rubric.Chief, Summary: j.Findings[0].Summary, Marks: score.Marks}}
	total := 0
	for _, s := range p.Rubric[0].Signals {
		if s.Kind == rubric.Strong {
			total += s.Weight
		}
	}
	return min(max((score.Evidence-score.Against)/float64(total), 0), 1), g, nil
}

// pack makes a reference answer a rubric of one competency: a signal for every sentence.
func pack(it Item, ref string) interviewer.Pack {
	c := rubric.Competency{
		ID: reference, Name: referenceName, Weight: 100, Strong: ref, Weak: "Misses or contradicts the reference answer.",
	}
	for i, s := range sentences(ref) {
		c.Signals = append(c.Signals, rubric.Signal{ID: fmt.Sprintf("point-%d", i+1), Kind: rubric.Strong, Weight: 1, Text: s, Concepts: concepts(s)})
	}
	c.Signals = append(c.Signals, rubric.Signal{
		ID: contradicts, Kind: rubric.Weak, Weight: 1, Text: "States the opposite of the reference answer.", Concepts: [][]string{{"the opposite"}, {"is true"}},
	})
	return interviewer.Pack{
		ID: "short-answers", Version: 1, Title: "Short answers", Rubric: []rubric.Competency{c},
		Questions: []interviewer.Question{{
			ID: it.Question, Text: it.Asked, Kind: "knowledge", Probes: map[string]rubric.Probe{reference: rubric.Chief},
		}},
	}
}

// sentences cuts a text after full stops, semicolons and line ends, into at most mostPoints pieces; pieces too short to be a point join their neighbour.
func sentences(text string) []string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	var out []string
	add := func(s string) {
		s = strings.TrimSpace(s)
		switch k := len(out); {
		case s == "":
		case k > 0 && (k == mostPoints || len(strings.Fields(s)) < 3 || len(strings.Fields(out[k-1])) < 3):
			out[k-1] += " " + s
		default:
			out = append(out, s)
		}
	}
	start := 0
	for i, r := range text {
		next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
		if r == '\n' || r == ';' || strings.ContainsRune(".!?", r) && (next == ' ' || next == '\n') {
			add(text[start : i+utf8.RuneLen(r)])
			start = i + utf8.RuneLen(r)
		}
	}
	add(text[start:])
	return out
}

// concepts are the longer words of a point in two groups, for graders that look for words: what the first half is about, and what the second says of it.
func concepts(point string) [][]string {
	var long []string
	words := rubric.Words(point)
	for _, w := range words {
		if utf8.RuneCountInString(w) > 4 {
			long = append(long, w)
		}
	}
	switch {
	case len(long) >= 2:
		return [][]string{long[:len(long)/2], long[len(long)/2:]}
	case len(words) > 0:
		return [][]string{words}
	}
	return [][]string{{point}}
}

func sameWords(a, b string) bool { return slices.Equal(rubric.Words(a), rubric.Words(b)) }
