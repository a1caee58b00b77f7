package main

import (
	"context"
	"errors"

	"mockinterview/interviewer"
	"mockinterview/interviewer/sqlite"
)

// store is the database, with the measurements that scorecards cite.
type store struct {
	*sqlite.DB
	measured measurements
}

// access is what a command does to the database.
type access int

const (
	reads  access = iota
	writes        // which is when the daily backup is made
)

// open opens the database.
func (in invocation) open(ctx context.Context, how access) (*store, error) {
	db, err := sqlite.Open(ctx, in.settings.db, sqlite.Options{
		Now: in.now, Backups: how == writes, ReadOnlyIfMust: how == reads,
		OnBusy: func() { in.say("Another mockinterview is writing to the database. Waiting for it.") },
		Note:   func(s string) { in.say("%s", s) },
	})
	if err != nil {
		return nil, err
	}
	return &store{db, readMeasurements(ctx, db)}, nil
}

// load finds a session by id, prefix or "last".
func (in invocation) load(ctx context.Context, db *store, name string) (interviewer.Session, error) {
	id, err := in.resolve(ctx, db, name)
	if err != nil {
		return interviewer.Session{}, err
	}
	return db.Load(ctx, id)
}

func (in invocation) resolve(ctx context.Context, db *store, name string) (string, error) {
	id, err := db.Resolve(ctx, name)
	if errors.Is(err, sqlite.ErrNotFound) && !errors.Is(err, sqlite.ErrDeleted) {
		return "", notFound(in.program()+" sessions lists them", "there is no session %q", name)
	}
	return id, err
}

// sessionOptions are those of a command that reads one session.
type sessionOptions struct {
	invocation
	id string // or the beginning of one, or "last"
}

// read gives the session, and what is known of its grader.
func (o sessionOptions) read(ctx context.Context) (interviewer.Session, measurements, error) {
	db, err := o.open(ctx, reads)
	if err != nil {
		return interviewer.Session{}, nil, err
	}
	defer db.Close()
	s, err := o.load(ctx, db, o.id)
	return s, db.measured, err
}
