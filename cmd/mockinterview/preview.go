package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/sqlite"
	"mockinterview/rubric"
)

// runPreview prints what would be asked, or what grading would send. It leaves no trace and sends nothing: the database
// is only read, and where a model would suit the questions to a job, they are suited here.
func (o startOptions) runPreview(ctx context.Context, w wishes, s interviewer.Session) error {
	var history *store
	db, err := sqlite.Open(ctx, o.settings.db, sqlite.Options{Now: o.now, ReadOnly: true})
	switch {
	case errors.Is(err, sqlite.ErrNoDatabase), errors.Is(err, sqlite.ErrOlder):
	case err != nil:
		return err
	default:
		defer db.Close()
		history = &store{DB: db}
	}
	factory := o.graderFactory(ctx, nil)
	factory.preview = true
	if history != nil {
		factory.cache = readOnlyCache{dbCache{ctx, history.DB}}
	}
	g, err := factory.make(ctx, o.settings.grader)
	if err != nil {
		return err
	}
	speaks, err := w.speaking(ctx, g, s)
	if err != nil {
		return err
	}
	ids, err := o.candidates(ctx, history, w, s, speaks)
	if err != nil {
		return err
	}
	if w.tailored() && g.client != nil {
		o.say("Nothing is sent for a preview: these suit by meaning. The model may choose otherwise, and reword them.")
	}
	why, err := o.reasons(ctx, history, w, s, ids, speaks)
	if err != nil {
		return err
	}
	ids = w.most(s.Pack, ids)
	s.Pack = timed(s.Pack, ids, s.Options.Minutes)
	if o.showPrompt {
		q, _ := s.Pack.Question(ids[0])
		return o.printPrompts(g, sampleAssessment(s.Pack, q, s.Level))
	}
	for i, id := range ids {
		q, _ := s.Pack.Question(id)
		line := fmt.Sprintf(
			"%d. %s (%s, %s, about %s)%s\n",
			i+1,
			q.Title,
			q.ID,
			q.Kind,
			report.Count(q.Minutes, "minute"),
			because(why[id]),
		)
		if err := o.put(line); err != nil {
			return err
		}
	}
	return nil
}

// because puts reasons after a question.
func because(reasons []string) string {
	if len(reasons) == 0 {
		return ""
	}
	return ": " + strings.Join(reasons, ", ")
}

// reasons says of every question of an interview why it stands where it stands.
func (o startOptions) reasons(ctx context.Context, db *store, w wishes, s interviewer.Session, ids []string,
	speaks map[string]fit,
) (map[string][]string, error) {
	asked := map[string]int64{}
	if db != nil {
		var err error
		if asked, err = db.AskedBefore(ctx, s.Pack.ID); err != nil {
			return nil, err
		}
	}
	out, so := map[string][]string{}, newSpread()
	for _, id := range ids {
		q, _ := s.Pack.Question(id)
		var why []string
		if f, ok := speaks[id]; ok {
			why = append(why, "for “"+f.passage+"”")
		} else if w.tailored() {
			why = append(why, "to fill up, for none of the words")
		}
		why = append(why, "suits "+string(s.Level))
		if w.focus != "" {
			why = append(why, "of the focus "+w.focus)
		}
		why = append(why, so.why(s.Pack, q)...)
		so.add(s.Pack, q)
		switch {
		case w.seed != nil:
			why = append(why, fmt.Sprintf("drawn by seed %d", *w.seed))
		case asked[id] == 0:
			why = append(why, "not asked yet")
		default:
			why = append(why, "asked before")
		}
		out[id] = why
	}
	return out, nil
}

// why says what a question adds to those before it.
func (s spread) why(p interviewer.Pack, q interviewer.Question) []string {
	kind, about := "the first of its kind", "more on "
	if n := s.kinds[q.Kind]; n > 0 {
		kind = fmt.Sprintf("number %d of its kind", n+1)
	}
	matters := s.brings(p, q)
	if len(matters) > 0 {
		about = "brings in "
	} else {
		matters = p.Chiefs(q)
	}
	var names []string
	for _, c := range matters {
		names = append(names, strings.ToLower(c.Name))
	}
	return []string{kind, about + strings.Join(names, " and ")}
}

// printPrompts prints exactly what grading would send, and sends nothing.
func (a *app) printPrompts(g graders, as interviewer.Assessment) error {
	if g.client == nil {
		a.say("Grading offline sends nothing.")
		return nil
	}
	list, err := g.client.Prompts(as)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		a.say("This text is no answer, so nothing would be sent.")
	}
	for _, o := range list {
		if err := a.put(o.String() + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// sampleAnswer stands for the candidate's words where a prompt is shown before any are typed.
const sampleAnswer = "(Here stands what you type, sentence by sentence, as one answer.)"

func sampleAssessment(p interviewer.Pack, q interviewer.Question, level rubric.Seniority) interviewer.Assessment {
	return interviewer.Assessment{
		Pack:  p,
		Level: level,
		Turn: interviewer.Turn{N: 1, Question: q, State: interviewer.Answered, Messages: []interviewer.Message{
			{N: 1, From: interviewer.FromInterviewer, Kind: interviewer.KindQuestion, Text: q.Text},
			{N: 2, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: sampleAnswer},
		}},
	}
}
