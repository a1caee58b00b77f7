package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/urfave/cli/v2"

	"mockinterview/interviewer"
	"mockinterview/interviewer/practice"
	"mockinterview/interviewer/report"
	"mockinterview/interviewer/sqlite"
)

// homeOptions are those of the program alone, without a command.
func (a *app) homeOptions(c *cli.Context) (invocation, error) {
	if c.NArg() > 0 {
		hint := a.program() + " help shows the commands"
		var names []string
		for _, cmd := range c.App.Commands {
			names = append(names, cmd.Name)
		}
		if near := cmp.Or(otherNames()[c.Args().First()], nearest(c.Args().First(), names)); near != "" {
			hint = fmt.Sprintf("did you mean %s?", near)
		}
		return invocation{}, usagef(hint, "there is no command %q", c.Args().First())
	}
	return a.invoke(c)
}

// otherNames are words that people try, and what we call it.
func otherNames() map[string]string {
	return map[string]string{
		"history": "sessions", "list": "sessions", "ls": "sessions", "log": "sessions",
		"questions": "roles show ROLE", "again": "retry", "redo": "retry", "repeat": "retry",
		"practice": "drill", "practise": "drill", "continue": "resume", "result": "show last", "results": "show last",
		"dispute": "check", "due": "progress",
	}
}

// runHome shows where the candidate stands and what to type next.
func runHome(ctx context.Context, in invocation) error {
	db, err := in.open(ctx, reads)
	if err != nil {
		return err
	}
	defer db.Close()
	list, err := db.Sessions(ctx, sqlite.Filter{Limit: 1})
	if err != nil {
		return err
	}
	open, err := db.Unfinished(ctx, 1)
	if err != nil {
		return err
	}
	var due []practice.Item
	if len(list) > 0 {
		if due, err = in.dueIn(ctx, db, list[0].Role); err != nil {
			return err
		}
	}
	return in.put(in.standing(list, open, due))
}

func (a *app) standing(last, open []sqlite.Head, queue []practice.Item) string {
	var b strings.Builder
	p := a.program()
	step := func(command, what string) {
		command = interviewer.Visible(command)
		if ansi.StringWidth(command) > 44 { // a long path to the program leaves no room beside it
			command += "\n" + strings.Repeat(" ", 5)
		}
		fmt.Fprintf(&b, "  %-44s %s\n", command, what)
	}
	if len(last) == 0 {
		fmt.Fprintf(
			&b,
			"mockinterview asks real questions for your role, and grades what you type against your own words.\n\n",
		)
		step(p+" start backend-engineer", "begin an interview")
		step(p+" roles show backend-engineer", "how to prepare, and what is looked at")
		step(p+" help", "every command")
		return b.String()
	}
	if len(open) > 0 {
		s := open[0]
		fmt.Fprintf(
			&b,
			"Unfinished: %s, begun %s, %d of %d answered.\n",
			interviewer.Visible(s.Role),
			s.StartedAt.Local().Format(time.DateTime),
			s.Answered,
			len(s.Questions),
		)
		step(p+" resume "+s.ID, "go on where you stopped")
	}
	if s := last[0]; s.State != interviewer.InProgress {
		fmt.Fprintf(&b, "Last result: %s, %s.\n", interviewer.Visible(s.Role), outcome(s))
		step(p+" show last", "read it with the evidence")
		if s.Pending > 0 {
			step(p+" grade --pending", "finish the grades")
		}
	}
	drill := "one question"
	next, later := practice.NextDue(queue)
	switch due := practice.CountDue(queue); {
	case due > 0:
		fmt.Fprintf(&b, "Due for practice: %s of %s.\n", report.Count(due, "question"), interviewer.Visible(last[0].Role))
		drill = report.Plural(due, "answer it again", "the one that has waited longest")
	case later:
		fmt.Fprintf(&b, "Nothing is due for practice; the next is on %s.\n", a.dueDay(next))
	}
	step(p+" drill "+last[0].Role, drill)
	step(p+" start "+last[0].Role, "a whole interview")
	step(p+" progress", "how you come along")
	return b.String()
}

// dueIn are the questions of a role that were answered before, those due first. It serves the greeting, which must be
// quick, so the pack is read only if there are any; and a pack that cannot be read counts as nothing due: the command
// that needs it will say what is wrong.
func (in invocation) dueIn(ctx context.Context, db *store, role string) ([]practice.Item, error) {
	history, err := recent(ctx, db, role)
	if err != nil {
		return nil, err
	}
	queue := practice.Queue(practice.Questions(history), history, in.now())
	if len(queue) == 0 {
		return nil, nil
	}
	p, err := in.roleLibrary().Pack(role)
	if err != nil {
		return nil, nil
	}
	return slices.DeleteFunc(queue, func(it practice.Item) bool {
		q, ok := p.Question(it.Question)
		return !ok || !slices.Contains(q.Levels, in.settings.interview.level)
	}), nil
}
