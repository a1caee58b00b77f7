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
		env: withHome(os.Getenv, os.UserHomeDir), now: time.Now, seed: time.Now().UnixNano, servers: knownServers(),
	}
	os.Exit(a.run(os.Args))
}

// withHome is an environment that has a HOME where the system knows one: Windows sets none.
func withHome(env func(string) string, home func() (string, error)) func(string) string {
	return func(name string) string {
		v := env(name)
		if name == "HOME" && v == "" {
			v, _ = home() // "" where it is not known, which is told where a home is needed
		}
		return v
	}
}
