package scorecard

import (
	"fmt"
	"io"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/rubric"
)

// CheckedWords sets the score by the candidate's checks beside the grader's, or is nothing where none was checked.
func CheckedWords(s interviewer.Session) string {
	checked, ok := s.Checked()
	if !ok {
		return ""
	}
	by, _ := s.Outcome()
	own, _ := checked.Outcome()
	judged, all := s.CheckCount()
	return fmt.Sprintf("Grader %s, checked by you %s (%d of %d marks checked).", figure(by), figure(own), judged, all)
}

func figure(o rubric.Outcome) string {
	if o.Recommendation == rubric.NoDecision {
		return o.Recommendation.Words()
	}
	return fmt.Sprintf("%.1f", o.Score)
}

// TurnCheckedWords is CheckedWords for one question.
func TurnCheckedWords(s interviewer.Session, t interviewer.Turn) string {
	g, ok := s.CheckedGrade(t)
	if !ok || g.Score == nil {
		return ""
	}
	return fmt.Sprintf("Grader %.1f, checked by you %.1f.", *t.Grade.Score, *g.Score)
}

// CheckItem writes one mark for the candidate to check: what was sought, and the words taken for it in their sentence.
// left is how many marks are still to be checked, this one included.
func (wr Writer) CheckItem(w io.Writer, s interviewer.Session, item interviewer.CheckItem, left int) error {
	page := report.NewPage(interviewer.Visible)
	t := s.Turn(item.Turn)
	page.Heading(3, "Question %d, %s (%d to go)", t.N, report.Inline(item.Competency.Name), left)
	page.Paragraph("**%s** %s", report.Inline(item.Signal.Text), markWords(item.Mark))
	for _, q := range item.Mark.Quotes {
		within := t.SentenceOf(q)
		page.QuoteHighlighted(within.Text, []report.Span{{
			Start: q.Start - within.Start, End: q.End - within.Start,
			Sign: report.Sign(item.Mark.Kind, item.Mark.Verdict),
		}})
	}
	return page.To(w)
}

func markWords(m rubric.Mark) string {
	switch {
	case m.Verdict == rubric.Absent:
		return "I did not find this. If you said it, y or p lets you choose the sentence."
	case m.Kind == rubric.Weak:
		return "Counted against you:"
	case m.Verdict == rubric.Partial:
		return "Found in part:"
	}
	return "Found:"
}

// Sentences numbers the sentences of an answer.
func (wr Writer) Sentences(w io.Writer, sentences []rubric.Quote) error {
	page := report.NewPage(interviewer.Visible)
	page.Paragraph("Which sentence says it? 0 is none of them.")
	for i, q := range sentences {
		page.Line("%d. %s", i+1, report.Inline(q.Text))
	}
	return page.To(w)
}

// ModelAnswer writes the pack's own answer to a question that was answered.
func (wr Writer) ModelAnswer(w io.Writer, t interviewer.Turn) error {
	page := report.NewPage(interviewer.Visible)
	if t.Question.Answers.Strong == "" {
		page.Paragraph("The pack has no model answer to this question.")
	} else {
		page.Paragraph("One good answer, of many:")
		page.Quote(t.Question.Answers.Strong)
	}
	return page.To(w)
}

// checkedJSON is a score by the candidate's checks.
type checkedJSON struct {
	Score          *float64              `json:"score"`
	Recommendation rubric.Recommendation `json:"recommendation"`
	Marks          int                   `json:"marks"` // that the candidate judged
	Of             int                   `json:"of"`
}

// sessionChecked is nil where nothing was checked.
func sessionChecked(s interviewer.Session) *checkedJSON {
	checked, ok := s.Checked()
	if !ok {
		return nil
	}
	o, _ := checked.Outcome()
	out := &checkedJSON{Recommendation: o.Recommendation}
	out.Marks, out.Of = s.CheckCount()
	if o.Recommendation != rubric.NoDecision {
		out.Score = &o.Score
	}
	return out
}
