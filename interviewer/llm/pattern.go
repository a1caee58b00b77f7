package llm

import (
	"regexp"
	"sync"
)

// pattern compiles an expression when it is first needed, so that no command pays for it at its start.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
