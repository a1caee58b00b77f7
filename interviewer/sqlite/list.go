package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"mockinterview/interviewer"
	"mockinterview/rubric"
)

// Filter chooses sessions. Zero fields choose everything.
type Filter struct {
	Role           string
	State          interviewer.State
	Since          time.Time // started then or later
	Limit          int       // the newest so many; 0 is all
	IncludeDeleted bool
}

// Head is a session without its pack and turns, with what a list shows of them.
type Head struct {
	interviewer.Session
	Seq       int64
	DeletedAt *time.Time
	Asked     int // turns of any state
	Answered  int
	Skipped   int
	Pending   int // answers without a grade, or with one that may come out better
	// Score and Recommendation are the outcome of the session; Score is nil with no_decision.
	Score          *float64
	Recommendation rubric.Recommendation
}

// where builds the condition of a filter on the table sessions, called s.
func (f Filter) where() (string, []any) {
	conds, args := []string{"1"}, []any{}
	if f.Role != "" {
		conds, args = append(conds, "s.role = ?"), append(args, f.Role)
	}
	if f.State != "" {
		conds, args = append(conds, "s.state = ?"), append(args, f.State)
	}
	if !f.Since.IsZero() {
		conds, args = append(conds, "s.started_at >= ?"), append(args, text(f.Since))
	}
	if !f.IncludeDeleted {
		conds = append(conds, "s.deleted_at IS NULL")
	}
	return strings.Join(conds, " AND "), args
}

func (f Filter) limit() int {
	if f.Limit <= 0 {
		return -1
	}
	return f.Limit
}

// Sessions lists sessions, the newest first.
func (db *DB) Sessions(ctx context.Context, f Filter) ([]Head, error) {
	out := []Head{}
	err := db.read(ctx, "list the sessions of", func(tx *sql.Tx) error {
		var err error
		out, err = db.heads(ctx, tx, f)
		return err
	})
	return out, err
}

func (db *DB) heads(ctx context.Context, s rower, f Filter) ([]Head, error) {
	cond, args := f.where()
	q := `WITH page AS (SELECT * FROM sessions s WHERE ` + cond + ` ORDER BY s.seq DESC LIMIT ?)
		SELECT p.seq, p.state, p.ended_at, p.head, p.outcome, p.deleted_at, p.turns,
			(SELECT count(*) FROM turns t WHERE t.session = p.seq AND t.state = 'answered'),
			(SELECT count(*) FROM turns t WHERE t.session = p.seq AND t.state = 'skipped'),
			(SELECT count(*) FROM turns t WHERE t.session = p.seq AND t.unfinished = 1)
		FROM page p ORDER BY p.seq DESC`
	rows, err := s.QueryContext(ctx, q, append(args, f.limit())...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := []Head{}
	var old []int
	for rows.Next() {
		h, stale, err := scanHead(rows)
		if err != nil {
			return nil, err
		}
		if stale {
			old = append(old, len(out))
		}
		out = append(out, h)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for _, i := range old {
		o, err := db.outcomeOf(ctx, s, out[i].Seq)
		if err != nil {
			return nil, err
		}
		out[i].Score, out[i].Recommendation = o.Score, o.Recommendation
	}
	return out, nil
}

// scanHead reads a row. stale says that another arithmetic made its outcome, so that a list would not say what the
// scorecard says.
func scanHead(rows *sql.Rows) (h Head, stale bool, err error) {
	var state, head string
	var ended, sum, deleted sql.NullString
	if err := scan(rows, &h.Seq, &state, &ended, &head, &sum, &deleted, &h.Asked, &h.Answered, &h.Skipped,
		&h.Pending); err != nil {
		return h, false, err
	}
	if err := decode(head, &h.Session); err != nil {
		return h, false, err
	}
	h.State = interviewer.State(state)
	if h.EndedAt, err = timePtr(ended); err != nil {
		return h, false, err
	}
	if h.DeletedAt, err = timePtr(deleted); err != nil {
		return h, false, err
	}
	o := outcome{Recommendation: rubric.NoDecision}
	if sum.Valid {
		if err := decode(sum.String, &o); err != nil {
			return h, false, err
		}
	}
	if o.Score != nil && (!(*o.Score >= 1 && *o.Score <= 4) || rubric.Recommend(*o.Score) != o.Recommendation) {
		o = outcome{Recommendation: rubric.NoDecision}
	}
	h.Score, h.Recommendation = o.Score, o.Recommendation
	return h, sum.Valid && o.Arithmetic != rubric.Arithmetic, nil
}

func timePtr(s sql.NullString) (*time.Time, error) {
	if !s.Valid {
		return nil, nil
	}
	t, err := parseTime(s.String)
	return &t, err
}

// History gives sessions with their turns as trends and spaced repetition need them, the oldest first: states, ratings
// and grades without marks, of a question only its id; no messages and no pack. The limit keeps the newest.
func (db *DB) History(ctx context.Context, f Filter) ([]Head, error) {
	out := []Head{}
	err := db.read(ctx, "read the history in", func(tx *sql.Tx) error {
		var err error
		if out, err = db.heads(ctx, tx, f); err != nil || len(out) == 0 {
			return err
		}
		slices.Reverse(out)
		cond, args := f.where()
		turns, err := eachBriefTurn(
			ctx,
			tx,
			`t.session >= ? AND t.session IN (SELECT s.seq FROM sessions s WHERE s.seq >= ? AND `+cond+`)`,
			append([]any{out[0].Seq, out[0].Seq}, args...)...)
		for i := range out {
			out[i].Turns = turns[out[i].Seq]
		}
		return err
	})
	return out, err
}

// Unfinished lists the sessions in progress, the newest first.
func (db *DB) Unfinished(ctx context.Context, limit int) ([]Head, error) {
	return db.Sessions(ctx, Filter{State: interviewer.InProgress, Limit: limit})
}

// Pending lists the ids of sessions with an answer whose grade is missing or may come out better, the oldest first.
func (db *DB) Pending(ctx context.Context) ([]string, error) {
	var out []string
	err := db.read(ctx, "list the pending grades of", func(tx *sql.Tx) (err error) {
		out, err = strs(ctx, tx, `SELECT s.id FROM sessions s WHERE s.deleted_at IS NULL
			AND s.seq IN (SELECT session FROM turns WHERE unfinished = 1) ORDER BY s.seq`)
		return err
	})
	return out, err
}

// AskedBefore says which questions of a role were asked, each with the number of the last session that asked it; higher
// is later.
func (db *DB) AskedBefore(ctx context.Context, role string) (map[string]int64, error) {
	out := map[string]int64{}
	err := db.read(ctx, "read the questions asked in", func(tx *sql.Tx) error {
		clear(out)
		// One step of the index a question, however often it was asked.
		rows, err := tx.QueryContext(ctx, `WITH RECURSIVE q(id) AS (
				SELECT min(question_id) FROM turns WHERE role = ?1
				UNION ALL SELECT (SELECT min(question_id) FROM turns WHERE role = ?1 AND question_id > q.id) FROM q
			WHERE q.id IS NOT NULL)
			SELECT id, (SELECT max(session) FROM turns WHERE role = ?1 AND question_id = q.id) FROM q
		WHERE id IS NOT NULL`, role)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			var seq int64
			if err := scan(rows, &id, &seq); err != nil {
				return err
			}
			out[id] = seq
		}
		return rows.Err()
	})
	return out, err
}

// Count is the number of sessions, without the deleted ones.
func (db *DB) Count(ctx context.Context) (int, error) {
	var n int
	err := db.read(ctx, "count the sessions of", func(tx *sql.Tx) error {
		return scan(tx.QueryRowContext(ctx, `SELECT count(*) FROM sessions WHERE deleted_at IS NULL`), &n)
	})
	return n, err
}

// Last stands for the newest session where an id is asked for.
const Last = "last"

// maxCandidates is how many sessions an ambiguous prefix names.
const maxCandidates = 5

// Resolve finds the session that an id, a unique prefix of one, or Last means. Deleted sessions are found only by
// ResolveDeleted; asking for one here is ErrDeleted.
func (db *DB) Resolve(ctx context.Context, idOrPrefix string) (string, error) {
	var id string
	err := db.read(ctx, "look up a session in", func(tx *sql.Tx) (err error) {
		id, err = resolve(ctx, tx, idOrPrefix, false)
		if errors.Is(err, ErrNotFound) && idOrPrefix != Last {
			if _, derr := resolve(ctx, tx, idOrPrefix, true); derr == nil {
				return fmt.Errorf("session %q: %w", idOrPrefix, ErrDeleted)
			}
		}
		return err
	})
	return id, err
}

// ResolveDeleted finds a deleted session; Last is the one deleted last.
func (db *DB) ResolveDeleted(ctx context.Context, idOrPrefix string) (string, error) {
	var id string
	err := db.read(ctx, "look up a session in", func(tx *sql.Tx) (err error) {
		id, err = resolve(ctx, tx, idOrPrefix, true)
		return err
	})
	return id, err
}

func resolve(ctx context.Context, s rower, prefix string, deleted bool) (string, error) {
	cond, order := "deleted_at IS NULL", "seq DESC"
	if deleted {
		cond, order = "deleted_at IS NOT NULL", "deleted_at DESC, seq DESC"
	}
	if prefix == "" {
		return "", fmt.Errorf("no session was named: %w", ErrNotFound)
	}
	if prefix == Last {
		found, err := strs(ctx, s, `SELECT id FROM sessions WHERE `+cond+` ORDER BY `+order+` LIMIT 1`)
		if err != nil || len(found) == 1 {
			return first(found), err
		}
		return "", fmt.Errorf("there is no session yet: %w", ErrNotFound)
	}
	// The bounds let the index do the work; the highest code point stands for everything that may follow.
	found, err := strs(
		ctx,
		s,
		`SELECT id FROM sessions WHERE id >= ?1 AND id < ?1 || char(1114111) AND `+cond+` ORDER BY id = ?1 DESC, seq `+
			`DESC LIMIT ?2`,
		prefix,
		maxCandidates+1,
	)
	switch {
	case err != nil:
		return "", err
	case len(found) == 0:
		return "", fmt.Errorf("session %q: %w", prefix, ErrNotFound)
	case len(found) == 1 || found[0] == prefix:
		return found[0], nil
	}
	more := len(found) > maxCandidates
	return "", &AmbiguousError{Prefix: prefix, Candidates: found[:min(len(found), maxCandidates)], More: more}
}

func first(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}
