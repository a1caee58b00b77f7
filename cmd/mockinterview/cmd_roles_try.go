package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"mockinterview/data"
	"mockinterview/interviewer"
)

func (a *app) rolesTryCommand() *cli.Command {
	return &cli.Command{
		Name: "try", Usage: "print how the offline grader reads an answer, signal by signal",
		ArgsUsage: "FILE [ANSWER]",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "question", Usage: "the question `ID`"},
		},
		Action: action(a.rolesTryOptions, runRolesTry),
	}
}

type rolesTryOptions struct {
	invocation
	source, question string // source is a pack file or a role
	answer           string // "" or "-" is standard input
}

func (a *app) rolesTryOptions(c *cli.Context) (rolesTryOptions, error) {
	if n := c.NArg(); n < 1 || n > 2 {
		return rolesTryOptions{}, usagef(
			"roles try FILE --question ID [ANSWER]",
			"roles try takes a pack file or a role, and a file with an answer",
		)
	}
	in, err := a.invoke(c)
	return rolesTryOptions{in, c.Args().Get(0), c.String("question"), c.Args().Get(1)}, err
}

// runRolesTry prints, for each signal that applies, the sentence that speaks for it most surely, the example that lies
// nearest, the strength and the verdict.
func runRolesTry(ctx context.Context, o rolesTryOptions) error {
	p, err := o.packOrFile()
	if err != nil {
		return err
	}
	if o.question == "" {
		return usagef("name one with --question", "roles try wants a --question")
	}
	q, err := question(p, o.question)
	if err != nil {
		return err
	}
	text, err := o.answerText(ctx, o.answer)
	if err != nil {
		return err
	}
	turn := interviewer.Turn{N: 1, Question: q, State: interviewer.Answered, Messages: []interviewer.Message{
		{N: 1, From: interviewer.FromInterviewer, Kind: interviewer.KindQuestion, Text: q.Text},
		{N: 2, From: interviewer.FromCandidate, Kind: interviewer.KindAnswer, Text: text},
	}}
	readings, gate, err := offlineGrader(o.settings.packs).Explain(ctx, p, turn)
	if err != nil {
		return err
	}
	if gate != "" {
		return o.put("Not graded: " + gate + "\n")
	}
	var b strings.Builder
	for _, r := range readings {
		if r.Signal.Absence {
			continue
		}
		fmt.Fprintf(&b, "%-8s %+.1f  %s (%s)\n", r.Verdict, r.Strength, r.Signal.ID, r.Signal.Kind)
		if r.Passage != "" {
			fmt.Fprintf(&b, "    said:    %s\n    example: %s\n", oneLine(r.Passage), oneLine(r.Example))
		}
	}
	return o.put(b.String())
}

// packOrFile reads a pack file, or the pack of a role.
func (o rolesTryOptions) packOrFile() (interviewer.Pack, error) {
	if strings.ContainsAny(o.source, "./\\") {
		return data.ReadFile(o.source)
	}
	return o.pack(o.source)
}

func oneLine(s string) string { return interviewer.Visible(interviewer.OneLine(s)) }
