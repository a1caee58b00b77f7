package terminal

import (
	"testing"

	"mockinterview/interviewer"
)

func TestTypingAnAnswer(t *testing.T) {
	c := open(t, job{}, 80, 24)
	c.ready()
	c.types("the worker retries\r")
	c.types("with a key\r", ".\r")
	got := c.ends()
	want := interviewer.Reply{Action: interviewer.ActSubmit, Text: "the worker retries\nwith a key"}
	if len(got.Replies) != 1 || got.Replies[0] != want {
		t.Fatalf("got %+v, want %+v", got, want)
	}
	c.clean()
}
