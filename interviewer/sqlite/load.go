package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"mockinterview/interviewer"
)

// Load reads a session with its pack, its turns and every grade that can be believed; of others the user is told. A
// deleted session is ErrDeleted.
func (db *DB) Load(ctx context.Context, session string) (interviewer.Session, error) {
	var s interviewer.Session
	err := db.read(ctx, "read", func(tx *sql.Tx) error {
		seq, err := findLive(ctx, tx, session)
		if err != nil {
			return err
		}
		s, err = loadSession(ctx, tx, seq)
		return err
	})
	for i := range s.Turns {
		for _, doubt := range s.Turns[i].Believe() {
			db.note(fmt.Sprintf("session %s: %v; grade it again to give it one that holds", s.ID, doubt))
		}
	}
	return s, err
}

// note tells the user something once, however often it is met.
func (db *DB) note(s string) {
	db.mu.Lock()
	told := db.noted[s]
	if db.noted == nil {
		db.noted = map[string]bool{}
	}
	db.noted[s] = true
	db.mu.Unlock()
	if !told {
		db.opts.Note(s)
	}
}

func findLive(ctx context.Context, s rower, id string) (int64, error) {
	var seq int64
	var deleted bool
	const q = `SELECT seq, deleted_at IS NOT NULL FROM sessions WHERE id = ?`
	err := scan(s.QueryRowContext(ctx, q, id), &seq, &deleted)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, cmpErr(missing(ctx, s, id), fmt.Errorf("session %q: %w", id, ErrNotFound))
	case err == nil && deleted:
		return 0, fmt.Errorf("session %q: %w", id, ErrDeleted)
	}
	return seq, err
}

// loadSession reads everything of a session, and counts: rows that were lost to damage are an error, not a shorter
// session.
func loadSession(ctx context.Context, s rower, seq int64) (interviewer.Session, error) {
	var out interviewer.Session
	var state, pack, head string
	var ended sql.NullString
	var turns int
	const q = `SELECT state, ended_at, pack, head, turns FROM sessions WHERE seq = ?`
	if err := scan(s.QueryRowContext(ctx, q, seq), &state, &ended, &pack, &head, &turns); err != nil {
		return out, err
	}
	if err := decode(head, &out); err != nil {
		return out, err
	}
	out.State = interviewer.State(state)
	if ended.Valid {
		at, err := parseTime(ended.String)
		if err != nil {
			return out, err
		}
		out.EndedAt = &at
	}
	var packs snapshots[interviewer.Pack]
	var err error
	if out.Pack, err = packs.get(ctx, s, pack); err != nil {
		return out, err
	}
	if out.Turns, err = loadTurns(ctx, s, seq); err != nil {
		return out, err
	}
	if len(out.Turns) != turns {
		return out, fmt.Errorf("%w: session %s has %d questions of %d", ErrCorrupt, out.ID, len(out.Turns), turns)
	}
	return out, nil
}

// turnRow is a turn and what must belong to it.
type turnRow struct {
	turn     interviewer.Turn
	question string

	messages, grades, checks int
}

func loadTurns(ctx context.Context, s rower, seq int64) ([]interviewer.Turn, error) {
	found, err := turnRows(ctx, s, seq)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	at := map[int]*turnRow{}
	for i := range found {
		at[found[i].turn.N] = &found[i]
	}
	if err := loadMessages(ctx, s, seq, at); err != nil {
		return nil, err
	}
	if err := loadGrades(ctx, s, seq, at); err != nil {
		return nil, err
	}
	if err := loadChecks(ctx, s, seq, at); err != nil {
		return nil, err
	}
	var questions snapshots[interviewer.Question]
	out := make([]interviewer.Turn, 0, len(found))
	for _, r := range found {
		if r.turn.Question, err = questions.get(ctx, s, r.question); err != nil {
			return nil, err
		}
		grades := len(r.turn.OldGrades)
		if r.turn.Grade != nil {
			grades++
		}
		if len(r.turn.Messages) != r.messages || grades != r.grades || len(r.turn.Checks) != r.checks {
			return nil, fmt.Errorf("%w: question %d of session number %d has lost something", ErrCorrupt, r.turn.N, seq)
		}
		out = append(out, r.turn)
	}
	return out, nil
}

func turnRows(ctx context.Context, s rower, seq int64) ([]turnRow, error) {
	const q = `SELECT n, question, state, hints_used, seconds, self_rating, rest, messages, grades, checks,
		coalesce((SELECT text FROM drafts d WHERE d.session = t.session AND d.turn = t.n), '')
		FROM turns t WHERE session = ? ORDER BY ord`
	rows, err := s.QueryContext(ctx, q, seq)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []turnRow
	for rows.Next() {
		var r turnRow
		var rest sql.NullString
		t := &r.turn
		var n, hints, seconds int
		var state interviewer.State
		var rating *int
		var draft string
		if err := scan(rows, &n, &r.question, &state, &hints, &seconds, &rating, &rest, &r.messages, &r.grades,
			&r.checks, &draft); err != nil {
			return nil, err
		}
		if rest.Valid {
			if err := decode(rest.String, t); err != nil {
				return nil, err
			}
		}
		t.N, t.State, t.HintsUsed, t.Seconds, t.SelfRating, t.Draft = n, state, hints, seconds, rating, draft
		out = append(out, r)
	}
	return out, rows.Err()
}

func loadMessages(ctx context.Context, s rower, seq int64, turns map[int]*turnRow) error {
	const q = `SELECT turn, n, sender, kind, text, at, superseded, rest FROM messages WHERE session = ? ORDER BY id`
	rows, err := s.QueryContext(ctx, q, seq)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var m interviewer.Message
		var turn, n int
		var sender interviewer.Speaker
		var kind interviewer.MessageKind
		var words, at string
		var superseded bool
		var rest sql.NullString
		if err := scan(rows, &turn, &n, &sender, &kind, &words, &at, &superseded, &rest); err != nil {
			return err
		}
		if rest.Valid {
			if err := decode(rest.String, &m); err != nil {
				return err
			}
		}
		m.N, m.From, m.Kind, m.Text, m.Superseded = n, sender, kind, words, superseded
		if m.At, err = parseTime(at); err != nil {
			return err
		}
		if t := turns[turn]; t != nil {
			t.turn.Messages = append(t.turn.Messages, m)
		}
	}
	return rows.Err()
}

func loadGrades(ctx context.Context, s rower, seq int64, turns map[int]*turnRow) error {
	rows, err := s.QueryContext(ctx, `SELECT turn, body FROM grades WHERE session = ? ORDER BY id`, seq)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var turn int
		var body string
		if err := scan(rows, &turn, &body); err != nil {
			return err
		}
		g := new(interviewer.Grade)
		if err := decode(body, g); err != nil {
			return err
		}
		t := turns[turn]
		if t == nil {
			continue
		}
		if t.turn.Grade != nil {
			t.turn.OldGrades = append(t.turn.OldGrades, *t.turn.Grade)
		}
		t.turn.Grade = g
	}
	return rows.Err()
}

func loadChecks(ctx context.Context, s rower, seq int64, turns map[int]*turnRow) error {
	rows, err := s.QueryContext(ctx, `SELECT turn, body FROM checks WHERE session = ? ORDER BY id`, seq)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var turn int
		var body string
		if err := scan(rows, &turn, &body); err != nil {
			return err
		}
		var c interviewer.Check
		if err := decode(body, &c); err != nil {
			return err
		}
		if t := turns[turn]; t != nil {
			t.turn.Checks = append(t.turn.Checks, c)
		}
	}
	return rows.Err()
}
