package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"strings"
	"time"
	"unicode"

	"mockinterview/interviewer"
)

// SearchFilter narrows a search.
type SearchFilter struct {
	Role  string
	Since time.Time
	From  interviewer.Speaker // empty is both sides
	Limit int                 // 0 is 20
}

// Piece is a part of a snippet. Hit says that the words in it were searched for.
type Piece struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit"`
}

// Found is a message that matches.
type Found struct {
	Session    string                  `json:"session"`
	Role       string                  `json:"role"`
	StartedAt  time.Time               `json:"started_at"`
	Turn       int                     `json:"turn"`
	Message    int                     `json:"message"`
	Question   string                  `json:"question"` // id
	From       interviewer.Speaker     `json:"from"`
	Kind       interviewer.MessageKind `json:"kind"`
	Superseded bool                    `json:"superseded,omitempty"`
	Snippet    []Piece                 `json:"snippet"`
}

// snippetWords is about how long a snippet is.
const snippetWords = 24

// Search looks for messages with all the words of the query, the newest first. Words in double quotes stand together, a
// word ending in * matches how words begin, and forms of a word match one another. Nothing in a query is an error; one
// without a letter or digit finds nothing.
func (db *DB) Search(ctx context.Context, query string, f SearchFilter) ([]Found, error) {
	match := matchExpression(query)
	out := []Found{}
	if match == "" {
		return out, nil
	}
	if f.Limit <= 0 {
		f.Limit = 20
	}
	mark := rand.Text() // no text can hold a marker that did not exist when it was written
	cond, args := f.where()
	q := `SELECT s.id, s.role, s.started_at, m.turn, m.n, m.sender, m.kind, m.superseded,
			(SELECT question_id FROM turns t WHERE t.session = m.session AND t.n = m.turn),
			snippet(messages_text, 0, ?, ?, '…', ?)
		FROM messages_text JOIN messages m ON m.id = messages_text.rowid JOIN sessions s ON s.seq = m.session
		WHERE messages_text MATCH ? AND ` + cond + ` ORDER BY messages_text.rowid DESC LIMIT ?`
	all := append([]any{"<" + mark, ">" + mark, snippetWords, match}, args...)
	err := db.read(ctx, "search", func(tx *sql.Tx) error {
		out = out[:0]
		rows, err := tx.QueryContext(ctx, q, append(all, f.Limit)...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r Found
			var at, snippet string
			if err := scan(rows, &r.Session, &r.Role, &at, &r.Turn, &r.Message, &r.From, &r.Kind, &r.Superseded,
				&r.Question, &snippet); err != nil {
				return err
			}
			if r.StartedAt, err = parseTime(at); err != nil {
				return err
			}
			r.Snippet = pieces(snippet, mark)
			out = append(out, r)
		}
		return rows.Err()
	})
	return out, err
}

func (f SearchFilter) where() (string, []any) {
	cond, args := Filter{Role: f.Role, Since: f.Since}.where()
	if f.From != "" {
		cond, args = cond+" AND m.sender = ?", append(args, f.From)
	}
	return cond, args
}

// pieces cuts a snippet at its markers.
func pieces(s, mark string) []Piece {
	out := []Piece{}
	add := func(text string, hit bool) {
		if text != "" {
			out = append(out, Piece{Text: text, Hit: hit})
		}
	}
	for {
		before, rest, ok := strings.Cut(s, "<"+mark)
		add(before, false)
		if !ok {
			return out
		}
		hit, after, _ := strings.Cut(rest, ">"+mark)
		add(hit, true)
		s = after
	}
}

// matchExpression turns what was typed into an FTS5 expression: every word and phrase quoted, so that nothing in it is
// an operator, joined by AND.
func matchExpression(query string) string {
	var terms []string
	for i, part := range strings.Split(strings.ToValidUTF8(query, " "), `"`) {
		if i%2 == 1 { // between quotes; an unclosed one reaches to the end
			if wordy(part) {
				terms = append(terms, quote(part))
			}
			continue
		}
		for _, w := range strings.Fields(part) {
			stem, prefix := strings.CutSuffix(w, "*")
			if !wordy(stem) {
				continue
			}
			if prefix {
				terms = append(terms, quote(stem)+" *")
			} else {
				terms = append(terms, quote(stem))
			}
		}
	}
	const most = 64 // more words than anybody types; FTS5 nests every AND
	return strings.Join(terms[:min(len(terms), most)], " AND ")
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, "\x00", " ") + `"` }

// wordy says whether the tokenizer would find a word in s.
func wordy(s string) bool {
	return strings.ContainsFunc(
		s,
		func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Co, r) },
	)
}
