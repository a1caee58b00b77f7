// Command mockinterview is a mock interviewer for the terminal.
//
// This package only wires: it reads flags and configuration, chooses a grader, opens the database, hands all of it to
// package interviewer, and turns errors into one sentence, a hint and an exit code. One file a command: cmd_NAME.go
// holds its flags, its options and the function that runs it.
package main

import (
	"os"
	"time"
)

func main() {
	ignoreFileSize()
	a := &app{
		name: os.Args[0], in: os.Stdin, out: os.Stdout, err: os.Stderr,
		env: os.Getenv, now: time.Now, seed: time.Now().UnixNano, servers: knownServers(),
	}
	os.Exit(a.run(os.Args))
}
