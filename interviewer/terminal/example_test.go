package terminal_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"mockinterview/interviewer"
	"mockinterview/interviewer/terminal"
)

func Example() {
	t, err := terminal.New(
		terminal.Config{In: strings.NewReader("one worker, one key\n.\n"), Out: os.Stdout, Err: os.Stderr},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer t.Close()
	ctx := context.Background()
	_ = t.Hear(
		ctx,
		interviewer.Utterance{
			Kind: interviewer.KindQuestion,
			Text: "How do you keep a retry from charging twice?",
			Turn: 1,
			Of:   5,
		},
	)
	reply, err := t.Answer(
		ctx,
		interviewer.Prompt{Kind: interviewer.KindQuestion, Keep: func(draft string) error { return nil }},
	)
	fmt.Println(reply.Action, reply.Text, err)
	// Output:
	// Question 1 of 5
	// How do you keep a retry from charging twice?
	// submit one worker, one key <nil>
}
