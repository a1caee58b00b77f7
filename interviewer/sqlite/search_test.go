package sqlite

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"mockinterview/interviewer"
)

// marked writes a snippet with its hits in brackets.
func marked(f Found) string {
	var b strings.Builder
	for _, p := range f.Snippet {
		if p.Hit {
			fmt.Fprintf(&b, "[%s]", p.Text)
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func searchable(tb testing.TB) *DB {
	db := fresh(tb)
	for i, words := range []string{
		"We retried the payment with an idempotency key.", "The café keeps <b>carts</b> in Redis; retries are bounded.",
		`He said "never lose a cart" and "DROP TABLE".`,
	} {
		s := testSession(fmt.Sprintf("s-%d", i))
		s.StartedAt = day.Add(time.Duration(i) * 24 * time.Hour)
		if i == 2 {
			s.Role = "frontend-engineer"
		}
		must(tb, db.Create(ctx, s))
		must(tb, db.Save(ctx, s.ID, asked(s, 1)))
		must(tb, db.Save(ctx, s.ID, answer(1, 2, words)))
	}
	return db
}

func TestSearch(t *testing.T) {
	db := searchable(t)
	for _, c := range []struct {
		query string
		f     SearchFilter
		want  string // session and message of the hits
	}{
		{"retry", SearchFilter{}, "s-1/2 s-0/2"},
		{"RETRIES payment", SearchFilter{}, "s-0/2"},
		{"cafe", SearchFilter{}, "s-1/2"},
		{"idem*", SearchFilter{}, "s-0/2"},
		{`"idempotency key"`, SearchFilter{}, "s-0/2"},
		{`"key idempotency"`, SearchFilter{}, ""},
		{"shop", SearchFilter{}, "s-2/1 s-1/1 s-0/1"},
		{"cart", SearchFilter{From: interviewer.FromCandidate}, "s-2/2 s-1/2"},
		{"cart", SearchFilter{From: interviewer.FromCandidate, Role: "frontend-engineer"}, "s-2/2"},
		{"shop", SearchFilter{Since: day.Add(time.Hour)}, "s-2/1 s-1/1"},
		{"shop", SearchFilter{Limit: 1}, "s-2/1"},
		{"", SearchFilter{}, ""}, {`"`, SearchFilter{}, ""}, {"*", SearchFilter{}, ""}, {"-- ; ''", SearchFilter{}, ""},
		{"drop table", SearchFilter{}, "s-2/2"}, {"text:drop", SearchFilter{}, ""}, {"NOT retry", SearchFilter{}, ""},
		{"retry OR", SearchFilter{}, ""},
	} {
		found, err := db.Search(ctx, c.query, c.f)
		must(t, err)
		var got []string
		for _, f := range found {
			got = append(got, fmt.Sprintf("%s/%d", f.Session, f.Message))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q %+v finds %q, want %q", c.query, c.f, got, c.want)
		}
	}
	found, err := db.Search(ctx, "carts", SearchFilter{From: interviewer.FromCandidate, Role: "backend-engineer"})
	must(t, err)
	if got, want := marked(found[0]), "The café keeps <b>[carts]</b> in Redis; retries are bounded."; got != want {
		t.Errorf("snippet is %q, want %q", got, want)
	}
}

func TestSearchFollowsTheTexts(t *testing.T) {
	db := searchable(t)
	must(t, db.write(ctx, "change", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE messages SET text = 'about queues' WHERE text LIKE 'We retried%'`)
		return err
	}))
	if found, err := db.Search(ctx, "retried", SearchFilter{}); err != nil || len(found) != 1 {
		t.Errorf("an old text is still found: %v %v", found, err)
	}
	if found, err := db.Search(ctx, "queue", SearchFilter{}); err != nil || len(found) != 1 {
		t.Errorf("a new text is not found: %v %v", found, err)
	}
	if _, err := db.sql.Exec(
		`INSERT INTO messages_text (messages_text, rank) VALUES ('integrity-check', 1)`,
	); err != nil {
		t.Errorf("the index is out of step: %v", err)
	}
}

func FuzzSearch(f *testing.F) {
	db := searchable(f)
	for _, q := range []string{"retry", `"a b`, "a*b*", `a"b"c`, "NEAR(a b)", "col:x", "^a", "a AND", "\x00\xff", "é*",
		"😀", "{x y}: z", "a + b", strings.Repeat("w ", 200)} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		found, err := db.Search(ctx, q, SearchFilter{})
		if err != nil {
			t.Fatalf("%q: %v", q, err)
		}
		for _, r := range found {
			if len(r.Snippet) == 0 {
				t.Errorf("%q: a hit without a snippet", q)
			}
		}
	})
}
