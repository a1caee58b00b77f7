package main

import (
	"context"
	"slices"

	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/practice"
	"mockinterview/interviewer/sqlite"
	"mockinterview/rubric"
)

// remembered is how many attempts of a role, the newest, tell when its questions are due. What lies before them moves a due date by little.
const remembered = 50

// queue orders the questions of a role that suit a level by what to practise next. history is the recent attempts, or nil to read them.
func (a *app) queue(ctx context.Context, db *sqlite.DB, p interviewer.Pack, level rubric.Seniority, history []interviewer.Session) ([]practice.Item, error) {
	if !slices.ContainsFunc(p.Questions, func(q interviewer.Question) bool { return slices.Contains(q.Levels, level) }) {
		return nil, nil
	}
	asked, err := db.AskedBefore(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	ids, err := plan(p, level, "", len(p.Questions), asked, nil)
	if err != nil {
		return nil, err
	}
	if history == nil {
		if history, err = recent(ctx, db, p.ID); err != nil {
			return nil, err
		}
	}
	return practice.Queue(ids, history, a.now()), nil
}

func recent(ctx context.Context, db *sqlite.DB, role string) ([]interviewer.Session, error) {
	history, err := db.History(ctx, sqlite.Filter{Role: role, Limit: remembered})
	return heads(history), err
}

// mostDue chooses the question of a drill, or with --today every one that is due; none is no error.
func (a *app) mostDue(c *cli.Context, db *sqlite.DB, p interviewer.Pack, level rubric.Seniority) ([]string, error) {
	queue, err := a.queue(c.Context, db, p, level, nil)
	if err != nil {
		return nil, err
	}
	if len(queue) == 0 {
		return plan(p, level, "", 1, nil, nil) // which says what is wrong
	}
	n := 1
	if c.Bool("today") {
		n = practice.CountDue(queue)
	}
	ids := []string{}
	for _, it := range queue[:n] {
		ids = append(ids, it.Question)
	}
	return ids, nil
}

// dueIn is how many questions of a role are due. It serves the greeting, which must be quick, so the pack is read only if one may be; and a pack or a
// setting that cannot be read counts as nothing due: the command that needs it will say what is wrong.
func (a *app) dueIn(ctx context.Context, db *sqlite.DB, role string) (int, error) {
	history, err := recent(ctx, db, role)
	if err != nil {
		return 0, err
	}
	queue := practice.Queue(practice.Questions(history), history, a.now())
	due := queue[:practice.CountDue(queue)]
	if len(due) == 0 {
		return 0, nil
	}
	level, err := parseLevel(a.conf.file.Level)
	if err != nil {
		return 0, nil
	}
	p, err := a.library().Pack(role)
	if err != nil {
		return 0, nil
	}
	n := 0
	for _, it := range due {
		if q, ok := p.Question(it.Question); ok && slices.Contains(q.Levels, level) {
			n++
		}
	}
	return n, nil
}
