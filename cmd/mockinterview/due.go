package main

import (
	"context"
	"slices"

	"mockinterview/interviewer"
	"mockinterview/interviewer/practice"
	"mockinterview/interviewer/sqlite"
	"mockinterview/rubric"
)

// remembered is how many attempts of a role, the newest, tell when its questions are due. What lies before them moves a
// due date by little.
const remembered = 50

// queue orders the questions of a role that suit a level by what to practise next. history is the recent attempts, or
// nil to read them.
func (a *app) queue(
	ctx context.Context,
	db *store,
	p interviewer.Pack,
	level rubric.Seniority,
	history []interviewer.Session,
) ([]practice.Item, error) {
	if !slices.ContainsFunc(
		p.Questions,
		func(q interviewer.Question) bool { return slices.Contains(q.Levels, level) },
	) {
		return nil, nil
	}
	asked, err := db.AskedBefore(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	ids, err := plan(p, level, "", len(p.Questions), asked, nil, nil)
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

func recent(ctx context.Context, db *store, role string) ([]interviewer.Session, error) {
	history, err := db.History(ctx, sqlite.Filter{Role: role, Limit: remembered})
	return heads(history), err
}
