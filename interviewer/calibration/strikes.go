package calibration

import (
	"mockinterview/interviewer/report"
	"mockinterview/rubric/text"
)

// Strikes counts what the filter of text aimed at the grader strikes from answers that hold none.
type Strikes struct {
	Answers        int `json:"answers"` // of no kind that addresses the grader
	Struck         int `json:"struck"`  // of them
	Sentences      int `json:"sentences"`
	StruckSentence int `json:"struck_sentences"`
}

// falseStrikes puts the filter to every answer whose kind says that it speaks to the question. A set without kinds does
// not say which those are.
func falseStrikes(items []Item, steers func(string) bool) *Strikes {
	var s Strikes
	for _, it := range items {
		if it.Kind == "" || isAttack(it.Kind) || steers == nil {
			continue
		}
		s.Answers++
		struck := 0
		for _, span := range text.Sentences(it.Answer) {
			s.Sentences++
			struck += one(steers(span.Of(it.Answer)))
		}
		s.StruckSentence += struck
		s.Struck += one(struck > 0)
	}
	if s.Answers == 0 {
		return nil
	}
	return &s
}

func writeStrikes(page *report.Page, r Report) {
	if s := r.FalseStrikes; s != nil {
		page.Paragraph("The filter of text aimed at the grader struck %d of %s in %d of %d answers that hold none.",
			s.StruckSentence, report.Count(s.Sentences, "sentence"), s.Struck, s.Answers)
	}
}
