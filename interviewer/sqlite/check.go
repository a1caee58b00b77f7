package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"mockinterview/interviewer"
)

// QuickCheck looks at every page of the file, at the checksum of every message and at the full-text index, and says in
// words what is wrong; nothing is an empty list.
func (db *DB) QuickCheck(ctx context.Context) ([]string, error) {
	var problems []string
	err := db.opts.patiently(ctx, db.path, func() (err error) {
		problems, err = quickCheck(ctx, db.sql)
		return err
	})
	if err != nil {
		return problems, db.wrap("check", err)
	}
	if len(problems) > 0 {
		return problems, nil
	}
	err = db.read(ctx, "check", func(tx *sql.Tx) error {
		problems, err = checkRows(ctx, tx)
		return err
	})
	return problems, err
}

func quickCheck(ctx context.Context, s rower) ([]string, error) {
	found, err := strs(ctx, s, `PRAGMA quick_check(20)`)
	if err != nil {
		return nil, err
	}
	if len(found) == 1 && found[0] == "ok" {
		return nil, nil
	}
	return found, nil
}

// checkRows finds what SQLite cannot know: texts that changed, and rows that are missing.
func checkRows(ctx context.Context, s rower) ([]string, error) {
	problems := []string{}
	rows, err := s.QueryContext(
		ctx,
		`SELECT s.id, m.turn, m.n, m.text, m.crc FROM messages m JOIN sessions s ON s.seq = m.session`,
	)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, words string
		var turn, n int
		var sum int64
		if err := scan(rows, &id, &turn, &n, &words, &sum); err != nil {
			return nil, err
		}
		if crc(words) != sum {
			problems = append(
				problems,
				fmt.Sprintf("session %s: message %d of question %d is not what was saved", id, n, turn),
			)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	lost, err := strs(ctx, s, `SELECT 'session ' || id || ': a question is missing' FROM sessions s
			WHERE turns <> (SELECT count(*) FROM turns t WHERE t.session = s.seq)
		UNION ALL SELECT 'session ' || (SELECT id FROM sessions WHERE seq = t.session) || ': question ' || t.n ||
		' has lost messages, grades or checks' FROM turns t
			WHERE messages <> (SELECT count(*) FROM messages m WHERE m.session = t.session AND m.turn = t.n)
			OR grades <> (SELECT count(*) FROM grades g WHERE g.session = t.session AND g.turn = t.n)
			OR checks <> (SELECT count(*) FROM checks c WHERE c.session = t.session AND c.turn = t.n)`)
	if problems = append(problems, lost...); err != nil || len(problems) > 0 {
		return problems, err
	}
	return doubtful(ctx, s)
}

// doubtful finds grades that were changed by hand: those that the answers speak against, and those whose short form,
// which lists are made of, says something else.
func doubtful(ctx context.Context, s rower) ([]string, error) {
	ids, err := strs(ctx, s, `SELECT id FROM sessions WHERE seq IN (SELECT session FROM grades) ORDER BY seq`)
	if err != nil {
		return nil, err
	}
	problems := []string{}
	for _, id := range ids {
		seq, err := find(ctx, s, id)
		if err != nil {
			return nil, err
		}
		session, err := loadSession(ctx, s, seq)
		if err != nil {
			return nil, err
		}
		for i := range session.Turns {
			t := &session.Turns[i]
			for _, doubt := range t.Believe() {
				problems = append(problems, fmt.Sprintf("session %s: %v", id, doubt))
			}
			if t.Grade == nil {
				continue
			}
			want, err := brief(*t.Grade)
			if err != nil {
				return nil, err
			}
			short, err := newestBrief(ctx, s, seq, t.N)
			if err != nil {
				return nil, err
			}
			if got, err := briefOf(short); err != nil || got != want {
				problems = append(
					problems,
					fmt.Sprintf("session %s: lists and the grade of question %d disagree", id, t.N),
				)
			}
		}
	}
	return problems, nil
}

func briefOf(g *interviewer.Grade) (string, error) {
	if g == nil {
		return "", nil
	}
	return brief(*g)
}
