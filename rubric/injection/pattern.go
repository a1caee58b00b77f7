package injection

import (
	"regexp"
	"sync"
)

// pattern compiles an expression when it is first needed: most commands never look for one, and all of them would pay
// at their start.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
