package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mockinterview/interviewer"
)

// damage is one way to spoil a file.
type damage struct {
	name string
	do   func(*rand.Rand, []byte) []byte
}

func damages() []damage {
	page := func(r *rand.Rand, b []byte) []byte { n := r.IntN(len(b) / 4096); return b[n*4096 : (n+1)*4096] }
	return []damage{
		{"one bit flipped", func(r *rand.Rand, b []byte) []byte { b[r.IntN(len(b))] ^= 1 << r.IntN(8); return b }},
		{
			"a bit flipped in the head of a page",
			func(r *rand.Rand, b []byte) []byte { page(r, b)[r.IntN(12)] ^= 1 << r.IntN(8); return b },
		},
		{
			"a bit flipped in the file header",
			func(r *rand.Rand, b []byte) []byte { b[r.IntN(100)] ^= 1 << r.IntN(8); return b },
		},
		{"a hundred bits flipped", func(r *rand.Rand, b []byte) []byte {
			for range 100 {
				b[r.IntN(len(b))] ^= 1 << r.IntN(8)
			}
			return b
		}},
		{"cut short", func(r *rand.Rand, b []byte) []byte { return b[:r.IntN(len(b))] }},
		{"cut at a page", func(r *rand.Rand, b []byte) []byte { return b[:r.IntN(len(b)/4096)*4096] }},
		{"a page of zeros", func(r *rand.Rand, b []byte) []byte { clear(page(r, b)); return b }},
		{"zeros to the end", func(r *rand.Rand, b []byte) []byte { clear(b[r.IntN(len(b)):]); return b }},
		{"a page of noise", func(r *rand.Rand, b []byte) []byte {
			p := page(r, b)
			for i := range p {
				p[i] = byte(r.Uint32())
			}
			return b
		}},
		{"two pages swapped", func(r *rand.Rand, b []byte) []byte {
			x, y := page(r, b), page(r, b)
			held := bytes.Clone(x)
			copy(x, y)
			copy(y, held)
			return b
		}},
		{
			"a text in its place",
			func(r *rand.Rand, b []byte) []byte { return []byte(strings.Repeat("dear diary\n", r.IntN(2000))) },
		},
	}
}

// extent is how far a fault test goes: with -short, usually, and with -tags fault.
func extent(short, usual, all int) int {
	switch {
	case full:
		return all
	case testing.Short():
		return short
	}
	return usual
}

func TestDamagedFilesAreNeverTakenForWholeOrEmpty(t *testing.T) {
	t.Parallel()
	files := extent(25, 50, 1100)
	dir := t.TempDir()
	path := filepath.Join(dir, "interviews.db")
	db := mustOpen(t, path, Options{})
	var want []interviewer.Session
	for i := range 6 {
		want = append(want, fill(t, db, fmt.Sprintf("s-%d", i), secret(fmt.Sprint(i))[:2500*i+1]))
	}
	backup, err := db.autoBackup(ctx, daily)
	must(t, err)
	must(t, db.Close())
	whole, err := os.ReadFile(path)
	must(t, err)
	kinds, refused, partly := damages(), 0, 0
	for i := range files {
		kind := kinds[i%len(kinds)]
		spoilt := kind.do(rand.New(rand.NewPCG(uint64(i), 7)), bytes.Clone(whole))
		must(t, os.WriteFile(path, spoilt, 0o600))
		err := readAll(path, want)
		var reported *Error
		switch {
		case errors.As(err, &reported):
			if known := kindOf(err); known != ErrCorrupt && known != ErrNotADatabase && known != ErrNewer {
				t.Errorf("%d, %s: %v", i, kind.name, err)
			} else if known != ErrNewer && reported.Backup != backup {
				t.Errorf("%d, %s: %v: the backup is not named", i, kind.name, err)
			}
			refused++
		case err != nil:
			t.Errorf("%d, %s: %v", i, kind.name, err)
		default:
			partly++
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(after, spoilt) {
			t.Fatalf("%d, %s: the file was changed", i, kind.name)
		}
		for _, suffix := range []string{"-wal", "-shm", "-journal"} {
			os.Remove(path + suffix)
		}
	}
	t.Logf(
		"%d refused with a way out, %d harmless: every session, question, message and grade was still there",
		refused,
		partly,
	)
	if refused < files/4 {
		t.Errorf("only %d of %d damaged files were noticed", refused, files)
	}
}

// readAll opens the file and reads everything; it gives the first error, or says what is missing without one.
func readAll(path string, want []interviewer.Session) error {
	db, err := Open(ctx, path, Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	heads, err := db.Sessions(ctx, Filter{})
	if err != nil {
		return err
	}
	if len(heads) != len(want) {
		return fmt.Errorf("%d sessions are listed without an error, want %d", len(heads), len(want))
	}
	for i := range want {
		got, err := db.Load(ctx, heads[len(heads)-1-i].ID)
		if err != nil {
			return err
		}
		if n := len(want[i].Turns); len(got.Turns) != n {
			return fmt.Errorf("%d questions are loaded without an error, want %d", len(got.Turns), n)
		}
		for j, w := range want[i].Turns {
			g := got.Turns[j]
			if len(g.Messages) != len(w.Messages) || len(g.OldGrades) != len(w.OldGrades) ||
				(g.Grade == nil) != (w.Grade == nil) {
				return fmt.Errorf("question %d has lost something without an error", j+1)
			}
		}
	}
	if _, err := db.Search(ctx, "confided detail", SearchFilter{}); err != nil {
		return err
	}
	return db.Export(ctx, io.Discard)
}
