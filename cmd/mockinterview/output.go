package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"mockinterview/interviewer"
	"mockinterview/interviewer/sqlite"
	"mockinterview/interviewer/terminal"
	"mockinterview/rubric"
)

// open opens the database. writes says that the command will write, which is when the daily backup is made.
func (a *app) open(ctx context.Context, writes bool) (*sqlite.DB, error) {
	db, err := sqlite.Open(ctx, a.conf.db, sqlite.Options{
		Now: a.now, Backups: writes, ReadOnlyIfMust: !writes,
		OnBusy: func() { a.say("Another mockinterview is writing to the database. Waiting for it.") },
		Note:   func(s string) { a.say("%s", s) },
	})
	if err == nil {
		a.readStamps(ctx, db)
	}
	return db, err
}

func (a *app) terminal() (*terminal.Terminal, error) {
	return terminal.New(terminal.Config{In: a.in, Out: a.out, Err: a.err, Env: a.env, Now: a.now})
}

// page shows Markdown: rendered and through the pager on a terminal, as it is elsewhere.
func (a *app) page(markdown string) error {
	text, err := a.render(markdown, terminal.StyleFor(a.out, a.env))
	if err != nil {
		return err
	}
	return terminal.Page(a.out, a.env, text)
}

func (a *app) render(markdown string, s terminal.Style) (string, error) {
	if !a.outIsTerminal() && !s.Color && s.Width == 0 {
		return markdown, nil
	}
	var b bytes.Buffer
	err := terminal.Render(&b, markdown, s)
	return b.String(), err
}

// print shows Markdown without a pager.
func (a *app) print(markdown string) error {
	text, err := a.render(markdown, terminal.StyleFor(a.out, a.env))
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(a.out, text)
	return err
}

func (a *app) showScorecard(s interviewer.Session) error {
	var b strings.Builder
	if err := a.writer().Scorecard(&b, s); err != nil {
		return err
	}
	fmt.Fprintln(a.out)
	return a.print(b.String())
}

func (a *app) showTurn(s interviewer.Session, n int) error {
	var b strings.Builder
	if err := a.writer().Turn(&b, s, n); err != nil {
		return err
	}
	fmt.Fprintln(a.out)
	return a.print(b.String())
}

func (a *app) showGrade(p interviewer.Pack, t interviewer.Turn) error {
	var b strings.Builder
	if err := a.writer().Grade(&b, p, t); err != nil {
		return err
	}
	return a.print(b.String())
}

// table lists sessions, a line each.
func (a *app) table(list []sqlite.Head) error {
	w := tabwriter.NewWriter(a.out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tBEGUN\tROLE\tLEVEL\tSTATE\tANSWERED\tOUTCOME")
	for _, s := range list {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%d of %d\t%s\n", s.ID, s.StartedAt.Local().Format("2006-01-02 15:04"), s.Role, s.Level,
			strings.ReplaceAll(string(s.State), "_", " "), s.Answered, len(s.Questions), outcome(s))
	}
	return w.Flush()
}

func outcome(s sqlite.Head) string {
	switch {
	case s.Pending > 0:
		return fmt.Sprintf("%d not graded yet", s.Pending)
	case s.Score == nil:
		return rubric.NoDecision.Words()
	}
	return fmt.Sprintf("%.1f, %s", *s.Score, rubric.Recommend(*s.Score).Words())
}

func heads(list []sqlite.Head) []interviewer.Session {
	out := make([]interviewer.Session, 0, len(list))
	for _, s := range list {
		out = append(out, s.Session)
	}
	return out
}
