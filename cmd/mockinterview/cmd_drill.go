package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/practice"
	"mockinterview/interviewer/scorecard"
	"mockinterview/interviewer/sqlite"
	"mockinterview/rubric"
)

func (a *app) drillCommand() *cli.Command {
	return &cli.Command{
		Name: "drill", Usage: "practise one question", ArgsUsage: "[ROLE]",
		Flags: append([]cli.Flag{
			&cli.StringFlag{Name: "question", Usage: "the question `ID` (default: the one most due for practice)"},
			&cli.BoolFlag{Name: "today", Usage: "every question that is due today, one after the other"},
			levelFlag(),
			&cli.StringFlag{Name: "mode", Usage: "interview, or coach (default interview)"},
			&cli.IntFlag{Name: "followups", Usage: "at most `N` follow-ups, 0 to 2 (default 2)"},
			&cli.BoolFlag{Name: "self-rate", Usage: "rate the answer yourself before the grade is shown"},
		}, slices.Concat(voiceFlags(), gradingFlags())...),
		Action: action(a.drillOptions, runStart),
	}
}

func (a *app) drillOptions(c *cli.Context) (startOptions, error) {
	in, err := a.invoke(c)
	if err != nil {
		return startOptions{}, err
	}
	o := startOptions{
		invocation: in, drill: true, question: c.String("question"), today: c.Bool("today"),
		selfRate: c.Bool("self-rate"), spoken: readVoice(c),
	}
	o.role, err = in.roleArgument(c)
	return o, err
}

// mostDue chooses the question of a drill, or with --today every one that is due; none is no error.
func (a *app) mostDue(
	ctx context.Context, db *store, p interviewer.Pack, level rubric.Seniority, today bool,
) ([]string, error) {
	queue, err := a.queue(ctx, db, p, level, nil)
	if err != nil {
		return nil, err
	}
	if len(queue) == 0 {
		return plan(p, level, "", 1, nil, nil, nil) // which says what is wrong
	}
	n := 1
	if today {
		n = practice.CountDue(queue)
	} else if id, err := a.transfer(ctx, db, p, queue); id != "" || err != nil {
		return []string{id}, err
	}
	ids := []string{}
	for _, it := range queue[:n] {
		ids = append(ids, it.Question)
	}
	return ids, nil
}

// transferWithin is how long the gap of the last interview goes before what is due: after that it is practised in its
// turn.
const transferWithin = 24 * time.Hour

// transfer is the question of a drill that follows an interview: another one that looks for what was missed there, so
// that it is not the answer that is remembered. It is "" where nothing was missed, or not lately, or no other question
// looks for it.
func (a *app) transfer(
	ctx context.Context, db *store, p interviewer.Pack, queue []practice.Item,
) (string, error) {
	last, err := db.Sessions(ctx, sqlite.Filter{Role: p.ID, Limit: 1})
	if err != nil || len(last) == 0 || a.now().Sub(last[0].StartedAt) > transferWithin {
		return "", err
	}
	s, err := db.Load(ctx, last[0].ID)
	if err != nil {
		return "", err
	}
	gap := scorecard.New(s).Practise
	if gap == nil {
		return "", nil
	}
	for _, it := range queue {
		q, _ := p.Question(it.Question)
		if s.Asks(q.ID) || !p.LooksFor(q, gap.Competency.ID, gap.Add) {
			continue
		}
		shared := "looks for it"
		if gap.Add.Own() && gap.Add.Refines == "" {
			shared = "is about " + strings.ToLower(gap.Competency.Name)
		}
		a.say("Last time, in %s, this was missing: %s This question %s, too.", gap.Question.Title, gap.Add.Text, shared)
		return q.ID, nil
	}
	return "", nil
}
