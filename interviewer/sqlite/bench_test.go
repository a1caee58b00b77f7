package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"mockinterview/interviewer"
	"mockinterview/interviewer/sqlite"
	"mockinterview/interviewer/sqlite/sqlitetest"
)

func open(tb testing.TB, path string, opts sqlite.Options) *sqlite.DB {
	tb.Helper()
	db, err := sqlite.Open(context.Background(), path, opts)
	if err != nil {
		tb.Fatal(err)
	}
	return db
}

// BenchmarkBySize times what a command does, from opening the file to closing it, on a small and on a large database.
// To make the large one as large as the project promises for, which takes a few minutes: go test -tags fault -bench
// BySize -run - ./interviewer/sqlite
func BenchmarkBySize(b *testing.B) {
	ctx := context.Background()
	for _, sessions := range []int{10, large} {
		path := filepath.Join(b.TempDir(), "interviews.db")
		db := open(b, path, sqlite.Options{})
		if err := sqlitetest.Fill(ctx, db, sessions, 10, 1); err != nil {
			b.Fatal(err)
		}
		id, err := db.Resolve(ctx, sqlite.Last)
		if err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		for _, c := range []struct {
			name string
			do   func(*sqlite.DB) error
		}{
			{"open", func(*sqlite.DB) error { return nil }},
			{"sessions", func(db *sqlite.DB) error {
				_, err := db.Sessions(ctx,
					sqlite.Filter{Limit: 50})
				return err
			}},
			{"show", func(db *sqlite.DB) error {
				found, err := db.Resolve(ctx, id[:8])
				if err == nil {
					_, err = db.Load(ctx, found)
				}
				return err
			}},
			{"search common", func(db *sqlite.DB) error {
				_,
					err := db.Search(ctx, "queue retry", sqlite.SearchFilter{})
				return err
			}},
			{"search rare", func(db *sqlite.DB) error {
				_, err := db.Search(ctx, "term997 term998", sqlite.SearchFilter{})
				return err
			}},
			{"progress", func(db *sqlite.DB) error {
				_, err := db.History(ctx, sqlite.Filter{Role: "backend-engineer", Limit: 50})
				return err
			}},
			{"asked before", func(db *sqlite.DB) error {
				_, err := db.AskedBefore(ctx,
					"backend-engineer")
				return err
			}},
			{"pending", func(db *sqlite.DB) error { _, err := db.Pending(ctx); return err }},
		} {
			b.Run(fmt.Sprintf("%s/sessions=%d", c.name, sessions), func(b *testing.B) {
				for b.Loop() {
					db := open(b, path, sqlite.Options{})
					if err := c.do(db); err != nil {
						b.Fatal(err)
					}
					db.Close()
				}
			})
		}
	}
}

// BenchmarkCommit compares the commit of one answer, full-text index included, with one write and fsync of a page on
// the same disk.
func BenchmarkCommit(b *testing.B) {
	ctx := context.Background()
	dir := b.TempDir()
	db := open(b, filepath.Join(dir, "interviews.db"), sqlite.Options{})
	defer db.Close()
	s := slices.Collect(sqlitetest.Sessions(1, 1, 1))[0]
	if err := db.Create(ctx, s); err != nil {
		b.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, "page"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	page := make([]byte, 4096)
	var commits, drafts, syncs []time.Duration
	n := 2
	timed := func(to *[]time.Duration, f func() error) {
		start := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		*to = append(*to, time.Since(start))
	}
	for b.Loop() {
		n++
		m := s.Turns[0].Messages[1]
		m.N = n
		timed(
			&drafts,
			func() error { return db.Save(ctx, s.ID, interviewer.DraftKept{Turn: 1, Draft: m.Text[:n%100]}) },
		)
		timed(&commits, func() error { return db.Save(ctx, s.ID, interviewer.Said{Turn: 1, Message: m}) })
		timed(&syncs, func() error {
			if _, err := f.WriteAt(page, int64(n)*4096); err != nil {
				return err
			}
			return f.Sync()
		})
	}
	one := median(syncs)
	b.ReportMetric(float64(median(commits))/float64(one), "commit/fsync")
	b.ReportMetric(float64(median(drafts))/float64(one), "draft/fsync")
	b.ReportMetric(float64(one.Nanoseconds()), "ns/fsync")
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}
