package interviewer

import (
	"slices"

	"mockinterview/rubric/text"
)

// What an interviewer says that is about no question in particular. It praises nothing and judges nothing.
const (
	closing    = "That was the last question. Thank you for your time."
	farewell   = "We stop here. Thank you for your time."
	noVerdict  = "I cannot say during the interview; you will read it all at the end. You are welcome to go on."
	onceMore   = "The same question once more."
	yoursToSay = "That is yours to decide. Assume what you need, and say what you assumed."
)

// transition leads from one question to the next.
func transition(n int) string {
	all := []string{"Thank you. Let us go on.", "All right. Here is another one.", "Thank you. On to something else."}
	return all[n%len(all)]
}

// puzzled says whether somebody has not understood what they were asked. It errs towards no: these words must be all
// that is said, but for a few.
func puzzled(said string) bool {
	words := text.Folded(said)
	return len(words) <= 16 && speaks(words, [][]string{
		{"dont", "understand"}, {"do", "not", "understand"}, {"didnt", "understand"}, {"did", "not", "understand"},
		{"not", "understood"}, {"dont", "get", "the", "question"}, {"dont", "get", "it"},
		{"what", "do", "you", "mean"}, {"what", "does", "the", "question", "mean"}, {"what", "are", "you", "asking"},
		{
			"can",
			"you",
			"rephrase",
		}, {"could", "you", "rephrase"}, {"please", "rephrase"}, {"rephrase", "the", "question"},
		{"can", "you", "reword"}, {"could", "you", "reword"}, {"in", "simpler", "words"}, {"in", "other", "words"},
		{"question", "is", "unclear"}, {"question", "is", "not", "clear"}, {"make", "no", "sense"},
	})
}

// asksForAVerdict says whether somebody wants to know how they are doing.
func asksForAVerdict(said string) bool {
	words := text.Folded(said)
	return len(words) <= 12 && speaks(words, [][]string{
		{"am", "i", "doing", "well"}, {"am", "i", "doing", "ok"}, {"am", "i", "doing", "okay"},
		{"how", "am", "i", "doing"}, {"how", "did", "i", "do"}, {"did", "i", "do", "well"},
		{"was", "that", "right"}, {"was", "that", "good"}, {"was", "that", "correct"}, {"is", "that", "right"},
		{"is", "that", "correct"}, {"is", "my", "answer"}, {"was", "my", "answer"}, {"what", "is", "my", "score"},
	})
}

// speaks says whether one of the phrases is among the words.
func speaks(words []string, phrases [][]string) bool {
	return slices.ContainsFunc(phrases, func(p []string) bool { return text.Holds(words, p) })
}

// reworded is what waits for an answer, in other words: a follow-up as the pack puts it plainly, a question by its
// easier first step; both said once more where there are no other words for them.
func (t Turn) reworded() string {
	asked := t.asked()
	plain := t.Question.Easier
	if asked.Kind == KindFollowUp {
		plain = t.plain(asked)
	}
	if plain == "" || slices.ContainsFunc(t.Messages, func(m Message) bool { return m.Text == plain }) {
		return "Once more, and take it piece by piece: " + asked.Text
	}
	return plain
}

// asked is the question or follow-up that came last.
func (t Turn) asked() Message {
	var last Message
	for _, m := range t.Messages {
		if !m.Superseded && (m.Kind == KindQuestion || m.Kind == KindFollowUp) {
			last = m
		}
	}
	return last
}

// plain is a follow-up without the candidate's words in it, or "" where the pack has no other words.
func (t Turn) plain(asked Message) string {
	i := slices.IndexFunc(t.Question.FollowUps, func(f FollowUp) bool {
		return f.Signal == asked.Signal && f.Text != "" && f.Text != asked.Text
	})
	if asked.Signal == "" || i < 0 {
		return ""
	}
	return t.Question.FollowUps[i].Text
}

// simpler is the follow-up to put once more, because the reply to it was that it was not understood; "" for none.
func (t Turn) simpler() (text, signal string) {
	asked, answers := t.asked(), t.Answers()
	if asked.Kind != KindFollowUp || len(answers) == 0 {
		return "", ""
	}
	reply := answers[len(answers)-1]
	if reply.N < asked.N || !puzzled(reply.Text) || t.repeats(asked) {
		return "", ""
	}
	if plain := t.plain(asked); plain != "" {
		return plain, asked.Signal
	}
	return "Once more, and take it piece by piece: " + asked.Text, asked.Signal
}

// repeats says whether a follow-up puts the one before it in other words.
func (t Turn) repeats(f Message) bool {
	before := Message{}
	for _, m := range t.Messages {
		if m.N < f.N && m.Kind == KindFollowUp && !m.Superseded {
			before = m
		}
	}
	return before.N > 0 && before.Signal == f.Signal && puzzledAfter(t, before)
}

// puzzledAfter says whether the reply to a follow-up was that it was not understood.
func puzzledAfter(t Turn, f Message) bool {
	for _, m := range t.Answers() {
		if m.N > f.N {
			return puzzled(m.Text)
		}
	}
	return false
}
