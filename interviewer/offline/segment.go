package offline

import (
	"strings"
	"unicode/utf8"

	"mockinterview/interviewer"
	"mockinterview/rubric"
	"mockinterview/rubric/text"
)

// passage is a piece of one message that is read as a whole.
type passage struct {
	source  rubric.Source // the message that it stands in
	message string        // its text, unwrapped
	span    text.Span
	text    string
}

// quote is the passage as the candidate typed it, without the stop at its end.
func (p passage) quote() rubric.Quote {
	start := utf8.RuneCountInString(p.source.Text[:p.span.Start])
	own := strings.TrimRight(p.span.Of(p.source.Text), ".,;: ")
	return rubric.Quote{
		Text: own, Message: p.source.Message, Start: start, End: start + utf8.RuneCountInString(own),
		Prompted: p.source.Prompted,
	}
}

// segmented is an answer cut into sentences.
type segmented struct {
	passages []passage
	words    int // all words of the answer but those in struck sentences
	own      int // those that are not copied from the question or the rubric
	struck   int // sentences left out because they address the grader
	whole    string
}

// ownWords is the fewest words of its own that a sentence has to have, beside those of the question and the rubric.
const ownWords = 2

// segment cuts the candidate's messages into sentences. What is copied from the question, the rubric or the interviewer
// is left out, and so is what addresses the grader.
func segment(p interviewer.Pack, t interviewer.Turn, steers func(string) bool) segmented {
	foreign, told := text.NewRuns(p.Foreign(t.Question)...), text.NewRuns(t.InterviewerOwnTexts()...)
	var out segmented
	for _, m := range t.CandidateMessages() {
		message := text.Unwrap(m.Text)
		out.whole += message + "\n"
		for _, s := range text.Sentences(message) {
			sentence := s.Of(message)
			words := text.Folded(sentence)
			own := text.Own(words, foreign, told)
			if steers != nil && steers(sentence) {
				out.struck++
				continue
			}
			out.words += len(words)
			if own < min(ownWords, len(words)) {
				continue
			}
			out.own += own
			out.passages = append(out.passages, passage{m, message, s, sentence})
		}
	}
	return out
}
