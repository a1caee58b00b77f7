package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/agent"
	"mockinterview/interviewer/llm"
	"mockinterview/rubric"
)

func (a *app) mcpCommand() *cli.Command {
	return &cli.Command{
		Name: "mcp", Usage: "let a coding agent hold interviews (Model Context Protocol)",
		Description: "Speaks the protocol over standard input and output; no key is needed. The agent asks the " +
			"questions, passes your answers on, and its own model marks them; every quote is checked here and the " +
			"score is computed here. It sees and touches only the interviews that agents began. For example: claude " +
			"mcp add mockinterview -- mockinterview mcp",
		Action: action(a.invoke, runMCP),
	}
}

// runMCP serves one agent until it closes standard input.
func runMCP(ctx context.Context, in invocation) error {
	db, err := in.open(ctx, writes)
	if err != nil {
		return err
	}
	defer db.Close()
	off := offlineGrader(in.settings.packs)
	marker, err := llm.NewMarker(off.Steers, in.now)
	if err != nil {
		return err
	}
	s := &agent.Server{
		Roles: in.roleLibrary(), Store: db, Prober: off, Marker: marker, Steers: off.Steers,
		Begin: func(ctx context.Context, w agent.Wish) (interviewer.Session, error) { return in.begin(ctx, db, w) },
		Card: func(s interviewer.Session) (string, error) {
			var b strings.Builder
			err := in.scorecards(db.measured).Scorecard(&b, s)
			return b.String(), err
		},
		Now: in.now, Version: version(),
	}
	err = s.Handler().Run(ctx, &mcp.IOTransport{
		Reader: in.in, Writer: neverClosed{in.out}, MaxLineLength: agent.LongestLine,
	})
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("talk to the agent: %w", err)
	}
	return nil
}

// neverClosed is standard output, which outlives the protocol.
type neverClosed struct{ io.Writer }

func (neverClosed) Close() error { return nil }

// begin makes the session that an agent wishes for, as start does of its flags.
func (in invocation) begin(ctx context.Context, db *store, w agent.Wish) (interviewer.Session, error) {
	var none interviewer.Session
	p, err := in.pack(w.Role)
	if err != nil {
		return none, err
	}
	held := in.settings.interview
	held.level, held.questions = first(rubric.Seniority(w.Level), held.level), &w.Questions
	if err := held.Validate(); err != nil {
		return none, wishFault(err)
	}
	s := startOptions{invocation: in.withInterview(held)}.session(p)
	s.Questions, err = in.candidates(ctx, db, wishes{focus: w.Focus, n: w.Questions}, s, nil)
	if err != nil {
		return none, err
	}
	s.Questions = s.Questions[:min(w.Questions, len(s.Questions))]
	return s, nil
}
