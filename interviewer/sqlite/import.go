package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"mockinterview/interviewer"
)

// Imported is what came of an import.
type Imported struct {
	Added, Updated, Unchanged int
	// Deleted are ids that the archive has and that were deleted here; they stay deleted.
	Deleted []string
	// Conflicts are ids whose session went on differently here and there; what is here was kept.
	Conflicts []string
	// Doubts are grades that were left out, since the answers or the arithmetic speak against them.
	Doubts []string
}

// Import takes in an archive, all of it or nothing. Ids decide: a session that is here already is brought forward where
// the archive has more of it, such as later answers or other grades, and left alone otherwise, so that importing twice
// changes nothing and two machines can be merged both ways.
func (db *DB) Import(ctx context.Context, r io.Reader) (Imported, error) {
	var out Imported
	err := db.write(ctx, "import into", func(tx *sql.Tx) error {
		out = Imported{}
		in := &archiveReader{dec: json.NewDecoder(r)}
		return in.read(func(s interviewer.Session) error {
			for i := range s.Turns {
				for _, doubt := range s.Turns[i].Believe() {
					out.Doubts = append(out.Doubts, fmt.Sprintf("session %s: %v", s.ID, doubt))
				}
			}
			return db.importSession(ctx, tx, s, &out)
		})
	})
	return out, err
}

func (db *DB) importSession(ctx context.Context, tx *sql.Tx, s interviewer.Session, out *Imported) error {
	var seq int64
	var deleted bool
	const q = `SELECT seq, deleted_at IS NOT NULL FROM sessions WHERE id = ?`
	err := scan(tx.QueryRowContext(ctx, q, s.ID), &seq, &deleted)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		out.Added++
		return db.insertSession(ctx, tx, s, 0)
	case err != nil:
		return err
	case deleted:
		out.Deleted = append(out.Deleted, s.ID)
		return nil
	}
	here, err := loadSession(ctx, tx, seq)
	if err != nil {
		return err
	}
	merged, ok := merge(here, s)
	switch {
	case !ok:
		out.Conflicts = append(out.Conflicts, s.ID)
		return nil
	case equal(merged, here):
		out.Unchanged++
		return nil
	}
	out.Updated++
	return db.replaceSession(ctx, tx, seq, merged)
}

// merge brings two copies of a session together. ok is false when both went on, each in its own way.
func merge(here, there interviewer.Session) (s interviewer.Session, ok bool) {
	switch {
	case extends(here, there):
		s = here
		if extends(there, here) && here.State == interviewer.InProgress && there.State != interviewer.InProgress {
			s = there // the same words, but it was ended there
		}
	case extends(there, here):
		s = there
	default:
		return here, false
	}
	s.Turns = slices.Clone(s.Turns)
	for i := range s.Turns {
		t := &s.Turns[i]
		grades := union(gradesOf(here, t.N), gradesOf(there, t.N),
			func(g interviewer.Grade) time.Time { return g.Provenance.GradedAt })
		t.Grade, t.OldGrades = nil, nil
		if n := len(grades); n > 0 {
			t.Grade, t.OldGrades = &grades[n-1], grades[:n-1]
		}
		t.Checks = union(checksOf(here, t.N), checksOf(there, t.N), func(c interviewer.Check) time.Time { return c.At })
	}
	return s, true
}

// extends says whether a has everything that was said in b.
func extends(a, b interviewer.Session) bool {
	for _, old := range b.Turns {
		t := a.Turn(old.N)
		if t == nil || len(t.Messages) < len(old.Messages) {
			return false
		}
		if len(t.Messages) == len(old.Messages) && t.State == interviewer.Asked && old.State != interviewer.Asked &&
			!reopened(t.Messages, old.Messages) {
			return false
		}
		for i, m := range old.Messages {
			n := t.Messages[i]
			if n.N != m.N || n.From != m.From || n.Kind != m.Kind || n.Text != m.Text || !n.At.Equal(m.At) ||
				(m.Superseded && !n.Superseded) {
				return false
			}
		}
	}
	return true
}

// reopened says whether a holds an answer as taken back that stands in b.
func reopened(a, b []interviewer.Message) bool {
	for i := range b {
		if a[i].Superseded && !b[i].Superseded {
			return true
		}
	}
	return false
}

func gradesOf(s interviewer.Session, n int) []interviewer.Grade {
	t := s.Turn(n)
	if t == nil || t.Grade == nil {
		return nil
	}
	return append(slices.Clone(t.OldGrades), *t.Grade)
}

func checksOf(s interviewer.Session, n int) []interviewer.Check {
	if t := s.Turn(n); t != nil {
		return t.Checks
	}
	return nil
}

// union keeps everything of both lists, once each, in the order of time; where one list only continues the other, in
// the order of the longer.
func union[T any](here, there []T, at func(T) time.Time) []T {
	if n := min(len(here), len(there)); equal(here[:n], there[:n]) {
		if len(there) > n {
			return there
		}
		return here
	}
	out := slices.Clone(here)
	for _, v := range there {
		if !slices.ContainsFunc(here, func(h T) bool { return equal(h, v) }) {
			out = append(out, v)
		}
	}
	slices.SortStableFunc(out, func(a, b T) int { return at(a).Compare(at(b)) })
	return out
}

// equal compares by JSON, which is what is stored.
func equal(a, b any) bool {
	x, err := json.Marshal(a)
	if err != nil {
		return false
	}
	y, err := json.Marshal(b)
	return err == nil && string(x) == string(y)
}
